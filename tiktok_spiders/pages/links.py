"""What the addresses of TikTok's files tell: when they expire, and the name of the file."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_QUERY_EXPIRY = re.compile(r"expires?=([0-9]{9,11})(?![0-9])")
_PATH_EXPIRY = re.compile(r"//[^/]+/[0-9a-f]{32}/([0-9a-f]{8})/")


def expires_at(url: str | None) -> datetime | None:
    """Return when a signed address stops working, UTC.

    It stands in ``expire=``, ``x-expires=`` or, hexadecimal, in the second segment of the path.
    """
    if url is None:
        return None
    at = url.find("expire", url.find("?"))
    while at > 0:
        found = _QUERY_EXPIRY.match(url, at)
        if found and url[:at].removesuffix("x-")[-1:] in {"?", "&"}:
            return datetime.fromtimestamp(int(found[1]), UTC)
        at = url.find("expire", at + 1)
    if found := _PATH_EXPIRY.search(url):
        return datetime.fromtimestamp(int(found[1], 16), UTC)
    return None


def file_key(url: str | None) -> str | None:
    """Return TikTok's name of the file, which stays the same when the address is signed anew.

    It is the path's last segment without the template after ``~`` and without the extension.
    """
    if url is None:
        return None
    path = url.partition("?")[0].partition("//")[2].rstrip("/")
    _, slash, name = path.rpartition("/")
    return (name.partition("~")[0].partition(".")[0] or None) if slash else None
