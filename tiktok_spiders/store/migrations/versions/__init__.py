"""One module a revision; each names the one before it in ``down_revision``."""
