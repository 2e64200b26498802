"""Make up a visitor that no page has seen yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.identities.agents import Kind, choose
from tiktok_spiders.identities.identity import Identity
from tiktok_spiders.identities.jar import TIKTOK

if TYPE_CHECKING:
    from random import Random

DEVICE_IDS = (7_250_000_000_000_000_000, 7_325_099_899_999_994_577)
"""Range in which web clients draw a ``device_id`` when no page has given them one (reported)."""


def invent(
    slot: str,
    accept_language: str,
    random: Random,
    *,
    kind: Kind = "desktop",
    cookie_domain: str = TIKTOK,
    born: float,
) -> Identity:
    """Return a new identity; ``random`` decides its agent and device."""
    agent = choose(kind, random)
    return Identity(
        name=f"{slot}-{random.getrandbits(40):010x}",
        slot=slot,
        kind=kind,
        user_agent=agent.user_agent,
        client_hints=dict(agent.client_hints),
        accept_language=accept_language,
        platform=agent.platform,
        os=agent.os,
        device_id=str(random.randint(*DEVICE_IDS)),
        verify_fp=f"verify_{random.getrandbits(28):07x}",
        cookie_domain=cookie_domain,
        born=born,
    )
