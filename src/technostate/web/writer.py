"""The HTML of an answer in the observatory: links between pages, tools of charts, figures that explain themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from technostate.web.asked import Asked, read
from technostate.web.cut import LIGHT, Part, loads, more, part_of, part_of_list, said
from technostate.web.explained import explained
from technostate.web.links import page_of_origin, page_of_state
from technostate.web.questions import question
from technostate.write.blocks import Block, Chart, Fold, Items
from technostate.write.cells import Words, plain_piece
from technostate.write.charts.colours import COLOURED
from technostate.write.cite import key
from technostate.write.html import HtmlWriter, Tools, words
from technostate.write.inline import Cite, Name, See
from technostate.write.markup import Markup, details, element, join, link
from technostate.write.sources import Entry, Sources, leaves, named
from technostate.write.tables import Table

#: Downloads of a chart: what the link says → suffix.
DOWNLOADS = {"CSV": ".csv", "SVG": ".svg", "PNG": ".png", "Spec": ".vl.json"}
#: Sources up to which their list is open; a link to one of them opens it.
FOLDED = 12


@dataclass
class _Page:
    """What is known of a page, whichever section is written."""

    charts: int = 0
    parts: int = 0
    cut: bool = False
    cited: set[int] = field(default_factory=set)
    last: str = ""


class PageWriter(HtmlWriter):
    """Writes the blocks of an answer for its page.

    Parameters
    ----------
    asked : Asked
        Whose answer it is: the addresses of downloads are its own.
    suffixes : tuple of str
        Formats of charts that are kept.
    whole : bool
        Whether tables have all their rows, and folds are open.
    heavy : bool
        Whether the page would weigh too much with its folds.
    sources : Sources, optional
        Numbered already, as the whole page numbers them.
    """

    def __init__(
        self,
        asked: Asked,
        suffixes: tuple[str, ...],
        *,
        whole: bool = False,
        heavy: bool = False,
        sources: Sources | None = None,
    ) -> None:
        super().__init__(sources)
        self._asked = asked
        self._suffixes = suffixes
        self._whole = whole
        # The whole page has an anchor for whatever may be cut.
        self._heavy = heavy or whole
        self._page = _Page()

    @property
    def cut(self) -> bool:
        """Whether something of the page is left to a second look."""
        return self._page.cut

    def name(self, piece: Name) -> Markup:
        """Return the name of a state, which leads to its page where it has a file."""
        target = page_of_state(piece.code)
        if target is None or target == self._asked.path:
            return super().name(piece)
        colour = f" i-{piece.code}" if piece.code in COLOURED else ""
        return element("a", plain_piece(piece), href=target, class_=f"st{colour}")

    def see(self, piece: See) -> Markup:
        """Return a link to another answer of the observatory."""
        asked = question(piece.of)
        first = asked.required[0] if asked.required else asked.parameters[0].name if asked.parameters else ""
        said = ({first: piece.key} if piece.key else {}) | dict(piece.said)
        return element("a", piece.text, href=read(asked, said).address)

    def figure(self, shown: Words) -> Markup:
        """Return a figure that says unit, kind, source and age when pointed at, or when it has the focus.

        A figure can be reached by keyboard where what is said of it differs from the figure before it.
        """
        made = words(shown)
        said = self.explain(shown)
        if not said:
            return made
        alike = said.partition(": ")[2]
        focus = 0 if alike != self._page.last else None
        self._page.last = alike
        return element("span", made, class_="f", title=said, tabindex=focus)

    def explain(self, shown: Words) -> str:
        """Return what is said of a figure on demand."""
        return explained(shown)

    def tools(self, chart: Chart) -> Tools:
        """Return the anchor, the downloads and the citation of a chart."""
        self._page.charts += 1
        number = self._page.charts
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

    def block(self, block: Block) -> Markup:
        """Return one block; a fold that weighs is opened on a second look."""
        if isinstance(block, Fold) and not block.printed:
            return self._fold(block)
        return super().block(block)

    def _fold(self, block: Fold) -> Markup:
        anchor = self._part()
        cited = set(self._page.cited)
        inner = self.blocks(block.blocks)
        heavy = len(inner) > LIGHT
        if self._whole or not (heavy and self._heavy):
            opened = heavy and self._whole
            return element("details", element("summary", block.title), inner, id=anchor if heavy else None, open=opened)
        self._page.cut, self._page.cited = True, cited
        summary = element("summary", block.title, hx_trigger="click once", **loads(self._asked, anchor))
        return element("details", summary, element("p", more(self._asked, anchor, "Show")), id=anchor)

    def _items(self, block: Items) -> Markup:
        anchor = self._part()
        may = not (block.warn or block.ordered)
        shown = part_of_list([said(item) for item in block.items], heavy=self._heavy) if may else None
        if shown is None:
            return super()._items(block)
        rows = slice(None) if self._whole else shown.rows
        made = super()._items(replace(block, items=block.items[rows], notes=block.notes[rows]))
        return self._cut(anchor, made, shown, f"All {len(block.items):,}")

    def _table(self, table: Table, most: int | slice | None = None) -> Markup:
        anchor = self._part()
        self._page.last = ""
        shown = part_of(table, heavy=self._heavy) if most is None else None
        if shown is None:
            return super()._table(table, most)
        made = super()._table(table, None if self._whole else shown.rows)
        return self._cut(anchor, made, shown, f"All {len(table.body):,} rows")

    def _cut(self, anchor: str, made: Markup, shown: Part, words: str) -> Markup:
        if self._whole:
            return element("div", made, id=anchor)
        self._page.cut = True
        rest = element("p", shown.words, more(self._asked, anchor, words), class_="more")
        return element("div", made, rest, id=anchor)

    def _part(self) -> str:
        self._page.parts += 1
        return f"part-{self._page.parts}"

    def cite(self, piece: Cite) -> Markup:
        """Return the numbers of sources; what a page has left out is not listed on it."""
        self._page.cited |= set(self.sources.numbers(piece.origins))
        return super().cite(piece)

    def list_of_sources(self) -> Markup:
        """Return the sources cited, folded where they are many; on a page that is cut those of what it shows, short."""
        if self._whole or not self._page.cut:
            listed = super().list_of_sources()
            count = len(self.sources.origins)
            if count <= FOLDED:
                return listed
            return element("details", element("summary", f"All {count} sources"), listed, class_="printed",
                           open=self._whole)  # fmt: skip
        entries = [entry for entry in self.sources.entries() if entry.number in self._page.cited]
        if not entries:
            return Markup("")
        items = [self._reference(entry) for entry in entries]
        listed = element("ol", items, class_="sources")
        rest = more(self._asked, "sources", f"All {len(self.sources.origins)} sources with terms and notes")
        folded = details(f"{len(items)} sources", listed, class_="printed") if len(items) > FOLDED else listed
        return join(folded, element("p", rest, class_="more"))

    def _reference(self, entry: Entry) -> Markup:
        called = named(entry.origin)
        target = page_of_origin(key(entry.origin))
        about = join(" ", element("a", "terms and notes", href=target)) if target else None
        return element("li", link(entry.origin.url, called), about, id=f"source-{entry.number}", value=entry.number)


#: Sources named in the citation of a chart.
_MOST = 4


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def chart_address(asked: Asked, number: int, suffix: str) -> str:
    """Return the address of a chart of an answer as a file."""
    twin = asked.twin(suffix)
    return f"{twin}{'&' if '?' in twin else '?'}chart={number}"
