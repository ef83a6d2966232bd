"""Economies that the tests of the weeks engine share: a small made-up table, its halves, and pymrio's test table."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from technostate.shocks.weeks import (
    ArioParameters,
    CapacityLoss,
    DemandLoss,
    Event,
    FlowEconomy,
    LinkBan,
    Stockpile,
    simulate,
    simulate_many,
)

#: The first engine.
ario = partial(simulate, production="ario")
ario_many = partial(simulate_many, production="ario")

#: Everything at once, on `made_up`.
TANGLE: tuple[Event, ...] = (
    CapacityLoss(("A",), ("S0",), 0.5, 6, 30, 20),
    CapacityLoss(("A", "B"), (), 0.2, 20, 10),
    LinkBan(("B", "C"), ("A",), ("S1", "S2"), 3, 60, 0.1),
    LinkBan(("B",), ("A", "D"), (), 20, 30, 0.3),
    DemandLoss(("D",), (), 0.3, 0, 20, 20),
    Stockpile(("A",), ("S1",), 4.0),
)
TIGHT = ArioParameters(inventory_days={"S0": 10.0, "S1": 5.0, "S2": np.inf}, psi=0.9, rerouting_days=20.0)


@cache
def made_up(seed: int = 3, n: int = 4, j: int = 3) -> FlowEconomy:
    """n regions A, B, … and j sectors S0, S1, … of uneven size; no flow of S2 from B to C."""
    rng = np.random.default_rng(seed)
    size = rng.uniform(1.0, 10.0, n)
    flows = rng.uniform(0.1, 1.0, (n, j, n, j)) * size[:, None, None, None] * size[None, None, :, None]
    flows[1, 2, 2, :] = 0.0
    final = rng.uniform(0.5, 3.0, (n, j, n)) * size[:, None, None] * size
    final[1, 2, 2] = 0.0
    return FlowEconomy(
        flows.reshape(n * j, n * j), final.reshape(n * j, n), None, tuple("ABCDEFGH"[:n]),
        tuple(f"S{k}" for k in range(j)), name="made-up",
    )  # fmt: skip


def halved(economy: FlowEconomy, region: str = "", sector: str = "") -> FlowEconomy:
    """The same flows with a region or a sector split into two identical halves, the second with a prime."""
    n, j = economy.shape
    regions = [*economy.regions, *([region + "'"] if region else [])]
    sectors = [*economy.sectors, *([sector + "'"] if sector else [])]
    r = [*range(n), *([economy.regions.index(region)] if region else [])]
    s = [*range(j), *([economy.sectors.index(sector)] if sector else [])]
    wr = np.array([1.0 / r.count(at) for at in r])
    weight = wr[:, None] * np.array([1.0 / s.count(at) for at in s])
    flows = economy.intermediate.reshape(n, j, n, j)[np.ix_(r, s, r, s)] * weight[:, :, None, None] * weight
    final = economy.final.reshape(n, j, n)[np.ix_(r, s, r)] * weight[:, :, None] * wr
    nodes = len(r) * len(s)
    return FlowEconomy(
        flows.reshape(nodes, nodes), final.reshape(nodes, len(r)), None, tuple(regions), tuple(sectors)
    )  # fmt: skip


def chain() -> FlowEconomy:
    """Region A makes parts for region B alone, which sells goods made from them to its own final users."""
    flows = np.zeros((4, 4))
    flows[0, 3] = 40.0
    final = np.zeros((4, 2))
    final[0, 0] = 60.0
    final[3, 1] = 100.0
    return FlowEconomy(flows, final, None, ("A", "B"), ("parts", "goods"), name="chain")


@cache
def pymrio_test_table() -> FlowEconomy:
    """The test table of pymrio: six regions, eight sectors."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pymrio

        table = pymrio.load_test()
        regions, sectors = tuple(table.get_regions()), tuple(table.get_sectors())
        final = table.Y.to_numpy().reshape(len(table.Y), len(regions), -1).sum(2)
        return FlowEconomy(table.Z.to_numpy(), final, None, regions, sectors, name="pymrio test")
