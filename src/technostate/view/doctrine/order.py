"""Which topic a document comes to first, or its item in the document's longest numbered list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.order import Order
from technostate.doctrine.views.tasks import TaskRank
from technostate.evidence import Figure
from technostate.notation import Scale
from technostate.view.doctrine import words
from technostate.view.doctrine.words import WHOLE, command, concept, ending, known, measured, paths, short
from technostate.write import Chart, Column, Prose, Table, View
from technostate.write.forms import Matrix

_DEPTH = Scale(100.0, 0, "%")


def order(texts: CountedCollection, topics: Sequence[str] = ("strategy",)) -> View[Order]:
    """Return the order in which each document first mentions some topics.

    Parameters
    ----------
    topics : sequence of str
        ``"strategy"`` (each of them), ``"domain"``, or strategies, domains and formulations by name.
    """
    data = views.order(texts, topics)
    columns = (
        Column("Document"), Column("Topic"), Column("Rank", WHOLE), Column("Topics said"), Column("Paragraph"),
        Column("Offset"), Column("Depth", _DEPTH),
    )  # fmt: skip
    table = tuple(
        (row.document, _topic(data, row.topic), known(row.rank), str(row.topics), _plain(row.paragraph),
         _plain(row.offset), known(row.depth))
        for row in data.rows
    )  # fmt: skip
    lead = Prose("Rank 1 is mentioned first, reading from the document’s beginning; depth is the share of its "
                 "paragraphs before that.")  # fmt: skip
    ranks = [(row.document, row.year, row.topic, row.rank) for row in data.rows]
    title = f"Order of first mention in {texts.name}"
    chart = _matrix(title, data, ranks, "1: mentioned first")
    rows = tuple(
        found
        for row in data.rows
        for found in measured(
            {"collection": data.collection, "document": row.document, "topic": row.topic, "topics": row.topics,
             "paragraph": row.paragraph, "offset": row.offset},
            rank=row.rank, depth=row.depth,
        )
    )  # fmt: skip
    typed = command("rank", *topics, collection=texts.name)
    blocks = (lead, Table("", columns, table), chart, words.topics(), *ending(data))
    return View(title, data, blocks, rows, typed)


def task_rank(
    texts: CountedCollection,
    passages: Callable[[int], Sequence[tuple[int, str]]],
    topics: Sequence[str] = ("strategy",),
    *,
    under: str = "",
) -> View[TaskRank]:
    """Return the item of topics in the longest numbered list of each document.

    Parameters
    ----------
    texts : CountedCollection
        Of the user's store.
    passages : callable
        Number and counted text of the paragraphs of the member at a place.
    topics : sequence of str
        As in `order`.
    under : str
        Only lists under a heading that has this word, for example 任务.
    """
    data = views.task_rank(texts, passages, topics, under=under)
    columns = (
        Column("Document"), Column("Topic"), Column("Items"), Column("In a heading", WHOLE), Column("First", WHOLE),
        Column("Most hits", WHOLE), Column("Hits", WHOLE),
    )  # fmt: skip
    table = tuple(
        (row.document, _topic(data, row.topic), str(row.items), known(row.heading_item), known(row.first_item),
         known(row.most_item), row.hits)
        for row in data.rows
    )  # fmt: skip
    ranks = [(row.document, row.year, row.topic, row.first_item) for row in data.rows]
    title = f"Place in the longest numbered list, {texts.name}"
    chart = _matrix(title, data, ranks, "number of the first item with a hit")
    rows = tuple(
        found
        for row in data.rows
        for found in measured(
            {"collection": data.collection, "document": row.document, "topic": row.topic, "items": row.items,
             "first_paragraph": row.first_paragraph},
            heading_item=row.heading_item, first_item=row.first_item, most_item=row.most_item, hits=row.hits,
            depth=row.depth,
        )
    )  # fmt: skip
    typed = command("rank", *topics, list_=True, collection=texts.name, under=under)
    lead = Prose("Number of the item in the longest numbered list of the document.")
    blocks = (lead, Table("", columns, table), chart, words.topics(), *ending(data))
    return View(title, data, blocks, rows, typed)


def _plain(place: int | None) -> str:
    return "–" if place is None else str(place)


def _topic(data: Order | TaskRank, topic: str) -> str:
    """Return a topic's name: the term of a formulation; a strategy or domain is a concept of many."""
    return short(data.counted, topic) if data.topics[topic] == (topic,) else concept(topic)


def _matrix(
    title: str, data: Order | TaskRank, ranks: Sequence[tuple[str, int | None, str, Figure | None]], sub: str
) -> Chart:
    names = list(data.topics)
    documents = tuple(dict.fromkeys(document for document, *_ in ranks))
    years = {document: year for document, year, *_ in ranks}
    alone = len(set(years.values())) == len(documents) and None not in years.values()
    cells = {
        (names.index(topic), documents.index(document)): found
        for document, _, topic, found in ranks
        if found is not None
    }
    labels = tuple(_topic(data, topic) for topic in names)
    across = tuple(str(years[document]) if alone else document for document in documents)
    points: list[dict[int, Figure]] = [{} for _ in names]
    for _, year, topic, found in ranks if alone else ():
        if year is not None and found is not None:
            points[names.index(topic)][year] = found
    return paths(title, f"{sub}; missing: no hit", labels, points, Matrix(labels, across, cells, "Topic"))
