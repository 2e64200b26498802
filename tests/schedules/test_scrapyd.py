from __future__ import annotations

import httpx
import pytest

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ScrapydDownError, ScrapydError
from tiktok_spiders.schedules import Scrapyd


def test_a_job(scrapyd, client, clock):
    client.check()
    assert client.state("one") is None
    client.schedule("user", "one", {"users": "a,ü", "since": ""}, {"A": "1", "B": "x=y"})
    (job,) = scrapyd.jobs
    assert (job.id, job.arguments, job.settings) == ("one", {"users": "a,ü", "since": ""}, ["A=1", "B=x=y"])
    assert client.state("one") == "running"
    assert client.jobs() == {"pending": [], "running": ["one"], "finished": []}
    clock.wait(31)
    assert client.state("one") == "finished"


def test_an_argument_cannot_take_the_place_of_a_parameter(scrapyd, client):
    client.schedule("user", "one", {"project": "other", "jobid": "x", "spider": "y"}, {})
    assert [(job.id, job.spider) for job in scrapyd.jobs] == [("one", "user")]


def test_a_refusal(client):
    with pytest.raises(ScrapydError, match="refuses schedule: spider 'x' not found") as caught:
        client.schedule("x", "one", {}, {})
    assert not isinstance(caught.value, ScrapydDownError)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((500, "{}"), "HTTP status 500 to status.json"),
        ((502, "<html>"), "HTTP status 502"),
        ((200, "<html>"), "HTTP status 200"),
        ((200, "[]"), "HTTP status 200"),
        ((200, "{}"), "HTTP status 200"),
        ((200, '{"status": "error"}'), "refuses status: without a reason"),
    ],
)
def test_strange_answers(scrapyd, client, answer, words):
    scrapyd.answer = answer
    with pytest.raises(ScrapydError, match=words):
        client.state("one")


def test_it_is_gone(scrapyd, client):
    scrapyd.stop()
    with pytest.raises(ScrapydDownError, match="does not answer") as caught:
        client.check()
    assert not caught.value.asked


def test_it_may_have_got_the_question(scrapyd, client):
    scrapyd.swallows = True
    with pytest.raises(ScrapydDownError) as caught:
        client.schedule("user", "one", {}, {})
    assert caught.value.asked


def test_it_takes_too_long(scrapyd):
    impatient = Scrapyd(scrapyd.url, "p", timeout=httpx.Timeout(0.05, connect=5))
    scrapyd.hangs = True
    with pytest.raises(ScrapydDownError, match="does not answer"):
        impatient.check()
    impatient.close()


def test_the_password_of_the_settings(scrapyd):
    scrapyd.credentials = "someone:MARK"
    given = {"TIKTOK_SCRAPYD_URL": scrapyd.url, "TIKTOK_SCRAPYD_USERNAME": "someone"}
    for password, works in ((None, False), ("wrong-MARK", False), ("MARK", True)):
        client = Scrapyd.from_config(Config.from_settings({**given, "TIKTOK_SCRAPYD_PASSWORD": password}))
        if works:
            client.check()
        else:
            with pytest.raises(ScrapydDownError, match="TIKTOK_SCRAPYD_PASSWORD") as caught:
                client.check()
            assert "MARK" not in str(caught.value)
        client.close()
