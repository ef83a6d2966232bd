"""Tables whose labels lie in other files: T, FD and VA of Eora, T, Y and V of GLORIA, Z and Y of EXIOBASE."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from technostate.world.formats.assemble import report
from technostate.world.formats.members import Members
from technostate.world.importers.fold import Fold
from technostate.world.importers.text import lines, numbers
from technostate.world.table import Array

#: Changes in inventories and valuables, in the words of the three producers.
_STOCKS = ("inventor", "valuables")


def is_stock(category: str) -> bool:
    """Return whether a category of final use is a change in stocks.

    Examples
    --------
    >>> is_stock("Changes in inventories"), is_stock("Acquisitions less disposals of valuables"), is_stock("Exports")
    (True, True, False)
    """
    return any(word in category.casefold() for word in _STOCKS)


def add_matrix(
    fold: Fold,
    files: Members,
    name: str,
    rows: Sequence[int],
    columns: NDArray[np.intp],
    *,
    labels: int = 0,
    skip: int = 0,
    mark: str = "\t",
    scale: Array | None = None,
    check: Callable[[int, tuple[str, ...], Array], None] | None = None,
) -> None:
    """Add every row of a matrix to the table.

    Parameters
    ----------
    rows : sequence of int
        Where each row of the matrix belongs; negative: it is not added.
    columns : array of int
        Where each column belongs.
    labels, skip : int
        Fields of labels before the figures, and lines of the header.
    scale : array, optional
        What each column is multiplied with.
    check : callable, optional
        Called with number, labels and figures of each row.

    Raises
    ------
    DataError
        If there are more or fewer rows or figures than labels, or a figure is none.
    """
    where = f"{files.name}: {name}"
    header = [str(at) for at in range(1, len(columns) + 1)]
    count = 0
    for at, line in enumerate(lines(files, name, labels=labels, mark=mark)):
        if at < skip:
            continue
        if count == len(rows):
            report(
                where,
                [f"it has more than the {len(rows):,} rows that are labelled"],
                "take labels and figures of one release",
            )
        values = numbers(line, header, where, mark)
        if check is not None:
            check(count, line.labels, values)
        if rows[count] >= 0:
            fold.add(rows[count], columns, values if scale is None else values * scale, f"{name} line {line.number}")
        count += 1
    if count < len(rows):
        report(where, [f"it has {count:,} rows, {len(rows):,} are labelled"], "the file may be cut off")
