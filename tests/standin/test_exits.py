from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tiktok_standin.connect_proxy import ProxyFault
from tiktok_standin.exits import Exits

UPSTREAM = ("127.0.0.1", 9)


async def connects(url: str) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    except ConnectionRefusedError:
        return False
    writer.close()
    return True


async def test_ready_line_names_every_proxy_and_the_authority(tmp_path: Path) -> None:
    exits = Exits(count=2, credentials="u:p")
    await exits.start(tmp_path, UPSTREAM)
    ready = exits.ready()
    assert ready["proxy"] == ready["proxies"][0]
    assert len(set(ready["proxies"])) == 2
    assert all([await connects(url) for url in ready["proxies"]])
    assert all(url.startswith("http://u:p@127.0.0.1:") for url in ready["proxies"])
    assert Path(ready["ca"]).read_text().startswith("-----BEGIN CERTIFICATE")
    await exits.close()
    assert not any([await connects(url) for url in ready["proxies"]])


async def test_one_exit_fails_alone(tmp_path: Path) -> None:
    exits = Exits(count=2)
    await exits.start(tmp_path, UPSTREAM)
    one, two = exits.ready()["proxies"]
    await exits.set_fault("exit-1", ProxyFault(kind="dead"))
    assert [await connects(one), await connects(two)] == [False, True]
    assert exits.counts()["exit-1"] == {}
    with pytest.raises(KeyError):
        await exits.set_fault("exit-9", ProxyFault())
    await exits.close()


async def test_taken_port_leaves_nothing_open(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    taken = server.sockets[0].getsockname()[1]
    exits = Exits(count=2, first_port=taken - 1)
    with pytest.raises(OSError, match="in use"):
        await exits.start(tmp_path, UPSTREAM)
    assert not await connects(f"http://127.0.0.1:{taken - 1}")
    server.close()
    await server.wait_closed()
