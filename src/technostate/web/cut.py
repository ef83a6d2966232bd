"""What a page leaves to a second look: rows of long tables, items of long lists, folds that weigh; by rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from technostate.web.asked import Asked
from technostate.write.cells import Cell, plain
from technostate.write.inline import Text, pieces
from technostate.write.markup import Markup, element
from technostate.write.tables import Group, Table

#: Rows or items from which a table or a list is cut, how many rows are then shown, and how many items.
LONG, SHOWN, ITEMS = 40, 25, 12
#: The same on a page that would weigh too much.
LONG_THERE, SHOWN_THERE, ITEMS_THERE = 20, 15, 8
#: Bytes of a fold that a page carries in any case.
LIGHT = 4_000
_DATE = re.compile(r"(1[0-9]|20)\d\d\b")


@dataclass(frozen=True)
class Part:
    """A part of what is long.

    Parameters
    ----------
    rows : slice
        What is shown.
    words : str
        Which that is, as a sentence.
    """

    rows: slice
    words: str


def part(starts: list[str], shown: int = SHOWN, long: int = LONG) -> Part | None:
    """Return what is shown of rows, by the words each begins with; None where all are.

    Rows in the order of their dates show the latest, others the first.

    Examples
    --------
    >>> part(["2024"] * 40) is None
    True
    >>> part([f"row {at}" for at in range(99)])
    Part(rows=slice(0, 25, None), words='The first 25 are shown. ')
    >>> part([f"{1900 + at}-01" for at in range(99)])
    Part(rows=slice(74, 99, None), words='The latest 25 are shown. ')
    """
    count = len(starts)
    if count <= long:
        return None
    dated = all(map(_DATE.match, starts))
    # Dates of another precision, as a year beside a day of it, compare by what both have.
    if dated and all(first[:4] <= second[:4] for first, second in pairwise(starts)):
        return Part(slice(count - shown, count), f"The latest {shown} are shown. ")
    return Part(slice(0, shown), f"The first {shown} are shown. ")


def part_of(table: Table, *, heavy: bool = False) -> Part | None:
    """Return what is shown of a table; where it has headings between rows, its first rows.

    Parameters
    ----------
    heavy : bool
        Whether its page would weigh too much.
    """
    starts = ["" if isinstance(row, Group) else said(row[0]) for row in table.rows if isinstance(row, Group) or row]
    return part(starts, SHOWN_THERE, LONG_THERE) if heavy else part(starts)


def part_of_list(starts: list[str], *, heavy: bool = False) -> Part | None:
    """Return what is shown of a list, by the words each item begins with."""
    return part(starts, ITEMS_THERE, LONG_THERE) if heavy else part(starts, ITEMS)


def said(text: Text) -> str:
    """Return a text as plain words."""
    return plain(Cell(pieces(text)))


def whole_address(asked: Asked) -> str:
    """Return the address of the page that has every row and every fold."""
    return f"{asked.address}{'&' if asked.query else '?'}whole=yes"


def more(asked: Asked, anchor: str, words: str) -> Markup:
    """Return a link to the rest: it opens in its place with script, and on the whole page without."""
    return element("a", words, href=f"{whole_address(asked)}#{anchor}", **loads(asked, anchor))


def loads(asked: Asked, anchor: str) -> dict[str, str]:
    """Return the attributes with which an element swaps a part of the page for the same part of the whole page."""
    return {
        "hx_get": whole_address(asked),
        "hx_select": f"#{anchor}",
        "hx_target": f"#{anchor}",
        "hx_swap": "outerHTML show:none",
        "hx_select_oob": "#sources",
    }
