"""Errors of publishing in the API's words."""

from __future__ import annotations

import pytest

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.publishing.trouble import answering
from tiktok_spiders.publish.codes import error_of, oauth_error_of, unknown_outcome
from tiktok_spiders.publish.errors import MediaError, PublishConfigError, RefusedError
from tiktok_spiders.publish.states import MoveError
from tiktok_spiders.publish.tokens import lost

CASES = [
    (error_of("rate_limit_exceeded"), "API_UNAVAILABLE", 503),
    (error_of("spam_risk_too_many_posts"), "API_UNAVAILABLE", 503),
    (error_of("internal_error"), "API_UNAVAILABLE", 503),
    (error_of("scope_not_authorized"), "FORBIDDEN", 403),
    (error_of("invalid_params"), "INVALID_REQUEST", 400),
    (error_of("publish_not_cancellable"), "CONFLICT", 409),
    (error_of("spam_risk_user_banned_from_posting"), "FORBIDDEN", 403),
    (oauth_error_of("access_denied"), "FORBIDDEN", 403),
    (oauth_error_of("invalid_client"), "NOT_CONFIGURED", 503),
    (oauth_error_of("invalid_grant"), "INVALID_REQUEST", 400),
    (lost("me", "no tokens are kept"), "CONFLICT", 409),
    (unknown_outcome("nobody knows"), "API_UNAVAILABLE", 503),
    (RefusedError("taken", code="key_taken"), "CONFLICT", 409),
    (MediaError(["codec: none"]), "INVALID_REQUEST", 400),
    (PublishConfigError("another user has the name"), "CONFLICT", 409),
    (MoveError("no way"), "CONFLICT", 409),
]


@pytest.mark.parametrize(("error", "code", "status"), CASES)
def test_each_error_has_its_code(error: Exception, code: str, status: int) -> None:
    with pytest.raises(ApiError) as told, answering():
        raise error
    assert (told.value.code, told.value.status) == (code, status)
    assert ("Retry-After" in told.value.headers) is (code == "API_UNAVAILABLE")
    assert "scrapy" not in told.value.message
