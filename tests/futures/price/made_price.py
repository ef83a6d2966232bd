"""A made-up pair of states whose levers have a price that is known."""

from __future__ import annotations

import numpy as np

from technostate.evidence.origin import Origin
from technostate.futures.price import FORMS, Insured, Priced

SOURCE = Origin("Example", "Made-up table", "Example (2020).", "2020", "CC BY 4.0")
SHOCKS = {"stop": "B stops", "cut": "both end trade", "energy": "all hold back"}
RENTS = ("importer", "exporter", "lost")


def priced(aimed: tuple[float, ...] = (0.1, 0.2, 0.3), general: tuple[float, ...] = (0.05, 0.3, 0.9)) -> Priced:
    """A pair whose wedges break even at these probabilities, form by form, and stocks at a tenth."""
    elastic = np.array([0.1, 0.2, 0.8, 0.9])
    shape = len(SHOCKS), len(RENTS), len(elastic)
    bare = np.full(shape, 0.02)
    rows = [_row("aimed", "comparator", form, odds, bare) for form, odds in zip(FORMS, aimed, strict=True)]
    rows += [_row("self_reliance", "everyone", form, odds, bare) for form, odds in zip(FORMS, general, strict=True)]
    rows += [_row("all_goods", "everyone", form, 2 * odds, bare) for form, odds in zip(FORMS, general, strict=True)]
    rows += [_row("stockpile", "comparator", "", 0.1, bare), _row("stockpile", "everyone", "", 1.5, bare)]
    return Priced(
        "CHN", "USA", "made-up", 0.3, 90.0, SHOCKS, RENTS, ("C26",), bare, tuple(rows), 0.0105, elastic, 0, bare.size,
        (SOURCE,), (),
    )  # fmt: skip


def _row(lever: str, target: str, form: str, odds: float, bare: np.ndarray) -> Insured:
    premium = np.full(bare.shape[-1], 0.01 * odds)
    return Insured(lever, target, form, premium, bare - 0.01)
