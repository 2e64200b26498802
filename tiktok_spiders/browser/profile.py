"""What a browser context takes from its identity, so that all that TikTok sees of it agrees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

WINDOW = {"width": 1280, "height": 720}
"""Size of a desktop page: smaller than any screen that identities have, and cheaper to paint."""

_BRAND = re.compile(r'"([^"]*)";v="([^"]*)"')
_LEVEL = re.compile(r";q=[\d.]+")

if TYPE_CHECKING:
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.proxies.proxy import Proxy


def context_options(identity: Identity, proxy: Proxy | None) -> dict[str, Any]:
    """Return the options of ``Browser.new_context``.

    Locale, time zone and screen are those that the identity names in its API parameters.
    """
    told = dict(parse_qsl(identity.query()))
    screen = {"width": int(told["screen_width"]), "height": int(told["screen_height"])}
    mobile = identity.kind == "mobile"
    options: dict[str, Any] = {
        "user_agent": identity.user_agent,
        "locale": told["browser_language"],
        # Left alone, calls of a page name the locale only, and navigations all languages.
        "extra_http_headers": {"Accept-Language": identity.accept_language},
        "timezone_id": told["tz_name"],
        "screen": screen,
        "viewport": screen if mobile else WINDOW,
        "accept_downloads": False,
        "service_workers": "block",  # they would answer in place of the page's own fetch
    }
    if mobile:
        options |= {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    if proxy is not None:
        options["proxy"] = proxy_options(proxy)
    return options


def agent_override(identity: Identity) -> dict[str, Any]:
    """Return the parameters of ``Emulation.setUserAgentOverride`` of the DevTools protocol.

    A context takes the user agent alone: headers, ``navigator.platform`` and client hints would tell the
    machine's own browser and system.
    """
    override: dict[str, Any] = {
        "userAgent": identity.user_agent,
        "acceptLanguage": _LEVEL.sub("", identity.accept_language).replace(" ", ""),
        "platform": identity.platform,
    }
    hints = {name.lower(): value for name, value in identity.client_hints.items()}
    if "sec-ch-ua" not in hints:
        return override
    brands = [{"brand": name, "version": version} for name, version in _BRAND.findall(hints["sec-ch-ua"])]
    metadata = {
        "brands": brands,
        "platform": hints.get("sec-ch-ua-platform", "").strip('"'),
        "mobile": hints.get("sec-ch-ua-mobile") == "?1",
        **dict.fromkeys(("platformVersion", "architecture", "model"), ""),
    }
    return override | {"userAgentMetadata": metadata}


def proxy_options(proxy: Proxy) -> dict[str, str]:
    """Return the proxy as Playwright takes it: credentials apart and as they are.

    Chromium goes past a proxy to loopback addresses unless it is told not to.
    """
    login = {"username": proxy.username, "password": proxy.password}
    return {"server": proxy.server, "bypass": "<-loopback>", **(login if any(login.values()) else {})}
