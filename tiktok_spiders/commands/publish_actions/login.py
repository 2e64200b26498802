"""``scrapy publish login``: the user allows the app to post, in a browser."""

from __future__ import annotations

import os
import re
import sys
import webbrowser
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.publish_actions.opening import INTERRUPTED, say, working
from tiktok_spiders.publish.access import FIRST, ask_user, log_in
from tiktok_spiders.publish.errors import AuthError, PublishError
from tiktok_spiders.publish.logins import GOOD_FOR
from tiktok_spiders.publish.opening import check

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing

NAME = "login"
HELP = "Let a TikTok user allow your app to post for them"

_NAME = re.compile(r"[\w.@-]{1,50}")


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--account", metavar="NAME", help=f"name to keep it under (default: {FIRST})")
    parser.add_argument(
        "--no-browser", action="store_true", help="only print the address; open it where you like"
    )


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print the authorize address alone on a line, wait for the redirect, keep the tokens."""
    if options.account is not None and not _NAME.fullmatch(options.account):
        raise UsageError("--account takes 1 to 50 letters, digits and . _ @ -")
    _, own, _ = check(settings)
    if own.app_type == "web":
        return _web(options, settings)

    async def work(desk: Publishing) -> int:
        say(await _desktop(desk, options))
        return 0

    return working(settings, work)


async def _desktop(desk: Publishing, options: Namespace) -> str:
    from tiktok_spiders.publish.loopback import Loopback  # noqa: PLC0415 - every command would load aiohttp

    async with Loopback(desk.settings.redirect_uri).listening() as loopback:
        address = _begin(desk, options, loopback.address)
        _show(address, no_browser=options.no_browser)
        say("Waiting for the browser to come back …")
        try:
            return await loopback.wait(address, lambda came: _redeem(desk, came), GOOD_FOR.total_seconds())
        except TimeoutError:
            raise AuthError(
                "nobody came back from TikTok's page",
                code="no_redirect",
                remedy="run it again; the browser has to be on this machine",
            ) from None


def _web(options: Namespace, settings: BaseSettings) -> int:
    async def begin(desk: Publishing) -> int:
        address = _begin(desk, options, desk.settings.redirect_uri)
        _show(address, no_browser=options.no_browser)
        return 0

    async def redeem(desk: Publishing) -> int:
        say(await _redeem(desk, came or ""))
        return 0

    working(settings, begin)
    came = _pasted()
    return INTERRUPTED if came is None else working(settings, redeem)


def _pasted() -> str | None:
    # Outside of the event loop, which would take Ctrl-C and go on reading.
    say("Paste the whole address that TikTok sent the browser to, and press Enter:")
    try:
        came = sys.stdin.readline()
    except KeyboardInterrupt:
        return None
    if not came.strip():
        raise AuthError("no address was pasted", code="no_redirect", remedy="run it again")
    return came


def _begin(desk: Publishing, options: Namespace, redirect_uri: str) -> str:
    return desk.logins.begin(
        desk.settings,
        redirect_uri=redirect_uri,
        account=options.account,
        choose_account=bool(desk.tokens.accounts()),
    )


def _show(address: str, *, no_browser: bool) -> None:
    opened = not no_browser and _has_window() and webbrowser.open(address)
    say(f"{'If no browser has opened, open' if opened else 'Open'} this address and allow the app:")
    print(address, flush=True)


def _has_window() -> bool:
    # Without a display a browser of the terminal would be opened in place of this program.
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def _redeem(desk: Publishing, came: str) -> str:
    account = await log_in(desk, came)
    try:
        shown = (await ask_user(desk, account.name)).get("display_name")
    except PublishError:
        shown = None
    said = f"Logged in as {account.name}" + (f" ({shown})." if shown else ".")
    lacking = [scope for scope in desk.settings.scopes if scope not in account.scopes]
    return f"{said} Not granted: {', '.join(lacking)}." if lacking else said
