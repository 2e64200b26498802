"""Identities for tests of the browser."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.identities.identity import Identity

AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)


def identity(name: str = "one", **changes: Any) -> Identity:
    """Make an identity."""
    values: dict[str, Any] = {
        "name": name,
        "slot": name,
        "user_agent": AGENT,
        "accept_language": "de-DE,de;q=0.9",
        "platform": "Linux x86_64",
        "os": "linux",
        "device_id": "7300000000000000000",
        "verify_fp": "verify_1",
        "cookie_domain": "127.0.0.1",
    }
    return Identity(**values | changes)


class Pool:
    """Identities by name."""

    def __init__(self, *members: Identity) -> None:
        self.members = {each.name: each for each in members}
        self.noted: list[str] = []

    def get(self, name: str) -> Identity | None:
        return self.members.get(name)

    def changed(self, name: str) -> None:
        self.noted.append(name)
