"""Counting formulations in passages: one pass of an Aho–Corasick automaton over the bytes of many passages.

Every formulation is counted independently of the others: 国家安全 is counted inside 总体国家安全观. Variants of one
formulation that overlap count once, the longest. A hit is blocked where a blocker touches it. In English, a variant
matches whole words, in any case unless it has no lower-case letter (an acronym). Latin letters or digits at the edge of
a Chinese variant do not touch other ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from technostate.doctrine.formulation import Formulation
from technostate.doctrine.recount import blockers, is_acronym, recount
from technostate.doctrine.spans import located, longest
from technostate.doctrine.text import Language
from technostate.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BLOCK", "Hits", "Scanner", "is_acronym", "recount"]

#: Characters that are scanned at once; memory grows with it and not with the collection.
BLOCK = 1 << 18

_ALNUM = np.zeros(256, dtype=bool)
_ALNUM[[*range(48, 58), *range(65, 91), *range(97, 123)]] = True
_ALNUM_BYTES = frozenset(np.flatnonzero(_ALNUM).tolist())


@dataclass(frozen=True)
class Hits:
    """Where formulations stand, sorted by passage, offset and formulation.

    Parameters
    ----------
    passage : ndarray of int32, shape (H,)
        Place of the passage among those scanned, from 0.
    offset : ndarray of int32, shape (H,)
        Characters before the hit in the counted text of its passage.
    length : ndarray of int32, shape (H,)
        Characters of the hit.
    formulation : ndarray of int32, shape (H,)
        Place of the formulation in the `Scanner`'s list.
    """

    passage: NDArray[np.int32]
    offset: NDArray[np.int32]
    length: NDArray[np.int32]
    formulation: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.passage)


class Scanner:
    """Many formulations compiled for one language.

    Parameters
    ----------
    formulations : sequence of Formulation
        Those without a variant in the language are never found.

    Raises
    ------
    DataError
        If the extra ``doctrine`` is not installed.

    Examples
    --------
    >>> security = Formulation("security", zh=("安全",))
    >>> strong_army = Formulation("strong_army", zh=("强军",), blocked_left=("加",))
    >>> hits = Scanner([security, strong_army], "zh").scan(["强军安全", "加强军队安全"])
    >>> [(int(p), int(o), int(f)) for p, o, f in zip(hits.passage, hits.offset, hits.formulation)]
    [(0, 0, 1), (0, 2, 0), (1, 4, 0)]
    """

    def __init__(self, formulations: Sequence[Formulation], language: Language) -> None:
        self.formulations = tuple(formulations)
        self.language: Language = language
        self._patterns: list[tuple[int, str]] = [
            (place, variant) for place, item in enumerate(self.formulations) for variant in item.variants(language)
        ]
        self._exact = [variant.encode() for _, variant in self._patterns]

    @cached_property
    def _automaton(self) -> Any:
        try:
            from ahocorasick_rs import BytesAhoCorasick, Implementation
        except ImportError:
            raise DataError(
                "texts cannot be scanned: the package ahocorasick_rs is not installed",
                hint="pip install 'technostate[doctrine]'",
            ) from None
        return BytesAhoCorasick([self._folded(item) for item in self._exact], implementation=Implementation.DFA)

    def _folded(self, data: bytes) -> bytes:
        """Lower the case of ASCII letters, which moves no offset; Chinese stays as it is."""
        return data.lower() if self.language == "en" else data

    def scan(self, passages: Iterable[str]) -> Hits:
        """Return the hits of every formulation in every passage.

        Parameters
        ----------
        passages : iterable of str
            Counted text (`technostate.doctrine.text.counted`), consumed block by block.

        Raises
        ------
        DataError
            If a passage has a line break, so is not counted text.
        """
        parts = [self._scan_block(block, first) for first, block in _blocks(passages)]
        return Hits(*(np.concatenate([_EMPTY, *(part[column] for part in parts)]) for column in range(4)))

    def count(self, passages: Iterable[str]) -> NDArray[np.int64]:
        """Return the number of hits of each formulation over all passages, shape (formulations,).

        Parameters
        ----------
        passages : iterable of str
            Counted text.
        """
        return np.bincount(self.scan(passages).formulation, minlength=len(self.formulations))

    def _scan_block(self, block: list[str], first: int) -> tuple[NDArray[np.int32], ...]:
        """Return the columns passage, offset, length and formulation of one block of passages."""
        data = "\n".join(block).encode("utf-8", "surrogatepass")
        if data.count(b"\n") >= len(block):
            place = next(place for place, passage in enumerate(block) if "\n" in passage)
            raise DataError(
                f"passage {first + place} has a line break", hint="scan counted text: doctrine.text.counted"
            )
        if not self._patterns:
            return (_EMPTY,) * 4
        folded = self._folded(data)
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        table = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        pattern, start, end = table.T
        whole = self._whole(data, pattern, start, end)
        pattern, start, end = pattern[whole], start[whole], end[whole]
        free = self._unblocked(data, folded, pattern, start, end)
        formulation, start, end = self._owner[pattern[free]], start[free], end[free]
        kept = longest(formulation, start, end, len(data))
        return located(data, block, first, start[kept], end[kept], formulation[kept])

    @cached_property
    def _owner(self) -> NDArray[np.int64]:
        return np.array([place for place, _ in self._patterns], dtype=np.int64)

    @cached_property
    def _edges(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return for each pattern whether its first and its last byte must not touch a letter or digit."""
        left = np.array([item[0] in _ALNUM_BYTES for item in self._exact], dtype=bool)
        return left, np.array([item[-1] in _ALNUM_BYTES for item in self._exact], dtype=bool)

    def _whole(
        self, data: bytes, pattern: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Return which matches are whole words where their edges are letters or digits."""
        octets = np.frombuffer(b"\n" + data + b"\n", dtype=np.uint8)
        before, after = octets[start], octets[end + 1]
        left, right = self._edges[0][pattern], self._edges[1][pattern]
        keep: NDArray[np.bool_] = ~((left & _ALNUM[before]) | (right & _ALNUM[after]))
        if self.language == "en":
            for place in np.flatnonzero(keep & ((left & (before > 127)) | (right & (after > 127)))):
                # Letters of other scripts, and quotation marks, take up to four bytes.
                ahead, behind = data[max(0, start[place] - 4) : start[place]], data[end[place] : end[place] + 4]
                touched = (left[place] and _last(ahead).isalnum()) or (right[place] and _first(behind).isalnum())
                keep[place] = not touched
        return keep

    def _unblocked(
        self, data: bytes, folded: bytes, pattern: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Return which matches have the case of their acronym and no blocker at their side."""
        keep = np.ones(len(pattern), dtype=bool)
        for place in np.flatnonzero(self._conditional[pattern]):
            number, head, tail = int(pattern[place]), int(start[place]), int(end[place])
            left, right, reach = self._sides[self._owner[number]]
            keep[place] = not (
                (self._acronym[number] and data[head:tail] != self._exact[number])
                or folded[max(0, head - reach) : head].endswith(left)
                or folded.startswith(right, tail)
            )
        return keep

    @cached_property
    def _sides(self) -> list[tuple[tuple[bytes, ...], tuple[bytes, ...], int]]:
        """Return for each formulation its blockers as folded bytes, and the length of the longest left one."""
        sides = []
        for item in self.formulations:
            left, right = (tuple(self._folded(blocker.encode()) for blocker in side) for side in blockers(item))
            sides.append((left, right, max(map(len, left), default=0)))
        return sides

    @cached_property
    def _acronym(self) -> list[bool]:
        return [self.language == "en" and is_acronym(variant) for _, variant in self._patterns]

    @cached_property
    def _conditional(self) -> NDArray[np.bool_]:
        blocked = (any(blockers(self.formulations[place])) for place, _ in self._patterns)
        return np.array(
            [acronym or bool(more) for acronym, more in zip(self._acronym, blocked, strict=True)], dtype=bool
        )


_EMPTY = np.empty(0, dtype=np.int32)


def _first(data: bytes) -> str:
    return data.decode("utf-8", "ignore")[:1]


def _last(data: bytes) -> str:
    return data.decode("utf-8", "ignore")[-1:]


def _blocks(passages: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (place of the first passage, passages) of about `BLOCK` characters."""
    first, size, block = 0, 0, list[str]()
    for passage in passages:
        block.append(passage)
        size += len(passage)
        if size >= BLOCK:
            yield first, block
            first, size, block = first + len(block), 0, []
    if block:
        yield first, block
