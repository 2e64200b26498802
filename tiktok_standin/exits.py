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

    def __init__(
        self,
        directory: Path,
        upstream: tuple[str, int],
        *,
        count: int = 1,
        first_port: int = 0,
        credentials: str | None = None,
    ) -> None:
        self._authority = Authority(directory)
        self._proxies = {
            proxy.name: proxy
            for proxy in (
                ConnectProxy(
                    name=f"exit-{number + 1}",
                    upstream=upstream,
                    authority=self._authority,
                    credentials=credentials,
                    port=first_port + number if first_port else 0,
                )
                for number in range(count)
            )
        }
        self._open = AsyncExitStack()

    async def start(self) -> None:
        """Start all proxies; when one's port is taken, none is left open."""
        async with AsyncExitStack() as stack:
            for proxy in self._proxies.values():
                await proxy.start()
                stack.push_async_callback(proxy.close)
            self._open = stack.pop_all()

    async def close(self) -> None:
        """End all proxies."""
        await self._open.aclose()

    def ready(self) -> dict[str, Any]:
        """Return what the ready line adds: ``proxy`` (the first), ``proxies`` and ``ca``."""
        urls = [proxy.url for proxy in self._proxies.values()]
        return {"proxy": urls[0], "proxies": urls, "ca": str(self._authority.ca_path)}

    def counts(self) -> dict[str, dict[str, int]]:
        """Return each proxy's counts by its name."""
        return {name: dict(proxy.counts) for name, proxy in self._proxies.items()}

    async def set_fault(self, name: str, fault: ProxyFault) -> None:
        """Let one proxy misbehave. Raises ``KeyError`` for an unknown name."""
        await self._proxies[name].set_fault(fault)
