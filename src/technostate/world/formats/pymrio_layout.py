"""Reading the folder layout of pymrio (Stadler 2021, Journal of Open Research Software 9(1), 8): Z, Y, x, unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from technostate.errors import DataError
from technostate.evidence.printable import printable
from technostate.world.formats.assemble import Draft, assemble, report
from technostate.world.formats.choices import Choices
from technostate.world.formats.members import Members
from technostate.world.formats.pymrio_files import UNSOLD
from technostate.world.formats.pymrio_tables import HINT, Node, read_table, units
from technostate.world.formats.trial import on_trial
from technostate.world.labels import LONGEST
from technostate.world.memory import MOST_NODES, size_problems
from technostate.world.records import json_record
from technostate.world.table import Array
from technostate.world.world import World

#: Table → label columns and header lines that are read.
_SHAPES = {"Z": (2, 2), "Y": (2, 2), "x": (2, 1), "unit": (2, 1)}


def read_pymrio(source: Members, choices: Choices) -> World:
    """Read Z, Y and, if there, x of a saved pymrio system; categories of Y with "inventor" in them are inventories.

    Parameters
    ----------
    choices : Choices
        The year is otherwise taken from the metadata's version or name, or the folder's name.

    Raises
    ------
    DataError
        If a table is missing or malformed, labels disagree, or the unit is not USD million and `to_musd` is None.
    BalanceError
        If the table does not balance.
    """
    where = source.name
    names, metadata = _names(source), _record(source, "metadata.json")
    packed = [name for name in names.values() if name.endswith(".parquet") and name in source.names]
    on_trial({f"{where}: {name}": source.read(name) for name in packed}, MOST_NODES)
    factor = choices.factor(where, units(source, names["unit"]))
    rows, columns, sales = read_table(source, names["Z"], 2)
    final_rows, uses, final = read_table(source, names["Y"], 2)
    regions, sectors, problems = _axes(rows)
    if rows != columns:
        problems.append("rows and columns of Z are not the same nodes in the same order")
    if final_rows != rows:
        problems.append("rows of Y are not the nodes of Z")
    if strangers := sorted({use[0] for use in uses} - set(regions)):
        problems.append(f"Y has regions that Z has not: {', '.join(map(repr, strangers[:5]))}")
    report(where, problems, HINT)
    arrays = _final(final, uses, regions)
    arrays["intermediate"] = sales
    if names["x"] in source.names:
        arrays["gross_output"] = _output(source, names["x"], rows)
    name = _text(metadata, "name") or where
    year = choices.year_of(f"{_text(metadata, 'version')} {name} {where}")
    return assemble(Draft(name, year, regions, sectors, arrays, factor=factor), imbalance=choices.imbalance)


def _axes(rows: Sequence[Node]) -> tuple[list[str], list[str], list[str]]:
    """Return regions, sectors and what is wrong with the order of nodes."""
    regions = list(dict.fromkeys(row[0] for row in rows))
    sectors = list(dict.fromkeys(row[1] for row in rows))
    problems = size_problems(len(regions), len(sectors)) if len(rows) == len(regions) * len(sectors) else []
    if not problems and rows != [(region, sector) for region in regions for sector in sectors]:
        problems = ["not every region has every sector, or nodes are not ordered by region"]
    return regions, sectors, problems


def _output(source: Members, name: str, rows: Sequence[Node]) -> Array:
    output_rows, columns, output = read_table(source, name, 1)
    problems = ["rows of x are not the nodes of Z"] if output_rows != rows else []
    if len(columns) != 1:
        problems.append(f"x has {len(columns)} columns of figures, not one")
    report(source.name, problems, HINT)
    return output[:, 0]


def _names(source: Members) -> dict[str, str]:
    """Return table → file, as the list of files says or as pymrio calls them."""
    where = f"{source.name}: file_parameters.json"
    listed = _record(source, "file_parameters.json").get("files", {})
    if not isinstance(listed, dict) or not all(isinstance(entry, dict) for entry in listed.values()):
        raise DataError(f"{where}: files is not a table of tables", hint=HINT)
    names = {}
    for table, shape in _SHAPES.items():
        entry = listed.get(table, {})
        stated = tuple(str(entry.get(key, n)) for key, n in zip(("nr_index_col", "nr_header"), shape, strict=True))
        if table != "unit" and stated != tuple(map(str, shape)):
            raise DataError(
                f"{where}: {table} has other label columns and header lines ({', '.join(stated)}) than are read "
                f"({shape[0]}, {shape[1]})",
                hint="nodes are named by region and sector",
            )
        names[table] = str(entry.get("name", f"{table}.txt"))
    return names


def _record(source: Members, name: str) -> dict[str, Any]:
    if name not in source.names:
        return {}
    return json_record(source.text(name), f"{source.name}: {name}", HINT)


def _text(metadata: dict[str, Any], key: str) -> str:
    value = metadata.get(key, "")
    return (
        printable(value[:LONGEST]) if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
    )


def _final(final: Array, uses: Sequence[Node], regions: Sequence[str]) -> dict[str, Array]:
    """Add up the categories of final demand by region, inventories and a discrepancy apart if there are any."""
    stock = np.array(["inventor" in use[1].casefold() for use in uses], dtype=bool)
    unsold = np.array([use[1] == UNSOLD for use in uses], dtype=bool)
    place = {region: position for position, region in enumerate(regions)}
    arrays = {}
    if unsold.any():
        arrays["discrepancy"] = final[:, unsold].sum(axis=1)
    for key, chosen in (("final_demand", ~stock & ~unsold), ("inventories", stock)):
        if key == "inventories" and not stock.any():
            continue
        total = np.zeros((final.shape[0], len(regions)))
        for column in np.flatnonzero(chosen).tolist():
            total[:, place[uses[column][0]]] += final[:, column]
        arrays[key] = total
    return arrays
