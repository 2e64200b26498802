"""Charts as pictures."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.api.dashboard.filled import PRODUCT, USER, VIDEO
from tiktok_spiders.api.dashboard import charts

if TYPE_CHECKING:
    import httpx

    from tiktok_spiders.store import Store

PATHS = (
    "/ui/charts/trends.svg",
    f"/ui/charts/users/{USER}.svg",
    "/ui/charts/users/river.runner.svg",
    f"/ui/charts/products/{PRODUCT}.svg",
    f"/ui/charts/videos/{VIDEO}.svg",
)
SVG = "{http://www.w3.org/2000/svg}"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", PATHS)
async def test_a_chart_loads_and_runs_nothing(filled: Store, api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(f"{path}?theme=dark&size=small")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    root = ET.fromstring(answer.content)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags.isdisjoint({"script", "a", "image", "use", "foreignObject"})
    assert not any(
        "href" in name or name.startswith("on") for element in root.iter() for name in element.attrib
    )
    assert "url(" not in answer.text
    assert "@import" not in answer.text


async def test_themes_and_sizes_differ(filled: Store, api: httpx.AsyncClient) -> None:
    light = (await api.get(PATHS[0])).text
    dark = (await api.get(f"{PATHS[0]}?theme=dark")).text
    assert "#2456c8" in light
    assert "#8fb4ff" in dark
    assert 'width="400"' in (await api.get(f"{PATHS[0]}?size=small")).text
    assert (await api.get(f"{PATHS[0]}?theme=neon")).status_code == 400


def test_each_point_is_drawn() -> None:
    points = [(BEGIN + timedelta(days=day), 1000 + day) for day in range(9)]
    drawn = ET.fromstring(charts.lines({"followers": points}, "light", "wide"))
    dots = list(drawn.iter(f"{SVG}circle"))
    assert len(dots) == len(points)
    heights = [float(dot.attrib["cy"]) for dot in dots]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(points)


def test_many_points_are_a_line_and_few_dates() -> None:
    points = [(BEGIN + timedelta(hours=hour), hour) for hour in range(300)]
    text = charts.lines({"a": points, "b": points}, "light", "wide").decode()
    assert text.count("<circle") == 0
    assert len(set(re.findall(r">(2026-01-\d\d)<", text))) == charts.LABELS["wide"]
    assert ">a</text>" in text


def test_nothing_is_said_to_be_nothing() -> None:
    assert "Nothing was observed" in charts.lines({"a": []}, "light", "wide").decode()


def test_bars_stand_for_days() -> None:
    rows = [(f"2026-01-{day:02}", day) for day in range(1, 31)]
    text = charts.bars(rows, "dark", "small").decode()
    assert ">01-01</text>" in text
    assert ">01-30</text>" in text
    assert ">12:00</text>" in charts.bars([("2026-01-01T12:00:00Z", 1)], "dark", "small").decode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (999, "999"), (9999, "9\u202f999"), (12_500, "12.5\u202fk"), (3.2e6, "3.2\u202fM")],
)
def test_axes_are_short(value: float, shown: str) -> None:
    assert charts.compact(value) == shown
