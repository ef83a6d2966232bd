"""Hits of terms, each counted by itself, and which of them are hits of the formulation that a term belongs to.

A term is counted wherever it stands, inside a longer variant of its formulation too: 研发 is counted in 研发投入. Of
the variants of one formulation that overlap, the formulation counts the longest once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine.counting import Scanner
from technostate.doctrine.formulation import Term
from technostate.doctrine.spans import longest
from technostate.doctrine.text import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class TermHits:
    """Where terms stand, sorted by passage, offset and term.

    Parameters
    ----------
    term : ndarray of int64, shape (H,)
        Place in the list of terms.
    passage : ndarray of int64, shape (H,)
        Place of the passage among those scanned, from 0.
    offset, length : ndarray of int64, shape (H,)
        Characters of counted text.
    whole : ndarray of bool, shape (H,)
        Whether the hit counts for the formulation too: no longer variant of it covers the place.
    """

    term: NDArray[np.int64]
    passage: NDArray[np.int64]
    offset: NDArray[np.int64]
    length: NDArray[np.int64]
    whole: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.term)


@dataclass(frozen=True, eq=False)
class TermPlaces:
    """Where terms stand in the documents of a collection, each counted by itself.

    Parameters
    ----------
    terms : tuple of Term
        Those that were looked for.
    term, document, paragraph, offset, length : ndarray of int64, shape (H,)
        A hit each: places in `terms` and among the documents; paragraphs count from 1, offset and length are
        characters of counted text.
    """

    terms: tuple[Term, ...]
    term: NDArray[np.int64]
    document: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    offset: NDArray[np.int64]
    length: NDArray[np.int64]

    def of(self, wanted: Sequence[Term], first: int) -> dict[str, NDArray[np.int64]]:
        """Return the columns of the hits of some terms, numbered as formulations from a place on.

        Parameters
        ----------
        wanted : sequence of Term
            Terms of `terms`.
        first : int
            Number of the first of them.
        """
        number = np.full(len(self.terms), -1, dtype=np.int64)
        number[[self.terms.index(item) for item in wanted]] = np.arange(first, first + len(wanted))
        mine = np.flatnonzero(number[self.term] >= 0)
        columns = {name: getattr(self, name)[mine] for name in ("document", "paragraph", "offset", "length")}
        return {"formulation": number[self.term[mine]], **columns}


def scan(terms: Sequence[Term], language: Language, passages: Iterable[str]) -> TermHits:
    """Return the hits of every term in every passage.

    Parameters
    ----------
    terms : sequence of Term
        Of one language.
    passages : iterable of str
        Counted text.

    Raises
    ------
    DataError
        If a passage has a line break, or the extra ``doctrine`` is not installed.

    Examples
    --------
    >>> terms = [Term("research", "研发", "zh"), Term("research", "研发投入", "zh")]
    >>> found = scan(terms, "zh", ["研发投入和研发"])
    >>> found.term.tolist(), found.offset.tolist(), found.whole.tolist()
    ([0, 1, 0], [0, 0, 5], [False, True, True])
    """
    hits = Scanner([item.alone for item in terms], language).scan(passages)
    term, passage, offset, length = (
        column.astype(np.int64) for column in (hits.formulation, hits.passage, hits.offset, hits.length)
    )
    ids = {name: at for at, name in enumerate(dict.fromkeys(item.formulation for item in terms))}
    owner = np.array([ids[item.formulation] for item in terms], dtype=np.int64)
    # One line of places for all passages, so that hits of two passages never touch.
    width = int((offset + length).max(initial=0)) + 1
    start = passage * width + offset
    whole = np.zeros(len(term), dtype=bool)
    whole[longest(owner[term], start, start + length, (int(passage.max(initial=0)) + 1) * width)] = True
    return TermHits(term, passage, offset, length, whole)
