"""What all answers of TikTok have around their data: status, cursor, flags."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.coerce import Misread, flag, integer
from tiktok_spiders.pages.wire_parts import Wire


class Answer(Wire, rename=None, kw_only=True):
    """Base of the envelopes: the status under all names that it goes by."""

    statusCode: Any = None  # noqa: N815 - the wire's own name, beside its snake_case twin
    status_code: Any = None
    code: Any = None
    statusMsg: Any = None  # noqa: N815
    statusMessage: Any = None  # noqa: N815
    status_msg: Any = None
    message: Any = None

    def status(self, misread: Misread) -> tuple[int, str]:
        """Return the first status that is told, and TikTok's words for it; 0 and ``""`` where none is."""
        codes = (self.statusCode, self.status_code, self.code)
        told = [code for each in codes if (code := integer(each, "answer/status_code", misread)) is not None]
        words = (self.statusMsg, self.statusMessage, self.status_msg, self.message)
        return (told[0] if told else 0), next((each for each in words if type(each) is str and each), "")


def cursor_text(value: object) -> str | None:
    """Return a cursor as text, whatever its type; it is opaque."""
    return str(value) if type(value) in {str, int} and value != "" else None


def first_flag(values: tuple[object, ...], field: str, misread: Misread) -> bool | None:
    """Return the first flag that is told."""
    for value in values:
        if (told := flag(value, field, misread)) is not None:
            return told
    return None
