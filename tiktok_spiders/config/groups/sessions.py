"""Tokens and cookies of the user's own."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from tiktok_spiders.config.marks import SECRET


class Sessions(BaseModel):
    """Tokens and cookies of the user's own."""

    ms_tokens: Annotated[str | None, SECRET] = Field(
        None, description="Tokens of your own, comma-separated; each starts one identity."
    )
    cookies_file: str | None = Field(
        None,
        description="Cookie files of your own sessions, comma-separated: Netscape `cookies.txt`, "
        "Cookie-Editor JSON, a header string or a browser's storage state. Read again when they change.",
    )
    cookie_renew_days: Annotated[float, Field(ge=0, le=180)] = Field(
        7,
        description="Days before a login cookie expires from which it is renewed by a visit in the browser.",
    )
