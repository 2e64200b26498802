"""The addresses of everything that lies across accounts."""

from __future__ import annotations

from aiohttp import web

from tiktok_standin import comment_lists, pages, relation_lists, search_lists, social_truth, topic_lists
from tiktok_standin.signed import guarded


def routes() -> list[web.RouteDef]:
    """Return pages and endpoints; they come before more general ones, as the first that fits answers."""
    return [*_topics(), *_comments(), *_relations(), *_search(), *social_truth.routes()]


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
