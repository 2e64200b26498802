"""What Redis does by itself, so that no two workers can do it at once.

Names, each after the prefix (``tiktok:identities`` unless set otherwise):

- ``:ready:<desktop|mobile|login>``: sorted set of places by the millisecond at which each may be leased next;
  that of a leased one is the end of its lease. The longest free is first.
- ``:place:<slot>``: hash of who holds a place (``occupant``), who leased it (``holder``, a token, and
  ``node``), its ``group``, whether it is a user's session (``given``), and its earliest next use (``next``).
- ``:resting:<slot>``: set of the identities that rest behind a place.
- ``:one:<name>``: hash of an identity: ``sealed``, its ``version``, and what choosing needs in clear.
- ``:names``: all names by birth; ``:sessions``: session name to name; ``:tokens``: digest of a given token to
  the name that has it; ``:retired``: names that are gone; ``:lives``: how long those lasted.
- ``:wake``: channel. ``+<slot> <ms>``: leasable in so many milliseconds; ``-<name> <reason>``: gone.

Times are milliseconds of Redis' own clock: those of the workers need not agree. Keys are made in the
scripts, so the server may not be a Redis Cluster.
"""

from __future__ import annotations

from tiktok_spiders.identities.redis_lua_leases import BEAT, EXCHANGE, LEASE, RELEASE, SETTLE
from tiktok_spiders.identities.redis_lua_shelf import ADOPT, LOOK, RESEAL, RETIRE, SAVE

ALL = {
    "lease": LEASE,
    "exchange": EXCHANGE,
    "settle": SETTLE,
    "release": RELEASE,
    "save": SAVE,
    "adopt": ADOPT,
    "retire": RETIRE,
    "beat": BEAT,
    "look": LOOK,
    "reseal": RESEAL,
}
