"""How a state buys each product of a sector table: from home, from abroad, from how many, and what it sells itself.

Imports are intermediate and final purchases at basic prices, without changes in inventories; trade inside a group is
at home. ROW is all economies that the table does not show apart: its sales are imports, and it is no supplier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.exposure.concentration import Row, counted, herfindahl
from technostate.exposure.flows import sales_by_region
from technostate.exposure.selection import Codes, Flags, Positions, outside, regions, share, single
from technostate.world import World
from technostate.world.table import Array


@dataclass(frozen=True)
class ImportProfile:
    """How a state buys each product; arrays of J sectors, NaN where nothing is bought.

    Parameters
    ----------
    imports, exports, home_purchases : array (J,)
        USD million, intermediate and final.
    concentration : array (J,)
        HHI of outside suppliers; NaN where only ROW, as many, supplies.
    rest_of_world : array (J,)
        ROW's share of the imports, zero in a table without ROW.
    foreign_share : array (J,)
        Imports over all purchases.
    import_ratio : array (J,)
        Imports over exports; infinite without exports.
    top_supplier : tuple of str
        The largest outside supplier of each product; empty where no single economy supplies.
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
    rest_of_world: Array
    foreign_share: Array
    import_ratio: Array
    top_supplier: tuple[str, ...]
    top_share: Array
    top_world_share: Array
    recorded_at_home: Flags


def import_profile(world: World, buyer: Codes, row: Row = "many") -> ImportProfile:
    """Return how a state buys each product, arrays by sector.

    Parameters
    ----------
    buyer : str or sequence of str
        Region, or regions taken as one; a partner inside the group is home.
    row : {"many", "one"}
        Whether ROW, in the concentration, is many economies or counts as one: an upper bound. It is no supplier.
    """
    one = counted(world, row)
    members, abroad = regions(world, buyer), outside(world, buyer)
    flows = sales_by_region(world).reshape(*world.shape, world.n_regions)
    purchases = flows[:, :, members].sum(axis=2)
    nobody = np.zeros((1, world.n_sectors))
    by_supplier = np.maximum(purchases[abroad], 0.0) if len(abroad) else nobody
    alone = one[abroad] if len(abroad) else np.array([True])
    named = single(world)[abroad] if len(abroad) else np.array([True])
    rest = by_supplier[~named].sum(axis=0) if len(abroad) else nobody[0]
    imports, home = by_supplier.sum(axis=0), purchases[members].sum(axis=0)
    exports = flows[np.ix_(members, np.arange(world.n_sectors), abroad)].sum(axis=(0, 2))
    world_exports = _world_exports(flows, members)
    their_exports = world_exports[abroad] if len(abroad) else nobody
    top = np.where(named[:, None], by_supplier, -1.0).argmax(axis=0), np.arange(world.n_sectors)
    supplied = (by_supplier[top] > 0) & named[top[0]]
    names = tuple(world.regions[abroad[k]] if supplied[s] else "" for s, k in enumerate(top[0]))
    ratio = np.where(imports > 0, np.inf, np.nan)
    np.divide(imports, exports, out=ratio, where=exports > 0)
    return ImportProfile(
        imports=imports,
        exports=exports,
        home_purchases=home,
        concentration=herfindahl(by_supplier, alone),
        rest_of_world=share(rest, imports),
        foreign_share=share(imports, imports + home),
        import_ratio=ratio,
        top_supplier=names,
        top_share=np.where(supplied, share(by_supplier[top], imports), np.nan),
        top_world_share=np.where(supplied, share(their_exports[top], world_exports.sum(axis=0)), np.nan),
        recorded_at_home=world.gross_output.reshape(world.shape)[members].sum(axis=0) > 0,
    )


def _world_exports(flows: Array, members: Positions) -> Array:
    """Return exports of each region and product (N, J); trade among the members is home trade, not exports."""
    exports: Array = flows.sum(axis=2) - np.einsum("rjr->rj", flows)
    at_home = flows[np.ix_(members, np.arange(flows.shape[1]), members)]
    exports[members] -= at_home.sum(axis=2) - np.einsum("rjr->rj", at_home)
    return exports
