"""How Chromium is started: quiet on the network and small in memory."""

from __future__ import annotations

_PLAYWRIGHT_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
"""What Playwright 1.65 switches off. Chromium obeys the last such list only; a test compares them."""

_PLAYWRIGHT_ON = ("CDPScreenshotNewSurface", "SkipListAccountsWithoutGaiaCookies")
"""What it switches on; the same holds for this list."""

_TOGETHER = ("NetworkServiceInProcess2",)
"""The network service in the browser's process: 16 to 28 MiB less. On Linux it has no sandbox of its own."""

_UNSEEN = (
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
)
"""Renderers that are kept for a window that nobody sees: two, 60 MiB together."""

# Left out, since pages could tell: V8's flags change performance.memory.jsHeapSizeLimit, and without a GPU
# process's software renderer there is no WebGL. Of no use: --in-process-gpu (what it saves, others then map),
# --no-zygote (each child relocates its own copy: more), --disk-cache-size (scripts would be loaded again).
CHROMIUM = (
    f"--disable-features={','.join((*_PLAYWRIGHT_OFF, *_UNSEEN))}",
    f"--enable-features={','.join((*_PLAYWRIGHT_ON, *_TOGETHER))}",
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    # Peer connections would leave past the identity's proxy.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
