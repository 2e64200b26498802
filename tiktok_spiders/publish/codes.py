"""Each documented code: its error, what to do about it, and whether trying again may help."""

from __future__ import annotations

from typing import Any, NamedTuple

from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    LoginLostError,
    PostFailedError,
    PublishError,
    RefusedError,
    Retry,
    ScopeMissingError,
    UnavailableError,
    UnknownOutcomeError,
)
from tiktok_spiders.publish.states import State

MINUTE_S = 60.0
CAP_S = 3600.0
"""A slot of a cap of 24 hours may come free at any time: it is asked for again after an hour."""

LOGIN = "run: scrapy publish login"


class Code(NamedTuple):
    """What a code means."""

    kind: type[PublishError]
    remedy: str
    retry: Retry = Retry.NEVER
    wait_s: float = 0.0


_BAD = "a request broke TikTok's rules; check what was asked for, its log id helps TikTok's support"
_CAP = "the creator has reached the posts of 24 hours; wait, or post from the app"
_BANNED = "TikTok does not let this account post; look into the app's notices"

CODES: dict[str, Code] = {
    "access_token_invalid": Code(AuthError, LOGIN, Retry.SAME),
    "scope_not_authorized": Code(ScopeMissingError, LOGIN + ", and allow what it asks for"),
    "scope_permission_missed": Code(ScopeMissingError, LOGIN + ", and allow what it asks for"),
    "invalid_params": Code(RefusedError, _BAD),
    "invalid_file_upload": Code(RefusedError, "TikTok does not take this file; see docs/publishing.md"),
    "rate_limit_exceeded": Code(LimitedError, "wait a minute", Retry.LATER, MINUTE_S),
    "internal_error": Code(UnavailableError, "TikTok has a fault; try again later", Retry.LATER),
    "app_version_check_failed": Code(
        RefusedError, "the user's TikTok app must be 31.8 or newer: update it, or post directly"
    ),
    "spam_risk_too_many_posts": Code(LimitedError, _CAP, Retry.LATER, CAP_S),
    "spam_risk_user_banned_from_posting": Code(RefusedError, _BANNED),
    "spam_risk_too_many_pending_share": Code(
        LimitedError,
        "finish or discard drafts in the app's inbox; 5 may wait in 24 hours",
        Retry.LATER,
        CAP_S,
    ),
    "reached_active_user_cap": Code(
        LimitedError,
        "the app has reached its users of 24 hours; wait, or have TikTok audit the app",
        Retry.LATER,
        CAP_S,
    ),
    "unaudited_client_can_only_post_to_private_accounts": Code(
        RefusedError,
        "the app is not audited: make the TikTok account itself private in its settings and post with "
        "SELF_ONLY, or send a draft with --draft",
    ),
    "url_ownership_unverified": Code(
        RefusedError, "verify the address's domain or prefix in the app's page at developers.tiktok.com"
    ),
    "privacy_level_option_mismatch": Code(
        RefusedError, "choose one of the privacy levels that the account offers now"
    ),
    "invalid_publish_id": Code(RefusedError, "TikTok does not know this publish_id, or no longer"),
    "token_not_authorized_for_specified_publish_id": Code(
        RefusedError, "the post belongs to another account: name it with --account"
    ),
    "publish_not_cancellable": Code(RefusedError, "it has come to its end, or is too near to it"),
}
"""Of the JSON APIs."""

SPELLINGS = {"invalid_param": "invalid_params"}
"""Codes that TikTok's pages spell in two ways."""

OAUTH: dict[str, Code] = {
    "access_denied": Code(AuthError, "the user, or TikTok, said no; " + LOGIN),
    "invalid_client": Code(AuthError, "check TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET"),
    "invalid_grant": Code(LoginLostError, LOGIN),
    "invalid_request": Code(
        AuthError, "check that TIKTOK_REDIRECT_URI is of the app's type: loopback for desktop, https for web"
    ),
    "invalid_scope": Code(AuthError, "TIKTOK_SCOPES holds a scope that TikTok does not know"),
    "unauthorized_client": Code(AuthError, "the app lacks Login Kit, or awaits TikTok's review"),
    "unsupported_grant_type": Code(AuthError, "the app may not be used in this way"),
    "unsupported_response_type": Code(AuthError, "the app may not be used in this way"),
}
"""Of the OAuth endpoints and of the redirect."""

_MEDIA = "convert the file: MP4, WebM or MOV; H.264, H.265, VP8 or VP9; see docs/publishing.md"

CANCELLED = "publish_cancelled"

FAIL_REASONS: dict[str, Code] = {
    "file_format_check_failed": Code(PostFailedError, _MEDIA),
    "duration_check_failed": Code(PostFailedError, "shorten the video to what the creator may post"),
    "frame_rate_check_failed": Code(PostFailedError, "convert the video to 23 to 60 frames a second"),
    "picture_size_check_failed": Code(
        PostFailedError, "resize it: a video's sides 360 to 4096 pixels, a photo at most 1080p"
    ),
    "internal": Code(PostFailedError, "TikTok has a fault; post it again", Retry.LATER),
    "video_pull_failed": Code(
        PostFailedError, "see that the address answers without redirects within an hour", Retry.LATER
    ),
    "photo_pull_failed": Code(
        PostFailedError, "see that the addresses answer without redirects within an hour", Retry.LATER
    ),
    CANCELLED: Code(PostFailedError, "it was cancelled, as asked"),
    "auth_removed": Code(PostFailedError, "the user took the app's access away; " + LOGIN),
    "spam_risk_too_many_posts": Code(PostFailedError, _CAP, Retry.LATER, CAP_S),
    "spam_risk_user_banned_from_posting": Code(PostFailedError, _BANNED),
    "spam_risk_text": Code(PostFailedError, "TikTok takes the caption for spam: change it"),
    "spam_risk": Code(PostFailedError, "TikTok takes the post for spam"),
}
"""Of a post whose status is FAILED."""

_UNKNOWN_REASON = Code(PostFailedError, "TikTok names a reason that this version does not know")


def error_of(
    code: str, message: str = "", *, status: int | None = None, log_id: str | None = None
) -> PublishError:
    """Return the error of a code of the JSON APIs; ``message`` is TikTok's, redacted by the caller."""
    code = SPELLINGS.get(code, code)
    known = CODES.get(code) or _by_status(status)
    what = _said(f"TikTok answers {code or status}", message)
    return _made(known, what, code=code, status=status, log_id=log_id)


def oauth_error_of(
    code: str, message: str = "", *, status: int | None = None, log_id: str | None = None
) -> PublishError:
    """Return the error of an OAuth endpoint, or of a redirect."""
    known = OAUTH.get(code) or _by_status(status)
    what = _said(f"TikTok refuses the login with {code or status}", message)
    return _made(known, what, code=code, status=status, log_id=log_id)


def failed(fail_reason: str, *, log_id: str | None = None) -> PostFailedError:
    """Return the error of a post that failed; a reason that is not documented is not worth a retry."""
    known = FAIL_REASONS.get(fail_reason, _UNKNOWN_REASON)
    return PostFailedError(
        f"TikTok gave up on the post ({fail_reason or 'no reason given'})",
        code=fail_reason,
        remedy=known.remedy,
        retry=known.retry,
        log_id=log_id,
    )


def end_of(fail_reason: str) -> tuple[State, str]:
    """Return the state of a post that TikTok gave up on, and why in words."""
    state = State.CANCELLED if fail_reason == CANCELLED else State.FAILED
    return state, str(failed(fail_reason))


def unknown_outcome(what: str, **given: Any) -> UnknownOutcomeError:
    """Return the error of a post that may have begun."""
    return UnknownOutcomeError(
        what,
        remedy="look into the TikTok app whether the post is there, then: scrapy publish resolve",
        retry=Retry.UNKNOWN,
        **given,
    )


def _made(known: Code, what: str, **given: Any) -> PublishError:
    error = known.kind(what, remedy=known.remedy, retry=known.retry, **given)
    if isinstance(error, LimitedError):
        error.wait_s = known.wait_s
    return error


def _said(what: str, message: str) -> str:
    return f"{what} ({message})" if message else what


def _by_status(status: int | None) -> Code:
    if status == 429:
        return CODES["rate_limit_exceeded"]
    if status is not None and status >= 500:
        return CODES["internal_error"]
    if status == 401:
        return CODES["access_token_invalid"]
    return Code(RefusedError, _BAD)
