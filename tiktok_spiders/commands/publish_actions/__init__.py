"""The actions of ``scrapy publish``, one a module."""
