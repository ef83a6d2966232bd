"""First and last use: the first and the last document that has a formulation or a term, and the silence between.

Beside the collection that is asked stand all embedded ones of the same state, the evening news by month included. What
they hold first is a bound: the first use in official language is no later, and may be earlier in a text that is not
held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from technostate.doctrine.embedded import Bounds, state_of
from technostate.doctrine.monthly.bounds import bounds
from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.record import Answer, terms_of
from technostate.errors import DataError
from technostate.evidence.figure import Figure


@dataclass(frozen=True)
class Use:
    """Where a formulation is first and last used in a collection.

    Parameters
    ----------
    hits, documents : Figure
        Hits in documents with a year, and documents with a hit.
    first, last : str
        Documents; empty if there is no hit.
    first_paragraph, last_paragraph : int or None
        Paragraphs of the first and the last hit.
    years : tuple of int
        Years with a hit.
    hits_by_year : tuple of Figure
        Of every year that has a document.
    before : tuple of int
        Years right before the first use of which the collection has no document: the first use may lie in them.
    silent : tuple of int
        Years between the first and the last use whose documents have no hit.
    unknown : tuple of int
        Years between the first and the last use without any document in the collection.
    anywhere : Bounds or None
        Over all embedded collections of the state; None where their documents have no hit.
    sentence : str
        The same in words.
    """

    formulation: str
    hits: Figure
    documents: Figure
    first: str
    first_year: int | None
    first_paragraph: int | None
    last: str
    last_year: int | None
    last_paragraph: int | None
    years: tuple[int, ...]
    hits_by_year: tuple[Figure, ...]
    before: tuple[int, ...]
    silent: tuple[int, ...]
    unknown: tuple[int, ...]
    anywhere: Bounds | None
    sentence: str

    @property
    def first_said(self) -> str:
        """The first year in words: a bound where the years before have no document."""
        return "" if self.first_year is None else f"{'by ' if self.before else ''}{self.first_year}"


@dataclass(frozen=True)
class Uses(Answer):
    """First and last uses of some formulations.

    Parameters
    ----------
    covered : tuple of int
        Years that have a document.
    missing : tuple of int
        Years between the collection's first and last document that have none.
    """

    covered: tuple[int, ...]
    missing: tuple[int, ...]


def uses(texts: CountedCollection, terms: Sequence[str]) -> Uses:
    """Return the first and the last use of some formulations in a collection.

    Parameters
    ----------
    texts : CountedCollection
        Documents without a year are left out and counted in a note.

    Raises
    ------
    LabelError
        If a term was not counted.
    DataError
        If no document has a year, or no term is named.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> (use,) = uses(shipped("gwr"), ["军民融合"]).rows
    >>> use.first_year, use.last_year, use.silent
    (2011, 2019, (2013,))
    """
    covered = tuple(sorted({item.year for item in texts.members if item.year is not None}))
    if not terms:
        raise DataError("no term is named", hint="name one, for example 研发 or research_and_development")
    if not covered:
        raise DataError(
            "first and last use need documents with a year",
            hint="import the texts with --date, or with a date in their names",
        )
    texts = texts.naming(terms)
    places = {texts.find(term): term for term in reversed(terms)}
    rows = tuple(_use(texts, place, places[place], covered) for place in reversed(places))
    note = "A first use over all collections is a bound: a text that is not held may have it earlier."
    missing = texts.silent_years
    gap = (f"No document in the collection for {ranges(missing)}.",) if missing else ()
    counted = terms_of((texts.formulations[place] for place in places), texts.language)
    notes = (note, *gap, *texts.notes)
    return Uses(texts.name, "hits", texts.origin, notes, rows, counted, covered=covered, missing=missing)


def _use(texts: CountedCollection, place: int, term: str, covered: tuple[int, ...]) -> Use:
    item = texts.formulations[place]
    name = _said(item.id, item.variants(texts.language))
    anywhere = bounds(term, texts.language, state_of(texts.name))
    dated = np.array([member.year is not None for member in texts.members])
    mine = np.flatnonzero((texts.formulation == place) & dated[texts.document])
    said = Counter(texts.members[at].year for at in texts.document[mine])
    by_year = tuple(figures.count(said[year], texts.origin, year) for year in covered)
    if not mine.size:
        sentence = f"{name} has no hit in this collection ({texts.name}, {covered[0]}–{covered[-1]})"
        none = figures.count(0, texts.origin)
        return Use(item.id, none, none, "", None, None, "", None, None, (), by_year, (), (), (), anywhere,
                   f"{sentence}{_elsewhere(anywhere, '')}.")  # fmt: skip
    one, other = (texts.members[texts.document[at]] for at in (mine[0], mine[-1]))
    used = {texts.members[at].year for at in texts.document[mine]}
    first, last = min(year for year in used if year), max(year for year in used if year)
    earlier = max((year for year in covered if year < first), default=first - 1)
    before, between = tuple(range(earlier + 1, first)), range(first, last + 1)
    silent = tuple(year for year in between if year in covered and year not in used)
    unknown = tuple(year for year in between if year not in covered)
    parts = [f"In this collection ({texts.name}), {name} is first used in {first} ({one.id}) and last in {last} "]
    parts.append(f"({other.id}); the collection ends in {covered[-1]}")
    parts.append(f"; it has no document for {ranges(before)}, right before the first use" if before else "")
    parts.append(f"; without a hit between: {ranges(silent)}" if silent else "")
    parts.append(f"; no document for {ranges(unknown)}" if unknown else "")
    return Use(
        item.id, figures.count(len(mine), texts.origin),
        figures.count(len(np.unique(texts.document[mine])), texts.origin), one.id, first, int(texts.paragraph[mine[0]]),
        other.id, last, int(texts.paragraph[mine[-1]]), tuple(sorted(year for year in used if year)), by_year, before,
        silent, unknown, anywhere, f"{''.join(parts)}{_elsewhere(anywhere, one.id)}.",
    )  # fmt: skip


def _said(name: str, terms: tuple[str, ...]) -> str:
    """Return a term as it is, a concept with all its terms."""
    return terms[0] if len(terms) == 1 else f"{name.replace('_', ' ')} ({', '.join(terms)})"


def _elsewhere(found: Bounds | None, document: str) -> str:
    """Return the bound over all collections in words, where it is another document."""
    if found is None or found.first == document:
        return ""
    return f"; over all embedded collections of the state it is used by {found.first_date} ({found.first})"


def ranges(years: Sequence[int]) -> str:
    """Return years in words, runs joined.

    Examples
    --------
    >>> ranges([1961, 1962, 1963, 1991])
    '1961–1963, 1991'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
