"""The command line of the stand-in."""

from __future__ import annotations

import argparse
import ipaddress
from pathlib import Path

from tiktok_standin.switches import COUNTRIES


def parser() -> argparse.ArgumentParser:
    """Return the parser; other fronts may add their own options to it."""
    made = argparse.ArgumentParser(prog="python -m tiktok_standin", description="A local TikTok for tests.")
    made.add_argument("--host", default="127.0.0.1", type=_loopback, help="loopback address to listen on")
    made.add_argument("--port", default=0, type=int, help="0 chooses a free one")
    made.add_argument("--seed", default=1, type=int, help="the same seed makes the same world")
    made.add_argument("--users", default=60, type=int, help="how many accounts")
    made.add_argument(
        "--videos", default="0-1500", type=_span, help="least-most posts of an everyday account"
    )
    made.add_argument("--bulk", type=int, metavar="N", help="instead: --users alike accounts of N posts each")
    made.add_argument("--now", type=int, help="epoch seconds of the newest posts; default: the real time")
    made.add_argument("--plan", help="fault plan: a JSON file, or 'default' (1 page in 25 without state)")
    made.add_argument(
        "--lookback-days", default=7, type=int, help="of a creator/item_list page; 0 = unbounded"
    )
    made.add_argument("--has-more", default="honest", choices=("honest", "always"))
    made.add_argument("--latency-ms", default=0, type=int, help="wait before every answer")
    made.add_argument("--log-file", type=Path, help="JSON lines, one a request")
    made.add_argument(
        "--print-url", action="store_true", help="print one JSON line with the address when ready"
    )
    made.add_argument("--with-parent", action="store_true", help="end when the parent process ends")
    made.add_argument("--proxies", default=0, type=int, help="how many proxies with TLS to put before it")
    made.add_argument("--proxy-port", default=0, type=int, help="the first one's; 0 chooses free ones")
    made.add_argument(
        "--countries",
        default=COUNTRIES,
        type=_words,
        help="where the proxies are, by comma, around and around",
    )
    made.add_argument("--proxy-auth", metavar="USER:PASSWORD", help="what the proxies ask for")
    made.add_argument(
        "--tls-dir", type=Path, help="where the proxies' authority puts ca.pem; default: temporary"
    )
    return made


def _loopback(text: str) -> str:
    try:
        local = text == "localhost" or ipaddress.ip_address(text).is_loopback
    except ValueError:
        local = False
    if not local:
        raise argparse.ArgumentTypeError(f"{text} is not a loopback address")
    return text


def _words(text: str) -> tuple[str, ...]:
    words = tuple(word.strip().upper() for word in text.split(",") if word.strip())
    if not words:
        raise argparse.ArgumentTypeError("no country")
    return words


def _span(text: str) -> tuple[int, int]:
    least, _, most = text.partition("-")
    return int(least), int(most or least)
