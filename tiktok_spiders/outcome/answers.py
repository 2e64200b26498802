"""The one decision: what an answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.pages import read_embed, read_page
from tiktok_spiders.outcome.payloads import read_api, read_oembed
from tiktok_spiders.outcome.retry import answer
from tiktok_spiders.outcome.shop import read_shop
from tiktok_spiders.outcome.signs import is_html, sign_of
from tiktok_spiders.outcome.transport import read_transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TEXT_TYPES = ("text/html", "application/json", "text/plain")


def classify(
    *,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    url: str,
    kind: str,
    anchor: str | None = None,
) -> Answer:
    """Return what an answer means.

    ``headers`` have lower-case names; ``url`` is the final address. ``kind`` is ``page``, ``api``, ``embed``,
    ``oembed``, ``media``, ``subtitle`` or ``shop``. ``anchor`` is what the reader will look
    for: the scope of a page, the member of an API's answer, a member of an embed's state, the component of a
    Shop page.
    """
    decided = read_transport(status, headers, body, url, kind)
    if decided is not None:
        return decided
    if kind == "media":
        return _media(headers, body)
    if kind == "subtitle":
        return _subtitle(body)
    if kind == "page":
        return read_page(body, url, anchor)
    return _READERS[kind](body, anchor)


def _media(headers: Mapping[str, str], body: bytes) -> Answer:
    if not headers.get("content-type", "").lower().startswith(_TEXT_TYPES) and not is_html(body):
        return answer(Outcome.OK)
    # Wrong cookie or region, or an address that expired: the item has to be asked for again.
    return sign_of(body) or answer(Outcome.BLOCKED, "text instead of a file")


def _subtitle(body: bytes) -> Answer:
    return (
        answer(Outcome.BLOCKED, "a page instead of a subtitle file") if is_html(body) else answer(Outcome.OK)
    )


_READERS: dict[str, Callable[[bytes, str | None], Answer]] = {
    "api": read_api,
    "embed": read_embed,
    "oembed": read_oembed,
    "shop": read_shop,
}
