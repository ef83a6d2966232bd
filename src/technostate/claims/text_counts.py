"""Counts behind the rules on wording: hits of formulations a year, and passages that hold them.

A hit inside a longer hit of the formulations asked for counts once; a passage is a paragraph of the counted text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from technostate.claims.verdict import testable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from technostate.doctrine.views import CountedCollection

#: A place in a collection: document and paragraph.
Passage = tuple[int, int]

#: Collections that the rules read.
REPORTS = "gwr"
CONGRESSES = "congress"
SPEECHES, READOUTS, LAWS = "speeches", "readouts", "laws"


def hits_of(texts: CountedCollection, ids: Iterable[str]) -> NDArray[np.intp]:
    """Return the hits of some formulations, without those inside a longer hit of another of them.

    Parameters
    ----------
    ids : iterable of str
        Formulations.

    Returns
    -------
    ndarray of int, shape (K,)
        Places in the arrays of the collection, in order of the text.

    Raises
    ------
    NotTestableError
        If a formulation was not counted in the collection.
    """
    from technostate.doctrine.views.profile import outermost

    with testable():
        places = [texts.find(name) for name in ids]
    mine = np.flatnonzero(np.isin(texts.formulation, places))
    columns = ("formulation", "document", "paragraph", "offset", "length")
    part = replace(texts, **{name: getattr(texts, name)[mine] for name in columns})
    return mine[outermost(part)]


def rates(texts: CountedCollection, hits: NDArray[np.intp]) -> dict[int, float]:
    """Return year → hits per 10,000 characters or words, over all documents of the year; 0 in a year without a hit.

    Parameters
    ----------
    hits : ndarray of int
        Places of hits, as `hits_of` gives them.
    """
    counted = np.bincount(texts.document[hits], minlength=len(texts.members))
    found: dict[int, tuple[int, int]] = {}
    for at, member in enumerate(texts.members):
        if member.year is not None:
            count, extent = found.get(member.year, (0, 0))
            found[member.year] = count + int(counted[at]), extent + member.extent
    return {year: 1e4 * count / extent for year, (count, extent) in found.items() if extent}


def rates_of(texts: CountedCollection, *ids: str) -> dict[int, float]:
    """Return year → hits of some formulations per 10,000 characters or words; see `hits_of` and `rates`."""
    return rates(texts, hits_of(texts, ids))


def passages(texts: CountedCollection, hits: NDArray[np.intp]) -> set[Passage]:
    """Return the passages in which hits stand, as (document, paragraph)."""
    return set(zip(texts.document[hits].tolist(), texts.paragraph[hits].tolist(), strict=True))


def inside(texts: CountedCollection, hits: NDArray[np.intp], where: set[Passage]) -> NDArray[np.intp]:
    """Return the hits that stand in one of some passages.

    Parameters
    ----------
    where : set of (int, int)
    """
    kept = [at for at in hits.tolist() if (int(texts.document[at]), int(texts.paragraph[at])) in where]
    return np.array(kept, dtype=np.intp)


def beside(texts: CountedCollection, hits: NDArray[np.intp], others: NDArray[np.intp], within: int) -> NDArray[np.intp]:
    """Return the hits that have another hit in the same passage with at most `within` characters between the two.

    Parameters
    ----------
    within : int
        Characters.
    """
    spans: dict[Passage, list[tuple[int, int]]] = {}
    for at in others.tolist():
        start = int(texts.offset[at])
        key = int(texts.document[at]), int(texts.paragraph[at])
        spans.setdefault(key, []).append((start, start + int(texts.length[at])))
    kept = []
    for at in hits.tolist():
        start = int(texts.offset[at])
        end = start + int(texts.length[at])
        near = spans.get((int(texts.document[at]), int(texts.paragraph[at])), ())
        if any(first - end <= within and start - last <= within for first, last in near):
            kept.append(at)
    return np.array(kept, dtype=np.intp)
