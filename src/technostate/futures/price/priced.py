"""The price of a state's levers: premium and losses, case by case, as a record of arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.evidence.origin import Origin
from technostate.futures.price.insurance import break_even, cover

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Insured:
    """A lever at one form of its wedge. S shocks, R rules on rents, D cases.

    Parameters
    ----------
    lever : str
        Name, as in `levers.LEVERS`.
    target : str
        ``comparator`` or ``everyone``.
    form : str
        A key of `levers.FORMS`; empty for a stock.
    premium : array (D,)
        Civil absorption lost a year, a fraction of that without the lever.
    loss : array (S, R, D)
        Civil absorption lost in a year with the shock, a fraction of that without lever and shock; NaN where a case has
        no equilibrium.
    """

    lever: str
    target: str
    form: str
    premium: Array
    loss: Array


@dataclass(frozen=True, eq=False)
class Priced:
    """What a state's levers cost and cover. S shocks, R rules on rents, D cases.

    Parameters
    ----------
    shocks : mapping of str to str
        Key → title.
    rents : tuple of str
        The R rules.
    strategic : tuple of str
        Sectors.
    bare : array (S, R, D)
        Losses without any lever, fractions of civil absorption.
    rows : tuple of Insured
        Levers, form by form.
    military : float
        Premium of military spending of one per cent of GDP.
    elastic : array (D,)
        Place, 0 to 1, of each case in the range of elasticities across origins of differentiated goods.
    failed : int
        Equilibria that were not found, of `asked`.
    notes : tuple of str
        What stands in for what is missing, and which shock is absent.
    """

    state: str
    against: str
    world: str
    wedge: float
    days: float
    shocks: Mapping[str, str]
    rents: tuple[str, ...]
    strategic: tuple[str, ...]
    bare: Array
    rows: tuple[Insured, ...]
    military: float
    elastic: Array
    failed: int
    asked: int
    origins: tuple[Origin, ...]
    notes: tuple[str, ...]

    def covered(self, row: Insured) -> Array:
        """Return cover (S, R, D) of a lever, fractions of civil absorption."""
        return cover(self.bare, row.loss)

    def break_even(self, row: Insured) -> Array:
        """Return break-even probabilities a year (S, R, D); infinite is never."""
        return break_even(row.premium[None, None, :], self.covered(row))

    def of(self, lever: str, target: str) -> tuple[Insured, ...]:
        """Return the rows of a lever, one a form of its wedge."""
        return tuple(row for row in self.rows if (row.lever, row.target) == (lever, target))

    def pooled(self, values: Sequence[Array], shock: str) -> Array:
        """Return arrays (S, R, D), one a form, of one shock, over forms, rents and cases (F, R, D)."""
        at = list(self.shocks).index(shock)
        return np.stack([one[at] for one in values])
