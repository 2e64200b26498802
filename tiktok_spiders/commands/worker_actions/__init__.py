"""What ``scrapy worker`` can do, a module an action.

Each has ``NAME``, ``HELP``, ``declare(parser)`` for its options and ``run(options, settings)``, which
prints its result and returns the exit status. ``UsageError`` and ``ConfigError`` are refused options.
"""
