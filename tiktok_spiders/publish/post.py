"""A post of the queue, as it is asked for and as it is kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tiktok_spiders.publish.idempotency import content_hash, key_of
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Kind = Literal["video", "photos"]
Mode = Literal["direct", "inbox"]
Source = Literal["file", "url"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFile:
    """A file as it was when it was queued. ``hash`` is its SHA-256."""

    path: Path
    machine: str
    size: int
    mtime: float
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """What a user asks to be posted: one file, or addresses."""

    account: str
    open_id: str
    kind: Kind
    mode: Mode
    file: LocalFile | None = None
    urls: tuple[str, ...] = ()
    caption: str | None = None
    """Caption of a video, description of photos."""
    options: Options = field(default_factory=Options)
    due_at: datetime | None = None
    """Not before; None: at once."""
    chosen_key: str | None = None
    owner: str | None = None
    """Whose the account was then."""

    @property
    def content_hash(self) -> str:
        """Return the hash of what is posted."""
        content = self.file.hash if self.file else self.urls
        texts = (self.caption, self.options.title)
        return content_hash(kind=self.kind, mode=self.mode, content=content, texts=texts)

    @property
    def key(self) -> str:
        """Return the chosen key, or the one that follows from account and content."""
        return self.chosen_key or key_of(self.open_id, self.content_hash)

    def columns(self) -> dict[str, Any]:
        """Return the columns that hold what was asked for."""
        file = self.file
        return {
            "content_hash": self.content_hash,
            "kind": self.kind,
            "mode": self.mode,
            "source": "file" if file else "url",
            "path": str(file.path) if file else None,
            "machine": file.machine if file else None,
            "size": file.size if file else None,
            "mtime": file.mtime if file else None,
            "file_hash": file.hash if file else None,
            "caption": self.caption,
            "urls": list(self.urls),
            "options": asdict(self.options),
            "owner": self.owner,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One row of the queue."""

    id: int
    account: str
    key: str
    content_hash: str
    kind: Kind
    mode: Mode
    source: Source
    file: LocalFile | None
    urls: tuple[str, ...]
    caption: str | None
    options: Options
    state: State
    reason: str | None
    """Why it is in this state, in words."""
    due_at: datetime
    publish_id: str | None
    uploaded_bytes: int
    chunk_size: int | None
    post_ids: tuple[str, ...]
    """Of public posts, once TikTok has looked through them."""
    tries: int
    """How often it went back into the queue."""
    inits: int
    """How often TikTok was asked to begin."""
    claimed_by: str | None
    claimed_until: datetime | None
    init_at: datetime | None
    created_at: datetime
    updated_at: datetime
    owner: str | None = None
    """Whose the account was; it may have been forgotten since."""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Post:
        """Return the post of a row of ``publish_posts``."""
        values = {each.name: row[each.name] for each in fields(cls) if each.name not in _BUILT}
        return cls(
            **values,
            file=_file(row),
            urls=tuple(row["urls"] or ()),
            options=_options(row["options"] or {}),
            state=State(row["state"]),
            post_ids=tuple(row["post_ids"] or ()),
            uploaded_bytes=row["uploaded_bytes"] or 0,
        )

    @property
    def end(self) -> State:
        """Return the state that was asked for."""
        return State.INBOX if self.mode == "inbox" else State.PUBLISHED

    @property
    def is_at_end(self) -> bool:
        """Tell whether the post is where it was asked to be."""
        return self.state in {self.end, State.PUBLISHED}


_BUILT = frozenset({"file", "urls", "options", "state", "post_ids", "uploaded_bytes"})
_OPTIONS = frozenset(each.name for each in fields(Options))


def _file(row: Mapping[str, Any]) -> LocalFile | None:
    if row["source"] != "file":
        return None
    return LocalFile(
        path=Path(row["path"]),
        machine=row["machine"],
        size=row["size"],
        mtime=row["mtime"],
        hash=row["file_hash"],
    )


def _options(values: Mapping[str, Any]) -> Options:
    # A row may be of a version that knew other options.
    return Options(**{name: value for name, value in values.items() if name in _OPTIONS})
