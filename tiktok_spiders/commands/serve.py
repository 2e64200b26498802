"""``scrapy serve``: the HTTP API with its dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import uvicorn
from scrapy.commands import ScrapyCommand

from tiktok_spiders.api.app import create_app
from tiktok_spiders.commands.worker_actions.serve import log_to_stderr
from tiktok_spiders.config import Config

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

KEEP_ALIVE_S = 30
SHUTDOWN_S = 20
"""Seconds that requests under way have to end when the server is told to stop."""


class Command(ScrapyCommand):
    """Serve the API until SIGTERM or SIGINT."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "INFO"}

    def short_desc(self) -> str:
        """Return the line of ``scrapy``'s list."""
        return "Serve the HTTP API and the dashboard"

    def add_options(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--host", help="address to listen on (default: TIKTOK_API_HOST)")
        parser.add_argument("--port", type=int, help="port to listen on (default: TIKTOK_API_PORT)")

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Let options go before settings."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before process_options
        for name in ("host", "port"):
            if getattr(opts, name) is not None:
                self.settings.set(f"TIKTOK_API_{name.upper()}", getattr(opts, name), priority="cmdline")

    def run(self, args: list[str], opts: Namespace) -> None:
        """Serve."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before run
        log_to_stderr(self.settings)
        config = Config.from_settings(self.settings)
        uvicorn.run(
            create_app(self.settings),
            host=config.api_host,
            port=config.api_port,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=SHUTDOWN_S,
        )
