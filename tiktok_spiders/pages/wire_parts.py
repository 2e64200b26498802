"""The wanted keys of the small parts of an item, as the camelCase answers send them.

Leaves are ``Any``: TikTok changes their types (numbers as text, lists for one address), and one odd leaf must
not cost the item. They are coerced when the record is built.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Wire(msgspec.Struct, rename="camel", gc=False):
    """Base of the structures below: unknown keys are skipped, absent ones are None."""


class WireAuthor(Wire):
    """Who posted the item; the handle alone in older items."""

    id: Any = None
    unique_id: Any = None
    nickname: Any = None
    sec_uid: Any = None


class WireStats(Wire):
    """Counters: numbers in ``stats``, texts in ``statsV2``."""

    play_count: Any = None
    digg_count: Any = None
    comment_count: Any = None
    share_count: Any = None
    collect_count: Any = None
    repost_count: Any = None


class WireSpan(Wire):
    """A part of the caption: a hashtag (type 1) or a mention (type 0)."""

    start: Any = None
    end: Any = None
    type: Any = None
    hashtag_id: Any = None
    hashtag_name: Any = None
    is_commerce: Any = None
    user_id: Any = None
    user_unique_id: Any = None
    sec_uid: Any = None


class WireChallenge(Wire):
    """A hashtag with its own data."""

    id: Any = None
    title: Any = None
    desc: Any = None
    is_commerce: Any = None
    cover_larger: Any = None
    profile_larger: Any = None
    split_title: Any = None


class WireEffectStats(Wire):
    """Counter of an effect."""

    use_count: Any = None


class WireEffect(Wire):
    """An effect that was used."""

    id: Any = msgspec.field(default=None, name="ID")
    name: Any = None
    sticker_stats: WireEffectStats | None = None


class WireSticker(Wire):
    """Texts on the picture."""

    sticker_text: Any = None


class WireImageUrl(Wire):
    """Where a picture is."""

    url_list: Any = None


class WireImage(Wire):
    """One picture of a photo post."""

    image_url: WireImageUrl | None = msgspec.field(default=None, name="imageURL")
    image_width: Any = None
    image_height: Any = None


class WireImagePost(Wire):
    """What makes an item a photo post."""

    images: list[WireImage] | None = None
    cover: WireImage | None = None
    title: Any = None


class WireDuet(Wire):
    """The other half of a duet."""

    duet_from_id: Any = None


class WireAnchor(Wire):
    """A link under the caption."""

    id: Any = None
    type: Any = None
    keyword: Any = None
    description: Any = None
    schema: Any = None
    extra_info: Any = None


class WirePoi(Wire):
    """A tagged place."""

    id: Any = None
    name: Any = None
    address: Any = None
    city: Any = None
    city_code: Any = None
    province: Any = None
    country: Any = None
    country_code: Any = None
    category: Any = None
    tt_type_code: Any = None
    tt_type_name_super: Any = None
    tt_type_name_medium: Any = None
    tt_type_name_tiny: Any = None
    father_poi_id: Any = None
    father_poi_name: Any = None


class WireControl(Wire, rename=None):
    """What a viewer may do."""

    can_comment: Any = None
    can_share: Any = None
    can_repost: Any = None


class WireWord(Wire):
    """A suggested search."""

    word: Any = None


class WireWords(Wire):
    """Suggested searches of one place on the page."""

    words: list[WireWord] | None = None


class WireWordsList(Wire, rename=None):
    """Suggested searches."""

    video_suggest_words_struct: list[WireWords] | None = None
