"""The year against its first version, and against the numbers with which its second version was specified."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from year_before import RULES, SETS, change, stored, world_before

from technostate.shocks.year import RENTS, Result, Rules, counterfactual

#: Half of the rent to the exporter, a third used up, substitutes at three times the cost, pay that falls by three in a
#: hundred at most: the centre of the specification.
CENTRE = Rules(0.5, 1 / 3, substitutes=3.0, ceiling=True, pay_floor=0.97, labour=0.6, anchor="region")
RUSSIA = ("russia-2022", "energy-embargo", "reserve-freeze")


@pytest.mark.parametrize("position", range(9))
def test_without_the_new_rules_nothing_has_changed(position: int, shared: Path) -> None:
    """9 shocks × 4 sets of elasticities × 3 rules on rents: 108 equilibria of the first version."""
    shock = str(stored()["shocks"][position])
    base = world_before(shared)
    levels, before = change(shock, "lasting", base), stored()["real_income"][position]
    for at, elasticities in enumerate(SETS):
        economy = base.with_elasticities(elasticities)
        for rule, name in enumerate(RULES):
            found = counterfactual(economy, rules=RENTS[name], tolerance=1e-11, **levels)  # type: ignore[index]
            assert found.real_income == pytest.approx(before[at, rule], abs=1e-9), (at, name)


def together(*parts: dict[str, Any]) -> dict[str, Any]:
    """Measures of several shocks on the same year: the stricter ban, transfers added."""
    assert all(set(part) <= {"delivered", "transfer", "deficit"} for part in parts)
    bans = [part["delivered"] for part in parts if "delivered" in part]
    moved = [part["transfer"] for part in parts if "transfer" in part]
    return {"deficit": "lend", "delivered": np.minimum.reduce(bans), "transfer": np.sum(moved, axis=0)}


@cache
def centre(shared: Path, *shocks: str) -> Result:
    economy = world_before(shared)
    parts = [change(shock, "first_year", economy) for shock in shocks]
    return counterfactual(economy, rules=CENTRE, tolerance=1e-8, **(parts[0] if len(parts) == 1 else together(*parts)))


ORACLES = {
    ("us-china-decoupling",): {"CHN": -1.15, "USA": -0.72, "MEX": 1.29},
    ("russia-2022",): {"RUS": -1.51, "EU": -0.07},
    ("energy-embargo",): {"RUS": -1.88, "EU": -0.27},
    ("west-east-decoupling",): {"CHN": -3.81, "RUS": -5.66, "EU": -1.05, "USA": -1.09},
    ("taiwan-strait-disruption",): {"TWN": -15.12},
    ("us-china-tariffs-2018",): {"CHN": -0.19, "USA": 0.03},
    ("reserve-freeze",): {"RUS": -1.88},
    ("russia-food-2014",): {"RUS": -0.13},
    RUSSIA: {"RUS": -5.02},
}


@pytest.mark.parametrize("shocks", ORACLES, ids="+".join)
def test_the_numbers_of_the_specification(shocks: tuple[str, ...], shared: Path) -> None:
    """Per cent of real income in the first year, each measure by its days in force; rounded to 0.01 there."""
    found = centre(shared, *shocks)
    regions = found.economy.base.regions
    for region, income in ORACLES[shocks].items():
        assert 100 * found.real_income[regions.index(region)] == pytest.approx(income, abs=0.01), region


def test_three_measures_together_cost_more_than_each(shared: Path) -> None:
    russia = world_before(shared).base.region_index("RUS")
    assert centre(shared, *RUSSIA).real_income[russia] < min(centre(shared, one).real_income[russia] for one in RUSSIA)


def test_wedges_and_rents_of_the_specification(shared: Path) -> None:
    """Wedges weighted by base flows are two on average; rents are a fifteenth of what they were without substitutes."""
    found = centre(shared, "us-china-decoupling")
    base, k = found.economy.base, np.nonzero(change("us-china-decoupling", "first_year")["delivered"] < 1)
    mean = (found.wedges[k] * base.base_trade[k]).sum() / base.base_trade[k].sum()
    assert mean == pytest.approx(2.01, abs=0.02)
    assert found.rents.sum() / 1000.0 == pytest.approx(59.0, abs=1.0)


def test_slack_bans_of_the_specification(shared: Path) -> None:
    """Of 841 banned links between West and East 37 do not bind."""
    found = centre(shared, "west-east-decoupling")
    left = change("west-east-decoupling", "first_year")["delivered"]
    banned = (left < 1) & (found.economy.base.base_trade > 0)
    slack = found.delivered[banned] < left[banned] * (1 - 1e-9)
    assert (int(slack.sum()), int(banned.sum())) == (37, 841)
    assert found.diagnostics.subsidised == 0
