"""Checks of the surroundings that a crawl needs; each returns findings and changes nothing."""
