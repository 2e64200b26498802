"""Spiders: targets and callbacks only."""
