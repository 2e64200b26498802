"""Errors of publishing in the words of the API's envelope."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    MediaError,
    PublishConfigError,
    PublishError,
    RefusedError,
)
from tiktok_spiders.publish.states import MoveError
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

LATER_S = 30.0
SAID = 500
"""Characters of TikTok's words, at most."""

_CODES = {
    "state_mismatch": "INVALID_REQUEST",
    "invalid_grant": "INVALID_REQUEST",
    "no_account": "NOT_FOUND",
    "invalid_client": "NOT_CONFIGURED",
    "key_taken": "CONFLICT",
    "not_cancellable": "CONFLICT",
    "publish_not_cancellable": "CONFLICT",
    "not_unknown": "CONFLICT",
    "login_lost": "CONFLICT",
    "spam_risk_user_banned_from_posting": "FORBIDDEN",
}
"""Where the code says more than the kind of the error."""


@contextmanager
def answering() -> Iterator[None]:
    """Turn errors of publishing into ``ApiError``."""
    try:
        yield
    except PublishError as error:
        raise api_error(error) from error
    except (PublishConfigError, MoveError) as error:
        raise ApiError("CONFLICT", printable(str(error), SAID)) from error


def api_error(error: PublishError) -> ApiError:
    """Return what the client is told: TikTok's code, and when to come again."""
    details: dict[str, object] = {"tiktok_code": error.code} if error.code else {}
    if error.log_id:
        details["log_id"] = error.log_id
    if isinstance(error, MediaError):
        return ApiError("INVALID_REQUEST", error.what, details={"violations": list(error.violations)})
    code, wait_s = _CODES.get(error.code) or _by_kind(error), None
    if code == "API_UNAVAILABLE":
        wait_s = error.wait_s if isinstance(error, LimitedError) else LATER_S
    return ApiError(code, printable(error.what, SAID), details=details, retry_after=wait_s)


def _by_kind(error: PublishError) -> str:
    if isinstance(error, AuthError):
        return "FORBIDDEN"
    return "INVALID_REQUEST" if isinstance(error, RefusedError) else "API_UNAVAILABLE"
