"""What a run will refuse is said by the check, on the world and the division that the run will have."""

from __future__ import annotations

from typing import Any

import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ScenarioError
from technostate.shocks.impact import Stage, check, compare_horizons
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.specification import Shock, load, names
from technostate.world import load as load_world


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


FREEZE: dict[str, Any] = {
    "measure": "transfer_freeze", "name": "freeze", "regions": ["RUS"], "held_by": ["EU"], "amount_musd_per_year": 9e6,
}  # fmt: skip


def test_a_sector_that_the_world_lacks_is_refused_by_the_check_as_by_the_run(stage: Stage) -> None:
    found = shock(BAN | {"sectors": ["c14"]})
    with pytest.raises(ScenarioError) as checked:
        check(found, stage)
    with pytest.raises(ScenarioError) as ran:
        compare_horizons(found, stage, horizons=("decade",), draws=0)
    assert "icio-2022 has no sector of 'c14'" in str(checked.value)
    assert str(checked.value) == str(ran.value)
    assert check(found, load_world("wiod-2011")).world.startswith("wiod-2011")


@pytest.mark.parametrize(
    "found",
    [
        shock(BAN | {"leak": 0.0}),
        shock(FREEZE),
        shock(
            BAN | {"exporters": ["rest"], "sectors": ["all"]}, BAN | {"name": "two", "sectors": ["B06"], "leak": 0.1}
        ),
        shock(tariff()),
        shock(
            {key: value for key, value in BAN.items() if key != "leak"} | {"measure": "technology_cutoff", "share": 0.5}
        ),
    ],
    ids=["total ban", "freeze above all spending", "most of everything", "tariff", "knowledge"],
)
def test_what_the_check_refuses_the_run_refuses_with_the_same_words(found: Shock, stage: Stage) -> None:
    refused = check(found, stage).refused
    run = compare_horizons(found, stage, horizons=("weeks", "decade"), draws=0).refused
    assert {name: why for name, why in refused.items() if name != "year"} == {
        name: why.removeprefix("the central case: ") for name, why in run.items()
    }


@pytest.mark.parametrize("leak", [0.0, 1e-9, 0.009])
def test_a_total_or_nearly_total_ban_has_no_answer_in_a_year(leak: float, stage: Stage) -> None:
    said = check(shock(BAN | {"leak": leak}), stage).refused["year"]
    assert f"leak {leak:g}, below 0.01) has no finite answer at an elasticity of 0.76" in said
    assert compare_horizons(shock(BAN | {"leak": leak}), stage, horizons=("year",)).refused["year"] == said


@pytest.mark.parametrize("name", names())
def test_shipped_shocks_are_refused_only_where_a_measure_is(name: str, stage: Stage) -> None:
    found = check(load(name), stage)
    for horizon, row in found.meanings.items():
        assert (horizon in found.refused) == (not all(cell.modelled for cell in row.values()))
