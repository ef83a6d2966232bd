"""The parameters of the year and of the path, as a table: meaning, unit, range, status and source of each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Classes of goods by how alike those of different origins are, each with its elasticity.
CLASSES = ("homogeneous", "energy", "reference", "differentiated", "services")
#: What a sector is taken to be where its class is not known.
UNKNOWN = "differentiated"


@dataclass(frozen=True)
class Parameter:
    """A parameter with the range within which it is drawn.

    Parameters
    ----------
    low, central, high : float
        In `unit`.
    logs : bool
        Whether draws are even in logs.
    """

    name: str
    symbol: str
    meaning: str
    unit: str
    low: float
    central: float
    high: float
    status: Literal["measured", "estimated", "literature", "assumed"]
    source: str
    logs: bool = False

    def at(self, place: float) -> float:
        """Return the value below which a share `place` of the draws lies; ½ is the central one.

        Examples
        --------
        >>> parameters()["substitutes"].at(0.5), round(parameters()["substitutes"].at(0.0), 12)
        (3.0, 1.5)
        """
        lower = place <= 0.5
        one, two = (self.low, self.central) if lower else (self.central, self.high)
        part = 2.0 * place if lower else 2.0 * place - 1.0
        return one * (two / one) ** part if self.logs else one + (two - one) * part


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath("parameters.toml").read_text("utf-8"))


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return name → parameter."""
    rows = {name: row for name, row in _table().items() if name != "classes"}
    return MappingProxyType({name: Parameter(name, **row) for name, row in rows.items()})


@cache
def _class_of() -> Mapping[str, str]:
    return MappingProxyType({code: name for name, codes in _table()["classes"].items() for code in codes})


def unknown(sectors: Sequence[str]) -> tuple[str, ...]:
    """Return the sectors whose class is not known; they are taken as `UNKNOWN`."""
    return tuple(code for code in sectors if code not in _class_of())


def across_origins(sectors: Sequence[str], differentiated: float = 0.5, other: float = 0.5) -> Array:
    """Return the elasticity across origins in the first year of sectors (J,).

    Parameters
    ----------
    differentiated : float
        Place in the range of differentiated goods and services, 0 to 1.
    other : float
        Place in the ranges of homogeneous and reference-priced goods, oil, gas and fuels.

    Examples
    --------
    >>> across_origins(("A01", "C26", "SVC")).tolist()
    [3.0, 1.5, 1.0]
    """
    place = {name: differentiated if name in ("differentiated", "services") else other for name in CLASSES}
    value = {name: parameters()[name].at(place[name]) for name in CLASSES}
    return np.array([value[_class_of().get(code, UNKNOWN)] for code in sectors])
