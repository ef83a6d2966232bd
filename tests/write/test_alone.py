"""A page by itself: anchors, data to copy, the command that writes a chart, stale rows and sources folded."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.evidence.figure import Figure
from technostate.evidence.origin import Origin
from technostate.write import Absent, Chart, Column, Group, Prose, Section, Table, View
from technostate.write.cells import Laid, laid, plain
from technostate.write.charts import chart_file, numbered
from technostate.write.charts.values import values
from technostate.write.formats import written
from technostate.write.sources import Sources, grouped
from technostate.write.stale import parted
from technostate.write.terms import TERMS, explained, term

from .made import ORIGIN, bars, dumbbell, ranges

COMMAND = "technostate shock x --format json"


def two_charts() -> View[None]:
    blocks = (
        Section("One", (Chart("Shares", bars()), Table("Rows", (Column("A"), Column("B")), (("a", "b"),)))),
        Section("Two", (Chart("Ranges", ranges()),)),
    )
    return View("Two charts", None, blocks, (), COMMAND)


def tree(view: View[None]) -> ElementTree.Element:
    return ElementTree.fromstring(view.html().removeprefix("<!DOCTYPE html>"))


def test_each_chart_and_table_has_an_anchor_and_a_link_to_it() -> None:
    root = tree(two_charts())
    ids = [node.get("id") for node in root.iter() if (node.get("id") or "").startswith(("chart-", "table-"))]
    assert ids == ["chart-1", "table-1", "chart-2"]
    links = {node.get("href"): node.get("aria-label") for node in root.iter("a") if node.get("class") == "here"}
    assert links == {
        "#chart-1": "Link to this chart: Shares",
        "#table-1": "Link to this table: Rows",
        "#chart-2": "Link to this chart: Ranges",
    }


def test_the_command_beside_a_chart_writes_that_chart() -> None:
    view = two_charts()
    typed = [node.text for node in tree(view).iter("code") if "--chart" in (node.text or "")]
    assert typed == [f"technostate shock x --format svg --chart {at}" for at in (1, 2)]
    assert ">Ranges<" in str(written(view, "svg", 2)) and ">Shares<" in str(written(view, "svg", 1))
    assert numbered(view, 2).caption == "Ranges"
    for number in (0, 3, -1):
        with pytest.raises(DataError, match="has 2 charts, not a chart"):
            chart_file(view, "svg", number)
    with pytest.raises(DataError, match="json is no format of one chart"):
        written(view, "json", 1)


def test_the_data_to_copy_are_those_of_the_file() -> None:
    copied = [node.text or "" for node in tree(two_charts()).iter("pre")]
    assert len(copied) == 2
    rows = list(csv.DictReader(io.StringIO(copied[0])))
    assert rows[0]["label"] == "China" and float(rows[0]["value"]) == 0.0074 and "origin" not in rows[0]
    whole = list(csv.DictReader(io.StringIO(str(written(two_charts(), "csv", 1)))))
    assert [float(row["value"]) for row in whole] == [float(row["value"]) for row in rows]
    assert whole[0]["origin"].startswith("Example Office") and whole[0]["unit"] == "1"


@pytest.mark.parametrize("form", [bars(), dumbbell(), ranges()])
def test_the_rows_of_a_chart_are_its_figures(form: object) -> None:
    chart = Chart("It", form)  # type: ignore[arg-type]
    assert [row["figure"] for row in values(chart)] == list(chart.form.figures)


def test_the_command_line_writes_a_chart_by_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["exposure", "CHN", "--out", str(tmp_path / "a.svg")]
    assert run([*asked, "--chart", "1"]) == 0
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("<svg")
    assert run(["exposure", "CHN", "--chart", "99", "--format", "svg"]) == 2
    assert "--chart 1 to " in capsys.readouterr().err
    assert run(["exposure", "CHN", "--chart", "1"]) == 2
    assert "text is no format of one chart" in capsys.readouterr().err


def figure(year: int) -> Figure:
    return Figure(1.0, "%", "measured", ORIGIN, "CHN", year)


def aged(*rows: tuple[str, int | None] | Group) -> Laid:
    """A table whose ages count to 2026; a row without a year has no figure."""
    cells = tuple(
        row if isinstance(row, Group) else (row[0], Absent("–") if row[1] is None else figure(row[1])) for row in rows
    )
    return laid(Table("T", (Column("A"), Column("B", ages_to=2026)), cells))


def names(part: Laid | None) -> list[str]:
    assert part is not None
    return [str(row.title) if isinstance(row, Group) else plain(row[0]) for row in part.rows]


def test_stale_and_empty_rows_are_folded_with_a_count() -> None:
    two = parted(aged(("a", 2025), ("b", 2020), ("c", None), ("d", 2021), ("e", 2019)))
    assert names(two.shown) == ["a", "d"], "five years are not older than five"
    assert names(two.folded) == ["b", "c", "e"]
    assert two.said == "3 more rows: 2 whose figures are older than five years, 1 without a figure"


def test_few_stale_rows_stay_and_so_does_a_table_of_nothing_else() -> None:
    assert parted(aged(("a", 2025), ("b", 2010), ("c", 2025), ("d", None))).folded is None
    assert parted(aged(("a", 2025), ("b", 2010), ("c", 2010), ("d", None))).folded is None


def test_a_heading_stands_over_its_rows_in_both_parts() -> None:
    one, other = Group("One"), Group("Other")
    two = parted(aged(one, ("a", 2025), ("b", 2010), ("c", 2010), other, ("d", 2010), Group("Last"), ("e", 2025)))
    assert names(two.shown) == ["One", "a", "Last", "e"]
    assert names(two.folded) == ["One", "b", "c", "Other", "d"]


def test_a_page_says_how_many_rows_are_folded_and_keeps_them() -> None:
    rows = tuple((name, figure(year)) for name, year in zip("abcde", (2025, 2010, 2010, 2010, 2025), strict=True))
    table = Table("T", (Column("A"), Column("B", ages_to=2026)), rows)
    root = tree(View("Old", None, (table,)))
    fold = next(node for node in root.iter("details") if node.get("class") == "printed more")
    assert "".join(fold.find("summary").itertext()) == "3 more rows, whose figures are older than five years"  # type: ignore[union-attr]
    assert [len(list(it.iterfind("tbody/tr"))) for it in root.iter("table")] == [2, 3]


def source(producer: str, title: str, licence: str = "CC BY 4.0") -> Origin:
    return Origin(producer, title, f"{producer} (2020). {title}.", "2020", licence)


def test_sources_stand_together_by_producer_and_say_shared_terms_once() -> None:
    sources = Sources()
    sources.numbers([source("A", "one"), source("B", "two"), source("A", "three"), source("C", "x", "own terms")])
    sources.numbers([source("C", "y", "other terms")])
    groups = grouped(sources.entries())
    assert [(it.producer, [entry.number for entry in it.entries]) for it in groups] == [
        ("A", [1, 3]), ("B", [2]), ("C", [4, 5])
    ]  # fmt: skip
    assert groups[0].terms == ("Licence: CC BY 4.0.",) and not any(entry.terms for entry in groups[0].entries)
    assert groups[2].terms == () and [entry.terms[0] for entry in groups[2].entries] == [
        "Licence: own terms.", "Licence: other terms."
    ]  # fmt: skip


def test_many_sources_of_one_producer_are_in_a_fold_that_print_opens() -> None:
    figures = tuple(Figure(1.0, "%", "measured", source("A", f"t{at}"), "CHN", 2020) for at in range(5))
    page = View("Many", None, (Prose(figures),)).html()
    assert page.count("<summary>A: 5 sources</summary>") == 0, "a figure in a sentence cites nothing by itself"
    chart = Table("T", (Column("A"), Column("B")), tuple((str(at), it) for at, it in enumerate(figures)))
    from technostate.write import Cite

    page = View("Many", None, (chart, Prose(("Source", Cite(tuple(it.origin for it in figures)))))).html()
    assert '<details class="printed"><summary>A: 5 sources</summary>' in page
    assert re.findall(r'<li id="source-(\d)"', page) == ["1", "2", "3", "4", "5"]


def test_the_style_sheet_keeps_heads_with_rows_and_opens_a_fold_that_is_aimed_at() -> None:
    page = View("Two", None, (Prose("Words."),)).html()
    assert ".t tbody tr:nth-child(-n + 2)" in page and "break-before: avoid" in page
    assert "details:has(:target)::details-content { content-visibility: visible" in page
    assert "scroll-margin-top" in page


def test_a_term_has_its_gloss_at_every_door_and_its_meaning_at_the_end_of_a_page() -> None:
    view = View("Words", None, (explained("wedge", "rent"), Prose(("Again: ", term("wedge"), "."))))
    said = "wedge (what makes foreign goods dearer than they need be)"
    assert said in " ".join(view.text().split()) and said in view.markdown().replace("\\", "")
    root = tree(view)
    listed = {node.get("id"): node.text for node in root.iter("dt")}
    assert listed == {"term-scarcity-rent": "scarcity rent", "term-wedge": "wedge"}
    links = [node.find("a").get("href") for node in root.iter("dfn")]  # type: ignore[union-attr]
    assert links == ["#term-wedge", "#term-scarcity-rent", "#term-wedge"]
    assert "<dt" not in View("None", None, (Prose("Words."),)).html()


def test_a_term_that_is_not_explained_is_refused() -> None:
    with pytest.raises(LabelError, match="no term 'wedges' is explained"):
        term("wedges")
    assert all(it.gloss and it.meaning.endswith(".") for it in TERMS.values())
