"""One proxy: where it is, how to log in there, and what may be shown of it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """An HTTP proxy. User name and password appear in ``url`` and nowhere else, ``repr`` included."""

    host: str
    """Name or address; an IPv6 address without its brackets."""

    port: int
    """1 to 65535."""

    username: str = field(default="", repr=False)
    """Decoded. Hidden as well: some services put their key here, or the session's id."""

    password: str = field(default="", repr=False)
    """Decoded."""

    country: str | None = None
    """Two capital letters (ISO 3166-1); None where nobody said."""

    city: str | None = None
    """Name of the city; None where nobody said."""

    scheme: str = "http"
    """Only ``http``: addresses of both schemes go through it, https ones by CONNECT."""

    @property
    def name(self) -> str:
        """Name that is the same in every run, whatever the password: 10 characters, no secret."""
        seed = f"{self.scheme}://{self.username}@{self.host.lower()}:{self.port}"
        return f"p-{sha256(seed.encode()).hexdigest()[:8]}"

    @property
    def url(self) -> str:
        """Address with its credentials, percent-encoded. For a client only; never for a log."""
        return f"{self.scheme}://{self._login}{self._place}"

    @property
    def server(self) -> str:
        """Address without credentials, for clients that take these apart from it."""
        return f"{self.scheme}://{self._place}"

    @property
    def authorization(self) -> str | None:
        """Value of ``Proxy-Authorization``, from UTF-8; None without user and password. A secret."""
        if not self._login:
            return None
        return f"Basic {b64encode(f'{self.username}:{self.password}'.encode()).decode()}"

    @property
    def shown(self) -> str:
        """Address as people may see it."""
        return f"{self.scheme}://{'***@' if self._login else ''}{self._place}"

    @property
    def _login(self) -> str:
        if not self.username and not self.password:
            return ""
        return f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@"

    @property
    def _place(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
