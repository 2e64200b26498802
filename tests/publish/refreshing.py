"""Processes that renew one token at once: ``python -m tests.publish.refreshing URL DATABASE TOKEN COUNT``.

Each writes the token that it ends with on a line; the exit status is the number of those that failed.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from typing import TYPE_CHECKING

from tests.publish.rig import KEY, settings_for
from tiktok_spiders.publish.http import OpenApi
from tiktok_spiders.publish.refresh import fresh_token
from tiktok_spiders.publish.tokens import TokenStore
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier


async def _renew(url: str, database: str, refused: str, start: Barrier) -> str:
    store = Store.open(database)
    tokens = TokenStore(store, Vault.from_key(KEY))
    async with OpenApi(settings_for(url)) as api:
        await asyncio.to_thread(start.wait, 100)
        token = await fresh_token(api, tokens, "me", refused=refused)
    store.close()
    return token


def _run(url: str, database: str, refused: str, start: Barrier) -> None:
    token = asyncio.run(_renew(url, database, refused, start))
    os.write(1, f"{token}\n".encode())


def main(url: str, database: str, refused: str, count: str) -> int:
    """Start so many processes, which were one until now: what takes long has been done once."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(int(count))
    made = [context.Process(target=_run, args=(url, database, refused, start)) for _ in range(int(count))]
    for process in made:
        process.start()
    for process in made:
        process.join()
    return sum(process.exitcode != 0 for process in made)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
