"""The addresses of everything that lies across accounts."""

from __future__ import annotations

from aiohttp import web

from tiktok_standin import (
    comment_lists,
    discovery,
    live,
    pages,
    playlist_lists,
    relation_lists,
    search_lists,
    social_truth,
    topic_lists,
    trending,
)
from tiktok_standin.signed import guarded


def routes() -> list[web.RouteDef]:
    """Return pages and endpoints; they come before more general ones, as the first that fits answers."""
    lists = (*_topics(), *_comments(), *_relations(), *_search(), *_discovery(), *_playlists())
    return [*lists, *_live(), *social_truth.routes()]


def _topics() -> list[web.RouteDef]:
    listed = guarded(topic_lists.challenge_item_list)
    return [
        web.get("/tag/{name}", topic_lists.hashtag_page, name="page.hashtag"),
        web.get("/music/{slug}", topic_lists.sound_page, name="page.sound"),
        web.get("/api/challenge/detail/", guarded(topic_lists.challenge_detail)),
        web.get("/api/challenge/item_list/", listed),
        web.get("/api/challenge/item_list/newtab/", listed),
        web.get("/api/music/detail/", guarded(topic_lists.music_detail)),
        web.get("/api/music/item_list/", guarded(topic_lists.music_item_list)),
    ]


def _comments() -> list[web.RouteDef]:
    return [
        web.get("/api/comment/list/", guarded(comment_lists.comment_list)),
        web.get("/api/comment/list/reply/", guarded(comment_lists.reply_list)),
    ]


def _relations() -> list[web.RouteDef]:
    return [web.get("/api/user/list/", relation_lists.user_list)]


def _search() -> list[web.RouteDef]:
    return [
        web.get("/search{tail:(/[a-z]+)?/?}", pages.home, name="page.search"),
        web.get("/api/search/user/full/", guarded(search_lists.user_full)),
        web.get("/api/search/item/full/", guarded(search_lists.item_full)),
        web.get("/api/search/general/full/", guarded(search_lists.general_full)),
        web.get("/api/search/general/preview/", search_lists.preview),
    ]


def _discovery() -> list[web.RouteDef]:
    return [
        web.get("/api/explore/item_list/", discovery.explore_item_list),
        web.get("/api/related/item_list/", guarded(discovery.related_item_list)),
        web.get("/api/preload/item_list/", guarded(trending.recommend_item_list)),
    ]


def _playlists() -> list[web.RouteDef]:
    return [
        web.get("/@{user}/playlist/{slug}", playlist_lists.playlist_page, name="page.playlist"),
        web.get("/@{user}/collection/{slug}", playlist_lists.collection_page, name="page.collection"),
        web.get("/api/user/playlist{slash:/?}", playlist_lists.user_playlist),
        web.get("/api/mix/detail/", guarded(playlist_lists.mix_detail)),
        web.get("/api/mix/item_list/", playlist_lists.mix_item_list),
        web.get("/api/user/collection_list/", guarded(playlist_lists.collection_list)),
        web.get("/api/collection/item_list/", playlist_lists.collection_item_list),
    ]


def _live() -> list[web.RouteDef]:
    return [
        web.get("/live", pages.home, name="page.lives"),
        web.get("/@{user}/live{slash:/?}", live.page, name="page.live"),
        web.get("/api-live/user/room{slash:/?}", live.user_room, name="live.user_room"),
        web.get("/api/live/detail/", live.live_detail),
        web.get("/webcast/room/info{slash:/?}", live.room_detail, name="live.room_info"),
        web.get("/webcast/room/check_alive{slash:/?}", live.check_alive, name="live.check_alive"),
    ]
