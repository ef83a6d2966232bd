"""Elasticities of substitution of the first year's nests, and the multiples at which products are done without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import ScenarioError, with_problems
from technostate.shocks.year.parameters import parameters

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array

_NESTS = ("value_added", "inputs", "origins", "final", "critical")
#: Those that may be one number a sector.
_BY_SECTOR = ("value_added", "origins")


@dataclass(frozen=True, eq=False)
class Elasticities:
    """Elasticities of substitution of the four nests, the first year's central values by default (`parameters`).

    Parameters
    ----------
    value_added : float or array (J,)
        Between value added and the bundle of inputs, by user where it is an array.
    inputs : float
        Across inputs.
    origins : float or array (J,)
        Across the regions a product comes from, by sector where it is an array.
    final : float
        Across products in final demand.
    critical : float
        Between critical products and all other inputs together.
    multiple : array (J,), optional
        M of products: price over that of other goods at which half of their use is given up or done with those.
        Infinite where a sector is no product.

    Raises
    ------
    ScenarioError
        If an elasticity is negative or not a finite number, or a multiple is not above one; lists all.

    Examples
    --------
    >>> Elasticities(origins=1.5).inputs
    0.2
    """

    value_added: float | Array = parameters()["value_added"].central
    inputs: float = parameters()["inputs"].central
    origins: float | Array = parameters()["differentiated"].central
    final: float = parameters()["final"].central
    critical: float = parameters()["critical"].central
    multiple: Array | None = None

    def __post_init__(self) -> None:
        problems = []
        for name in _NESTS:
            try:
                value = np.array(getattr(self, name), dtype=np.float64)
            except (TypeError, ValueError):
                problems.append(f"{name} is not a number")
                continue
            if value.ndim > (name in _BY_SECTOR):
                problems.append(f"{name} has shape {value.shape}")
            elif not (np.isfinite(value) & (value >= 0)).all():
                problems.append(f"{name} is {getattr(self, name)}; an elasticity is a finite number of at least 0")
            value.setflags(write=False)
            object.__setattr__(self, name, value if value.ndim else float(value))
        if self.multiple is not None and not (np.ndim(self.multiple) == 1 and (np.asarray(self.multiple) > 1).all()):
            problems.append(f"multiple is {self.multiple}; it is one ratio of prices above 1 a sector")
        if problems:
            raise ScenarioError(
                with_problems("the elasticities have", problems),
                hint="one number each; origins and value_added may be one number a sector",
            )

    def by_sector(self, count: int) -> Array:
        """Return the elasticity across origins as an array (J,) of `count` sectors; raises `ScenarioError`."""
        given = np.asarray(self.origins, dtype=np.float64)
        if given.ndim and given.size != count:
            raise ScenarioError(
                f"{given.size} elasticities across origins for {count} sectors", hint="one number, or one a sector"
            )
        return np.broadcast_to(given, (count,)).copy()


#: Central values throughout.
CENTRAL = Elasticities()
