"""Video addresses belong to the session that asked for the item: their signature follows its chain token."""

from __future__ import annotations

from tiktok_standin import ids


def unbound(expires: int) -> bytes:
    """Return the signature that items are rendered with; it suits every session."""
    return ids.hex_word("signature", expires).encode()


def bound(chain_token: str) -> bytes:
    """Return the signature for a session, as long as the unbound one."""
    return ids.hex_word("bound", chain_token).encode()


def bind(text: bytes, expires: int, chain_token: str) -> bytes:
    """Make the addresses in a rendered text those of a session."""
    return text.replace(unbound(expires), bound(chain_token))


def suits(signature: str, expires: str, chain_token: str) -> bool:
    """Tell whether a session may use an address with this signature and expiry."""
    known = unbound(int(expires)) if expires.isdecimal() else b""
    return signature.encode() in {known, bound(chain_token)}
