"""What the settings say about who is let in and how much, checked once at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self
from urllib.parse import urlsplit

from tiktok_spiders.api.access.principal import PLANS, SCOPES, Plan, Principal
from tiktok_spiders.api.access.secret import REFUSED, SHORTEST, hashed
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError

Network = IPv4Network | IPv6Network

PER_MINUTE = {
    "trending": 200,
    "user": 100,
    "video": 150,
    "hashtag": 100,
    "search": 50,
    "sound": 100,
    "health": 1000,
    "anonymous": 100,
    "anonymous_hour": 1000,
}
"""Requests a minute by class of limits, unless settings say otherwise; ``anonymous_hour`` is for an hour."""

ENV = "env-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Who is let in and how much."""

    plans: Mapping[str, Plan]
    limits: Mapping[str, int]
    """Class → requests a minute; ``anonymous_hour``: an hour. ``other``: what has no limit of its own."""

    keys: Mapping[str, Principal]
    """Keys of the environment by hash."""

    hosts: frozenset[str]
    """Host names beside loopback's that are answered, in lower case."""

    proxies: tuple[Network, ...]
    cors_origins: tuple[str, ...]
    keyless: bool
    """Whether loopback needs no key."""

    max_body: int
    body_s: float

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Return the rules. Raises ``ConfigError``, which shows no key."""
        plans = _plans(config.api_plans)
        return cls(
            plans=plans,
            limits=_limits(config),
            keys=_keys(config, plans),
            hosts=frozenset(map(_host, (config.base_url, *config.api_hosts))),
            proxies=tuple(map(_network, config.api_trusted_proxies)),
            cors_origins=tuple(map(_origin, config.api_cors_origins)),
            keyless=config.api_profile != "production",
            max_body=config.api_max_body,
            body_s=config.api_body_s,
        )

    def principal(self, hash_: str) -> Principal | None:
        """Return whom a key of the environment stands for."""
        return self.keys.get(hash_)

    def named(self, name: str) -> Principal | None:
        """Return a principal of the environment by name."""
        return next((one for one in self.keys.values() if one.name == name), None)


def check_scopes(scopes: tuple[str, ...], what: str) -> frozenset[str]:
    """Return scopes as a set. Raises ``ConfigError`` for one that is not known, or none."""
    wrong = [scope for scope in scopes if scope not in SCOPES]
    if wrong or not scopes:
        told = ", ".join(wrong) or "empty"
        raise ConfigError(f"{what} is {told}: some of {', '.join(SCOPES)} are expected")
    return frozenset(scopes)


def _plans(told: tuple[str, ...]) -> dict[str, Plan]:
    plans = dict(PLANS)
    for text in told:
        what, amount = _amount("TIKTOK_API_PLANS", text)
        plan, _, field = what.partition(".")
        if plan not in plans or field not in {"per_day", "refresh_per_hour", "clear"}:
            raise ConfigError(
                f"TIKTOK_API_PLANS is {text!r}: PLAN.WHAT=N is expected; plans are {', '.join(plans)}, and "
                "what may be set is per_day, refresh_per_hour and clear"
            )
        plans[plan] = _changed(plans[plan], field, amount)
    return plans


def _changed(plan: Plan, field: str, amount: int) -> Plan:
    if field == "clear":
        return replace(plan, clear=bool(amount))
    if field == "per_day":
        return replace(plan, per_day=amount or None)
    return replace(plan, refresh_per_hour=amount)


def _limits(config: Config) -> dict[str, int]:
    limits = {**PER_MINUTE, "other": config.rate_limit_per_minute}
    for text in config.api_rate_limits:
        name, amount = _amount("TIKTOK_API_RATE_LIMITS", text)
        if name not in PER_MINUTE or amount < 1:
            raise ConfigError(
                f"TIKTOK_API_RATE_LIMITS is {text!r}: CLASS=N with N of 1 or more is expected; classes are "
                f"{', '.join(PER_MINUTE)}"
            )
        limits[name] = amount
    return limits


def _amount(setting: str, text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not number.strip().isdecimal() or len(number) > 10:
        raise ConfigError(f"{setting} is {text!r}: NAME=N with a whole number is expected")
    return name.strip(), int(number)


def _keys(config: Config, plans: Mapping[str, Plan]) -> dict[str, Principal]:
    scopes = check_scopes(config.api_keys_scopes, "TIKTOK_API_KEYS_SCOPES")
    keys: dict[str, Principal] = {}
    for number, key in enumerate(config.api_keys, 1):
        if key in REFUSED or len(key) < SHORTEST:
            raise ConfigError(
                f"TIKTOK_API_KEYS: key {number} is (hidden): it is an example's or shorter than {SHORTEST} "
                "characters; `scrapy key add NAME` makes a good one"
            )
        hash_ = hashed(key)
        keys[hash_] = Principal(f"{ENV}{hash_[:8]}", plans[config.api_keys_plan], scopes)
    return keys


def _host(text: str) -> str:
    host = urlsplit(text if "//" in text else f"//{text}").hostname
    if not host or set(host) & set("*/ "):
        raise ConfigError(f"TIKTOK_API_HOSTS is {text!r}: names or addresses without ports are expected")
    return host


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError:
        raise ConfigError(
            f"TIKTOK_API_TRUSTED_PROXIES is {text!r}: an address or a network such as 10.0.0.0/8 is expected"
        ) from None


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or text != f"{parts.scheme}://{parts.netloc}":
        raise ConfigError(f"TIKTOK_API_CORS_ORIGINS is {text!r}: origins such as https://host are expected")
    return text
