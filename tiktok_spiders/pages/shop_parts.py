"""The small records inside products, sellers and reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.items.parts import Image
from tiktok_spiders.items.shop_parts import (
    Category,
    NameValue,
    Option,
    OptionValue,
    Score,
    ShopVideo,
)
from tiktok_spiders.pages.coerce import Misread, flag, identifier, integer, moment, positive, real, text, url
from tiktok_spiders.pages.links import file_key
from tiktok_spiders.pages.wire_shop_parts import WireShopFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tiktok_spiders.pages.wire_shop_parts import (
        WireCategory,
        WireChoice,
        WireOption,
        WireScore,
        WireShopImage,
        WireShopVideo,
        WireSpecification,
    )

_HIGHEST_RATING = 5


def images_of(wire: Iterable[WireShopImage] | None, misread: Misread) -> tuple[Image, ...] | None:
    """Return pictures in order; None for an absent list."""
    if wire is None:
        return None
    return tuple([_image(index, each, misread) for index, each in enumerate(wire)])


def _image(index: int, wire: WireShopImage, misread: Misread) -> Image:
    address = url(wire.url_list, "image/url", misread)
    return Image(
        index=index,
        url=address,
        width=positive(wire.width, "image/width", misread),
        height=positive(wire.height, "image/height", misread),
        key=text(wire.uri, "image/key", misread) or file_key(address),
    )


def image_url(wire: WireShopImage | None, field: str, misread: Misread) -> str | None:
    """Return the address of one picture."""
    return url(wire.url_list, field, misread) if wire else None


def linked_images(addresses: Iterable[str]) -> tuple[Image, ...]:
    """Return pictures of which only the address is told."""
    return tuple([Image(index=index, url=each, key=file_key(each)) for index, each in enumerate(addresses)])


def videos_of(
    wire: list[WireShopVideo] | WireShopVideo | None, scraped_at: datetime, misread: Misread
) -> tuple[ShopVideo, ...] | None:
    """Return videos in order; a single one is a list of one."""
    if wire is None:
        return None
    members = wire if isinstance(wire, list) else [wire]
    return tuple([_video(each, scraped_at, misread) for each in members])


def _video(wire: WireShopVideo, scraped_at: datetime, misread: Misread) -> ShopVideo:
    file = wire.video_infos[0] if wire.video_infos else WireShopFile()
    expiry = moment(file.url_expire, "shop_video/expires_at", misread, scraped_at, future=True)
    return ShopVideo(
        video_key=text(wire.id, "shop_video/video_key", misread),
        duration_s=real(wire.duration, "shop_video/duration_s", misread) or None,
        cover_url=url(wire.post_url, "shop_video/cover_url", misread),
        url=url(file.main_url, "shop_video/url", misread),
        expires_at=expiry,
    )


def options_of(wire: list[WireOption] | None, misread: Misread) -> tuple[Option, ...] | None:
    """Return what a buyer chooses."""
    return None if wire is None else tuple([_option(each, misread) for each in wire])


def _option(wire: WireOption, misread: Misread) -> Option:
    choices = wire.sale_prop_values if wire.property_values is None else wire.property_values
    return Option(
        option_id=identifier(_first(wire.property_id, wire.prop_id), "option/option_id", misread),
        name=text(_first(wire.property_name, wire.prop_name), "option/name", misread),
        values=tuple([_choice(each, misread) for each in choices or ()]),
    )


def _choice(wire: WireChoice, misread: Misread) -> OptionValue:
    return OptionValue(
        id=identifier(_first(wire.property_value_id, wire.prop_value_id), "option/value_id", misread),
        name=text(_first(wire.property_value_name, wire.prop_value), "option/value", misread),
        image_url=image_url(wire.image, "option/image_url", misread),
    )


def specifications_of(wire: list[WireSpecification] | None, misread: Misread) -> tuple[NameValue, ...] | None:
    """Return the lines of the specifications; one without a name is left out."""
    if wire is None:
        return None
    found = []
    for each in wire:
        name = text(_first(each.property_name, each.name), "specification/name", misread)
        if name is not None:
            found.append(NameValue(name=name, value=_value(each, misread)))
    return tuple(found)


def _value(wire: WireSpecification, misread: Misread) -> str | None:
    told = text(_first(wire.property_value, wire.value), "specification/value", misread)
    names = [
        text(each.property_value_name, "specification/value", misread) for each in wire.property_values or ()
    ]
    return told or ", ".join([name for name in names if name]) or None


def categories_of(wire: list[WireCategory] | None, misread: Misread) -> tuple[Category, ...] | None:
    """Return categories by level, root first; those without a level keep their place at the end."""
    if wire is None:
        return None
    found = [_category(each, misread) for each in wire]
    return tuple(sorted(found, key=lambda each: (each.level is None, each.level or 0)))


def _category(wire: WireCategory, misread: Misread) -> Category:
    return Category(
        category_id=identifier(wire.category_id, "category/category_id", misread),
        name=text(wire.category_name, "category/name", misread),
        level=integer(wire.level, "category/level", misread),
        parent_id=identifier(wire.parent_id, "category/parent_id", misread),
        is_leaf=flag(wire.is_leaf, "category/is_leaf", misread),
    )


def scores_of(wire: list[WireScore] | None, misread: Misread) -> tuple[Score, ...] | None:
    """Return a shop's scores."""
    return None if wire is None else tuple([_score(each, misread) for each in wire])


def _score(wire: WireScore, misread: Misread) -> Score:
    percent = _first(wire.score_percentage, wire.score_percentile)
    return Score(
        type=integer(wire.type, "score/type", misread),
        score=real(wire.score, "score/score", misread),
        percent=real(percent, "score/percent", misread),
    )


def rating_of(value: object, field: str, misread: Misread) -> float | None:
    """Return a mean of one to five stars; 0 stands for "no reviews"."""
    found = real(value, field, misread)
    if found is None or 0 < found <= _HIGHEST_RATING:
        return found
    if found != 0:
        misread.add(field)
    return None


def _first(*values: object) -> object:
    return next((value for value in values if value is not None and value != ""), None)
