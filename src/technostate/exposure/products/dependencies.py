"""Dependence on imports by product of six digits, as the European Commission and MERICS define it, side by side.

- ``commission``, the core dependency indicators of SWD(2021) 352 (used again by Arjona, Connell and Herghelegiu 2023):
  CDI 1, concentration of the group's imports from outside (HHI over supplying countries) above .4; CDI 2, imports from
  outside over all imports of the members, those from each other included, above .5; CDI 3, imports from outside over
  all exports of the members, those to each other included (what the group could keep), above 1. A single state has no
  trade within itself: its CDI 2 is 1 and says nothing, its CDI 3 is imports over exports.
- ``merics``, the three conditions of Rogers, Foxall, Henderson and Armstrong (2020) that Zenglein (2020, MERICS) takes
  over: the group is a net importer (imports from outside above exports to outside), over half of its imports come from
  the partner (without a partner: from the largest supplier), which holds over 30 % of world exports.

Regions of BACI that are no single economy are ROW: in every sum, in no square of an HHI, and never a supplier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from technostate.exposure.concentration import herfindahl
from technostate.exposure.products.group import GroupTrade, single
from technostate.exposure.selection import Flags, share
from technostate.world.table import Array

#: Thresholds of the three core dependency indicators; each must be above its own.
CDI = (0.4, 0.5, 1.0)
#: Imports over exports, share of imports, share of world exports: each must be above its own.
MERICS = (1.0, 0.5, 0.3)


@dataclass(frozen=True)
class Dependencies:
    """Every product that a group buys, under two definitions; arrays of K products, NaN where there is no value.

    Parameters
    ----------
    imports, exports, within : array
        Imports from outside, exports to outside, trade among members; US dollars.
    concentration : array
        CDI 1: HHI of outside suppliers; NaN where only ROW supplies.
    outside_share : array
        CDI 2: imports from outside over all imports of the members.
    import_ratio : array
        CDI 3: imports from outside over all exports of the members; infinite without exports.
    net_ratio : array
        Imports from outside over exports to outside; infinite without exports.
    rest_of_world : array
        Share of ROW in the imports.
    supplier : array of int
        Position of the largest single supplier; -1 without one.
    supplier_share, supplier_world_share : array
        Its share of the imports, and of world exports.
    partner_share, partner_world_share : array
        The same of the partner; NaN without one.
    commission, merics : array of bool
        Whether all conditions of the definition hold.
    """

    imports: Array
    exports: Array
    within: Array
    concentration: Array
    outside_share: Array
    import_ratio: Array
    net_ratio: Array
    rest_of_world: Array
    supplier: np.ndarray[tuple[int], np.dtype[np.intp]]
    supplier_share: Array
    supplier_world_share: Array
    partner_share: Array
    partner_world_share: Array
    commission: Flags
    merics: Flags


def dependencies(trade: GroupTrade) -> Dependencies:
    """Return each product of a group's trade under both definitions.

    References
    ----------
    European Commission (2021), SWD(2021) 352 final; Arjona, Connell and Herghelegiu (2023), Single Market Economics
    Papers WP2023/14; Rogers, Foxall, Henderson and Armstrong (2020), Breaking the China Supply Chain; Zenglein (2020),
    Mapping and Recalibrating Europe's Economic Interdependence with China, MERICS.
    """
    one = single(trade.regions)
    imports, whole = trade.imports.sum(axis=1), trade.world.sum(axis=1)
    concentration = herfindahl(trade.imports.T, one)
    outside = share(imports, imports + trade.within)
    ratio = _ratio(imports, trade.exports + trade.within)
    net = _ratio(imports, trade.exports)
    apart = np.where(one, trade.imports, -1.0)
    rows = np.arange(len(imports))
    top = apart.argmax(axis=1)
    named = apart[rows, top] > 0
    bought = np.where(named, share(trade.imports[rows, top], imports), np.nan)
    held = np.where(named, share(trade.world[rows, top], whole), np.nan)
    partner = _of(trade.imports, trade.partner, imports), _of(trade.world, trade.partner, whole)
    by, of_world = partner if trade.partner else (bought, held)
    with np.errstate(invalid="ignore"):
        commission = (concentration > CDI[0]) & (outside > CDI[1]) & (ratio > CDI[2])
        merics = (net > MERICS[0]) & (by > MERICS[1]) & (of_world > MERICS[2])
    return Dependencies(
        imports=imports,
        exports=trade.exports,
        within=trade.within,
        concentration=concentration,
        outside_share=outside,
        import_ratio=ratio,
        net_ratio=net,
        rest_of_world=share(trade.imports[:, ~one].sum(axis=1), imports),
        supplier=np.where(named, top, -1),
        supplier_share=bought,
        supplier_world_share=held,
        partner_share=partner[0],
        partner_world_share=partner[1],
        commission=commission,
        merics=merics,
    )


def _ratio(imports: Array, exports: Array) -> Array:
    """Return imports over exports: infinite without exports, NaN where nothing is imported."""
    found = np.where(imports > 0, np.inf, np.nan)
    return np.divide(imports, exports, out=found, where=(exports > 0) & (imports > 0))


def _of(flows: Array, partner: Sequence[int], whole: Array) -> Array:
    """Return the partner's share, NaN without a partner."""
    if not partner:
        return np.full(len(whole), np.nan)
    return share(flows[:, list(partner)].sum(axis=1), whole)
