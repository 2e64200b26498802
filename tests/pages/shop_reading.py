"""What the parser of a product's page makes of made-up products."""

from __future__ import annotations

from typing import Any

from tests.pages.shop_answers import PRODUCT, capture, flat
from tiktok_spiders.items import Product
from tiktok_spiders.pages.shop_product import read_product_page


def read(info: dict[str, Any], **beside: Any) -> Any:
    return read_product_page(flat({"product_id": PRODUCT} | info, **beside), capture())


def product(info: dict[str, Any], **beside: Any) -> Product:
    found = read(info, **beside).records[0]
    assert isinstance(found, Product)
    return found


def of_type(found: Any, record_type: str) -> list[Any]:
    return [each for each in found.records if each.record_type == record_type]
