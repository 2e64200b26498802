"""Payloads with one leaf replaced: what a parser must survive."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

ODD = st.sampled_from(
    [
        None, True, False, 0, 1, -1, 2**31, 2**53 + 1, 10**25, 1.5, "", "0", "-1", "1e9", "2.9K", "un",
        "\ud83d", "x" * 50, [], [1], ["x"], [None], {}, {"a": 1}, {"link": []}, [[{}]],
    ]
)  # fmt: skip


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every member, objects and lists included."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, member in members:
        yield (*path, key)
        yield from paths(member, (*path, key))


def mutated(payload: Any) -> st.SearchStrategy[Any]:
    """Return payloads with one to three members replaced by something odd, or taken out."""
    places = st.lists(st.sampled_from(list(paths(payload))), min_size=1, max_size=3)
    return st.builds(_with, st.just(payload), places, st.lists(ODD, min_size=3, max_size=3), st.booleans())


def _with(payload: Any, places: list[tuple[Any, ...]], values: list[Any], without: bool) -> Any:
    changed = copy.deepcopy(payload)
    for place, value in zip(places, values, strict=False):
        parent = changed
        for key in place[:-1]:
            parent = parent[key] if _has(parent, key) else None
        if not _has(parent, place[-1]):
            continue
        if without:
            del parent[place[-1]]
        else:
            parent[place[-1]] = value
    return changed


def _has(parent: Any, key: Any) -> bool:
    if isinstance(parent, dict):
        return key in parent
    return isinstance(parent, list) and isinstance(key, int) and key < len(parent)
