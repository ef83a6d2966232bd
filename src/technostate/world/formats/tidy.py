"""Worlds as tidy tables: one figure a row, in CSV or Parquet, as a folder, a zip archive or a single file.

A folder or archive holds ``world.json`` and one file a table (``intermediate.csv``, …). A single file has a column
``table`` more. Columns are region, sector (the seller's, or the node's), to_region, to_sector (the buyer's) and value;
in ``tariff`` region is the exporter and to_region the importer. In the three tables of sales a cell that is not listed
is zero; in all others every cell is listed or the table is absent, except that a tariff or tax not listed is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, nearest
from technostate.evidence.printable import shown
from technostate.world.formats.assemble import NOT_MONEY, Draft, assemble, report
from technostate.world.formats.choices import Choices
from technostate.world.formats.members import Members
from technostate.world.formats.tables import KEYS, PARTIAL, SALES, TABLES, decode, metadata, most_rows, numbers, said
from technostate.world.formats.trial import on_trial
from technostate.world.labels import label_problems
from technostate.world.memory import size_problems
from technostate.world.records import RECORD, about_of, identity_of, json_record, unit_of
from technostate.world.table import Array
from technostate.world.world import World

if TYPE_CHECKING:
    import polars as pl

#: A file whose name is so much like that of a table is that table misspelt.
ALIKE = 0.8
_HINT = "columns table, region, sector, to_region, to_sector, value in UTF-8; decimals with a point"


def read_folder(source: Members, choices: Choices) -> World:
    """Read a folder or archive with ``world.json``.

    Raises
    ------
    DataError
        If the record or a table is malformed; all problems of all tables are listed at once.
    BalanceError
        If the world breaks an invariant.
    """
    where = f"{source.name}: {RECORD}"
    record = json_record(source.text(RECORD), where, "technostate.world.write writes one")
    name, year, regions, sectors = identity_of(record, where)
    about = about_of(record, source.name)
    choices.check_year(source.name, year)
    factor = choices.factor(source.name, [unit_of(record)])
    _check_names(source)
    files: dict[str, tuple[str, bytes]] = {}
    for table in TABLES:
        held = [table + suffix for suffix in (".csv", ".parquet") if table + suffix in source.names]
        if len(held) > 1:
            raise DataError(f"{source.name} has {' and '.join(held)}", hint="keep one of them")
        if held:
            files[table] = (f"{source.name}: {held[0]}", source.read(held[0]))
    on_trial({file: data for file, data in files.values() if file.endswith(".parquet")}, most_rows())
    parts = {table: decode(data, file) for table, (file, data) in files.items()}
    arrays = _arrays(source.name, parts, regions, sectors)
    return assemble(Draft(name, year, regions, sectors, arrays, about, factor))


def _check_names(source: Members) -> None:
    """Refuse a file whose name is nearly that of a table: it would be left out without a word."""
    for name in source.names:
        stem, _, suffix = name.rpartition(".")
        if suffix.lower() in ("csv", "parquet") and "/" not in name and stem not in TABLES:
            close = nearest(stem, TABLES, n=1)
            if close and SequenceMatcher(None, stem.lower(), close[0]).ratio() > ALIKE:
                raise DataError(f"{source.name}: {name} is no table", hint=f"did you mean {close[0]}.{suffix.lower()}?")


def read_single(data: bytes, name: str, choices: Choices) -> World:
    """Read a single tidy CSV or Parquet file; labels stand in the order in which they first appear.

    Parameters
    ----------
    name : str
        The file's name.

    Raises
    ------
    DataError
        If columns, labels or figures are malformed; all problems are listed at once.
    BalanceError
        If the world is not balanced or breaks another invariant.
    """
    import polars as pl

    on_trial({name: data} if name.lower().endswith(".parquet") else {}, most_rows())
    frame = decode(data, name)
    absent = [column for column in ("table", *KEYS, "value") if column not in frame.columns]
    if absent:
        raise DataError(f"{name} lacks {', '.join(absent)}", hint=f"it has {', '.join(frame.columns[1:])}; {_HINT}")
    frame, stated = _of_one_year(frame, name, choices)
    _check_tables(frame, name)
    parts = {table: frame.filter(pl.col("table") == table) for table in TABLES if (frame["table"] == table).any()}
    stem, record = Path(name).stem, _record(data, name)
    if record:
        called, year, regions, sectors = identity_of(record, f"{name}: its metadata")
        choices.check_year(name, year)
        factor = choices.factor(name, [unit_of(record)])
    else:
        called, year = stem, stated or choices.year_of(stem)
        factor = choices.factor(name, said(frame.filter(~pl.col("table").is_in(NOT_MONEY)), "unit") or ["USD million"])
        regions, sectors = _order(frame, ("region", "to_region")), _order(frame, ("sector", "to_sector"))
    arrays = _arrays(name, parts, regions, sectors)
    return assemble(
        Draft(called, year, regions, sectors, arrays, about_of(record, name), factor), imbalance=choices.imbalance
    )


def _of_one_year(frame: pl.DataFrame, name: str, choices: Choices) -> tuple[pl.DataFrame, int | None]:
    """Return the rows of the year that was asked for and that year; None where the table has no column of years."""
    texts = said(frame, "year")
    odd = [text for text in texts if not (text.isascii() and text.isdigit() and len(text) == 4)]
    report(name, [f"{shown(text)} in the column year is no year" for text in odd], "write four digits")
    if not texts:
        return frame, None
    if choices.year is None and len(texts) > 1:
        raise DataError(
            f"{name} holds {len(texts)} years: {', '.join(texts)}",
            hint=f"choose one: --year {texts[-1]} (in Python year={texts[-1]})",
        )
    wanted = choices.year if choices.year is not None else int(texts[0])
    if str(wanted) not in texts:
        raise DataError(f"{name} has no rows of {wanted}; it holds {', '.join(texts)}", hint="choose one of them")
    column = frame["year"].fill_null("").str.strip_chars()
    if blank := int((column == "").sum()):
        raise DataError(f"{blank} rows of {name} have no year", hint="write one in every row, or leave the column out")
    return frame.filter(column == str(wanted)), wanted


def _check_tables(frame: pl.DataFrame, name: str) -> None:
    import polars as pl

    strange = frame.filter(~pl.col("table").fill_null("").is_in(list(TABLES)))
    if strange.height:
        unknown = strange["table"].fill_null("").unique(maintain_order=True).to_list()
        close = nearest(unknown[0][:60], TABLES)
        where = f"{frame.columns[0]} {strange[frame.columns[0]][0]}"
        raise DataError(
            f"{name} has unknown tables: {', '.join(map(shown, unknown[:5]))}, first in {where}",
            hint=(f"did you mean {close[0]}? " if close else "") + f"tables are {', '.join(TABLES)}",
        )


def _record(data: bytes, name: str) -> dict[str, Any]:
    """Return the record in a Parquet file's metadata; empty if there is none."""
    text = metadata(data) if name.lower().endswith(".parquet") else ""
    return json_record(text, f"{name}: its metadata", "write it again") if text else {}


def _order(frame: pl.DataFrame, columns: tuple[str, ...]) -> list[str]:
    seen: dict[str, None] = {}
    for column in columns:
        for label in frame[column].drop_nulls().unique(maintain_order=True):
            if str(label):
                seen.setdefault(str(label))
    return list(seen)


def _arrays(where: str, parts: Mapping[str, pl.DataFrame], regions: list[str], sectors: list[str]) -> dict[str, Array]:
    """Return the arrays of all tables; raises one `DataError` that lists all problems."""
    problems = [f"there is no table {table}" for table in ("intermediate", "final_demand") if table not in parts]
    for what, names in (("region", regions), ("sector", sectors)):
        if not names or len(set(names)) != len(names):
            problems.append(f"{what} labels are missing or repeated")
        problems += label_problems(what, names)
    problems += size_problems(len(regions), len(sectors))
    nodes, listed = len(regions) * len(sectors), sum(frame.height for frame in parts.values())
    if listed < nodes and not problems:
        problems.append(f"the tables list {listed:,} figures for {nodes:,} nodes of {len(regions):,} regions")
    arrays: dict[str, Array] = {}
    labels = {"region": regions, "to_region": regions, "sector": sectors, "to_sector": sectors}
    if not problems:
        for table, frame in parts.items():
            array, found = _array(table, frame, labels)
            arrays[table] = array
            problems += [f"{table}: {problem}" for problem in found]
    report(where, problems, _HINT)
    return arrays


def _array(table: str, frame: pl.DataFrame, labels: Mapping[str, list[str]]) -> tuple[Array, list[str]]:
    """Return a table's array in the shape of `World`, and what is wrong with it."""
    keys = TABLES[table]
    absent = [column for column in (*keys, "value") if column not in frame.columns]
    if absent:
        return np.empty(0), [f"lacks column {', '.join(absent)}"]
    problems = _strays(frame, keys)
    shape = [len(labels[key]) for key in keys]
    flat = np.zeros(frame.height, dtype=np.int64)
    good = np.ones(frame.height, dtype=bool)
    for key, size in zip(keys, shape, strict=True):
        positions, strangers = _positions(frame, key, labels[key])
        problems += strangers
        good &= positions >= 0
        flat = flat * size + positions
    value, texts = numbers(frame, keys)
    problems += texts
    filled = np.full(int(np.prod(shape)), 0.0 if table in SALES else np.nan)
    filled[flat[good]] = value[good]
    cells, counts = np.unique(flat[good], return_counts=True)
    if (counts > 1).any():
        cell = _cell(int(cells[counts > 1][0]), keys, labels)
        problems.append(f"{int((counts > 1).sum())} cells appear more than once, first {cell}")
    if table not in SALES and table not in PARTIAL and not problems and len(cells) < filled.size:
        first = int(np.flatnonzero(~np.isin(np.arange(filled.size), cells))[0])
        problems.append(f"{filled.size - len(cells)} cells are missing, first {_cell(first, keys, labels)}")
    return filled.reshape(_world_shape(table, labels)), problems


def _world_shape(table: str, labels: Mapping[str, list[str]]) -> tuple[int, ...]:
    n, j = len(labels["region"]), len(labels["sector"])
    if table in SALES:
        return (n * j, n * j if table == "intermediate" else n)
    return {"tariff": (j, n, n), "trade_elasticity": (j,)}.get(table, (n * j,))


def _strays(frame: pl.DataFrame, keys: tuple[str, ...]) -> list[str]:
    """Return a problem for each label that stands where this table has none: its row may have slipped."""
    counter = frame.columns[0]
    found = []
    for key in KEYS:
        if key in frame.columns and key not in keys:
            filled = frame.filter(frame[key].fill_null("").str.strip_chars() != "")
            if filled.height:
                found.append(f"{key} is {shown(filled[key][0])} in {counter} {filled[counter][0]}; this table has none")
    return found


def _positions(frame: pl.DataFrame, key: str, labels: list[str]) -> tuple[NDArray[np.int64], list[str]]:
    import polars as pl

    place = {label: position for position, label in enumerate(labels)}
    counter = frame.columns[0]
    column = frame[key].fill_null("")
    positions = column.replace_strict(place, default=-1, return_dtype=pl.Int64).to_numpy()
    strange = frame.filter(pl.Series(positions < 0)).unique(key, keep="first", maintain_order=True)
    problems = []
    for label, number in strange.select(pl.col(key).fill_null(""), counter).head(5).iter_rows():
        twins = [text for text in label_problems(key, [*labels, label]) if repr(label) in text]
        close = nearest(label[:60], labels, n=1)
        hint = f"; {twins[0]}" if twins else f" (did you mean {close[0]}?)" if close else ""
        problems.append(f"{key} {shown(label)} is unknown, first in {counter} {number}{hint}")
    return positions, problems


def _cell(position: int, keys: tuple[str, ...], labels: Mapping[str, list[str]]) -> str:
    at = np.unravel_index(position, [len(labels[key]) for key in keys])
    return " ".join(f"{key} {labels[key][int(index)]}" for key, index in zip(keys, at, strict=True))
