"""Stocks of the weeks as a user asks for them: uniform days of use, or the usual days times a factor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from technostate.errors import ScenarioError
from technostate.shocks.specification.horizons import Horizon

if TYPE_CHECKING:
    from technostate.shocks.weeks import Parameters
    from technostate.world import World

#: Days of stock from and to which the weeks are defined, and factors of the usual days.
FEWEST_DAYS, MOST_DAYS = 1.0, 3650.0
LEAST_FACTOR, MOST_FACTOR = 0.05, 20.0
#: Horizons that have stocks; the first weeks of the path are weeks.
WITH_STOCKS: tuple[Horizon, ...] = ("weeks", "path")


def _between(value: object, low: float, high: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and low <= value <= high


@dataclass(frozen=True)
class Stocks:
    """What users of goods hold at the start of the weeks.

    Parameters
    ----------
    days : float or None
        Days of use of all goods alike; None for the usual days of each. Services and power keep theirs.
    factor : float
        The usual days of each times this.

    Raises
    ------
    ScenarioError
        If a number cannot be, or both are given.

    Examples
    --------
    >>> Stocks(days=30).words, Stocks(factor=0.5).words, Stocks().words
    ('30 days of use of all goods', 'half of the usual days of use', '')
    """

    days: float | None = None
    factor: float = 1.0

    def __post_init__(self) -> None:
        problems = []
        if self.days is not None and not _between(self.days, FEWEST_DAYS, MOST_DAYS):
            problems.append(f"stock days are {self.days!r}; they go from {FEWEST_DAYS:g} to {MOST_DAYS:,.0f}")
        if not _between(self.factor, LEAST_FACTOR, MOST_FACTOR):
            problems.append(
                f"the factor of stocks is {self.factor!r}; it goes from {LEAST_FACTOR:g} to {MOST_FACTOR:g}"
            )
        if self.days is not None and self.factor != 1:
            problems.append("both days and a factor are given; the factor is of the usual days, which days replace")
        if problems:
            raise ScenarioError("; ".join(problems), hint="--stock-days 30 for all goods, or --stocks 0.5 for half")

    @property
    def usual(self) -> bool:
        """Whether nothing is asked for."""
        return self.days is None and self.factor == 1

    def parameters(self, world: World) -> Parameters | None:
        """Return the central parameters of the weeks with these stocks; None where they are the usual ones.

        Days that are asked for are the same in every draw; a factor is the centre of a range, as usual days are.

        Parameters
        ----------
        world : World
            Whose goods they are; `technostate.shocks.weeks.Practice` says which products are held in stock.
        """
        from technostate.shocks.weeks import Parameters, practice_of

        if self.days is not None:
            usual = Parameters()
            # Stocks of less than the spread have no meaning in the engine: firms are then more alike.
            goods = [name for name, held in zip(world.sectors, practice_of(world).stocked, strict=True) if held]
            return Parameters(inventory_days=dict.fromkeys(goods, self.days), spread=min(usual.spread, self.days))
        return None if self.usual else Parameters(stock_factor=self.factor)

    @property
    def words(self) -> str:
        """What is held, in words; empty where nothing is asked for."""
        if self.days is not None:
            return f"{self.days:g} day{'s' * (self.days != 1)} of use of all goods"
        named = {0.5: "half of", 2.0: "twice", 3.0: "three times"}.get(self.factor, f"{self.factor:g} times")
        return "" if self.usual else f"{named} the usual days of use"


#: The usual days of each product.
USUAL = Stocks()


def require_stocks(stocks: Stocks, horizons: tuple[Horizon, ...]) -> None:
    """Raise if stocks are asked for where none of the horizons has any.

    Raises
    ------
    ScenarioError
        With the horizons that have.
    """
    if not stocks.usual and not set(horizons) & set(WITH_STOCKS):
        asked = " and ".join(horizons)
        raise ScenarioError(
            f"stocks are asked for, and the horizon{'s' * (len(horizons) > 1)} {asked} "
            f"ha{'ve' if len(horizons) > 1 else 's'} none: equilibria hold no stocks",
            hint="--horizon weeks, or leave out --stock-days and --stocks",
        )
