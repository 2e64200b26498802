from __future__ import annotations

import ssl
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tiktok_standin import tls
from tiktok_standin.tls import Authority

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "tls")


def strict_client(ca: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(ca))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> ssl.SSLObject:
    """A whole handshake in memory; returns the client's end."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(to_client, to_server, server_hostname=name)
    far = server.wrap_bio(to_server, to_client, server_side=True)
    pending = [near, far]
    for _ in range(10):
        pending = [end for end in pending if not finished(end)]
        if not pending:
            return near
    raise AssertionError("the handshake did not end")


def finished(end: ssl.SSLObject) -> bool:
    try:
        end.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True


@pytest.mark.parametrize("host", ["www.tiktok.com", "p16-sign-va.tiktokcdn.com", "127.0.0.1"])
def test_strict_client_accepts_the_leaf(authority: Authority, host: str) -> None:
    end = handshake(authority.context(host), strict_client(authority.ca_path), host)
    assert end.version() == "TLSv1.3"
    assert end.selected_alpn_protocol() == "http/1.1"


def test_name_sent_by_the_client_goes_before_the_default(authority: Authority) -> None:
    end = handshake(authority.context("www.tiktok.com"), strict_client(authority.ca_path), "m.tiktok.com")
    certificate = end.getpeercert()
    assert certificate is not None
    assert certificate["subjectAltName"] == (("DNS", "m.tiktok.com"),)
    assert end.selected_alpn_protocol() == "http/1.1"


def test_context_of_a_host_is_made_once(authority: Authority) -> None:
    assert authority.context("www.tiktok.com") is authority.context("WWW.TikTok.com")


def test_system_does_not_trust_it(authority: Authority) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|unable to get local issuer"):
        handshake(authority.context("www.tiktok.com"), ssl.create_default_context(), "www.tiktok.com")


def test_leaf_of_another_run_is_refused(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(other.context("www.tiktok.com"), strict_client(authority.ca_path), "www.tiktok.com")


@pytest.mark.parametrize("days", [-9, 3])
def test_validity_is_a_week_and_the_day_before(tmp_path: Path, days: int) -> None:
    authority = Authority(tmp_path, now=datetime.now(UTC) + timedelta(days=days))
    with pytest.raises(ssl.SSLCertVerificationError, match=r"expired|not yet valid"):
        handshake(authority.context("www.tiktok.com"), strict_client(authority.ca_path), "www.tiktok.com")


def test_keys_are_for_the_owner_alone(authority: Authority) -> None:
    authority.context("www.tiktok.com")
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in authority.ca_path.parent.iterdir()}
    assert modes.pop("ca.pem") & stat.S_IRGRP
    assert modes == {"ca.key": 0o600, "leaf-www.tiktok.com.pem": 0o600}
    assert b"PRIVATE" not in authority.ca_path.read_bytes()


def test_openssl_itself_accepts_the_chain(authority: Authority) -> None:
    authority.context("www.tiktok.com")
    leaf = authority.ca_path.with_name("leaf-www.tiktok.com.pem")
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname"]
    done = subprocess.run(
        [*command, "www.tiktok.com", "-CAfile", authority.ca_path, leaf],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("host", ["", "../../etc/passwd", "a b", "-x", "x" * 300])
def test_what_is_no_host_name_is_refused(authority: Authority, host: str) -> None:
    with pytest.raises(ValueError, match="not a host name"):
        authority.context(host)


def test_number_of_leaves_is_bounded(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "MAX_LEAVES", 1)
    context = authority.context("www.tiktok.com")
    with pytest.raises(ValueError, match="more than 1"):
        authority.context("m.tiktok.com")
    with pytest.raises(ssl.SSLError, match="CALLBACK_FAILED"):
        handshake(context, strict_client(authority.ca_path), "m.tiktok.com")
