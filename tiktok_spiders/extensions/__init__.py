"""Scrapy extensions: thin shells over plain objects."""
