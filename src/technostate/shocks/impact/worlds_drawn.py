"""What draws vary of products themselves: worlds carved anew with other world values and makers' shares.

A world a draw would take too long: the draws share four. In each, all products that the shock bears on lie at the same
places in their ranges, as four worlds could not tell one from the other.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from technostate.errors import TechnostateError
from technostate.shocks.impact.batch import Drawn, each, reason
from technostate.shocks.specification.amounts import within
from technostate.world.product import OTHERS

if TYPE_CHECKING:
    from technostate.shocks.specification.division import Division
    from technostate.shocks.specification.resolve import Resolved
    from technostate.shocks.weeks import FlowEconomy
    from technostate.shocks.year import YearEconomy
    from technostate.world import World
    from technostate.world.assumed import Assumed
    from technostate.world.product import Product

Made = TypeVar("Made")

#: Place in the ranges of products, in words, where the shock bears on several.
_TOGETHER = "world value of products, place in their ranges", "share of one maker of products, place in their ranges"
#: Places, 0 to 1, of the worlds in the ranges of values and of makers' shares: the middle of each quarter of both once,
#: and the two uncorrelated.
PLACES = ((0.125, 0.625), (0.375, 0.125), (0.625, 0.875), (0.875, 0.375))


@dataclass(frozen=True, eq=False)
class DrawnWorld:
    """A world whose products have another value and other makers, and the shock on it.

    Parameters
    ----------
    world : World
        At the division on which the engines run.
    division : Division or None
        From fine regions to those of `world`, weighted by its own flows; None where they are the same.
    values : mapping of str to float
        What was drawn, by name.
    """

    world: World
    division: Division | None
    values: Mapping[str, float]

    @cached_property
    def year(self) -> YearEconomy:
        """The base of year, path and decade."""
        from technostate.shocks.year import YearEconomy

        return YearEconomy.from_world(self.world, missing_tariff=0.0)

    @cached_property
    def weeks(self) -> FlowEconomy:
        """The base of the weeks."""
        from technostate.shocks.weeks import FlowEconomy

        return FlowEconomy.from_world(self.world)

    def resolved(self, resolved: Resolved) -> Resolved:
        """Return the shock on this world."""
        return resolved if self.division is None else resolved.on(self.division)


@dataclass(frozen=True, eq=False)
class DrawnWorlds:
    """The worlds that the draws of a shock share; none where no product that it bears on has a range.

    Parameters
    ----------
    rows : tuple of DrawnWorld
        Their names of what is drawn are the same.
    seed : int
        Decides which draw has which world.
    """

    rows: tuple[DrawnWorld, ...] = ()
    notes: tuple[str, ...] = ()
    seed: int = 0

    def of(self, case: str, central: Made, made: Sequence[Made]) -> Made:
        """Return what belongs to a case.

        Parameters
        ----------
        central
            Where there are no worlds, and in the central case.
        made : sequence
            One a world, in the order of `rows`.
        """
        return made[self._at(case)] if self.rows and case.startswith("draw ") else central

    def beside(self, drawn: Drawn) -> Drawn:
        """Return what draws vary with what they vary of products."""
        if not self.rows:
            return drawn
        names = tuple(self.rows[0].values)
        more = [[*self.rows[self._at(case)].values.values()] for case in drawn.cases]
        values = np.column_stack([drawn.values, np.array(more).reshape(len(more), len(names))])
        return Drawn(drawn.cases, (*drawn.parameters, *names), values)

    def _at(self, case: str) -> int:
        """Return the position of a draw's world: in turn, every four draws in an order of their own."""
        block, at = divmod(int(case.removeprefix("draw ")) - 1, len(self.rows))
        return int(np.random.default_rng((self.seed, block)).permutation(len(self.rows))[at])


#: Nothing of products is drawn.
NONE = DrawnWorlds()


def drawn_worlds(
    world: World, codes: Sequence[str], regions: Mapping[str, str] | None = None, name: str = ""
) -> DrawnWorlds:
    """Return the worlds that the draws share where a shock bears on some products.

    Products are put back into their sectors and carved again, so that users, links and balances are what the table can
    hold with these values and makers. Where one of the worlds cannot be carved nothing is drawn, and a note says why.

    Parameters
    ----------
    world : World
        Fine, with its products.
    codes : sequence of str
        Products whose values and makers are drawn, as far as they have ranges.
    regions : mapping of str to str, optional
        Region → group, where the engines run on a coarser division.
    name : str
        Of the world at that division.
    """
    from technostate.shocks.specification.division import Division
    from technostate.world import aggregate
    from technostate.world.products import carve

    chosen = {code: world.products[code] for code in codes if _ranged(world.products[code])}
    if not chosen:
        return NONE
    words = ", ".join(chosen)
    whole = aggregate(world, sectors={code: world.root_of(code) for code in world.sectors}, name=world.name)

    def made(place: tuple[float, float]) -> DrawnWorld:
        products = [moved(row, *place) if row.name in chosen else row for row in world.products.values()]
        fine = carve(whole, products, name=world.name)
        values = _told([*chosen.values()], place)
        if regions is None:
            return DrawnWorld(fine, None, values)
        return DrawnWorld(aggregate(fine, regions=regions, name=name), Division(fine, regions, name), values)

    found = each(PLACES, made, "worlds", threads=os.cpu_count() or 1)
    rows = [row for row in found if isinstance(row, DrawnWorld)]
    if failed := [row for row in found if isinstance(row, TechnostateError)]:
        return DrawnWorlds(notes=(f"world values and makers' shares of {words} are not drawn: {reason(failed[0])}",))
    note = f"draws share {len(rows)} worlds with other world values and makers' shares of {words}"
    together = "; all lie at the same place in their ranges" * (len(chosen) > 1)
    return DrawnWorlds(tuple(rows), (note + together,))


def moved(product: Product, value: float, share: float) -> Product:
    """Return a product at places, 0 to 1, in the ranges of its world value and of one maker's share.

    That maker is the one whose share has the widest range. What it has more the others have less, in proportion.

    Examples
    --------
    >>> from technostate.world.products import product
    >>> chips = moved(product("chips-advanced"), 0.0, 1.0)
    >>> chips.value.central, {region: round(part.central, 3) for region, part in chips.makers.items()}
    (50000.0, {'TWN': 0.92, 'KOR': 0.059, 'USA': 0.021})
    """
    makers, maker = dict(product.makers), _maker(product)
    if maker:
        shares = {region: part.central for region, part in makers.items()}
        new = _at(makers[maker], share)
        others = sum(shares.values()) - shares[maker]
        scaled = {region: part * (others + shares[maker] - new) / others for region, part in shares.items()}
        makers = {region: _point(makers[region], part) for region, part in (scaled | {maker: new}).items()}
    return replace(product, value=_point(product.value, _at(product.value, value)), makers=makers)


def _maker(product: Product) -> str:
    """Return the named maker whose share has the widest range; nothing where none has one, or there are no others."""
    width = {region: part.high - part.low for region, part in product.makers.items() if region != OTHERS}
    widest = max(width, key=lambda region: width[region], default="")
    others = sum(part.central for region, part in product.makers.items() if region != widest)
    return widest if widest and width[widest] > 0 and others > 0 else ""


def _ranged(product: Product) -> bool:
    return product.value.low < product.value.high or bool(_maker(product))


def _at(amount: Assumed, place: float) -> float:
    return within(amount.low, amount.central, amount.high, place)


def _point(amount: Assumed, value: float) -> Assumed:
    return replace(amount, low=value, central=value, high=value)


def _told(products: Sequence[Product], place: tuple[float, float]) -> Mapping[str, float]:
    """Return what is drawn, in words: of one product its own numbers, of several the places in their ranges."""
    if len(products) > 1:
        return dict(zip(_TOGETHER, place, strict=True))
    product, maker = products[0], _maker(products[0])
    told = {f"world value of {product.name}": _at(product.value, place[0])}
    return told | ({f"share of {maker} in {product.name}": _at(product.makers[maker], place[1])} if maker else {})
