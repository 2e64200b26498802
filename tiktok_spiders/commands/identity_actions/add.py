"""``scrapy identity add``: take in a session of one's own, or a token."""

from __future__ import annotations

import sys
import time
from getpass import getpass
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.identity_actions.opening import shelf_of
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.adding import add
from tiktok_spiders.identities.crawl import cookie_domain
from tiktok_spiders.identities.given import SessionMaker, clean_name
from tiktok_spiders.identities.invent import invent

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.identities.identity import Identity

NAME = "add"
HELP = "Keep a session of your own (a cookie file), or an identity with a token of your own"

TOKEN_CHARACTERS = (20, 1000)


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--cookies", metavar="FILE", help="cookies in any known form; - reads standard input")
    what.add_argument("--ms-token", metavar="FILE", help="a file with an msToken; - asks for it or reads it")
    parser.add_argument("--name", help="name of the session (default: that of the file)")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Write the identity to the store and print its name."""
    config = Config.from_settings(settings)
    source = options.cookies or options.ms_token
    text = _read(source, "Cookies: " if options.cookies else "msToken: ")
    made = _session(options, config, text) if options.cookies else _with_token(config, text)
    with shelf_of(settings) as shelf:
        add(shelf, made)
    login = ", logged in" if made.logged_in else ""
    print(f"added {made.name}{login}")
    return 0


def _session(options: Namespace, config: Config, text: str) -> Identity:
    stem = "session" if options.cookies == "-" else Path(options.cookies).stem
    maker = SessionMaker(accept_language=config.accept_language, cookie_domain=cookie_domain(config))
    return maker.make(clean_name(options.name or stem), text)


def _with_token(config: Config, text: str) -> Identity:
    token = text.strip()
    least, most = TOKEN_CHARACTERS
    if not least <= len(token) <= most or any(char.isspace() or char in ";," for char in token):
        raise ConfigError(f"this is no msToken: {least} to {most} characters without spaces are expected")
    made = invent(
        "d0",
        config.accept_language,
        SystemRandom(),
        cookie_domain=cookie_domain(config),
        born=time.time(),
    )
    made.give_token(token)
    return made


def _read(source: str, prompt: str) -> str:
    if source == "-":
        return getpass(prompt) if sys.stdin.isatty() else sys.stdin.read()
    path = Path(source)
    if not path.is_file():
        raise UsageError(
            "there is no such file; give a file or -: what stands on a command line is not secret"
        )
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text") from None
