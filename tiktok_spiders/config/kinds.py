"""Kinds of values that settings have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from tiktok_spiders.config import checks

PeopleClass = Literal["reviewers", "commenters", "members", "mentions", "authors"]
People = Annotated[tuple[PeopleClass, ...], BeforeValidator(checks.people)]
Origin = Annotated[str, AfterValidator(checks.origin)]
SafeOrigin = Annotated[str, AfterValidator(checks.safe_origin)]
Redirect = Annotated[str, AfterValidator(checks.redirect)]
RedisAddress = Annotated[str, AfterValidator(checks.redis_address)]
Pasted = Annotated[str | None, BeforeValidator(checks.pasted)]
Scope = Annotated[str, Field(pattern=r"^[a-z][a-z0-9._]{1,99}$")]
Scopes = Annotated[tuple[Scope, ...], BeforeValidator(checks.scopes), Field(min_length=1)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
