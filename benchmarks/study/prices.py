"""The price of security in the study: break-even probabilities of a few levers, shock by shock, for both states."""

from __future__ import annotations

from pathlib import Path

from benchmarks.pages import Entry, rounded
from technostate.futures.price import Priced, price, spread

LEVERS = {
    ("aimed", "comparator"): "wedge on the other's strategic goods",
    ("self_reliance", "everyone"): "wedge on everyone's strategic goods",
    ("stockpile", "comparator"): "stock of the other's strategic goods",
    ("stockpile", "everyone"): "stock of everyone's strategic goods",
}
#: Year of the snapshots.
YEAR = 2035
SHOCKS = {
    "stop": "the other stops its strategic exports",
    "coalition": "its coalition does",
    "cut": "all trade in goods between the two ends",
    "energy": "energy runs short",
}


def prices() -> dict[str, Entry]:
    """Premium, cover and break-even of each lever and shock over forms of the wedge, rules on rents and draws."""
    kept: dict[str, Entry] = {}
    for state, other in (("CHN", "USA"), ("USA", "CHN")):
        kept |= side(price(state, other))
    return kept


def later(folder: Path, workers: int) -> dict[str, Entry]:
    """Break-even probabilities on snapshots of the paths in a folder, in a later year."""
    from technostate.futures.battery import Asked, priced

    asked = Asked("CHN", "USA", YEAR)
    found = priced(folder, asked, workers=workers)
    kept: dict[str, Entry] = {"snapshots": asked.snapshots, "snapshots/failed": len(found.failed)}
    for one in found.sides:
        kept |= {f"later/{key}": entry for key, entry in side(one).items() if key.startswith("break-even/")}
    return kept


def side(priced: Priced) -> dict[str, Entry]:
    """The results of one state."""
    kept: dict[str, Entry] = {}
    for lever, target in LEVERS:
        rows = priced.of(lever, target)
        for shock in SHOCKS:
            odds = spread(priced.pooled([priced.break_even(row) for row in rows], shock))
            cover = spread(priced.pooled([priced.covered(row) for row in rows], shock))
            key = f"{priced.state}/{lever}/{target}/{shock}"
            kept[f"break-even/{key}"] = [rounded(item) for item in (odds.median, odds.low, odds.high)]
            kept[f"cover/{key}"] = [rounded(item) for item in (cover.median, cover.low, cover.high)]
    for at, shock in enumerate(priced.shocks):
        loss = spread(priced.bare[at])
        kept[f"loss/{priced.state}/{shock}"] = [rounded(item) for item in (loss.median, loss.low, loss.high)]
    kept[f"premium/{priced.state}/military"] = rounded(priced.military)
    return kept
