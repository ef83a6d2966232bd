"""A model without economics: figures that depend on the point alone, and draws that fail where they are told to."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from technostate.errors import ConvergenceError
from technostate.futures.here import here
from technostate.futures.plan import Plan

DIMENSIONS = tuple(
    {"name": name, "title": name, "low": 0.0, "high": 1.0, "form": "even"} for name in ("beta", "income", "spillover")
)


class MadeUp:
    regions = ("USA", "CHN", "EU")
    years = (2022, 2023, 2024, 2025)
    outcomes = ("income", "civil")
    dimensions = DIMENSIONS

    def __init__(self, pause: float = 0.0, failing: float = 0.0) -> None:
        self.pause, self.failing = pause, failing

    def points(self, seed: int, draws: range) -> np.ndarray:
        return np.array([np.random.default_rng((seed, draw)).random(len(DIMENSIONS)) for draw in draws])

    def values(self, points: np.ndarray) -> np.ndarray:
        return 2 * points

    def path(self, point: np.ndarray, kept: dict[Any, Any]) -> Mapping[str, np.ndarray]:
        time.sleep(self.pause)
        if point[0] < self.failing:
            raise ConvergenceError(f"2024 has no solution at {point[0]:.3f}")
        grid = np.arange(4)[:, None] * point[1] + np.arange(3) * point[2]
        return {"income": 1 + grid, "civil": np.exp(-grid)}


def plan(runs: int = 300, seed: int = 1) -> Plan:
    return Plan({"name": "made-up", "last": 2025}, "a digest", DIMENSIONS, runs, seed, *here())


def model(pause: float = 0.0, failing: float = 0.0) -> partial[MadeUp]:
    return partial(MadeUp, pause, failing)


def main(out: str, runs: int, workers: int, pause: float, dask: str = "") -> None:
    """Run in a process of its own, as a command does."""
    from technostate.errors import TechnostateError
    from technostate.futures.run import carry_out

    try:
        carry_out(plan(runs), model(pause, 0.1), Path(out), workers=workers, dask=dask or None)
    except TechnostateError as error:
        print(error.full(), file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt as stop:
        print(stop, file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    import running_made_up

    running_made_up.main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), *sys.argv[5:6])
