"""What a run will refuse is said by the check, on the world and the division that the run will have."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ScenarioError
from technostate.shocks.impact import Stage, check, compare_horizons
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.specification import Shock, load, names
from technostate.shocks.specification.horizons import EVERY
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


CASES: dict[str, tuple[Shock, set[str]]] = {
    "total ban": (shock(BAN | {"leak": 0.0}), set()),
    "freeze above all spending": (shock(FREEZE), {"weeks", "year", "path", "decade"}),
    # By days in force it is a twelfth of a year's; within weeks its yearly rate counts.
    "freeze of a month": (shock(FREEZE | {"amount_musd_per_year": 2.5e6, "ends": "2018-02-01"}), {"weeks"}),
    "freeze in the second year": (
        shock(FREEZE | {"starts": "2019-01-01", "ends": "2020-01-01"}, BAN), {"path"}
    ),
    "most of everything": (
        shock(BAN | {"exporters": ["rest"], "sectors": ["all"]}, BAN | {"name": "two", "sectors": ["B06"]}), set()
    ),
    "all that one region trades": (
        shock(
            BAN | {"exporters": ["RUS"], "importers": ["rest"], "sectors": ["all"], "leak": 0.0},
            BAN | {"name": "into", "exporters": ["rest"], "importers": ["RUS"], "sectors": ["all"], "leak": 0.0},
        ),
        {"year", "path", "decade"},
    ),
    "no demand": (
        shock({"measure": "demand_loss", "name": "none", "regions": ["RUS"], "sectors": ["all"], "loss": 1.0}),
        {"year", "path", "decade"},
    ),
    "tariff": (shock(tariff()), {"weeks"}),
    "on inputs alone": (shock(tariff(use="inputs")), {"weeks", "year", "path"}),
    "knowledge": (
        shock(
            {key: value for key, value in BAN.items() if key != "leak"} | {"measure": "technology_cutoff", "share": 0.5}
        ),
        {"weeks", "year", "path", "decade"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("found", "refused"), CASES.values(), ids=CASES)
def test_what_the_check_refuses_the_run_refuses_with_the_same_words(
    found: Shock, refused: set[str], stage: Stage
) -> None:
    said = check(found, stage).refused
    assert set(said) == refused
    run = compare_horizons(found, stage, horizons=EVERY, draws=0).refused
    assert said == {name: why.removeprefix("the central case: ") for name, why in run.items()}


@pytest.mark.parametrize("leak", [0.0, 1e-9, 0.009])
def test_a_total_or_nearly_total_ban_has_an_answer_at_every_horizon(leak: float, stage: Stage) -> None:
    row = shock(BAN | {"leak": leak, "exporters": ["rest"]})
    assert check(row, stage).refused == {}
    found = compare_horizons(row, stage, draws=0)
    assert found.refused == {}
    for impact in found.impacts.values():
        assert impact.together(impact.regions).central < -0.05
        assert np.isfinite(impact.income_cases).all() and impact.income_cases.min() > -20


@pytest.mark.parametrize("name", names())
def test_shipped_shocks_are_refused_only_where_a_measure_is(name: str, stage: Stage) -> None:
    found = check(load(name), stage if load(name).world is None else None)
    for horizon, row in found.meanings.items():
        assert (horizon in found.refused) == (not all(cell.modelled for cell in row.values()))
