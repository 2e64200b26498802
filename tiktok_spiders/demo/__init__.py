"""The tour that ``scrapy demo`` gives: real commands against the local stand-in."""
