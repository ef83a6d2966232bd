"""Science and Engineering Indicators (NCSES): articles, citations, patents, value added, trade, venture capital.

One tidy Parquet file holds many web tables. Its `path` is sometimes wrong and its leaf `entity` right, except in the
tables that mix exports and imports, where only the path says which is which. The table of value added by industry lost
the names of its economies; they are restored by the order of its rows and checked against the edition before.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Origin
from technostate.evidence.readers.columnar import frame
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.readers.ncses_spec import (
    INDUSTRIES,
    LONG_TABLE,
    LONG_TABLE_ECONOMIES,
    TABLES,
    Table,
    origin,
)
from technostate.evidence.series import Series

if TYPE_CHECKING:
    import polars as pl

FOLDER = "ncses_sei_indicators"
FILE = "ncses_country_series.parquet"
INDEX = "tables_index.csv"

_NAMES = {"World": "WLD", "World (75)": "WLD", "Total": "WLD", "EU": "EU"}
_TOLERANCE = 0.15


def label(entity: str) -> str | None:
    """Return our label for an entity of NCSES, None for its regions of the world and rests.

    Examples
    --------
    >>> [label(x) for x in ("EU-27<sup>b</sup>", "Russia ", "World", "EU-27 + UK<sup>a</sup>", "Other Asia")]
    ['EU', 'RUS', 'WLD', None, None]
    """
    return _NAMES.get(entity.strip()) or regions.from_name(entity)


def sources(path: Path) -> dict[str, tuple[str, str]]:
    """Return number of table → (its number in print, the sources NCSES names), from the index of tables."""
    found = {}
    for row in rows(path, ("modal_id", "table_number", "sources")):
        text = row.text("sources").removesuffix("Science and Engineering Indicators").strip().rstrip(".")
        found[row.text("modal_id")] = (row.text("table_number"), text)
    return found


def read(path: Path, index: Mapping[str, tuple[str, str]]) -> dict[int, tuple[Series, ...]]:
    """Return edition → series ``ncses/sei/<slug>`` of the Parquet file.

    Parameters
    ----------
    index : mapping
        What `sources` returned.

    Raises
    ------
    DataError
        If the file is damaged, a table is missing, a figure is there twice, or the table of value added by
        industry does not agree with the edition before.
    """
    import polars as pl

    columns = {"modal_id": "text", "path": "text", "entity": "text", "year": "integer", "value": "number"}
    data = frame(path, columns)
    parts = {str(key[0]): part for key, part in data.group_by("modal_id", maintain_order=True)}
    editions: dict[int, list[Series]] = {}
    for table in TABLES:
        if table.modal_id not in parts:
            raise DataError(f"{path.name} lacks table {table.modal_id} ({table.title})", hint="the file is cut off")
        part = parts[table.modal_id].filter(pl.col("path").str.starts_with(table.path))
        editions.setdefault(table.edition, []).append(_series(table, part, _origin(table, index), path.name))
    checks = {item.id: item for item in editions[2022]}
    editions[2024] += _long_table(parts[LONG_TABLE], checks["ncses/sei/value-added-kti"], index, path.name)
    return {edition: tuple(series) for edition, series in editions.items()}


def _origin(table: Table, index: Mapping[str, tuple[str, str]]) -> Origin:
    number, text = index.get(table.modal_id, (table.modal_id, ""))
    return origin(number, table.edition, text)


def _series(table: Table, part: pl.DataFrame, source: Origin, file: str) -> Series:
    gathering = Gathering(f"ncses/sei/{table.slug}", table.title, table.unit, "measured", source)
    for entity, year, value in part.select("entity", "year", "value").iter_rows():
        region = label(entity)
        if region is None or value is None or (table.without_eu and region == "EU"):
            continue
        gathering.add(region, year, value * table.factor, where=f"{file}, table {table.modal_id}, {entity}")
    return gathering.series()


def _long_table(
    part: pl.DataFrame, before: Series, index: Mapping[str, tuple[str, str]], file: str
) -> tuple[Series, ...]:
    """Restore the economies of the table of value added by industry: twelve blocks a year, in a known order."""
    economies = iter(LONG_TABLE_ECONOMIES)
    found = {name: _industry(name, index) for name in INDUSTRIES}
    economy, current = "", None
    for entity, year, value in part.select("entity", "year", "value").iter_rows():
        if year != current:
            economies, current = iter(LONG_TABLE_ECONOMIES), year
        if entity.replace(",", "").startswith("All ISIC Rev.4"):
            economy = next(economies, "")
        if not economy:
            raise DataError(
                f"{file}, table {LONG_TABLE}: {year} has more than {len(LONG_TABLE_ECONOMIES)} economies",
                hint="the order of rows has changed; the table's economies cannot be restored",
            )
        if entity in found:
            found[entity].add(economy, year, value, where=f"{file}, table {LONG_TABLE}, {entity}")
    series = {name: gathering.series() for name, gathering in found.items()}
    _check_order(series["All KTI industries"], before, file)
    return tuple(series.values())


def _industry(name: str, index: Mapping[str, tuple[str, str]]) -> Gathering:
    slug, title = INDUSTRIES[name]
    number, text = index.get(LONG_TABLE, (LONG_TABLE, ""))
    source = origin(number, 2024, text, "economies restored by row order and checked against edition 2022")
    return Gathering(f"ncses/sei/value-added-{slug}", f"Value added of {title}", "musd", "measured", source)


def _check_order(series: Series, before: Series, file: str) -> None:
    for region, path in series.values.items():
        for year, old in before.values.get(region, {}).items():
            new = path.get(year)
            if new is None or abs(new / old - 1.0) > _TOLERANCE:
                raise DataError(
                    f"{file}, table {LONG_TABLE}: {region} {year} is {new}, the edition before has {old}",
                    hint="the order of rows has changed; the table's economies cannot be restored",
                )


def read_folder(raw: Path) -> dict[int, tuple[Series, ...]]:
    """Return edition → series of the raw folder `ncses_sei_indicators` under `raw`."""
    folder = raw / FOLDER
    return read(folder / FILE, sources(folder / INDEX))
