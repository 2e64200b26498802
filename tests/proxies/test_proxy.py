from __future__ import annotations

from base64 import b64decode
from urllib.parse import unquote, urlsplit

import pytest

from tiktok_spiders.proxies.parse import parse_lines, parse_proxy
from tiktok_spiders.proxies.proxy import Proxy

MARK = "s3cr3t-mark"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://u:p@h.example:8080", ("h.example", 8080, "u", "p", None)),
        ("HTTP://u:p@h.example:8080/", ("h.example", 8080, "u", "p", None)),
        ("u:p@h.example:8080", ("h.example", 8080, "u", "p", None)),
        ("h.example:8080", ("h.example", 8080, "", "", None)),
        ("h.example:8080:u:p", ("h.example", 8080, "u", "p", None)),
        ("h.example:8080:u:p:w@/#%41", ("h.example", 8080, "u", "p:w@/#%41", None)),
        ("h.example:8080:u:p#DE", ("h.example", 8080, "u", "p#DE", None)),
        ("de h.example:8080:u:p#fr", ("h.example", 8080, "u", "p#fr", "DE")),
        ("http://u%40x:p%2Fw%23%3A@h.example:1#DE", ("h.example", 1, "u@x", "p/w#:", "DE")),
        ("http://u:p@ss/w:o?r#d@h.example:1", ("h.example", 1, "u", "p@ss/w:o?r#d", None)),
        ("http://h.example:1 #de", ("h.example", 1, "", "", "DE")),
        ("h.example:1#de", ("h.example", 1, "", "", "DE")),
        ("DE http://h.example:1 # in Berlin", ("h.example", 1, "", "", "DE")),
        ("http://u:p@h.example:1 # in Berlin", ("h.example", 1, "u", "p", None)),
        ("h.example:1:u:p #us", ("h.example", 1, "u", "p", "US")),
        ("http://key@h.example:1", ("h.example", 1, "key", "", None)),
        ("http://u:p@[2001:db8::1]:8080", ("2001:db8::1", 8080, "u", "p", None)),
        ("http://u:p%C3%A4@10.0.0.1:65535", ("10.0.0.1", 65535, "u", "pä", None)),
    ],
)
def test_parse(text, expected):
    host, port, username, password, country = expected
    assert parse_proxy(text) == Proxy(
        host=host, port=port, username=username, password=password, country=country
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"socks5://u:{MARK}@h.example:1080", "socks5 proxies cannot be used"),
        (f"socks5h://u:{MARK}@h.example:1080", "socks5h proxies cannot be used"),
        (f"https://u:{MARK}@h.example:443", "https proxies cannot be used"),
        (f"{MARK}://h.example:443", "scheme is not http"),
        (f"http://u:{MARK}@h.example", "host or port is missing"),
        (f"http://u:{MARK}@:80", "host or port is missing"),
        (f"u:{MARK}:h.example:80", "host is not a name"),
        (f"h.example:99999:u:{MARK}", "port is not a number"),
        (f"http://u:{MARK}@h.example:0", "port is not a number"),
        (f"http://u:{MARK}@h.example:65536", "port is not a number"),
        (f"http://u:{MARK}@h.example:٣", "port is not a number"),
        (f"http://u:{MARK}@h.example:80/path", "port is not a number"),
        (f"http://u:{MARK}@h ex:80", "host is not a name"),
        (f"http://u:{MARK}%FF@h.example:80", "not from UTF-8"),
        (f"http://u:{MARK}%0D%0A@h.example:80", "control character"),
        (f"http://u%3Ax:{MARK}@h.example:80", "holds a ':'"),
        (MARK, "host or port is missing"),
    ],
)
def test_what_is_no_proxy_is_told_without_its_password(text, reason):
    with pytest.raises(ValueError, match=reason) as caught:
        parse_proxy(text)
    assert MARK not in str(caught.value)


def test_socks_says_what_can():
    with pytest.raises(ValueError, match="HTTP port") as caught:
        parse_proxy("socks5://h.example:1080")
    assert "CONNECT" in str(caught.value)


@pytest.mark.parametrize("password", ["p@ss:w/o?r#d %41", "пароль", "a+b&c=d;e,f", '"<>\\^`{|}'])
def test_the_url_carries_any_password(password):
    proxy = Proxy(host="h.example", port=80, username="u@x", password=password)
    parts = urlsplit(proxy.url)
    assert (parts.hostname, parts.port) == ("h.example", 80)
    assert (unquote(parts.username), unquote(parts.password)) == ("u@x", password)
    assert parse_proxy(proxy.url) == proxy


def test_nothing_but_the_url_shows_credentials():
    proxy = parse_proxy(f"http://{MARK}u:{MARK}@h.example:80#DE")
    for text in (repr(proxy), str(proxy), proxy.shown, proxy.name, proxy.server):
        assert MARK not in text
    assert proxy.shown == "http://***@h.example:80"
    assert parse_proxy("h.example:80").shown == "http://h.example:80"
    assert parse_proxy("[2001:db8::1]:80").url == "http://[2001:db8::1]:80"


def test_the_name_outlives_a_new_password():
    one = parse_proxy("http://u:old@h.example:80")
    assert one.name == parse_proxy("http://u:new@H.example:80#DE").name == "p-" + one.name[2:]
    assert one.name != parse_proxy("http://other:old@h.example:80").name
    assert one.name != parse_proxy("http://u:old@h.example:81").name


def test_lines():
    lines = ["# mine", "", "http://u:old@h:1", "h:2", "  # more", "h:x", "http://u:new@h:1"]
    proxies, wrong = parse_lines([(f"line {n}", line) for n, line in enumerate(lines, 1)])
    assert [(one.port, one.password) for one in proxies] == [(1, "new"), (2, "")]
    assert len(wrong) == 1
    assert wrong[0].startswith("line 6: the port is not a number")


def test_authorization_is_utf_8():
    proxy = Proxy(host="h", port=1, username="u", password="пароль:x")
    assert b64decode(proxy.authorization.removeprefix("Basic ")).decode() == "u:пароль:x"
    assert Proxy(host="h", port=1).authorization is None
