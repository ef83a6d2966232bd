"""Comparison of states: one topic in two collections, each beside its own language.

A rate per 10,000 Han characters and one per 10,000 words are not comparable: a word is one to three characters. So each
year is shown as an index of the collection's own mean, and as the topic's rank among all topics of its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.profile import CATEGORIES
from technostate.doctrine.views.rates import per_10000
from technostate.doctrine.views.record import Answer
from technostate.errors import DataError, unknown_label
from technostate.evidence.figure import Figure
from technostate.evidence.origin import derived_from

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StateRow:
    """A topic in one collection and year.

    Parameters
    ----------
    hits, size : Figure
        Of all documents of the year; size is Han characters or words.
    unit : str
        What `rate` is per: not the same in both collections.
    index : Figure or None
        100 is the collection's mean rate over the years that both have; None if that is zero.
    rank : Figure or None
        Among the topics of the kind by rate, 1 the highest; None where the topic has no hit or is a formulation.
    topics : int
        Topics of the kind that have a hit in the year.
    """

    collection: str
    year: int
    hits: Figure
    size: Figure
    unit: str
    rate: Figure | None
    index: Figure | None
    rank: Figure | None
    topics: int


@dataclass(frozen=True)
class States(Answer):
    """A topic in two collections.

    Parameters
    ----------
    by : {"strategy", "domain", "formulation"}
    other : str
        The second collection.
    years : tuple of int
        That both collections have: the index's base, and the only years with rows.
    formulations : tuple of str
        Those counted: of the topic, with variants in both languages.
    """

    topic: str
    by: str
    other: str
    years: tuple[int, ...]
    formulations: tuple[str, ...]


def compare_states(one: CountedCollection, other: CountedCollection, topic: str) -> States:
    """Return a strategy, a domain or a formulation in two collections over the years that both have.

    Parameters
    ----------
    one, other : CountedCollection
        Counted with the same lexicon.
    topic : str
        A strategy, a domain (``domain:military`` where both have the name), or a formulation.

    Raises
    ------
    LabelError
        If the topic is unknown, or has no formulation with variants in both languages.
    DataError
        If the collections were counted with different lexicons, are one, or share no year.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> found = compare_states(shipped("gwr"), shipped("sotu"), "science_technology")
    >>> sorted({row.collection for row in found.rows}), found.years[0]
    (['gwr', 'sotu'], 1954)
    """
    items = one.formulations
    ids = [item.id for item in items]
    if one.name == other.name or ids != [item.id for item in other.formulations]:
        raise DataError(
            f"{one.name} and {other.name} cannot be compared", hint="name two collections counted with one lexicon"
        )
    both = np.array([bool(item.zh and item.en) for item in one.formulations])
    by, name, groups = _groups(one, topic)
    groups = {key: places[both[places]] for key, places in groups.items()}
    if not len(groups[name]):
        raise unknown_label(
            "topic with variants in both languages", topic, [key for key, places in groups.items() if len(places)]
        )
    years = tuple(sorted({item.year for item in one.members if item.year} & {i.year for i in other.members if i.year}))
    if not years:
        raise DataError(f"{one.name} and {other.name} share no year", hint="name collections that overlap in time")
    rows = [row for texts in (one, other) for row in _rows(texts, groups, name, years, ranked=by != "formulation")]
    notes = (
        f"Levels are not comparable: {one.unit} and {other.unit}. Compare the index or the rank.",
        "Only formulations with variants in both languages are counted; how well the variants match is a judgement.",
        "The two collections are different kinds of document, in length, occasion and author.",
        *(note for texts in (one, other) for note in texts.notes),
    )
    origin = derived_from(f"{name} in {one.name} and {other.name}", one.origin, other.origin)
    return States(
        one.name, "index, 100 = mean of the collection's common years", origin, notes, tuple(rows),
        {ids[place]: (*items[place].zh, *items[place].en) for place in groups[name]}, name, by, other.name, years,
        tuple(ids[place] for place in groups[name]),
    )  # fmt: skip


def _groups(texts: CountedCollection, topic: str) -> tuple[str, str, dict[str, NDArray[np.intp]]]:
    """Return the kind of a topic, its name, and the places of the formulations of every topic of the kind."""
    kind, colon, bare = topic.partition(":")
    for by in ("strategy", "domain"):
        name = bare if colon and kind == by else topic
        if name != "none" and name in CATEGORIES[by]:
            labels = np.array([getattr(item, by) for item in texts.formulations])
            return by, name, {key: np.flatnonzero(labels == key) for key in CATEGORIES[by] if key != "none"}
    place = texts.concept(topic)
    name = texts.formulations[place].id
    return "formulation", name, {name: np.array([place])}


def _rows(
    texts: CountedCollection, groups: dict[str, NDArray[np.intp]], name: str, years: Sequence[int], *, ranked: bool
) -> list[StateRow]:
    found = []
    for year in years:
        members = texts.select(str(year))
        extent = int(texts.extents[members].sum())
        counts = {key: int(texts.counts[np.ix_(places, members)].sum()) for key, places in groups.items()}
        said = [count for count in counts.values() if count]
        rank = 1 + sum(count > counts[name] for count in said) if ranked and counts[name] else None
        found.append((year, counts[name], extent, rank, len(said) if ranked else 0))
    rates = [per_10000(count, extent) for _, count, extent, *_ in found if extent]
    mean = sum(rates) / len(rates) if rates else 0.0
    rows = []
    for year, count, extent, rank, total in found:
        index = figures.number(100 * per_10000(count, extent) / mean, "index", texts.origin, year) if mean else None
        place = None if rank is None else figures.number(rank, "rank", texts.origin, year)
        hits, size = (figures.count(amount, texts.origin, year) for amount in (count, extent))
        rate = figures.rate(count, extent, texts.origin, year)
        rows.append(StateRow(texts.name, year, hits, size, texts.unit, rate, index, place, total))
    return rows
