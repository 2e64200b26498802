"""Parsers: from the bytes of an answer to records. Pure."""
