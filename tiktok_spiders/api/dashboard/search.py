"""Searches over stored records: the filters of a form, and the page that they find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import urlencode

from pydantic import ValidationError

from tiktok_spiders.api.dashboard.fields import Field
from tiktok_spiders.api.dashboard.records import data_of
from tiktok_spiders.api.stored import kinds
from tiktok_spiders.api.stored.params import (
    MOST_OFFSET,
    ListQuery,
    ProductQuery,
    UserQuery,
    VideoQuery,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.api.dashboard.fields import Kind as FieldKind
    from tiktok_spiders.api.state import State
    from tiktok_spiders.api.stored.kinds import Kind

ROWS = 25

_WORDS: dict[str, tuple[str, FieldKind]] = {
    "text": ("Words", "text"),
    "hashtag": ("Hashtag", "text"),
    "sound": ("Sound id", "text"),
    "user_id": ("Account id", "text"),
    "seller_id": ("Seller id", "text"),
    "region": ("Region", "text"),
    "min_views": ("Views from", "number"),
    "min_likes": ("Likes from", "number"),
    "min_followers": ("Followers from", "number"),
    "start_date": ("Published from", "date"),
    "end_date": ("Published to", "date"),
}
_PROBLEMS = {
    "number": "Give a whole number.",
    "date": "Give a date such as 2026-01-31.",
    "choice": "Choose one.",
}


@dataclass(frozen=True)
class Search:
    """A list with its form."""

    kind: Kind
    query: type[ListQuery]
    filters: tuple[str, ...]


SEARCHES = {
    "videos": Search(
        kinds.VIDEOS,
        VideoQuery,
        ("text", "hashtag", "min_views", "min_likes", "start_date", "end_date", "user_id", "sound"),
    ),
    "users": Search(kinds.USERS, UserQuery, ("text", "min_followers")),
    "products": Search(kinds.PRODUCTS, ProductQuery, ("text", "region", "seller_id")),
}


def searched(state: State, name: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page shows: the form as it was filled in, and what was found."""
    search = SEARCHES[name]
    known = {*search.filters, "sort", "order", "offset"}
    given = {each: value.strip() for each, value in asked.items() if each in known and value.strip()}
    errors: dict[str, str] = {}
    found: dict[str, Any] | None = None
    try:
        query = search.query.model_validate({**given, "limit": ROWS})
    except ValidationError as error:
        errors = {str(each["loc"][0]) if each["loc"] else "": each["msg"] for each in error.errors()}
    else:
        found = data_of(state.stored.answer(search.kind, query))
    offset = 0 if found is None else found["offset"]
    filters = {each: value for each, value in given.items() if each != "offset"}
    return {
        "name": name,
        "fields": _fields(search, given, errors),
        "problem": errors.get("offset"),
        "found": None if found is None else found[search.kind.name],
        "total": None if found is None else found["total"],
        "offset": offset,
        "limit": ROWS,
        "has_more": found is not None and found["has_more"] and offset + ROWS <= MOST_OFFSET,
        "query": f"{urlencode(filters)}&" if filters else "",
        "is_unfolded": bool(errors) or bool(set(given) - {"text", "offset"}),
        "is_filtered": bool(set(given) & set(search.filters)),
    }


def _fields(search: Search, given: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    made = [_field(name, _WORDS[name], given, errors) for name in search.filters]
    for name, label in (("sort", "Sorted by"), ("order", "Order")):
        model = search.query.model_fields[name]
        options = tuple(get_args(model.annotation))
        made.append(_field(name, (label, "choice"), {name: model.default, **given}, errors, options))
    return made


def _field(
    name: str,
    shown: tuple[str, FieldKind],
    given: Mapping[str, str],
    errors: Mapping[str, str],
    options: tuple[str, ...] = (),
) -> Field:
    label, kind = shown
    error = _PROBLEMS.get(kind, errors[name]) if name in errors else None
    values = (given[name],) if name in given else ()
    return Field(name=name, label=label, kind=kind, values=values, options=options, error=error)
