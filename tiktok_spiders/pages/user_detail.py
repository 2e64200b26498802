"""The answer of ``/api/user/detail/``, or the bare ``userInfo`` inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.containers import ContainerError, members
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.profile import has_user, profile

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture, PageRead

_PAGE = "user detail"


class _Detail(Answer, kw_only=True):
    userInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815 - the wire's own name


def read_user_detail(body: bytes, capture: Capture) -> PageRead:
    """Return the account of the answer; see `read_user_page` for a status that is not 0.

    Raises `PageLayoutError` for an answer with status 0 and without an account.
    """
    misread = Misread()
    try:
        found = members(body)
        if "userInfo" not in found and "user" in found:
            return profile(msgspec.Raw(body), capture, misread, code=0, message="")
        detail = msgspec.json.decode(msgspec.json.encode(found), type=_Detail)
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable answer ({error})") from None
    code, message = detail.status(misread)
    if code == 0 and not has_user(detail.userInfo):
        raise PageLayoutError(_PAGE, capture.url, "userInfo")
    return profile(detail.userInfo, capture, misread, code=code, message=message)
