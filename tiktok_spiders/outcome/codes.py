"""TikTok's status codes: the one table. Names follow the enum of its web front end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tiktok_spiders.outcome.model import Outcome

_LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Code:
    """One status code."""

    code: int
    """The number."""

    name: str
    """What it stands for."""

    outcome: Outcome
    """What it means for us."""

    confirm: bool = False
    """True where clients disagree about it, so that one answer is not enough."""


_O = Outcome

CODES: dict[int, Code] = {
    code.code: code
    for code in (
        Code(0, "ok", _O.OK),
        Code(-1, "generic_failure", _O.BLOCKED),
        Code(450, "client_page_error", _O.BLOCKED),
        Code(2065, "app_user_missing", _O.MISSING),
        Code(2096, "app_list_hidden", _O.PRIVATE),
        # Without the cookies of a page load it says the same.
        Code(2483, "login_required", _O.LOGIN, confirm=True),
        Code(10000, "captcha_required", _O.CAPTCHA),
        # One client reads it as a login wall.
        Code(10101, "server_error", _O.SERVER_ERROR),
        Code(10102, "user_not_login", _O.LOGIN),
        Code(10111, "network_error", _O.BLOCKED),
        Code(10113, "risk_control_slide", _O.CAPTCHA),
        Code(10114, "risk_control_block", _O.BLOCKED),
        Code(10119, "live_needs_login", _O.LOGIN),
        Code(10201, "invalid_parameter", _O.INVALID),
        Code(10202, "user_not_exist", _O.MISSING),
        Code(10203, "music_not_exist", _O.MISSING),
        # One client reads it as "this address is blocked from the post", and both happen.
        Code(10204, "video_not_exist", _O.MISSING, confirm=True),
        Code(10205, "hashtag_not_exist", _O.MISSING),
        Code(10208, "effect_not_exist", _O.MISSING),
        Code(10209, "hashtag_blacklisted", _O.MISSING),
        Code(10210, "live_not_exist", _O.MISSING),
        Code(10211, "hashtag_sensitive", _O.MISSING),
        Code(10212, "hashtag_taken_down", _O.MISSING),
        Code(10213, "video_age_limited", _O.AGE),
        Code(10214, "video_age_limited_strict", _O.AGE),
        Code(10215, "video_abnormal", _O.MISSING),
        Code(10216, "video_private", _O.PRIVATE),
        Code(10217, "video_withheld_by_review", _O.MISSING),
        Code(10218, "music_withdrawn", _O.MISSING),
        Code(10219, "music_no_copyright", _O.REGION),
        Code(10220, "video_withheld_by_music", _O.MISSING),
        Code(10221, "user_banned", _O.MISSING),
        Code(10222, "user_private", _O.PRIVATE),
        Code(10223, "user_under_age_rules", _O.MISSING),
        Code(10224, "game_not_exist", _O.MISSING),
        Code(10225, "user_restricted", _O.PRIVATE),
        Code(10227, "video_recheck", _O.LOGIN),
        Code(10228, "video_risk", _O.LOGIN),
        Code(10229, "video_masked", _O.LOGIN),
        Code(10230, "video_masked_strict", _O.LOGIN),
        Code(10231, "video_geo_blocked", _O.REGION),
        # The batch is at its end, which is no failure: the answer just holds no more items.
        Code(10404, "for_you_limit", _O.OK),
        Code(100000, "shop_token_expired", _O.BLOCKED),
        Code(100001, "bad_parameter", _O.INVALID),
        Code(100002, "not_found", _O.MISSING),
        Code(100004, "video_unavailable", _O.MISSING, confirm=True),
        Code(205001, "place_not_exist", _O.MISSING),
        Code(209002, "login_needed", _O.LOGIN),
        Code(23002102, "shop_not_in_region", _O.REGION),
        Code(23004014, "shop_soft_block", _O.BLOCKED),
    )
}


def code_of(number: int) -> Code:
    """Return the entry of a code; an unknown one is ``invalid`` and worth one more try."""
    return CODES.get(number) or Code(number, "unknown_code", Outcome.INVALID, confirm=True)


def status_number(*candidates: Any) -> int | None:
    """Return the first status that is not null as a number: int, or decimal text (``"0"``, ``"10000"``)."""
    for value in candidates:
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
            return value
        if isinstance(value, str) and value.removeprefix("-").isascii() and _is_number(value):
            return int(value)
    return None


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) < 16
