"""The settings by subject: one model a file, put together by ``Config``."""
