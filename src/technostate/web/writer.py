"""The HTML of an answer inside the observatory: links between pages, tools of charts, figures that explain themselves."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import dataclass

from technostate import units
from technostate.evidence.figure import Figure
from technostate.web.asked import Asked
from technostate.web.links import page_of_origin, page_of_state
from technostate.write.blocks import Chart
from technostate.write.cells import Words, plain_piece
from technostate.write.charts.colours import COLOURED
from technostate.write.cite import key
from technostate.write.html import HtmlWriter, Tools, words
from technostate.write.inline import Name
from technostate.write.markup import Markup, Node, element, join, link
from technostate.write.sources import leaves, named
from technostate.write.tables import Table

#: Downloads of a chart: what the link says → suffix.
DOWNLOADS = {"CSV": ".csv", "SVG": ".svg", "PNG": ".png", "Spec": ".vl.json"}
#: Rows from which a table is cut, and rows that are then shown.
LONG, SHOWN = 40, 25


@dataclass
class _Counted:
    """What is counted over a page, whichever section it stands in."""

    charts: int = 0
    tables: int = 0
    cut: int = 0


class PageWriter(HtmlWriter):
    """Writes the blocks of an answer for its page.

    Parameters
    ----------
    asked : Asked
        Whose answer it is: the addresses of downloads are its own.
    suffixes : tuple of str
        Formats of charts that are kept.
    whole : bool
        Whether tables have all their rows.
    """

    def __init__(self, asked: Asked, suffixes: tuple[str, ...], *, whole: bool = False) -> None:
        super().__init__()
        self._asked = asked
        self._suffixes = suffixes
        self._whole = whole
        self._counted = _Counted()
        self._last = ""

    @property
    def cut(self) -> bool:
        """Whether a table of the page lacks rows."""
        return self._counted.cut > 0

    def name(self, piece: Name) -> Markup:
        """Return the name of a state, which leads to its page where it has a file."""
        target = page_of_state(piece.code)
        if target is None or target == self._asked.path:
            return super().name(piece)
        colour = f" i-{piece.code}" if piece.code in COLOURED else ""
        return element("a", plain_piece(piece), href=target, class_=f"st{colour}")

    def figure(self, shown: Words) -> Markup:
        """Return a figure that says unit, kind, source and age when pointed at, or when it has the focus.

        A figure can be reached by keyboard where what is said of it differs from the figure before it.
        """
        made = words(shown)
        said = explained(shown)
        if not said:
            return made
        alike = said.partition(": ")[2]
        focus = 0 if alike != self._last else None
        self._last = alike
        return element("span", made, class_="f", title=said, tabindex=focus)

    def tools(self, chart: Chart) -> Tools:
        """Return the anchor, the downloads and the citation of a chart."""
        self._counted.charts += 1
        number = self._counted.charts
        anchor = f"chart-{number}"
        links = [
            element("a", said, href=chart_address(self._asked, number, suffix), download=suffix != ".svg")
            for said, suffix in DOWNLOADS.items()
            if suffix in self._suffixes
        ]
        button = element("button", "Cite", type="button", popovertarget=f"cite-{number}", class_="lk")
        here = element("a", "Link", href=f"#{anchor}")
        line = element("span", [join(" ", item) for item in (button, *links, here)], class_="acts")
        return Tools(anchor, line, self._citation(chart, number, anchor))

    def _citation(self, chart: Chart, number: int, anchor: str) -> Markup:
        """Return how to cite a chart: what it is, where it stands, and what its figures are from."""
        published = dict.fromkeys(named(leaf) for figure in chart.form.figures for leaf in leaves(figure.origin))
        first = [*published][:_MOST]
        more = f"; and {len(published) - _MOST} more, listed under Sources" if len(published) > _MOST else ""
        where = f"{self._asked.address}#{anchor}"
        return element(
            "div",
            element("p", element("strong", "Cite this chart")),
            element("p", f"technostate ({dt.date.today().year}). {_ended(chart.caption)} ", element("code", where)),
            element("p", f"Data: {'; '.join(first)}{more}.") if first else None,
            id=f"cite-{number}",
            class_="pop",
            popover="auto",
        )

    def _table(self, table: Table, most: int | None = None) -> Markup:
        self._last = ""
        count = len(table.rows)
        if self._whole or count <= LONG:
            self._counted.tables += 1
            made = super()._table(table, most)
            return element("div", made, id=f"table-{self._counted.tables}") if count > LONG else made
        self._counted.tables += 1
        self._counted.cut += 1
        anchor = f"table-{self._counted.tables}"
        asked = self._asked
        target = f"{asked.address}{'&' if asked.query else '?'}whole=yes"
        more = element(
            "a", f"All {len(table.body):,} rows", href=f"{target}#{anchor}", hx_get=target, hx_select=f"#{anchor}",
            hx_target=f"#{anchor}", hx_swap="outerHTML show:none",
        )  # fmt: skip
        shown = super()._table(table, SHOWN)
        return element("div", shown, element("p", f"The first {SHOWN} are shown. ", more, class_="more"), id=anchor)

    def list_of_sources(self) -> Markup:
        """Return the sources cited: the reference, and a link to the page that says terms and what to beware of."""
        if page_of_origin("") is None:
            return super().list_of_sources()
        items = []
        for entry in self.sources.entries():
            called: Node = link(entry.origin.url, entry.title) if entry.origin.url else entry.title
            about = element("a", "terms and notes", href=page_of_origin(key(entry.origin)))
            items.append(
                element("li", entry.before, called, f"{entry.after} ", about, id=f"source-{entry.number}",
                        value=entry.number)
            )  # fmt: skip
        return element("ol", items, class_="sources") if items else Markup("")


#: Sources named in the citation of a chart.
_MOST = 4


def explained(shown: Words) -> str:
    """Return what is said of a figure on demand: region and year, then unit, kind, source, and what its range is over."""
    figure = shown.figure
    if figure is None:
        return ""
    place = " ".join(filter(None, (plain_piece(Name(figure.region)) if figure.region else "", str(figure.year or ""))))
    age = dt.date.today().year - figure.year if figure.year else 0
    old = f" ({age} year{'s' * (age != 1)} old)" if 0 < age < _AGES else ""
    over = f"; range: {figure.range.over}" if figure.range and figure.range.over else ""
    return f"{place}{old}: {units.unit(figure.unit).title}; {figure.kind}; {_source(figure)}{over}"


#: Years up to which a figure has an age; one of 1870 is history.
_AGES = 60


def _source(figure: Figure) -> str:
    published = list(dict.fromkeys(named(leaf) for leaf in leaves(figure.origin)))
    more = f" and {len(published) - 1} more" if len(published) > 1 else ""
    return f"{published[0]}{more}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def chart_address(asked: Asked, number: int, suffix: str) -> str:
    """Return the address of a chart of an answer as a file."""
    twin = asked.twin(suffix)
    return f"{twin}{'&' if '?' in twin else '?'}chart={number}"
