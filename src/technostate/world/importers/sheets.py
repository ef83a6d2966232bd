"""Wide tables in workbooks: WIOD's and ADB's sheets, with codes above the columns and beside the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.evidence.importers.workbook_xml import Cells
from technostate.evidence.own.kinds import Asked
from technostate.evidence.printable import printable, shown
from technostate.world.formats.assemble import report
from technostate.world.importers.fold import Fold, Node, axes
from technostate.world.importers.workbook import opened_book
from technostate.world.table import Array

#: Rows in which the codes of columns are looked for.
_ABOVE = 20
_SECTOR = re.compile(r"c[0-9]{1,3}")
_HINT = "take the producer's workbook as it is: codes c1, c2, … above the columns and beside the rows"


@dataclass(frozen=True)
class Layout:
    """How a producer's sheets differ.

    Parameters
    ----------
    uses : mapping of str to bool
        Code of a final use → whether it is a change in inventories.
    totals : mapping of str to str
        Code of a row below the nodes → ``"taxes"``, ``"value added"``, ``"output"`` or ``""`` (a sum, left out).
    letters : bool
        Whether sectors and totals are named by the letter codes of the first column (A01, TXSP) or by c1, r99.
    country : callable
        The producer's code of an economy → ours.
    """

    uses: Mapping[str, bool]
    totals: Mapping[str, str]
    letters: bool
    country: Callable[[str], str]


@dataclass(frozen=True)
class Read:
    """What a sheet became: the table, the titles of sectors, and what stands in its first cells."""

    fold: Fold
    titles: Mapping[str, str]
    head: str


def read_sheet(path: Path, member: str, sheet: Callable[[tuple[str, ...]], str], layout: Layout, asked: Asked) -> Read:
    """Read a sheet row by row.

    Parameters
    ----------
    member : str
        The workbook's name in a zip archive at the path; empty: the path is the workbook.
    sheet : callable
        The names of the sheets → the one that is read.

    Raises
    ------
    DataError
        If there are no codes, a row or column has none that is known, or a figure is missing: by row and column.
    """
    with opened_book(path, member) as book:
        rows = book.rows(sheet(book.sheets))
        where = book.name
        above, head = _above(rows, where)
        codes = above[-1]
        first = min(at for at, cell in codes.items() if _SECTOR.fullmatch(_text(cell)))
        columns = [at for at in sorted(codes) if at >= first and _text(above[-2].get(at))]
        labels = [(_text(above[-2].get(at)), _text(codes[at])) for at in columns]
        # Letter codes stand three rows above, titles two.
        letter = (
            {_text(codes[at]): _text(above[-4].get(at)) for at in columns} if layout.letters and len(above) > 3 else {}
        )
        titles = {_text(codes[at]): _text(above[-3].get(at)) for at in columns} if len(above) > 2 else {}
        named = {
            code: letter.get(code) or code
            for region, code in labels
            if _SECTOR.fullmatch(code) and code not in layout.uses and not _is_total(region)
        }
        nodes = [(region, named[code]) for region, code in labels if code in named]
        fold = Fold(where, axes(where, nodes, asked, layout.country))
        places = _places(fold, labels, named, layout, where)
        _fill(fold, rows, columns, places, first, named, nodes, layout)
    return Read(fold, {named[code]: title for code, title in titles.items() if code in named and title}, head)


def _above(rows: Iterator[tuple[int, Cells]], where: str) -> tuple[list[Cells], str]:
    """Return the rows down to that of the codes, and what the first cells of a sheet say."""
    above: list[Cells] = []
    for _, cells in rows:
        above.append(cells)
        if len(above) > 1 and "c1" in map(_text, cells.values()):
            return above, " ".join(_text(row.get(0)) for row in above)
        if len(above) > _ABOVE:
            break
    raise DataError(f"{where} has no row of codes c1, c2, … below a row of economies", hint=_HINT)


def _text(cell: str | float | None) -> str:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else cell.strip()


def _is_total(region: str) -> bool:
    return region.casefold() in ("tot", "total")


def _places(fold: Fold, labels: list[Node], named: Mapping[str, str], layout: Layout, where: str) -> NDArray[np.intp]:
    found, problems = [], []
    for region, code in labels:
        if region in fold.axes.region_of and code in layout.uses:
            found.append(fold.use(region, stock=layout.uses[code]))
        elif region in fold.axes.region_of and code in named:
            found.append(fold.node(region, named[code]))
        elif _is_total(region):
            found.append(fold.stated)
        else:
            problems.append(f"the column {shown(f'{region} {code}')} is neither sector, final use nor total")
    report(where, problems, _HINT)
    return np.array(found, dtype=np.intp)


def _fill(
    fold: Fold, rows: Iterator[tuple[int, Cells]], columns: list[int], places: NDArray[np.intp], first: int,
    named: Mapping[str, str], nodes: list[Node], layout: Layout,
) -> None:  # fmt: skip
    wanted, seen = set(nodes), set[Node]()
    meanings = {"taxes": fold.taxes, "value added": fold.value_added, "output": fold.output}
    for number, cells in rows:
        left = [_text(cells.get(at)) for at in range(first)]
        code, region = left[-1], left[-2] if len(left) > 1 else ""
        label = (
            next((text for text in left if text in layout.totals), "")
            if (region, named.get(code)) not in wanted
            else ""
        )
        place = f"row {number} ({region} {code})"
        if not any(left):
            continue
        if label and not layout.totals[label]:
            continue
        if not label:
            node = (region, named.get(code, ""))
            if node not in wanted or node in seen:
                report(
                    fold.where,
                    [f"{place} {'stands there twice' if node in seen else 'is neither node nor total'}"],
                    _HINT,
                )
            seen.add(node)
        row = meanings[layout.totals[label]] if label else fold.node(*node)
        fold.add(row, places, _figures(cells, columns, blank=bool(label)), place)
    problems = (
        [f"{len(wanted - seen)} rows are missing, first {' '.join(sorted(wanted - seen)[0])}"] if wanted - seen else []
    )
    problems += [
        f"there is no row of {what}" for what, row in meanings.items() if row not in fold.filled and what != "taxes"
    ]
    report(fold.where, problems, "the file may be cut off")


def _figures(cells: Cells, columns: list[int], *, blank: bool) -> Array:
    """Return the figures of a row; a blank cell of a total is zero, of a node's sales unknown."""
    absent = 0.0 if blank else np.nan
    return np.array([cell if isinstance(cell := cells.get(at, absent), float) else np.nan for at in columns])


def sheet_of(year: int | None, names: tuple[str, ...]) -> str:
    """Return the sheet of a year where several are named by years, else the first that is no legend."""
    dated = {name: found[0] for name in names if (found := re.findall(r"(?:19|20)[0-9]{2}", name))}
    if year is not None and (chosen := [name for name, text in dated.items() if text == str(year)]):
        return chosen[0]
    if len(set(dated.values())) > 1:
        held = ", ".join(sorted(set(dated.values())))
        raise DataError(f"the workbook has sheets of {held}", hint="choose one: --year YYYY")
    plain = [name for name in names if not re.search("legend|note|read ?me|content|cover", name, re.IGNORECASE)]
    return next(iter(dated), next(iter(plain), printable(names[0])))
