from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import URLError

import pytest

from tiktok_spiders.doctor import network
from tiktok_spiders.doctor.finding import Level


@contextmanager
def serving(handle):
    """Answer one connection with ``handle(connection)``; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                handle(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(5)


@contextmanager
def web(status, date):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response_only(status if self.path == "/robots.txt" else 500)
            if date:
                self.send_header("Date", date)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        thread.join(5)


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize(
    ("status", "level"), [(200, Level.OK), (404, Level.OK), (403, Level.WARN), (503, Level.WARN)]
)
def test_an_answer(status, level):
    with web(status, formatdate(time.time(), usegmt=True)) as origin:
        reached, clock = network.check_tiktok(origin, 5)
    assert reached.level is level
    assert clock.level is Level.OK


def test_offline_is_a_finding():
    origin = f"http://127.0.0.1:{closed_port()}"
    (finding,) = network.check_tiktok(origin, 5)
    assert finding.level is Level.FAIL
    assert finding.detail.startswith(f"{origin} cannot be reached: ")
    assert "refused" in finding.detail


def test_a_server_that_says_nothing_is_not_waited_for():
    done = threading.Event()
    with serving(lambda connection: done.wait(5)) as port:
        (finding,) = network.check_tiktok(f"http://127.0.0.1:{port}", 0.05)
        done.set()
    assert "timed out" in finding.detail


def test_a_server_that_does_not_speak_http():
    with serving(lambda connection: connection.sendall(b"SSH-2.0-x\r\n")) as port:
        (finding,) = network.check_tiktok(f"http://127.0.0.1:{port}", 5)
    assert finding.level is Level.FAIL


def test_an_untrusted_certificate_names_the_variable():
    error = URLError(ssl.SSLCertVerificationError("self-signed certificate"))
    assert "SSL_CERT_FILE" in network._mend(error)


@pytest.mark.parametrize(
    ("offset", "text"), [(0, "agrees"), (59, "agrees"), (3600, "3,600 s ahead"), (-120, "120 s behind")]
)
def test_the_clock(offset, text):
    now = 1_700_000_000
    finding = network.check_clock(formatdate(now, usegmt=True), now + offset)
    assert text in finding.detail
    assert (finding.level is Level.OK) is (text == "agrees")


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_no_time_to_compare_with(date):
    assert network.check_clock(date, 0.0).level is Level.WARN


def redis(replies, got):
    def handle(connection):
        for reply in replies:
            got.append(connection.recv(512))
            connection.sendall(reply)

    return handle


def test_redis():
    got = []
    with serving(redis([b"+OK\r\n", b"+PONG\r\n"], got)) as port:
        finding = network.check_redis(f"redis://me:p%40ss@127.0.0.1:{port}/0", 5)
    assert finding.level is Level.OK
    assert got == [b"*3\r\n$4\r\nAUTH\r\n$2\r\nme\r\n$4\r\np@ss\r\n", b"*1\r\n$4\r\nPING\r\n"]


@pytest.mark.parametrize("url", ["redis://:hunter2@127.0.0.1:{port}/0", "redis://127.0.0.1:{port}"])
def test_redis_refuses(url):
    with serving(redis([b"-WRONGPASS invalid\r\n"], [])) as port:
        finding = network.check_redis(url.format(port=port), 5)
    assert finding.level is Level.FAIL
    assert "WRONGPASS" in finding.detail
    assert "hunter2" not in repr(finding)


def test_redis_is_not_there():
    finding = network.check_redis(f"redis://127.0.0.1:{closed_port()}", 5)
    assert "cannot be reached" in finding.detail


def test_redis_with_tls_needs_tls():
    with serving(redis([b"-ERR no TLS here\r\n"], [])) as port:
        assert network.check_redis(f"rediss://127.0.0.1:{port}", 5).level is Level.FAIL


def test_no_redis_address():
    assert network.check_redis("http://u:hunter2@host", 5).level is Level.FAIL
