"""Import shares 2011–2022 in a report, from the trade panel: what of the purchases comes from abroad, and from whom."""

from __future__ import annotations

import math
from typing import Any

from technostate import world as worlds
from technostate.errors import DataError
from technostate.evidence import derived_from
from technostate.report.subjects import Subjects, members_in, sentence_name, the

Record = dict[str, Any]

#: Letters with which the codes of goods begin (agriculture, mining, manufacturing); the rest is services.
_GOODS = ("A", "B", "C")
#: Goods whose paths stand beside all goods, where the panel has them.
_FEATURED = ("C26",)


def import_shares(who: Subjects, missing: list[str]) -> list[Record]:
    """Return paths of import shares: of all purchases of goods, and of the imports that come from the other side.

    Parameters
    ----------
    who : Subjects
    missing : list of str
        Sentences on what could not be said are added to it.

    Returns
    -------
    list of dict
        Records with ``key``, ``title``, ``buyer``, ``supplier``, ``sector``, ``share_of``, ``unit``, ``kind``,
        ``origin`` and ``values`` by year.
    """
    try:
        trade = worlds.panel()
    except DataError as error:
        missing.append(f"Import shares 2011–2022: {error}.")
        return []
    goods = tuple(code for code in trade.sectors if code.startswith(_GOODS))
    found: list[Record] = []
    for buyer, other in (who.pair, (who.against, who.state)):
        importers, exporters = members_in(trade.regions, buyer), members_in(trade.regions, other)
        if not importers:
            missing.append(f"{sentence_name(buyer)} is no region of the trade panel: no import shares for 2011–2022.")
            continue
        for sector, codes in [("", goods), *((code, (code,)) for code in _FEATURED if code in trade.sectors)]:
            words = trade.sector_titles.get(sector, sector) if sector else "all goods"
            what = goods_words(words)
            share = trade.import_share(importers, sector=codes, home=True)
            title = f"Imports in all purchases of {what} by {the(buyer)}"
            found.append(_record(trade, title, share, buyer, None, sector, "purchases"))
            if exporters and not set(importers) & set(exporters):
                share = trade.import_share(importers, exporters, sector=codes)
                title = f"Share of {the(other)} in imports of {what} by {the(buyer)}"
                found.append(_record(trade, title, share, buyer, other, sector, "imports"))
    return found


def goods_words(title: str) -> str:
    """Return a sector's title as the name of its products, for the middle of a sentence.

    Examples
    --------
    >>> goods_words("Manufacture of electrical equipment"), goods_words("Fishing and aquaculture")
    ('electrical equipment', 'fishing and aquaculture')
    """
    words = title.removeprefix("Manufacture of ").removeprefix("Extraction of ").removeprefix("Mining of ")
    return words[:1].lower() + words[1:]


def _record(
    trade: worlds.TradePanel, title: str, shares: Any, buyer: str, supplier: str | None, sector: str, share_of: str
) -> Record:
    return {
        "key": f"import_share/{buyer}/{supplier or 'all'}/{sector or 'goods'}",
        "title": title,
        "buyer": buyer,
        "supplier": supplier,
        "sector": sector or None,
        "share_of": share_of,
        "unit": "1",
        "kind": "derived",
        "origin": derived_from(title, trade.origin).as_dict(),
        "values": {
            str(year): float(value) for year, value in zip(trade.years, shares, strict=True) if math.isfinite(value)
        },
    }
