"""The application with its guard around everything, the handler of unforeseen errors too."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from tiktok_spiders.api.access.cors import Cors
from tiktok_spiders.api.access.documented import documented
from tiktok_spiders.api.access.guard import Guard
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.config import Config


class Application(FastAPI):
    """FastAPI whose every request passes the guard."""

    def __init__(self, config: Config, **options: Any) -> None:
        """Raise ``ConfigError`` for settings that let nobody or everybody in."""
        self._rules, self._base = Rules.from_config(config), config.base_url
        super().__init__(**options)

    def build_middleware_stack(self) -> ASGIApp:
        """Put the guard outermost: answers to errors that nobody foresaw pass it as well."""
        inner = super().build_middleware_stack()
        if self._rules.cors_origins:
            inner = Cors(inner, self._rules.cors_origins)
        return Guard(inner, self._rules, self._base)

    def openapi(self) -> dict[str, Any]:
        """Return the document, with what the guard and the access part answer."""
        if self.openapi_schema is None:
            self.openapi_schema = documented(super().openapi())
        return self.openapi_schema
