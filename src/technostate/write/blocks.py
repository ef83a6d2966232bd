"""What an answer is made of: a few blocks and inline pieces that know no markup and no widths.

A figure enters a block as the `Figure` itself. Its decimals, unit, range and whether its sign is settled become words
in `technostate.write.cells` only, for every writer alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, TypeAlias

from technostate.evidence.figure import Figure
from technostate.evidence.origin import Origin
from technostate.notation import Scale

if TYPE_CHECKING:
    from technostate.write.forms import Form


@dataclass(frozen=True)
class Name:
    """A region by its code: written as its name, in its colour where the writer has colours.

    Parameters
    ----------
    code : str
        ISO 3166 alpha-3, a group's key, ``ROW``, or a label of joined codes.
    text : str
        Written instead of the name.
    """

    code: str
    text: str = ""


@dataclass(frozen=True)
class Cite:
    """The sources of what stands before it, written as numbers into the list of sources."""

    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Link:
    """A link to a public http(s) address; any other address is written as text."""

    text: str
    url: str


@dataclass(frozen=True)
class Strong:
    """Words that a reader must not miss."""

    text: str


@dataclass(frozen=True)
class Code:
    """Words to be typed as they stand."""

    text: str


@dataclass(frozen=True)
class Local:
    """Words in another language, so that the right glyphs are chosen; `language` is a BCP 47 tag."""

    text: str
    language: str


@dataclass(frozen=True)
class Absent:
    """Something that is not known, and why; never zero and never an empty cell."""

    why: str = "no figure"


@dataclass(frozen=True)
class Mark:
    """A verdict or flag: a word with a shape, so that colour is never the only sign."""

    word: str
    shape: Literal["yes", "no", "mixed", "none"]


@dataclass(frozen=True)
class Shown:
    """A figure with a scale chosen by the view, where the usual one for its unit will not do.

    Parameters
    ----------
    ages_to : int or None
        The year to which its age refers, where its year is to be written.
    """

    figure: Figure
    scale: Scale
    ages_to: int | None = None


Inline: TypeAlias = str | Figure | Name | Cite | Link | Strong | Code | Local | Absent | Mark | Shown
#: One piece, or several in a row.
Text: TypeAlias = Inline | tuple[Inline, ...]


@dataclass(frozen=True)
class Prose:
    """A paragraph; `note` for small print."""

    text: Text
    note: bool = False


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
class Column:
    """A column of a table.

    Parameters
    ----------
    scale : Scale or None
        For its figures; by default the one scale that suits all figures of the column (or row, see `Table.by`).
    ages_to : int or None
        The year to which ages refer, where the year of each figure is to be written, with its age where it is old.
    words : bool
        Whether the column holds running text, which may be wrapped.
    """

    title: Text
    scale: Scale | None = None
    ages_to: int | None = None
    words: bool = False


@dataclass(frozen=True)
class Group:
    """A heading inside a table, over the rows that follow."""

    title: Text


Row: TypeAlias = tuple[Text, ...] | Group


@dataclass(frozen=True)
class Table:
    """A table: caption, columns, rows of cells; the first cell of a row names it.

    Parameters
    ----------
    caption : Text
        What it shows.
    by : {"column", "row", "cell"}
        Which figures share a scale. Where they share one by column, the unit stands in the column's head.
    note : Text
        Small print below.
    """

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    by: Literal["column", "row", "cell"] = "column"
    note: Text = ""

    @property
    def body(self) -> tuple[tuple[Text, ...], ...]:
        """The rows without the headings between them."""
        return tuple(row for row in self.rows if not isinstance(row, Group))


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


Block: TypeAlias = Prose | Items | Table | Chart | Fold | Section | Side


def pieces(text: Text) -> tuple[Inline, ...]:
    """Return a text as its inline pieces; an empty string has none."""
    if isinstance(text, tuple):
        return text
    return () if text == "" else (text,)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, those inside others after the one that holds them."""
    for block in blocks:
        yield block
        if isinstance(block, Fold | Section | Side):
            yield from walk(block.blocks)


def texts(block: Block) -> Iterator[Text]:
    """Yield the texts of one block, without those of blocks inside it."""
    if isinstance(block, Prose):
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
