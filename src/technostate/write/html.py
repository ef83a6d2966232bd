"""The writer of HTML: blocks as elements, every text escaped, charts as drawings of the server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from itertools import zip_longest
from typing import NamedTuple

from technostate.evidence.figure import Figure
from technostate.evidence.origin import KINDS
from technostate.write.blocks import Block, Chart, Fold, Items, Prose, References, Section, Sheet, Side, Stack, Verbatim
from technostate.write.cells import Cell, Laid, Words, inline_words, laid, plain, plain_piece
from technostate.write.charts import drawn, whole
from technostate.write.charts.colours import COLOURED
from technostate.write.inline import (
    Absent,
    Cite,
    Code,
    Inline,
    Link,
    Local,
    Mark,
    Name,
    See,
    Shown,
    Strong,
    Term,
    Text,
    pieces,
)
from technostate.write.markup import Markup, Node, details, element, join, link, unseen
from technostate.write.sources import Entry, Produced, Sources, grouped, leaves, named
from technostate.write.stale import parted
from technostate.write.tables import Group, Table
from technostate.write.widths import label_width, least_width

#: Em of text that a row of a table has on a phone, and on a tablet; wider rows become cards there.
_PHONE, _TABLET = 24.0, 46.0
#: Characters of a figure with its unit from which it may be broken into lines.
_LONG = 18
#: Sources of one producer beyond which they stand in a fold.
_FOLDED = 3
#: Characters up to which a cell stands in one line.
_SHORT = 16


class Tools(NamedTuple):
    """What a writer puts beside a chart: its anchor, links in its source line, and what follows that line."""

    anchor: str | None = None
    links: Markup | None = None
    after: Markup | None = None


class HtmlWriter:
    """Writes blocks; sources are numbered over all blocks that one writer writes.

    Parameters
    ----------
    level : int
        Level of the headings of sections, 2 below a page's title.
    prefix : str
        Before anchors, so that several answers fit one page.
    anchors : set of str, optional
        Those already used on the page.
    short : bool
        Whether charts name their sources by number only, as on a sheet that lists them.
    """

    def __init__(
        self,
        sources: Sources | None = None,
        *,
        level: int = 2,
        prefix: str = "",
        anchors: set[str] | None = None,
        short: bool = False,
    ) -> None:
        self.sources = sources or Sources()
        self._level = level
        self._prefix = prefix
        self._anchors: set[str] = anchors if anchors is not None else set()
        self._short = short

    def blocks(self, blocks: Sequence[Block]) -> Markup:
        """Return blocks one after another."""
        return join(*(self.block(block) for block in blocks))

    def block(self, block: Block) -> Markup:
        """Return one block."""
        match block:
            case Prose():
                return element("p", self.text(block.text), class_="note" if block.note else None)
            case Verbatim():
                return element("pre", block.text)
            case Items():
                return self._items(block)
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Fold():
                return details(block.title, self.blocks(block.blocks), class_="printed" if block.printed else "")
            case Section():
                return self._section(block)
            case Side():
                return element("div", [element("div", self.block(item)) for item in block.blocks], class_="side")
            case Stack():
                return self.blocks(block.blocks)
            case References():
                return self._references()
            case Sheet():
                return self._sheet(block)

    def text(self, text: Text) -> Markup:
        """Return inline pieces."""
        return join(*(self._piece(piece) for piece in pieces(text)))

    def list_of_sources(self) -> Markup:
        """Return the sources cited so far, those of one producer together; many of one producer in a fold."""
        groups = grouped(self.sources.entries())
        if not groups:
            return Markup("")
        remarks = (element("p", remark, class_="note") for remark in self.sources.remarks())
        return join(element("div", map(self._producer, groups), class_="sources"), *remarks)

    def _producer(self, group: Produced) -> Markup:
        """Return the sources of one producer under its name and the terms that all of them share."""
        listed = element("ol", map(self._source, group.entries), class_="sources")
        if len(group.entries) == 1:
            return element("div", listed)
        terms = element("p", " ".join(group.terms), class_="note") if group.terms else None
        if len(group.entries) > _FOLDED:
            called = f"{group.producer}: {len(group.entries)} sources"
            return element("div", details(called, terms, listed, class_="printed"))
        return element("div", element("p", group.producer, class_="by"), terms, listed)

    def _source(self, entry: Entry) -> Markup:
        """Return one source: reference, licence, from where and when it was taken, what to beware of."""
        called = link(entry.origin.url, entry.title) if entry.origin.url else entry.title
        more = " ".join(filter(None, (*entry.terms, entry.note)))
        said = element("span", more, class_="soft") if more else ""
        anchor = f"{self._prefix}source-{entry.number}"
        return element("li", entry.before, called, f"{entry.after} ", said, id=anchor, value=entry.number)

    def name(self, piece: Name) -> Markup:
        """Return the name of a state in its colour."""
        return element("span", plain_piece(piece), class_=f"i-{piece.code}" if piece.code in COLOURED else None)

    def figure(self, shown: Words) -> Markup:
        """Return a figure in words."""
        return words(shown)

    def explain(self, shown: Words) -> str:
        """Return what is said of a figure on demand; nothing, where a page stands alone."""
        return ""

    def tools(self, chart: Chart) -> Tools:
        """Return what stands beside a chart; nothing, where a page stands alone."""
        return Tools()

    def _piece(self, piece: Inline | Words) -> Markup:
        match piece:
            case Words():
                return self.figure(piece)
            case Figure() | Shown():
                return self.figure(inline_words(piece))
            case Name():
                return self.name(piece)
            case Cite():
                return self.cite(piece)
            case Link():
                return link(piece.url, piece.text)
            case See():
                return self.see(piece)
            case Strong():
                return element("strong", piece.text)
            case Code():
                return element("code", piece.text)
            case Local():
                return element("span", piece.text, lang=piece.language)
            case Term():
                return self.term(piece)
            case Absent():
                return element("span", piece.why, class_="absent")
            case Mark():
                return element("span", _SHAPES[piece.shape], " ", piece.word, class_=f"mark m-{piece.shape}")
            case _:
                return join(unbroken(str(piece)))

    def term(self, piece: Term) -> Markup:
        """Return a term with its gloss."""
        return join(element("dfn", piece.text), " ", element("span", f"({piece.gloss})", class_="soft"))

    def see(self, piece: See) -> Markup:
        """Return another answer's name; it has no address here."""
        return join(piece.text)

    def cite(self, piece: Cite) -> Markup:
        """Return the numbers of sources as a superscript that links to their list."""
        numbers = self.sources.numbers(piece.origins)
        if not numbers:
            return Markup("")
        text = self.sources.cited(piece.origins)
        parts: list[Node] = []
        for at, part in enumerate(text.split(", ")):
            target = part.partition("–")[0]
            parts += [", "] * bool(at) + [element("a", part, href=f"#{self._prefix}source-{target}")]
        return element("sup", "[", *parts, "]", class_="cite")

    def _items(self, block: Items) -> Markup:
        tag = "ol" if block.ordered else "ul"
        notes = [element("span", self.text(note), class_="under") for note in block.notes]
        written = zip_longest(map(self.text, block.items), notes)
        listed = element(tag, [element("li", item, note) for item, note in written], class_="told" if notes else None)
        if block.warn:
            return element("div", element("strong", block.title) if block.title else None, listed, class_="warn")
        return join(element("p", element("strong", block.title)) if block.title else None, listed)

    def _section(self, block: Section) -> Markup:
        anchor: str | None = self._prefix + anchor_of(block)
        # An id stands once on a page; a second section of that name cannot be linked to.
        anchor = None if anchor in self._anchors else anchor
        self._anchors |= {anchor} if anchor else set()
        inner = self._inner(min(self._level + 1, 6), self._short)
        return element("section", element(f"h{self._level}", block.title), inner.blocks(block.blocks), id=anchor)

    def _inner(self, level: int, short: bool) -> HtmlWriter:
        inner = copy(self)
        inner._level, inner._short = level, short
        return inner

    def _references(self) -> Markup:
        """Return the sources cited so far, each in a few words that carry the link."""
        items = [
            element(
                "li",
                link(entry.origin.url, called) if entry.origin.url else called,
                id=f"{self._prefix}source-{entry.number}",
                value=entry.number,
            )
            for entry in self.sources.entries()
            for called in (named(entry.origin),)
        ]
        return element("ol", items, class_="references") if items else Markup("")

    def _sheet(self, block: Sheet) -> Markup:
        number = f"page {block.page} of {block.of}"
        head = element(
            "header",
            element("span", "technostate", class_="brand"),
            element("span", block.running),
            element("span", " · ".join(filter(None, (block.dated, number)))),
            class_="mast",
        )
        title = element("h1", self.text(block.title)) if block.title else None
        lead = element("p", self.text(block.lead), class_="lead") if block.lead else None
        inner = self._inner(self._level, short=True)
        return element("section", head, title, lead, inner.blocks(block.blocks), class_="sheet")

    def _table(self, table: Table, most: int | slice | None = None) -> Markup:
        ready = laid(table, most)
        note = element("p", self.text(table.note), class_="note") if table.note else None
        # What stands behind rows refers to their places, so such a table stays whole.
        if self._short or table.under:
            return join(self._laid(ready, table), note)
        two = parted(ready)
        more = None if two.folded is None else details(two.said, self._laid(two.folded), class_="printed more")
        return join(self._laid(two.shown), more, note)

    def _laid(self, ready: Laid, table: Table | None = None) -> Markup:
        """Return a table whose figures are words; of a `table` with what stands behind its rows."""
        under, opens = (table.under[: len(ready.rows)], table.opens) if table is not None else ((), "")
        sides = ["r" if numeric else None for numeric in ready.numeric]
        labels = [plain(cell).strip(", ") for cell in ready.heads]
        head = element(
            "tr",
            [
                element("th", self._cell(cell) or unseen(at), scope="col", role="columnheader", class_=side)
                for at, (cell, side) in enumerate(zip(ready.heads, sides, strict=True))
            ],
            role="row",
        )
        rows = []
        for row, section in zip_longest(ready.rows, under):
            made = self._group(row, len(labels)) if isinstance(row, Group) else self._row(row, labels, sides)
            opened = self._under(section, opens, len(labels)) if isinstance(section, Section) else None
            rows.append(join(made, opened))
        caption = element("caption", self._cell(ready.caption)) if ready.caption.pieces else None
        width = least_width(ready)
        # On a sheet tables that stand side by side look alike on a phone too.
        fits = self._short or width <= _PHONE
        return element(
            "table",
            caption,
            element("thead", head, role="rowgroup"),
            element("tbody", rows, role="rowgroup"),
            class_="t" if fits else "t cards" if width <= _TABLET else "t cards wide",
            role="table",
            style=None if fits else f"--cl:{label_width(labels[1:]):.3g}em",
        )

    def _group(self, group: Group, columns: int) -> Markup:
        title = element("th", self.text(group.title), scope="colgroup", role="rowheader", colspan=columns)
        return element("tr", title, role="row", class_="h")

    def _row(self, row: tuple[Cell, ...], labels: Sequence[str], sides: Sequence[str | None]) -> Markup:
        cells = [element("th", self._cell(row[0]), scope="row", role="rowheader", class_=_whole(row[0]))]
        cells += [
            element(
                "td", self._cell(cell), role="cell", class_=sides[at] or _whole(cell), data_label=labels[at] or None
            )
            for at, cell in enumerate(row)
            if at
        ]
        return element("tr", cells, role="row")

    def _under(self, section: Section, opens: str, columns: int) -> Markup:
        """Return the row that opens what stands behind the row before it."""
        inner = self._inner(min(self._level + 1, 6), self._short)
        fold = details(opens, inner.blocks(section.blocks), class_="printed")
        cell = element("td", fold, colspan=columns, role="cell")
        return element("tr", cell, role="row", class_="un", id=self._prefix + anchor_of(section))

    def _cell(self, cell: Cell) -> Markup:
        return join(*(self._piece(piece) for piece in cell.pieces))

    def _chart(self, chart: Chart) -> Markup:
        figures = chart.form.figures
        origins = tuple(dict.fromkeys(figure.origin for figure in figures))
        kinds = tuple(dict.fromkeys(figure.kind for figure in figures))
        drawing = drawn(chart, self.text, self.explain)
        behind = None
        if not (chart.told or whole(chart.form)):
            behind = self.block(Fold("Figures behind this chart", (chart.form.table(chart.caption),)))
        published = dict.fromkeys(named(leaf) for origin in origins for leaf in leaves(origin))
        named_first = "" if self._short else "; ".join([*published][:3])
        tools = self.tools(chart)
        source = element(
            "p",
            [join(element("span", kind, class_=f"kind {kind}", title=KINDS[kind]), " ") for kind in kinds],
            ("Source: " if named_first else "source", named_first, self.cite(Cite(origins))) if origins else None,
            join(" ", self.text(chart.note)) if chart.note else None,
            tools.links,
            class_="src",
        )
        title = element("figcaption", element("p", chart.caption, class_="ti"),
                        element("p", chart.sub, class_="sub") if chart.sub else None)  # fmt: skip
        looks = "fig told" if chart.told else "fig"
        return element("figure", title, drawing, behind, source, tools.after, class_=looks, id=tools.anchor)


def anchor_of(section: Section) -> str:
    """Return the anchor of a section: its key, or its title in small letters.

    Examples
    --------
    >>> anchor_of(Section("After a year", ())), anchor_of(Section("After a year", (), "year"))
    ('after-a-year', 'year')
    """
    return section.key or re.sub(r"[^\w]+", "-", section.title.casefold()).strip("-") or "section"


_SHAPES = {"yes": "●", "no": "✕", "mixed": "◐", "none": "○"}


def _whole(cell: Cell) -> str | None:
    """Return the class of a cell that is too short to be broken: a date, a code, a name."""
    return "nw" if len(plain(cell)) <= _SHORT else None


def words(shown: Words) -> Markup:
    """Return a figure in words: number, range and open sign set apart for the style sheet, one line for a reader."""
    beside = "; ".join(part for part in (shown.range, shown.open) if part)
    return join(
        element("span", shown.value, class_="num" if len(shown.value) < _LONG else "num long"),
        element("span", f" ({unbroken(beside)})", class_="rg") if beside else None,
        (element("span", ", ", class_="sep"), element("span", shown.year, class_="old" if shown.old else "yr"))
        if shown.year
        else None,
    )


def unbroken(text: str) -> str:
    """Return text in which no line ends between a figure and its per cent sign, or after a minus."""
    return text.replace(" %", "\u00a0%")
