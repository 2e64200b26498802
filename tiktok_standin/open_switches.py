"""What is reported or assumed of the official API, so that a client can be shown both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MIB = 1 << 20


@dataclass(slots=True, kw_only=True)
class OpenSwitches:
    """How the official API behaves; may be changed while it runs. All times are in seconds."""

    access_s: int = 7200
    """Life of an access token; older documentation: 86400."""

    refresh_s: int = 15_552_000
    """Life of a refresh token; older documentation: 31536000."""

    refresh_window: Literal["kept", "restarted"] = "kept"
    """Whether a refresh leaves the end of the refresh token's life where it was."""

    refresh_ends_access: bool = False
    """Whether a refresh ends the life of the access token before it."""

    oauth_status: int = 400
    """HTTP status of OAuth errors; 200 has been seen."""

    form_charset: Literal["accepted", "refused"] = "accepted"
    """Whether a charset after the form's content type is malformed."""

    code_s: int = 600
    """Life of a code."""

    code_uses: Literal["single", "many"] = "single"
    challenge_case: Literal["lower", "any"] = "lower"
    """Whether a challenge in upper-case hexadecimal digits is good."""

    authorize_refusal: Literal["page", "redirect"] = "page"
    """Where a bad scope, response type or challenge method is told, once the redirect address is good."""

    auto_auth: bool = True
    """Whether a browser in which the same was granted before passes without the page."""

    revoke_ends: Literal["login", "token"] = "login"
    """Whether a revocation ends all tokens of the account for the app, or only the one that was sent."""

    param_code: Literal["invalid_params", "invalid_param"] = "invalid_params"
    log_field: Literal["log_id", "logid"] = "log_id"
    missing_scope: Literal["refused", "omitted"] = "refused"
    """What becomes of a field whose scope was not granted."""

    display_limit_of: Literal["app", "token"] = "app"
    display_per_min: int = 600
    creator_info_per_min: int = 20
    init_per_min: int = 6
    status_per_min: int = 30
    init_bucket: Literal["separate", "shared"] = "separate"
    """Whether the three kinds of init share one budget."""

    posts_per_day: int = 15
    """Direct posts of a creator in 24 hours, all apps together."""

    pending_shares: int = 5
    """Drafts of a creator in 24 hours that are not posted yet."""

    pending_share_frees: Literal["posted", "never"] = "posted"
    """Whether a posted draft frees its place before the 24 hours are over."""

    unaudited_users: int = 5
    """Users of an unaudited app who may post in 24 hours."""

    branded_private: Literal["invalid_params", "privacy_level_option_mismatch"] = "invalid_params"
    """Which code refuses branded content for oneself alone."""

    missing_level: Literal["privacy_level_option_mismatch", "invalid_params"] = (
        "privacy_level_option_mismatch"
    )
    pull_refusal: Literal["url_ownership_unverified", "invalid_params"] = "url_ownership_unverified"
    """Which code refuses an address that is not https or has an IP address as its host."""

    single_chunk: Literal["exact", "floor"] = "exact"
    """Whether one chunk has to be declared as large as the file, or only to satisfy the floor rule."""

    single_chunk_max: int = 64 * MIB
    """The most bytes of an upload in one chunk; 64000000 is the most that was reported to work."""

    chunk_boundaries: Literal["strict", "loose"] = "strict"
    """Whether chunks have to be of the declared size."""

    content_types: bool = True
    """Whether a chunk's content type has to be one of the three."""

    upload_bearer: Literal["ignored", "refused"] = "ignored"
    """Whether a chunk may carry an Authorization header."""

    upload_body: Literal["empty_object", "none"] = "empty_object"
    """What a stored chunk is answered with; some clients read the last answer as JSON."""

    content_range: Literal["last", "count"] = "last"
    """Whether an upload's answers tell the last stored byte's index or how many are stored."""

    upload_url_s: int = 3600
    """Life of an upload address."""

    late_upload: Literal["stays", "failed"] = "stays"
    """What status tells of an upload that did not end within its address's life."""

    processing_s: float = 0.2
    """From the last byte to the end of processing."""

    pull_s: float = 0.2
    """From an init to the end of the download."""

    moderation_s: float = 0.2
    """From the end of processing until a public post has its id."""

    post_id_key: Literal["publicaly_available_post_id", "publicly_available_post_id"] = (
        "publicaly_available_post_id"
    )
    post_id_form: Literal["numbers", "strings", "scalar"] = "numbers"
    publish_type: str = "DIRECT_POST"
    """What webhooks call a direct post."""

    media_checks: bool = False
    """Whether an upload that is no MP4, MOV or WebM file fails after processing."""

    webhooks: Literal["auto", "manual"] = "auto"
    """Whether events are sent by themselves or only through the control."""

    webhook_times: int = 1
    """How often each event is delivered."""

    webhook_age_s: int = 0
    """How old signatures are when they are sent."""

    webhook_resign: bool = True
    """Whether a retry is signed anew."""

    webhook_retry_s: float = 1.0
    """First pause after an answer other than 200; doubles each time, for 72 hours."""

    webhook_post_id: Literal["number", "string"] = "number"
