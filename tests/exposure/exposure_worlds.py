"""Small worlds made from arrays, and the direct computations that measures are held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import Origin
from technostate.world import World

ORIGIN = Origin("Tests", "A table made for a test", "Tests.", "1", "none")


def world_of(
    intermediate: NDArray[np.float64],
    final_demand: NDArray[np.float64],
    regions: tuple[str, ...],
    sectors: tuple[str, ...],
    inventories: NDArray[np.float64] | None = None,
) -> World:
    """The world in which sales add up exactly: output is what is sold, value added what is left."""
    stocks = np.full_like(final_demand, np.nan) if inventories is None else inventories
    output = intermediate.sum(axis=1) + final_demand.sum(axis=1) + np.nan_to_num(stocks).sum(axis=1)
    return World(
        name="made-2000",
        year=2000,
        regions=regions,
        sectors=sectors,
        classification="test",
        intermediate=intermediate,
        final_demand=final_demand,
        inventories=stocks,
        value_added=output - intermediate.sum(axis=0),
        taxes_on_products=np.full(len(output), np.nan),
        gross_output=output,
        discrepancy=np.zeros(len(output)),
        trade_elasticity=np.full(len(sectors), 5.0),
        origin=ORIGIN,
    )


def random_world(seed: int, n: int = 3, j: int = 2, idle: tuple[int, ...] = (), inventories: bool = False) -> World:
    """A productive world with positive flows; `idle` nodes neither sell nor buy."""
    rng = np.random.default_rng(seed)
    m = n * j
    coefficients = rng.uniform(0.05, 1.0, (m, m))
    coefficients *= rng.uniform(0.2, 0.7, m) / coefficients.sum(axis=0)
    demand = rng.uniform(1.0, 100.0, (m, n))
    for node in idle:
        coefficients[node] = coefficients[:, node] = demand[node] = 0.0
    stocks = rng.uniform(-0.5, 0.5, (m, n)) * (demand > 0) if inventories else None
    total = demand.sum(axis=1) + (0.0 if stocks is None else stocks.sum(axis=1))
    output = np.linalg.solve(np.eye(m) - coefficients, total)
    output[list(idle)] = 0.0
    names = tuple(f"R{k:02d}" for k in range(n))
    return world_of(coefficients * output, demand, names, tuple(f"s{k}" for k in range(j)), stocks)


def leontief_inverse(world: World) -> NDArray[np.float64]:
    """L by explicit inversion, written apart from the product's."""
    m = len(world.gross_output)
    coefficients = np.zeros((m, m))
    for column in range(m):
        if world.gross_output[column] > 0:
            coefficients[:, column] = world.intermediate[:, column] / world.gross_output[column]
    return np.linalg.inv(np.eye(m) - coefficients)


def split_region(world: World, region: str) -> World:
    """The same world with one region as two identical halves, ``region`` and ``region_b`` (last)."""
    n, j = world.shape
    at = world.region_index(region)
    old = np.array([*range(n), at])
    weight = np.ones(n + 1)
    weight[[at, n]] = 0.5
    rows = (old[:, None] * j + np.arange(j)).ravel()
    by_node = np.repeat(weight, j)
    return world_of(
        world.intermediate[np.ix_(rows, rows)] * by_node[:, None] * by_node,
        world.final_demand[np.ix_(rows, old)] * by_node[:, None] * weight,
        (*world.regions, f"{region}b"),
        world.sectors,
    )


def split_sector(world: World, sector: str) -> World:
    """The same world with one sector of every region as two identical halves, ``sector`` and ``sectorb`` (last)."""
    n, j = world.shape
    at = world.sector_index(sector)
    old = np.array([*range(j), at])
    weight = np.ones(j + 1)
    weight[[at, j]] = 0.5
    rows = (np.arange(n)[:, None] * j + old).ravel()
    by_node = np.tile(weight, n)
    return world_of(
        world.intermediate[np.ix_(rows, rows)] * by_node[:, None] * by_node,
        world.final_demand[rows] * by_node[:, None],
        world.regions,
        (*world.sectors, f"{sector}b"),
    )
