"""For scrapyd-deploy, which builds an egg with it; everything is told in pyproject.toml."""

from setuptools import setup

setup()
