"""Marks on a setting whose value must not be shown: ``Annotated[str | None, SECRET]``."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


class Mark(Enum):
    """Why a value is hidden."""

    SECRET = auto()
    """A secret, or several, comma-separated: no error shows it and no log."""

    ADDRESS = auto()
    """An address, perhaps with a password in it: no error shows it, logs lose the password."""


SECRET = Mark.SECRET
ADDRESS = Mark.ADDRESS


def mark_of(field: FieldInfo) -> Mark | None:
    """Return the mark of a setting, if it has one."""
    return next((mark for mark in field.metadata if isinstance(mark, Mark)), None)
