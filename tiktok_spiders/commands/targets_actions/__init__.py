"""Actions of ``scrapy targets``, one a module."""
