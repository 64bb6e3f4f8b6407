"""For `bench get-app` of older benches; everything is declared in pyproject.toml."""

from setuptools import setup

setup()
