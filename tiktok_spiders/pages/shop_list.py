"""Lists of products: search, category and trending; a page's first cards, and the JSON of its next ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.containers import ContainerError, is_json_object
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.shop_cards import find_cards, read_cards
from tiktok_spiders.pages.shop_categories import onward_of

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.shop_cards import CardSource

_PAGE = "product list"
_ANCHOR = "feed_list"


def read_product_list(body: bytes, capture: Capture) -> PageRead:
    """Return the product of each card and, after a seller's first product, the seller; all thin.

    ``cursor`` is the text of ``load_more_params``, to be sent back unchanged; ``onward`` holds the categories
    below the one that is listed. ``capture.args`` may tell the ``region``, which counts where the page names
    no market, and the ``category``. A status that is not 0 gives a page without
    records. Raises `PageLayoutError` for a page without any list; for JSON ``list_present`` tells.
    """
    misread = Misread()
    source = card_source(body, capture, misread, _PAGE)
    if source.cards is None and source.status[0] == 0 and not is_json_object(body):
        raise PageLayoutError(_PAGE, capture.url, _ANCHOR)
    return card_page(source, capture, misread)


def card_source(body: bytes, capture: Capture, misread: Misread, page: str) -> CardSource:
    """Return what an answer holds of cards. Raises `PageLayoutError` for a broken one."""
    try:
        return find_cards(repaired(body), misread)
    except ContainerError as error:
        raise PageLayoutError(page, capture.url, f"readable state ({error})") from None


def card_page(source: CardSource, capture: Capture, misread: Misread) -> PageRead:
    """Return the page of an answer with cards."""
    code, message = source.status
    if code != 0 or source.cards is None:
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    records, rejects = read_cards(source, capture, misread)
    return PageRead(
        records=tuple(records),
        rejected=tuple(rejects),
        list_present=type(source.cards.cards) is list,
        cursor=source.cards.next_cursor,
        has_more=source.cards.more(misread),
        status_message=message,
        onward=onward_of(source.below, capture.args.get("category"), misread),
        misread=misread,
    )
