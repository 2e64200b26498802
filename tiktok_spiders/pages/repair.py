"""JSON of texts that were cut in the middle of a character: valid for a browser, for no strict decoder."""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    rb"""(\\\\                                                            # an escaped backslash
        |\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})      # both halves of a character
        |\\u[dD][89a-fA-F][0-9a-fA-F]{2}                                  # one half alone""",
    re.VERBOSE,
)


def repaired(body: bytes) -> bytes:
    """Return JSON, or a page that holds some, with U+FFFD for half characters and bytes that are no UTF-8.

    A body without any is returned as it is.
    """
    try:
        body.decode()
    except UnicodeDecodeError:
        body = body.decode("utf-8", "replace").encode()
    if b"\\u" not in body:
        return body
    return _ESCAPES.sub(lambda found: found[1] or rb"\ufffd", body)
