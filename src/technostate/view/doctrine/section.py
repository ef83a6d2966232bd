"""What two states say: salience of the five strategies, security beside development, first uses and latest changes."""

from __future__ import annotations

from collections.abc import Mapping

from technostate.doctrine import formulations, views
from technostate.doctrine.views import CountedCollection, figures
from technostate.evidence import Origin
from technostate.strategies import STRATEGIES, strategy
from technostate.strategies.salience import collections_of
from technostate.view.doctrine.changed import changed_blocks, documents, periods
from technostate.view.doctrine.said import Sayings, Texts, Used, UsedBy
from technostate.view.doctrine.salience import SINCE, beside, beside_blocks, salience_blocks, salient
from technostate.view.doctrine.uses import anywhere
from technostate.view.doctrine.words import WHOLE, Row, command, local, measured
from technostate.write import Cite, Column, Items, Name, Prose, Section, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Text
from technostate.write.names import first, the
from technostate.write.terms import TERMS, term

#: Terms a strategy in the table of uses, chosen by hits in the documents of the latest years.
TELLING, LATEST = 2, 10


def sayings(state: str, against: str) -> View[Sayings]:
    """Return what each of two states says, counted in its own collection of official texts.

    Parameters
    ----------
    state, against : str
        Codes.
    """
    pair = state, against
    known = {code: names[0] for code in pair if (names := collections_of(code))}
    texts = {code: views.shipped(name) for code, name in known.items()}
    data = Sayings(
        tuple(_texts(code, found) for code, found in texts.items()), salient(known),
        tuple(row for code, name in known.items() for row in beside(code, name)),
        tuple(_uses(code, found) for code, found in texts.items()),
        tuple(documents(code, found) for code, found in texts.items()),
        tuple(it for code, found in texts.items() if (it := periods(code, found)) is not None),
        tuple(f"{first(code)}: no collection of official texts is embedded." for code in pair if code not in known),
    )  # fmt: skip
    title = f"What {the(state)} and {the(against)} say"
    return View(title, data, _blocks(data, {code: found.origin for code, found in texts.items()}), _rows(data),
                command("salience", state, against=against))  # fmt: skip


def _texts(code: str, texts: CountedCollection) -> Texts:
    years = sorted(member.year for member in texts.members if member.year is not None)
    late = [member for member in texts.members if (member.year or 0) >= SINCE and member.note]
    return Texts(
        code, texts.name, texts.origin.title, texts.unit, figures.count(len(texts.members), texts.origin), years[0],
        years[-1], tuple(str(year) for year in texts.silent_years if year >= SINCE),
        tuple(f"{member.year}: {member.note}" for member in late),
    )  # fmt: skip


def _uses(code: str, texts: CountedCollection) -> UsedBy:
    """Return the terms that the latest documents use most, one a formulation: what is printed is what is counted."""
    newest = max(member.year or 0 for member in texts.members)
    late = [at for at, member in enumerate(texts.members) if (member.year or 0) > newest - LATEST]
    owner = {item.id: item.strategy for item in texts.formulations if not item.context}
    chosen: list[tuple[str, str]] = []
    for key in STRATEGIES:
        best: dict[str, tuple[int, str]] = {}
        for one, recent in texts.by_term(late):
            if owner.get(one.formulation) == key and recent > best.get(one.formulation, (0, ""))[0]:
                best[one.formulation] = recent, one.text
        most = sorted(best.values(), key=lambda item: (-item[0], item[1]))[:TELLING]
        chosen += [(key, text) for _, text in most]
    if not chosen:
        return UsedBy(code, texts.name, ())
    found = views.uses(texts, [formulations.TERM + text for _, text in chosen])
    return UsedBy(code, texts.name, tuple(
        Used(use.formulation, text, key, use.hits, use.documents, use.first, use.first_said, use.last,
             str(use.last_year), use.anywhere)
        for (key, text), use in zip(chosen, found.rows, strict=True)
    ))  # fmt: skip


def _blocks(data: Sayings, origins: Mapping[str, Origin]) -> tuple[Block, ...]:
    missing = (Items(data.missing, title="What is missing", warn=True),) if data.missing else ()
    if not data.collections:
        return missing
    lead = Prose(
        "How often set expressions of official language are used, counted in each state’s own collection. Saying is "
        "not doing, and the lexicon decides what can be counted. A rate per 10,000 Han characters and one per 10,000 "
        "words differ in level: compare paths, never levels."
    )
    return (
        *missing, lead, Items(tuple(_collection(item, origins[item.region]) for item in data.collections)),
        Section("Salience of the five strategies", salience_blocks(data.salience)),
        Section("Security beside development", beside_blocks(data.priority)),
        Section("First and last uses", tuple(b for item in data.uses for b in _used(item, origins[item.region]))),
        Section("The two latest documents", tuple(b for item in data.changes for b in changed_blocks(item))),
        Section("The latest years beside those before", tuple(b for it in data.periods for b in changed_blocks(it))),
    )  # fmt: skip


def _collection(item: Texts, origin: Origin) -> Text:
    """Return what a collection is and, at once, what it lacks."""
    lacks = [f"none for {', '.join(item.without)}" if item.without else "", *item.odd]
    said = "; ".join(part for part in lacks if part)
    since = f". From {SINCE}: {said}." if said else "."
    called = (", below as ", term(item.collection)) if item.collection in TERMS else ()
    return Name(item.region), f": {item.title} ({item.measured_in})", *called, Cite((origin,)), since


def _used(item: UsedBy, origin: Origin) -> tuple[Block, ...]:
    columns = (
        Column("Term", words=True), Column("Strategy", words=True),
        Column("First use in this collection", words=True), Column("Last use in this collection", words=True),
        Column("First use over all collections", words=True), Column("Hits", WHOLE), Column("Documents", WHOLE),
    )  # fmt: skip
    rows = tuple(
        (
            local(row.term), strategy(row.strategy).title, row.first_year, row.last_year, anywhere(row.anywhere),
            row.hits, row.documents,
        )
        for row in item.rows
    )  # fmt: skip
    title = f"{first(item.region)}: two terms a strategy, most used in the latest ten years"
    said = (
        "Each row counts the term that it prints, nothing else. Over all embedded collections of the state a first use "
        "is a bound: a text that is not held may have it earlier."
    )
    return Table(title, columns, rows), Prose((said, Cite((origin,))), note=True)


def _rows(data: Sayings) -> tuple[Row, ...]:
    rows: list[Row] = []
    for text in data.collections:
        rows += measured({"part": "collection", "state": text.region, "collection": text.collection},
                         documents=text.documents)  # fmt: skip
    for one in data.salience:
        keys: Row = {"part": "salience", "state": one.region, "collection": one.collection, "strategy": one.strategy}
        rows += [{**keys, "measure": "rate", "figure": rate} for rate in one.rates]
        rows += [{**keys, "measure": "hits of the year", "figure": hits} for hits in one.hits_by_year]
        rows += [{**keys, "measure": "index", "figure": index} for index in one.index]
        rows += measured(keys, hits=one.hits, context=one.context)
        rows += measured({**keys, "formulation": one.leading}, share=one.share)
    for ratio in data.priority:
        keys = {"part": "priority", "state": ratio.region, "collection": ratio.collection, "reading": ratio.reading}
        rows += [{**keys, "measure": "security for one of development", "figure": value} for value in ratio.values]
    for used in data.uses:
        for row in used.rows:
            keys = {"part": "uses", "state": used.region, "collection": used.collection, "strategy": row.strategy,
                    "term": row.term, "first": row.first, "last": row.last,
                    "first_anywhere_by": row.anywhere.first_date if row.anywhere else None}  # fmt: skip
            rows += measured(keys, hits=row.hits, documents=row.documents)
    for part, sides in (("changes", data.changes), ("periods", data.periods)):
        for changed in sides:
            for found in (*changed.rising, *changed.falling):
                keys = {"part": part, "state": changed.region, "collection": changed.collection,
                        "formulation": found.formulation, "first": changed.before, "last": changed.latest,
                        "reading": found.change}  # fmt: skip
                rows += measured(keys, hits_before=found.hits_first, hits_latest=found.hits_second,
                                 rate_before=found.rate_first, rate_latest=found.rate_second)  # fmt: skip
    return tuple(rows)
