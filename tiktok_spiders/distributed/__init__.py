"""Crawling on many machines: requests, targets and runs in Redis, shared by all workers."""
