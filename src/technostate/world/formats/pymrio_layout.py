"""The folder layout of pymrio (Stadler 2021, Journal of Open Research Software 9(1), 8): Z, Y, units, extensions."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from technostate.errors import DataError
from technostate.world.formats.assemble import MOST_NODES, Draft, assemble, json_record, report, year_of
from technostate.world.formats.members import Members
from technostate.world.world import Array, World

UNIT = "Mill USD"
FINAL, STOCKS = "Final demand", "Changes in inventories"
#: A category of Y for what a world's rows leave unsold, so that pymrio's sums give gross output.
UNSOLD = "Discrepancy"
#: Spellings of USD million that need no factor.
_MUSD = {"mill usd", "m.usd", "musd", "usd million", "million usd", "mio usd", "m usd", "mn usd", "million us$"}
_HINT = "the folder is written by pymrio's save() or save_all(): Z, Y, unit and file_parameters.json"


def files(world: World) -> dict[str, bytes]:
    """Return the files that pymrio's `load_all` reads, name → bytes; tables are tab-separated text.

    Y has the categories final demand, changes in inventories (where known) and discrepancy (in the producer's own
    region, where it is not zero); x is gross output; the extension ``factor_inputs`` has value added and, where known,
    taxes less subsidies on products.
    """
    nodes = list(world.nodes)
    final = [world.final_demand]
    categories = [FINAL]
    if not np.isnan(world.inventories).any():
        final.append(world.inventories)
        categories.append(STOCKS)
    if world.discrepancy.any():
        unsold = np.zeros_like(world.final_demand)
        unsold[np.arange(len(nodes)), np.arange(len(nodes)) // world.n_sectors] = world.discrepancy
        final.append(unsold)
        categories.append(UNSOLD)
    final_demand = np.stack(final, axis=2).reshape(len(nodes), -1)
    uses = [(region, category) for region in world.regions for category in categories]
    inputs, labels = [world.value_added], ["Value added"]
    if not np.isnan(world.taxes_on_products).any():
        inputs.append(world.taxes_on_products)
        labels.append("Taxes less subsidies on products")
    pair = ("region", "sector")
    tables = {
        "Z": _table(world.intermediate, nodes, pair, nodes, pair),
        "Y": _table(final_demand, nodes, pair, uses, ("region", "category")),
        "x": _table(world.gross_output[:, None], nodes, pair, [("indout",)], ("",)),
        "unit": _text([UNIT] * len(nodes), nodes, pair),
        "factor_inputs/F": _table(np.stack(inputs), [(label,) for label in labels], ("inputtype",), nodes, pair),
        "factor_inputs/unit": _text([UNIT] * len(labels), [(label,) for label in labels], ("inputtype",)),
    }
    found = {f"{name}.txt": data for name, data in tables.items()}
    shapes = {"Z": (2, 2), "Y": (2, 2), "x": (2, 1), "unit": (2, 1)}
    found["file_parameters.json"] = _parameters(shapes, {"systemtype": "IOSystem"})
    found["factor_inputs/file_parameters.json"] = _parameters(
        {"F": (1, 2), "unit": (1, 1)}, {"systemtype": "Extension", "name": "Factor inputs"}
    )
    found["metadata.json"] = _json(
        {
            "name": world.name,
            "description": world.origin.citation or world.origin.title,
            "system": "ixi",
            "version": str(world.year),
            "history": [],
        }
    )
    return found


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _parameters(shapes: dict[str, tuple[int, int]], more: dict[str, str]) -> bytes:
    listed = {
        key: {"name": f"{key}.txt", "nr_index_col": str(index), "nr_header": str(header)}
        for key, (index, header) in shapes.items()
    }
    return _json({"files": listed, **more})


def _table(
    values: Array,
    rows: Sequence[tuple[str, ...]],
    row_names: Sequence[str],
    columns: Sequence[tuple[str, ...]],
    column_names: Sequence[str],
) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    blank = [""] * (len(row_names) - 1)
    if len(column_names) > 1:
        for level, name in enumerate(column_names):
            writer.writerow([name, *blank, *(column[level] for column in columns)])
        writer.writerow([*row_names, *[""] * len(columns)])
    else:
        writer.writerow([*row_names, *(column[0] for column in columns)])
    for row, line in zip(rows, values, strict=True):
        writer.writerow([*row, *map(repr, line.tolist())])
    return buffer.getvalue().encode()


def _text(values: Sequence[str], rows: Sequence[tuple[str, ...]], row_names: Sequence[str]) -> bytes:
    lines = [
        "\t".join([*row_names, "unit"]),
        *("\t".join([*row, value]) for row, value in zip(rows, values, strict=True)),
    ]
    return ("\n".join(lines) + "\n").encode()


def read_pymrio(source: Members, *, year: int | None, imbalance: float, to_musd: float | None) -> World:
    """Read Z, Y and, if there, x of a saved pymrio system; categories of Y with "inventor" in them are inventories.

    Parameters
    ----------
    year : int or None
        None takes it from the metadata's version or name, or the folder's name.
    to_musd : float or None
        What one unit of the file is in USD million; None accepts only files that say USD million.

    Raises
    ------
    DataError
        If a table is missing or malformed, labels disagree, or the unit is not USD million and `to_musd` is None.
    BalanceError
        If the table does not balance.
    """
    where = source.path.name
    listed, metadata = _record(source, "file_parameters.json").get("files", {}), _record(source, "metadata.json")
    names = {key: str(listed.get(key, {}).get("name", f"{key}.txt")) for key in ("Z", "Y", "x", "unit")}
    rows, columns, sales = _read_table(source, names["Z"], 2)
    final_rows, uses, final = _read_table(source, names["Y"], 2)
    problems = []
    if rows != columns:
        problems.append("rows and columns of Z are not the same nodes in the same order")
    if final_rows != rows:
        problems.append("rows of Y are not the nodes of Z")
    regions = list(dict.fromkeys(row[0] for row in rows))
    sectors = list(dict.fromkeys(row[1] for row in rows))
    if rows != [(region, sector) for region in regions for sector in sectors]:
        problems.append("not every region has every sector, or nodes are not ordered by region")
    if strangers := sorted({use[0] for use in uses} - set(regions)):
        problems.append(f"Y has regions that Z has not: {', '.join(strangers[:5])}")
    report(where, problems, _HINT)
    factor = _factor(source, names["unit"], to_musd)
    arrays = _final(final * factor, uses, regions)
    arrays["intermediate"] = sales * factor
    if names["x"] in source.names:
        output_rows, _, output = _read_table(source, names["x"], 1)
        if output_rows != rows:
            report(where, ["rows of x are not the nodes of Z"], _HINT)
        arrays["gross_output"] = output[:, 0] * factor
    name = str(metadata.get("name") or where)
    stated = f"{metadata.get('version', '')} {name} {where}"
    return assemble(Draft(name, year_of(stated, year), regions, sectors, arrays), imbalance=imbalance)


def _record(source: Members, name: str) -> dict[str, Any]:
    if name not in source.names:
        return {}
    return json_record(source.text(name), f"{source.path.name}: {name}", _HINT)


def _final(final: Array, uses: Sequence[tuple[str, ...]], regions: Sequence[str]) -> dict[str, Array]:
    """Add up the categories of final demand by region, inventories and a discrepancy apart if there are any."""
    stock = np.array(["inventor" in use[1].casefold() for use in uses])
    unsold = np.array([use[1] == UNSOLD for use in uses])
    arrays = {}
    if unsold.any():
        arrays["discrepancy"] = final[:, unsold].sum(axis=1)
    for key, chosen in (("final_demand", ~stock & ~unsold), ("inventories", stock)):
        if key == "inventories" and not stock.any():
            continue
        total = np.zeros((final.shape[0], len(regions)))
        for column in np.flatnonzero(chosen).tolist():
            total[:, regions.index(uses[column][0])] += final[:, column]
        arrays[key] = total
    return arrays


def _factor(source: Members, name: str, to_musd: float | None) -> float:
    if to_musd is not None:
        return float(to_musd)
    units = sorted({row[-1] for row in _text_rows(source, name)}) if name in source.names else []
    if len(units) == 1 and units[0].casefold() in _MUSD:
        return 1.0
    raise DataError(
        f"{source.path.name} is in {', '.join(units[:3]) or 'no stated unit'}, not in USD million",
        hint="pass to_musd=, what one of its units is worth in USD million",
    )


def _text_rows(source: Members, name: str) -> list[list[str]]:
    if name.endswith(".parquet"):
        frame = _parquet_frame(source, name)
        return [[str(value)] for value in frame["unit"]] if "unit" in frame.columns else []
    return _lines(source, name)[1:]


def _lines(source: Members, name: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(source.text(name), newline=""), delimiter="\t"))
    except csv.Error as error:
        raise DataError(f"{source.path.name}: {name} is not tab-separated text ({error})", hint=_HINT) from None


def _parquet_frame(source: Members, name: str) -> Any:
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(source.read(name)), n_rows=MOST_NODES + 1)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = str(error).splitlines()[0][:200]
        raise DataError(f"{source.path.name}: {name} cannot be read ({reason})", hint=_HINT) from None
    if frame.height > MOST_NODES:
        raise DataError(
            f"{source.path.name}: {name} has more than {MOST_NODES:,} rows", hint="aggregate the table first"
        )
    return frame


def _read_table(source: Members, name: str, levels: int) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], Array]:
    """Return row labels (pairs), column labels (pairs, or singles for one level) and figures."""
    where = f"{source.path.name}: {name}"
    if name.endswith(".parquet"):
        return _from_parquet(source, name, where)
    lines = _lines(source, name)
    head = levels + 1 if levels > 1 else 1
    if len(lines) <= head:
        raise DataError(f"{where} is empty", hint=_HINT)
    if len({len(line) for line in lines[:levels]}) > 1:
        raise DataError(f"{where}: the lines of its header have different lengths", hint=_HINT)
    columns = [tuple(lines[level][at] for level in range(levels)) for at in range(2, len(lines[0]))]
    if max(len(columns), len(lines) - head) > MOST_NODES:
        size = f"{len(lines) - head:,} rows and {len(columns):,} columns"
        report(where, [f"{size} are more than the limit of {MOST_NODES:,}"], "aggregate the table first")
    rows, problems = [], []
    values = np.full((len(lines) - head, len(columns)), np.nan)
    for number, line in enumerate(lines[head:]):
        rows.append(tuple(line[:2]))
        if len(line) != len(columns) + 2:
            problems.append(f"row {' '.join(line[:2])!r} has {len(line)} fields, the header {len(columns) + 2}")
            continue
        try:
            values[number] = [float(cell) for cell in line[2:]]
        except ValueError:
            problems += _bad_cells(line, columns)
    problems += [
        f"row {' '.join(rows[r])!r}, column {' '.join(columns[c])!r} is not a finite number"
        for r, c in np.argwhere(~np.isfinite(values))[:3]
        if not problems
    ]
    report(where, problems, _HINT)
    return rows, columns, values


def _bad_cells(line: Sequence[str], columns: Sequence[tuple[str, ...]]) -> list[str]:
    found = []
    for column, cell in zip(columns, line[2:], strict=True):
        try:
            float(cell)
        except ValueError:
            found.append(f"row {' '.join(line[:2])!r}, column {' '.join(column)!r}: {cell!r} is not a number")
    return found[:3]


def _from_parquet(source: Members, name: str, where: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], Array]:
    frame = _parquet_frame(source, name)
    if not {"region", "sector"} <= set(frame.columns):
        raise DataError(f"{where} has no columns region and sector", hint=_HINT)
    rows: list[tuple[str, ...]] = list(zip(frame["region"].to_list(), frame["sector"].to_list(), strict=True))
    body = frame.drop("region", "sector")
    try:
        columns = [tuple(ast.literal_eval(column)) if column.startswith("(") else (column,) for column in body.columns]
        values: Array = body.to_numpy().astype(np.float64)
    except (ValueError, SyntaxError, TypeError) as error:
        raise DataError(f"{where} is malformed ({error})", hint=_HINT) from None
    if not np.isfinite(values).all():
        r, c = np.argwhere(~np.isfinite(values))[0]
        raise DataError(f"{where}: row {rows[r]}, column {columns[c]} is not a finite number", hint=_HINT)
    return rows, columns, values
