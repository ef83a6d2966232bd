"""What a path says of every region and year, from what the kernel wrote."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.frame import Frame
from technostate.dynamics.kernel.records import Written
from technostate.dynamics.path import OUTCOMES, Baseline
from technostate.dynamics.setting import Setting

Array = NDArray[np.float64]

#: States, by GDP at purchasing power parity, among which the frontier of technology is looked for.
LARGEST = 10


def outcomes(
    setting: Setting,
    made: Frame,
    baseline: Baseline,
    out: Written,
    start: Array,
    blocks: NDArray[np.int64],
    technology_weight: float,
) -> dict[str, Array]:
    """Return each of `OUTCOMES` as array (Y, N).

    Parameters
    ----------
    start : array (J, N)
        Knowledge of the base year.
    blocks : array (Y,)
        Number of blocks of the world: GDP at market rates cannot be compared between blocks and is NaN where there are
        several.
    """
    income = np.exp(out.income)
    domestic = out.gdp / out.spent
    civil = income * (1.0 - (out.burden + out.stock + out.internal) * domestic)
    first = baseline.domestic[0]
    usual = np.exp(baseline.income) * (1.0 - setting.burden * baseline.domestic)
    market = setting.gdp_market * out.gdp / (made.trade.income * first)
    ppp = setting.gdp_ppp * income
    skill = np.einsum("nj,tjn->tn", made.states.weight, np.log(out.knowledge / start))
    level = np.log(setting.productivity) + skill
    found = {
        "income": income,
        "income_a_head": income * setting.population[0] / setting.population,
        "civil": civil / (1.0 - setting.burden * first),
        "cost": 1.0 - civil / usual,
        "gdp_market": np.where(blocks[:, None] == 1, market / market.sum(1, keepdims=True), np.nan),
        "gdp_ppp": ppp / ppp.sum(1, keepdims=True),
        "technology": np.exp(level - level[:, _largest(setting)].max(1, keepdims=True)),
        "reliance": np.divide(out.bought_abroad, out.bought, out=np.full_like(income, np.nan), where=out.bought > 0),
        "burden": out.burden,
        "forces": out.forces * np.exp(technology_weight * skill),
        "priority": out.priority,
        "threat": out.threat,
        "restricted": out.restricted,
    }
    return {name: found[name] for name in OUTCOMES}


def _largest(setting: Setting) -> NDArray[np.int64]:
    """Positions of the regions of the largest states."""
    number = np.asarray(setting.state_of or range(len(setting.regions)))
    size = np.bincount(number, weights=setting.gdp_ppp)
    return np.flatnonzero(np.isin(number, np.argsort(-size, kind="stable")[:LARGEST]))
