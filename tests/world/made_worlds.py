"""Small worlds made from arrays for the tests of this room."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import settings
from numpy.typing import NDArray

from technostate.evidence import Origin
from technostate.world import World

# Timing is no property of a table: hypothesis has no deadline on a shared machine.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

ORIGIN = Origin("Tests", "A table made for a test", "Tests.", "1", "none")
REGIONS = ("AAA", "BBB", "CCC")
SECTORS = ("g", "s")


def fields(seed: int = 0, n: int = 3, j: int = 2) -> dict[str, Any]:
    """The arguments of a balanced world with tariffs, inventories, taxes and elasticities."""
    rng = np.random.default_rng(seed)
    m = n * j
    intermediate = rng.uniform(1.0, 10.0, (m, m))
    final_demand = rng.uniform(30.0, 60.0, (m, n))
    inventories = rng.uniform(-2.0, 2.0, (m, n))
    discrepancy = rng.uniform(-0.1, 0.1, m)
    output = intermediate.sum(axis=1) + final_demand.sum(axis=1) + inventories.sum(axis=1) + discrepancy
    taxes = rng.uniform(0.0, 1.0, m)
    tariff: NDArray[np.float64] = rng.uniform(0.0, 0.2, (j, n, n))
    tariff[:, range(n), range(n)] = 0.0
    return {
        "name": "made-2000",
        "year": 2000,
        "regions": REGIONS[:n] if n <= 3 else tuple(f"R{k:02d}" for k in range(n)),
        "sectors": SECTORS[:j] if j <= 2 else tuple(f"s{k}" for k in range(j)),
        "classification": "test",
        "intermediate": intermediate,
        "final_demand": final_demand,
        "inventories": inventories,
        "value_added": output - intermediate.sum(axis=0) - taxes,
        "taxes_on_products": taxes,
        "gross_output": output,
        "discrepancy": discrepancy,
        "trade_elasticity": rng.uniform(2.0, 9.0, j),
        "origin": ORIGIN,
        "tariff": tariff,
        "tariff_origin": Origin("Tests", "Tariffs made for a test", "Tests.", "1", "none"),
        "tolerance": 1e-6,
        "value_added_label": "value added at basic prices",
        "sector_titles": {"g": "Goods", "s": "Services, 服务"},
    }


def made_world(seed: int = 0, n: int = 3, j: int = 2, **changes: Any) -> World:
    """A balanced world; `changes` replace fields, and outputs and value added that are not given follow from them."""
    made = {**fields(seed, n, j), **changes}
    if "gross_output" not in changes:
        sold = made["intermediate"].sum(axis=1) + made["final_demand"].sum(axis=1)
        made["gross_output"] = sold + np.nan_to_num(made["inventories"]).sum(axis=1) + made["discrepancy"]
    if "value_added" not in changes:
        inputs = made["intermediate"].sum(axis=0) + np.nan_to_num(made["taxes_on_products"])
        made["value_added"] = made["gross_output"] - inputs
    return World(**made)
