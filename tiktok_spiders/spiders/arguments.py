"""Spider arguments: typed, checked before the first request, with a JSON schema of their own."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from tiktok_spiders.endpoints.feeds import CATEGORIES
from tiktok_spiders.exceptions import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

SHOWN = 80
"""Characters of a refused value that an error shows."""


LONGEST_TARGET = 2048
"""Bytes of a target; PostgreSQL's indexes hold little more."""


class GivenTarget(NamedTuple):
    """One target as the user gave it."""

    place: str
    """Where it stands: ``users[2]`` or ``handles.txt:17``."""

    text: str
    """The target itself."""

    argument: str = ""
    """The argument that holds it, or whose file does."""


def _split(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _moment(value: Any, end_of: time) -> Any:
    if not isinstance(value, str):
        return value
    when = datetime.fromisoformat(value.strip())
    if len(value.strip()) <= len("2026-01-31"):
        when = datetime.combine(when.date(), end_of)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _start(value: Any) -> Any:
    return _moment(value, time.min)


def _end(value: Any) -> Any:
    return _moment(value, time.max.replace(microsecond=0))


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
Limit = Annotated[int | None, Field(ge=0, le=100_000_000)]
RunName = Annotated[str | None, Field(pattern=r"^[\w.:-]{1,100}$")]


class Arguments(BaseModel):
    """What every spider takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    TARGETS: ClassVar[tuple[str, ...]] = ()
    """Names of the arguments that hold targets; each has a ``…_file`` twin."""

    since: Annotated[datetime | None, BeforeValidator(_start)] = Field(
        None, description="Only what was published at or after this ISO date or time (UTC)."
    )
    until: Annotated[datetime | None, BeforeValidator(_end)] = Field(
        None, description="Only what was published at or before this ISO date (to its end) or time (UTC)."
    )
    new_only: bool = Field(
        default=False,
        description="Stop at the first item, pinned ones aside, that an earlier finished listing of the same "
        "target stored.",
    )
    raw: bool = Field(default=False, description="Keep the payload of each record in its `raw` field.")
    run: RunName = Field(
        None,
        description="Name of the run: the same name goes on where the run stands. Letters, digits, `_.:-`.",
    )

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Check what was given with ``-a``; raise ``ArgumentError`` in one line."""
        try:
            return cls(**given)
        except ValidationError as error:
            raise ArgumentError(_explain(cls, error.errors()[0])) from None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since={self.since:%Y-%m-%d} is after until={self.until:%Y-%m-%d}")
        if self.TARGETS and not any(True for _ in self.targets()):
            names = " or ".join(f"{name}=… or {name}_file=…" for name in self.TARGETS)
            raise ValueError(f"no target given: {names}")
        return self

    def check_store(self, *, enabled: bool) -> None:
        """Raise ``ArgumentError`` for an argument that means nothing without a store."""
        given = [name for name in ("new_only", "run") if getattr(self, name)]
        if given and not enabled:
            raise ArgumentError(f"{given[0]} needs the store, and TIKTOK_STORE_ENABLED is false")

    def targets(self) -> Iterator[GivenTarget]:
        """Yield all targets in their order, those of the files last."""
        for name in self.TARGETS:
            for number, text in enumerate(getattr(self, name), start=1):
                yield GivenTarget(f"{name}[{number}]", _storable(text), name)
            path = getattr(self, f"{name}_file")
            if path is not None:
                yield from _lines(path, name)

    def stored(self) -> dict[str, Any]:
        """Return the arguments as JSON values, for the run's row; the run's own name is left out."""
        return self.model_dump(mode="json", exclude={"run"}, exclude_defaults=True)


class UserArguments(Arguments):
    """Arguments of the spider ``user``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("users",)

    users: Words = Field((), description="Handles, profile links, numeric ids or secUids, comma-separated.")
    users_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")
    max_videos: Limit = Field(None, description="At most so many videos of each list; 0 for none.")
    include: Annotated[tuple[Literal["videos", "reposts", "liked"], ...], BeforeValidator(_split)] = Field(
        ("videos",), description="What to list beside the profile; empty for the profile alone."
    )
    sort: Literal["latest"] = Field("latest", description="Order of the listing.")


class VideoArguments(Arguments):
    """Arguments of the spider ``video``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("videos",)

    videos: Words = Field(
        (), description="Links (short ones too) or ids of videos and photo posts, comma-separated."
    )
    videos_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")


class HashtagArguments(Arguments):
    """Arguments of the spider ``hashtag``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("hashtags",)

    hashtags: Words = Field((), description="Hashtags with or without `#`, or their links, comma-separated.")
    hashtags_file: Path | None = Field(
        None, description="File with one target a line; `#` alone or before a space begins a comment."
    )
    max_videos: Limit = Field(
        None, description="At most so many videos of each hashtag; 0 for its header alone."
    )


class SoundArguments(Arguments):
    """Arguments of the spider ``sound``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("sounds",)

    sounds: Words = Field((), description="Ids or links of sounds, comma-separated.")
    sounds_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")
    max_videos: Limit = Field(
        None, description="At most so many videos of each sound; 0 for its header alone."
    )


class TrendingArguments(Arguments):
    """Arguments of the spider ``trending``."""

    category: Words = Field(
        (),
        description="Categories of Explore, comma-separated; none: the For You feed. "
        f"One of {', '.join(CATEGORIES)}.",
    )
    max_videos: Limit = Field(
        None,
        description="At most so many videos of each feed; without it a feed ends when it brings nothing new.",
    )

    @field_validator("category")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if name not in CATEGORIES]
        if unknown:
            raise ValueError(f"unknown category {unknown[0]!r}; allowed: {', '.join(CATEGORIES)}")
        return names

    def targets(self) -> Iterator[GivenTarget]:
        """Yield a target for each feed."""
        for number, name in enumerate(self.category, start=1):
            yield GivenTarget(f"category[{number}]", name, "category")
        if not self.category:
            yield GivenTarget("feed", "foryou", "feed")


class SearchArguments(Arguments):
    """Arguments of the spider ``search``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("queries",)

    queries: Words = Field((), description="Words to search for, comma-separated.")
    queries_file: Path | None = Field(None, description="File with one query a line; `#` begins a comment.")
    kinds: Annotated[
        tuple[Literal["videos", "users", "suggestions"], ...], BeforeValidator(_split), Field(min_length=1)
    ] = Field(("videos",), description="What to look for.")
    max_results: Limit = Field(None, description="At most so many results of each kind and query.")


def _lines(path: Path, argument: str) -> Iterator[GivenTarget]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ValueError(f"file {str(path)!r} cannot be read: {reason}") from None
    for number, line in enumerate(text.split("\n"), start=1):
        target = _uncomment(line, "# " if argument == "hashtags" else "#")
        if target:
            yield GivenTarget(f"{path.name}:{number}", _storable(target), argument)


def _storable(text: str) -> str:
    """Return a target that every database takes as part of a key: no NUL, valid Unicode, not too long."""
    sound = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    return sound.decode() if len(sound) <= LONGEST_TARGET else f"{sound.decode()[:SHOWN]}…"


def _uncomment(line: str, mark: str) -> str:
    """Cut a comment at the start or behind a space: a mark inside a link is part of it."""
    return f" {line.strip()} ".replace("\t#", " #").split(f" {mark}", 1)[0].strip()


def _explain(model: type[Arguments], error: ErrorDetails) -> str:
    message = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return message
    name = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        return f"unknown argument {name!r}; allowed: {', '.join(model.model_fields)}"
    value = repr(error["input"])[:SHOWN]
    return f"argument {name}={value}: {message}. {model.model_fields[name].description}"
