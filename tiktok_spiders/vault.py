"""The key ring: what is kept encrypted, and what a log may show."""

from __future__ import annotations

import base64
import hmac
import logging
import re
import traceback
from typing import TYPE_CHECKING, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tiktok_spiders.exceptions import ConfigError, TikTokSpidersError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SETTING = "TIKTOK_SECRET_KEY"
PSEUDONYM_SETTING = "TIKTOK_PSEUDONYM_KEY"
MIN_LENGTH = 32
MIN_DISTINCT = 8
HOW = 'make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'

HIDDEN = "***"

_LABEL = b"tiktok-spiders/"

_NAMES = (
    "msToken|x-ms-token|sessionid(?:_ss)?|sid_tt|sid_guard|sid_ucp_v1|ssid_ucp_v1|ttwid|tt_csrf_token"
    "|tt_chain_token|csrfToken|odin_tt|s_v_web_id|verifyFp|uid_tt(?:_ss)?|passport_csrf_token|cmpl_token"
    "|multi_sids|oec_lucifer|X-Bogus|X-Gnarly|X-Dynosaur|api[_-]?key|client[_-]?secret|(?:secret|pseudonym)[_-]?key"
    "|access[_-]?token|refresh[_-]?token|password|passwd|sslpassword|proxy-authorization|authorization"
)
_VALUE = r"""(?:(?:Basic|Bearer|Token)\s+)?[^\s;&,"'<>}\])\\]+"""
_NAMED = re.compile(rf"""(?i)(?<![a-z0-9])({_NAMES})(["']?\s*(?:=|:|%3D)\s*(?:b?["'])?){_VALUE}""")
_LISTED = re.compile(
    rf"""(?i)(["']?name["']?\s*[=:]\s*["'](?:{_NAMES})["']\s*,\s*["']?value["']?\s*[=:]\s*["'])[^"']+"""
)
# A password may hold a slash although it should not; a port before a path is no password.
_USERINFO = re.compile(
    r"""(?i)(?<=://)(?:[^\s/?#"'<>]+@|[^\s:/?#@"'<>\[]+:(?!\d+(?:[/?#\s]|$))[^\s"'<>]+@)(?=[\w\[.-])"""
)


class VaultError(TikTokSpidersError):
    """Raised by ``decrypt`` for what none of the keys opens."""


class Vault:
    """Encrypts with the first key of the ring and opens with any. Each purpose has keys of its own."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)
        self._boxes: dict[str, MultiFernet] = {}

    @classmethod
    def from_key(cls, text: str | None, setting: str = SETTING) -> Self:
        """Return the vault of a setting's value: one text, or several separated by commas.

        Raises ``ConfigError``, which says how to make a key, for a text that is missing or weak.
        """
        texts = [each.strip() for each in (text or "").split(",") if each.strip()]
        if not texts:
            raise ConfigError(f"{setting} is not set; {HOW}")
        for number, each in enumerate(texts, 1):
            if len(each) < MIN_LENGTH or len(set(each)) < MIN_DISTINCT:
                raise ConfigError(
                    f"{setting}: key {number} is weak, it needs {MIN_LENGTH} characters or more "
                    f"and {MIN_DISTINCT} different ones; {HOW}"
                )
        return cls([each.encode() for each in texts])

    def encrypt(self, purpose: str, data: bytes) -> str:
        """Return ``data`` as text that only this ring opens, for this purpose."""
        return self._box(purpose).encrypt(data).decode()

    def decrypt(self, purpose: str, token: str) -> bytes:
        """Return what was encrypted for this purpose with any key of the ring. Raises ``VaultError``."""
        try:
            return self._box(purpose).decrypt(token.encode())
        except InvalidToken:
            raise VaultError(f"no key of {SETTING} opens this (kept for {purpose})") from None

    def rotate(self, purpose: str, token: str) -> str:
        """Return the token encrypted with the first key. Raises ``VaultError``."""
        return self.encrypt(purpose, self.decrypt(purpose, token))

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that the first key gives for this purpose."""
        return _derive(self._keys[0], purpose)

    def _box(self, purpose: str) -> MultiFernet:
        if purpose not in self._boxes:
            keys = (base64.urlsafe_b64encode(_derive(key, purpose)) for key in self._keys)
            self._boxes[purpose] = MultiFernet([Fernet(key) for key in keys])
        return self._boxes[purpose]


class Pseudonyms:
    """Names for people that only who has the key can compute: one person, one pseudonym, in all tables."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def from_keys(cls, own: str | None, ring: str | None) -> Self | None:
        """Return the pseudonyms of a key of their own, else of the first key of the ring; None without any.

        Either text gives the same pseudonyms: who puts a new key before the old one in the ring keeps them
        by setting the old one as the key of their own. Raises ``ConfigError`` for a weak key.
        """
        for text, setting in ((own, PSEUDONYM_SETTING), (ring, SETTING)):
            if text and text.strip(" ,"):
                return cls(Vault.from_key(text, setting).derive("pseudonyms"))
        return None

    def name(self, user_id: str | None) -> str | None:
        """Return the pseudonym of a decimal identifier, ``p_`` and 26 characters; None for anything else."""
        if user_id is None or not (user_id.isascii() and user_id.isdigit()):
            return None
        digest = hmac.digest(self._key, f"user:{user_id}".encode(), "sha256")[:16]
        return "p_" + base64.b32encode(digest).decode().rstrip("=").lower()


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_LABEL + purpose.encode()).derive(key)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return text without the values of known cookies, tokens and passwords, and without ``secrets``."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    text = _LISTED.sub(rf"\g<1>{HIDDEN}", text)
    text = _NAMED.sub(rf"\g<1>\g<2>{HIDDEN}", text)
    return _USERINFO.sub(f"{HIDDEN}@", text)


class RedactingFilter(logging.Filter):
    """Redacts messages and tracebacks of the handler that it is put on.

    ``secrets``: values that are hidden wherever they stand.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record; let every one pass."""
        message = record.getMessage()
        shown = redact(message, self._secrets)
        if shown != message:
            record.msg, record.args = shown, ()
        if record.exc_info and record.exc_info[0] is not None:
            lines = traceback.format_exception(*record.exc_info)
            record.exc_text = redact("".join(lines).rstrip("\n"), self._secrets)
        return True
