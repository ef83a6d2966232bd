"""Parameters and practice of one scenario as numbers by product and rates by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.shocks.weeks.notes import require_known
from technostate.shocks.weeks.ties.parameters import OVERPRODUCTION, SLACK, Parameters
from technostate.shocks.weeks.ties.practice import Practice

Array: TypeAlias = NDArray[np.float64]

#: Days of stock are never scaled below this, so that a short stock still lasts over a weekend.
FEWEST_DAYS = 3.0


class Rule(NamedTuple):
    """What one scenario goes by.

    Parameters
    ----------
    keep, slack, most, postponed : array (J,)
        Days of stock, spare capacity over base output, most that capacity rises to, share that waits.
    critical : array (J input, J user)
    parameters : Parameters
        The rest.
    """

    keep: Array
    slack: Array
    most: Array
    postponed: Array
    critical: Array
    parameters: Parameters


def rule_of(parameters: Parameters, practice: Practice, sectors: Sequence[str]) -> Rule:
    """Return what a scenario goes by: what `Parameters` say of a product, else its `Practice`.

    Raises
    ------
    ScenarioError
        If the practice is that of other sectors, or a parameter names a sector that does not exist.
    """
    if practice.sectors != tuple(sectors):
        raise ScenarioError(
            f"the practice is that of {len(practice.sectors)} other sectors ({', '.join(practice.sectors[:4])}, …)",
            hint="practice_of(world) gives that of a world",
        )
    p = parameters
    waits = practice.postponed if p.postponed is None else np.full(len(sectors), np.nan)
    return Rule(
        keep_days(p, practice, sectors),
        by_sector("slack", p.slack, SLACK, practice.slack, sectors),
        by_sector("overproduction", p.overproduction, OVERPRODUCTION, practice.most, sectors),
        by_sector("postponed", p.postponed or 0.0, practice.postponed, waits, sectors),
        practice.critical,
        p,
    )


def keep_days(parameters: Parameters, practice: Practice, sectors: Sequence[str]) -> Array:
    """Return the days of use held of each product (J,).

    One number for all holds for products that are stocked; those of a mapping hold as they are.

    Examples
    --------
    >>> practice = Practice.neutral(("parts", "goods"))
    >>> keep_days(Parameters(stock_factor=0.5, inventory_days={"goods": 8.0}), practice, practice.sectors)
    array([15.,  8.])
    """
    p, stocked = parameters, practice.stocked
    fewest = max(FEWEST_DAYS, p.spread)
    # Between stocked and not, the factor bears on the stocked part.
    days = np.maximum(practice.days * (1 - stocked + stocked * p.stock_factor), np.minimum(fewest, practice.days))
    if isinstance(p.inventory_days, Mapping):
        require_known("inventory_days", p.inventory_days, sectors)
        for sector, given in p.inventory_days.items():
            days[list(sectors).index(sector)] = given
    elif p.inventory_days is not None:
        days = (1 - stocked) * practice.days + stocked * p.inventory_days
    kept: Array = np.maximum(days, p.spread)
    return kept


def by_sector(
    name: str, given: float | Mapping[str, float], usual: Array | float, own: Array, sectors: Sequence[str]
) -> Array:
    """Return a parameter by sector (J,): what a mapping says, else the product's own, else the one number given.

    Parameters
    ----------
    usual : float or array (J,)
        Taken instead of the one number where a mapping was given.
    own : array (J,)
        NaN where a product has none of its own.

    Examples
    --------
    >>> by_sector("slack", {"goods": 0.1}, 0.03, np.array([np.nan, 0.0, 0.0]), ("parts", "goods", "chips"))
    array([0.03, 0.1 , 0.  ])
    """
    named = given if isinstance(given, Mapping) else {}
    require_known(name, named, sectors)
    values: Array = np.where(np.isnan(own), usual if isinstance(given, Mapping) else given, own)
    for sector, value in named.items():
        values[list(sectors).index(sector)] = value
    return values
