"""Chokepoints: three definitions of a critical import, side by side, by product of a sector table.

All three were made for products of a customs code (HS6) or close to it; on 28 to 35 broad sectors they are
analogues. Few sectors cross thresholds that were set for single products, so the figures behind each
condition are given and not only the verdict. Imports are intermediate and final purchases at basic prices,
without changes in inventories; trade inside a group is at home. ROW is many economies: its sales are imports, but
it is no supplier and no square of an HHI (``row="one"`` counts it as one supplier, the upper bound).

- ``commission``: the three core dependency indicators of the European Commission (2021, SWD(2021) 352):
  concentration of outside suppliers (HHI above .4), outside imports over all purchases (above .5; the
  Commission sets them against all imports of the members, trade inside the Union included), and outside
  imports over exports (above 1: not substitutable by own production).
- ``merics``: Zenglein (2020, MERICS, "Mapping and recalibrating Europe's economic interdependence with China"):
  the buyer is a net importer, more than half of its imports come from one supplier, and that supplier holds
  more than 30 % of world exports. (The MERICS database of 2024 asks for imports twice as high as exports:
  ``deficit_ratio=2``.)
- ``index``: foreign share × concentration × (1 − substitutability), between 0 and 1, without a threshold.
  Substitutability is what the buyer could keep at home: its own exports over its imports, at most one; or,
  where elasticities are known, θ / (1 + θ).
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from technostate.errors import DataError, unknown_label
from technostate.exposure.imports import ImportProfile
from technostate.exposure.selection import Flags, share
from technostate.world.table import Array

Substitution = Literal["exports", "elasticity"]


def commission_dependent(
    profile: ImportProfile, concentration: float = 0.4, foreign_share: float = 0.5, import_ratio: float = 1.0
) -> Flags:
    """Return which products all three core dependency indicators flag (J,).

    Parameters
    ----------
    concentration, foreign_share, import_ratio : float
        Thresholds; each indicator must be above its own.

    References
    ----------
    European Commission (2021), SWD(2021) 352 final.
    """
    return (
        (profile.concentration > concentration)
        & (profile.foreign_share > foreign_share)
        & (profile.import_ratio > import_ratio)
    )


def merics_dependent(
    profile: ImportProfile, deficit_ratio: float = 1.0, import_share: float = 0.5, world_share: float = 0.3
) -> Flags:
    """Return for which products the three conditions hold of the largest outside supplier (J,).

    Parameters
    ----------
    deficit_ratio : float
        Imports over exports above which the state is a net importer.
    import_share : float
        The supplier's share of the state's imports.
    world_share : float
        The supplier's share of world exports.

    References
    ----------
    Zenglein (2020), MERICS; Rogers, Foxall, Henderson and Armstrong (2020), "Breaking the China Supply Chain".
    """
    return (
        (profile.import_ratio > deficit_ratio)
        & (profile.top_share > import_share)
        & (profile.top_world_share > world_share)
    )


def chokepoint_index(
    profile: ImportProfile, substitution: Substitution = "exports", elasticity: Array | None = None
) -> Array:
    """Return foreign share × concentration × (1 − substitutability) by product (J,), from 0 to 1.

    Parameters
    ----------
    substitution : {"exports", "elasticity"}
        Own exports over imports (at most one), or θ / (1 + θ).
    elasticity : array (J,), optional
        Trade elasticities θ, for ``"elasticity"``; a product without one has no index (NaN).

    Raises
    ------
    DataError
        If elasticities are asked for and none are known.
    """
    if substitution not in get_args(Substitution):
        raise unknown_label("substitution", substitution, get_args(Substitution))
    if substitution == "elasticity":
        if elasticity is None or np.isnan(elasticity).all():
            raise DataError(
                "no trade elasticity is known", hint="choose a set of elasticities, or substitution='exports'"
            )
        left = 1.0 / (1.0 + elasticity)
    else:
        left = np.maximum(1.0 - share(np.maximum(profile.exports, 0.0), profile.imports), 0.0)
    index: Array = profile.foreign_share * profile.concentration * left
    return index
