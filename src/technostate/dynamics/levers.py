"""What states can set: the levers of the five strategies, and arrays of them over a path."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lever:
    """Something a state sets, a number a year.

    Parameters
    ----------
    by : {"region", "pair"}
        Whether a state sets it alone, or against another state.
    strategy : str
        Id of the strategy it belongs to.
    low, high : float
        Range that scenarios may name, in `unit`; low is negative where it can be undone.
    """

    name: str
    by: Literal["region", "pair"]
    strategy: str
    meaning: str
    unit: str
    low: float
    high: float


#: Levers a state sets by itself, in the order of `Policy.by_region`, then those against another state.
LEVERS: Mapping[str, Lever] = MappingProxyType(
    {
        name: Lever(name=name, **row)
        for name, row in tomllib.loads(
            resources.files("technostate.dynamics").joinpath("levers.toml").read_text("utf-8")
        ).items()
    }
)
BY_REGION = tuple(name for name, row in LEVERS.items() if row.by == "region")
BY_PAIR = tuple(name for name, row in LEVERS.items() if row.by == "pair")


@dataclass(frozen=True, eq=False)
class Policy:
    """Levers over a path; zeros are the base.

    Parameters
    ----------
    by_region : array (Y, N, levers)
        In the order of `BY_REGION`.
    by_pair : array (Y, levers, N, N)
        In the order of `BY_PAIR`; buyer first for ``aimed``, seller first for ``restriction``, symmetric for
        ``barrier``; infinite where a ``barrier`` stops all trade.
    """

    by_region: Array
    by_pair: Array

    @classmethod
    def none(cls, years: int, regions: int) -> Policy:
        """Return the policy in which no lever is moved."""
        return cls(np.zeros((years, regions, len(BY_REGION))), np.zeros((years, len(BY_PAIR), regions, regions)))
