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

import numpy as np

from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.record import Answer, terms_of
from technostate.errors import DataError
from technostate.evidence.figure import Figure, value_of
from technostate.evidence.origin import Origin

Span = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """Two formulations in the same paragraphs.

    Parameters
    ----------
    paragraphs, paragraphs_other : Figure
        Paragraphs with each.
    together : Figure
        Paragraphs with a hit of each that do not overlap.
    expected : Figure
        Paragraphs with both if the two were independent.
    pmi, npmi : Figure or None
        None where they never stand together (PMI) or both stand in every paragraph (NPMI).
    """

    formulation: str
    other: str
    paragraphs: Figure
    paragraphs_other: Figure
    together: Figure
    expected: Figure
    pmi: Figure | None
    npmi: Figure | None


@dataclass(frozen=True)
class Cooccurrence(Answer):
    """The pairs of one formulation, the closest first.

    Parameters
    ----------
    total : int
        Paragraphs of the documents counted.
    least : int
        Paragraphs that two formulations must share to be listed.
    """

    formulation: str
    total: int
    least: int


def cooccurrence(
    texts: CountedCollection, term: str, other: str = "", *, period: str = "", least: int = 3
) -> Cooccurrence:
    """Return what stands in the same paragraphs as a formulation.

    Parameters
    ----------
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
    >>> pair.together.value > pair.expected.value
    True
    """
    if least < 1:
        raise DataError(f"least is {least}", hint="a pair shares one paragraph or more")
    texts = texts.naming((term, other))
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
            rows.append(_pair(texts.origin, names, (len(mine), len(theirs)), together, total))
    rows.sort(key=lambda row: (2.0 if row.npmi is None else -value_of(row.npmi), row.other))
    notes = (
        "A paragraph counts where a hit of each stands apart from the other; paragraphs differ in length.",
        f"Pairs with fewer than {least} common paragraphs are not listed." if wanted is None else "",
        "With few common paragraphs PMI and NPMI are unstable: read them beside `together` and `expected`.",
        *texts.notes,
    )
    listed = {texts.formulations[place].id, *(row.other for row in rows)}
    return Cooccurrence(
        texts.name, "paragraphs", texts.origin, tuple(filter(None, notes)), tuple(rows),
        terms_of((item for item in texts.formulations if item.id in listed), texts.language),
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


def _pair(origin: Origin, names: tuple[str, str], sizes: tuple[int, int], together: int, total: int) -> Pair:
    expected = sizes[0] * sizes[1] / total
    pmi = math.log2(together / expected) if together else math.nan
    # Never together although both occur: NPMI has the limit −1, PMI none.
    npmi = -1.0 if all(sizes) else math.nan
    if together:
        npmi = pmi / -math.log2(together / total) if together < total else math.nan
    mine, theirs, both, chance = (figures.count(amount, origin) for amount in (*sizes, together, expected))
    closeness = figures.number(pmi, "doublings", origin), figures.number(npmi, "index", origin)
    return Pair(*names, mine, theirs, both, chance, *closeness)
