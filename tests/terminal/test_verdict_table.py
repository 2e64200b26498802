from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from tiktok_spiders.items.run import Verdict
from tiktok_spiders.terminal.verdict_table import MOST_ROWS, VerdictTable


def verdict(**values):
    defaults = {
        "scraped_at": datetime(2026, 1, 1, tzinfo=UTC),
        "target": "@someone",
        "resource": "videos",
        "status": "complete",
        "stop_reason": "end",
        "expected": 35,
        "unique": 35,
        "coverage": 1.0,
        "requests": 3,
    }
    return Verdict(**{**defaults, **values})


def shown(*verdicts, unanswered=0, width=160):
    table = VerdictTable()
    for one in verdicts:
        table.add(one)
    out = io.StringIO()
    table.show(Console(file=out, width=width, highlight=False), unanswered=unanswered)
    return out.getvalue()


def test_one_row():
    lines = shown(verdict(message="TikTok told 35")).splitlines()
    assert (
        " ".join(lines[1].split()) == "target resource status received coverage requests stop reason message"
    )
    assert " ".join(lines[3].split()) == "@someone videos complete 35/35 100% 3 end TikTok told 35"


def test_what_is_not_known_is_not_a_number():
    row = shown(verdict(expected=None, coverage=None, stop_reason=None)).splitlines()[3]
    assert " ".join(row.split()) == "@someone videos complete 35/? – 3 –"


@pytest.mark.parametrize(
    ("share", "word"),
    [(0.0, "0%"), (0.0017, "<1%"), (0.01, "1%"), (0.29, "29%"), (0.996, "99%"), (1.0, "100%"), (1.2, "120%")],
)
def test_a_share_never_says_all_or_nothing_where_that_is_not_so(share, word):
    assert shown(verdict(coverage=share)).splitlines()[3].split()[4] == word


def test_a_long_message_is_not_cut():
    message = (
        "queries[1]: the Shop of Germany (DE) cannot be searched by words on the web, only of US, SG, MY, PH"
    )
    text = " ".join(shown(verdict(message=message), width=120).split())
    assert message.rsplit(" ", 1)[1] in text


def test_the_worst_stand_first_and_the_rest_is_counted():
    complete = [verdict(target=f"@ok{n}") for n in range(100)]
    blocked = [verdict(target=f"@no{n}", status="blocked") for n in range(3)]
    text = shown(*complete, *blocked)
    rows = [line.split()[0] for line in text.splitlines() if line.strip().startswith("@")]
    assert rows[:3] == ["@no0", "@no1", "@no2"]
    assert len(rows) == MOST_ROWS
    assert "… and 53 more" in text


def test_a_million_verdicts_are_not_kept():
    table = VerdictTable()
    one = verdict()
    for _ in range(10_000):
        table.add(one)
    assert len(table.rows()) == MOST_ROWS
    assert sum(map(len, table._kept.values())) == MOST_ROWS
    assert table.summary() == "Was that all? Yes: all 10,000 answers are complete, 350,000 items."


@pytest.mark.parametrize(
    ("statuses", "unanswered", "line"),
    [
        ([], 0, "Nothing was asked, so nothing came back."),
        ([], 2, "No: 2 not reached; 0 items."),
        (["complete"], 0, "Yes: the one answer is complete, 1 item."),
        (["complete", "complete"], 0, "Yes: all 2 answers are complete, 2 items."),
        (["complete", "complete"], 1, "No: 2 complete, 1 not reached; 2 items."),
        (["limited", "complete"], 0, "All that your limits allow: 1 complete, 1 limited; 2 items."),
        (["blocked", "complete", "private"], 0, "No: 1 complete, 1 private, 1 blocked; 3 items."),
        (["failed"], 0, "No: 1 failed; 1 item."),
        (["surprise"], 0, "No: 1 surprise; 1 item."),
    ],
)
def test_was_that_all(statuses, unanswered, line):
    text = shown(*[verdict(status=status, unique=1) for status in statuses], unanswered=unanswered)
    assert text.splitlines()[-1] == f"Was that all? {line}"


def test_a_run_that_was_answered_before():
    assert VerdictTable().summary(given=3) == (
        "Was that all? Nothing was left to ask: this run has all its answers (3 targets)."
    )


def test_collected_text_cannot_drive_the_terminal():
    evil = "\x1b]0;owned\x07\x1b[2J[red]x[/red]\u202e\nnext"
    text = shown(verdict(target=evil, message=evil, stop_reason=evil, resource=evil))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "owned" not in text
    assert "[red]x[/red] next" in text


def test_a_narrow_terminal_keeps_every_number():
    text = shown(verdict(target="@" + "x" * 24, message="a long message " * 10, unique=12345), width=80)
    assert max(map(len, text.splitlines())) <= 80
    assert "12,345/35" in text
