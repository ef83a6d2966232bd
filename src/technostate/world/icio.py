"""The world `icio-2022`: 81 regions × 28 sectors from two files of one OECD release, ROW constructed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from technostate.errors import DataError
from technostate.evidence import Origin, derived_from
from technostate.evidence.readers import icio as raw
from technostate.evidence.readers import trade_elasticities
from technostate.world.mean_tariffs import MEAN_ORIGIN, between, mean_tariffs
from technostate.world.rest_of_world import DEVELOPING, pooled_purchases, split_sales
from technostate.world.table import Array
from technostate.world.world import World

CLASSIFICATION = "OECD ICIO 2025 (ISIC Rev. 4), services merged"
VALUE_ADDED = "value added including taxes less subsidies on products"
DEFAULT_ELASTICITIES = "FGO"
ELASTICITY_ORIGIN = trade_elasticities.ORIGINS[DEFAULT_ELASTICITIES]


def sector_bridge(fine: tuple[str, ...], coarse: tuple[str, ...], rest: str) -> Array:
    """Return the 0/1 matrix (fine, coarse) that keeps sectors of the same code and sends all others to `rest`."""
    bridge = np.zeros((len(fine), len(coarse)))
    for row, code in enumerate(fine):
        bridge[row, coarse.index(code if code in coarse else rest)] = 1.0
    return bridge


def merge_sectors(table: raw.IcioTable, bridge: Array) -> tuple[Array, Array]:
    """Return intermediate sales (N, K, N, K) and outputs (N, K) of the table in the sectors of a bridge (J, K)."""
    n, j = len(table.regions), len(table.sectors)
    merged = np.empty((n, bridge.shape[1], n, bridge.shape[1]))
    blocks = table.intermediate.reshape(n, j, n, j)
    for seller in range(n):
        # One seller at a time keeps the double-precision copy small.
        merged[seller] = np.einsum("jml,jk,lq->kmq", blocks[seller].astype(np.float64), bridge, bridge, optimize=True)
    return merged, table.gross_output.reshape(n, j) @ bridge


def world_from_icio(
    table: raw.IcioTable, cube: raw.TradeCube, elasticities: Mapping[str, float] | None = None
) -> World:
    """Return `icio-2022`, kind ``"derived"``: how ROW is made is in `technostate.world.rest_of_world`.

    Final demand among the 80 economies is the cube less intermediate sales; what is negative (USD 13 million in all)
    is set to zero and falls into `discrepancy`, as do gaps between the two files (at most USD 244 million, services
    of the United States). Duties are not in the flows. Inventories and taxes on products are not in the files: NaN.

    Parameters
    ----------
    table : IcioTable
        80 × 50.
    cube : TradeCube
        81 × 28, of which 2022 is used.
    elasticities : mapping of str to float, optional
        Sector → θ; those bundled with the cube by default.

    Raises
    ------
    DataError
        If the two files do not have the same economies.
    BalanceError
        If the result breaks an invariant.
    """
    if set(cube.regions) != {*table.regions, "ROW"} or table.year not in cube.years:
        raise DataError(
            "the intermediate table and the trade cube have different regions or years",
            hint="both must come from the OECD's 2025 edition: 80 economies, and ROW in the cube",
        )
    order = [cube.regions.index(region) for region in (*table.regions, "ROW")]
    # flow[k, n, i]: product k bought by n from i, regions in the table's order with ROW last.
    flow = cube.flow[cube.years.index(table.year)][:, order][:, :, order]
    bridge = sector_bridge(table.sectors, cube.sectors, "SVC")
    among, outputs = merge_sectors(table, bridge)
    final = flow[:, :-1, :-1].transpose(2, 0, 1) - among.sum(axis=3)
    clipped = float(-final[final < 0].sum())
    final = np.maximum(final, 0.0)
    sales = split_sales(flow[:, :-1, -1], among, final, outputs)

    n, j = outputs.shape
    pool = [table.regions.index(region) for region in DEVELOPING]
    row_output = flow[:, :, -1].sum(axis=1)
    purchases = pooled_purchases(
        among[:, :, pool].sum(axis=(0, 2)) + sales.intermediate[:, pool].sum(axis=1),
        final[:, :, pool].sum(axis=(0, 2)) + sales.final_demand[:, pool].sum(axis=1),
        outputs[pool].sum(axis=0),
        row_output,
        flow[:, -1, :].sum(axis=1),
    )
    # Every user in ROW buys a product from the origins that ROW as a whole buys it from.
    origin_share = (flow[:, -1, :] / flow[:, -1, :].sum(axis=1, keepdims=True)).T
    intermediate = np.zeros((n + 1, j, n + 1, j))
    intermediate[:n, :, :n] = among
    intermediate[n, :, :n] = sales.intermediate
    intermediate[:, :, n] = origin_share[:, :, None] * purchases[None, :, :j]
    demand = np.zeros((n + 1, j, n + 1))
    demand[:n, :, :n] = final
    demand[n, :, :n] = sales.final_demand
    demand[:, :, n] = origin_share * purchases[None, :, j]
    nodes = (n + 1) * j
    return _world(
        table,
        cube,
        intermediate.reshape(nodes, nodes),
        demand.reshape(nodes, n + 1),
        np.append(outputs.ravel(), row_output),
        np.array([elasticities[code] for code in cube.sectors]) if elasticities else cube.elasticities["FGO"],
        _origin(clipped, sales.capped),
    )


def _world(
    table: raw.IcioTable,
    cube: raw.TradeCube,
    intermediate: Array,
    demand: Array,
    output: Array,
    elasticity: Array,
    origin: Origin,
) -> World:
    regions = (*table.regions, "ROW")
    order = [cube.regions.index(region) for region in regions]
    return World(
        name=f"icio-{table.year}",
        year=table.year,
        regions=regions,
        sectors=cube.sectors,
        classification=CLASSIFICATION,
        intermediate=intermediate,
        final_demand=demand,
        inventories=np.full_like(demand, np.nan),
        value_added=output - intermediate.sum(axis=0),
        taxes_on_products=np.full_like(output, np.nan),
        gross_output=output,
        discrepancy=output - intermediate.sum(axis=1) - demand.sum(axis=1),
        trade_elasticity=elasticity,
        origin=origin,
        kind="derived",
        sector_titles=sector_titles(table, cube.sectors),
        tariff=_tariff(cube, table.year, order),
        value_added_label=VALUE_ADDED,
        tolerance=0.01,
        tariff_origin=MEAN_ORIGIN,
        elasticity_origin=ELASTICITY_ORIGIN,
    )


def _tariff(cube: raw.TradeCube, year: int, order: list[int]) -> Array:
    """Return the tariffs of a year (J, N, N) from the rounded means, regions in the order of the table."""
    regions = [cube.regions[at] for at in order]
    tariff, flow = (table[cube.years.index(year)][:, order][:, :, order] for table in (cube.tariff, cube.flow))
    return between(mean_tariffs(tariff, flow, regions), regions, np.isnan(tariff))


def sector_titles(table: raw.IcioTable, sectors: tuple[str, ...]) -> dict[str, str]:
    """Return code → the OECD's words for the cube's sectors."""
    return {code: table.titles.get(code, raw.SERVICES_TITLE) for code in sectors}


def _origin(clipped: float, capped: float) -> Origin:
    return derived_from(
        "Inter-country input-output world 2022 with the rest of the world constructed",
        raw.ICIO_ORIGIN,
        raw.CUBE_ORIGIN,
        note=(
            "ROW is constructed: its sales split by use with each buyer's own import structure and taken out of value "
            "added, its purchases from pooled coefficients of 33 developing economies brought to the trade cube's "
            f"margins by GRAS; negative final demand of USD {clipped:.1f} million in all was set to zero; USD "
            f"{capped:.1f} million of inputs from ROW exceeded what output left and were counted as final; figures "
            "rounded to USD 0.1 million; taxes on products cannot be separated and changes in inventories are part of "
            "final demand"
        ),
    )
