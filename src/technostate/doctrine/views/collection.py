"""What a view is made from: the members of a collection and where formulations stand in them.

The same record comes from the embedded counts, which hold no text, and from texts that the user imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine import documents as stored
from technostate.doctrine import embedded, formulations, sensed
from technostate.doctrine.counting import Hits, Scanner
from technostate.doctrine.formulation import Formulation
from technostate.doctrine.text import Language, compact, counted, extent, spaced
from technostate.doctrine.views.stored import listed, origin_of, within
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence.origin import Origin
from technostate.evidence.readers.official_texts import ORIGINS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from technostate.evidence.store import Store


@dataclass(frozen=True)
class Member:
    """A document of a collection, as a view needs it.

    Parameters
    ----------
    id : str
        The embedded document's id, or the number in the user's store.
    date : str
        ISO 8601, as exact as it is known; may be empty.
    extent : int
        Han characters or words.
    note : str
        Why it is unlike the others; mostly empty.
    """

    id: str
    title: str
    year: int | None
    date: str
    extent: int
    paragraphs: int
    note: str = ""


@dataclass(frozen=True, eq=False)
class CountedCollection:
    """A collection in one language, and every hit in it.

    Parameters
    ----------
    members : tuple of Member
        Oldest first.
    formulations : tuple of Formulation
        Those that were looked for.
    formulation, document, paragraph, offset, length : ndarray of int64, shape (H,)
        A hit each, in the order of the text; formulation and document are places in the tuples above, paragraphs
        count from 1, offset and length are characters of counted text.
    notes : tuple of str
        What a reader should know about the collection.
    """

    name: str
    language: Language
    members: tuple[Member, ...]
    formulations: tuple[Formulation, ...]
    formulation: NDArray[np.int64]
    document: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    offset: NDArray[np.int64]
    length: NDArray[np.int64]
    origin: Origin
    notes: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """What rates are measured in."""
        return embedded.UNITS[self.language]

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Hits of each formulation in each member, shape (formulations, members)."""
        size = len(self.formulations), len(self.members)
        flat = np.bincount(self.formulation * size[1] + self.document, minlength=size[0] * size[1])
        return flat.reshape(size)

    @cached_property
    def extents(self) -> NDArray[np.int64]:
        """Han characters or words of each member, shape (members,)."""
        return np.array([item.extent for item in self.members], dtype=np.int64)

    @property
    def silent_years(self) -> tuple[int, ...]:
        """Years between the first and the last member that have none: nothing is known of them here."""
        years = sorted({item.year for item in self.members if item.year is not None})
        return tuple(sorted(set(range(years[0], years[-1] + 1)) - set(years))) if years else ()

    def find(self, term: str) -> int:
        """Return the place of the formulation with this id or variant.

        Raises
        ------
        LabelError
            If it was not looked for, or has no variant in the language.
        """
        wanted = {spaced(term).casefold(), compact(term).casefold()}
        for place, item in enumerate(self.formulations):
            if wanted & {name.casefold() for name in (item.id, *item.zh, *item.en)}:
                if item.variants(self.language):
                    return place
                raise LabelError(
                    f"{item.id} has no variant in the language of {self.name} ({self.language})",
                    hint="ask in a collection of the other language",
                )
        try:
            formulations.find(term)
        except LabelError as error:
            raise LabelError(
                f"{term!r} is no formulation of the lexicon, and the counts of {self.name} hold no text to look in",
                hint=f"{error.hint}; to count any other term, import the texts: technostate doctrine import",
            ) from None
        raise LabelError(f"{term!r} was not looked for in {self.name}", hint="name it when the collection is counted")

    def select(self, wanted: str) -> NDArray[np.int64]:
        """Return the places of the members that a year, a period (``2003-2012``) or a document's id names.

        A number that is the year of a document is read as the year, not as a number in the store.

        Raises
        ------
        LabelError
            If it names none.
        """
        ids = [item.id for item in self.members]
        first, dash, last = wanted.partition("-")
        if len(wanted) < 20 and first.isdecimal() and (last if dash else first).isdecimal():
            bounds = int(first), int(last or first)
            found = [at for at, item in enumerate(self.members) if item.year and bounds[0] <= item.year <= bounds[1]]
            if found:
                return np.array(found)
        if wanted in ids:
            return np.array([ids.index(wanted)])
        years = sorted({str(item.year) for item in self.members if item.year})
        raise unknown_label("document, year or period", wanted, [*ids, *years], where=self.name)


def shipped(name: str, *, sense: str | None = None) -> CountedCollection:
    """Return an embedded collection.

    Parameters
    ----------
    name : str
        ``"gwr"``, ``"congress"``, ``"sotu"`` or ``"nss"``.
    sense : {"strategic", "safety", "other"}, optional
        Keep only those hits of 安全; the hits of all other formulations stay.

    Raises
    ------
    LabelError
        If there is no such collection, or its hits of 安全 have no such sense.

    Examples
    --------
    >>> reports = shipped("gwr")
    >>> len(reports.members), reports.silent_years[-1]
    (56, 1991)
    """
    items = embedded.documents(name)
    table = embedded.table(name, sense=sense)
    columns = {column: table[column].cast(int).to_numpy() for column in table.columns}
    members = tuple(Member(i.id, i.title, i.year, i.date, i.extent, i.paragraphs, i.note) for i in items)
    return CountedCollection(
        name, items[0].language, members, formulations.default(), **columns, origin=ORIGINS[name],
        notes=(*((ORIGINS[name].note,) if ORIGINS[name].note else ()), *_told(sense)),
    )  # fmt: skip


def _told(sense: str | None) -> tuple[str, ...]:
    if sense is None:
        return ()
    return (f"of 安全 only the sense {sense}, told by the rules {sensed.rules()}: docs/codebook.md has their errors",)


def imported(
    store: Store, name: str, *, language: str = "", terms: Sequence[str] = (), since: str = "", until: str = "",
    sense: str | None = None,
) -> CountedCollection:  # fmt: skip
    """Return a collection of the user's store, counted now.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``; needed where the collection has both.
    terms : sequence of str
        Terms to count beside the lexicon; those that are formulations are counted as such.
    since, until : str
        First and last date, ISO, as exact as wished; empty: no bound. Documents without a date are then left out.
    sense : {"strategic", "safety", "other"}, optional
        As `shipped` takes it; told now, by the rules of `technostate.doctrine.senses`.

    Raises
    ------
    LabelError
        If the store has no such collection, it has texts in both languages and none was named, or hits of 安全 have no
        such sense.
    DataError
        If the collection has no text in the language.
    """
    found = listed(store, name, language)
    spoken: Language = "zh" if found[0].document.language == "zh" else "en"
    found = [item for item in found if within(item.document.date.text, since, until)]
    if not found:
        raise DataError(f"{name} has no document between {since or 'its beginning'} and {until or 'its end'}")
    lexicon = (*formulations.default(), *own_terms(terms, spoken))
    if sense is not None:
        sensed.check(formulations.find(sensed.FORMULATION), spoken, sense)
    texts = [stored.passages(store, item.id) for item in found]
    size = [0] * len(found)

    def pieces() -> Iterator[str]:
        for at, passages in enumerate(texts):
            for passage in passages:
                text = counted(passage.text, spoken)
                size[at] += extent(text, spoken)
                lines.append(text)
                yield text

    lines: list[str] = []
    hits = Scanner(lexicon, spoken).scan(pieces())
    if sense is not None:
        hits = _in_sense(hits, lexicon, lines, sense)
    owner = np.repeat(np.arange(len(texts)), [len(passages) for passages in texts])
    number = np.array([item.number for passages in texts for item in passages], dtype=np.int64)
    members = tuple(
        Member(
            str(item.id), item.document.title, item.document.date.year, item.document.date.text, size[at],
            item.passages, "; ".join(flag.text for flag in item.flags),
        )
        for at, item in enumerate(found)
    )  # fmt: skip
    undated = sum(item.year is None for item in members)
    notes = (*((f"{undated} of {len(members)} documents have no date",) if undated else ()), *_told(sense))
    return CountedCollection(
        name, spoken, members, lexicon, hits.formulation.astype(np.int64), owner[hits.passage], number[hits.passage],
        hits.offset.astype(np.int64), hits.length.astype(np.int64), origin_of(name, found), notes,
    )  # fmt: skip


def _in_sense(hits: Hits, lexicon: Sequence[Formulation], lines: Sequence[str], sense: str) -> Hits:
    """Return the hits without those of 安全 that have another sense."""
    from technostate.doctrine.senses import sense as told

    security = [item.id for item in lexicon].index(sensed.FORMULATION)
    kept = [
        hits.formulation[at] != security or told(lines[hits.passage[at]], int(hits.offset[at])).sense == sense
        for at in range(len(hits.formulation))
    ]
    return Hits(*(column[kept] for column in (hits.passage, hits.offset, hits.length, hits.formulation)))


def own_terms(terms: Sequence[str], language: Language) -> tuple[Formulation, ...]:
    """Return a formulation for each term that the lexicon does not have, counted as it is written.

    Raises
    ------
    DataError
        If a term is empty.

    Examples
    --------
    >>> [item.zh for item in own_terms(["国家安全", "低空 经济"], "zh")]
    [('低空经济',)]
    """
    found = {}
    for term in terms:
        text = counted(term, language)
        if not text or len(text) > formulations.LONGEST:
            raise DataError(
                f"a term has 1 to {formulations.LONGEST} characters, not {len(text)}", hint="name a word or expression"
            )
        try:
            formulations.find(term)
        except LabelError:
            found[text] = Formulation(text, zh=(text,)) if language == "zh" else Formulation(text, en=(text,))
    return tuple(found.values())
