from __future__ import annotations

import pytest

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.sources import FileSource, ListSource, source_of

MARK = "s3cr3t-mark"


def test_a_list():
    source = source_of("http://u:p@h:1, h:2\nh:3:u:p,")
    assert [one.port for one in source.read()] == [1, 2, 3]
    assert source.changed() is False


def test_a_file_is_read_again_when_it_changes(tmp_path):
    path = tmp_path / "mine"
    path.write_text("# mine\r\nh:1\r\n\r\nDE h:2\r\n", encoding="utf-8-sig")
    source = source_of(str(path))
    assert isinstance(source, FileSource)
    assert [(one.port, one.country) for one in source.read()] == [(1, None), (2, "DE")]
    assert source.changed() is False
    other = tmp_path / "new"
    other.write_text("h:3\n")
    other.replace(path)
    assert source.changed() is True
    assert [one.port for one in source.read()] == [3]
    path.unlink()
    assert source.changed() is True
    with pytest.raises(ConfigError, match="No such file"):
        source.read()


@pytest.mark.parametrize("text", ["/no/such", "./proxies", "~/proxies", "proxies.txt", "some dir/p.csv"])
def test_what_looks_like_a_path_is_one(text):
    with pytest.raises(ConfigError, match=r"TIKTOK_PROXIES names the file .*: No such file"):
        source_of(text).read()


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "p.txt").write_bytes(b"\xff\xfe\x00h")
    with pytest.raises(ConfigError, match="not UTF-8"):
        source_of(str(tmp_path / "p.txt")).read()


def test_bad_lines_are_named_without_their_password(tmp_path):
    path = tmp_path / "p.txt"
    path.write_text(f"h:1\nsocks5://u:{MARK}@h:1\nu:{MARK}@h\n")
    with pytest.raises(ConfigError, match=r"p\.txt\): line 2: socks5 .*; line 3: host or port") as caught:
        source_of(str(path)).read()
    assert MARK not in str(caught.value)


def test_bad_entries_are_counted():
    with pytest.raises(ConfigError, match=r"entry 1: .*; entry 5: .*; and 2 more$"):
        ListSource(",".join(["x"] * 7)).read()


def test_a_list_of_none():
    with pytest.raises(ConfigError, match="no proxy is listed"):
        source_of(" , ").read()
