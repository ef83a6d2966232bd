"""Economies with products that tests of the year share: made-up ones, and a sector divided in proportion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from decade_economies import made_up

from technostate.shocks.decade import TradeEconomy
from technostate.shocks.decade.shares import FIELDS
from technostate.shocks.year import Elasticities, Parameter, YearEconomy, YearProduct, with_products


def amount(central: float, low: float | None = None, high: float | None = None, *, logs: bool = False) -> Parameter:
    """A parameter of a product."""
    ends = (central if end is None else end for end in (low, high))
    low, high = ends
    return Parameter("made up", "x", "made up", "1", low, central, high, "assumed", "made up", logs)


def product(
    code: str,
    instead: str,
    *,
    root: str | None = None,
    multiple: float = 6.0,
    origins: float = 0.8,
    beside: float = 0.05,
    expand: float = 0.15,
    critical: bool = True,
) -> YearProduct:
    """A product whose amounts have no range."""
    one, two, three, four = (amount(value) for value in (origins, multiple, beside, expand))
    return YearProduct(code, root or instead, critical, instead, one, two, three, four)


PRODUCTS = (product("S2", "S0"), product("S3", "S1", multiple=3.0, origins=1.5, expand=0.3))


def carved(
    seed: int = 7, plain: Elasticities | None = None, products: tuple[YearProduct, ...] = PRODUCTS
) -> YearEconomy:
    """Four regions and five sectors: two products, the goods that replace them, and one that is not traded."""
    base = made_up(seed, 4, 5)
    elasticities = with_products(plain or Elasticities(origins=1.2), base.sectors, products)
    return YearEconomy(base, elasticities, products)


def halved(base: TradeEconomy, sector: str, part: float, code: str = "product") -> TradeEconomy:
    """The economy with a part of a sector as a product of its own, in proportion throughout, placed last."""
    k = base.sectors.index(sector)
    fields = {name: np.asarray(getattr(base, name)) for name in FIELDS}

    def twice(array: np.ndarray, axis: int, share: bool) -> np.ndarray:
        old = np.take(array, [k], axis)
        found = np.concatenate([array, old * part if share else old], axis)
        if share:
            place: list[slice | int] = [slice(None)] * array.ndim
            place[axis] = k
            found[tuple(place)] *= 1.0 - part
        return found

    inputs = twice(twice(fields["input_share"], 1, True), 2, False)
    found = {
        "import_share": twice(fields["import_share"], 0, False),
        "value_added_share": twice(fields["value_added_share"], 1, False),
        "input_share": inputs,
        "final_share": twice(fields["final_share"], 1, True),
        "trade_elasticity": twice(fields["trade_elasticity"], 0, False),
        "tariff": None if base.tariff is None else twice(np.asarray(base.tariff), 0, False),
    }
    return replace(base, **found, sectors=(*base.sectors, code))


def with_half(economy: YearEconomy, sector: str, part: float, **traits: object) -> YearEconomy:
    """The economy with a part of a sector as a product whose elasticities are the sector's unless they are given."""
    base, e = economy.base, economy.elasticities
    k = base.sectors.index(sector)
    usual = {"origins": float(e.by_sector(len(base.sectors))[k]), "beside": e.inputs, "expand": float(e.value_added)}
    row = product("product", sector, **(usual | traits))  # type: ignore[arg-type]
    split = halved(base, sector, part)
    plain = replace(e, origins=np.append(e.by_sector(len(base.sectors)), usual["origins"]))
    return YearEconomy(split, with_products(plain, split.sectors, (row,)), (row,))
