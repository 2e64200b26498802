"""The routes of stored data."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from tiktok_spiders.api.access import allow
from tiktok_spiders.api.errors import told
from tiktok_spiders.api.names import CommentOut, HashtagOut, ProductOut, SoundOut, UserOut, VideoOut
from tiktok_spiders.api.state import Given
from tiktok_spiders.api.stored import kinds
from tiktok_spiders.api.stored.answers import (
    CommentsOut,
    HashtagsOut,
    HistoryOut,
    Loose,
    ProductsOut,
    SoundsOut,
    UsersOut,
    VideosOut,
)
from tiktok_spiders.api.stored.details import detail
from tiktok_spiders.api.stored.history import history
from tiktok_spiders.api.stored.listing import lists_of
from tiktok_spiders.api.stored.params import (
    CommentQuery,
    DetailQuery,
    HashtagQuery,
    HistoryQuery,
    Key,
    NameKey,
    ProductDetailQuery,
    ProductHistoryQuery,
    ProductQuery,
    SoundQuery,
    UserQuery,
    VideoQuery,
)
from tiktok_spiders.api.stored.streams import TYPES

router = APIRouter(prefix="/api/v1", tags=["stored data"])

_STREAMS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {"schema": {"type": "string"}} for media in TYPES.values()}}
}


def _route(limit: str, *, is_list: bool = False) -> dict[str, Any]:
    errors = told(400, 401, 403, 429, 500, 503) if is_list else told(400, 401, 403, 404, 429, 500, 503)
    return {
        "dependencies": [Depends(allow("read", limit))],
        "responses": {**errors, **(_STREAMS if is_list else {})},
    }


@router.get("/videos", response_model=VideosOut, **_route("video", is_list=True))
def list_videos(state: Given, query: Annotated[VideoQuery, Query()]) -> Response:
    """Tell of stored videos."""
    return lists_of(state).answer(kinds.VIDEOS, query)


@router.get("/users", response_model=UsersOut, **_route("user", is_list=True))
def list_users(state: Given, query: Annotated[UserQuery, Query()]) -> Response:
    """Tell of stored accounts."""
    return lists_of(state).answer(kinds.USERS, query)


@router.get("/hashtags", response_model=HashtagsOut, **_route("hashtag", is_list=True))
def list_hashtags(state: Given, query: Annotated[HashtagQuery, Query()]) -> Response:
    """Tell of stored hashtags."""
    return lists_of(state).answer(kinds.HASHTAGS, query)


@router.get("/sounds", response_model=SoundsOut, **_route("sound", is_list=True))
def list_sounds(state: Given, query: Annotated[SoundQuery, Query()]) -> Response:
    """Tell of stored sounds."""
    return lists_of(state).answer(kinds.SOUNDS, query)


@router.get("/products", response_model=ProductsOut, **_route("other", is_list=True))
def list_products(state: Given, query: Annotated[ProductQuery, Query()]) -> Response:
    """Tell of stored products, each once a region."""
    return lists_of(state).answer(kinds.PRODUCTS, query)


@router.get("/comments", response_model=CommentsOut, **_route("other", is_list=True))
def list_comments(state: Given, query: Annotated[CommentQuery, Query()]) -> Response:
    """Tell of stored comments and replies."""
    return lists_of(state).answer(kinds.COMMENTS, query)


@router.get("/videos/{key}", response_model=VideoOut | Loose, **_route("video"))
def get_video(state: Given, key: Key, query: Annotated[DetailQuery, Query()]) -> Response:
    """Tell of one stored video."""
    return detail(state.store, kinds.VIDEOS, key, query)


@router.get("/users/{key}", response_model=UserOut | Loose, **_route("user"))
def get_user(state: Given, key: NameKey, query: Annotated[DetailQuery, Query()]) -> Response:
    """Tell of one stored account, by identifier, secUid, or handle, a former one too."""
    return detail(state.store, kinds.USERS, key, query)


@router.get("/hashtags/{key}", response_model=HashtagOut | Loose, **_route("hashtag"))
def get_hashtag(state: Given, key: NameKey, query: Annotated[DetailQuery, Query()]) -> Response:
    """Tell of one stored hashtag, by identifier or name."""
    return detail(state.store, kinds.HASHTAGS, key, query)


@router.get("/sounds/{key}", response_model=SoundOut | Loose, **_route("sound"))
def get_sound(state: Given, key: Key, query: Annotated[DetailQuery, Query()]) -> Response:
    """Tell of one stored sound."""
    return detail(state.store, kinds.SOUNDS, key, query)


@router.get("/products/{key}", response_model=ProductOut | Loose, **_route("other"))
def get_product(state: Given, key: Key, query: Annotated[ProductDetailQuery, Query()]) -> Response:
    """Tell of one stored product, as seen last, or in a region."""
    return detail(state.store, kinds.PRODUCTS, key, query, query.region)


@router.get("/comments/{key}", response_model=CommentOut | Loose, **_route("other"))
def get_comment(state: Given, key: Key, query: Annotated[DetailQuery, Query()]) -> Response:
    """Tell of one stored comment."""
    return detail(state.store, kinds.COMMENTS, key, query)


@router.get("/videos/{key}/history", response_model=HistoryOut, **_route("video"))
def get_video_history(state: Given, key: Key, query: Annotated[HistoryQuery, Query()]) -> Response:
    """Tell of a video's counters, names and states over time."""
    return history(state.store, kinds.VIDEOS, key, query)


@router.get("/users/{key}/history", response_model=HistoryOut, **_route("user"))
def get_user_history(state: Given, key: NameKey, query: Annotated[HistoryQuery, Query()]) -> Response:
    """Tell of an account's counters, names and states over time."""
    return history(state.store, kinds.USERS, key, query)


@router.get("/hashtags/{key}/history", response_model=HistoryOut, **_route("hashtag"))
def get_hashtag_history(state: Given, key: NameKey, query: Annotated[HistoryQuery, Query()]) -> Response:
    """Tell of a hashtag's counters, names and states over time."""
    return history(state.store, kinds.HASHTAGS, key, query)


@router.get("/sounds/{key}/history", response_model=HistoryOut, **_route("sound"))
def get_sound_history(state: Given, key: Key, query: Annotated[HistoryQuery, Query()]) -> Response:
    """Tell of a sound's counters, names and states over time."""
    return history(state.store, kinds.SOUNDS, key, query)


@router.get("/products/{key}/history", response_model=HistoryOut, **_route("other"))
def get_product_history(state: Given, key: Key, query: Annotated[ProductHistoryQuery, Query()]) -> Response:
    """Tell of a product's prices, counters and names over time, in the region seen last or the given one."""
    return history(state.store, kinds.PRODUCTS, key, query, query.region)


@router.get("/comments/{key}/history", response_model=HistoryOut, **_route("other"))
def get_comment_history(state: Given, key: Key, query: Annotated[HistoryQuery, Query()]) -> Response:
    """Tell of a comment's states over time: its counters are not kept."""
    return history(state.store, kinds.COMMENTS, key, query)
