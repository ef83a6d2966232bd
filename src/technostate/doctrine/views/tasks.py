"""Rank in a task list: in which item of a document's numbered list a topic stands.

A paragraph that begins with a number is an item: 一、 （一） 第一， 1． 一是, in this order of levels. A list
is a run of one level counted from one; a mark of a higher level ends it. An item reaches to the next mark of its list
or the end of the list, the last item over no more paragraphs than the longest before it, because what follows a list
often has no mark. The list that is measured is the one with the most items, of equal ones the last, if wished only
among those under a heading that has a given word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.lists import LEAST_ITEMS, TaskList, task_lists
from technostate.doctrine.views.order import counted_topics, topics_of
from technostate.doctrine.views.record import Answer
from technostate.errors import DataError
from technostate.evidence.figure import Figure


@dataclass(frozen=True)
class TaskRow:
    """The place of a topic in the list of a document.

    Parameters
    ----------
    items : int
        Items of the list.
    heading_item : Figure or None
        First item with a hit in its heading (its first sentence).
    first_item : Figure or None
        First item with a hit anywhere.
    most_item : Figure or None
        Item with the most hits, the first of equal ones.
    hits : Figure
        In the whole list.
    depth : Figure or None
        (first_item − 1) / (items − 1): 0 the first, 1 the last item; None without a hit.
    first_paragraph : int
        Where the list begins.
    """

    document: str
    year: int | None
    topic: str
    items: int
    heading_item: Figure | None
    first_item: Figure | None
    most_item: Figure | None
    hits: Figure
    depth: Figure | None
    first_paragraph: int


@dataclass(frozen=True)
class TaskRank(Answer):
    """Places of topics in the lists of the documents that have one.

    Parameters
    ----------
    topics : mapping of str to tuple of str
        Topic → its formulations.
    without : tuple of str
        Documents without such a list.
    """

    topics: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]


def task_rank(
    texts: CountedCollection,
    passages: Callable[[int], Sequence[tuple[int, str]]],
    topics: Sequence[str] = ("strategy",),
    *,
    under: str = "",
) -> TaskRank:
    """Return the place of topics in the longest numbered list of each document.

    Parameters
    ----------
    passages : callable
        Number and counted text of the paragraphs of the member at a place (`kwic.counted_passages`).
    topics : sequence of str
        As in `order.topics_of`.
    under : str
        Only lists under a heading that has this word, for example 任务.

    Raises
    ------
    LabelError
        If a topic is unknown.
    DataError
        If no document has such a list.
    """
    texts = texts.naming(topics)
    wanted = topics_of(texts, topics)
    rows: list[TaskRow] = []
    without = []
    for at, member in enumerate(texts.members):
        lists = [item for item in task_lists(passages(at)) if under in item.under]
        if not lists:
            without.append(member.id)
            continue
        # Of equally long lists the last: reviews come before plans.
        chosen = max(
            sorted(lists, key=lambda item: item.items[0].first, reverse=True), key=lambda item: len(item.items)
        )
        rows += [_row(texts, at, topic, places, chosen) for topic, places in wanted.items()]
    if not rows:
        raise DataError(
            f"no document of {texts.name} has a numbered list of {LEAST_ITEMS} items"
            + (f" under {under}" if under else ""),
            hint="rank without --list gives the order of first mention",
        )
    notes = (
        "Measured in the numbered list with the most items, of equal ones the last: items are paragraphs that begin "
        "with 一、 （一） 第一， 1． or 一是.",
        "heading_item is read from first sentences, first_item and most_item from whole items.",
        *([f"Without such a list: {len(without)} documents."] if without else []),
        *texts.notes,
    )
    return TaskRank(
        texts.name, "item number", texts.origin, notes, tuple(rows), *counted_topics(texts, wanted),
        tuple(without),
    )  # fmt: skip


def _row(texts: CountedCollection, at: int, topic: str, places: frozenset[int], chosen: TaskList) -> TaskRow:
    hits = (texts.document == at) & np.isin(texts.formulation, list(places))
    paragraph, offset = texts.paragraph[hits], texts.offset[hits]
    inside = [int(((paragraph >= item.first) & (paragraph <= item.last)).sum()) for item in chosen.items]
    named = [bool(((paragraph == item.first) & (offset < item.heading)).any()) for item in chosen.items]
    first = next((place for place, count in enumerate(inside, 1) if count), None)
    member, origin = texts.members[at], texts.origin

    def item(place: int | None) -> Figure | None:
        return None if place is None else figures.number(place, "rank", origin, member.year)

    depth = None if first is None else figures.number((first - 1) / (len(inside) - 1), "1", origin, member.year)
    return TaskRow(
        member.id, member.year, topic, len(chosen.items), item(named.index(True) + 1 if any(named) else None),
        item(first), item(inside.index(max(inside)) + 1 if first else None),
        figures.count(sum(inside), origin, member.year), depth, chosen.items[0].first,
    )  # fmt: skip
