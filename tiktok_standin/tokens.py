"""msTokens: opaque words that tell this stand-in whose they are and the how manieth of that visitor."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets

_OWNER, _COUNT, _DIGEST, _TAIL = 8, 4, 64, 33
_HEAD = _OWNER + _COUNT


class Tokens:
    """Makes and reads tokens without remembering any."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def make(self, owner: bytes, number: int) -> str:
        """Return a token of 148 characters for an owner of 8 bytes."""
        head = owner + number.to_bytes(_COUNT, "big")
        digest = self._seal(head)
        return base64.urlsafe_b64encode(digest + _masked(head, digest) + digest[:_TAIL]).decode()

    def read(self, token: str) -> tuple[bytes, int] | None:
        """Return a token's owner and number; None if it was not made here."""
        try:
            raw = base64.b64decode(token, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(raw) != _DIGEST + _HEAD + _TAIL:
            return None
        digest = raw[:_DIGEST]
        head = _masked(raw[_DIGEST : _DIGEST + _HEAD], digest)
        if self._seal(head) != digest:
            return None
        return head[:_OWNER], int.from_bytes(head[_OWNER:], "big")

    def _seal(self, head: bytes) -> bytes:
        return hashlib.blake2b(head, key=self._secret).digest()


def _masked(text: bytes, digest: bytes) -> bytes:
    mixed = int.from_bytes(text, "big") ^ int.from_bytes(digest[-_HEAD:], "big")
    return mixed.to_bytes(_HEAD, "big")
