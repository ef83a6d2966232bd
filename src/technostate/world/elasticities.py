"""Named sets of trade elasticities by sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from technostate.errors import unknown_label
from technostate.evidence import Origin
from technostate.evidence.readers.icio import ELASTICITY_SETS as CONVENTIONAL
from technostate.evidence.readers.trade_elasticities import LOW_LONG_RUN
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
    origin : Origin
        Of the numbers: its citation is that of the paper, or says that none was found.
    """

    name: str
    values: Mapping[str, float]
    origin: Origin

    @property
    def citation(self) -> str:
        """Who estimated them."""
        return self.origin.citation

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
            name: Elasticities(
                name,
                MappingProxyType(dict(zip(sectors, arrays[name].tolist(), strict=True))),
                Origin.from_dict(origin),
            )
            for name, origin in meta["origins"].items()
        }
    )


def elasticity_sets() -> tuple[str, ...]:
    """Return the names of the embedded elasticity sets, sorted: the conventional ones, the low ones, and ``FGO28``."""
    return tuple(sorted(_elasticity_sets()))


def conventional_sets() -> tuple[str, ...]:
    """Return the names of the eight conventional sets, sorted; a central figure is the median over their results.

    Examples
    --------
    >>> conventional_sets()
    ('BSY', 'CP', 'FGO', 'GYY', 'IS', 'LL', 'Shap', 'U4')
    """
    return CONVENTIONAL


def low_long_run_sets() -> tuple[str, ...]:
    """Return the names of the three low sets of the long run: θ of .75, 1 and 1.25 throughout.

    They are a range of their own, for trade that responds as little in the long run as Boehm, Levchenko and
    Pandalai-Nayar (2023) find, and are never averaged with the conventional sets.

    Examples
    --------
    >>> [elasticities(name).values["C26"] for name in low_long_run_sets()]
    [0.75, 1.0, 1.25]
    """
    return tuple(LOW_LONG_RUN)


def elasticities(name: str = "FGO") -> Elasticities:
    """Return a named set of trade elasticities for the sectors of `icio-2022`.

    Parameters
    ----------
    name : str
        ``FGO`` (Fontagné, Guimbard and Orefice 2022 from their estimates by GTAP sector, the default), ``FGO28`` (the
        same paper at 19 sectors, as bundled with the trade cube), ``CP`` (Caliendo and Parro 2015), ``U4`` (four
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
