"""The lexicon: which formulations are counted, by which terms, and how often they stand in the embedded collections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.doctrine import embedded, formulations
from technostate.doctrine.formulation import DOMAINS, STRATEGIES, FirstUse, Formulation
from technostate.errors import unknown_label
from technostate.evidence import Figure
from technostate.evidence.readers.official_texts import ORIGINS
from technostate.view.doctrine.words import WHOLE, Row, between_commas, command, concept
from technostate.write import Cite, Column, Prose, Section, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Text


@dataclass(frozen=True)
class Entry:
    """A formulation of the lexicon.

    Parameters
    ----------
    hits : dict of str to Figure
        Embedded collection → hits; none where the formulation has no term in its language. Empty in a list.
    """

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    blocked_left: tuple[str, ...]
    blocked_right: tuple[str, ...]
    strategy: str
    domain: str
    first_use: FirstUse | None
    note: str
    context: bool
    hits: dict[str, Figure]

    @classmethod
    def of(cls, item: Formulation, *, counts: bool = False) -> Entry:
        """Return a formulation, with its hits in the embedded collections where they are asked for."""
        return cls(
            item.id, item.zh, item.en, item.blocked_left, item.blocked_right, item.strategy, item.domain,
            item.first_use, item.note, item.context, _hits(item) if counts else {},
        )  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """Formulations of the lexicon; `of` is how many it has in all."""

    of: int
    formulations: tuple[Entry, ...]


def lexicon(terms: Sequence[str] = (), *, strategy: str = "", domain: str = "") -> View[Lexicon]:
    """Return the formulations of the lexicon as a list, or some of them in full with their hits.

    Parameters
    ----------
    terms : sequence of str
        Ids or variants to be shown in full; a list of all by default.
    strategy, domain : str
        Only formulations of this strategy or security domain.

    Raises
    ------
    LabelError
        If there is no such formulation, strategy or domain.
    """
    for kind, wanted, names in (("strategy", strategy, STRATEGIES), ("domain", domain, DOMAINS)):
        if wanted and wanted not in names:
            raise unknown_label(kind, wanted, names)
    every = formulations.default()
    chosen = [formulations.find(term) for term in terms] if terms else list(every)
    chosen = [item for item in chosen if strategy in ("", item.strategy) and domain in ("", item.domain)]
    data = Lexicon(len(every), tuple(Entry.of(item, counts=bool(terms)) for item in chosen))
    blocks = tuple(map(_full, data.formulations)) if terms else _listed(data)
    rows = tuple(row for item in data.formulations for row in _rows(item))
    title = ", ".join(concept(item.id) for item in data.formulations) if terms else "Formulations of the lexicon"
    return View(title, data, blocks, rows, command("formulations", *terms, strategy=strategy, domain=domain))


def _hits(item: Formulation) -> dict[str, Figure]:
    found = {}
    for part in embedded.collections():
        if item.variants(part.language):
            count = sum(one.count for one in embedded.counts(item.id, part.name))
            found[part.name] = Figure(count, "count", "derived", ORIGINS[part.name])
    return found


def _listed(data: Lexicon) -> tuple[Block, ...]:
    columns = (Column("Formulation"), Column("Chinese", words=True), Column("English", words=True),
               Column("Strategy"), Column("Domain"))  # fmt: skip
    rows = tuple(
        (item.id, between_commas(item.zh), between_commas(item.en), concept(item.strategy), concept(item.domain))
        for item in data.formulations
    )
    said = f"{len(data.formulations)} of {data.of} formulations."
    return Prose(said), Table("", columns, rows)


def _full(item: Entry) -> Section:
    first = item.first_use
    rows: list[tuple[Text, ...]] = [
        ("Chinese", between_commas(item.zh)),
        ("English", between_commas(item.en)),
        ("No hit after", between_commas(item.blocked_left)),
        ("No hit before", between_commas(item.blocked_right)),
        ("Strategy", concept(item.strategy)),
        ("Domain", concept(item.domain)),
        ("Salience", "context, counted apart from the core" if item.context else ""),
        ("First official use", "unknown" if first is None else f"{first.date}, {first.document} ({first.source})"),
        ("Note", item.note),
    ]
    table = Table("", (Column(""), Column("", words=True)), tuple(row for row in rows if row[1]))
    hits = tuple((name, (figure, Cite((figure.origin,)))) for name, figure in item.hits.items())
    counts = Table("In the embedded collections", (Column("Collection"), Column("Hits", WHOLE)), hits)
    return Section(concept(item.id), (table, counts), item.id)


def _rows(item: Entry) -> list[Row]:
    keys = {"formulation": item.id, "zh": item.zh, "en": item.en, "strategy": item.strategy, "domain": item.domain,
            "first_use": item.first_use.date if item.first_use else None}  # fmt: skip
    hits = [{**keys, "collection": name, "measure": "hits", "figure": found} for name, found in item.hits.items()]
    return hits or [keys]
