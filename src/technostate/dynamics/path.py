"""A baseline without politics, a path with it, and what is read from both."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


#: Beginning of an outcome's unit → symbol of the unit of its figures.
_SYMBOLS = {
    "ratio": "ratio",
    "share of the world": "share of world",
    "share": "1",
    "fraction": "1",
    "log points": "log points",
}


@dataclass(frozen=True)
class Outcome:
    """What a path says of a region in a year.

    Parameters
    ----------
    missing : str
        When it has no figure; empty where it always has one.
    """

    name: str
    title: str
    unit: str
    meaning: str
    missing: str = ""

    @property
    def symbol(self) -> str:
        """Return the symbol of the unit in which its figures are given.

        Examples
        --------
        >>> [OUTCOMES[name].symbol for name in ("income", "burden", "gdp_ppp")]
        ['ratio', '1', 'share of world']
        """
        return next(symbol for start, symbol in _SYMBOLS.items() if self.unit.startswith(start))


#: In the order of columns.
OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        name: Outcome(name=name, **row)
        for name, row in tomllib.loads(
            resources.files("technostate.dynamics").joinpath("outcomes.toml").read_text("utf-8")
        ).items()
    }
)


@dataclass(frozen=True, eq=False)
class Baseline:
    """The path of a growth target with everything political at rest; made once, it serves every draw of the ideas.

    Parameters
    ----------
    knowledge : array (Y, J, N)
    shares : array (Y, J, N, N)
        Import shares.
    income : array (Y, N)
        Log real income over the base year's.
    capital : array (Y, N)
        Ratio to the base year.
    domestic : array (Y, N)
        GDP over final expenditure.
    solution : array (Y, N + 2·N·J)
        The solver's vector, from which paths start.
    worst : float
        Largest gap to the target, log points.
    sweeps : int
        Of the solver, all years together.
    """

    knowledge: Array
    shares: Array
    income: Array
    capital: Array
    domestic: Array
    solution: Array
    worst: float
    sweeps: int


@dataclass(frozen=True, eq=False)
class Path:
    """A path.

    Parameters
    ----------
    outcomes : mapping of str to array (Y, N)
        Each of `OUTCOMES`.
    knowledge : array (Y, J, N)
    shares : array (Y, J, N, N)
        Import shares.
    factor_income, gdp, expenditure : array (Y, N)
        At the path's prices; the world's sum of factor income is that of the base year, and that of each block where a
        barrier makes several of it. Expenditure is final, and its excess over GDP the deficit.
    spending : array (Y, 3, N)
        Military, stocks, internal security: shares of GDP.
    capital : array (Y, N)
        Ratio to the base year.
    threat, restriction : array (Y, N, N)
        Of n by m; by seller n of buyer m, log points.
    """

    outcomes: Mapping[str, Array]
    knowledge: Array
    shares: Array
    factor_income: Array
    gdp: Array
    expenditure: Array
    spending: Array
    capital: Array
    threat: Array
    restriction: Array
    sweeps: int
