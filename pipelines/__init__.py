"""Item pipelines, one a module. Their order stands in ``tiktok_spiders/settings.py``."""
