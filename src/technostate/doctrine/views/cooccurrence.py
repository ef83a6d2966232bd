"""Co-occurrence: which formulations stand in the same paragraphs, beside what chance would give.

Over N paragraphs, n(a) of them with a and n(ab) with both, chance expects n(a) n(b) / N. PMI is the base-2 logarithm
of n(ab) over that; NPMI divides it by −log2(n(ab) / N) and lies between −1 (never together) and 1 (always together).
A paragraph counts for a pair only where a hit of each stands apart from the other: 国家安全 does not stand beside
itself because 总体国家安全观 contains it.

References
----------
Church, K. W., Hanks, P. (1990). Word association norms, mutual information, and lexicography. Computational
Linguistics 16(1), 22–29. Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction. GSCL.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.record import Table
from technostate.errors import DataError

Span = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """Two formulations in the same paragraphs.

    Parameters
    ----------
    formulation, other : str
    paragraphs, paragraphs_other : int
        Paragraphs with each.
    together : int
        Paragraphs with a hit of each that do not overlap.
    expected : float
        Paragraphs with both if the two were independent.
    pmi, npmi : float
        NaN where they never stand together (PMI) or both stand in every paragraph (NPMI).
    """

    formulation: str
    other: str
    paragraphs: int
    paragraphs_other: int
    together: int
    expected: float
    pmi: float
    npmi: float


@dataclass(frozen=True)
class Cooccurrence(Table):
    """The pairs of one formulation, the closest first.

    Parameters
    ----------
    formulation : str
    total : int
        Paragraphs of the documents counted.
    least : int
        Paragraphs that two formulations must share to be listed.
    """

    view: ClassVar[str] = "cooccurrence"
    row: ClassVar[type] = Pair

    formulation: str
    total: int
    least: int


def cooccurrence(
    texts: CountedCollection, term: str, other: str = "", *, period: str = "", least: int = 3
) -> Cooccurrence:
    """Return what stands in the same paragraphs as a formulation.

    Parameters
    ----------
    texts : CountedCollection
    term : str
    other : str
        Only this formulation, however rarely they meet; all others by default.
    period : str
        A document's id, a year or a period; the whole collection by default.
    least : int
        List pairs that share this many paragraphs or more.

    Raises
    ------
    LabelError
        If a term was not counted, or the period has no document.
    DataError
        If `least` is below 1, or the two terms are one formulation.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> (pair,) = cooccurrence(shipped("gwr"), "发展", "安全", period="2014-2024").rows
    >>> pair.together > pair.expected
    True
    """
    if least < 1:
        raise DataError(f"least is {least}", hint="a pair shares one paragraph or more")
    place = texts.find(term)
    wanted = texts.find(other) if other else None
    if wanted == place:
        raise DataError(f"{term} and {other} are one formulation", hint="name another one")
    chosen = texts.select(period) if period else np.arange(len(texts.members))
    total = sum(texts.members[at].paragraphs for at in chosen)
    spans = _spans(texts, chosen)
    mine = spans.get(place, {})
    rows = []
    for second in sorted(spans) if wanted is None else [wanted]:
        if second == place:
            continue
        theirs = spans.get(second, {})
        together = sum(1 for at in mine.keys() & theirs.keys() if _apart(mine[at], theirs[at]))
        if wanted is not None or together >= least:
            names = texts.formulations[place].id, texts.formulations[second].id
            rows.append(_pair(*names, len(mine), len(theirs), together, total))
    rows.sort(key=lambda row: (-row.npmi if not math.isnan(row.npmi) else 2.0, row.other))
    notes = (
        "A paragraph counts where a hit of each stands apart from the other; paragraphs differ in length.",
        f"Pairs with fewer than {least} common paragraphs are not listed." if wanted is None else "",
        "With few common paragraphs PMI and NPMI are unstable: read them beside `together` and `expected`.",
        *texts.notes,
    )
    return Cooccurrence(
        texts.name, "paragraphs", texts.origin, tuple(filter(None, notes)), tuple(rows),
        texts.formulations[place].id, total, least,
    )  # fmt: skip


def _spans(texts: CountedCollection, chosen: np.ndarray) -> dict[int, dict[tuple[int, int], list[Span]]]:
    """Return formulation → (document, paragraph) → spans of its hits."""
    found: dict[int, dict[tuple[int, int], list[Span]]] = defaultdict(lambda: defaultdict(list))
    keep = np.isin(texts.document, chosen)
    columns = (texts.formulation, texts.document, texts.paragraph, texts.offset, texts.length)
    for item, document, paragraph, offset, length in zip(*(column[keep].tolist() for column in columns), strict=True):
        found[item][document, paragraph].append((offset, offset + length))
    return found


def _apart(one: list[Span], other: list[Span]) -> bool:
    return any(a[1] <= b[0] or b[1] <= a[0] for a in one for b in other)


def _pair(name: str, other: str, mine: int, theirs: int, together: int, total: int) -> Pair:
    expected = mine * theirs / total
    if together == 0:
        # Never together although both occur: NPMI has the limit −1, PMI none.
        return Pair(name, other, mine, theirs, 0, expected, math.nan, -1.0 if mine and theirs else math.nan)
    pmi = math.log2(together / expected)
    npmi = pmi / -math.log2(together / total) if together < total else math.nan
    return Pair(name, other, mine, theirs, together, expected, pmi, npmi)
