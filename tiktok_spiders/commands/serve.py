"""``scrapy serve``: the HTTP API with its dashboard."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from contextlib import closing
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand

from tiktok_spiders.commands.worker_actions.serve import log_to_stderr
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError, TikTokSpidersError
from tiktok_spiders.store.opening import open_patiently
from tiktok_spiders.vault import redact

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

PORTS = 65_535


class Command(ScrapyCommand):
    """Serve the API until SIGTERM or SIGINT.

    Exit status 2: a refused option or setting, a port that is taken; 1: the store; else 0.
    """

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
        parser.add_argument("--port", type=_port, help="port to listen on (default: TIKTOK_API_PORT)")

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Let options go before settings."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before process_options
        for name in ("host", "port"):
            if getattr(opts, name) is not None:
                self.settings.set(f"TIKTOK_API_{name.upper()}", getattr(opts, name), priority="cmdline")

    def run(self, args: list[str], opts: Namespace) -> None:
        """Serve; what goes wrong at the start is one line on stderr."""
        try:
            self._serve()
        except ConfigError as error:
            self._fail(error, 2)
        except (TikTokSpidersError, OSError) as error:
            self._fail(error, 1)

    def _serve(self) -> None:
        # Scrapy loads all commands to run one, and the API takes most of a second.
        from tiktok_spiders.api import server  # noqa: PLC0415
        from tiktok_spiders.api.app import create_app  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101 - Scrapy sets it before run
        log_to_stderr(self.settings)
        app = create_app(self.settings, _say)
        config = Config.from_settings(self.settings)
        with closing(server.listen(config.api_host, config.api_port)) as bound:
            if not is_loopback(config.api_host):
                check_keys(config)
            server.run(app, bound, _say)

    def _fail(self, error: Exception, status: int) -> None:
        print(f"scrapy serve: {redact(str(error))}", file=sys.stderr)
        self.exitcode = status


def check_keys(config: Config) -> None:
    """Raise ``ConfigError`` if nobody has a key. Raises ``StoreError`` without a store."""
    from tiktok_spiders.api.access.keys import KeyStore  # noqa: PLC0415 - as above
    from tiktok_spiders.api.access.rules import Rules  # noqa: PLC0415

    with closing(open_patiently(config, _say)) as store:
        if not KeyStore(store, Rules.from_config(config)).any():
            raise ConfigError(
                f"TIKTOK_API_HOST is {config.api_host}, which others can reach, and there is no key: make "
                "one with `scrapy key add NAME`, or set TIKTOK_API_KEYS"
            )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens on ``host``."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > PORTS:
        raise ArgumentTypeError(f"a port is a number of 0 to {PORTS}")
    return int(text)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
