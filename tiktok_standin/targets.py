"""What a request is about, in every spelling that a plan may use."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.catalogue import Catalogue

_PARAMETERS = (
    "secUid",
    "uniqueId",
    "itemId",
    "itemID",
    "aweme_id",
    "item_id",
    "comment_id",
    "authorId",
    "challengeName",
    "challengeID",
    "musicId",
    "musicID",
    "keyword",
    "categoryType",
    "mixId",
    "collectionId",
    "room_id",
)


def targets_of(request: web.Request, catalogue: Catalogue) -> set[str]:
    """Return the names in the path and the query, with all names of the accounts that they lead to."""
    names = set(request.match_info.values())
    names.update(request.query[key] for key in _PARAMETERS if key in request.query)
    names.update(urlsplit(request.query.get("url", "")).path.split("/"))
    for name in tuple(names):
        post = catalogue.post(name)
        account = catalogue.account(name if post is None else post.handle)
        if account is not None:
            names |= {account.user.handle, account.user.id, account.user.sec_uid}
    return names
