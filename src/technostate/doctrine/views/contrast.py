"""Contrast: which formulations are new, gone, rarer or more frequent between two documents or two periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.rates import adjusted, equal_rates_p, g_squared, log_ratio
from technostate.doctrine.views.record import Answer, terms_of
from technostate.errors import DataError
from technostate.evidence.figure import Figure, value_of
from technostate.evidence.origin import Origin

Change = Literal["new", "gone", "rising", "falling", "not distinguishable"]
#: Adjusted p below which a change of rate is called rising or falling.
LEVEL = 0.05


@dataclass(frozen=True)
class ContrastRow:
    """A formulation on the two sides.

    Parameters
    ----------
    change : {"new", "gone", "rising", "falling", "not distinguishable"}
        New and gone say that one side has no hit, whatever the p; rising and falling that the adjusted p is below 0.05.
    rate_first, rate_second : Figure
        With exact 95 % intervals.
    log2_ratio : Figure
        Base-2 logarithm of the second rate over the first, one half added to each count: doublings.
    g2 : Figure
        Log-likelihood statistic.
    p : Figure
        Exact two-sided p of equal rates.
    p_adjusted : Figure
        p adjusted for the number of formulations compared (Benjamini and Hochberg).
    """

    formulation: str
    strategy: str
    domain: str
    change: Change
    hits_first: Figure
    hits_second: Figure
    rate_first: Figure
    rate_second: Figure
    log2_ratio: Figure
    g2: Figure
    p: Figure
    p_adjusted: Figure


@dataclass(frozen=True)
class Contrast(Answer):
    """The formulations that either side has, the clearest change first.

    Parameters
    ----------
    first, second : str
        The two sides, as asked for.
    extent_first, extent_second : int
        Han characters or words.
    tests : int
        Formulations compared, by which p is adjusted.
    """

    first: str
    second: str
    documents_first: tuple[str, ...]
    documents_second: tuple[str, ...]
    extent_first: int
    extent_second: int
    tests: int


def contrast(texts: CountedCollection, first: str, second: str) -> Contrast:
    """Return how the rates of all formulations differ between two documents or periods.

    Parameters
    ----------
    first, second : str
        A document's id, a year, or a period such as ``2003-2012``.

    Raises
    ------
    LabelError
        If a side names no document.
    DataError
        If the two sides share a document, or one has no text.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> found = {row.formulation: row for row in contrast(shipped("gwr"), "2008-2012", "2018-2022").rows}
    >>> found["independent_innovation"].change
    'falling'
    """
    one, other = texts.select(first), texts.select(second)
    both = sorted(set(one.tolist()) & set(other.tolist()))
    if both:
        raise DataError(
            f"{first} and {second} share {', '.join(texts.members[at].id for at in both[:5])}",
            hint="name two periods that do not overlap",
        )
    extents = int(texts.extents[one].sum()), int(texts.extents[other].sum())
    if not all(extents):
        raise DataError(f"{first} or {second} has no text", hint="name documents with text")
    counts = np.stack([texts.counts[:, one].sum(axis=1), texts.counts[:, other].sum(axis=1)], axis=1)
    places = np.flatnonzero(counts.sum(axis=1))
    p = np.array([equal_rates_p(int(a), extents[0], int(b), extents[1]) for a, b in counts[places]])
    q = adjusted(p)
    rows = [
        _row(texts, int(place), (int(counts[place, 0]), int(counts[place, 1])), extents, (float(raw), float(level)))
        for place, raw, level in zip(places, p, q, strict=True)
    ]
    rows.sort(key=lambda row: (-value_of(row.g2), row.formulation))
    odd = [f"{item.id}: {item.note}" for item in (texts.members[at] for at in (*one, *other)) if item.note]
    notes = (
        f"{len(rows)} formulations have a hit on either side; p_adjusted controls the share of false discoveries among "
        "them (Benjamini and Hochberg).",
        "Hits are taken as Poisson counts. They come in clusters, so that intervals and p are too narrow where one "
        "document or passage repeats a formulation.",
        "log2_ratio has one half added to each count.",
        *odd,
    )
    return Contrast(
        texts.name, texts.unit, texts.origin, notes, tuple(rows),
        terms_of((texts.formulations[place] for place in places), texts.language), first, second,
        tuple(texts.members[at].id for at in one), tuple(texts.members[at].id for at in other), *extents, len(rows),
    )  # fmt: skip


def _row(
    texts: CountedCollection, place: int, counts: tuple[int, int], extents: tuple[int, int], p: tuple[float, float]
) -> ContrastRow:
    item, origin = texts.formulations[place], texts.origin
    sides = (counts[0], extents[0], counts[1], extents[1])
    one, other = (_rate(count, extent, origin) for count, extent in zip(counts, extents, strict=True))
    change: Change = "not distinguishable"
    if not all(counts):
        change = "new" if counts[1] else "gone"
    elif p[1] < LEVEL:
        change = "rising" if value_of(other) > value_of(one) else "falling"
    return ContrastRow(
        item.id, item.strategy, item.domain, change, figures.count(counts[0], origin),
        figures.count(counts[1], origin), one, other, Figure(log_ratio(*sides), "doublings", "derived", origin),
        Figure(g_squared(*sides), "ratio", "derived", origin), Figure(p[0], "1", "derived", origin),
        Figure(p[1], "1", "derived", origin),
    )  # fmt: skip


def _rate(count: int, extent: int, origin: Origin) -> Figure:
    found = figures.rate(count, extent, origin)
    assert found is not None, "both sides have text"
    return found
