"""Whose accounts and posts are whose: those of others are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.api.errors import ApiError

if TYPE_CHECKING:
    from tiktok_spiders.api.access import Principal
    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.opening import Publishing
    from tiktok_spiders.publish.post import Post


def is_mine(who: Principal, owner: str | None) -> bool:
    """Tell whether what has this owner is open to somebody. Nobody's own is for ``admin``."""
    return who.is_admin or owner == who.name


def scope_of(who: Principal) -> str | None:
    """Return whose things are listed; None: everybody's."""
    return None if who.is_admin else who.name


def account_of(desk: Publishing, who: Principal, name: str) -> Account:
    """Return an account. Raises ``ApiError`` (NOT_FOUND) for another's, as for none; it blocks."""
    found = next((one for one in desk.tokens.accounts() if one.name == name), None)
    if found is None or not is_mine(who, found.owner):
        raise ApiError("NOT_FOUND", f"there is no account {name}")
    return found


def accounts_of(desk: Publishing, who: Principal) -> list[Account]:
    """Return the accounts that are open to somebody; it blocks."""
    return [one for one in desk.tokens.accounts() if is_mine(who, one.owner)]


def post_of(desk: Publishing, who: Principal, number: int) -> Post:
    """Return a post. Raises ``ApiError`` (NOT_FOUND) for another's, as for none; it blocks."""
    found = desk.posts.get(number)
    if found is None or not is_mine(who, found.owner):
        raise ApiError("NOT_FOUND", f"there is no post {number}")
    return found
