"""One reader for every data set whose files differ only by their table: a region, a year and figures in each row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.readers import columnar, delimited, stata
from technostate.evidence.readers.data_set import Column, DataSet, Table
from technostate.evidence.readers.delimited import MISSING, Row
from technostate.evidence.readers.gather import Gathering, without_leading_zeros
from technostate.evidence.series import Series


def read_folder(data: DataSet, raw: Path) -> tuple[Series, ...]:
    """Return all series of a data set whose folders lie under `raw`; raises `DataError` like `read`."""
    return tuple(series for table in data.tables for series in read(raw / table.file, table))


def read(path: Path, table: Table) -> tuple[Series, ...]:
    """Return the series of one file, CSV, Parquet or Stata by its suffix.

    Parameters
    ----------
    path : Path
        The file, under any name.
    table : Table
        What it holds.

    Raises
    ------
    DataError
        If the file is malformed, a figure is there twice or impossible, or a region is unknown where all must be known.
    LabelError
        If a Correlates of War number is unknown.
    """
    found = {
        column.name: (
            column,
            Gathering(
                f"{table.prefix}/{column.id or column.name}", column.title, column.unit, "measured", table.origin
            ),
        )
        for column in table.columns
    }
    for row in _rows(path, table):
        named = (row.text(table.series),) if table.series else tuple(found)
        chosen = [found[name] for name in named if name in found]
        figures = [(column, gathering, _figure(row, column, table)) for column, gathering in chosen]
        if all(figure is None for *_, figure in figures):
            continue
        year = row.year(table.year) if not table.year_zero else row.integer(table.year) + table.year_zero
        region = _region(row, table, year)
        if region is None:
            continue
        for column, gathering, figure in figures:
            if not (column.without_eu and region == "EU") and (column.until is None or year <= column.until):
                gathering.add(region, year, figure, where=f"{row.file} line {row.line}")
    return tuple(_series(column, gathering) for column, gathering in found.values())


def _series(column: Column, gathering: Gathering) -> Series:
    series = gathering.series()
    return without_leading_zeros(series) if column.from_first_figure else series


def _rows(path: Path, table: Table) -> Iterator[Row]:
    keys = [table.cow, table.region, table.name, table.year, table.series]
    figures = [table.value] if table.value else [column.name for column in table.columns]
    if path.suffix == ".parquet":
        types = {key: "integer" if key == table.year else "text" for key in keys if key}
        return columnar.rows(path, types | dict.fromkeys(figures, "number"))
    status = [column.status for column in table.columns]
    wanted = [key for key in (*keys, *figures, *status) if key]
    if path.suffix == ".dta":
        return stata.rows(path, wanted)
    return delimited.rows(path, wanted, encoding=table.encoding)


def _figure(row: Row, column: Column, table: Table) -> float | None:
    """Return the figure of a column, None where it is missing or its status says so."""
    name = table.value or column.name
    value = row.number(name)
    if value is None:
        return None
    if table.between:
        low, high = table.between
        level = not table.whole or value == int(value)
        if not (low <= value <= high and level):
            wrong = f"not a level from {low:g} to {high:g}" if table.whole else f"outside {low:g} to {high:g}"
            raise DataError(
                f"{row.file} line {row.line}: {name} is {value:g}, {wrong}",
                hint=f"figures are {low:g} to {high:g}; NA stands for a missing one; see SOURCE.txt",
            )
    return None if column.status and row.text(column.status) != "0" else value * column.factor


def _region(row: Row, table: Table, year: int) -> str | None:
    """Return our label of a row's region, None where the row is to be left out."""
    words = row.text(table.name) if table.name else ""
    if any(words.startswith(name) and year >= since for name, since in table.superseded.items()):
        return None
    if table.cow and row.text(table.cow) not in MISSING:
        return regions.from_cow(row.integer(table.cow), year)
    stated = row.text(table.region) if table.region else words
    if stated in table.labels or stated in MISSING:
        return table.labels.get(stated) or None
    label = regions.from_code(stated) if table.region else regions.from_name(stated)
    if label is None and table.every_region:
        raise DataError(
            f"{row.file} line {row.line}: unknown country {stated!r}",
            hint=f"add it to evidence/{'countries' if table.region else 'country_names'}.csv",
        )
    return label
