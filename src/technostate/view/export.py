"""Everything that ships, as a folder of plain files that R, DuckDB and spreadsheets read without this package."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from technostate import world as worlds
from technostate.errors import DataError
from technostate.evidence import Series, catalogue
from technostate.strategies import dictionary
from technostate.view.export_metadata import Field, Resource, croissant, data_package, read_me
from technostate.view.shell import command
from technostate.world.table import Array
from technostate.world.world import World
from technostate.write import Code, Column, Items, Prose, Table, View
from technostate.write.sources import leaves

#: Called with a few words and the fraction that is done.
Show = Callable[[str, float | None], None]

_FIGURE = (
    Field("region", "string", "ISO 3166 alpha-3 code, or a group's key such as EU"),
    Field("year", "integer", "calendar year of the quantity"),
    Field("value", "number", "the figure, in the unit of its row"),
    Field("unit", "string", "symbol of the unit; units.csv says what it means"),
    Field("kind", "string", "measured, derived or modelled"),
)


@dataclass(frozen=True)
class Exported:
    """What was written."""

    folder: str
    resources: tuple[Resource, ...]


def export(folder: str | Path, *, progress: Show | None = None) -> View[Exported]:
    """Write all series, indicators and worlds as tidy Parquet, with their descriptions.

    The folder is made anew beside its place and takes it when it is whole; one that has other files is not touched.

    Parameters
    ----------
    folder : str or Path
        A new or empty folder, or one that an earlier export made.
    progress : callable, optional
        Called with a few words and the fraction that is done.

    Raises
    ------
    DataError
        If the folder holds other files, or cannot be written.
    """
    target = Path(folder)
    if not str(folder).strip():
        raise DataError("the folder has no name", hint="name a new folder")
    show = progress or (lambda words, done: None)
    _check(target)
    made = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=".technostate."))
    try:
        resources = _written(made, show)
        if target.exists():
            shutil.rmtree(target)
        made.chmod(0o755)
        made.rename(target)
    except OSError as error:
        raise DataError(f"{target} cannot be written: {error.strerror}", hint="choose another folder") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    data = Exported(str(target), resources)
    rows = tuple((row.path, f"{row.rows:,}", f"{row.size / 1e6:.2f} MB", row.title) for row in resources)
    columns = Column("File"), Column("Rows"), Column("Size"), Column("What", words=True)
    readers = Items((
        Code(f'R: arrow::read_parquet("{target}/series.parquet")'),
        Code(f"DuckDB: SELECT * FROM '{target}/series.parquet' WHERE region = 'CHN'"),
        Code(f'Python: polars.read_parquet("{target}/series.parquet")'),
    ), "Read it")  # fmt: skip
    plain = tuple({"path": row.path, "rows": row.rows, "bytes": row.size, "sha256": row.sha256} for row in resources)
    total = sum(row.size for row in resources) / 1e6
    title = f"{len(resources)} files, {total:.1f} MB, in {target}"
    note = Prose("datapackage.json and croissant.json describe every file and column, with the producers' terms.")
    return View(title, data, (Table("", columns, rows), note, readers), plain, command("data", "export", str(target)))


def _check(target: Path) -> None:
    """Refuse a place that is no folder of ours, so that nothing of the user's is lost."""
    if target.exists() and not target.is_dir():
        raise DataError(f"{target} is a file", hint="name a folder")
    if target.is_dir() and any(target.iterdir()) and not (target / "datapackage.json").is_file():
        raise DataError(f"{target} has other files", hint="name a new folder, or empty this one")
    if not target.absolute().parent.is_dir():
        raise DataError(f"the folder {target.absolute().parent} does not exist", hint="create it first")
    if target.exists() and target.samefile(Path.cwd()):
        raise DataError("the current folder cannot be replaced", hint="name a new folder in it")


def _written(folder: Path, show: Show) -> tuple[Resource, ...]:
    resources: list[Resource] = []

    def write(path: str, frame: pl.DataFrame, title: str, fields: tuple[Field, ...]) -> None:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".csv"):
            frame.write_csv(place)
        else:
            frame.write_parquet(place, compression="zstd", compression_level=9, statistics=False)
        data = place.read_bytes()
        resources.append(Resource(path, title, frame.height, len(data), hashlib.sha256(data).hexdigest(), fields))

    show("series", 0.0)
    entries = catalogue.entries()
    write(
        "series.parquet",
        _series(),
        "Every series: one row a figure",
        (Field("series", "string", "id in catalogue.csv"), *_FIGURE),
    )
    show("indicators", 0.4)
    write("indicators.parquet", _indicators(), "Every indicator: one row a figure",
          (Field("indicator", "string", "id in dictionary.csv"), *_FIGURE))  # fmt: skip
    listed = [
        {
            "series": it.id, "title": it.title, "unit": it.unit, "kind": it.kind, "vintage": it.vintage,
            "first": it.first, "last": it.last, "regions": it.regions, "producer": it.origin.producer,
            "citation": it.origin.citation, "licence": it.origin.licence, "url": it.origin.url,
            "obtained": "; ".join(dict.fromkeys(leaf.obtained for leaf in leaves(it.origin) if leaf.obtained)),
        }
        for it in entries
    ]  # fmt: skip
    write("catalogue.csv", pl.DataFrame(listed), "The series: unit, kind, edition, citation, terms", _texts(listed[0]))
    rows = [
        {
            "indicator": row.id, "title": row.title, "strategy": row.strategy, "unit": row.unit,
            "direction": row.direction, "definition": row.definition, "measure": row.expression.text(),
            "proxy": row.proxy, "notes": row.notes,
        }
        for row in dictionary.indicators()
    ]  # fmt: skip
    write("dictionary.csv", pl.DataFrame(rows), "The indicators: definition, unit, measure", _texts(rows[0]))
    write("units.csv", _units(), "What the symbols of units mean", (Field("unit", "string", "symbol"),
          Field("title", "string", "in words"), Field("quantity", "string", "what it measures"),
          Field("prices", "string", "price base")))  # fmt: skip
    names = worlds.names()
    for at, key in enumerate(names):
        show(f"world {key}", 0.5 + 0.5 * at / len(names))
        _world(key, write)
    licences = tuple(dict.fromkeys(it.origin.licence for it in entries))
    origins = tuple(dict.fromkeys(it.origin for it in entries))
    made = tuple(resources)
    for path, text in (
        ("datapackage.json", json.dumps(data_package(made, origins), ensure_ascii=False, indent=1)),
        ("croissant.json", json.dumps(croissant(made, licences), ensure_ascii=False, indent=1)),
        ("README.md", read_me(made)),
    ):
        (folder / path).write_text(text + "\n", encoding="utf-8")
    return made


def _texts(row: dict[str, Any]) -> tuple[Field, ...]:
    kinds = {bool: "boolean", int: "integer", str: "string"}
    return tuple(Field(key, kinds[type(value)], key) for key, value in row.items())


def _series() -> pl.DataFrame:
    return pl.concat(_tall("series", entry.id, catalogue.load(entry.id)) for entry in catalogue.entries())


def _indicators() -> pl.DataFrame:
    return pl.concat(_tall("indicator", row.id, dictionary.values(row)) for row in dictionary.indicators())


def _tall(key: str, name: str, series: Series) -> pl.DataFrame:
    """Return a series' figures as rows under its name."""
    rows = [(region, year, value) for region, path in series.values.items() for year, value in path.items()]
    frame = pl.DataFrame(rows, schema={"region": pl.String, "year": pl.Int32, "value": pl.Float64}, orient="row")
    unit, kind = pl.lit(series.unit).alias("unit"), pl.lit(series.kind).alias("kind")
    return frame.select(pl.lit(name).alias(key), "region", "year", "value", unit, kind)


def _units() -> pl.DataFrame:
    from technostate.units import UNITS

    return pl.DataFrame([{"unit": it.symbol, "title": it.title, "quantity": it.quantity, "prices": it.prices}
                         for it in UNITS.values()])  # fmt: skip


def _world(key: str, write: Callable[[str, pl.DataFrame, str, tuple[Field, ...]], None]) -> None:
    """Write a world's flows and totals; cells that are zero are left out of the flows, which the title says."""
    world = worlds.load(key)
    n = world.n_regions
    node = pl.DataFrame({
        "region": [region for region in world.regions for _ in world.sectors],
        "sector": list(world.sectors) * n,
    })  # fmt: skip
    seller, buyer = world.intermediate.nonzero()
    flows = pl.DataFrame({
        "from_region": node["region"].gather(seller), "from_sector": node["sector"].gather(seller),
        "to_region": node["region"].gather(buyer), "to_sector": node["sector"].gather(buyer),
        "value": world.intermediate[seller, buyer],
    })  # fmt: skip
    final = [_uses(world, node, world.final_demand, "final demand")]
    if not np.isnan(world.inventories).all():
        final.append(_uses(world, node, world.inventories, "inventories"))
    totals = node.with_columns(
        pl.Series("gross_output", world.gross_output), pl.Series("value_added", world.value_added)
    )
    money = "million US dollars, current prices"
    ends = tuple(
        Field(f"{side}_{part}", "string", f"{'seller' if side == 'from' else 'buyer'}'s {part}")
        for side in ("from", "to")
        for part in ("region", "sector")
    )
    write(f"worlds/{key}/flows.parquet", pl.concat([flows, *final]),
          f"{key}: sales for intermediate and final use, changes in inventories; cells of zero are left out",
          (*ends, Field("value", "number", money)))  # fmt: skip
    write(f"worlds/{key}/totals.parquet", totals, f"{key}: output and {world.value_added_label} by region and sector",
          (Field("region", "string", "code"), Field("sector", "string", "code"), Field("gross_output", "number", money),
           Field("value_added", "number", f"{money}: {world.value_added_label}")))  # fmt: skip
    titles = [{"sector": code, "title": world.sector_titles.get(code, code)} for code in world.sectors]
    write(f"worlds/{key}/sectors.csv", pl.DataFrame(titles), f"{key}: titles of sectors ({world.classification})",
          (Field("sector", "string", "code"), Field("title", "string", "in words")))  # fmt: skip


def _uses(world: World, node: pl.DataFrame, table: Array, use: str) -> pl.DataFrame:
    """Return sales to one use of each region, which stands in the place of the buyer's sector."""
    sells, buys = table.nonzero()
    return pl.DataFrame({
        "from_region": node["region"].gather(sells), "from_sector": node["sector"].gather(sells),
        "to_region": pl.Series(world.regions, dtype=pl.String).gather(buys),
        "to_sector": pl.Series([use] * len(buys), dtype=pl.String), "value": table[sells, buys],
    })  # fmt: skip
