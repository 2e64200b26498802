"""Which settings are secret, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.config.checks import bare
from tiktok_spiders.config.config import Config
from tiktok_spiders.config.marks import SECRET, mark_of
from tiktok_spiders.config.names import PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST_SECRET = 8
"""Characters below which a given value is no secret worth hiding, and too common a text to be."""

_MARKS = {
    PREFIX + name.upper(): mark for name, field in Config.model_fields.items() if (mark := mark_of(field))
}

SECRETS = frozenset(_MARKS)
"""Settings whose value is never shown in an error or a log."""


def secrets_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the values that no log may show: keys and tokens as they were given."""
    lists = (settings.get(name) for name, mark in _MARKS.items() if mark is SECRET)
    values = (bare(value) for given in lists if given for value in str(given).split(","))
    return tuple(value for value in values if len(value) >= SHORTEST_SECRET)
