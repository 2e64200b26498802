"""Charts as SVG without script, in the colours of the pages. Only dates and numbers go in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

from tiktok_spiders.api.dashboard.shown import THIN

# For maps that are plug-ins pygal leaves a finder behind, which makes every import of what is not there
# warn.
sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != "pygal"]

Theme = Literal["light", "dark"]
Size = Literal["wide", "small"]
Points = Sequence[tuple[datetime, float]]

LABELS = {"wide": 6, "small": 3}
"""Dates below a chart."""

DOTS = 60
"""With more points than this the line stands without dots."""

_UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k"))


class _Paper(NamedTuple):
    width: int
    height: int


_PAPER = {"wide": _Paper(860, 300), "small": _Paper(400, 260)}


def _style(opacity: str, text: str, strong: str, guide: str, *colors: str) -> Style:
    return Style(
        background="transparent", plot_background="transparent",
        foreground=text, foreground_strong=strong, foreground_subtle=guide,
        guide_stroke_color=guide, major_guide_stroke_color=guide, guide_stroke_dasharray="0",
        major_guide_stroke_dasharray="0", colors=colors, opacity=opacity, opacity_hover=opacity,
        stroke_width=2.2,
        font_family="system-ui, sans-serif", label_font_size=13, major_label_font_size=13,
        legend_font_size=13, no_data_font_size=16, transition="0s",
    )  # fmt: skip


_COLORS = {
    "light": ("#56606c", "#1a1f26", "#dfe3e8", "#2456c8", "#b5530a", "#14683b", "#8a2b8f", "#a3232b"),
    "dark": ("#9ba6b2", "#e7eaee", "#2b333c", "#8fb4ff", "#f2b26d", "#7fd8a2", "#dd9be0", "#ff9ca1"),
}
_RIGHT = {"lines": 44, "bars": 16}
"""Room for half of the last date."""

_FILLS = {"lines": ".16", "bars": ".85"}
_STYLES = {
    (kind, theme): _style(fill, *colors) for kind, fill in _FILLS.items() for theme, colors in _COLORS.items()
}


def lines(series: Mapping[str, Points], theme: Theme, size: Size) -> bytes:
    """Return a chart of values over time, a line for each name."""
    moments = sorted({moment for points in series.values() for moment, _ in points})
    several = len(series) > 1
    made = pygal.DateTimeLine(
        **_common("lines", theme, size, show_legend=several),
        fill=not several,
        show_dots=len(moments) <= DOTS,
        dots_size=2.5,
        x_label_rotation=0,
        x_value_formatter=_dates(moments),
        x_labels=_spread(moments, LABELS[size]),
    )
    for name, points in series.items():
        made.add(name, [(moment, float(value)) for moment, value in points])
    return _drawn(made)


def bars(rows: Sequence[tuple[str, float]], theme: Theme, size: Size) -> bytes:
    """Return a chart of values by the day (or hour) that they belong to."""
    names = [name for name, _ in rows]
    made = pygal.Bar(
        **_common("bars", theme, size, show_legend=False),
        x_labels=[_short(name) for name in names],
        x_labels_major=[_short(name) for name in _spread(names, LABELS[size])],
        show_minor_x_labels=False,
        show_x_guides=False,
        spacing=4,
        rounded_bars=2,
    )
    made.add("", [float(value) for _, value in rows])
    return _drawn(made)


def compact(value: float) -> str:
    """Return a number as it stands beside an axis."""
    for unit, sign in _UNITS:
        if abs(value) >= unit:
            return f"{value / (1000 if sign == 'k' else unit):.3g}{THIN}{sign}"
    return f"{value:,.6g}".replace(",", THIN)


def _common(kind: str, theme: Theme, size: Size, *, show_legend: bool) -> dict[str, Any]:
    paper = _PAPER[size]
    return {
        "style": _STYLES[kind, theme], "width": paper.width, "height": paper.height, "js": [], "margin": 6,
        "margin_right": _RIGHT[kind], "truncate_label": -1, "truncate_legend": -1,
        "disable_xml_declaration": True, "pretty_print": False, "show_legend": show_legend,
        "legend_at_bottom": True, "legend_box_size": 10, "value_formatter": compact,
        "min_scale": 4, "max_scale": 6,
        "no_data_text": "Nothing was observed",
    }  # fmt: skip


def _drawn(chart: Any) -> bytes:
    chart.add_xml_filter(_without_script)
    drawn: str = chart.render(is_unicode=True)
    return drawn.encode()


def _without_script(root: Any) -> Any:
    """Drop what is for interaction: as a picture a chart has none."""
    for parent in list(root.iter()):
        for child in list(parent):
            if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "script":
                parent.remove(child)
    return root


def _dates(moments: Sequence[datetime]) -> Callable[[datetime], str]:
    short = not moments or (moments[-1] - moments[0]).days < 2
    return lambda moment: f"{moment:%m-%d %H:%M}" if short else f"{moment:%Y-%m-%d}"


def _spread(values: Sequence[Any], most: int) -> list[Any]:
    """Return at most so many of the values, evenly apart, the last one among them."""
    if len(values) <= most:
        return list(values)
    step = (len(values) - 1) / (most - 1)
    return [values[round(at * step)] for at in range(most)]


def _short(name: str) -> str:
    return name[5:10] if len(name) == len("2026-01-31") else name[11:16]
