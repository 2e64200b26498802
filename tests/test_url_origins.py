"""Addresses: where requests may go, where redirects lead, and how addresses are built."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.urls_cases import ACCEPTED, SHOP, VIDEO
from tiktok_spiders import urls
from tiktok_spiders.exceptions import ConfigError, TargetError
from tiktok_spiders.urls import LinkFate, Origins, Target, canonical_url, parse_target

LOCAL = Origins(web="http://127.0.0.1:8123", shop="http://127.0.0.1:8124", webcast="http://localhost:8125/")


class TestOrigins:
    def test_origin_in_use_counts_as_tiktok(self):
        target = parse_target(f"http://127.0.0.1:8123/@example/video/{VIDEO}", origins=LOCAL)
        assert target == parse_target(f"https://www.tiktok.com/@example/video/{VIDEO}", origins=LOCAL)

    @pytest.mark.parametrize(
        "text",
        ["http://127.0.0.1/@example", "http://127.0.0.1:8999/@example", "https://127.0.0.1:8123/@example"],
    )
    def test_other_port_or_scheme_does_not(self, text):
        with pytest.raises(TargetError):
            parse_target(text, origins=LOCAL)

    def test_requests_go_to_the_origin_and_records_keep_the_canonical_form(self):
        target = parse_target("@example", origins=LOCAL)
        assert urls.target_url(target, LOCAL) == "http://127.0.0.1:8123/@example"
        assert canonical_url(target) == "https://www.tiktok.com/@example"

    @pytest.mark.parametrize("text", ["https://vm.tiktok.com/ZMabc/", "https://www.tiktok.com/t/ZMabc"])
    def test_short_links_of_all_hosts_are_asked_at_the_origin(self, text):
        assert urls.target_url(parse_target(text), LOCAL) == "http://127.0.0.1:8123/t/ZMabc"

    @pytest.mark.parametrize(
        "value",
        ["", "www.tiktok.com", "ftp://x", "https://x/path", "https://x?q", "https://u:p@x", "http://x:99999"],
    )
    def test_bad_origin(self, value):
        with pytest.raises(ConfigError, match="shop"):
            Origins(shop=value)

    def test_origin_is_brought_to_one_form(self):
        assert Origins(web="HTTP://LOCALHOST:80/").web == "http://localhost"
        assert Origins(web="http://[::1]:81").web == "http://[::1]:81"

    def test_every_kind_has_an_address_at_the_origins(self):
        for case in ACCEPTED:
            url = urls.target_url(parse_target(case[0], expect=case[1]), LOCAL)
            assert url.startswith((LOCAL.web, LOCAL.shop)), url

    @pytest.mark.parametrize(
        ("url", "moved"),
        [
            ("https://www.tiktok.com/@a?x=1#f", "http://127.0.0.1:8123/@a?x=1#f"),
            ("http://m.tiktok.com/v/1", "http://127.0.0.1:8123/v/1"),
            ("https://shop.tiktok.com/us", "http://127.0.0.1:8124/us"),
            ("https://webcast.tiktok.com/x", "http://localhost:8125/x"),
            ("https://evil.org/x", "https://evil.org/x"),
            ("https://www.tiktok.com:8443/x", "https://www.tiktok.com:8443/x"),
            ("nothing", "nothing"),
        ],
    )
    def test_to_origin(self, url, moved):
        assert urls.to_origin(url, LOCAL) == moved
        assert urls.to_origin(url, Origins()) == url


class TestGate:
    @pytest.mark.parametrize(
        "url",
        [
            "https://www.tiktok.com/api/post/item_list/?x=1",
            "https://m.tiktok.com/",
            "https://vm.tiktok.com/x",
            "https://vt.tiktok.com/x",
            "https://shop.tiktok.com/us",
            "https://webcast.tiktok.com/webcast/room/info",
            "https://www.tiktok.com:443/",
            "http://127.0.0.1:8123/x",
            "http://localhost:8125/x",
        ],
    )
    def test_open(self, url):
        assert urls.is_ours(url, LOCAL)

    @pytest.mark.parametrize(
        "url",
        [
            "http://www.tiktok.com/",
            "https://www.tiktok.com:444/",
            "https://a@www.tiktok.com/",
            "https://www.tiktok.com.evil.org/",
            "https://evil.tiktok.com/",
            "https://v16-webapp.tiktok.com/video",
            "http://127.0.0.1:8126/x",
            "http://127.0.0.1/x",
            "https://localhost:8125/x",
            "//www.tiktok.com/",
            "/relative",
            "data:text/html,x",
            "https://www.tiktok.com\\.evil.org/",
            "https://www.tiktok.com/\r\nx",
            "https://[",
            "",
        ],
    )
    def test_shut(self, url):
        assert not urls.is_ours(url, LOCAL)

    @pytest.mark.parametrize(
        ("url", "allowed"),
        [
            ("https://v16-webapp-prime.us.tiktok.com/video/tos/x", True),
            ("https://p16-common-sign.tiktokcdn-us.com/x.jpeg", True),
            ("https://p19-oec-va.ibyteimg.com/x", True),
            ("http://127.0.0.1:8123/media/x.mp4", True),
            ("http://p16.tiktokcdn.com/x", False),
            ("https://p16.tiktokcdn.com.evil.org/x", False),
            ("https://eviltiktokcdn.com/x", False),
            ("https://tiktokcdn.com:8443/x", False),
            ("mailto:x", False),
        ],
    )
    def test_media(self, url, allowed):
        assert urls.is_media(url, LOCAL) is allowed


class TestRedirects:
    BASE = "https://vm.tiktok.com/ZMabc/"

    @pytest.mark.parametrize(
        ("location", "kind", "key"),
        [
            (f"https://www.tiktok.com/@example/video/{VIDEO}?_r=1&u_code=x", "video", VIDEO),
            (f"https://m.tiktok.com/v/{VIDEO}.html?x", "video", VIDEO),
            (f"https://www.tiktok.com/@/photo/{VIDEO}", "video", VIDEO),
            ("https://www.tiktok.com/@ab", "user", "ab"),
            ("https://www.tiktok.com/t/ZTxyz/", "short", "ZTxyz"),
            ("https://vt.tiktok.com/ZTxyz/", "short", "ZTxyz"),
            (f"https://www.tiktok.com/view/product/{SHOP}?region=US", "product", SHOP),
            ("/ZMother", "short", "ZMother"),
            (" https://www.tiktok.com/@example/live ", "live", "example"),
        ],
    )
    def test_to_a_target(self, location, kind, key):
        target = urls.resolve_location(location, self.BASE)
        assert isinstance(target, Target)
        assert (target.kind, target.key) == (kind, key)

    @pytest.mark.parametrize(
        ("location", "fate"),
        [
            ("https://www.tiktok.com/?_r=1", LinkFate.DEAD),
            ("https://www.tiktok.com/", LinkFate.DEAD),
            ("https://www.tiktok.com", LinkFate.DEAD),
            ("https://www.tiktok.com/x", LinkFate.DEAD),
            ("https://www.tiktok.com/login?redirect_url=x", LinkFate.OTHER),
            ("https://www.tiktok.com/foryou?lang=en", LinkFate.OTHER),
            ("https://evil.org/@example", LinkFate.FOREIGN),
            ("https://evil.org/", LinkFate.FOREIGN),
            ("https://www.tiktok.com@evil.org/", LinkFate.FOREIGN),
            ("snssdk1180://user/profile/1", LinkFate.FOREIGN),
            ("http://127.0.0.1:8123/@example", LinkFate.FOREIGN),
            ("https://[", LinkFate.FOREIGN),
            ("https://www.tik\ttok.com/@example", LinkFate.FOREIGN),
            ("/\\evil.org", LinkFate.FOREIGN),
        ],
    )
    def test_to_no_target(self, location, fate):
        assert urls.resolve_location(location, self.BASE) is fate

    def test_at_an_origin(self):
        base = "http://127.0.0.1:8123/t/ZMabc"
        target = urls.resolve_location(f"/@a/video/{VIDEO}", base, LOCAL)
        assert isinstance(target, Target)
        assert target.id == VIDEO
        assert urls.resolve_location("/?_r=1", base, LOCAL) is LinkFate.DEAD

    def test_to_another_kind_than_wanted(self):
        assert urls.resolve_location("/@ab?x", "https://www.tiktok.com/t/a", expect="video") in LinkFate


class TestBuilders:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            (urls.video_url("1", "a.b"), "https://www.tiktok.com/@a.b/video/1"),
            (urls.video_url("1", None, photo=True), "https://www.tiktok.com/@_/photo/1"),
            (urls.hashtag_url("猫"), "https://www.tiktok.com/tag/%E7%8C%AB"),
            (urls.sound_url("1", "My Song (feat. X)!"), "https://www.tiktok.com/music/My-Song-feat-X-1"),
            (urls.sound_url("1", "…"), "https://www.tiktok.com/music/original-sound-1"),
            (urls.playlist_url("1", "a", "L 1"), "https://www.tiktok.com/@a/playlist/L-1-1"),
            (urls.embed_url("1"), "https://www.tiktok.com/embed/v2/1"),
            (urls.user_embed_url("a"), "https://www.tiktok.com/embed/@a"),
            (urls.seller_url("1", "US", "A B"), "https://shop.tiktok.com/us/store/A-B/1"),
            (urls.product_url("1", "ID"), "https://shop-id.tokopedia.com/pdp/1"),
            (urls.product_url("1", "ID", LOCAL), "http://127.0.0.1:8124/id/pdp/1"),
        ],
    )
    def test_address(self, url, expected):
        assert url == expected

    def test_oembed_quotes_the_page(self):
        url = urlsplit(urls.oembed_url("https://www.tiktok.com/@a/video/1?x=1&y=2", LOCAL))
        assert url.netloc == "127.0.0.1:8123"
        assert parse_qs(url.query) == {"url": ["https://www.tiktok.com/@a/video/1?x=1&y=2"]}
