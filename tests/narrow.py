"""What a value must be, for the test and for the type checker."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Found = TypeVar("Found")


def there(value: Found | None) -> Found:
    """Return a value that must not be None."""
    assert value is not None
    return value


def all_are(kind: type[Found], members: Iterable[object]) -> list[Found]:
    """Return members that must all be of a kind."""
    found = list(members)
    assert all(isinstance(each, kind) for each in found), found
    return [each for each in found if isinstance(each, kind)]
