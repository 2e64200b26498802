"""What a job of Scrapyd needs: no secrets among what it is given, and refusals in its log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tiktok_spiders.config import ALIASES, PREFIX, SECRETS, secrets_of
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.parse import parse_proxy

if TYPE_CHECKING:
    from collections.abc import Mapping

ARGUMENT = "_job"
"""The argument that Scrapyd adds: the job's id."""


def check_exposed(
    arguments: Mapping[str, str], given: Mapping[str, str], settings: Mapping[str, Any]
) -> None:
    """Raise ``ConfigError`` if a job was given a secret.

    ``arguments`` and ``given`` (settings) are what Scrapyd got: it shows them in ``listjobs.json`` and its
    log, and the system in its list of processes. ``settings`` are all that hold, the environment's included.
    """
    for name, value in {**given, **arguments}.items():
        meant = _meant(name)
        if meant in SECRETS and _is_secret(meant, value):
            raise ConfigError(_advice(meant, "" if name == meant else f" as {name}"))
    for setting in sorted(SECRETS):
        for secret in secrets_of({setting: settings.get(setting)}):
            holder = next((name for name, value in arguments.items() if secret in value), None)
            if holder is not None:
                raise ConfigError(_advice(setting, f" in argument {holder}"))


def note_refusal(settings: Mapping[str, Any], text: str) -> None:
    """Append a refusal to the job's log file: nothing else is written to it before a crawl is started."""
    if settings.get("LOG_FILE"):
        with Path(settings["LOG_FILE"]).open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} [scrapy crawl] ERROR: {text}\n")


def _meant(name: str) -> str:
    """Return the setting that a name stands for, whether it is spelled as a setting, an alias or a field."""
    upper = name.upper()
    known = ALIASES.get(upper, upper)
    return known if known.startswith(PREFIX) else PREFIX + known


def _is_secret(setting: str, value: str) -> bool:
    """Tell whether a value is worth hiding: addresses are only with a password in them."""
    if setting.endswith("_URL"):
        parts = urlsplit(value)
        return parts.password is not None or bool({"password", "passfile"} & set(parse_qs(parts.query)))
    if setting.endswith("_PROXIES"):
        return any(map(_has_password, value.split(",")))
    return bool(value)


def _has_password(proxy: str) -> bool:
    try:
        found = parse_proxy(proxy)
    except ValueError:  # a file's name, or what is refused later
        return "@" in proxy
    return bool(found.username or found.password)


def _advice(setting: str, where: str) -> str:
    return (
        f"{setting} is a secret and was given to a job{where}, which listjobs.json shows: set {setting} "
        "in the environment of Scrapyd instead, and replace the value, for it has been shown"
    )
