"""What every request has to pass before anything else looks at it, and what every answer gets."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tiktok_spiders.api.access.bodies import Body, length_of
from tiktok_spiders.api.access.hardening import harden
from tiktok_spiders.api.access.proxies import client_of, is_forwarded, plain, scheme_of
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.api.access.seen import SEEN, Seen, answer
from tiktok_spiders.api.errors import ApiError, envelope

LONGEST_TARGET = 8192
LARGEST_HEAD = 32_768
"""Bytes of path and query, and of all headers."""

LARGE = frozenset({"/api/v1/tiktok/upload-video"})
"""Paths whose bodies are limited by their routes."""

LOOPBACK = "localhost"


class Guard:
    """An ASGI application around another: nothing that it refuses is seen by that."""

    def __init__(self, app: ASGIApp, rules: Rules, base_url: str) -> None:
        self._app, self._rules, self._base = app, rules, base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        extra = answer(scope)
        path, secure = scope["path"], scope["scheme"] == "https"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = harden(path, secure, [*message.get("headers", []), *extra])
            await send(message)

        try:
            found = self._look(scope)
        except ApiError as error:
            await envelope(error)(scope, receive, sending)
            return
        scope[SEEN], secure = found, found.secure
        limit = None if path in LARGE else self._rules.max_body
        body = Body(receive, sending, limit, self._rules.body_s)
        await self._app(scope, body.receive, body.send)

    def _look(self, scope: Scope) -> Seen:
        headers = Headers(scope=scope)
        _check_target(scope)
        host = self._host(headers)
        if scope["path"] not in LARGE and length_of(headers) > self._rules.max_body:
            raise ApiError(
                "TOO_LARGE", f"a body of at most {self._rules.max_body} bytes is taken", headers=_CLOSE
            )
        peer = plain(scope["client"][0]) if scope.get("client") else ""
        trusted = self._rules.proxies
        scheme = scheme_of(peer, headers, trusted, scope["scheme"])
        scope["scheme"] = scheme
        own = f"{scheme}://{headers['host'].lower()}"
        base = urlsplit(self._base)
        foreign = _is_foreign(headers, {own, self._base})
        return Seen(
            client=client_of(peer, headers, trusted),
            secure=scheme == "https" or (base.scheme == "https" and base.hostname == host),
            foreign=foreign,
            local=_is_loopback(peer)
            and _is_loopback(host)
            and not is_forwarded(headers)
            and not foreign
            and headers.get("origin", own).lower() == own,
        )

    def _host(self, headers: Headers) -> str:
        """Return the name in ``Host``. Another than ours may be a name that was bent to our address."""
        told = headers.getlist("host")
        name = _hostname(told[0]) if len(told) == 1 else None
        if name is None or not (_is_loopback(name) or name in self._rules.hosts):
            raise ApiError("INVALID_REQUEST", "Host: this name is not served here (TIKTOK_API_HOSTS)")
        return name


_CLOSE = {"Connection": "close"}


def _hostname(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    return None if parts.path or parts.query or "@" in host else parts.hostname


def _is_loopback(host: str) -> bool:
    if host == LOOPBACK:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_foreign(headers: Headers, own: set[str]) -> bool:
    origin = headers.get("origin")
    if origin is not None and origin.lower() not in own:
        return True
    return headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}


def _check_target(scope: Scope) -> None:
    raw, query = scope.get("raw_path") or b"", scope.get("query_string", b"")
    if len(raw) + len(query) > LONGEST_TARGET:
        raise ApiError("INVALID_REQUEST", "the address is too long", status=414, headers=_CLOSE)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
        raise ApiError("INVALID_REQUEST", "the headers are too large", status=431, headers=_CLOSE)
    for part, text in (("path", raw), ("query", query)):
        _check_text(part, unquote_to_bytes(text))


def _check_text(part: str, text: bytes) -> None:
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        raise ApiError("INVALID_REQUEST", f"{part}: UTF-8 is expected") from None
    if "\0" in decoded:
        raise ApiError("INVALID_REQUEST", f"{part}: a NUL is not taken")
