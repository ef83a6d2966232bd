"""What a view is made from: the members of a collection and where formulations stand in them.

The same record comes from the embedded counts, which hold no text, and from texts that the user imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine import documents as stored
from technostate.doctrine import embedded, formulations, sensed
from technostate.doctrine.formulation import Formulation, Term
from technostate.doctrine.term_hits import TermHits, TermPlaces, scan
from technostate.doctrine.text import Language, compact, counted, extent, spaced
from technostate.doctrine.views.stored import listed, origin_of, within
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence.origin import Origin
from technostate.evidence.readers.official_texts import ORIGINS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from technostate.evidence.store import Store


#: The arrays of a collection that describe a hit, in the order of its fields.
COLUMNS = ("formulation", "document", "paragraph", "offset", "length")


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
    places : TermPlaces or None
        Where each term stands by itself; None: only whole formulations were looked for.
    named : int
        How many of the last formulations are terms that `naming` added.
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
    places: TermPlaces | None = None
    named: int = 0

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

    def naming(self, terms: Iterable[str]) -> CountedCollection:
        """Return the collection with a formulation more for each word that names one of several terms.

        `find` then gives the place of that term alone. Words that name nothing are left to `find`.

        Parameters
        ----------
        terms : iterable of str
            As `formulations.named` reads them.

        Examples
        --------
        >>> texts = shipped("gwr").naming(["研发"])
        >>> int(texts.counts[texts.find("研发")].sum())
        77
        """
        added: dict[str, Term] = {}
        known = {item.id for item in self.formulations}
        for text in terms:
            with suppress(LabelError):
                term = formulations.named(text, self.language, self.lexicon)
                if isinstance(term, Term) and term.alone.id not in known:
                    added[term.alone.id] = term
        if not added:
            return self
        if self.places is None:
            raise LabelError(
                f"{', '.join(added)}: terms were not looked for by themselves in {self.name}",
                hint="name the formulation, which counts all its terms",
            )
        lexicon = (*self.formulations, *(term.alone for term in added.values()))
        more = self.places.of(tuple(added.values()), len(self.formulations))
        parts = [self._columns(), more]
        columns = {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}
        order = np.lexsort([columns[name] for name in ("formulation", "offset", "paragraph", "document")])
        number, document, paragraph, offset, length = (columns[name][order] for name in COLUMNS)
        return replace(
            self, formulations=lexicon, named=self.named + len(added), formulation=number, document=document,
            paragraph=paragraph, offset=offset, length=length,
        )  # fmt: skip

    @property
    def lexicon(self) -> tuple[Formulation, ...]:
        """The formulations without the terms that `naming` added."""
        return self.formulations[: len(self.formulations) - self.named]

    def _columns(self) -> dict[str, NDArray[np.int64]]:
        return {name: getattr(self, name) for name in COLUMNS}

    def by_term(self, members: Sequence[int]) -> tuple[tuple[Term, int], ...]:
        """Return the hits of each term by itself in some members; empty if terms were not looked for."""
        if self.places is None:
            return ()
        mine = np.isin(self.places.document, members)
        counts = np.bincount(self.places.term[mine], minlength=len(self.places.terms))
        return tuple(zip(self.places.terms, counts.tolist(), strict=True))

    def find(self, term: str) -> int:
        """Return the place of what a word names: a formulation, or a term that `naming` added.

        Raises
        ------
        LabelError
            If it was not looked for, or has no variant in the language, or is one of several terms of a formulation.
        """
        place = self.concept(term)
        asked = formulations.named(term, self.language, self.lexicon)
        if not isinstance(asked, Term):
            return place
        added = [item.id for item in self.formulations[len(self.lexicon) :]]
        if asked.alone.id in added:
            return len(self.lexicon) + added.index(asked.alone.id)
        raise LabelError(
            f"{term!r} is one of several terms of {asked.formulation}",
            hint=f"ask texts.naming([{term!r}]) for the term, or name {asked.formulation} for all of them",
        )

    def concept(self, term: str) -> int:
        """Return the place of the formulation with this id or variant, all its terms together.

        Raises
        ------
        LabelError
            If it was not looked for, or has no variant in the language.
        """
        bare = term.removeprefix(formulations.TERM)
        wanted = {spaced(bare).casefold(), compact(bare).casefold()}
        named = [place for place, item in enumerate(self.lexicon) if item.id.casefold() in wanted]
        for place, item in [(place, self.lexicon[place]) for place in named] or enumerate(self.lexicon):
            if wanted & {name.casefold() for name in (item.id, *item.zh, *item.en)}:
                if item.variants(self.language):
                    return place
                raise LabelError(
                    f"{item.id} has no variant in the language of {self.name} ({self.language})",
                    hint="ask in a collection of the other language",
                )
        try:
            formulations.find(bare)
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
        One of `technostate.doctrine.embedded.collections`.
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
    whole = table.filter("whole")
    formulation, document, paragraph, offset, length = (whole[name].cast(int).to_numpy() for name in COLUMNS)
    every = [table[name].cast(int).to_numpy() for name in ("term", *COLUMNS[1:])]
    places = TermPlaces(formulations.terms(items[0].language), *every)
    members = tuple(Member(i.id, i.title, i.year, i.date, i.extent, i.paragraphs, i.note) for i in items)
    return CountedCollection(
        name, items[0].language, members, formulations.default(), formulation, document, paragraph, offset,
        length, ORIGINS[name], (*((ORIGINS[name].note,) if ORIGINS[name].note else ()), *_told(sense)), places,
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
    own = formulations.terms(spoken, lexicon)
    hits = scan(own, spoken, pieces())
    if sense is not None:
        hits = _in_sense(hits, own, lines, sense)
    owner = np.repeat(np.arange(len(texts)), [len(passages) for passages in texts])
    number = np.array([item.number for passages in texts for item in passages], dtype=np.int64)
    places = TermPlaces(own, hits.term, owner[hits.passage], number[hits.passage], hits.offset, hits.length)
    at = {item.id: place for place, item in enumerate(lexicon)}
    formulation = np.array([at[term.formulation] for term in own], dtype=np.int64)[hits.term]
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
        name, spoken, members, lexicon, formulation[hits.whole], places.document[hits.whole],
        places.paragraph[hits.whole], places.offset[hits.whole], places.length[hits.whole], origin_of(name, found),
        notes, places,
    )  # fmt: skip


def _in_sense(hits: TermHits, terms: Sequence[Term], lines: Sequence[str], sense: str) -> TermHits:
    """Return the hits without those of 安全 that have another sense."""
    from technostate.doctrine.senses import sense as told

    kept = np.array(
        [
            terms[hits.term[at]].formulation != sensed.FORMULATION
            or told(lines[hits.passage[at]], int(hits.offset[at])).sense == sense
            for at in range(len(hits))
        ],
        dtype=bool,
    )
    return TermHits(*(column[kept] for column in (hits.term, hits.passage, hits.offset, hits.length, hits.whole)))


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
