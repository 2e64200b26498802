"""What ``scrapy store`` refuses, in one line."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ((), "say what to do"),
        (("export", "--bogus"), "takes no 1 further arguments"),
        (("export", "--type", "nope"), "--type is nope"),
        (("export", "-o", "a.xml"), "ends in .xml"),
        (("export", "-o", "a.csv"), "give one --type"),
        (("export", "-o", "a.parquet.gz", "--type", "video"), "leave .gz out"),
        (("export", "--children", "files"), "--children files is for CSV"),
        (("export", "--profile", "apify", "--type", "verdict"), "not verdict"),
        (("export", "--since", "yesterday"), "--since is yesterday"),
        (("stats", "-s", "TIKTOK_HISTORY_HOURS=-1"), "TIKTOK_HISTORY_HOURS"),
        (("import", "gone.jsonl"), "no file gone.jsonl"),
    ],
)
def test_refused_options_are_one_line(run, store, argv, message):
    status, out, err = run(*argv)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_argparse_refuses_in_one_line(run, capsys):
    with pytest.raises(SystemExit) as stopped:
        run("export", "--format", "xml")
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("export", "--run", "nope"), "no run is named 'nope'"),
        (("export", "-o", "nowhere/a.jsonl"), "nowhere"),
    ],
)
def test_failures_are_one_line(run, store, argv, message):
    status, _, err = run(*argv)
    assert (status, err.count("\n")) == (1, 1)
    assert message in err
