"""Every setting of this project: its name, default, what is allowed and what it is for.

``settings.py`` copies the environment (and ``.env``) into Scrapy's settings under the same names,
components read them once with ``Config.from_settings(crawler.settings)``. So a value given with
``-s``, by Scrapyd's ``setting=`` or in the environment all end here. A new subject is a file in
``groups/`` and its line among the bases of ``Config``.
"""

from tiktok_spiders.config.checks import LOOPBACK
from tiktok_spiders.config.config import Config, setting_names
from tiktok_spiders.config.names import ALIASES, NOT_NEEDED, PREFIX
from tiktok_spiders.config.secrets import SECRETS, SHORTEST_SECRET, secrets_of

__all__ = [
    "ALIASES",
    "LOOPBACK",
    "NOT_NEEDED",
    "PREFIX",
    "SECRETS",
    "SHORTEST_SECRET",
    "Config",
    "secrets_of",
    "setting_names",
]
