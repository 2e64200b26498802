"""The states of a post, and which may follow which."""

from __future__ import annotations

from enum import StrEnum

from tiktok_spiders.exceptions import TikTokSpidersError


class State(StrEnum):
    """What has become of a post."""

    QUEUED = "queued"
    """Waits for its due time."""
    CLAIMED = "claimed"
    """One process works on it; TikTok knows nothing of it yet."""
    STARTING = "starting"
    """Written before TikTok is asked to begin: who finds it later knows that TikTok may have been asked."""
    UPLOADING = "uploading"
    """TikTok gave an upload address; what it needs to go on is kept with the post."""
    PROCESSING = "processing"
    """TikTok has everything, or fetches it by itself."""
    PUBLISHED = "published"
    """On the account."""
    INBOX = "inbox"
    """A draft that lies in the creator's inbox: it is not public before they post it."""
    UNKNOWN = "unknown"
    """TikTok was asked to begin and nobody knows what it made of it: a person has to look."""
    CANCELLED = "cancelled"
    """Dropped on request."""
    FAILED = "failed"
    """Refused, or set aside; the reason says why."""


OPEN = frozenset({State.QUEUED, State.CLAIMED, State.STARTING, State.UPLOADING, State.PROCESSING})
"""States that a drain goes on from."""

NOT_POSTED = frozenset({State.FAILED, State.CANCELLED})
"""Ends of which it is known that nothing was posted: the same post may be tried again."""

_S = State
MOVES: dict[State, frozenset[State]] = {
    _S.QUEUED: frozenset({_S.CLAIMED, _S.CANCELLED, _S.FAILED}),
    _S.CLAIMED: frozenset({_S.QUEUED, _S.STARTING, _S.CANCELLED, _S.FAILED}),
    _S.STARTING: frozenset({_S.QUEUED, _S.UPLOADING, _S.PROCESSING, _S.UNKNOWN, _S.FAILED}),
    _S.UPLOADING: frozenset(
        {_S.STARTING, _S.PROCESSING, _S.PUBLISHED, _S.INBOX, _S.UNKNOWN, _S.CANCELLED, _S.FAILED}
    ),
    _S.PROCESSING: frozenset({_S.PUBLISHED, _S.INBOX, _S.UNKNOWN, _S.CANCELLED, _S.FAILED}),
    _S.INBOX: frozenset({_S.PUBLISHED, _S.FAILED}),
    _S.UNKNOWN: frozenset({_S.PUBLISHED, _S.INBOX, _S.QUEUED}),
    _S.FAILED: frozenset({_S.QUEUED}),
    _S.CANCELLED: frozenset({_S.QUEUED}),
    _S.PUBLISHED: frozenset(),
}
"""What may follow each state. From ``unknown`` only a person's word leads on."""


class MoveError(TikTokSpidersError):
    """Raised for a step that a post in its state cannot take."""


def check_move(old: State, new: State) -> None:
    """Raise ``MoveError`` unless ``new`` may follow ``old``."""
    if new not in MOVES[old]:
        allowed = ", ".join(sorted(MOVES[old])) or "nothing"
        raise MoveError(f"a post that is {old} cannot become {new}; what may follow is {allowed}")
