"""What must not change an answer does not change a bit of it: names, order, sides, seeds, threads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock

from technostate.shocks.impact import Impact, Stage, impact
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.specification import Shock, compose, load
from technostate.shocks.specification.horizons import EVERY

RANGED = BAN | {"leak": {"low": 0.3, "central": 0.5, "high": 0.8}}
#: What was done to Russia from 2022 on, in three measures that overlap in time: goods, energy, reserves.
THREE = compose(
    [load("russia-2022"), load("energy-embargo"), load("reserve-freeze")], name="three", title="Three together"
)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def spreads(found: Impact) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    tables = [spread for spread, _ in found.tables().values()]
    if found.course is not None:
        tables += [spread for spread, _ in found.course.tables().values() if spread.unit != "days"]
    return [part for spread in tables for part in (spread.central, spread.median, spread.low, spread.high)]


@pytest.mark.parametrize("horizon", EVERY)
@pytest.mark.parametrize("name", ["us-china-decoupling", "three"])
def test_names_and_order_of_measures_change_nothing(horizon: Any, name: str, stage: Stage) -> None:
    found = THREE if name == "three" else load(name)
    rows = [row.model_dump() for row in found.measures]
    turned = [row | {"name": f"z-{at}"} for at, row in enumerate(rows[::-1])]
    fields = {"name": found.name, "title": found.title, "starts": found.starts}
    one, two = (impact(Shock(**fields, measures=given), horizon, stage, draws=4) for given in (rows, turned))
    for left, right in zip(spreads(one), spreads(two), strict=True):
        assert np.array_equal(left, right, equal_nan=True)
    assert (one.income_cases == two.income_cases).all()
    assert {row.key: row.as_dict() for row in one.variants} == {row.key: row.as_dict() for row in two.variants}


@pytest.mark.parametrize("horizon", EVERY)
def test_a_ban_written_from_the_other_side_changes_nothing_at_thirds(horizon: Any, stage: Stage) -> None:
    found = load("us-china-decoupling")
    rows = [row.model_dump() for row in found.measures]
    other = [
        row | {"measure": "import_ban" if row["measure"] == "export_ban" else "export_ban"} for row in rows
    ]  # fmt: skip
    fields = {"name": "trial", "title": "Trial", "starts": found.starts}
    one, two = (impact(Shock(**fields, measures=given), horizon, stage, draws=0) for given in (rows, other))
    for left, right in zip(spreads(one), spreads(two), strict=True):
        assert np.array_equal(left, right, equal_nan=True)


@pytest.mark.parametrize("horizon", ["year", "decade"])
def test_who_rations_and_who_is_rationed_change_places_with_the_side_that_writes(horizon: Any, stage: Stage) -> None:
    one, two = (
        impact(shock(RANGED | {"measure": kind}), horizon, stage, draws=1) for kind in ("export_ban", "import_ban")
    )
    here, there = ({row.key: row.real_income for row in found.variants} for found in (one, two))
    assert here["who rations"] == pytest.approx(there["other side"], abs=1e-4)
    assert here["other side"] == pytest.approx(there["who rations"], abs=1e-4)
    assert here["used up"] == pytest.approx(there["used up"], abs=1e-4)
    china, united = one.regions.index("CHN"), one.regions.index("USA")
    assert here["other side"][china] > here["who rations"][china]
    assert here["who rations"][united] > here["other side"][united]


@pytest.mark.parametrize("horizon", EVERY)
def test_a_draw_depends_on_seed_and_number_alone(horizon: Any, stage: Stage) -> None:
    found = load("russia-food-2014")
    few, more, again, other = (
        impact(found, horizon, stage, draws=draws, seed=seed) for draws, seed in ((3, 5), (7, 5), (3, 5), (3, 6))
    )
    assert (few.income_cases == more.income_cases[:3]).all() and (few.values == more.values[:3]).all()
    assert (few.income_cases == again.income_cases).all() and few.cases == more.cases[:3]
    assert not (few.income_cases == other.income_cases).any(0).all()
    assert (few.real_income.central == other.real_income.central).all()


def test_sixty_four_draws_are_the_first_of_a_hundred_and_twenty_eight(stage: Stage) -> None:
    few, more = (impact(load("zte-2018"), "year", stage, draws=draws) for draws in (64, 128))
    assert (few.income_cases == more.income_cases[:64]).all()


@pytest.mark.parametrize("horizon", ["year", "path", "decade"])
def test_threads_do_not_change_a_bit(horizon: Any, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for count in (1, 2):
        monkeypatch.setattr("os.cpu_count", lambda count=count: count)
        found.append(impact(load("us-china-decoupling"), horizon, stage, draws=5))
    for left, right in zip(*map(spreads, found), strict=True):
        assert np.array_equal(left, right, equal_nan=True)
    assert (found[0].income_cases == found[1].income_cases).all()
