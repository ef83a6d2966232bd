"""A world as the files that pymrio's `load_all` reads (Stadler 2021, Journal of Open Research Software 9(1), 8)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from technostate.world.table import Array
from technostate.world.world import World

UNIT = "Mill USD"
FINAL, STOCKS = "Final demand", "Changes in inventories"
#: A category of Y for what a world's rows leave unsold, so that pymrio's sums give gross output.
UNSOLD = "Discrepancy"


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
