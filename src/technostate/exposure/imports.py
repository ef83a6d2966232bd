"""Chokepoints: three definitions of a critical import, side by side, by product of a sector table.

All three were made for products of a customs code (HS6) or close to it; on 28 to 35 broad sectors they are
analogues. Few sectors cross thresholds that were set for single products, so the figures behind each
condition are given and not only the verdict. Imports are intermediate and final purchases at basic prices,
without changes in inventories; trade inside a group is at home.

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

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, unknown_label
from technostate.exposure.reliance import herfindahl
from technostate.exposure.selection import Codes, Positions, outside, regions, share
from technostate.exposure.system import once_per_world
from technostate.world import World
from technostate.world.world import Array

Flags: TypeAlias = NDArray[np.bool_]
Substitution = Literal["exports", "elasticity"]


@dataclass(frozen=True)
class ImportProfile:
    """How a state buys each product; arrays of J sectors, NaN where nothing is bought.

    Parameters
    ----------
    imports, exports, home_purchases : array (J,)
        USD million, intermediate and final.
    concentration : array (J,)
        HHI of outside suppliers.
    foreign_share : array (J,)
        Imports over all purchases.
    import_ratio : array (J,)
        Imports over exports; infinite without exports.
    top_supplier : tuple of str
        The largest outside supplier of each product; empty where nothing is imported.
    top_share : array (J,)
        Its share of the imports.
    top_world_share : array (J,)
        Its share of world exports of the product.
    recorded_at_home : array of bool (J,)
        Whether the table records any output of the product in the state.
    """

    imports: Array
    exports: Array
    home_purchases: Array
    concentration: Array
    foreign_share: Array
    import_ratio: Array
    top_supplier: tuple[str, ...]
    top_share: Array
    top_world_share: Array
    recorded_at_home: Flags


@dataclass(frozen=True)
class Chokepoint:
    """One product as the three definitions see it; fractions unless said otherwise.

    Parameters
    ----------
    sector : str
        Code of the product's sector.
    supplier : str
        Its largest outside supplier; empty where nothing is imported.
    concentration, foreign_share, import_ratio, supplier_share, world_share : float
        See `ImportProfile`; NaN where nothing is bought.
    commission, merics : bool
        Whether all conditions of the definition hold.
    index : float
        Foreign share × concentration × (1 − substitutability).
    recorded_at_home : bool
        False where the table records no output of the product in the state. Often the producer put it into
        another sector (retail and motor trade in China, WIOD c19), and the figures say little.
    """

    sector: str
    supplier: str
    concentration: float
    foreign_share: float
    import_ratio: float
    supplier_share: float
    world_share: float
    commission: bool
    merics: bool
    index: float
    recorded_at_home: bool


@once_per_world
def sales_by_region(world: World) -> Array:
    """Return sales of each node to each region, intermediate and final (N·J, N), USD million, inventories apart.

    Parameters
    ----------
    world : World
    """
    n, j = world.shape
    sales: Array = world.intermediate.reshape(n * j, n, j).sum(axis=2) + world.final_demand
    return sales


def import_profile(world: World, buyer: Codes) -> ImportProfile:
    """Return how a state buys each product: from home, from abroad, from how many, and what it sells itself.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
        Region, or regions taken as one; a partner inside the group is home.
    """
    members, abroad = regions(world, buyer), outside(world, buyer)
    flows = sales_by_region(world).reshape(*world.shape, world.n_regions)
    purchases = flows[:, :, members].sum(axis=2)
    nobody = np.zeros((1, world.n_sectors))
    by_supplier = np.maximum(purchases[abroad], 0.0) if len(abroad) else nobody
    imports, home = by_supplier.sum(axis=0), purchases[members].sum(axis=0)
    exports = flows[np.ix_(members, np.arange(world.n_sectors), abroad)].sum(axis=(0, 2))
    world_exports = _world_exports(flows, members)
    their_exports = world_exports[abroad] if len(abroad) else nobody
    top = by_supplier.argmax(axis=0), np.arange(world.n_sectors)
    names = tuple(world.regions[abroad[k]] if imports[s] > 0 else "" for s, k in enumerate(top[0]))
    ratio = np.where(imports > 0, np.inf, np.nan)
    np.divide(imports, exports, out=ratio, where=exports > 0)
    return ImportProfile(
        imports=imports,
        exports=exports,
        home_purchases=home,
        concentration=herfindahl(by_supplier),
        foreign_share=share(imports, imports + home),
        import_ratio=ratio,
        top_supplier=names,
        top_share=share(by_supplier[top], imports),
        top_world_share=np.where(imports > 0, share(their_exports[top], world_exports.sum(axis=0)), np.nan),
        recorded_at_home=world.gross_output.reshape(world.shape)[members].sum(axis=0) > 0,
    )


def _world_exports(flows: Array, members: Positions) -> Array:
    """Return exports of each region and product (N, J); trade among the members is home trade, not exports."""
    exports: Array = flows.sum(axis=2) - np.einsum("rjr->rj", flows)
    at_home = flows[np.ix_(members, np.arange(flows.shape[1]), members)]
    exports[members] -= at_home.sum(axis=2) - np.einsum("rjr->rj", at_home)
    return exports


def commission_dependent(
    profile: ImportProfile, concentration: float = 0.4, foreign_share: float = 0.5, import_ratio: float = 1.0
) -> Flags:
    """Return which products all three core dependency indicators flag (J,).

    Parameters
    ----------
    profile : ImportProfile
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
    profile : ImportProfile
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
    profile : ImportProfile
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


def chokepoints(world: World, buyer: Codes, substitution: Substitution = "exports") -> tuple[Chokepoint, ...]:
    """Return every product of the world as the three definitions see it for a buyer, highest index first.

    Products without an index (nothing imported), or without recorded output in the state, come last.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
    substitution : {"exports", "elasticity"}
        For the index, see `chokepoint_index`.

    Examples
    --------
    >>> from technostate.world import load
    >>> first = chokepoints(load("wiod-2004"), "CHN")[0]
    >>> first.index > 0 and first.supplier != "CHN"
    True
    """
    profile = import_profile(world, buyer)
    flags = commission_dependent(profile), merics_dependent(profile)
    index = chokepoint_index(profile, substitution, world.trade_elasticity)
    rows = [
        Chokepoint(
            sector=sector,
            supplier=profile.top_supplier[s],
            concentration=float(profile.concentration[s]),
            foreign_share=float(profile.foreign_share[s]),
            import_ratio=float(profile.import_ratio[s]),
            supplier_share=float(profile.top_share[s]),
            world_share=float(profile.top_world_share[s]),
            commission=bool(flags[0][s]),
            merics=bool(flags[1][s]),
            index=float(index[s]),
            recorded_at_home=bool(profile.recorded_at_home[s]),
        )
        for s, sector in enumerate(world.sectors)
    ]
    return tuple(sorted(rows, key=_rank))


def _rank(row: Chokepoint) -> tuple[bool, float]:
    known = np.isfinite(row.index) and row.recorded_at_home
    return not known, -row.index if np.isfinite(row.index) else np.inf
