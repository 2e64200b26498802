"""The JavaScript check page: a browser solves it by itself, and its cookie is good for a few seconds."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from tiktok_standin import clock, shell
from tiktok_standin.world import html_answer, world_of

if TYPE_CHECKING:
    from aiohttp import web

COOKIE = "_wafchallengeid"
LIFE = 5
"""Seconds for which a solution is good."""

_SECRET = secrets.token_bytes(16)
_FACTOR, _BELOW = 2654435761, 1 << 20
_SCRIPT = """<script>
(() => {
  const challenge = "%s";
  const start = parseInt(challenge.slice(-8), 16);
  let number = 0;
  while ((Math.imul(start ^ number, 2654435761) >>> 0) >= 1048576) number++;
  document.cookie = "_wafchallengeid=" + challenge + "." + number + "; path=/; max-age=%d";
  setTimeout(() => location.reload(), 50);
})();
</script>"""


def answer(request: web.Request) -> web.Response:
    """Return the check page, with a script that passes it unless the switch says that none can."""
    if world_of(request).switches.check_page == "unsolvable":
        return html_answer(shell.check_page())
    time = f"{int(clock.now() * 1000):x}"
    return html_answer(shell.check_page(_SCRIPT % (f"{time}-{_seal(time)}", LIFE)))


def passed(request: web.Request) -> bool:
    """Tell whether a request carries a solution that is right and fresh."""
    challenge, _, number = request.cookies.get(COOKIE, "").partition(".")
    time, _, seal = challenge.partition("-")
    if not number.isdecimal() or not seal or seal != _seal(time):
        return False
    start = int(seal[-8:], 16)
    right = ((start ^ int(number)) * _FACTOR & 0xFFFFFFFF) < _BELOW
    return right and clock.now() - int(time, 16) / 1000 <= LIFE


def _seal(time: str) -> str:
    return hashlib.blake2b(time.encode(), key=_SECRET, digest_size=12).hexdigest()
