"""Named shocks at 81 regions: no state gains from the fall of the supplier it depends on most."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from technostate.shocks.impact import Impact, Stage, impact
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.specification import load
from technostate.world import bilateral_sales

NAMES = ("energy-embargo", "west-east-decoupling", "russia-2022")


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022", "full")


@pytest.fixture(scope="module")
def full(stage: Stage) -> Mapping[str, Impact]:
    return {name: impact(load(name), "year", stage, draws=32) for name in NAMES}


def test_every_case_has_an_answer_that_is_no_nonsense(full: Mapping[str, Impact]) -> None:
    for found in full.values():
        assert len(found.regions) == 81 and found.failed == ()
        assert found.income_cases.min() > -80 and found.income_cases.max() < 25
        assert np.abs(found.real_income.median).max() < 10


@pytest.mark.parametrize(
    ("name", "dependent"),
    [
        ("energy-embargo", ("BGR", "SVK", "HUN", "CZE", "LVA")),
        ("west-east-decoupling", ("SVK", "IRL", "BGR", "KOR", "AUS")),
    ],
)
def test_who_depends_most_on_whom_it_cuts_off_loses(
    name: str, dependent: tuple[str, ...], full: Mapping[str, Impact]
) -> None:
    for state in dependent:
        change = full[name].region(state)
        assert change.side == "lose" and change.median < -0.3 and change.central < -0.3
        assert change.median > -10


def test_those_who_buy_most_energy_from_russia_lose_most_of_the_union(stage: Stage, full: Mapping[str, Impact]) -> None:
    sales = bilateral_sales(stage.world)
    energy = [stage.world.sectors.index(code) for code in ("B05", "B06", "C19")]
    russia = stage.world.regions.index("RUS")
    members = stage_of("icio-2022").division
    union = [at for at, group in enumerate(members.group_of) if members.groups[group] == "EU"]
    found = full["energy-embargo"]
    bought = sales[energy][:, :, russia].sum(0) / found.base_income
    median = found.real_income.median
    ranks = [np.argsort(np.argsort(values[union])) for values in (bought, -median)]
    assert np.corrcoef(*ranks)[0, 1] > 0.7
    worst = sorted(union, key=lambda at: median[at])[:3]
    assert set(worst) <= set(sorted(union, key=lambda at: -bought[at])[:8])


@pytest.mark.parametrize("name", ["russia-2022", "west-east-decoupling"])
def test_states_that_stand_alone_at_both_divisions_have_the_same_centre(name: str, full: Mapping[str, Impact]) -> None:
    coarse = impact(load(name), "year", "icio-2022", draws=0)
    for state in ("CHN", "RUS"):
        # The partners of Russia are one supplier at sixteen regions and twenty-seven here: -5.59 and -5.48.
        centre = coarse.region(state).central
        assert full[name].region(state).central == pytest.approx(centre, abs=max(0.1, 0.025 * abs(centre)))
