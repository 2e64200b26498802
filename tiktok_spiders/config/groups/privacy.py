"""Keys, and whose names are replaced."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import People
from tiktok_spiders.config.marks import SECRET


class Privacy(BaseModel):
    """Keys, and whose names are replaced."""

    secret_key: Annotated[str | None, SECRET] = Field(
        None,
        description="Key ring: texts of 32 characters or more, comma-separated; the first encrypts, all "
        "decrypt.",
    )
    pseudonymise: People = Field(
        ("reviewers",),
        description="Whose names are replaced by pseudonyms before anything is written, comma-separated: "
        "buyers who review, commenters, members of follower lists, people mentioned in texts, and authors "
        "met in passing. `none`: nobody, accounts marked as a minor's aside.",
    )
    pseudonym_key: Annotated[str | None, SECRET] = Field(
        None,
        description="Key of the pseudonyms, 32 characters or more. Default: derived from the first key of "
        "`TIKTOK_SECRET_KEY`; without either, names are dropped.",
    )
