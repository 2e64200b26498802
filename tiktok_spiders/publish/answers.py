"""What an answer of the official API says: the data, or the error of its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.publish.codes import error_of, oauth_error_of, unknown_outcome
from tiktok_spiders.publish.errors import UnavailableError
from tiktok_spiders.vault import redact

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

    from tiktok_spiders.publish.errors import PublishError

_LONGEST = 200
_SHORTEST_SECRET = 8


def flat_answer(answer: httpx.Response, sent: Iterable[str] = ()) -> dict[str, Any]:
    """Return the body of an OAuth answer. Raises ``PublishError`` where it holds an error or is none.

    ``sent``: values that must not come back in an error's text.
    """
    body = _json(answer)
    if answer.is_success and not answer.content:
        return {}
    if body is None:
        raise oauth_error_of("", "no JSON", status=answer.status_code)
    error = body.get("error")
    if isinstance(error, dict):  # the envelope of the other endpoints
        return _data(body, answer.status_code, sent)
    if error or not answer.is_success:
        told = _told(body.get("error_description"), sent)
        raise oauth_error_of(str(error or ""), told, status=answer.status_code, log_id=_log_id(body))
    return body


def wrapped_answer(
    answer: httpx.Response, sent: Iterable[str] = (), *, begins: bool = False
) -> dict[str, Any]:
    """Return the ``data`` of a JSON answer. Raises the error of its code, whatever the HTTP status.

    ``begins``: a fault of TikTok's, or an answer that says nothing, leaves open whether a post has begun.
    """
    try:
        return _data(_json(answer), answer.status_code, sent)
    except UnavailableError as error:
        if not begins:
            raise
        raise unknown_outcome(error.what, code=error.code, log_id=error.log_id, status=error.status) from None


def _data(body: dict[str, Any] | None, status: int, sent: Iterable[str]) -> dict[str, Any]:
    error = (body or {}).get("error")
    if body is None or not isinstance(error, dict) or not error.get("code"):
        raise _not_understood(status)
    if error["code"] != "ok":
        told = _told(error.get("message"), sent)
        raise error_of(str(error["code"]), told, status=status, log_id=_log_id(error))
    data = body.get("data")
    return data if isinstance(data, dict) else {}


def _not_understood(status: int) -> PublishError:
    if 200 <= status < 300:
        return UnavailableError("TikTok's answer is not understood", code="no_answer", status=status)
    return error_of("", status=status)


def _json(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        body = msgspec.json.decode(answer.content)
    except msgspec.DecodeError:
        return None
    return body if isinstance(body, dict) else None


def _log_id(body: dict[str, Any]) -> str | None:
    found = body.get("log_id") or body.get("logid")
    return None if found is None else str(found)[:_LONGEST]


def _told(message: object, sent: Iterable[str]) -> str:
    if not isinstance(message, str):
        return ""
    secrets = [value for value in sent if len(value) >= _SHORTEST_SECRET]
    return " ".join(redact(message, secrets).split())[:_LONGEST]
