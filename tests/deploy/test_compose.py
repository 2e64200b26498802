"""The files of scrapyd/ that other programs read: they hold what their comments promise."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.deploy.checkout import ROOT, clean_environ
from tests.ports import free_port
from tiktok_spiders.config import ALIASES, setting_names

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "scrapyd"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
SECRET_NAMES = ("SCRAPYD_PASSWORD", "REDIS_PASSWORD", "POSTGRES_PASSWORD")
REQUIRED = re.compile(r"\$\{(\w+):\?([^}]+)\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    return loaded


def test_no_python_is_there() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "scrapyd"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "scrapyd/scrapyd.conf" in tracked
    assert [name for name in tracked if name.endswith((".py", ".pth"))] == []


def test_the_folder_does_not_hide_the_program() -> None:
    code = "import scrapyd, scrapyd.runner; print(scrapyd.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "site-packages" in done.stdout


def test_only_nginx_has_ports(compose: dict[str, Any]) -> None:
    with_ports = {name for name, service in compose["services"].items() if service.get("ports")}
    assert with_ports == {"nginx"}
    assert {service.get("network_mode") for service in compose["services"].values()} == {None}


def test_nginx_cannot_reach_scrapyd(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert not set(services["nginx"]["networks"]) & set(services["scrapyd"]["networks"])
    assert compose["networks"]["data"]["internal"] is True
    assert services["redis"]["networks"] == services["postgres"]["networks"] == ["data"]
    text = "".join(path.read_text() for path in (FOLDER / "nginx").glob("*.conf"))
    assert "6800" not in text
    assert "scrapyd:" not in text


def test_nginx_is_for_production(compose: dict[str, Any]) -> None:
    assert compose["services"]["nginx"]["profiles"] == ["production"]
    assert "profiles" not in compose["services"]["scrapyd"]


@pytest.mark.parametrize(
    ("place", "needed"),
    [
        (("services", "scrapyd"), set(SECRET_NAMES)),
        (("services", "worker"), {"SCRAPYD_PASSWORD", "POSTGRES_PASSWORD"}),
        (("services", "api"), set(SECRET_NAMES)),
        (("services", "deploy"), {"SCRAPYD_PASSWORD"}),
        (("services", "redis"), {"REDIS_PASSWORD"}),
        (("configs", "redis"), {"REDIS_PASSWORD"}),
        (("services", "postgres"), {"POSTGRES_PASSWORD"}),
    ],
    ids=lambda each: each[1] if isinstance(each, tuple) else "",
)
def test_every_password_is_required(
    compose: dict[str, Any], place: tuple[str, str], needed: set[str]
) -> None:
    section, name = place
    found = REQUIRED.findall(yaml.safe_dump(compose[section][name], width=10_000))
    assert {variable for variable, _ in found} == needed
    assert all(said.startswith("set a password for ") for _, said in found)


def test_no_password_has_a_default() -> None:
    text = (FOLDER / "compose.yaml").read_text()
    for name in SECRET_NAMES:
        uses = re.findall(rf"(?<!\$)\$\{{?{name}([^}}]*)", text)
        assert uses
        assert all(use.startswith(":?") for use in uses), name
    example = (FOLDER / "env.example").read_text()
    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == set(SECRET_NAMES)
    assert re.findall(r"^\w+=.+$", example, re.MULTILINE) == []


def test_the_scheduler_reaches_scrapyd_and_the_store(compose: dict[str, Any]) -> None:
    services, worker = compose["services"], compose["services"]["worker"]
    assert worker["entrypoint"] == ["scrapy", "worker"]
    assert worker["image"] == services["scrapyd"]["image"]
    assert set(worker["networks"]) == {*services["scrapyd"]["networks"], *services["postgres"]["networks"]}
    address = urlsplit(worker["environment"]["TIKTOK_SCRAPYD_URL"])
    assert address.hostname in services
    assert str(address.port) in (FOLDER / "scrapyd.conf").read_text()
    store = "TIKTOK_DATABASE_URL"
    assert worker["environment"][store] == services["scrapyd"]["environment"][store]
    assert worker["env_file"] == services["scrapyd"]["env_file"]


def test_nginx_alone_reaches_the_api_from_outside(compose: dict[str, Any]) -> None:
    api, nginx = compose["services"]["api"], compose["services"]["nginx"]
    assert set(api["networks"]) & set(nginx["networks"]) == {"front"}
    assert [name for name, each in compose["services"].items() if "front" in each.get("networks", ())] == [
        "api",
        "nginx",
    ]
    subnet = compose["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert api["environment"]["TIKTOK_API_TRUSTED_PROXIES"] == subnet
    assert api["environment"]["TIKTOK_API_PROFILE"] == "production"
    assert "http://api:8000" in (FOLDER / "nginx" / "upstream-compose.conf").read_text()


def test_every_setting_of_a_service_exists(compose: dict[str, Any]) -> None:
    given = {name for service in compose["services"].values() for name in service.get("environment", {})}
    assert {name for name in given if name.startswith("TIKTOK_")} <= {*setting_names(), *ALIASES}


def test_what_is_mounted_and_copied_exists(compose: dict[str, Any]) -> None:
    for volume in compose["services"]["nginx"]["volumes"]:
        source = volume.partition(":")[0]
        assert source.startswith("$") or (FOLDER / source).is_file(), source
    for sources in re.findall(
        r"^COPY (?:--\S+ )*(\S+) \S+$", (FOLDER / "Dockerfile").read_text(), re.MULTILINE
    ):
        assert (ROOT / sources).exists(), sources


def test_the_servers_are_the_ones_that_are_tested() -> None:
    lines = (FOLDER / "requirements.txt").read_text().splitlines()
    developed = (ROOT / "requirements-dev.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#") and line not in developed] == []


def test_scrapyds_configuration() -> None:
    parser = ConfigParser()
    parser.read(FOLDER / "scrapyd.conf")
    section = dict(parser.items("scrapyd", raw=True))
    assert section["bind_address"] == "127.0.0.1"
    assert section["username"]
    assert section["password"] == "%(SCRAPYD_PASSWORD)s"
    assert section["jobstorage"] == "scrapyd.jobstorage.SqliteJobStorage"
    assert section["items_dir"] == ""
    assert int(section["jobs_to_keep"]) >= 100


def test_scrapy_cfg_holds_no_secret() -> None:
    parser = ConfigParser()
    parser.read(ROOT / "scrapy.cfg")
    sections = [name for name in parser.sections() if name.startswith("deploy")]
    assert {"deploy", "deploy:local", "deploy:remote"} <= set(sections)
    for name in sections:
        assert parser.get(name, "password", fallback="$").startswith("$")
        assert "@" not in parser.get(name, "url", fallback="")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", sorted(FOLDER.glob("systemd/*")), ids=lambda path: path.name)
def test_a_unit_is_sound(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text()
    assert "/opt/tiktok-spiders/.venv/bin/" in text
    assert "PASSWORD=" not in text
    (tmp_path / unit.name).write_text(re.sub(r"/opt/tiktok-spiders/\.venv/bin/\w+", "/bin/true", text))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_standing_worker_starts_in_a_directory_of_its_own(tmp_path: Path) -> None:
    unit = (FOLDER / "systemd/tiktok-crawl@.service").read_text().replace("/opt/tiktok-spiders", str(ROOT))
    lines = re.findall(r"^Environment=(.+)$", unit, re.MULTILINE)
    environ = clean_environ(**dict(pair.split("=", 1) for line in lines for pair in line.split()))
    (command,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    words = [sys.executable, "-m", "scrapy", *command.replace("%i", "user").split()[1:]]
    done = subprocess.run(words, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "TIKTOK_REDIS_URL is not set" in done.stderr


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.parametrize("upstream", ["compose", "host"])
def test_nginx_takes_its_configuration(upstream: str, tmp_path: Path) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    servers = (FOLDER / "nginx/nginx.conf").read_text().replace("/etc/nginx/certs", str(tmp_path))
    servers = re.sub(
        r"listen ((?:\[::\]:)?)(?:80|443) ", lambda found: f"listen {found[1]}{free_port()} ", servers
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    included = (FOLDER / f"nginx/upstream-{upstream}.conf").read_text()
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {temporary}\n"
    (tmp_path / "whole.conf").write_text(f"{whole}{included}{servers}}}\n")
    assert NGINX is not None
    done = subprocess.run(
        [NGINX, "-t", "-c", tmp_path / "whole.conf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
