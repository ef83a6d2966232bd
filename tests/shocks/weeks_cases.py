"""Practice, events and shocks that the tests of tied firms share."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from technostate.shocks.weeks import (
    CapacityLoss,
    Delay,
    DemandLoss,
    Event,
    FlowEconomy,
    LinkBan,
    Parameters,
    Practice,
    Stockpile,
    practice_of,
)

#: Everything at once, on `weeks_economies.made_up`.
TANGLE: tuple[Event, ...] = (
    CapacityLoss(("A",), ("S0",), 0.5, 6, 30, 20),
    CapacityLoss(("A", "B"), (), 0.2, 20, 10),
    LinkBan(("B", "C"), ("A",), ("S1", "S2"), 3, 60, 0.1),
    LinkBan(("B",), ("A", "D"), (), 20, 30, 0.3),
    DemandLoss(("D",), (), 0.3, 0, 20, 20),
    Stockpile(("A",), ("S1",), 4.0),
    Delay(("C",), ("A", "B"), (), 7, 0.6, 15, 9),
    Delay(("C",), ("A",), ("S0",), 3, 0.5, 12, 9),
)
#: Far from the default, and between whole numbers of ties.
ODD = Parameters(
    inventory_days={"S0": 5.0, "S1": 4.0}, spread=3.0, ties=5.4, priority=1.5, rerouting_days=20.0, slack=0.1,
    postponed={"S1": 0.9},
)  # fmt: skip
#: The kind of sets of parameters on which identities are tried.
SEVERAL = (Parameters(), ODD, Parameters(ties=1, stock_factor=0.2, restocking_days=10.0, qualifying_days=np.inf))


def uneven(economy: FlowEconomy, seed: int = 0) -> Practice:
    """Ratings of 0, .5 and 1, own days and own shares that wait, by sector."""
    rng, j = np.random.default_rng(seed), len(economy.sectors)
    critical = rng.choice([0.0, 0.5, 1.0], (j, j), p=[0.4, 0.2, 0.4])
    np.fill_diagonal(critical, 1.0)
    most = np.where(np.arange(j) == 0, 1.05, np.nan)
    return replace(
        Practice.neutral(economy.sectors), days=rng.uniform(5, 60, j), critical=critical,
        postponed=rng.uniform(0, 0.9, j), most=most, notes=(),
    )  # fmt: skip


def needed(economy: FlowEconomy, days: float) -> Practice:
    """Every input critical for everybody, one number of days, nothing waits."""
    j = len(economy.sectors)
    return replace(Practice.neutral(economy.sectors, critical=1.0), days=np.full(j, days), postponed=np.zeros(j))


@cache
def sixteen() -> FlowEconomy:
    """Flows of icio-2022 at the sixteen regions of shocks."""
    from technostate.shocks.impact.stage import stage_of

    return stage_of("icio-2022").weeks


@cache
def wiod() -> FlowEconomy:
    """Flows of wiod-2011."""
    from technostate.world import load

    return FlowEconomy.from_world(load("wiod-2011"))


def goods(economy: FlowEconomy) -> tuple[str, ...]:
    """Sectors whose products are held in stock."""
    return tuple(name for name, held in zip(economy.sectors, practice_of(economy).stocked, strict=True) if held)


def cut(economy: FlowEconomy, one: str, others: tuple[str, ...] = (), days: float = 180) -> list[Event]:
    """A tenth of all goods trade of a region with others is left, both ways, from day 1."""
    rest = others or tuple(name for name in economy.regions if name != one)
    return [
        LinkBan((one,), rest, goods(economy), 1, days, 0.1), LinkBan(rest, (one,), goods(economy), 1, days, 0.1)
    ]  # fmt: skip


def tohoku(economy: FlowEconomy, size: float = 1.0) -> list[Event]:
    """Japan in March 2011: cars −45, electronics −15, other manufactures −12 %, for 30 days and 90 of recovery."""
    wide = "c15" in economy.sectors
    cars, parts = (("c15",), ("c14",)) if wide else (("C29",), ("C26", "C27"))
    makers = [f"c{k}" for k in range(3, 17)] if wide else [name for name in economy.sectors if name.startswith("C")]
    rest = tuple(name for name in makers if name not in cars + parts)
    return [
        CapacityLoss(("JPN",), sectors, size * loss, 1, 30, 90)
        for sectors, loss in ((cars, 0.45), (parts, 0.15), (rest, 0.12))
    ]
