"""Tables of an answer: caption, columns, rows of cells, whose figures share scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from technostate.notation import Scale
from technostate.write.inline import Text


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
    signs : bool
        Whether an open sign is said in words; without them the range says where it has both.
    """

    title: Text
    scale: Scale | None = None
    ages_to: int | None = None
    words: bool = False
    signs: bool = True


@dataclass(frozen=True)
class Group:
    """A heading inside a table, over the rows that follow."""

    title: Text


Row: TypeAlias = tuple[Text, ...] | Group


class Behind(Protocol):
    """Blocks under a heading, as `technostate.write.blocks.Section` is, which holds tables itself."""

    @property
    def title(self) -> str:
        """The heading."""

    @property
    def blocks(self) -> tuple[Any, ...]:
        """What stands under it."""

    @property
    def key(self) -> str:
        """Its anchor on a page."""


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
    under : tuple of Section or None
        What stands behind each row, beside its place among the rows: a page opens it under the row, others write it
        after the table.
    opens : str
        The words that open it.
    """

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    by: Literal["column", "row", "cell"] = "column"
    note: Text = ""
    under: tuple[Behind | None, ...] = ()
    opens: str = "More"

    @property
    def body(self) -> tuple[tuple[Text, ...], ...]:
        """The rows without the headings between them."""
        return tuple(row for row in self.rows if not isinstance(row, Group))
