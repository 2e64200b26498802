"""The browser, and when it is made anew."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class Browser(BaseModel):
    """The browser, and when it is made anew."""

    browser: Literal["chromium", "firefox", "webkit", "off"] = Field(
        "chromium",
        description="Browser for what a page has to sign itself. `off`: those resources are out of reach. "
        "`firefox` and `webkit` are passed through, untested.",
    )
    browser_executable: str | None = Field(None, description="Path of the browser. Default: found by itself.")
    headless: bool = Field(default=True, description="Whether the browser shows no window.")
    max_browsers: Annotated[int, Field(ge=1, le=16)] = Field(1, description="Browsers open at once.")
    browser_contexts: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="Contexts (one an identity) open at once in a browser."
    )
    browser_uses: Annotated[int, Field(ge=1)] = Field(
        200, description="Requests after which a context is closed and made anew."
    )
    browser_minutes: Annotated[float, Field(gt=0)] = Field(
        30, description="Minutes after which a context is closed and made anew."
    )
    browser_memory_mb: Annotated[int, Field(ge=200)] = Field(
        800, description="MiB of the browser's processes together, above which it is started anew."
    )
    browser_step_s: Annotated[float, Field(gt=0, le=300)] = Field(
        20, description="Seconds that one step in the browser may take."
    )
