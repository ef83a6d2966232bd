"""Made-up runs of a shipped scenario: paths that follow what is drawn by plain formulas, without any economics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from technostate.dynamics import OUTCOMES
from technostate.errors import ConvergenceError
from technostate.futures import draws, scenarios
from technostate.futures.here import here
from technostate.futures.plan import Plan
from technostate.futures.run import carry_out
from technostate.futures.space import Space

Array = np.ndarray


class MadeUp:
    """Income a head grows with the growth drawn; civil absorption loses with `gain_arms`; the rest stays."""

    regions = ("CHN", "EU", "USA")
    outcomes = tuple(OUTCOMES)

    def __init__(self, name: str, bonus: float = 0.0, failing: float = 0.0) -> None:
        self.scenario, self.bonus, self.failing = scenarios.load(name), bonus, failing
        self.space = Space.of(self.scenario)
        self.years = self.scenario.years
        self.dimensions = tuple(asdict(row) for row in self.space.dimensions)

    def points(self, seed: int, numbers: range) -> Array:
        return draws.places(numbers.start, len(numbers), draws.numbered(self.space.names), seed)

    def values(self, points: Array) -> Array:
        found = self.space.table(points)
        return np.stack([found[name] for name in self.space.names], axis=1)

    def path(self, point: Array, kept: dict[Any, Any]) -> Mapping[str, Array]:
        at = dict(zip(self.space.names, point.tolist(), strict=True))
        if at["crowding"] < self.failing:
            raise ConvergenceError("2031 has no solution")
        after = np.arange(len(self.years))[:, None] * np.ones(3)
        growth = np.array([at["growth_china"], at["growth_others"], at["growth_usa"]])
        income = np.exp(after * (0.03 * growth + 0.025 * at["beta"] + 0.005 * self.bonus))
        cost = (0.06 * at["gain_arms"] - 0.01) * after / after[-1] * np.array([1.0, 0.1, 0.5])
        flat = np.ones_like(after)
        made = dict.fromkeys(self.outcomes, 0.1 * flat)
        made |= {"income": income, "income_a_head": income, "civil": income * (1 - cost), "cost": cost}
        made |= {"gdp_market": income * np.array([0.17, 0.16, 0.25]), "gdp_ppp": income * np.array([0.18, 0.15, 0.15])}
        return made


def made_run(
    out: Path, name: str = "china-brief", *, runs: int = 1100, seed: int = 1, bonus: float = 0.0, failing: float = 0.0
) -> Path:
    """Make a finished run folder."""
    model = MadeUp(name, bonus, failing)
    scenario = model.scenario
    plan = Plan(scenario.specification(), scenario.digest(), model.dimensions, runs, seed, *here())
    carry_out(plan, lambda: model, out)
    return out


def renamed(out: Path, **changes: Any) -> Path:
    """Change a finished run's scenario in spec.json, as a later version might."""
    import json

    record = json.loads((out / "spec.json").read_text("utf-8"))
    plan = Plan.of(record)
    changed = replace(plan, **changes)
    (out / "spec.json").write_text(json.dumps(changed.record()), "utf-8")
    return out
