"""What the user gives: tokens, and sessions in cookie files."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.cookies_in import CookieFormatError, read_cookies, unexpired
from tiktok_spiders.identities.invent import invent
from tiktok_spiders.identities.jar import TIKTOK, Jar

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.protocol import CrawlPool, Pool

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
"""Files are asked at most this often whether they changed."""

_Mark = tuple[int, int]


class GivenTokens:
    """Tokens of the setting ``TIKTOK_MS_TOKENS``, each handed out once."""

    def __init__(self, text: str | None) -> None:
        self._tokens = list(dict.fromkeys(each.strip() for each in (text or "").split(",") if each.strip()))

    def __len__(self) -> int:
        return len(self._tokens)

    def start(self, pool: CrawlPool, make: Callable[[str, Kind], Identity]) -> None:
        """Make identities for tokens that are new, before those that the pool has from an earlier crawl."""
        kept = pool.all()
        used = {one.token_digest for one in kept}
        self._tokens = [token for token in self._tokens if digest(token) not in used]
        if any(one.source != "given" for one in kept):
            for slot in pool.slots("desktop")[: len(self._tokens)]:
                pool.put_first(make(slot, "desktop"))

    def give(self, identity: Identity) -> None:
        """Make the next token that of a new identity, if one is left."""
        if self._tokens:
            identity.give_token(self._tokens.pop(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMaker:
    """Makes the identity of a session: the same agent for the same name each time."""

    accept_language: str
    cookie_domain: str = TIKTOK
    clock: Callable[[], float] = time.time

    def make(self, name: str, text: str, file: str | None = None) -> Identity:
        """Return the session in a cookie text. Raises ``CookieFormatError``."""
        now = self.clock()
        cookies = unexpired(read_cookies(text, self.cookie_domain), now)
        if not cookies:
            raise CookieFormatError("all cookies have expired")
        slot = f"given-{name}"
        identity = invent(
            slot, self.accept_language, Random(name), cookie_domain=self.cookie_domain, born=now  # noqa: S311
        )  # fmt: skip
        identity.name, identity.session_name, identity.source = slot, name, "given"
        identity.jar, identity.session_file, identity.session_digest = Jar(cookies), file, digest(text)
        identity.note_cookies()
        return identity


class GivenSessions:
    """Sessions of the files of ``TIKTOK_COOKIES_FILE``; a file that changes is read again.

    ``shared``: the pool has sessions of other workers' files, too, which stay.
    """

    def __init__(self, text: str | None, maker: SessionMaker, *, shared: bool = False) -> None:
        self._shared = shared
        self._paths = [Path(each.strip()) for each in (text or "").split(",") if each.strip()]
        self._names = dict(zip(self._paths, session_names(self._paths), strict=True))
        self._maker = maker
        self._marks: dict[Path, _Mark | None] = {}
        self._looked = float("-inf")

    def start(self, pool: Pool) -> None:
        """Take all sessions into the pool. Raises ``ConfigError`` for a file that cannot be used."""
        files = {str(path) for path in self._paths}
        for one in pool.all():
            if not self._shared and one.session_file is not None and one.session_file not in files:
                pool.retire(one.name, "file not given any more")
        for path in self._paths:
            self._marks[path] = _mark(path)
            try:
                self._take(path, pool)
            except OSError as error:
                raise ConfigError(f"TIKTOK_COOKIES_FILE: {path}: {error.strerror}") from None
            except (CookieFormatError, UnicodeDecodeError) as error:
                raise ConfigError(f"TIKTOK_COOKIES_FILE: {path}: {_reason(error)}") from None
        self._looked = self._maker.clock()

    def look(self, pool: Pool) -> None:
        """Read files again that have changed. One that has become wrong is told; what it said holds on."""
        if not self._paths or self._maker.clock() - self._looked < LOOK_EVERY_S:
            return
        self._looked = self._maker.clock()
        for path in self._paths:
            mark = _mark(path)
            if mark is None or mark == self._marks[path]:
                continue
            self._marks[path] = mark
            try:
                self._take(path, pool)
            except (OSError, CookieFormatError, UnicodeDecodeError) as error:
                logger.warning("%s changed and cannot be used: %s", path, _reason(error))

    def _take(self, path: Path, pool: Pool) -> None:
        text, name = path.read_text(encoding="utf-8"), self._names[path]
        known = pool.get(name)
        if known is not None and known.session_digest == digest(text):
            return
        read = self._maker.make(name, text, str(path))
        if known is None:
            pool.adopt(read)
            return
        known.jar, known.session_digest = read.jar, read.session_digest
        known.cool_until, known.failures_in_row, known.rests_in_row = 0.0, 0, 0
        known.note_cookies()
        pool.changed(known.name)
        logger.info("Session %s was read again", name)


def session_names(paths: list[Path]) -> list[str]:
    """Return a name for each file: its own without ending, with a number where two are the same."""
    names: list[str] = []
    for path in paths:
        stem = clean_name(path.stem)
        same = sum(name == stem or name.startswith(f"{stem}-") for name in names)
        names.append(f"{stem}-{same + 1}" if same else stem)
    return names


def clean_name(text: str) -> str:
    """Return a session name of letters, digits, ``_``, ``.`` and ``-``."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-") or "session"


def digest(text: str) -> str:
    """Return what tells one content of a file from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _reason(error: Exception) -> str:
    return "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)


def _mark(path: Path) -> _Mark | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
