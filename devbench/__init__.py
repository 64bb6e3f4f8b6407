"""A Frappe bench for development, tests and the demo, made out of package registries only."""
