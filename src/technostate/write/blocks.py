"""What an answer is made of: a few blocks that know no markup and no widths, of inline pieces, tables and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from technostate.evidence.figure import Figure
from technostate.evidence.origin import Origin
from technostate.write.forms import Form
from technostate.write.inline import Cite, Shown, Text, pieces
from technostate.write.tables import Group, Table


@dataclass(frozen=True)
class Prose:
    """A paragraph; `note` for small print."""

    text: Text
    note: bool = False


@dataclass(frozen=True)
class Verbatim:
    """Lines that a program takes as they stand, as an entry of a reference manager; plain text has nothing beside."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; a warning says what is missing, not settled or to beware of.

    Parameters
    ----------
    notes : tuple of Text
        Small print below the items, one each; or none.
    """

    items: tuple[Text, ...]
    title: str = ""
    warn: bool = False
    ordered: bool = False
    notes: tuple[Text, ...] = ()

    def marked(self, text: Callable[[Text], str], mark: str) -> list[tuple[str, str]]:
        """Return the mark and the words of each item, with its small print behind it; numbers where they are ordered.

        Parameters
        ----------
        text : callable
            Text → words, as a writer says them.
        """
        notes = (f" ({text(note)})" for note in self.notes)
        written = zip_longest(map(text, self.items), notes, fillvalue="")
        return [(f"{at}. " if self.ordered else mark, item + note) for at, (item, note) in enumerate(written, 1)]


@dataclass(frozen=True)
class Chart:
    """A drawing of figures, which the writer draws, or writes as the table behind it.

    Parameters
    ----------
    caption : str
        What is to be seen, where a rule can say it honestly; otherwise what is shown.
    form : Form
        One of `technostate.write.forms`.
    sub : str
        What is shown: measure, unit, place, year.
    note : Text
        The limit that matters most.
    told : bool
        Whether a table beside it has its figures, so that writers without drawings leave it out.
    """

    caption: str
    form: Form
    sub: str = ""
    note: Text = ""
    told: bool = False


@dataclass(frozen=True)
class Fold:
    """Blocks that a reader may open; `printed` ones are open in print, others are left out there."""

    title: str
    blocks: tuple[Block, ...]
    printed: bool = False


@dataclass(frozen=True)
class Section:
    """Blocks under a heading.

    Parameters
    ----------
    key : str
        Anchor on a page.
    """

    title: str
    blocks: tuple[Block, ...]
    key: str = ""


@dataclass(frozen=True)
class Side:
    """Blocks that stand side by side where there is room."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Stack:
    """Blocks one below the other, as one of those that stand side by side."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class References:
    """The sources cited so far, numbered and short; writers that end with a list of sources leave it out."""


@dataclass(frozen=True)
class Sheet:
    """One page of paper, which print does not break; other writers have its blocks one after another.

    Parameters
    ----------
    running : str
        In the middle of the line over it: what the pages are.
    dated : str
        At the end of that line, before the number of the page.
    page, of : int
        Its number, and how many there are.
    title, lead : Text
        A heading and a sentence under it, on the first.
    """

    blocks: tuple[Block, ...]
    running: str
    dated: str
    page: int
    of: int
    title: Text = ""
    lead: Text = ""

    @property
    def inside(self) -> tuple[Block, ...]:
        """Heading, lead and blocks, for writers that have no sheets."""
        return *(Prose(text) for text in (self.title, self.lead) if text), *self.blocks


Block: TypeAlias = Prose | Verbatim | Items | Table | Chart | Fold | Section | Side | Stack | References | Sheet


def behind(table: Table) -> tuple[Section, ...]:
    """Return what stands behind the rows of a table, in their order."""
    return tuple(section for section in table.under if isinstance(section, Section))


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, those inside others after the one that holds them."""
    for block in blocks:
        yield block
        if isinstance(block, Fold | Section | Side | Stack):
            yield from walk(block.blocks)
        elif isinstance(block, Sheet):
            yield from walk(block.inside)
        elif isinstance(block, Table):
            yield from walk(behind(block))


def texts(block: Block) -> Iterator[Text]:
    """Yield the texts of one block, without those of blocks inside it."""
    if isinstance(block, Prose | Verbatim):
        yield block.text
    elif isinstance(block, Items):
        yield from block.items
        yield from block.notes
    elif isinstance(block, Table):
        yield block.caption
        yield from (column.title for column in block.columns)
        for row in block.rows:
            yield from (row.title,) if isinstance(row, Group) else row
        yield block.note
    elif isinstance(block, Chart):
        yield from texts(block.form.table(block.caption))
        yield block.note


def figures(blocks: tuple[Block, ...]) -> tuple[Figure, ...]:
    """Return every figure that blocks show, in their order, charts included."""
    found: list[Figure] = []
    for block in walk(blocks):
        for text in texts(block):
            found += [
                piece.figure if isinstance(piece, Shown) else piece
                for piece in pieces(text)
                if isinstance(piece, Figure | Shown)
            ]
    return tuple(found)


def origins(blocks: tuple[Block, ...]) -> tuple[Origin, ...]:
    """Return the origins of every figure and citation in blocks, each once, in their order."""
    found: list[Origin] = []
    for block in walk(blocks):
        for text in texts(block):
            for piece in pieces(text):
                if isinstance(piece, Shown):
                    found.append(piece.figure.origin)
                elif isinstance(piece, Figure):
                    found.append(piece.origin)
                elif isinstance(piece, Cite):
                    found += piece.origins
    return tuple(dict.fromkeys(found))
