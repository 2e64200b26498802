"""The part of a page's state that tells the page's own script how to behave; the same on every page."""

from __future__ import annotations

from typing import Any


def _selector(mode: str) -> dict[str, Any]:
    return {
        "paramBf": 0.3,
        "paramBp": 0.5,
        "paramUpper": 1.5,
        "paramLower": 0.6,
        "paramUpperBl": 0.7,
        "paramVl1": 0.8,
        "paramVl2": 3,
        "paramVlUpper": 0.9,
        "paramVlLower": 0.7,
        "bitrateUpper": 4000000,
        "bitrateLower": 200000,
        "slidingWindowType": "by_weight",
        "slidingWindowWeight": "size",
        "slidingWindowWeightThreshold": 20000000,
        "slidingWindowCountThreshold": 30,
        "slidingWindowExtraction": "weighted_median",
        "bitrateRange": [20000, 25000000],
        "mode": mode,
        "quality_filter": {},
        "white_list": [],
        "autoBitrateParams": {
            "paramA": 0,
            "paramB": 1.537664e-08,
            "paramC": 0.470864,
            "paramD": 1280000,
            "minBitrate": 200000,
        },
        "defaultBitrate": 1000000,
    }


BIZ_CONTEXT: dict[str, Any] = {
    "cookieConsent": {
        "ga": True,
        "af": True,
        "fbp": True,
        "lip": True,
        "bing": True,
        "ttads": True,
        "reddit": True,
        "criteo": True,
    },
    "os": "mac",
    "isMobile": False,
    "isAndroid": False,
    "isIOS": False,
    "jumpType": "t",
    "navList": [],
    "kapLinks": [
        {
            "title": "Category",
            "children": [
                {
                    "lang": ["en"],
                    "links": [
                        {"title": "Dance", "href": "https://www.tiktok.com/channel/dance"},
                        {"title": "Arts", "href": "https://www.tiktok.com/channel/arts"},
                    ],
                }
            ],
        }
    ],
    "config": {},
    "domains": {
        "kind": "t",
        "captcha": "",
        "imApi": "https://im-api-sg.tiktok.com",
        "imFrontier": "wss://im-ws-sg.tiktok.com/ws/v2",
        "mTApi": "https://t.tiktok.com",
        "rootApi": "https://www.tiktok.com",
        "secSDK": "",
        "slardar": "mon.tiktokv.com",
        "starling": "https://service.example.com",
        "tea": "https://service.example.com",
        "teaChannel": "sg",
        "teaChannelType": "tcpy",
        "libraWebSDK": "https://libraweb-sg.tiktok.com",
        "webcastApi": "https://webcast.tiktok.com",
        "webcastRootApi": "https://webcast.tiktok.com",
        "tcc": "https://service.example.com/obj/tcc-config-web-alisg/",
        "locationApi": "https://service.example.com",
    },
    "downloadLink": {
        "microsoft": {"visible": True, "normal": "https://service.example.com/store/apps/9NH2GPH4JZS4"},
        "apple": {"visible": True, "normal": "https://www.tiktok.com/download-link/af/id1235601864"},
        "amazon": {"visible": True, "normal": "https://service.example.com/dp/B07KR1RJL2/"},
        "google": {
            "visible": True,
            "normal": "https://www.tiktok.com/download-link/af/com.ss.android.ugc.trill",
        },
    },
    "deviceLimitRegisterExpired": True,
    "subdivisions": ["Sample Province"],
    "geo": ["1234567"],
    "geoCity": {
        "City": "Sample City",
        "Subdivisions": "Sample Province",
        "OriginalSubdivisions": [
            {"GeoNameID": "1234567", "ASCIName": "Sample Province", "Name": "Sample Province"}
        ],
        "SubdivisionsArr": ["Sample Province"],
    },
    "isGoogleBot": False,
    "isBingBot": False,
    "isBot": False,
    "isSearchEngineBot": False,
    "isTTP": False,
    "dateFmtLocale": {},
    "videoPlayerConfig": {"fallback": False},
    "playbackNormalizePath": {"path": ["/foryou", "/following"]},
    "bitrateConfig": {
        "bitrateLower": 200000,
        "bitrateRange": [200000, 2500000],
        "bitrateUpper": 2000000,
        "mode": "buffer-info",
        "paramBf": 0.3,
        "paramBp": 0.7,
        "paramLower": 0.5,
        "paramUpper": 1.4,
        "paramUpperBl": 0.4,
        "paramVl1": 0.7,
        "paramVl2": 1,
        "paramVlLower": 0.5,
        "paramVlUpper": 0.8,
        "slidingWindowCountThreshold": 10,
        "slidingWindowExtraction": "weighted_median",
        "slidingWindowType": "by_weight",
        "slidingWindowWeight": "size",
        "slidingWindowWeightThreshold": 10000000,
    },
    "searchVideoForLoggedin": False,
    "studioDownloadEntrance": {},
    "liveSuggestConfig": {"isBlockedArea": False, "isRiskArea": False},
    "liveAnchorEntrance": {"liveCenter": False, "creatorHub": True, "liveStudio": False},
    "liveStudioEnable": False,
    "xgplayerInitHost": {
        "group1": ["v16-webapp.tiktok.com", "v16m-webapp.tiktokcdn-us.com"],
        "group2": ["v16-webapp-prime.tiktok.com", "v16-webapp-prime.us.tiktok.com"],
    },
    "videoOrder": {
        "videoOrder": [
            {"property": "QualityType", "detail": [10, 28]},
            {"property": "Bitrate", "order": "desc"},
        ]
    },
    "searchLiveForLoggedin": True,
    "canUseQuery": False,
    "bitrateSelectorConfigs": {
        "configs": [
            _selector("bandwidth"),
            _selector("buffer-info1"),
        ]
    },
    "idc": "my",
    "vregion": "Singapore-Central",
    "vgeo": "VGeo-ROW",
    "videoCoverSettings": {
        "format": 2,
        "acceptHeader": "text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8",
        "_ssrCount": 0,
    },
    "hevcRobustness": {"useHevcRobustTest": False, "forceRobustTest": ["Edge"]},
    "apiKeys": {"firebase": "AIzaSyStandInStandInStandInStandInStandIn"},
    "solariaPortrait": {},
    "claConfig": {},
    "upliftModelInfo": {},
    "interestList": {},
    "showApkTab": False,
    "forceLoginSpecialRegions": ["BR"],
    "hashedIP": "x050e3sf",
}
