"""What a state can do before a shock: wedges on imports, stocks, spending; and the forms that a wedge takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Target = Literal["comparator", "everyone", "itself"]
Goods = Literal["strategic", "goods", ""]
Kind = Literal["wedge", "stock", "spending"]

#: Form of a wedge → the part of it that is waste; the other part is a duty, whose revenue is kept.
FORMS: Mapping[str, float] = MappingProxyType({"duty": 0.0, "mixed": 0.5, "waste": 1.0})


@dataclass(frozen=True)
class Lever:
    """A lever of the insurance table.

    Parameters
    ----------
    name : str
        As in the rows of the answer.
    target : {"comparator", "everyone", "itself"}
        Whose goods it bears on.
    goods : {"strategic", "goods", ""}
        Which imports.
    kind : {"wedge", "stock", "spending"}
        Spending has a premium and no cover here: the shocks of this table are about trade.
    words : str
        What it is, with ``{other}`` for the comparator.
    why : str
        Why it has no cover, where it has none.
    """

    name: str
    target: Target
    goods: Goods
    kind: Kind
    words: str
    why: str = ""


LEVERS: tuple[Lever, ...] = (
    Lever("aimed", "comparator", "strategic", "wedge", "a wedge on strategic imports from {other} alone"),
    Lever("self_reliance", "everyone", "strategic", "wedge", "a wedge on strategic imports from everyone"),
    Lever("all_goods", "everyone", "goods", "wedge", "a wedge on all goods from everyone"),
    Lever("stockpile", "comparator", "strategic", "stock", "a stock of strategic imports from {other}"),
    Lever("stockpile", "everyone", "strategic", "stock", "a stock of strategic imports from everyone"),
    Lever(
        "military", "itself", "", "spending", "military spending, one per cent of GDP more",
        "what it covers is not priced: the shocks of this table are stops of trade, which forces do not undo here",
    ),
    Lever(
        "fusion", "itself", "", "spending", "fusion of civil and defence research",
        "it is no purchase, so that it has no premium of its own, and the shocks of this table are stops of trade, "
        "which it does not undo here",
    ),
)  # fmt: skip


def wedge(
    tariff: Array, importers: Sequence[int], exporters: Sequence[int], sectors: Sequence[int], size: float, waste: float
) -> tuple[Array, Array]:
    """Return tariffs and trade costs (J, N importer, N exporter) with a wedge on some links.

    Of a wedge of h log points on the price, ``waste·h`` is an iceberg cost and the rest a duty on top of the base's:
    cost exp(waste·h), tariff (1 + τ) exp((1 − waste)·h) − 1.

    Parameters
    ----------
    tariff : array (J, N importer, N exporter)
        The base's, fractions.
    importers, exporters, sectors : sequence of int
        Positions; links of a region with itself are left alone.
    size : float
        By which share the wedge raises the price: 0.3 is 30 per cent.
    waste : float
        From 0 (a duty) to 1 (all waste).

    Examples
    --------
    >>> rate, cost = wedge(np.zeros((1, 2, 2)), [0], [0, 1], [0], 0.21, 0.5)
    >>> rate[0].round(12).tolist(), cost[0].round(12).tolist()
    ([[0.0, 0.1], [0.0, 0.0]], [[1.0, 1.1], [1.0, 1.0]])
    """
    height = np.log1p(size)
    there = np.zeros(tariff.shape, dtype=bool)
    there[np.ix_(list(sectors), list(importers), list(exporters))] = True
    own = np.arange(tariff.shape[1])
    there[:, own, own] = False
    rate = np.where(there, (1.0 + tariff) * np.exp((1.0 - waste) * height) - 1.0, tariff)
    cost = np.where(there, np.exp(waste * height), 1.0)
    return rate, cost
