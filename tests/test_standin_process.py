from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

import pytest

from tests.standin_process import DEFAULT_SWITCHES, StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable


def get(url: str, standin: StandinProcess, proxy: str | None = None) -> int:
    """Status of a page, straight or through a proxy that ends TLS."""
    proxies = {"https": proxy} if proxy else {}
    secure = [HTTPSHandler(context=ssl.create_default_context(cafile=standin.ca))] if standin.ca else []
    try:
        with build_opener(ProxyHandler(proxies), *secure).open(url, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_pages_truth_and_log_agree(standin: StandinProcess) -> None:
    handle = "daily.dune"
    assert handle in standin.handles()
    assert len(standin.truth(handle)["ids"]) == 90
    assert get(f"{standin.url}/@{handle}", standin) == 200
    assert [entry["path"] for entry in standin.log("page.user")] == [f"/@{handle}"]
    assert standin.stats()["by_endpoint"] == {"page.user": 1}
    standin.clear_log()
    assert standin.log() == []


def test_plan_is_replaced_while_it_runs(standin: StandinProcess) -> None:
    standin.set_plan({"kind": "http", "status": 503})
    assert get(f"{standin.url}/@daily.dune", standin) == 503
    standin.set_plan()
    assert get(f"{standin.url}/@daily.dune", standin) == 200


def test_refused_control_is_an_error(standin: StandinProcess) -> None:
    with pytest.raises(HTTPError, match="400"):
        standin.set_plan({"kind": "no such fault"})


def test_account_grows(standin: StandinProcess) -> None:
    before = standin.truth("daily.dune")["ids"]
    added = standin.grow("daily.dune", 3)
    assert standin.truth("daily.dune")["ids"] == added[::-1] + before


def test_shared_standin_is_as_at_start(shared_standin: StandinProcess, standin: StandinProcess) -> None:
    standin.set_switches(**DEFAULT_SWITCHES)
    assert standin._control("GET", "switches") == shared_standin._control("GET", "switches")
    assert shared_standin.truth("many_moths")["user"] == standin.truth("many_moths")["user"]
    assert shared_standin._control("GET", "plan") == []


def test_proxies_come_with_it_and_fail_one_by_one(start_standin: Callable[..., StandinProcess]) -> None:
    standin = start_standin("--proxies", "2", "--proxy-auth", "user:se@cret")
    page = "https://www.tiktok.com/@daily.dune"
    one, two = standin.proxies
    assert standin.proxy == one
    assert [get(page, standin, one), get(page, standin, two)] == [200, 200]
    assert [entry["address"] for entry in standin.log("page.user")] == ["exit-1", "exit-2"]
    standin.set_proxy_fault("exit-1", "dead")
    with pytest.raises(URLError, match="refused"):
        get(page, standin, one)
    assert get(page, standin, two) == 200
    standin.set_proxy_fault("exit-1", "none")
    assert get(page, standin, one) == 200
    assert standin.proxy_counts()["exit-2"]["requests"] == 2


@pytest.mark.parametrize("wrong", [("exit-9", "dead", "404"), ("exit-1", "sleepy", "400")])
def test_proxy_faults_that_do_not_exist_are_refused(
    start_standin: Callable[..., StandinProcess], wrong: tuple[str, str, str]
) -> None:
    name, kind, status = wrong
    standin = start_standin("--proxies", "1")
    with pytest.raises(HTTPError, match=status):
        standin.set_proxy_fault(name, kind)


def test_options_reach_the_process(start_standin: Callable[..., StandinProcess]) -> None:
    standin = start_standin("--bulk", "20", "--users", "3")
    assert [len(standin.truth(handle)["ids"]) for handle in standin.handles()] == [20, 20, 20]


def test_end_is_in_order_and_leaves_nothing() -> None:
    with StandinProcess("--proxies", "1") as standin:
        assert Path(standin.ca).exists()
        assert standin.stop() == 0
    assert gone(standin.pid)
    assert not Path(standin.ca).exists()


def test_start_that_fails_says_so() -> None:
    with pytest.raises(RuntimeError, match="ended before it was ready"):
        StandinProcess("--no-such-option")
