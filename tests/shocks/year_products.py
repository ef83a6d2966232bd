"""Made-up economies with products that tests of the year share."""

from __future__ import annotations

from decade_economies import made_up

from technostate.shocks.year import Elasticities, Parameter, YearEconomy, YearProduct, with_products


def amount(value: float) -> Parameter:
    """A parameter of a product, without a range."""
    return Parameter("made up", "x", "made up", "1", value, value, value, "assumed", "made up")


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
