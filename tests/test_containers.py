from __future__ import annotations

import contextlib
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiktok_spiders import containers
from tiktok_spiders.containers import ContainerError

UNIVERSAL = "__UNIVERSAL_DATA_FOR_REHYDRATION__"


def page(script_id: str, text: str, *, head: str = "") -> bytes:
    script = f'<script type="application/json" id="{script_id}">{text}</script>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><div>x</div>{script}</body></html>".encode()


def value(raw: msgspec.Raw | None) -> object:
    assert raw is not None
    return msgspec.json.decode(raw)


def test_script_text_finds_the_element_by_id():
    body = page("other", "1") + page("wanted", '{"a": "</b> \u2028"}')
    assert containers.script_text(body, "wanted") == '{"a": "</b> \u2028"}'


def test_script_text_wants_a_script_element():
    assert containers.script_text(b'<div id="wanted">{}</div>', "wanted") is None


def test_script_text_without_the_name_anywhere():
    assert containers.script_text(b"<script id=a>1</script>", "wanted") is None


@pytest.mark.parametrize("body", [b"", b"wanted", b"<!-- wanted -->", b"wanted\x00"])
def test_script_text_of_a_body_without_elements(body):
    assert containers.script_text(body, "wanted") is None


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "no-such-charset"])
def test_declared_charset_is_not_believed(charset):
    body = page("wanted", '"日本é"', head=f'<meta charset="{charset}">')
    assert containers.script_text(body, "wanted") == '"日本é"'


def test_invalid_bytes_are_replaced_and_the_rest_is_kept():
    body = page("wanted", '"日本@é"').replace(b"@", b"\xff\x00")
    assert containers.script_text(body, "wanted") == '"日本\ufffd\ufffdé"'


def test_empty_script_is_there():
    assert containers.script_text(page("wanted", ""), "wanted") == ""


def test_universal_scopes():
    scopes = containers.universal_scopes(page(UNIVERSAL, '{"__DEFAULT_SCOPE__":{"a":{"b":1},"c":null}}'))
    assert scopes is not None
    assert {key: value(raw) for key, raw in scopes.items()} == {"a": {"b": 1}, "c": None}


@pytest.mark.parametrize("prefix", [b"", b" \n", b"\xef\xbb\xbf"])
def test_universal_scopes_of_a_bare_body(prefix):
    scopes = containers.universal_scopes(prefix + b'{"__DEFAULT_SCOPE__":{"a":1}}')
    assert scopes is not None
    assert value(scopes["a"]) == 1


@pytest.mark.parametrize("body", [b'{"statusCode":0}', b"<html></html>", b"", b"[]", b"null"])
def test_containers_that_are_not_there(body):
    assert containers.universal_scopes(body) is None
    assert containers.sigi_state(body) is None
    assert containers.next_data(body) is None
    assert containers.frontity_data(body) is None
    assert containers.router_data(body) is None


def test_a_script_without_the_wanted_member_is_an_empty_container():
    assert containers.universal_scopes(page(UNIVERSAL, "{}")) == {}
    assert containers.frontity_data(page("__FRONTITY_CONNECT_STATE__", "{}")) == {}
    assert containers.router_data(page("__MODERN_ROUTER_DATA__", "{}")) == {}


READERS = {
    UNIVERSAL: containers.universal_scopes,
    "SIGI_STATE": containers.sigi_state,
    "sigi-persisted-data": containers.sigi_state,
    "__NEXT_DATA__": containers.next_data,
    "__FRONTITY_CONNECT_STATE__": containers.frontity_data,
    "__MODERN_ROUTER_DATA__": containers.router_data,
}


@pytest.mark.parametrize("text", ["", "{", '{"a":', "[1]", "null", "Please wait", '{"a":1} x'])
@pytest.mark.parametrize("name", READERS)
def test_a_container_with_something_else_inside_is_an_error_that_names_it(name, text):
    with pytest.raises(ContainerError, match=name) as caught:
        READERS[name](page(name, text))
    assert isinstance(caught.value, ValueError)
    assert caught.value.container == name


def test_a_member_of_the_wrong_type_is_an_error():
    with pytest.raises(ContainerError, match="__DEFAULT_SCOPE__"):
        containers.universal_scopes(page(UNIVERSAL, '{"__DEFAULT_SCOPE__":[]}'))


def test_a_page_cut_inside_the_script_is_an_error():
    body = page(UNIVERSAL, json.dumps({"__DEFAULT_SCOPE__": {"a": "x" * 500}}))
    with pytest.raises(ContainerError):
        containers.universal_scopes(body[:300])


def test_sigi_state_as_json():
    assert value(containers.sigi_state(page("SIGI_STATE", '{"ItemModule":{}}'))) == {"ItemModule": {}}


@pytest.mark.parametrize(
    "text",
    [
        """window['SIGI_STATE']={"a":"}; x"};window['SIGI_RETRY']={"b":1};""",
        """window["SIGI_STATE"] = {"a":"}; x"}""",
        """var x=1;window.SIGI_STATE={"a":"}; x"};""",
    ],
)
def test_sigi_state_as_an_assignment(text):
    assert value(containers.sigi_state(page("sigi-persisted-data", text))) == {"a": "}; x"}


def test_sigi_assignment_that_is_cut():
    with pytest.raises(ContainerError, match="sigi-persisted-data"):
        containers.sigi_state(page("sigi-persisted-data", "window['SIGI_STATE']={\"a\":"))


def test_next_data():
    assert value(containers.next_data(page("__NEXT_DATA__", '{"props":{}}'))) == {"props": {}}


@pytest.mark.parametrize("bare", [True, False])
def test_frontity_and_router_data_by_route(bare):
    frontity, router = '{"source":{"data":{"/embed/@a":{"x":1}}}}', '{"loaderData":{"(region)/page":{"y":2}}}'
    embed = frontity.encode() if bare else page("__FRONTITY_CONNECT_STATE__", frontity)
    shop = router.encode() if bare else page("__MODERN_ROUTER_DATA__", router)
    routes, loaders = containers.frontity_data(embed), containers.router_data(shop)
    assert routes is not None
    assert loaders is not None
    assert value(routes["/embed/@a"]) == {"x": 1}
    assert value(loaders["(region)/page"]) == {"y": 2}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"canonical":"https://www.tiktok.com/@a/photo/1"}', "https://www.tiktok.com/@a/photo/1"),
        (b'{"canonical":""}', None),
        (b'{"canonical":null}', None),
        (b'{"canonical":7}', None),
        (b"[]", None),
    ],
)
def test_canonical(raw, expected):
    assert containers.canonical({"seo.abtest": msgspec.Raw(raw)}) == expected


def test_canonical_without_its_scope():
    assert containers.canonical({}) is None


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=200), st.sampled_from(sorted(READERS)))
def test_any_content_is_a_value_none_or_a_container_error(noise, name):
    with contextlib.suppress(ContainerError):
        READERS[name](b'<script id="' + name.encode() + b'">' + noise + b"</script>")


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (rb'"\ud83d"', rb'"\ufffd"'),
        (rb'"\ude00x"', rb'"\ufffdx"'),
        (rb'"\ud83d\ude00"', rb'"\ud83d\ude00"'),
        (rb'"\ud83d\ud83d\ude00"', rb'"\ufffd\ud83d\ude00"'),
        (rb'"\\ud83d"', rb'"\\ud83d"'),
        (rb'"\\\ud83d\n"', rb'"\\\ufffd\n"'),
        (rb'"\u00e9 \uD7FF"', rb'"\u00e9 \uD7FF"'),
    ],
)
def test_repair_surrogates(text, repaired):
    assert containers.repair_surrogates(text) == repaired
    json.loads(repaired).encode()


def test_a_caption_cut_in_an_emoji_does_not_lose_the_page():
    scopes = containers.universal_scopes(page(UNIVERSAL, r'{"__DEFAULT_SCOPE__":{"a":"\ud83d...","b":1}}'))
    assert scopes is not None
    assert {key: value(raw) for key, raw in scopes.items()} == {"a": "\ufffd...", "b": 1}
    assert value(containers.next_data(page("__NEXT_DATA__", r'{"a":"\ud83d..."}'))) == {"a": "\ufffd..."}


def test_members():
    assert {
        key: value(raw) for key, raw in containers.members(b'\xef\xbb\xbf{"a":[1],"b":null}').items()
    } == {
        "a": [1],
        "b": None,
    }
    with pytest.raises(ContainerError, match="JSON"):
        containers.members(b'{"a":[1,}')
