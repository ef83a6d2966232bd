"""Who is cut off from more trade than a model can speak of, found from the bans and the base alone."""

from __future__ import annotations

import numpy as np
import pytest
from shock_cases import BAN, shock

from technostate.errors import DataError
from technostate.shocks.decade import by_use
from technostate.shocks.impact.equilibria import LAST
from technostate.shocks.impact.reach import cut_off, stopped
from technostate.shocks.impact.stage import Stage, stage_for, stage_of
from technostate.shocks.impact.uses import levels_in
from technostate.shocks.specification import load, names


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


@pytest.fixture(scope="module")
def trade(stage: Stage) -> np.ndarray:
    found: np.ndarray = stage.year.base.base_trade
    return found


def isolated(state: str, leak: float) -> list[dict]:
    out = BAN | {"exporters": [state], "importers": ["rest"], "sectors": ["all"], "leak": leak}
    return [out, out | {"name": "into", "exporters": ["rest"], "importers": [state]}]


@pytest.mark.parametrize(("leak", "share"), [(0.0, 1.0), (0.1, 0.9), (0.4, 0.6)])
def test_taiwan_without_its_trade_is_out_of_reach(stage: Stage, trade: np.ndarray, leak: float, share: float) -> None:
    levels = stage.resolve(shock(*isolated("TWN", leak))).levels["central"]
    found = cut_off(levels.delivered, trade, stage.world.regions)
    assert [row.region for row in found] == ["TWN"]
    assert found[0].share == pytest.approx(share, abs=1e-9)


def test_half_of_a_trade_is_within_reach_and_the_limit_may_be_moved(stage: Stage, trade: np.ndarray) -> None:
    levels = stage.resolve(shock(*isolated("TWN", 0.5))).levels["central"]
    regions = stage.world.regions
    assert cut_off(levels.delivered, trade, regions) == ()
    assert [row.region for row in cut_off(levels.delivered, trade, regions, most=0.4)] == ["TWN"]


def test_imports_and_exports_count_together(stage: Stage, trade: np.ndarray) -> None:
    """Only what Taiwan sells is stopped: its exports over exports plus imports."""
    levels = stage.resolve(shock(isolated("TWN", 0.0)[0])).levels["central"]
    at = stage.world.region_index("TWN")
    sold, bought = (trade.sum((0, axis))[at] - trade[:, at, at].sum() for axis in (1, 2))
    part = stopped(levels.delivered, trade)
    assert part[at] == pytest.approx(sold / (sold + bought), rel=1e-12)
    assert 0.5 < part[at] < 0.6
    assert 0 < part.min() < 0.1


def test_the_most_cut_off_come_first(stage: Stage, trade: np.ndarray) -> None:
    rows = [row | {"name": f"{row['name']}-two", "exporters": ["MEX"] if row["exporters"] != ["rest"] else ["rest"],
                   "importers": ["MEX"] if row["importers"] != ["rest"] else ["rest"]}
            for row in isolated("TWN", 0.3)]  # fmt: skip
    levels = stage.resolve(shock(*isolated("TWN", 0.3), *rows)).levels["central"]
    found = cut_off(levels.delivered, trade, stage.world.regions)
    assert {row.region for row in found} == {"TWN", "MEX"}
    assert found[0].share >= found[1].share >= 0.7 - 1e-9


@pytest.mark.parametrize("name", names())
def test_no_shipped_shock_is_out_of_reach(stage: Stage, name: str) -> None:
    """At its central amounts none stops more than half of any region's trade."""
    here = stage if load(name).world is None else stage_for(load(name), None)
    levels = here.resolve(load(name)).levels["central"]
    assert cut_off(levels.delivered, here.year.base.base_trade, here.world.regions) == ()


def test_doubled_sectors_are_counted_by_use(stage: Stage) -> None:
    twice = by_use(stage.year.base, stage.world)
    rows = [row | {"use": "inputs"} for row in isolated("TWN", 0.0)]
    levels = levels_in(stage.resolve(shock(*rows)), "central", LAST)
    found = cut_off(levels.delivered, twice.base_trade, stage.world.regions)
    assert [row.region for row in found] == ["TWN"]
    assert 0.5 < found[0].share < 0.8


def test_arrays_of_different_shapes_are_refused(trade: np.ndarray) -> None:
    with pytest.raises(DataError, match="delivered has shape"):
        stopped(trade[:1], trade)
