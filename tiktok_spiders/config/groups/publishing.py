"""The user's app at TikTok, and how posts are sent."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import Pasted, Redirect, SafeOrigin, Scopes
from tiktok_spiders.config.marks import SECRET


class Publishing(BaseModel):
    """The user's app at TikTok, and how posts are sent."""

    client_key: Pasted = Field(
        None,
        description="Client key of your app at developers.tiktok.com, for publishing. Spaces and quotes "
        "around it are taken off.",
    )
    client_secret: Annotated[Pasted, SECRET] = Field(
        None, description="Client secret of the app. Spaces and quotes around it are taken off."
    )
    redirect_uri: Redirect | None = Field(
        None,
        description="Redirect address as it is registered for the app. `http://127.0.0.1:PORT/callback/` is "
        "a desktop app, `*` as port or none set: any free port; https is a web app. Default: "
        "`http://127.0.0.1:*/callback/`.",
    )
    scopes: Scopes = Field(
        ("user.info.basic", "video.upload", "video.publish", "video.list"),
        description="What a login asks the user for, comma-separated; only scopes that the app is approved "
        "for.",
    )
    open_api_url: SafeOrigin = Field(
        "https://open.tiktokapis.com",
        description="Where TikTok's official API is asked. Plain http only to 127.0.0.1. Files may be sent "
        "to this host as well, on any port.",
    )
    auth_url: SafeOrigin = Field(
        "https://www.tiktok.com",
        description="Where the user allows the app what it asks for, without a path.",
    )
    publish_connect_s: Annotated[float, Field(gt=0, le=300)] = Field(
        10, description="Seconds that a connection to the official API may take."
    )
    publish_read_s: Annotated[float, Field(gt=0, le=3600)] = Field(
        60, description="Seconds without a byte after which a request to the official API is given up."
    )
    publish_wait_s: Annotated[float, Field(ge=0, le=86_400)] = Field(
        900, description="Seconds that a post is waited for after it was sent, before it says so and goes on."
    )
    publish_chunk_tries: Annotated[int, Field(ge=1, le=20)] = Field(
        6, description="How often one part of a file is sent, with growing waits, before the upload stops."
    )
    publish_webhook_age_s: Annotated[float, Field(gt=0, le=604_800)] = Field(
        300,
        description="Age in seconds from which a rightly signed webhook is confirmed by a question to TikTok "
        "before it counts.",
    )
    publish_after_crawl: bool = Field(
        default=False,
        description="Whether the posts that are due are sent, by a process of its own, when a crawl closes.",
    )
