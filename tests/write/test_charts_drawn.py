"""Every form, drawn for a page: well formed, each figure in words, no text of a user's read as markup."""

from __future__ import annotations

import html
import itertools
import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from technostate.evidence.figure import Figure, Range
from technostate.write import Chart, Group, Name, charts
from technostate.write.cells import Words, laid
from technostate.write.charts import matrix, tiles, whole
from technostate.write.charts.axis import nice_ticks
from technostate.write.charts.lines import position_ticks
from technostate.write.forms import (
    Bar,
    Bars,
    Cases,
    Dumbbell,
    Event,
    Line,
    Lines,
    Matrix,
    Pair,
    Ranges,
    Span,
    Tiles,
    Zone,
)
from technostate.write.html import HtmlWriter
from technostate.write.tables import Column

from . import made

HOSTILE = "</svg><script>alert(1)</script> & \"'\x00\x1b]]>"


def drawn(chart: Chart) -> str:
    return charts.drawn(chart, HtmlWriter().text)


def parsed(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<body>{markup}</body>")


def words(markup: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", markup)))


def lines_of(chart: Chart) -> list[str]:
    """Every figure of a chart in words, as the table behind it says it."""
    cells = [cell for row in laid(chart.form.table("")).rows if not isinstance(row, Group) for cell in row]
    return [re.sub(r"\s+", "", piece.line()) for cell in cells for piece in cell.pieces if isinstance(piece, Words)]


@pytest.mark.parametrize("name", made.FORMS)
def test_every_form_is_well_formed_and_says_every_figure(name: str) -> None:
    chart = made.chart(name)
    parsed(drawn(chart))
    figure = HtmlWriter().blocks((chart,))
    parsed(figure)
    said = words(figure)
    for line in lines_of(chart):
        assert line in said, f"{line} is not said"
    if whole(chart.form):
        assert "Figures behind this chart" not in figure
        assert all(line in words(drawn(chart)) for line in lines_of(chart))


@pytest.mark.parametrize("name", made.FORMS)
def test_no_script_no_host_and_no_viewbox_that_would_scale_words(name: str) -> None:
    markup = drawn(made.chart(name))
    assert "<script" not in markup
    assert not re.search(r"(?:href|src|url)\s*[=(]\s*[\"']?(?!#)[a-z]+:", markup)
    for svg in parsed(markup).iter("svg"):
        if svg.get("viewBox"):
            assert svg.get("viewBox") == "0 0 100 100"
            assert svg.get("preserveAspectRatio") == "none"
            assert not list(svg.iter("text")), "words inside a stretched box would be stretched too"


def labelled(label: Any) -> dict[str, Any]:
    """Forms whose labels are all the same text."""
    figure = made.change(-1.0, -2.0, 1.0)
    line = Line(label, {2000: figure, 2001: figure}, {2010: figure})
    return {
        "bars": Bars((Bar(label, figure),), str(label)),
        "dumbbell": Dumbbell((Pair(label, figure, None),), (label, label), ("CHN", "USA"), str(label)),
        "ranges": Ranges((Group(label), Span(label, figure)), str(label), zone=Zone(0.5, str(label))),
        "lines": Lines((line,), str(label), events=(Event(2000, str(label)),)),
        "matrix": Matrix((label, "b"), (label, "b"), {(0, 1): figure}, str(label)),
        "tiles": Tiles((replace(figure, region="<i>"),), ("<b>",)),
    }


@pytest.mark.parametrize("name", labelled(""))
def test_hostile_labels_are_text(name: str) -> None:
    chart = Chart(HOSTILE, labelled(HOSTILE)[name], HOSTILE, HOSTILE)
    figure = HtmlWriter().blocks((chart,))
    tree = parsed(figure)
    assert not [node for node in tree.iter() if node.tag in {"script", "i"}]
    assert "\x00" not in figure
    assert "alert(1)" in "".join(tree.itertext())


@pytest.mark.parametrize("value", [0.0, -0.3, 1e-12, -1e-9, 1e15, -4e12, 1e300])
@pytest.mark.parametrize("unit", ["1", "musd change", "count"])
def test_every_size_of_figure_lies_inside_the_plot(value: float, unit: str) -> None:
    figures = [Figure(part * value, unit, "derived", made.ORIGIN) for part in (1.0, 0.5, 0.1)]
    forms: list[Any] = [
        Bars(tuple(Bar("row", figure, "CHN") for figure in figures)),
        Ranges(tuple(Span("row", replace(f, range=Range(*sorted((f.value or 0, 0.0))))) for f in figures)),
        Lines((Line("line", dict(enumerate(figures))),)),
    ]
    for form in forms:
        markup = drawn(Chart("Sizes", form))
        tree = parsed(markup)
        assert "nan" not in markup and "inf" not in markup.replace("information", "")
        for node in tree.iter():
            for key in ("x", "x1", "x2", "cx"):
                place = node.get(key, "0")
                if place.endswith("%"):
                    assert -0.01 <= float(place[:-1]) <= 100.01


def test_a_bar_is_as_long_as_its_figure_and_begins_at_zero() -> None:
    form = Bars((Bar("a", made.share(0.4)), Bar("b", made.share(0.1)), Bar("c", made.share(-0.2))))
    bars = list(parsed(drawn(Chart("", form))).iter("rect"))
    places = [(float(bar.get("x", "")[:-1]), float(bar.get("width", "")[:-1])) for bar in bars]
    zero = 100 / 3
    assert places == [
        pytest.approx((zero, 400 / 6), abs=0.01),
        pytest.approx((zero, 100 / 6), abs=0.01),
        pytest.approx((0, zero), abs=0.01),
    ]


def test_an_open_sign_is_dashed_hollow_and_said() -> None:
    form = Ranges((Span(Name("CHN"), made.change(-1.2, -5.7, 0.7), "CHN"), Span("b", made.change(-2, -3, -1), "USA")))
    rows = list(parsed(drawn(Chart("", form))).iter("tr"))[1:]
    opened, settled = (ElementTree.tostring(row, encoding="unicode") for row in rows)
    assert 'class="dash s-CHN"' in opened and 'class="open s-CHN"' in opened and "sign open" in opened
    assert 'class="rng s-USA"' in settled and 'class="mid s-USA"' in settled and "sign open" not in settled


def test_a_missing_side_is_said_and_a_row_without_any_is_hatched() -> None:
    form = Dumbbell((Pair("a", made.share(0.1), None), Pair("b", None, None)), ("x", "y"), ("CHN", "USA"))
    rows = [ElementTree.tostring(row, encoding="unicode") for row in parsed(drawn(Chart("", form))).iter("tr")][1:]
    assert [row.count("no figure") for row in rows] == [1, 2]
    assert ['class="hz"' in row for row in rows] == [False, True]


@pytest.mark.parametrize(
    "form",
    [Bars(()), Ranges(()), Lines(()), Matrix((), (), {}), Tiles(()), Dumbbell((), ("a", "b"), ("CHN", "USA"))],
    ids=lambda form: type(form).__name__,
)
def test_a_chart_without_figures_says_so(form: Any) -> None:
    figure = HtmlWriter().blocks((Chart("Nothing", form),))
    parsed(figure)
    assert "No figure to draw." in figure
    assert "<svg" not in figure


def test_a_dumbbell_of_missing_rows_only_says_so() -> None:
    form = Dumbbell((Pair("a", None, None),), ("x", "y"), ("CHN", "USA"))
    assert "No figure to draw." in drawn(Chart("", form))


def test_many_rows_are_all_there() -> None:
    form = Bars(tuple(Bar(f"row {at}", made.share(at / 1000)) for at in range(300)))
    tree = parsed(drawn(Chart("", form)))
    assert len(list(tree.iter("rect"))) == 300
    assert "row 299" in "".join(tree.itertext())


def test_two_classifications_are_never_joined() -> None:
    figure = made.share
    line = Line("China", {2009: figure(0.1), 2010: figure(0.2), 2011: figure(0.3)}, {2022: figure(0.1)}, "CHN")
    tree = parsed(drawn(Chart("", Lines((line,)))))
    paths = [path.get("d", "") for path in tree.iter("path") if "ln " in path.get("class", "")]
    assert len(paths) == 1
    assert paths[0].count("L") == 2, "the line has the three joined points and no more"
    assert paths[0].rsplit("L", 1)[1].split()[0] == f"{round(100 * 2 / 13, 2):g}"
    hatched = [node for node in tree.iter("rect") if node.get("class") == "hz"]
    assert len(hatched) == 1
    diamonds = [path for path in tree.iter("path") if path.get("class") == "dot s-CHN"]
    assert len(diamonds) == 1


def test_a_long_silence_breaks_a_line_and_is_hatched() -> None:
    points = {year: made.share(0.1) for year in (2000, 2001, 2002, 2003, 2012, 2013)}
    tree = parsed(drawn(Chart("", Lines((Line("x", points),)))))
    assert len([path for path in tree.iter("path") if "ln " in path.get("class", "")]) == 2
    assert len([node for node in tree.iter("rect") if node.get("class") == "hz"]) == 1


def test_labels_at_the_ends_of_lines_do_not_meet() -> None:
    series = tuple(Line(f"line {at}", {2000: made.share(0.1), 2001: made.share(0.1 + at / 1e4)}) for at in range(8))
    tree = parsed(drawn(Chart("", Lines(series))))
    places = sorted(
        float(node.get("y", "")[:-2])
        for node in tree.iter("text")
        if "line" in (node.text or "") and node.get("dx") == "0.6em"
    )
    assert len(places) == 8
    assert min(after - before for before, after in itertools.pairwise(places)) >= 1.14


def test_a_long_name_is_cut_at_the_end_of_its_line_but_its_figure_is_not() -> None:
    points = {2000: made.share(0.1), 2001: made.share(0.234)}
    line = Line("A name that is far too long to stand beside any line of any chart", points)
    said = [node.text or "" for node in parsed(drawn(Chart("", Lines((line,))))).iter("text")]
    assert any(text.endswith("…") for text in said)
    assert any(text.endswith("23.4") for text in said)


def test_events_are_numbered_and_listed() -> None:
    tree = parsed(drawn(made.chart("bands")))
    listed = [node.text for node in tree.iter("li") if (node.text or "").startswith(("stocks", "other"))]
    assert listed == ["stocks run out (2)", "other suppliers deliver (8)"]
    assert len([node for node in tree.iter("line") if node.get("class") == "ev"]) == 2 + 1, "two, and the key"
    assert "a marker is no cause" in drawn(made.chart("bands"))


def test_cases_beyond_the_axis_are_counted_in_words() -> None:
    markup = drawn(made.chart("cases"))
    assert "1 lower, to −26.00" in markup
    dots = [node for node in parsed(markup).iter("circle") if node.get("class") == "fill s-CHN"]
    assert len(dots) == 80, "each case that the axis reaches has its dot"


def test_an_end_beyond_what_was_computed_has_an_arrow_and_words() -> None:
    markup = drawn(made.chart("beyond"))
    assert "12 to beyond" in markup
    arrows = [node for node in parsed(markup).iter("path") if node.get("class") == "fill s-CHN"]
    assert len(arrows) == 1


def test_odds_are_said_in_words_on_a_logarithmic_axis() -> None:
    markup = drawn(made.chart("odds"))
    assert "1 in 20" in markup and "never pays" in markup
    assert "--never" in markup, "the zone is tinted"


def test_a_matrix_is_tinted_by_amount_and_missing_cells_are_hatched() -> None:
    cells = {(0, 0): made.share(0.2), (0, 1): made.share(0.1), (1, 0): made.share(0.0)}
    tree = parsed(drawn(Chart("", Matrix(("a", "b"), ("c", "d"), cells))))
    tints = [cell.get("style") or cell.get("class") for cell in tree.iter("td")]
    assert tints == ["--k:58%", "--k:31%", "--k:4%", "self"]


def test_tiles_lie_where_the_layout_says_and_strangers_below() -> None:
    figures = tuple(
        Figure(value, "pp change", "derived", made.ORIGIN, code)
        for code, value in (("FRA", 1.0), ("DEU", -2.0), ("AUS+NZL", 0.5))
    )
    tree = parsed(drawn(Chart("", Tiles(figures, ("CHN",)))))
    found = {"".join(item.itertext())[:3]: item for item in tree.iter("li")}
    place = {code: tuple(map(int, re.findall(r"--[xy]:(\d+)", item.get("style", "")))) for code, item in found.items()}
    assert place["FRA"][0] < place["CHN"][0] and place["DEU"][1] < place["FRA"][1]
    assert place["AUS"][1] > max(place[code][1] for code in ("FRA", "DEU", "CHN"))
    assert "h-warn" in found["DEU"].get("class", "") and "h-CHN" in found["FRA"].get("class", "")


def test_a_range_alone_has_no_tint_and_no_place_among_amounts() -> None:
    low = Figure(-2.0, "pp change", "derived", made.ORIGIN, "DEU")
    unknown = replace(low, value=None, range=Range(-5.0, 5.0), region="FRA")
    form = Tiles((unknown, low, replace(low, value=1.0, region="USA")), ())
    assert [figure.region for figure in form.ordered] == ["USA", "DEU", "FRA"]
    assert [(tile.code, tile.part > 0) for tile in tiles.tiles(form)] == [("USA", True), ("DEU", True), ("FRA", False)]
    (row,) = matrix.tints(Matrix(("a",), ("b", "c"), {(0, 0): low, (0, 1): unknown}))
    assert [(tint.part, tint.missing) for tint in row] == [(0.58, False), (0.0, False)]


def test_one_figure_alone_can_be_drawn_by_every_form() -> None:
    figure = made.share(0.2)
    for form in (
        Bars((Bar("a", figure),)),
        Ranges((Span("a", figure),)),
        Lines((Line("a", {2020: figure}),)),
        Tiles((replace(figure, region="CHN"),)),
    ):
        parsed(drawn(Chart("", form)))


def test_a_log_axis_keeps_figures_at_or_below_zero_at_its_low_end() -> None:
    spans = (Span("a", made.share(0.5, "", 0.0, 2.0)), Span("b", made.share(0.1)))
    markup = drawn(Chart("", Ranges(spans, log=True)))
    assert 'x1="0%"' in markup and "nan" not in markup


def test_infinite_on_both_sides_is_drawn_from_edge_to_edge() -> None:
    figure = Figure(None, "days", "modelled", made.MODEL, range=Range(-math.inf, math.inf))
    other = Figure(3.0, "days", "modelled", made.MODEL)
    markup = drawn(Chart("", Ranges((Span("a", figure), Span("b", other)))))
    assert 'x1="0%" x2="100%"' in markup


def test_tables_too_wide_for_a_phone_become_cards_and_small_ones_do_not() -> None:
    from technostate.write import Table

    figure = made.share(0.2)
    small = Table("", (Column("State"), Column("Share")), ((Name("CHN"), figure),))
    large = Table(
        "", tuple(Column(f"Information and communication {at}") for at in range(6)), (("row", *(figure,) * 5),)
    )
    writer = HtmlWriter()
    assert 'class="t"' in writer.block(small)
    assert 'class="t cards wide"' in writer.block(large)
    assert 'data-label="Information and communication 1"' in writer.block(large)


@pytest.mark.parametrize("span", [*range(1, 130), 364, 1000, 9999])
def test_positions_under_an_axis_are_few_and_hold_both_ends(span: int) -> None:
    ticks = position_ticks(1981, 1981 + span)
    assert (ticks[0], ticks[-1]) == (1981, 1981 + span)
    assert len(ticks) <= 8
    assert ticks == sorted(set(ticks))


@pytest.mark.parametrize("low", [0.0, -1.0, 0.37, 1e-7, 123456.0])
@pytest.mark.parametrize("high", [0.0, 0.012, 0.99, 5.1, 63.0, 1e9])
def test_ticks_cover_their_figures_and_are_round(low: float, high: float) -> None:
    low, high = sorted((low, high))
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 8
    assert ticks[0] <= low + 1e-9 * abs(low) and ticks[-1] >= high - 1e-9 * abs(high)
    steps = [after - before for before, after in pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps))


def test_many_lines_are_all_named() -> None:
    series = tuple(Line(f"line {at}", {2000: made.share(0.1), 2001: made.share(0.1 + at / 1e4)}) for at in range(24))
    said = [node.text or "" for node in parsed(drawn(Chart("", Lines(series)))).iter("text")]
    assert sum(text.startswith("line ") for text in said) == 24


def test_chinese_names_of_lines_are_marked_as_chinese() -> None:
    labels = [node for node in parsed(drawn(made.chart("counts"))).iter("text") if "国家安全" in (node.text or "")]
    assert [node.get("lang") for node in labels] == ["zh"]


def test_more_cases_than_dots_can_show_are_bars_of_their_number() -> None:
    cases = tuple(-2.0 + at / 100 for at in range(400))
    tree = parsed(drawn(Chart("", Cases((Span("a", made.change(-0.1, -1.5, 1.5), "CHN", cases),)))))
    assert not [node for node in tree.iter("circle") if node.get("class") == "fill s-CHN"]
    assert len([node for node in tree.iter("rect") if node.get("class") == "fill s-CHN"]) > 10
    assert "cases, by number" in "".join(tree.itertext())


def test_a_matrix_wider_than_a_page_shows_tints_and_has_its_figures_in_a_table() -> None:
    cells = {(row, to): made.share((row + to) / 1000) for row in range(3) for to in range(56)}
    form = Matrix(("a", "b", "c"), tuple(str(1970 + to) for to in range(56)), cells)
    figure = HtmlWriter().blocks((Chart("Years", form),))
    tree = parsed(figure)
    heads = [node for node in tree.iter("span") if (node.get("class") or "").startswith("hd")]
    assert [heads[0].text, heads[-1].text] == ["1970", "2025"] and len(heads) < 30
    assert "Figures behind this chart" in figure and not whole(form)
    tinted = [cell for cell in tree.iter("td") if cell.get("title")]
    assert len(tinted) == 3 * 56 and tinted[0].get("title") == "1970: 0.00"


def test_two_stretches_share_a_scale_and_no_line_crosses_the_joint() -> None:
    form = made.stretches()
    assert form.before is not None
    markup = drawn(Chart("Weeks and years", form))
    paths = re.findall(r'<path class="ln[^"]*" d="M([^"]*)"', markup)
    spans = [(float(path.split()[0]), float(path.split("L")[-1].split()[0])) for path in paths]
    assert sorted(spans) == [(0.0, 36.0), (0.0, 36.0), (42.0, 100.0), (42.0, 100.0)]
    assert "weeks: output" in markup and "years: income" in markup
    rows = form.table("").rows
    assert [row.title for row in rows if isinstance(row, Group)] == ["weeks: output", "years: income"]
    assert len(rows) == 2 + 13 + 10
    # The last week lies below every year on the one scale.
    heights = {path.split("L")[0].split()[0]: float(path.split("L")[-1].split()[1]) for path in paths}
    assert heights["0"] > heights["42"]
