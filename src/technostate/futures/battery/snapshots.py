"""The world of a year of a path, in the sectors in which security is priced: where levers and shocks then start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import Path, Policy, Setting, Values
from technostate.dynamics.coefficients import coefficients
from technostate.dynamics.frame import frame
from technostate.dynamics.mechanisms.budgets import prefer
from technostate.dynamics.solve import levers
from technostate.errors import ConvergenceError, ScenarioError
from technostate.futures.price.economies import changed
from technostate.futures.price.ground import Ground
from technostate.shocks.decade import settled

Array = NDArray[np.float64]


def snapshot(
    here: Ground, setting: Setting, path: Path, values: Values, policy: Policy, year: int, group_of: Mapping[str, str]
) -> Ground:
    """Return a ground as a path has made it by a year.

    Shares, value added and deficits move as those of the path do: of a sector as those of its group. What is then off
    balance among the sectors of a group is settled. Duties on strategic groups are the base's with those of the path on
    top; what a wedge wastes is in the shares.

    Parameters
    ----------
    here : Ground
        Of the base year, on the regions of the setting.
    year : int
        One of the setting's.
    group_of : mapping of str to str
        Sector of the ground → sector of the setting.

    Raises
    ------
    ConvergenceError
        If a region can buy nothing of a sector any more, or the economy has no equilibrium.
    """
    t, base, there = setting.years.index(year), here.stage.year.base, setting.economy
    at = np.array([there.sectors.index(group_of[code]) for code in base.sectors])
    moved = np.divide(
        path.shares[t], there.import_share, out=np.zeros_like(path.shares[t]), where=there.import_share > 0
    )
    shares = base.import_share * moved[at]
    total, before = shares.sum(2, keepdims=True), base.import_share.sum(2, keepdims=True)
    if ((total <= 0) & (before > 0)).any():
        j, n, _ = np.argwhere((total <= 0) & (before > 0))[0]
        raise ConvergenceError(f"{base.regions[n]} can buy {base.sectors[j]} nowhere in {year}", hint="a lower barrier")
    shares = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)
    added = base.value_added * path.factor_income[t] / there.value_added
    deficit = (path.expenditure[t] - path.gdp[t]) * (base.value_added.sum() / there.value_added.sum())
    duty = np.where(setting.strategic[at, None, None] > 0, duties(setting, path, values, policy, t), 1.0)
    economy = settled(
        changed(
            base,
            import_share=shares,
            value_added=added,
            deficit=deficit - deficit.sum() * added / added.sum(),
            tariff=(1.0 + base.base_tariff) * duty - 1.0,
        )
    )
    return replace(here, year=replace(here.stage.year, base=economy), civil=_civil(here, path, t, economy.base_income))


def duties(setting: Setting, path: Path, values: Values, policy: Policy, t: int) -> Array:
    """Return by how much wedges of a year raise tariffs on strategic goods (N buyer, N seller): factors on 1 + τ."""
    made, numbers = frame(setting), coefficients(values)
    moves = levers(setting, made, policy)
    height = np.empty_like(setting.distance)
    prefer(
        path.outcomes["priority"][t], numbers.wedge_response, moves.self_reliance[t], moves.aimed[t],
        made.states.distance, made.states.abroad, height,
    )  # fmt: skip
    factors: Array = np.exp((1.0 - numbers.waste) * height)
    return factors


def _civil(here: Ground, path: Path, t: int, income: Array) -> float:
    """Return the state's final expenditure less what the path spends on forces, stocks and internal security."""
    own = list(here.own)
    part = path.spending[t].sum(0) * path.gdp[t] / path.expenditure[t]
    return float((income * (1.0 - part))[own].sum())


def require_alike(here: Ground, regions: Sequence[str], scenario: str) -> None:
    """Raise `ScenarioError` unless a ground has the regions of the paths of a scenario, in their order."""
    shown = here.year.base.regions
    if tuple(shown) == tuple(regions):
        return
    missing = [name for name in shown if name not in regions]
    words = f"do not show {', '.join(missing)}" if missing else "show other regions"
    raise ScenarioError(
        f"the paths of {scenario} {words}, so that {here.state} cannot be priced on them",
        hint="run it at sixteen regions, with the state named under apart where it is part of one of them",
    )
