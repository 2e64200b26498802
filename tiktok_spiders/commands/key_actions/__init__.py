"""What ``scrapy key`` can do, a module an action: see ``terminal.action_command``."""
