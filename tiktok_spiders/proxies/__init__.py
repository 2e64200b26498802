"""Proxies: where requests leave from."""
