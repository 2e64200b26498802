"""An item in the app's spelling, made into a `Video`: respelt as the web's, with what only it tells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import Anchor
from tiktok_spiders.pages.app_media import app_images, web_video
from tiktok_spiders.pages.coerce import Misread, flag, identifier, integer, nonzero, text
from tiktok_spiders.pages.counters import counter
from tiktok_spiders.pages.item import video_of
from tiktok_spiders.pages.wire_app import AppUser, respelt
from tiktok_spiders.pages.wire_app_item import AppAi, AppCounts, AppMusic, AppStatus
from tiktok_spiders.pages.wire_item import WireItem
from tiktok_spiders.pages.wire_media import WireMusic
from tiktok_spiders.pages.wire_parts import (
    WireAuthor,
    WireChallenge,
    WireControl,
    WireImagePost,
    WireSpan,
    WireStats,
)

if TYPE_CHECKING:
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_app_item import AppAnchor, AppChallenge, AppItem

_PHOTO = "multi_photo"
_NOBODY, _UNCOUNTED, _SILENT = AppUser(), AppCounts(), AppMusic()
_NO_STATUS, _NO_LABEL = AppStatus(), AppAi()


def app_video(
    item: AppItem, capture: Capture, misread: Misread, *, rank: int | None = None, raw: Any = None
) -> Video:
    """Return the record of an item. Its counters are exact, even where they end in zeros.

    Raises ``ValueError`` for an item without an identifier.
    """
    counts = item.statistics or _UNCOUNTED
    video = video_of(_respelt(item, misread), capture, misread, detail=2, rank=rank, raw=raw)
    return replace(
        video,
        rounded_counts=(),
        download_count=counter((counts.download_count,), "video/download_count", misread),
        images=app_images(item, misread) if video.type == "photo" else None,
        is_commission_eligible=flag(item.is_eligible_for_commission, "video/is_commission_eligible", misread),
        anchors=None if item.anchors is None else tuple([_anchor(each, misread) for each in item.anchors]),
    )


def _respelt(item: AppItem, misread: Misread) -> WireItem:
    """Return the item under the web's names."""
    is_photo = _is_photo(item)
    music, status = item.music or _SILENT, item.status or _NO_STATUS
    label = item.aigc_info or _NO_LABEL
    return WireItem(
        id=item.aweme_id or item.id,
        desc=item.desc,
        text_language=item.desc_language,
        create_time=item.create_time or item.create_time_utc,
        author=_author(item.author or _NOBODY),
        stats=respelt(item.statistics or _UNCOUNTED, WireStats),
        video=web_video(item.video, misread, is_photo=is_photo),
        music=WireMusic(id=music.id_str or music.mid),
        image_post=_image_post(item) if is_photo else None,
        challenges=None if item.cha_list is None else [_challenge(each) for each in item.cha_list],
        text_extra=None if item.text_extra is None else [respelt(each, WireSpan) for each in item.text_extra],
        location_created=item.region,
        is_ad=item.is_ads if item.is_ads is not None else item.is_ad,
        ba_info=_is_partnership(item, misread),
        is_aigc=label.created_by_ai,
        aigc_label_type=label.aigc_label_type,
        is_pinned_item=item.is_top,
        take_down=status.is_delete,
        item_comment_status=item.item_comment_settings,
        item_control=WireControl(can_comment=status.allow_comment, can_share=status.allow_share),
        duet_enabled=_is_open(item.item_duet, "video/duet_enabled", misread),
        stitch_enabled=_is_open(item.item_stitch, "video/stitch_enabled", misread),
    )


def _is_photo(item: AppItem) -> bool:
    """Tell whether there is a picture block, or pictures alone in an item that does not say what it is."""
    if item.image_post_info is not None or item.content_type == _PHOTO:
        return True
    return item.content_type is None and bool(item.images)


def _author(user: AppUser) -> WireAuthor:
    return WireAuthor(id=user.uid, unique_id=user.unique_id, nickname=user.nickname, sec_uid=user.sec_uid)


def _image_post(item: AppItem) -> WireImagePost:
    return WireImagePost(title=item.image_post_info.title if item.image_post_info else None)


def _challenge(wire: AppChallenge) -> WireChallenge:
    return WireChallenge(id=wire.cid, title=wire.cha_name, is_commerce=wire.is_commerce)


def _is_partnership(item: AppItem, misread: Misread) -> bool | None:
    """Return whether a paid partnership is disclosed, by its flag or by a type that is not 0."""
    kind = item.commerce_info.branded_content_type if item.commerce_info else None
    marks = (
        flag(item.is_paid_partnership, "video/is_paid_partnership", misread),
        nonzero(kind, "video/is_paid_partnership", misread),
    )
    return True if True in marks else (False if False in marks else None)


def _is_open(value: object, field: str, misread: Misread) -> bool | None:
    """Return whether a setting is 0: everybody may."""
    setting = integer(value, field, misread)
    return None if setting is None else setting == 0


def _anchor(wire: AppAnchor, misread: Misread) -> Anchor:
    target = text(wire.schema, "anchor/url", misread)
    is_web = target is not None and target.startswith(("https://", "http://"))
    return Anchor(
        anchor_id=identifier(wire.id, "anchor/anchor_id", misread),
        type=integer(wire.type, "anchor/type", misread),
        keyword=text(wire.keyword, "anchor/keyword", misread),
        description=text(wire.description, "anchor/description", misread),
        url=target if is_web else None,
        component=text(wire.component_key, "anchor/component", misread),
    )
