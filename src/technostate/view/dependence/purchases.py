"""Import shares from the trade panel: what of the purchases comes from abroad, and from whom."""

from __future__ import annotations

import math

from technostate import world as worlds
from technostate.errors import DataError
from technostate.evidence import Figure, derived_from
from technostate.view.dependence.data import OF_IMPORTS, OF_PURCHASES, Path
from technostate.view.dependence.who import Who, disjoint, shown
from technostate.view.shock.words import goods
from technostate.world import TradePanel
from technostate.world.table import Array
from technostate.write.names import first, the

#: Letters with which the codes of goods begin (agriculture, mining, manufacturing); the rest is services.
_GOODS = ("A", "B", "C")
#: Goods whose paths stand beside all goods, where the panel has them.
_FEATURED = ("C26",)


def import_shares(who: Who) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return import shares of the two in all purchases of goods, the other's share in imports, and what is missing."""
    try:
        trade = worlds.panel()
    except DataError as error:
        return (), (f"Import shares: {error}.",)
    found: list[Path] = []
    missing: list[str] = []
    all_goods = tuple(code for code in trade.sectors if code.startswith(_GOODS))
    chosen = ((None, all_goods), *((code, (code,)) for code in _FEATURED if code in trade.sectors))
    for buyer, other in who.both:
        importers = shown(trade.regions, buyer)
        if not importers:
            years = f"{trade.years[0]}–{trade.years[-1]}"
            missing.append(f"{first(buyer)} is no region of the trade panel: no import shares for {years}.")
            continue
        exporters = shown(trade.regions, other)
        for sector, codes in chosen:
            what = words(trade, sector)
            title = f"Imports in all purchases of {what} by {the(buyer)}"
            shares = trade.import_share(importers, sector=codes, home=True)
            found.append(_path(trade, OF_PURCHASES, title, shares, buyer, None, sector))
            if disjoint(importers, exporters):
                title = f"Share of {the(other)} in imports of {what} by {the(buyer)}"
                shares = trade.import_share(importers, exporters, sector=codes)
                found.append(_path(trade, OF_IMPORTS, title, shares, buyer, other, sector))
    return tuple(path for path in found if path.joined), tuple(missing)


def words(trade: TradePanel, sector: str | None) -> str:
    """Return what a sector's products are called inside a sentence; ``all goods`` for None."""
    if sector is None:
        return "all goods"
    title = goods(trade.sector_titles.get(sector, sector))
    return title[:1].lower() + title[1:]


def _path(
    trade: TradePanel, measure: str, title: str, shares: Array, buyer: str, supplier: str | None, sector: str | None
) -> Path:
    # One origin for all states, so that an answer cites each once.
    what = words(trade, sector)
    computed = (
        f"Imports in all purchases of {what}" if supplier is None else f"Shares of suppliers in imports of {what}"
    )
    origin = derived_from(computed, trade.origin)
    figures = {
        year: Figure(float(share), "1", "derived", origin, buyer, year)
        for year, share in zip(trade.years, shares, strict=True)
        if math.isfinite(share)
    }
    return Path(measure, title, buyer, supplier, sector, figures)
