"""What is asked of the price of security beside the pair of states: sizes of levers, cases, sectors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from technostate.errors import ScenarioError, with_problems
from technostate.shocks.specification.amounts import MOST_DRAWS
from technostate.shocks.specification.labels import sector_problem
from technostate.shocks.specification.shock import WORLD

#: A stock of more days than this outlasts the year that the shock is looked at.
MOST_DAYS = 365.0
#: A wedge that raises prices by more than this stops trade and is no insurance.
MOST_WEDGE = 10.0
#: Cost of holding a stock for a year, share of its value: interest, storage and what spoils or ages.
HOLDING = (0.05, 0.10, 0.20)
USUAL_DRAWS = 16


@dataclass(frozen=True)
class Terms:
    """Sizes of the levers and what is drawn.

    Parameters
    ----------
    wedge : float
        Share by which wedges raise the price of an import.
    days : float
        Of strategic imports that a stock holds.
    draws : int
        Cases of the range over elasticities, amounts and what a stock costs.
    seed : int
        Of the draws.
    sectors : tuple of str
        Codes or lists of strategic goods in place of those of the state's own file.
    world : str
        Name of a shipped world.
    doubt : float or None
        Share of the draws in which nothing replaces what a ban takes away; None is the usual one (a fifth).

    Raises
    ------
    ScenarioError
        If one is out of range; lists all.

    Examples
    --------
    >>> Terms().wedge, Terms().draws
    (0.3, 16)
    """

    wedge: float = 0.3
    days: float = 90.0
    draws: int = USUAL_DRAWS
    seed: int = 0
    sectors: tuple[str, ...] = ()
    world: str = WORLD
    doubt: float | None = None

    def __post_init__(self) -> None:
        if problems := [*self._problems()]:
            raise ScenarioError(
                with_problems("the price of security is asked with", problems),
                hint="wedge 0.3, days 90, draws 16, seed 0 are usual; sectors are codes or lists (electronics)",
            )

    def _problems(self) -> Iterator[str]:
        if not _number(self.wedge) or not 0 < self.wedge <= MOST_WEDGE:
            yield f"a wedge of {self.wedge!r}; it raises prices by a share above 0 and at most {MOST_WEDGE:g}"
        if not _number(self.days) or not 0 < self.days <= MOST_DAYS:
            yield f"{self.days!r} days of stock; above 0 and at most {MOST_DAYS:g}, the year that is looked at"
        if not _whole(self.draws) or not 4 <= self.draws <= MOST_DRAWS:
            yield f"{self.draws!r} draws; a range takes a whole number from 4 to {MOST_DRAWS:,}"
        if not _whole(self.seed) or self.seed < 0:
            yield f"a seed of {self.seed!r}; it is a whole number from 0"
        if self.doubt is not None and not (_number(self.doubt) and 0 <= self.doubt <= 1):
            yield f"a doubt of {self.doubt!r}; it is a share of the draws, from 0 to 1"
        for name in self.sectors:
            problem = sector_problem(name, {}) if isinstance(name, str) else f"{name!r}, which is no sector"
            if problem:
                yield problem


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
