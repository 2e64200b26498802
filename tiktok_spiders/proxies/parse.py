"""Read a proxy as people write it. Pure; no message repeats what was written, which holds a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiktok_spiders.proxies.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMS = "http://user:password@host:port, host:port or host:port:user:password"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)")
_COUNTRY_BEFORE = re.compile(r"([A-Za-z]{2})\s+(\S.*)")
_COUNTRY_BEHIND = re.compile(r"(.*\S)\s*#([A-Za-z]{2})")
_FOUR_PARTS = re.compile(r"[A-Za-z0-9_.-]+:[0-9]+:[^:]*:")
_REMARK = re.compile(r"\s#.*$")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?\.?")
_IPV6 = re.compile(r"[0-9A-Fa-f:.]{2,45}")

_UNABLE = (
    "{} proxies cannot be used: Scrapy's handler speaks to http:// proxies only, by CONNECT for https "
    "addresses. Ask the provider for its HTTP port, or put a local HTTP proxy such as gost in front of it"
)


def parse_proxy(text: str) -> Proxy:
    """Read one proxy; ``DE `` in front or ``#DE`` behind an address with ``@`` or ``//`` is its country.

    In an address, user and password are percent-decoded; in ``host:port:user:password`` they are taken as
    they stand. Raises ``ValueError`` with a reason that repeats no part of the text but the scheme.
    """
    text, country = _without_country(text.strip())
    found = _SCHEME.fullmatch(text)
    scheme, rest = (found[1].lower(), found[2]) if found else ("", text)
    if scheme not in {"", "http"}:
        raise ValueError(_refusal(scheme))
    if not scheme and _FOUR_PARTS.match(rest):
        host, port, username, password = rest.split(":", 3)
        return _checked(host, port, username, password, country)
    login, _, place = rest.rpartition("@")
    username, _, password = login.partition(":")
    return _checked(*_split(place.removesuffix("/")), _decoded(username), _decoded(password), country)


def parse_lines(lines: Iterable[tuple[str, str]]) -> tuple[list[Proxy], list[str]]:
    """Read many, given with where each stands (``line 3``).

    Returns the proxies, each once (the last of a name counts, it may have the newer password), and a text
    for each line that is none. Empty lines and those that begin with ``#`` are skipped.
    """
    found: dict[str, Proxy] = {}
    wrong: list[str] = []
    for place, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            proxy = parse_proxy(line)
        except ValueError as error:
            wrong.append(f"{place}: {error}")
        else:
            found[proxy.name] = proxy
    return list(found.values()), wrong


def _refusal(scheme: str) -> str:
    if scheme == "https" or scheme.startswith("socks"):
        return _UNABLE.format(scheme)
    return f"the scheme is not http; allowed: {FORMS}"


def _without_country(text: str) -> tuple[str, str | None]:
    before = _COUNTRY_BEFORE.fullmatch(text)
    if before:
        return _REMARK.sub("", before[2]), before[1].upper()
    behind = _COUNTRY_BEHIND.fullmatch(text)
    if behind and (behind[1] != text[: -len("#XX")] or _may_be_tagged(behind[1])):
        return _REMARK.sub("", behind[1]), behind[2].upper()
    return _REMARK.sub("", text), None


def _may_be_tagged(text: str) -> bool:
    # In host:port:user:password nothing is encoded, so that "#" may be the password's own.
    return not _FOUR_PARTS.match(text)


def _split(place: str) -> tuple[str, str]:
    if place.startswith("["):
        host, _, port = place[1:].partition("]:")
        return host, port
    host, _, port = place.rpartition(":")
    return host, port


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("user or password is percent-encoded, but not from UTF-8") from None


def _checked(host: str, port: str, username: str, password: str, country: str | None) -> Proxy:
    if not host or not port:
        raise ValueError(f"host or port is missing; allowed: {FORMS}")
    if not (port.isascii() and port.isdecimal() and 1 <= int(port[:6]) <= 65535):
        raise ValueError(f"the port is not a number from 1 to 65535; allowed: {FORMS}")
    if not (_HOST.fullmatch(host) or (":" in host and _IPV6.fullmatch(host))):
        raise ValueError(f"the host is not a name or an address; allowed: {FORMS}")
    if re.search(r"[\x00-\x1f\x7f]", username + password):
        raise ValueError("user or password holds a control character")
    if ":" in username:
        raise ValueError("the user holds a ':', which ends it for a proxy")
    return Proxy(host=host, port=int(port), username=username, password=password, country=country)
