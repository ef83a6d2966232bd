"""Pieces that several sections are made of: names in their colour, figures with year and age, charts in two widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from technostate import notation
from technostate.report.assessment import Assessment
from technostate.report.charts import lines, theme
from technostate.report.sources import Sources
from technostate.report.subjects import the
from technostate.write.markup import Markup, Node, details, element, join, table

Record = dict[str, Any]

#: Years after which a figure's age is marked.
OLD = 5

#: What the kinds of figures mean, for the legend.
KINDS = {
    "measured": "published by the producer named",
    "derived": "computed from published figures",
    "modelled": "depends on a model and its assumptions",
}


class Page:
    """What sections share: the assessment and the sources cited so far."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.sources = Sources()

    def name(self, code: str) -> str:
        """Return the name of a state or group of the record."""
        return self.assessment.names.get(code, code)

    def position(self, code: str) -> int:
        """Return the palette slot of a state of the report."""
        return [self.assessment.state, self.assessment.against, *self.assessment.peers].index(code)

    @property
    def codes(self) -> tuple[str, ...]:
        """State, comparator, peers."""
        return self.assessment.state, self.assessment.against, *self.assessment.peers

    @property
    def this_year(self) -> int:
        """The year to which ages refer."""
        return int(self.assessment.as_of[:4])

    def the(self, code: str) -> str:
        """Return a name with the article that English gives some."""
        return the(code)

    def coloured(self, code: str) -> Markup:
        """Return a name, in its colour where it is one of the pair."""
        side = {self.assessment.state: "of-state", self.assessment.against: "of-against"}.get(code)
        return element("span", self.name(code), class_=side)


def local(text: str, code: str = "") -> Markup:
    """Return a name in the state's own language, marked as such so that the right glyphs are chosen.

    Parameters
    ----------
    text : str
    code : str
        The state.
    """
    languages = {"CHN": "zh-Hans", "TWN": "zh-Hant", "JPN": "ja", "KOR": "ko", "IND": "hi", "RUS": "ru"}
    return element("span", text, lang=languages.get(code))


def figure(
    caption: Node,
    sub: Node,
    draw: Callable[[int, str], Markup],
    *,
    behind: Markup | None = None,
    source: Node = None,
    beside: bool = False,
) -> Markup:
    """Return a chart with caption, the data behind it in a fold, and its source; nothing where nothing is drawn.

    Parameters
    ----------
    caption, sub : node
        What the chart shows; units, kind and years.
    draw : callable
        (width, suffix of the name) → SVG.
    behind : Markup, optional
        Table of the figures drawn.
    source : node, optional
    beside : bool
        For charts that stand side by side: one width serves all screens.
    """
    first = draw(theme.HALF if beside else theme.WIDE, "h" if beside else "w")
    if not first:
        return Markup("")
    if beside:
        body: Node = element("div", first)
    else:
        body = (
            element("div", first, class_="wide"),
            element("div", draw(theme.NARROW, "n"), class_="narrow"),
        )
    return element(
        "figure",
        element("figcaption", caption, element("span", sub, class_="sub")),
        body,
        details("Figures behind this chart", behind) if behind else None,
        element("p", source, class_="source") if source else None,
    )


def line_figure(
    page: Page,
    name: str,
    caption: str,
    series: Sequence[lines.Line],
    *,
    unit: str,
    sub: Node,
    origins: Iterable[Record],
    apart_note: str = "",
    beside: bool = False,
    from_zero: bool = True,
    mark_peaks: bool = False,
    scale: notation.Scale | None = None,
) -> Markup:
    """Return a chart of lines over years with its table of figures.

    Parameters
    ----------
    page : Page
    name : str
        Unique in the page.
    caption : str
    series : sequence of Line
        Figures in the shown unit.
    unit : str
        The shown unit.
    sub : node
    origins : iterable of dict
    apart_note : str
        What the points that no line joins are.
    beside, from_zero, mark_peaks : bool
    scale : Scale, optional
        Decimals of the table.
    """
    shown = [line for line in series if line.points or line.apart]
    if not shown:
        return Markup("")
    decimals = scale.decimals if scale else 1
    alternative = f"{caption}. " + " ".join(spoken(line, decimals, unit) for line in shown[:4])

    def draw(width: int, suffix: str) -> Markup:
        height = {theme.WIDE: 270, theme.HALF: 200}.get(width, 200)
        return lines.draw(
            shown,
            name=f"{name}-{suffix}",
            alternative=alternative,
            unit=unit,
            width=width,
            height=height,
            from_zero=from_zero,
            mark_peaks=mark_peaks,
        )

    years = sorted({year for line in shown for year in (*line.points, *line.apart)})
    rows = []
    for year in years:
        cells: list[Node] = [str(year)]
        for line in shown:
            value = line.points.get(year, line.apart.get(year))
            mark = " ◆" if year in line.apart else ""
            cells.append("–" if value is None else notation.plain(value, decimals) + mark)
        rows.append(cells)
    behind = table(f"{caption}, {unit}", ["Year", *(line.label for line in shown)], rows, class_="plain")
    source = join("Source: ", page.sources.cite(*origins), f" {apart_note}" if apart_note else None)
    return figure(caption, sub, draw, behind=behind, source=source, beside=beside)


def spoken(line: lines.Line, decimals: int, unit: str) -> str:
    """Return a line in words: first, highest and last figure, and those apart."""
    parts = []
    if line.points:
        first, last = min(line.points), max(line.points)
        top = max(line.points, key=lambda year: line.points[year])
        parts.append(f"{notation.plain(line.points[first], decimals)} in {first}")
        if top not in (first, last):
            parts.append(f"highest {notation.plain(line.points[top], decimals)} in {top}")
        if last != first:
            parts.append(f"{notation.plain(line.points[last], decimals)} in {last}")
    parts += [f"{notation.plain(value, decimals)} in {year} (apart)" for year, value in line.apart.items()]
    return f"{line.label}: {', '.join(parts)} {unit}."


def path(record: Mapping[str, float], factor: float = 1.0) -> dict[int, float]:
    """Return a record's year → figure with years as numbers, times a factor."""
    return {int(year): value * factor for year, value in record.items()}


def dated(text: str, year: int | None, this_year: int) -> Markup:
    """Return a figure over its year; one older than five years is marked with its age."""
    if year is None:
        return element("span", "–", class_="gap", title="no figure")
    age = this_year - year
    when = f"{year} · {age} y old" if age > OLD else str(year)
    return join(
        element("span", text, class_="value"), element("span", when, class_="year old" if age > OLD else "year")
    )


def gaps(sentences: Sequence[str], title: str = "What is missing") -> Markup:
    """Return a box that says what could not be said; nothing where all could."""
    if not sentences:
        return Markup("")
    return element(
        "div", element("strong", title), element("ul", [element("li", text) for text in sentences]), class_="gaps"
    )


def unbroken(text: str) -> str:
    """Return a sentence in which no line ends between a figure and its per cent sign, or inside a name like EU-27."""
    return re.sub(r"(?<=[A-Z])-(?=\d)", "\u2011", text.replace(" %", "\u00a0%"))
