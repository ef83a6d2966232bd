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
