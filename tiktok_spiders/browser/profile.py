"""What a browser context takes from its identity, so that all that TikTok sees of it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.proxies.proxy import Proxy


def context_options(identity: Identity, proxy: Proxy | None) -> dict[str, Any]:
    """Return the options of ``Browser.new_context``.

    Locale, time zone and screen are those that the identity names in its API parameters.
    """
    told = dict(parse_qsl(identity.query()))
    size = {"width": int(told["screen_width"]), "height": int(told["screen_height"])}
    mobile = identity.kind == "mobile"
    options: dict[str, Any] = {
        "user_agent": identity.user_agent,
        "locale": told["browser_language"],
        "timezone_id": told["tz_name"],
        "screen": size,
        "viewport": size,
        "accept_downloads": False,
        "service_workers": "block",  # they would answer in place of the page's own fetch
    }
    if mobile:
        options |= {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    if proxy is not None:
        options["proxy"] = proxy_options(proxy)
    return options


def proxy_options(proxy: Proxy) -> dict[str, str]:
    """Return the proxy as Playwright takes it: credentials apart and as they are.

    Chromium goes past a proxy to loopback addresses unless it is told not to.
    """
    login = {"username": proxy.username, "password": proxy.password}
    return {"server": proxy.server, "bypass": "<-loopback>", **(login if any(login.values()) else {})}
