"""Order of mention: which strategy, domain or formulation a document comes to first.

The place of a topic is that of its first hit, read from the document's beginning, the review of the past year included.
`tasks` measures the place in a numbered list instead, and needs the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.profile import CATEGORIES
from technostate.doctrine.views.record import Answer, terms_of
from technostate.errors import LabelError, nearest
from technostate.evidence.figure import Figure


@dataclass(frozen=True)
class Mention:
    """The first hit of a topic in a document.

    Parameters
    ----------
    rank : Figure or None
        1 for the topic that comes first; topics that begin at the same character share a rank; None without a hit.
    topics : int
        Topics with a hit in the document.
    depth : Figure or None
        Share of the document's paragraphs before that of the hit; None without a hit.
    """

    document: str
    year: int | None
    topic: str
    rank: Figure | None
    topics: int
    paragraph: int | None
    offset: int | None
    depth: Figure | None


@dataclass(frozen=True)
class Order(Answer):
    """Order of first mention, document by document.

    Parameters
    ----------
    topics : mapping of str to tuple of str
        Topic → its formulations.
    """

    topics: Mapping[str, tuple[str, ...]]


def topics_of(texts: CountedCollection, topics: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """Return topic → places of its formulations.

    Parameters
    ----------
    topics : sequence of str
        ``"strategy"`` (each strategy is a topic), ``"domain"`` (each domain), or strategies, domains and formulations
        by name. A name that is both strategy and domain (military) is read as the strategy.

    Raises
    ------
    LabelError
        If a topic is none of these.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> sorted(topics_of(shipped("gwr"), ["fusion", "军民融合"]))
    ['fusion', 'military_civil_fusion']
    """
    found: dict[str, frozenset[int]] = {}
    for topic in topics:
        names = [name for name in CATEGORIES.get(topic, (topic,)) if name != "none"]
        for name in names:
            by = (
                topic
                if topic in CATEGORIES
                else next((key for key in ("strategy", "domain") if name in CATEGORIES[key]), "")
            )
            if by:
                found[name] = frozenset(at for at, item in enumerate(texts.formulations) if getattr(item, by) == name)
                continue
            try:
                place = texts.find(name)
            except LabelError as error:
                close = nearest(name, [*CATEGORIES, *CATEGORIES["strategy"], *CATEGORIES["domain"]])
                hint = f"as a strategy or domain, did you mean {' or '.join(close)}? " if close else ""
                raise LabelError(str(error), hint=hint + error.hint) from None
            found[texts.formulations[place].id] = frozenset({place})
    return found


def order(texts: CountedCollection, topics: Sequence[str] = ("strategy",)) -> Order:
    """Return the order in which each document first mentions some topics.

    Parameters
    ----------
    topics : sequence of str
        As in `topics_of`.

    Raises
    ------
    LabelError
        If a topic is unknown.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> rows = order(shipped("gwr"), ["发展", "军民融合"]).rows
    >>> [(row.topic, row.rank.value) for row in rows if row.year == 2016]
    [('development', 1), ('military_civil_fusion', 2)]
    """
    texts = texts.naming(topics)
    wanted = topics_of(texts, topics)
    firsts = [_firsts(texts, places) for places in wanted.values()]
    rows: list[Mention] = []
    for at, member in enumerate(texts.members):
        known = [first[at] for first in firsts if at in first]
        for topic, first in zip(wanted, firsts, strict=True):
            here = first.get(at)
            if here is None:
                rows.append(Mention(member.id, member.year, topic, None, len(known), None, None, None))
                continue
            place = 1 + sum(other < here for other in known)
            rank = figures.number(place, "rank", texts.origin, member.year)
            depth = figures.number((here[0] - 1) / member.paragraphs, "1", texts.origin, member.year)
            rows.append(Mention(member.id, member.year, topic, rank, len(known), *here, depth))
    notes = (
        "Rank of the first hit from the document's beginning; topics with more formulations tend to come earlier.",
        "This is no rank in a list of tasks, which needs the text (rank --list).",
        *texts.notes,
    )
    return Order(texts.name, "rank of first mention", texts.origin, notes, tuple(rows), *counted_topics(texts, wanted))


Terms = dict[str, tuple[str, ...]]


def counted_topics(texts: CountedCollection, topics: Mapping[str, frozenset[int]]) -> tuple[Terms, Terms]:
    """Return the terms that are counted as each formulation of some topics, and the formulations of each topic.

    Parameters
    ----------
    topics : mapping of str to frozenset of int
        As `topics_of` returns them.
    """
    found = terms_of((texts.formulations[at] for at in sorted(frozenset().union(*topics.values()))), texts.language)
    counted = {name: terms for name, terms in found.items() if terms}
    ids = {topic: [texts.formulations[at].id for at in sorted(places)] for topic, places in topics.items()}
    return counted, {topic: tuple(name for name in names if name in counted) for topic, names in ids.items()}


def _firsts(texts: CountedCollection, places: frozenset[int]) -> dict[int, tuple[int, int]]:
    """Return document → (paragraph, offset) of the first hit."""
    mine = np.flatnonzero(np.isin(texts.formulation, list(places)))
    found: dict[int, tuple[int, int]] = {}
    for document, paragraph, offset in zip(
        texts.document[mine].tolist(), texts.paragraph[mine].tolist(), texts.offset[mine].tolist(), strict=True
    ):
        found[document] = min(found.get(document, (paragraph, offset)), (paragraph, offset))
    return found
