"""What a verdict means to whoever asked: an answer, or which error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api import names
from tiktok_spiders.api.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.api.live.question import Answer, Question

BLOCKED_S = 60.0
"""Seconds after which it makes sense to ask again what TikTok has blocked: its blocks last minutes."""

UNAVAILABLE_S = 15.0


@dataclass(frozen=True, slots=True)
class _Meaning:
    code: str
    message: str
    retry_after: float | None = None


_MEANINGS = {
    "private": _Meaning("TARGET_PRIVATE", "the target is private"),
    "missing": _Meaning("NOT_FOUND", "TikTok says that there is no such thing"),
    "region": _Meaning("TARGET_RESTRICTED", "TikTok does not show it in the region of the request"),
    "age": _Meaning("TARGET_RESTRICTED", "TikTok shows it to adults that are logged in only"),
    "login": _Meaning("TARGET_RESTRICTED", "TikTok shows it to users that are logged in only"),
    "robots": _Meaning(
        "ROBOTS", "TikTok's robots.txt refuses it; the setting TIKTOK_ROBOTSTXT_OBEY decides whether it holds"
    ),
    "invalid_target": _Meaning("INVALID_REQUEST", "the target is not one"),
    "blocked": _Meaning("BLOCKED", "TikTok blocks requests now", BLOCKED_S),
    "captcha": _Meaning("BLOCKED", "TikTok wants a captcha solved, which is not done here", BLOCKED_S),
}
"""Stop reason → error, where nothing came."""

_UNAVAILABLE = _Meaning("API_UNAVAILABLE", "TikTok does not answer now", UNAVAILABLE_S)
_FAILED = _Meaning("SCRAPER_ERROR", "the look-up failed; the log of the API tells what")
_NO_BROWSER = _Meaning("NOT_CONFIGURED", "this needs a browser, and none can be used (TIKTOK_BROWSER)")
_AWAY = frozenset({"unreachable", "server_error", "rate_limited"})

KEPT = frozenset({"complete", "capped", "limited", "short"})
"""Statuses of answers that are worth keeping."""

KEPT_MISSING_S = 60.0
"""Seconds for which it is remembered that something is missing."""


def verdict_of(answer: Answer, asked: Question) -> dict[str, Any] | None:
    """Return the verdict on what was asked for; None where there is none."""
    own = [one for one in answer.verdicts if not asked.resource or one["resource"] == asked.resource]
    return next(reversed(own or answer.verdicts), None)


def found_in(answer: Answer, asked: Question) -> list[dict[str, Any]]:
    """Return the records that were asked for, in the order of their list.

    What only tells that a post is gone is not one.
    """
    found = [one for one in answer.of_type(asked.wanted) if one.get("detail") != 0]
    return sorted(found, key=_rank)


def _rank(record: Mapping[str, Any]) -> float:
    rank = (record.get("source") or {}).get("rank")
    return float("inf") if rank is None else rank


def check(answer: Answer, asked: Question) -> None:
    """Raise ``ApiError`` for an answer with nothing to show, unless there is truly nothing."""
    if found_in(answer, asked):
        return
    verdict = verdict_of(answer, asked)
    if answer.ended == "deadline":
        raise ApiError("API_UNAVAILABLE", "nothing had come when the deadline was over", status=504)
    if answer.error.startswith("refused: "):
        raise ApiError("INVALID_REQUEST", answer.error.removeprefix("refused: "))
    if answer.error == "store":
        raise ApiError("DATABASE_ERROR", "the store does not take what was found")
    if verdict is None:
        raise _error(_FAILED, None)
    if verdict["status"] in KEPT and (asked.is_list or verdict["status"] != "complete"):
        return
    raise _error(_meaning(verdict), verdict)


def is_worth_keeping(answer: Answer, asked: Question) -> bool:
    """Tell whether an answer may be given again: a whole one that is no error."""
    verdict = verdict_of(answer, asked)
    return answer.ended == "finished" and verdict is not None and verdict["status"] in KEPT


def is_missing(answer: Answer, asked: Question) -> bool:
    """Tell whether the answer is that there is no such thing."""
    verdict = verdict_of(answer, asked)
    return answer.ended == "finished" and verdict is not None and verdict["status"] == "missing"


def shown(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Return a verdict by its short names, without the text of an error, which may quote anything."""
    short = names.verdict(verdict)
    return {**short, "message": None} if verdict["stop_reason"] == "error" else short


def _meaning(verdict: Mapping[str, Any]) -> _Meaning:
    reason = verdict["stop_reason"] or ""
    outcomes = set(verdict.get("outcomes") or ()) - {"ok"}
    if reason == "error" and "TIKTOK_BROWSER" in (verdict.get("message") or ""):
        outcomes.discard("invalid")  # that of the request that had no browser
        return _UNAVAILABLE if outcomes else _NO_BROWSER
    if (reason == "blocked" and outcomes == {"rate_limited"}) or (reason == "error" and outcomes <= _AWAY):
        return _UNAVAILABLE if outcomes else _FAILED
    return _MEANINGS.get(reason, _FAILED)


def _error(meaning: _Meaning, verdict: Mapping[str, Any] | None) -> ApiError:
    details = {"verdict": shown(verdict)} if verdict is not None else {}
    return ApiError(meaning.code, meaning.message, details=details, retry_after=meaning.retry_after)
