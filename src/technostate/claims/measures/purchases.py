"""What a state buys abroad and at home, before and after: import shares of some goods, and where its own sales go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from technostate.claims.case import Case, members
from technostate.claims.condition import State
from technostate.claims.measures.measure import Asked, Measure, Window
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import NotTestableError, testable
from technostate.claims.windows import figures_of, span
from technostate.claims.windows import named as who
from technostate.errors import DataError
from technostate.notation import plain
from technostate.world import TradePanel

PANEL = "trade panel 2011–2022"

#: All services are one sector of the panel; everything else is a good.
SERVICES = "SVC"


class Ask(Asked):
    """Two windows of the trade panel.

    Parameters
    ----------
    give : {"import share", "supplier's share", "home over abroad"}
        Ratio, later over earlier window: of imports in what the buyer uses of some goods (imports and sales at home);
        of one supplier in its imports; or of what its producers sell at home over what they sell abroad.
    buyer : {"state", "comparator"}
        Who buys.
    supplier : {"state", "comparator"} or str
        Of the supplier's share; also the code of a region of the panel, or ``EU``.
    sectors : tuple of str
        Codes of the panel; empty: all goods, and services too where sales are asked.
    without : tuple of str
        Codes left out.
    called : str
        What the goods are called in a sentence.
    base, test : Window
        The earlier and the later window; every year must be in the panel.
    """

    give: Literal["import share", "supplier's share", "home over abroad"] = "import share"
    buyer: Literal["state", "comparator"] = "state"
    supplier: Literal["state", "comparator"] | State = "comparator"
    sectors: tuple[str, ...] = Field(default=(), max_length=50)
    without: tuple[str, ...] = Field(default=(), max_length=50)
    called: str = Field(default="goods", max_length=80)
    base: Window
    test: Window

    @model_validator(mode="after")
    def _apart(self) -> Ask:
        if self.base.last is None or self.base.last >= self.test.first:
            raise ValueError("the base window must end before the test window begins")
        if self.supplier != "comparator" and self.give != "supplier's share":
            raise ValueError(f"{self.give} has no supplier; ask for the supplier's share")
        return self


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return how far an import share, or sales at home over sales abroad, moved between two windows."""
    panel = case.evidence.panel()
    buyer = case.state if ask.buyer == "state" else case.against
    codes = members(buyer, panel.regions)
    sectors = _sectors(ask, panel)
    windows = [(one.first, one.last or panel.years[-1]) for one in (ask.base, ask.test)]
    if ask.give == "import share":
        old, new = (import_share(panel, codes, sectors, *window) for window in windows)
        label, unit, scale = f"imports in domestic use, {ask.called}", "%", 100.0
    elif ask.give == "supplier's share":
        named = {"state": case.state, "comparator": case.against}.get(ask.supplier, ask.supplier)
        if named == buyer:
            raise NotTestableError(f"{buyer} is buyer and supplier")
        sellers, seller = members(named, panel.regions), who(named)
        old, new = (supplier_share(panel, codes, sellers, sectors, *window) for window in windows)
        label, unit, scale = f"share of {seller} in imports of {who(buyer)}, {ask.called}", "%", 100.0
    else:
        old, new = (home_over_abroad(panel, codes, sectors, *window) for window in windows)
        label, unit, scale = f"sales at home over sales abroad, {ask.called}", "ratio", 1.0
    if old <= 0:
        raise NotTestableError(f"{label} of {buyer}: nothing in {span(*windows[0])}")
    value = new / old
    each = " %" if unit == "%" else ""
    said = (
        f"{label}: {plain(scale * old)}{each} in {span(*windows[0])}, {plain(scale * new)}{each} in {span(*windows[1])}"
    )
    pairs = ((scale * old, windows[0]), (scale * new, windows[1]))
    over = "sums over" if ask.give == "home over abroad" else "mean of yearly figures,"
    steps = tuple(Step(f"{label}, {over} {span(*window)}", mean, unit, PANEL) for mean, window in pairs)
    figures = figures_of(label, buyer, unit, PANEL, pairs)
    return Reading(value, "ratio", said, windows[1][1], figures, (panel.origin,), steps, proxy=ask.proxy, still=1.0)


def import_share(panel: TradePanel, codes: Sequence[str], sectors: Sequence[str], first: int, last: int) -> float:
    """Return the mean over a window of yearly imports in domestic use (imports plus sales at home), a fraction.

    Trade among the members of a group is domestic.

    Raises
    ------
    NotTestableError
        If the panel lacks the region, a sector or a year, or nothing was used.
    """
    with testable():
        years = slice(panel.year_index(first), panel.year_index(last) + 1)
        used, imported = (panel.purchases(codes, sector=sectors, home=home)[years] for home in (True, False))
    if not (used > 0).all():
        raise NotTestableError(f"{', '.join(codes)} used none of {', '.join(sectors)} in a year of {span(first, last)}")
    return float((imported / used).mean())


def supplier_share(
    panel: TradePanel, codes: Sequence[str], sellers: Sequence[str], sectors: Sequence[str], first: int, last: int
) -> float:
    """Return the mean over a window of a supplier's yearly share in imports of some goods, a fraction."""
    with testable():
        years = slice(panel.year_index(first), panel.year_index(last) + 1)
        shares = panel.import_share(codes, sellers, sector=sectors)[years]
    if not np.isfinite(shares).all():
        raise NotTestableError(
            f"{', '.join(codes)} imported none of {', '.join(sectors)} in a year of {span(first, last)}"
        )
    return float(shares.mean())


def home_over_abroad(panel: TradePanel, codes: Sequence[str], sectors: Sequence[str], first: int, last: int) -> float:
    """Return what a state's producers sold at home over what they sold abroad, summed over a window of years."""
    with testable():
        years = slice(panel.year_index(first), panel.year_index(last) + 1)
        home = panel.purchases(codes, codes, sector=sectors)[years].sum()
        others = [region for region in panel.regions if region not in codes]
        abroad = panel.purchases(others, codes, sector=sectors)[years].sum()
    if not abroad > 0:
        raise NotTestableError(f"{', '.join(codes)} sold nothing abroad in {span(first, last)}")
    return float(np.divide(home, abroad))


def _sectors(ask: Ask, panel: TradePanel) -> tuple[str, ...]:
    panel.positions("sector", (*ask.sectors, *ask.without))
    chosen = ask.sectors or tuple(code for code in panel.sectors if code != SERVICES or ask.give == "home over abroad")
    kept = tuple(code for code in chosen if code not in ask.without)
    if not kept:
        raise DataError("no sector is left", hint="name fewer under without")
    return kept


MEASURE = Measure("purchases", "change of import shares, or of sales at home over sales abroad", Ask, read)
