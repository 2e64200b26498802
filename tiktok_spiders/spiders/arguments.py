"""Spider arguments: typed, checked before the first request, with a JSON schema of their own."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from tiktok_spiders.exceptions import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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


def split(value: Any) -> Any:
    """Return the parts of a comma-separated text; anything else as it is."""
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


Words = Annotated[tuple[str, ...], BeforeValidator(split)]
Limit = Annotated[int | None, Field(ge=0, le=100_000_000)]
Count = Annotated[int, Field(ge=0, le=100_000_000)]
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
    def parse(cls, given: Mapping[str, Any], *, targets_elsewhere: bool = False) -> Self:
        """Check what was given with ``-a``; raise ``ArgumentError`` in one line.

        ``targets_elsewhere``: whether none need be given, because they may come from Redis.
        """
        try:
            return cls.model_validate(dict(given), context={"targets_elsewhere": targets_elsewhere})
        except ValidationError as error:
            raise ArgumentError(_explain(cls, error.errors()[0])) from None

    @model_validator(mode="after")
    def _check(self, info: ValidationInfo) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since={self.since:%Y-%m-%d} is after until={self.until:%Y-%m-%d}")
        is_given = any(True for _ in self.targets())
        if self.TARGETS and not is_given and not (info.context or {}).get("targets_elsewhere"):
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
