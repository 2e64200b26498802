"""Every documented code has its error, its remedy and its retry."""

from __future__ import annotations

import pytest

from tiktok_spiders.publish.codes import CODES, FAIL_REASONS, OAUTH, error_of, failed, oauth_error_of
from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    LoginLostError,
    MediaError,
    PublishError,
    RefusedError,
    Retry,
    UnavailableError,
)

DOCUMENTED = """
access_token_invalid scope_not_authorized scope_permission_missed invalid_params invalid_file_upload
rate_limit_exceeded internal_error app_version_check_failed spam_risk_too_many_posts
spam_risk_user_banned_from_posting spam_risk_too_many_pending_share reached_active_user_cap
unaudited_client_can_only_post_to_private_accounts url_ownership_unverified privacy_level_option_mismatch
invalid_publish_id token_not_authorized_for_specified_publish_id publish_not_cancellable
"""
REASONS = """
file_format_check_failed duration_check_failed frame_rate_check_failed picture_size_check_failed internal
video_pull_failed photo_pull_failed publish_cancelled auth_removed spam_risk_too_many_posts
spam_risk_user_banned_from_posting spam_risk_text spam_risk
"""
LOGINS = """
access_denied invalid_client invalid_grant invalid_request invalid_scope unauthorized_client
unsupported_grant_type unsupported_response_type
"""


def test_every_documented_code_is_there() -> None:
    assert set(CODES) == set(DOCUMENTED.split())
    assert set(FAIL_REASONS) == set(REASONS.split())
    assert set(OAUTH) == set(LOGINS.split())


@pytest.mark.parametrize("code", [*CODES, "invalid_param"])
def test_an_error_says_what_to_do(code: str) -> None:
    error = error_of(code, "told", status=400, log_id="L1")
    assert isinstance(error, PublishError)
    assert error.remedy
    assert str(error) == f"TikTok answers {error.code} (told): {error.remedy}"
    assert (error.log_id, error.status) == ("L1", 400)
    if error.retry is Retry.LATER and isinstance(error, LimitedError):
        assert error.wait_s >= 60


def test_codes_that_nobody_knows_go_by_their_status() -> None:
    kinds = {429: LimitedError, 503: UnavailableError, 401: AuthError, 404: RefusedError, None: RefusedError}
    assert {status: type(error_of("brand_new", status=status)) for status in kinds} == kinds
    assert type(oauth_error_of("invalid_grant")) is LoginLostError
    assert type(oauth_error_of("", status=500)) is UnavailableError


def test_a_failed_post_is_tried_again_only_where_that_may_help() -> None:
    again = {reason for reason in FAIL_REASONS if failed(reason).retry is not Retry.NEVER}
    assert again == {"internal", "video_pull_failed", "photo_pull_failed", "spam_risk_too_many_posts"}
    assert failed("brand_new").retry is Retry.NEVER
    assert "no reason given" in str(failed(""))


def test_a_media_error_names_each_violation() -> None:
    error = MediaError(["duration 400 s, at most 300 s", "frame rate 15, at least 23"])
    assert len(error.violations) == 2
    assert "300 s; frame rate" in str(error)
