"""Rows of a table that a reader may open: those whose figures are all old, and those that have none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from technostate.write.cells import OLD, Cell, Laid, Words, plain
from technostate.write.inline import Absent
from technostate.write.tables import Group

#: So many rows are worth a fold, and so many must stay.
_WORTH, _LEFT = 3, 2


@dataclass(frozen=True)
class Parted:
    """A table in two: what is shown, and what may be opened.

    Parameters
    ----------
    folded : Laid or None
        None where too few rows are stale or empty; its title is what is said of it.
    said : str
        How many rows are folded, and why.
    """

    shown: Laid
    folded: Laid | None = None
    said: str = ""


def parted(ready: Laid) -> Parted:
    """Return a table with its stale and its empty rows apart, where there are several and others are left.

    A row is stale if every figure whose age is written is older than five years, and empty if all its cells say that
    there is no figure. A heading stands with the rows below it, in both parts where both have some.
    """
    rows = [row for row in ready.rows if not isinstance(row, Group)]
    old, empty = sum(map(stale, rows)), sum(map(bare, rows))
    if old + empty < _WORTH or len(rows) - old - empty < _LEFT:
        return Parted(ready)
    shown, folded = _rows(ready, folded=False), _rows(ready, folded=True)
    return Parted(replace(ready, rows=shown), replace(ready, rows=folded, caption=Cell(())), _said(old, empty))


def _said(old: int, empty: int) -> str:
    """Return how many rows are folded, and why.

    Examples
    --------
    >>> _said(6, 0)
    '6 more rows, whose figures are older than five years'
    >>> _said(0, 4)
    '4 more rows, without a figure'
    >>> _said(2, 4)
    '6 more rows: 2 whose figures are older than five years, 4 without a figure'
    """
    reasons = (old, f"whose figures are older than {_NUMBERS.get(OLD, OLD)} years"), (empty, "without a figure")
    named = [(count, reason) for count, reason in reasons if count]
    if len(named) == 1:
        return f"{named[0][0]} more rows, {named[0][1]}"
    return f"{old + empty} more rows: {', '.join(f'{count} {reason}' for count, reason in named)}"


def stale(row: tuple[Cell, ...]) -> bool:
    """Return whether every figure of a row whose age is written is old."""
    dated = [piece for cell in row[1:] for piece in cell.pieces if isinstance(piece, Words) and piece.year]
    return bool(dated) and all(piece.old for piece in dated)


def bare(row: tuple[Cell, ...]) -> bool:
    """Return whether no cell of a row but its name has anything to say."""
    return len(row) > 1 and all(_absent(cell) for cell in row[1:])


def _absent(cell: Cell) -> bool:
    return all(isinstance(piece, Absent) for piece in cell.pieces) or plain(cell).strip() in ("", "–")


def _rows(ready: Laid, *, folded: bool) -> tuple[tuple[Cell, ...] | Group, ...]:
    """Return the rows of one part, a heading only where a row of the part follows it."""
    made: list[tuple[Cell, ...] | Group] = []
    heading: Group | None = None
    for row in ready.rows:
        if isinstance(row, Group):
            heading = row
        elif (stale(row) or bare(row)) is folded:
            made += [heading] if heading is not None else []
            made.append(row)
            heading = None
    return tuple(made)


_NUMBERS = {5: "five"}
