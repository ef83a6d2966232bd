"""A case of a shock in one of the years one to ten, as an equilibrium: one engine, whose ends are year and decade."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.shocks.impact.batch import Outcome, ratio
from technostate.shocks.impact.draws import Draw
from technostate.shocks.specification.levels import Levels

if TYPE_CHECKING:
    from technostate.shocks.year import Elasticities, Result, Rules, YearEconomy, YearProduct

Array = NDArray[np.float64]

#: The years of a path: the first is the horizon of the year, the last that of the decade.
FIRST, LAST = 1, 10
#: Largest residual of a drawn case, log points: figures are printed to 0.01 per cent.
DRAWN_TOLERANCE = 1e-6
#: Largest residual of the central case.
CENTRAL_TOLERANCE = 1e-8


def adjusted(year: int, speed: float) -> float:
    """Return how far a year is on the way from the first year (0) to the decade (1).

    Parameters
    ----------
    speed : float
        λ a year, above zero.

    References
    ----------
    Boehm, C., A. Levchenko and N. Pandalai-Nayar (2023). The long and short (run) of trade elasticities. American
    Economic Review 113(4), 861–905: elasticities converge over seven to ten years.

    Examples
    --------
    >>> [round(adjusted(year, 0.25), 2) for year in (1, 2, 5, 10)]
    [0.0, 0.25, 0.71, 1.0]
    """
    return math.expm1(-speed * (year - FIRST)) / math.expm1(-speed * (LAST - FIRST))


def settings(
    draw: Draw,
    levels: Levels,
    sectors: tuple[str, ...],
    theta: Array,
    year: int,
    products: tuple[YearProduct, ...] = (),
) -> tuple[Elasticities, Rules, float]:
    """Return elasticities, rules, and the held part of deficits of a draw in a year.

    Elasticities across origins go from σ of the first year to θ + 1 in logs, the others to one, factors become mobile,
    deficits go from a share of what lenders earn to their levels, and the floor on pay falls each year by as much as
    in the first and is off in the last. Substitutes stay as they are: their cost is not seen to fall, and a path
    along which they faded would bend back. Products have elasticities that go the same ways, and their outside options
    stay as well: in the last year they stand in one nest with all other inputs, at a multiple that is still M.

    Parameters
    ----------
    theta : array (J,)
        Trade elasticities of the decade.
    year : int
        From `FIRST` to `LAST`.
    """
    from technostate.shocks.year import Elasticities

    r = adjusted(year, draw.speed)
    first = draw.elasticities(sectors, products)
    rules = draw.rules(levels, np.isin(sectors, [row.code for row in products if row.critical]))
    short = np.asarray(first.origins, dtype=np.float64)
    elasticities = Elasticities(
        first.value_added ** (1.0 - r),
        (1.0 - r) * first.inputs + r,
        short ** (1.0 - r) * (theta + 1.0) ** r,
        first.final ** (1.0 - r),
        (1.0 - r) * first.critical + r,
        first.multiple,
    )
    floor = None if year == LAST else 1.0 - year * (1.0 - draw.pay_floor)
    return elasticities, replace(rules, mobility=r, pay_floor=floor), r


def solve(
    economy: YearEconomy,
    levels: Levels,
    draw: Draw,
    theta: Array,
    year: int = FIRST,
    *,
    labour: Array | None = None,
    deficit: Array | None = None,
    start: Result | None = None,
    tolerance: float = DRAWN_TOLERANCE,
) -> Result:
    """Return the equilibrium of a draw in a year.

    Parameters
    ----------
    levels : Levels
        Of the year (`Resolved.in_year`).
    theta : array (J,)
        Trade elasticities of the decade; the first year does not depend on them.
    labour : array (N,), optional
        Ratios to the base.
    deficit : array (N,), optional
        In place of the engine's rule.
    start : Result, optional
        Of a neighbour.

    Raises
    ------
    ScenarioError
        If the levels have no meaning in the engine (`require`).
    ConvergenceError
        As `technostate.shocks.year.counterfactual` does.
    """
    from technostate.shocks.year import counterfactual

    _require_spending(economy, levels)
    there, change = _change(economy, levels, draw, theta, year)
    if labour is not None:
        change["capacity"] = np.broadcast_to(labour[:, None], economy.base.shape)
    if deficit is not None:
        change |= {"deficit": deficit, "held": 0.0}
    return counterfactual(there, **change, start=start, tolerance=tolerance)


def require(economy: YearEconomy, levels: Levels, draw: Draw, theta: Array, year: int = FIRST) -> None:
    """Raise `ScenarioError` where `solve` would before it looks for an equilibrium."""
    from technostate.shocks.year.scenario import prepare

    _require_spending(economy, levels)
    there, change = _change(economy, levels, draw, theta, year)
    prepare(there, **change)


def _change(
    economy: YearEconomy, levels: Levels, draw: Draw, theta: Array, year: int
) -> tuple[YearEconomy, dict[str, Any]]:
    """Return the economy with the elasticities of a draw in a year, and the change as the engine takes it."""
    base = economy.base
    elasticities, rules, held = settings(draw, levels, base.sectors, theta, year, economy.products)
    # What makers of a critical product cannot make is missing at its price before; other makers become less productive.
    room = np.where(economy.critical, np.minimum(levels.capacity, 1.0), 1.0)
    skill = levels.capacity / room
    return economy.with_elasticities(elasticities), {
        "delivered": draw.delivered(levels) if levels.banned else None,
        "tariff": base.base_tariff + levels.tariff_change if levels.tariff_change.any() else None,
        "trade_cost": levels.trade_cost if (levels.trade_cost != 1).any() else None,
        "productivity": skill if (skill != 1).any() else None,
        "room": room if (room != 1).any() else None,
        "demand": levels.demand if (levels.demand != 1).any() else None,
        "deficit": "lend",
        "held": held,
        "transfer": levels.transfers if levels.transfers.any() else None,
        "rules": rules,
    }


def _require_spending(economy: YearEconomy, levels: Levels) -> None:
    """Raise `ScenarioError` if a freeze or a loss of demand leaves a region nothing to spend."""
    base = economy.base
    left = (base.final_share * levels.demand).sum(1)
    spent = base.value_added + base.deficit + levels.transfers
    poor = [base.regions[n] for n in np.flatnonzero((left <= 0) | (spent <= 0))]
    if poor:
        raise ScenarioError(f"nothing is left to spend in {', '.join(poor)}", hint="freeze less, or leave some demand")


def outcome(result: Result) -> Outcome:
    """Return what is told of an equilibrium."""
    # The engine's index has the shares that a loss of demand leaves; real income is measured with those of the base.
    base, index = result.economy.base, result.price_at_base_tastes
    earned = result.factor_income / result.economy.factor_income.sum(1)
    return Outcome(
        real_income=result.income / base.base_income / index - 1.0,
        output=result.output,
        prices=result.told_prices,
        trade=ratio(result.trade.sum(0), base.base_trade.sum(0)),
        gdp=result.real_gdp,
        consumer_prices=index / earned - 1.0,
        employment=result.region_employment,
    )


def together(outcomes: Sequence[Outcome], how: Callable[..., Array]) -> Outcome:
    """Return one outcome of several, figure by figure.

    Parameters
    ----------
    how : callable
        `numpy.median` or `numpy.mean`.
    """
    return Outcome(*(how([getattr(row, name) for row in outcomes], axis=0) for name in Outcome._fields))
