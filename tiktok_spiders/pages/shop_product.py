"""A product's page in both shapes of its state, the JSON that its script asks for, a page without state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.containers import ContainerError, is_json_object
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.shop_full import read_full
from tiktok_spiders.pages.shop_linked import linked_product
from tiktok_spiders.pages.shop_source import PRODUCT, answer_status, find_product

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture

_PAGE = "product page"


def read_product_page(body: bytes, capture: Capture) -> PageRead:
    """Return the product, its SKUs, its seller, the page's reviews, and, thin, the posts that show it.

    ``capture.args`` may tell ``product_id`` and ``region``; the latter counts where the answer names no
    market. A status that is not 0 gives a page without records, whose message names the market where the
    product would be sold (code 23002102). A page without state gives the little that it tells search engines.
    Raises `PageLayoutError` where there is no product.
    """
    body = repaired(body)
    misread = Misread()
    try:
        code, message = answer_status(body, misread)
        if code == 0:
            return _read(body, capture, misread)
    except ContainerError as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable state ({error})") from None
    return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)


def _read(body: bytes, capture: Capture, misread: Misread) -> PageRead:
    source = find_product(body)
    code, message = source.status(misread)
    if code != 0:
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    if source.product is not None:
        return read_full(source, source.product, capture, misread)
    linked = None if is_json_object(body) or source.has_state else linked_product(body, capture, misread)
    if linked is None:
        raise PageLayoutError(_PAGE, capture.url, PRODUCT)
    return PageRead(records=(linked,), misread=misread)
