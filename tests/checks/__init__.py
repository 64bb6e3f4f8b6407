"""What style.md forbids and no linter knows, as functions that give back what is wrong.

Each takes text or a parsed file, so that a test can also give it a bad one.
"""
