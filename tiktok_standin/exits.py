"""The proxies of one stand-in: as many exits as asked for, each with its name, all of one authority."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from tiktok_standin.connect_proxy import ConnectProxy, ProxyFault
from tiktok_standin.tls import Authority

if TYPE_CHECKING:
    from pathlib import Path


class Exits:
    """Proxies ``exit-1`` to ``exit-N`` before one application.

    ``first_port`` is the first one's port, the next ones follow; 0 picks free ones.
    """

    def __init__(self, *, count: int = 1, first_port: int = 0, credentials: str | None = None) -> None:
        self._ports = [first_port + number if first_port else 0 for number in range(count)]
        self._credentials = credentials
        self._proxies: dict[str, ConnectProxy] = {}
        self._open = AsyncExitStack()
        self._ca = ""

    async def start(self, directory: Path, upstream: tuple[str, int]) -> None:
        """Make an authority in ``directory`` and start all proxies; if a port is taken, none stays open."""
        authority = Authority(directory)
        async with AsyncExitStack() as stack:
            for number, port in enumerate(self._ports, 1):
                proxy = ConnectProxy(
                    name=f"exit-{number}",
                    upstream=upstream,
                    authority=authority,
                    credentials=self._credentials,
                    port=port,
                )
                await proxy.start()
                stack.push_async_callback(proxy.close)
                self._proxies[proxy.name] = proxy
            self._open = stack.pop_all()
        self._ca = str(authority.ca_path)

    async def close(self) -> None:
        """End all proxies."""
        await self._open.aclose()

    def ready(self) -> dict[str, Any]:
        """Return what the ready line adds: ``proxy`` (the first), ``proxies`` and ``ca``."""
        urls = [proxy.url for proxy in self._proxies.values()]
        return {"proxy": urls[0], "proxies": urls, "ca": self._ca} if urls else {}

    def counts(self) -> dict[str, dict[str, int]]:
        """Return each proxy's counts by its name."""
        return {name: dict(proxy.counts) for name, proxy in self._proxies.items()}

    async def set_fault(self, name: str, fault: ProxyFault) -> None:
        """Let one proxy misbehave. Raises ``KeyError`` for an unknown name."""
        await self._proxies[name].set_fault(fault)
