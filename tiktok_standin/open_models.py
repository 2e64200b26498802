"""Apps, accounts and posts of the official API."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

from tiktok_standin import ids

FINAL = frozenset({"SEND_TO_USER_INBOX", "PUBLISH_COMPLETE", "FAILED"})
HEAD_BYTES = 64


@dataclass(slots=True, kw_only=True)
class OpenApp:
    """A registered app."""

    client_key: str
    client_secret: str
    type: Literal["desktop", "web"] = "desktop"
    redirect_uris: list[str] = field(default_factory=list)
    audited: bool = True
    scopes: list[str] = field(default_factory=list)
    """What the app is approved for."""

    webhook_url: str | None = None
    verified: list[str] = field(default_factory=list)
    """Domains, and address prefixes that begin with ``https://``."""

    active_user_cap: int | None = None
    """How many users may post directly in 24 hours; None: the switch for unaudited apps, else any number."""


@dataclass(slots=True, kw_only=True)
class OpenVideo:
    """A post as the Display API shows it."""

    id: str
    create_time: int
    title: str
    public: bool = True


@dataclass(slots=True, kw_only=True)
class OpenAccount:
    """A user, and what posting to the account meets."""

    handle: str
    nickname: str = ""
    private: bool = False
    grantable: list[str] | None = None
    """Which scopes the user grants at most; None: all that are asked for."""

    banned: bool = False
    comment_disabled: bool = False
    duet_disabled: bool = False
    stitch_disabled: bool = False
    old_app: bool = False
    """Whether the user's app is too old for photo drafts."""

    max_video_post_duration_sec: int = 300
    posts_per_day: int | None = None
    """This creator's own cap; None: the switch."""

    pending_shares: int | None = None
    videos: list[OpenVideo] = field(default_factory=list)

    @property
    def union_id(self) -> str:
        """Return the id that all apps of one developer see."""
        return ids.hex_word("union", self.handle)

    def open_id(self, client_key: str) -> str:
        """Return the id that one app sees."""
        return f"-000{ids.hex_word('open', client_key, self.handle)}"

    def levels(self) -> list[str]:
        """Return the privacy levels that the account offers now."""
        first = "FOLLOWER_OF_CREATOR" if self.private else "PUBLIC_TO_EVERYONE"
        return [first, "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]


@dataclass(slots=True, kw_only=True)
class Upload:
    """A file on its way; bytes are hashed as they come and never kept."""

    id: str
    token: str
    size: int
    chunk_size: int
    count: int
    expires_at: float
    received: int = 0
    chunks: list[tuple[int, int]] = field(default_factory=list)
    puts: int = 0
    """How many chunk requests came, refused ones too."""

    head: bytes = b""
    digest: Any = field(default_factory=hashlib.sha256)

    @property
    def complete(self) -> bool:
        """Tell whether all bytes are stored."""
        return self.received == self.size

    def expected_last(self) -> int:
        """Return the index of the next chunk's last byte, by the declared plan."""
        if len(self.chunks) >= self.count - 1:
            return self.size - 1
        return (len(self.chunks) + 1) * self.chunk_size - 1


@dataclass(slots=True, kw_only=True)
class OpenPost:
    """A post from its init on."""

    publish_id: str
    client_key: str
    handle: str
    open_id: str
    kind: Literal["video", "photos"]
    mode: Literal["direct", "inbox"]
    source: Literal["file", "url"]
    created_at: float
    post_info: dict[str, Any]
    source_info: dict[str, Any]
    is_aigc: bool = False
    upload: Upload | None = None
    stage: Literal["uploading", "downloading", "processing", "moderating", "done"] = "uploading"
    due: float | None = None
    """When the stage ends by itself, in seconds of the API's clock."""

    processing_s: float = 0.0
    ends_in: str | None = None
    """The reason for which processing will fail."""

    status: str = "PROCESSING_UPLOAD"
    fail_reason: str | None = None
    downloaded: int = 0
    post_ids: list[int] = field(default_factory=list)
