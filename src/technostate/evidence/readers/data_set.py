"""Raw data sets as data: one TOML file each under ``readers/sets``, with origins, what was done, files and columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from technostate.errors import DataError
from technostate.evidence.origin import Origin


@dataclass(frozen=True)
class Column:
    """A column of a table that becomes a series.

    Parameters
    ----------
    name : str
        As the file writes it; in a table with one figure a row, what its column `Table.series` says.
    title, unit : str
        Of the series.
    id : str
        Last part of the series id; the name where it is empty.
    factor : float
        What figures are multiplied by.
    until : int or None
        Last year to take; None: all.
    status : str
        Column that says ``0`` where the figure is available; empty: always.
    without_eu : bool
        True where the producer's row for the European Union is not a figure of the Union.
    from_first_figure : bool
        True where zeros before a region's first other figure stand for items not reported apart.
    """

    name: str
    title: str
    unit: str
    id: str = ""
    factor: float = 1.0
    until: int | None = None
    status: str = ""
    without_eu: bool = False
    from_first_figure: bool = False


@dataclass(frozen=True)
class Table:
    """A file with a row for each region and year, or (`series`) for each figure.

    Parameters
    ----------
    file : str
        Below the raw root: folder and name.
    prefix : str
        First two parts of the series ids.
    origin : Origin
        Of all its series.
    year : str
        Column of the year, to which `year_zero` is added.
    cow, region, name : str
        Columns that name the region: by Correlates of War number, by three-letter code, by name. The first of them
        that the table has and the row fills counts.
    columns : tuple of Column
        What is read.
    series, value : str
        Columns of the name of the series and of the figure, where each row holds one figure.
    every_region : bool
        Whether a region without a label of ours is an error; otherwise its rows are left out.
    labels : mapping of str to str
        The producer's words for a region → our label; an empty one leaves its rows out.
    superseded : mapping of str to int
        Beginning of a name → year from which its rows, which overlap with a successor's, are left out.
    between : tuple of float
        Lowest and highest figure possible; empty: no check. `whole` adds that figures are whole numbers.
    """

    file: str
    prefix: str
    origin: Origin
    year: str
    columns: tuple[Column, ...]
    cow: str = ""
    region: str = ""
    name: str = ""
    series: str = ""
    value: str = ""
    encoding: str = "utf-8-sig"
    year_zero: int = 0
    every_region: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    superseded: Mapping[str, int] = field(default_factory=dict)
    between: tuple[float, ...] = ()
    whole: bool = False

    @property
    def folder(self) -> str:
        """Folder of the raw data set."""
        return self.file.partition("/")[0]


@dataclass(frozen=True)
class DataSet:
    """What the file of a data set says.

    Parameters
    ----------
    stem : str
        Name of its file under ``readers/sets`` and of its embedded files.
    title, done : str
        As the manifest gives them: what it holds, and what was done between the raw files and the figures.
    origins : mapping of str to Origin
        By the name that its tables use.
    tables : tuple of Table
        Its files that `technostate.evidence.readers.tidy` reads; empty where the data set has a reader of its own.
    more : mapping
        What only the data set's own reader understands.
    """

    stem: str
    title: str
    done: str
    origins: Mapping[str, Origin]
    tables: tuple[Table, ...]
    more: Mapping[str, Any]

    @property
    def folders(self) -> tuple[str, ...]:
        """Raw folders of its tables, each once."""
        return tuple(dict.fromkeys(table.folder for table in self.tables))

    def table(self, file: str) -> Table:
        """Return the table of a file, named without its folder."""
        return next(table for table in self.tables if table.file.endswith(f"/{file}"))


@cache
def data_set(stem: str) -> DataSet:
    """Return a data set by the stem of its file.

    Raises
    ------
    DataError
        If the file is malformed.

    Examples
    --------
    >>> data_set("pwt-10.01").folders, data_set("wiod").origins["wiod"].vintage
    (('pwt1001',), '2013 release')
    """
    return parse(stem, (files("technostate.evidence.readers") / "sets" / f"{stem}.toml").read_text("utf-8"))


def parse(stem: str, text: str) -> DataSet:
    """Return the data set that a TOML text describes; raises `DataError` naming what is malformed."""
    try:
        content = tomllib.loads(text)
        origins = {name: Origin(**item) for name, item in content.pop("origins", {}).items()}
        tables = tuple(_table(item, origins) for item in content.pop("tables", ()))
        return DataSet(stem, content.pop("title", ""), content.pop("done", ""), origins, tables, content)
    except (tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise DataError(
            f"sets/{stem}.toml: {error}", hint="technostate.evidence.readers.data_set names the fields"
        ) from None


def _table(item: dict[str, Any], origins: Mapping[str, Origin]) -> Table:
    columns = tuple(Column(**column) for column in item.pop("columns"))
    between = tuple(float(bound) for bound in item.pop("between", ()))
    return Table(**{**item, "origin": origins[item["origin"]]}, columns=columns, between=between)
