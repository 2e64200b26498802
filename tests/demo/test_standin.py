from __future__ import annotations

import os
import sys

import pytest

from tiktok_spiders.demo import standin
from tiktok_spiders.demo.failure import DemoError
from tiktok_spiders.demo.standin import StandIn

WAITS = "import sys, time; print(sys.argv[1], flush=True); sys.stdin.read(); time.sleep(60)"


def starting(tmp_path, line, code=WAITS):
    return StandIn(tmp_path / "log", dict(os.environ), [sys.executable, "-c", code, line])


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_runs_inside_and_not_after(tmp_path):
    with starting(tmp_path, '{"web": "http://127.0.0.1:1"}') as running:
        pid = running._process.pid
        assert running.web_url == "http://127.0.0.1:1"
        assert is_running(pid)
    assert not is_running(pid)


def test_it_stops_when_the_body_fails(tmp_path):
    with pytest.raises(KeyError), starting(tmp_path, '{"web": "x"}') as running:
        raise KeyError
    assert not is_running(running._process.pid)


@pytest.mark.parametrize("line", ["", "Traceback", "[]", '{"other": 1}'])
def test_a_wrong_first_line(tmp_path, line):
    running = starting(tmp_path, line)
    with pytest.raises(DemoError, match=str(tmp_path / "log")):
        running.__enter__()
    assert not is_running(running._process.pid)


def test_one_that_ends_at_once(tmp_path):
    running = starting(tmp_path, "", "import sys; sys.exit('port in use')")
    with pytest.raises(DemoError):
        running.__enter__()
    assert "port in use" in (tmp_path / "log").read_text()


def test_one_that_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(standin, "START_S", 0.3)
    with pytest.raises(DemoError):
        starting(tmp_path, "", "import time; time.sleep(60)").__enter__()


def test_one_that_does_not_want_to_stop(tmp_path, monkeypatch):
    monkeypatch.setattr(standin, "STOP_S", 0.1)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WAITS
    with starting(tmp_path, '{"web": "x"}', deaf) as running:
        pass
    assert not is_running(running._process.pid)
