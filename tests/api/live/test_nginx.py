"""An encoded address in the path gets through the shipped nginx and uvicorn as it was sent."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from tests.api.live.conftest import quick
from tests.api.running import served
from tests.ports import free_port
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin_process import StandinProcess

FOLDER = Path(__file__).parents[3] / "scrapyd/nginx"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
KEY = "a-key-of-this-test-0123456789"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@contextmanager
def nginx_before(port: int, folder: Path) -> Iterator[str]:
    """Run the shipped nginx before an API on a port of this machine; give its address."""
    folder.mkdir()
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run([*command, *files], check=True, capture_output=True)
    ports = {"80": free_port(), "443": free_port()}
    servers = (FOLDER / "nginx.conf").read_text().replace("/etc/nginx/certs", str(folder))
    servers = re.sub(r"^ +listen \[::\].*\n", "", servers, flags=re.MULTILINE)
    servers = re.sub(r"listen (80|443) ", lambda found: f"listen 127.0.0.1:{ports[found[1]]} ", servers)
    upstream = (FOLDER / "upstream-host.conf").read_text().replace(":8000", f":{port}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    whole = f"pid {folder}/pid; error_log stderr; daemon off; events {{}}"
    text = f"{whole} http {{ access_log off; {temporary}\n{upstream}{servers}}}\n"
    (folder / "whole.conf").write_text(text)
    assert NGINX is not None
    with subprocess.Popen([NGINX, "-c", folder / "whole.conf"]) as process:
        try:
            until(lambda: (folder / "pid").exists() and (folder / "pid").read_text(), 10, "nginx")
            yield f"https://127.0.0.1:{ports['443']}"
        finally:
            process.terminate()


def test_an_encoded_address_gets_through(
    shared_standin: StandinProcess, tmp_path: Path, free_port: int
) -> None:
    number = shared_standin.truth("many_moths")["ids"][0]
    path = quote(f"https://www.tiktok.com/@many_moths/video/{number}?a=b%2Fc&x=1", safe="")
    settings = quick(shared_standin.url) | {"TIKTOK_API_KEYS": KEY}
    with (
        served(tmp_path / "api", free_port, **settings) as direct,
        nginx_before(free_port, tmp_path / "nginx") as address,
        httpx.Client(base_url=address, verify=False, headers={"X-API-Key": KEY}, timeout=60) as client,
    ):
        straight = direct.get(f"/api/v1/video/{path}")
        assert straight.json()["video"]["id"] == number
        through = client.get(f"/api/v1/video/{path}")
        assert through.status_code == 200, through.text
        assert through.json()["video"] == straight.json()["video"]
        assert through.json()["cached"] is True
        large = client.post("/api/v1/video/parse-url", content=b"x" * (17 * 2**20))
        assert large.status_code == 413
        assert large.json()["error"]["code"] == "TOO_LARGE"


def test_without_the_api_it_says_so_in_the_envelope(tmp_path: Path, free_port: int) -> None:
    with nginx_before(free_port, tmp_path / "nginx") as address:
        answer = httpx.get(f"{address}/api/v1/user/x/info", verify=False)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.json()["error"]["code"] == "API_UNAVAILABLE"
