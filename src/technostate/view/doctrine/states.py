"""One topic in two collections, each beside its own language."""

from __future__ import annotations

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.states import States
from technostate.notation import Scale
from technostate.strategies.salience import ISSUERS
from technostate.view.doctrine.words import WHOLE, bare, command, concept, ending, joined, known, measured, short, term
from technostate.write import Chart, Column, Items, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Line, Lines


def states(one: CountedCollection, other: CountedCollection, topic: str) -> View[States]:
    """Return a strategy, a domain or a formulation in two collections over the years that both have.

    Parameters
    ----------
    one, other : CountedCollection
        Counted with the same lexicon.
    topic : str
        A strategy, a domain (``domain:military`` where both have the name), or a formulation.
    """
    data = views.compare_states(one, other, topic)
    name = short(data.counted, data.topic) if data.by == "formulation" else concept(data.topic)
    warn = Items((data.notes[0],), warn=True)
    lead = Prose(("Counted in both: ", *joined(term(data.counted, item) for item in data.formulations), "."))
    rows = tuple(
        found
        for row in data.rows
        for found in measured(
            {"collection": row.collection, "topic": data.topic, "topics": row.topics},
            hits=row.hits, size=row.size, rate=row.rate, index=row.index, rank=row.rank,
        )
    )  # fmt: skip
    title = f"{name}: {one.name} beside {other.name}"
    blocks: tuple[Block, ...] = (warn, _chart(data, title), _table(data), lead, *ending(data))
    return View(title, data, blocks, rows, command("states", topic, collection=one.name, other=other.name))


def _table(data: States) -> Table:
    columns = (
        Column("Collection"), Column("Year"), Column("Hits", WHOLE), Column("Characters or words", WHOLE),
        Column("Per 10,000", bare(row.rate for row in data.rows)), Column("Index", Scale(1.0, 0, "")),
        Column("Rank", WHOLE), Column("of"),
    )  # fmt: skip
    rows = tuple(
        (row.collection, str(row.year), row.hits, row.size, known(row.rate), known(row.index), known(row.rank),
         str(row.topics or "–"))
        for row in data.rows
    )  # fmt: skip
    return Table(data.unit[:1].upper() + data.unit[1:], columns, rows)


def _chart(data: States, title: str) -> Chart:
    series = tuple(
        Line(
            name,
            {row.year: row.index for row in data.rows if row.collection == name and row.index is not None},
            region=ISSUERS.get(name, ""),
        )
        for name in (data.collection, data.other)
    )
    return Chart(title, Lines(series), data.unit, told=True)
