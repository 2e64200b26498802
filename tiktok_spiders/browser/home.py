"""The directory that the browser takes for the user's home."""

from __future__ import annotations

import logging
import os
import re
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path

logger = logging.getLogger(__name__)

PREFIX = "tiktok-browser-"
MARK = "TIKTOK_BROWSER_OWNER"
"""Environment variable by which the processes of a browser are known."""

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")
_SYSTEM = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/cert.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
)
_KEPT = ("PATH", "LANG", "LC_ALL", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR")
_CERTUTIL_TIMEOUT = 30
_LONGEST = 60
"""Characters: Chromium makes a socket below it, whose path may have 107."""


class BrowserHome:
    """A temporary home, so that the browser neither reads nor changes the user's profile."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        (self.path / "tmp").mkdir()

    def environment(self, mark: str) -> dict[str, str]:
        """Return the browser's whole environment: nothing of the project's settings, which hold secrets."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        temporary = str(self.path / "tmp")
        own = {"TMPDIR": temporary} if len(temporary) <= _LONGEST else {}
        return kept | own | {"HOME": str(self.path), MARK: mark}

    def trust(self, bundle: str | None) -> int:
        """Let Chromium trust the authorities of a PEM file that the system does not know; return how many.

        Chromium reads ``$HOME/.pki/nssdb`` and no ``SSL_CERT_FILE``.
        """
        own = own_authorities(bundle)
        if not own:
            return 0
        if shutil.which("certutil") is None:
            logger.warning(
                "Chromium cannot be told of SSL_CERT_FILE without certutil (Debian package libnss3-tools): "
                "it will refuse certificates signed by these authorities"
            )
            return 0
        database = self.path / ".pki" / "nssdb"
        database.mkdir(parents=True, mode=0o700)
        _certutil(database, "-N", "--empty-password")
        for number, pem in enumerate(own):
            _certutil(database, "-A", "-t", "C,,", "-n", f"own-{number}", "-a", data=pem)
        return len(own)

    def remove(self) -> None:
        """Remove the directory and all in it."""
        shutil.rmtree(self.path, ignore_errors=True)


def own_authorities(bundle: str | None) -> list[bytes]:
    """Return the certificates (PEM) of a file that are not among the system's; none without a file."""
    if not bundle or not Path(bundle).is_file():
        return []
    known = {_bare(each) for path in _system_bundles() if path.is_file() for each in _certificates(path)}
    return [each for each in _certificates(Path(bundle)) if _bare(each) not in known]


def _system_bundles() -> set[Path]:
    default = ssl.get_default_verify_paths().openssl_cafile
    return {Path(path).resolve() for path in (default, *_SYSTEM)}


def _certificates(path: Path) -> list[bytes]:
    return _CERTIFICATE.findall(path.read_bytes())


def _bare(pem: bytes) -> bytes:
    return b"".join(pem.split())


def _certutil(database: Path, *arguments: str, data: bytes = b"") -> None:
    subprocess.run(  # noqa: S603 - a fixed program and our own arguments
        ["certutil", "-d", f"sql:{database}", *arguments],  # noqa: S607 - wherever the system keeps it
        input=data,
        check=True,
        capture_output=True,
        timeout=_CERTUTIL_TIMEOUT,
    )
