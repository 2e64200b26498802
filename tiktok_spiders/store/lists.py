"""Which child lists of a record are to be written, and how."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.codec import decode_json, fingerprint, json_text

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.entities import ChildList
    from tiktok_spiders.store.state import State

_GROWN = "+"
"""Ends the fingerprint of a list to which a thin answer has added."""


def merge_lists(
    state: State, record: Record, lists: tuple[ChildList, ...], at: int, *, full: bool, older: bool
) -> bool:
    """Plan the child lists of ``record``; return whether one changed in more than addresses.

    ``at``: position of ``child_hashes``, which holds a fingerprint of every list that is known.
    ``full``: the answer replaces lists, else it only adds. ``older``: it only fills gaps.
    """
    have = decode_json(state.row[at] or "{}")
    before, updated = dict(have), False
    for children in lists:
        members, old = getattr(record, children.field), have.get(children.field)
        if members is None or (old is not None and older):
            continue
        mark = fingerprint(members)
        if old == mark:
            continue
        if old is None or full:
            have[children.field] = mark
            _replace(state, children, members)
            updated |= not children.volatile
        else:
            have[children.field] = old if old.endswith(_GROWN) else old + _GROWN
            _add(state, children, members)
    if have != before:
        state.set(at, json_text(have))
    return updated


def identity(children: ChildList, member: Any) -> tuple[Any, ...]:
    """Return what tells a member of a child list from the others."""
    return tuple(getattr(member, name) for name in children.identity)


def _replace(state: State, children: ChildList, members: tuple[Any, ...]) -> None:
    if children.keeps and (pending := state.replaced.get(children.field)):
        members = kept(
            children, members, {identity(children, each): getattr(each, children.keeps) for each in pending}
        )
    state.replaced[children.field] = members
    state.added.pop(children.field, None)


def kept(children: ChildList, members: tuple[Any, ...], known: dict[tuple[Any, ...], Any]) -> tuple[Any, ...]:
    """Return the members with what is ``known`` of each and it does not tell."""
    name = children.keeps
    return tuple(
        replace(each, **{name: known.get(identity(children, each))}) if getattr(each, name) is None else each
        for each in members
    )


def _add(state: State, children: ChildList, members: tuple[Any, ...]) -> None:
    pending = state.replaced if children.field in state.replaced else state.added
    have = pending.get(children.field, ())
    known = {identity(children, member) for member in have}
    lacking = tuple(member for member in members if identity(children, member) not in known)
    pending[children.field] = have + lacking
