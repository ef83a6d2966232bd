"""`python -m benchmarks shocks` and its parts are there; the peer that is written out there finds our equilibrium."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from decade_economies import made_up

from technostate.shocks.decade import counterfactual

ROOT = Path(__file__).resolve().parents[2]


def test_shocks_and_its_parts_are_listed() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--list"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    names = [line.split()[0] for line in listed.splitlines()]
    assert {"peak", "shocks", "shocks_decade", "shocks_weeks", "shocks_year"} <= set(names)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_authors_algorithm_finds_the_same_wages(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Caliendo and Parro's nested loops, which the benchmark times, on a small world with duties and deficits."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.shocks_peers import authors

    economy = made_up(seed)
    tariff = economy.base_tariff * 0.3
    logs, moves = authors(economy, tariff, 1e-11)
    assert logs == pytest.approx(np.log(counterfactual(economy, tariff=tariff).wages), abs=1e-9)
    assert moves > 10
