"""Named sets of trade elasticities by sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from technostate.errors import unknown_label
from technostate.world import storage
from technostate.world.embedded import folder
from technostate.world.table import Array


@dataclass(frozen=True, eq=False)
class Elasticities:
    """A named set of trade elasticities θ by sector of the panel and of `icio-2022`.

    Parameters
    ----------
    values : mapping of str to float
        Sector → θ.
    citation : str
        Who estimated them, or ``"not found"`` where the bundling package gives only the key.
    """

    name: str
    values: Mapping[str, float]
    citation: str

    def array(self, sectors: Sequence[str]) -> Array:
        """Return θ in the order of `sectors` (J,); raises `LabelError` for a sector the set lacks."""
        for sector in sectors:
            if sector not in self.values:
                raise unknown_label("sector", sector, tuple(self.values), where=f"elasticity set {self.name}")
        return np.array([self.values[sector] for sector in sectors])


@lru_cache(maxsize=1)
def _elasticity_sets() -> Mapping[str, Elasticities]:
    arrays, meta = storage.load(folder() / "icio-elasticities.npz")
    sectors = [str(code) for code in arrays["sectors"]]
    return MappingProxyType(
        {
            name: Elasticities(name, MappingProxyType(dict(zip(sectors, arrays[name].tolist(), strict=True))), citation)
            for name, citation in meta["citations"].items()
        }
    )


def elasticity_sets() -> tuple[str, ...]:
    """Return the names of the embedded elasticity sets, sorted."""
    return tuple(sorted(_elasticity_sets()))


def elasticities(name: str = "FGO") -> Elasticities:
    """Return a named set of trade elasticities for the sectors of `icio-2022`.

    Parameters
    ----------
    name : str
        ``FGO`` (Fontagné, Guimbard and Orefice 2022, the default), ``CP`` (Caliendo and Parro 2015), ``U4`` (four
        throughout, Simonovska and Waugh 2014), or another of `elasticity_sets`.

    Raises
    ------
    LabelError
        If there is no such set.

    Examples
    --------
    >>> elasticities("U4").values["C26"]
    4.0
    """
    known = _elasticity_sets()
    if name not in known:
        raise unknown_label("elasticity set", name, elasticity_sets())
    return known[name]
