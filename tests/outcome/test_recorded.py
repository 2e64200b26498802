"""Recorded failures, and recorded good answers, with the outcome that each must have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tiktok_spiders.outcome import classify

FIXTURES = Path(__file__).parents[1] / "fixtures"
FAILURES = sorted((FIXTURES / "failure").glob("*/"))
GOOD = {
    "user_page": ("page", "webapp.user-detail", {"banned", "private", "json_ld_only"}),
    "user_embed": ("embed", "userInfo", set()),
    "oembed": ("oembed", None, {"made_up_error"}),
    "user_detail": ("api", "userInfo", {"made_up_missing", "bare_user_info"}),
    "collection_page": ("page", "sharing.collection.collection_state", set()),
}


def ask(folder: Path, kind: str, anchor: str | None):
    (answer,) = folder.glob("answer.*")
    url = json.loads((folder / "meta.json").read_text())["url"]
    return classify(status=200, headers={}, body=answer.read_bytes(), url=url, kind=kind, anchor=anchor)


@pytest.mark.parametrize("folder", FAILURES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("field", ["outcome", "code", "confirm"])
def test_failure(folder, field):
    meta = json.loads((folder / "meta.json").read_text())
    expected = json.loads((folder / "expected.json").read_text())
    assert getattr(ask(folder, meta["kind"], meta["anchor"]), field) == expected[field]


@pytest.mark.parametrize(
    "folder",
    [
        each
        for kind, (_, _, bad) in GOOD.items()
        for each in sorted((FIXTURES / kind).glob("*/"))
        if each.name not in bad
    ],
    ids=lambda folder: f"{folder.parent.name}/{folder.name}",
)
def test_good(folder):
    kind, anchor, _ = GOOD[folder.parent.name]
    assert ask(folder, kind, anchor).outcome == "ok"


def test_there_are_recordings():
    assert len(FAILURES) >= 6
