"""The solver of years: few sweeps, productivity found with prices, and nothing of what it remembers in the answer."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from dynamics_settings import ALL, made_up, moved

from technostate import dynamics
from technostate.dynamics import Policy, Values

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("tolerance", [1e-6, 1e-8, 1e-12])
def test_a_baseline_meets_its_target_as_well_as_its_markets_clear(tolerance: float) -> None:
    for seed in (1, 2, 3):
        base = dynamics.baseline(made_up(seed), Values(), tolerance=tolerance)
        assert base.worst < 2 * tolerance


def test_a_year_takes_few_sweeps() -> None:
    setting = dynamics.calibrated()
    base = dynamics.baseline(setting, Values())
    found = dynamics.path(setting, base, Values(), Policy.none(*setting.shape[:2]))
    years = len(setting.years)
    assert base.sweeps < 13 * years
    assert found.sweeps < 9 * years


def test_what_is_remembered_moves_no_answer_by_more_than_the_tolerance() -> None:
    """A barrier comes and goes, so that years differ from those before them."""
    setting, values = made_up(4), Values({"initial_threat": 0.8})
    policy = moved(setting, **ALL)
    policy.by_pair[4, dynamics.BY_PAIR.index("barrier")][0, 2] = 1.5
    base = dynamics.baseline(setting, values, tolerance=1e-12)
    loose, tight = (dynamics.path(setting, base, values, policy, tolerance=tolerance) for tolerance in (1e-8, 1e-13))
    assert loose.sweeps < tight.sweeps
    for name, value in loose.outcomes.items():
        assert np.allclose(value, tight.outcomes[name], rtol=2e-6, atol=1e-7), name


def test_growth_at_every_corner_of_its_ranges_is_met_too() -> None:
    setting = dynamics.calibrated()
    names = ("growth_china", "growth_usa", "growth_others")
    table = dynamics.parameters()
    for ends in itertools.product(("low", "high"), repeat=3):
        values = Values({name: getattr(table[name], end) for name, end in zip(names, ends, strict=True)})
        assert dynamics.baseline(setting, values).worst < 2e-8


def test_the_benchmark_of_futures_is_listed() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--list"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "futures" in [line.split()[0] for line in listed.splitlines()]


def test_made_up_settings_of_the_benchmark_are_paths_that_solve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.futures_sizes import policy, setting

    made = setting(6, 5)
    base = dynamics.baseline(made, Values())
    found = dynamics.path(made, base, Values(), policy(made, 0, 1))
    assert base.worst < 2e-8
    assert found.outcomes["cost"][-1, 0] > 0.005
