"""Every chart is valid Vega-Lite, well-formed SVG, holds its labels and escapes what it is given."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from technostate.report.charts import bands, bars, dumbbell, lines, ranges, sparkline, theme, wheels
from technostate.write.markup import Markup

HOSTILE = "<script>alert('中国')</script>&\"\x07"


def draw_lines(label: str = "China", width: int = theme.WIDE) -> Markup:
    series = [
        lines.Line(label, {1994: 1.0, 1995: 2.0, 2011: 4.0}, {2022: 3.0}, 0),
        lines.Line("美国", {1994: 3.0, 1995: 3.1}, {}, 1),
        lines.Line("Peer", {2000: 3.0}, {}, 2),
    ]
    return lines.draw(series, name="a", alternative=label, unit="% of GDP", width=width, mark_peaks=True)


def draw_wheels(label: str = "China", width: int = theme.WIDE) -> Markup:
    paths = [
        wheels.Path(
            label, {year: (1500.0 * 1.07 ** (year - 1990), 2.0 + (year % 3) / 5) for year in range(1990, 2025)}, 0
        ),
        wheels.Path(
            "美国", {year: (40000.0 + 900 * (year - 1990), 5.0 - (year % 7) / 3) for year in range(1990, 2025)}, 1
        ),
    ]
    return wheels.draw(paths, name="b", alternative=label, across="GDP", up="%", width=width)


def draw_bars(label: str = "China", width: int = theme.HALF) -> Markup:
    return bars.draw([bars.Bar(label, 2.0, "2.0", True), bars.Bar("美国", 1.0, "1.0")], name="c", alternative=label,
                     unit="%", width=width)  # fmt: skip


def draw_dumbbell(label: str = "China", width: int = theme.WIDE) -> Markup:
    pairs = [dumbbell.Pair(label, 1.0, 4.0), dumbbell.Pair("Electronics 美国", None, 2.0)]
    return dumbbell.draw(pairs, name="d", alternative=label, unit="%", legend=(f"{label} on B", "B on A"), width=width)


def draw_sparkline(label: str = "China", width: int = 0) -> Markup:
    return sparkline.draw([{2000: 1.0, 2001: 2.0, 2019: 3.0}, {2000: 2.0}], label)


def draw_ranges(label: str = "China", width: int = theme.HALF) -> Markup:
    rows = [
        ranges.Row(label, -2.0, -1.0, -0.5, 0),
        ranges.Row("美国", -0.3, 0.1, 0.4, 1),
        ranges.Row("P", 0.1, 0.2, 0.9),
    ]
    return ranges.draw(rows, name="e", alternative=label, unit="% of real income", width=width)


def draw_bands(label: str = "China", width: int = theme.WIDE) -> Markup:
    drawn = [
        bands.Band(label, [-2.0, None, -4.0], [-1.0, None, -3.0], [-0.5, None, -2.0]),
        bands.Band("美国", [-0.2, -0.2, -0.2], [-0.1, -0.1, -0.1], [0.1, 0.1, 0.1], 1),
    ]
    steps = [f"{label} alone", "with allies", "with all"]
    return bands.draw(drawn, name="f", alternative=label, unit="%", steps=steps, width=width)


def draw_days(label: str = "China", width: int = theme.WIDE) -> Markup:
    course = [-0.1 * day for day in range(91)]
    other = bands.Band("美国", course, course, course, 1)
    band = bands.Band(label, [2 * value for value in course], course, [value / 2 for value in course])
    return bands.draw([band, other], name="g", alternative=label, unit="% of output", across="day", width=width)


DRAWN = {
    "lines": draw_lines,
    "wheels": draw_wheels,
    "bars": draw_bars,
    "dumbbell": draw_dumbbell,
    "spark": draw_sparkline,
    "ranges": draw_ranges,
    "bands": draw_bands,
    "days": draw_days,
}


@pytest.mark.parametrize("name", DRAWN)
def test_charts_are_well_formed_and_named_for_those_who_do_not_see_them(name: str) -> None:
    root = ElementTree.fromstring(DRAWN[name]())
    assert root.get("role") == "img"
    assert root.get("aria-label") == "China"
    assert root.get("viewBox")


@pytest.mark.parametrize("name", [key for key in DRAWN if key != "spark"])
def test_labels_are_in_the_picture_as_text(name: str) -> None:
    text = "".join(ElementTree.fromstring(DRAWN[name]()).itertext())
    assert "China" in text
    assert "美国" in text


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("width", [theme.WIDE, theme.NARROW])
def test_hostile_labels_are_text(name: str, width: int) -> None:
    drawn = DRAWN[name](HOSTILE, width)
    root = ElementTree.fromstring(drawn)
    assert not [element for element in root.iter() if element.tag.rsplit("}", 1)[-1] in {"script", "a", "image", "use"}]
    assert "<script" not in drawn


def test_years_are_printed_without_a_separator() -> None:
    text = " ".join(ElementTree.fromstring(draw_lines()).itertext())
    assert "2000" in text
    assert not re.search(r"\b[12],\d{3}\b", text)


def test_ticks_are_written_in_full() -> None:
    drawn = lines.draw([lines.Line("A", {2010: 1.0, 2011: 11.6})], name="x", alternative="", unit="%")
    assert {"0.0", "2.5", "5.0", "7.5", "10.0", "12.5"} <= set(ElementTree.fromstring(drawn).itertext())


def test_a_single_year_is_the_only_year_on_the_axis() -> None:
    drawn = lines.draw([lines.Line("A", {}, {2022: 3.0})], name="x", alternative="", unit="%")
    assert re.findall(r"\b20\d\d\b", " ".join(ElementTree.fromstring(drawn).itertext())) == ["2022"]


def test_points_of_another_classification_are_not_joined() -> None:
    joined = lines.draw([lines.Line("A", {2010: 1.0, 2011: 2.0, 2012: 3.0})], name="x", alternative="", unit="%")
    apart = lines.draw([lines.Line("A", {2010: 1.0, 2011: 2.0}, {2012: 3.0})], name="x", alternative="", unit="%")
    path = r'<path d="(M[^"]*)"[^>]*stroke="' + theme.LINES[0]
    assert [len(d.split("L")) for d in re.findall(path, joined)] == [3]
    assert [len(d.split("L")) for d in re.findall(path, apart)] == [2]


def test_a_long_silence_breaks_the_line() -> None:
    assert lines.runs({1990: 1.0, 1991: 1.0, 2001: 1.0}) == [[(1990, 1.0), (1991, 1.0)], [(2001, 1.0)]]


def test_nothing_is_drawn_from_nothing() -> None:
    assert lines.draw([lines.Line("A", {})], name="x", alternative="", unit="%") == ""
    assert wheels.draw([], name="x", alternative="", across="", up="") == ""
    assert bars.draw([], name="x", alternative="", unit="%") == ""
    assert ranges.draw([], name="x", alternative="", unit="%") == ""
    assert bands.draw([bands.Band("A", [None], [None], [None])], name="x", alternative="", unit="%") == ""
    assert sparkline.draw([{2000: 1.0}], "") == ""


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("ink", theme.INKS)
def test_labels_have_the_contrast_that_small_text_needs(ink: str) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 on white."""
    assert 1.05 / (_luminance(ink) + 0.05) >= 4.5
