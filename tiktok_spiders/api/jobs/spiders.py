"""The spiders that jobs may run, and what of their arguments a client may give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.spiders import schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.spiders.arguments import Arguments

SPIDERS: dict[str, type[Arguments]] = {
    "hashtag": schemas.HashtagArguments,
    "search": schemas.SearchArguments,
    "shop": schemas.ShopArguments,
    "sound": schemas.SoundArguments,
    "trending": schemas.TrendingArguments,
    "user": schemas.UserArguments,
    "video": schemas.VideoArguments,
}
"""All spiders but the one that publishes."""

DESCRIPTIONS = {
    "hashtag": "A hashtag and its videos.",
    "search": "Videos, accounts and suggestions that are found for words.",
    "shop": "Products of searches, categories and sellers, with their SKUs, sellers and reviews.",
    "sound": "A sound and the videos that use it.",
    "trending": "Videos that everybody is shown: the For You feed, or categories of Explore.",
    "user": "Accounts, their videos and lists, and who follows whom.",
    "video": "Videos, their comments, replies and related videos.",
}
"""What each spider collects."""

_NOT_HERE = frozenset({"raw"})
_TWIN = re.compile(r"( or )?\w+_file=…")
"""What refusals say of files."""

Value = str | int | bool | list[str]


def is_open(name: str) -> bool:
    """Tell whether a client may give an argument: none names a file or keeps payloads."""
    return name not in _NOT_HERE and not name.endswith("_file")


def allowed(spider: str) -> list[str]:
    """Return the arguments of a spider that a client may give."""
    return [name for name in SPIDERS[spider].model_fields if is_open(name)]


def schema_of(spider: str) -> dict[str, Any]:
    """Return the JSON schema of a spider's arguments as they may be given."""
    whole = SPIDERS[spider].model_json_schema()
    whole["properties"] = {name: part for name, part in whole["properties"].items() if is_open(name)}
    return whole


def as_texts(given: Mapping[str, Value]) -> dict[str, str]:
    """Return arguments as spiders take them. Raises ``ApiError`` for a list that cannot be one."""
    return {name: _as_text(name, value) for name, value in given.items()}


def checked(spider: str, arguments: Mapping[str, str]) -> Arguments:
    """Return the arguments as the spider understands them.

    Raises ``ApiError``, which names argument, value and what is allowed.
    """
    if spider not in SPIDERS:
        raise _invalid("spider", f"unknown spider {spider!r}; allowed: {', '.join(SPIDERS)}")
    for name in arguments:
        if name not in SPIDERS[spider].model_fields or not is_open(name):
            told = f"unknown argument {name!r}; allowed: {', '.join(allowed(spider))}"
            raise _invalid(f"arguments.{name}", told)
    try:
        return SPIDERS[spider].parse(arguments)
    except ArgumentError as error:
        raise _invalid("arguments", _TWIN.sub("", str(error))) from None


def _as_text(name: str, value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, list):
        return str(value)
    for member in value:
        if "," in member:
            raise _invalid(
                f"arguments.{name}",
                f"{member[:80]!r} holds a comma, which separates members; write %2C in links",
            )
    return ",".join(value)


def _invalid(where: str, problem: str) -> ApiError:
    return ApiError("INVALID_REQUEST", problem, details={"fields": [{"where": where, "problem": problem}]})
