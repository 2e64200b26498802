"""Browsers that identities are: user agent, client hints, platform, system and screen that belong together.

The browser's version stands here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from random import Random

Kind = Literal["desktop", "mobile"]

CHROME = 156
"""Major version of Chrome that identities name. Since version 101 the rest of the number is always 0.0.0."""

_GREASE = " (:-./);=?_"
_GREASE_VERSIONS = ("8", "99", "24")
_ORDERS = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """One browser on one system."""

    kind: Kind
    user_agent: str
    platform: str
    """``navigator.platform``, the API parameter ``browser_platform``."""

    os: str
    """The API parameter ``os``."""

    client_hints: dict[str, str]
    """The ``Sec-CH-UA…`` headers that this browser sends with every request."""

    device_platform: str
    screen: tuple[int, int]


def choose(kind: Kind, random: Random) -> Agent:
    """Return one of the browsers of this kind."""
    return random.choice(AGENTS[kind])


def agent_of(user_agent: str) -> Agent | None:
    """Return the set that a user agent belongs to; None for a browser that is not in the table."""
    known = (agent for agents in AGENTS.values() for agent in agents)
    return next((agent for agent in known if agent.user_agent == user_agent), None)


def brands(major: int) -> str:
    """Return Chrome's ``Sec-CH-UA``: its false brand and the order of the three follow from the version."""
    left, right = _GREASE[major % 11], _GREASE[(major + 1) % 11]
    named = (
        (f"Not{left}A{right}Brand", _GREASE_VERSIONS[major % 3]),
        ("Chromium", str(major)),
        ("Google Chrome", str(major)),
    )
    ordered = [""] * 3
    for place, (brand, version) in zip(_ORDERS[major % 6], named, strict=True):
        ordered[place] = f'"{brand}";v="{version}"'
    return ", ".join(ordered)


def _chrome(kind: Kind, system: str, hint: str, platform: str, os: str) -> Agent:
    mobile = kind == "mobile"
    safari = "Mobile Safari" if mobile else "Safari"
    return Agent(
        kind=kind,
        user_agent=f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{CHROME}.0.0.0 {safari}/537.36",
        platform=platform,
        os=os,
        client_hints={
            "Sec-CH-UA": brands(CHROME),
            "Sec-CH-UA-Mobile": "?1" if mobile else "?0",
            "Sec-CH-UA-Platform": f'"{hint}"',
        },
        device_platform="web_mobile" if mobile else "web_pc",
        screen=(412, 915) if mobile else (1920, 1080),
    )


AGENTS: dict[Kind, tuple[Agent, ...]] = {
    "desktop": (
        _chrome("desktop", "Windows NT 10.0; Win64; x64", "Windows", "Win32", "windows"),
        _chrome("desktop", "Macintosh; Intel Mac OS X 10_15_7", "macOS", "MacIntel", "mac"),
        _chrome("desktop", "X11; Linux x86_64", "Linux", "Linux x86_64", "linux"),
    ),
    "mobile": (_chrome("mobile", "Linux; Android 10; K", "Android", "Linux armv81", "android"),),
}
