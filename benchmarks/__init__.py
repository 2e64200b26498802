"""What ``docs/performance.md`` quotes: ``make bench``."""
