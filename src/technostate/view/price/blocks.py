"""What says the price of security: sentences that survive the choices, a chart a state, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from technostate.evidence import Figure
from technostate.futures.price import LEVERS, Lever
from technostate.futures.price.verdict import ELASTICITIES, RENT, WEDGE, Choice
from technostate.view.price.reading import headline, row_in_words
from technostate.view.price.record import Cell, Judged, Price
from technostate.write import Chart, Cite, Column, Fold, Items, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.forms import ODDS, Ranges, Span, Zone
from technostate.write.inline import Absent, Text
from technostate.write.names import first, the
from technostate.write.tables import Group

LEAD = (
    "Security is bought as insurance: a lever costs something in every year (premium) and takes away part of a loss in "
    "a year with the event (cover). It pays where the event is likelier, a year, than premium / cover: the break-even "
    "probability. Above 1 it costs more than it saves even if the event came every year; 0 means that it costs "
    "nothing, and a range that ends beyond has cases that cover nothing. How likely the events are is not said here."
)
LATER = (
    "Levers and events are those of today, in the worlds that paths have made by {year}: who buys from whom, how large "
    "states have become, what duties and spending on security there are by then. A lever comes on top of these. Ranges "
    "hold what paths differ by, beside forms, rents and elasticities; a share of paths is no probability."
)
LIMITS = (
    "Premiums are those of a lasting lever once trade has adjusted, losses those of the first year of an event; the "
    "years of adjustment, and events of several years, are left out.",
    "A duty turns the terms of trade, so that it can cost nothing or less: as long as nobody answers it. The answer of "
    "the other side is not in these figures.",
    "A stock is used up evenly over the missing year and bought anew afterwards; what it does beyond its days, and to "
    "prices before, is not counted. What holding it costs (5 to 20 per cent of its value a year) is assumed.",
    "Sectors are broad: a single good that nobody else makes is no sector here, and its loss would be larger.",
    "Civil absorption is final expenditure less military spending, which is taken to keep its size; spending on "
    "internal security is not known and is not taken off.",
)
_VALUES = {
    WEDGE: {"duty": "for a duty", "mixed": "for a mixture", "waste": "for waste"},
    RENT: {
        "importer": "where importers have it", "exporter": "where exporters have it",
        "lost": "where it is used up",
    },
    ELASTICITIES: {"low": "at low elasticities", "high": "at high ones"},
}  # fmt: skip
#: Answers that no choice changes.
_SURVIVES = ("always", "never")
_NAMES = {
    WEDGE: "the form of the wedge", RENT: "who has the scarcity rent", ELASTICITIES: "elasticities across origins",
}  # fmt: skip


def blocks(data: Price) -> tuple[Block, ...]:
    """Return the blocks of an answer, one state after the other."""
    found: list[Block] = [Prose(LEAD)]
    if data.year is not None:
        found.append(Prose(f"{LATER.format(year=data.year)} Here: {data.paths}."))
    for state in data.shocks:
        other = data.against if state == data.state else data.state
        found.append(Section(f"{first(state)} against {the(other)}", (*_state(data, state, other),), state.lower()))
    missing = [*data.notes]
    if data.missed:
        first_why = next(iter(data.missed.items()))
        missing.append(f"{len(data.missed)} snapshots have no answer ({first_why[0]}: {first_why[1]})")
    if data.failed:
        missing.append(f"{data.failed} equilibria were not found; those cases are left out where they belong")
    if missing:
        found.append(Items(tuple(missing), "What is missing", warn=True))
    found.append(Fold("What these figures leave out", (Items(LIMITS),), printed=True))
    return tuple(found)


def priced_blocks(data: Price) -> tuple[Block, ...]:
    """Return an answer in a year of paths as a part of what is said of these: a chart a state and what it rests on."""
    found: list[Block] = [Prose(LEAD), Prose(f"{LATER.format(year=data.year)} Here: {data.paths}.")]
    for state in data.shocks:
        other = data.against if state == data.state else data.state
        cells = [cell for cell in data.cells if cell.state == state]
        found += [
            _break_even(cells, data, state, other),
            Fold(f"Premium, cover and break-even of {the(state)}", (_table(cells, data, state, other),), printed=True),
        ]
    return tuple(found)


def _state(data: Price, state: str, other: str) -> Iterator[Block]:
    cells = [cell for cell in data.cells if cell.state == state]
    judged = list(judgements(data, state, other))
    yield Items(tuple(text for survives, text in judged if not survives), "It depends", warn=True)
    yield _break_even(cells, data, state, other, headline(data, state, other))
    named = {f"{lever.name} {lever.target}": lever_words(lever, data, other) for lever in LEVERS}
    read = row_in_words(cells, data, named.__getitem__, lambda key: event(key, other))
    if read is not None:
        yield read
    if any(survives for survives, _ in judged):
        yield Items(tuple(text for survives, text in judged if survives), "What survives every choice")
    yield _table(cells, data, state, other)
    if data.today:
        yield _beside(cells, [cell for cell in data.today if cell.state == state], data, state, other)
    yield _spending([cell for cell in cells if not cell.shock], data, other)
    yield Prose((f"Strategic are, by the state's own file or as asked: {', '.join(data.strategic[state])}. Source",
                 Cite((data.origin,))), note=True)  # fmt: skip


def sentences(data: Price, state: str, other: str) -> Iterator[Text]:
    """Yield what survives every choice for a state, and what does not: stocks, aiming event by event, paying."""
    return (text for _, text in judgements(data, state, other))


def judgements(data: Price, state: str, other: str) -> Iterator[tuple[bool, Text]]:
    """Yield whether each of `sentences` survives every choice, and the sentence."""
    judged = {(item.shock, item.question): item for item in data.judged if item.state == state}
    shocks = [key for key in data.shocks[state] if key != "energy"]
    stocks = {judged[key, "stockpile before aimed"].answer for key in shocks}
    yield stocks == {"always"}, _stock(judged, shocks, other)
    for key in shocks:
        item = judged[key, "aimed before self_reliance"]
        yield item.answer in _SURVIVES, _aimed(item, event(key, other), other)
    item = judged["stop", "aimed pays"]
    yield item.answer in _SURVIVES, _paying(item, event("stop", other), other)


def _stock(judged: dict[tuple[str, str], Judged], shocks: Sequence[str], other: str) -> Text:
    answers = {key: judged[key, "stockpile before aimed"].answer for key in shocks}
    always = [key for key, answer in answers.items() if answer == "always"]
    head = f"A stock of strategic imports from {the(other)} is cheaper insurance than a wedge on them"
    if len(always) == len(shocks):
        return f"{head} under every choice, at the sizes shown, against each event between the two."
    if not always:
        return f"It depends on the event and the choices whether {head[0].lower()}{head[1:]}."
    return f"{head} under every choice where {_listed([event(key, other) for key in always])}; elsewhere it depends."


def _aimed(item: Judged, words: str, other: str) -> Text:
    head = f"If {words}: aiming the wedge at {the(other)} is cheaper than self-reliance towards everyone"
    if item.answer == "always":
        return f"{head} under every choice."
    if item.answer == "never":
        return f"If {words}: self-reliance towards everyone is no dearer than aiming the wedge, under every choice."
    if item.answer == "unknown":
        return f"If {words}: not known, as some choice has no answer."
    said = f"{head}, or not: it depends on {depends(item.turning)}"
    if item.waste is None:
        return f"{said}."
    return (f"{said}; the medians are equal at ", item.waste, " of waste in the wedge.")


def _paying(item: Judged, words: str, other: str) -> Text:
    head = f"The wedge on {the(other)} alone"
    if item.answer == "always":
        return f"{head} breaks even below once a year under every choice if {words}."
    if item.answer == "never":
        return f"{head} costs more than it saves under every choice, even if every year {words}."
    if item.answer == "unknown":
        return f"{head}: not known, as some choice has no answer."
    return (
        f"If every year {words}: the wedge on {the(other)} alone saves more than it costs, or not: it depends on "
        f"{depends(item.turning)}."
    )


def depends(turning: Sequence[Choice]) -> str:
    """Return what an answer depends on, with the values under which it is yes and no.

    Examples
    --------
    >>> depends((Choice(WEDGE, ("waste",), ("duty",), ("mixed",)),))
    'the form of the wedge (yes for waste; no for a duty; either for a mixture)'
    """
    return " and ".join(map(_choice, turning))


def _choice(choice: Choice) -> str:
    parts = (("yes", choice.yes), ("no", choice.no), ("either", choice.open))
    said = [f"{word} {_listed([_VALUES[choice.name][v] for v in values])}" for word, values in parts if values]
    return f"{_NAMES[choice.name]} ({'; '.join(said)})"


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def event(key: str, other: str) -> str:
    """Return an event in words, as the rest of a sentence that begins with "if".

    Examples
    --------
    >>> event("stop", "USA")
    'the United States stops its strategic exports'
    """
    return {
        "stop": f"{the(other)} stops its strategic exports",
        "coalition": f"{the(other)} and its coalition stop theirs",
        "cut": "all trade in goods between the two ends",
        "energy": "all suppliers hold back part of their energy",
    }[key]


def lever_words(lever: Lever, data: Price, other: str) -> str:
    """Return a lever in words, with its size."""
    size = {"wedge": f", {100 * data.wedge:g} %", "stock": f", {data.days:g} days"}.get(lever.kind, "")
    words = lever.words.format(other=the(other))
    return f"{words[0].upper()}{words[1:]}{size}"


def _break_even(cells: Sequence[Cell], data: Price, state: str, other: str, title: str = "") -> Chart:
    usual = f"Break-even probability a year of {the(state)}, by lever and event"
    # A title that says what is seen leaves what is shown to the line below it.
    words = "Break-even probability a year, median" if title not in ("", usual) else "Median"
    return Chart(
        title or usual,
        _chart(cells, data, state, other),
        f"{words} and p10 to p90 over forms of the wedge, rules on rents and draws; logarithmic; modelled",
        "Left is cheaper; in the tinted zone a lever costs more than it saves even if the event came every year",
        told=True,
    )


def _chart(cells: Sequence[Cell], data: Price, state: str, other: str) -> Ranges:
    rows: list[Span | Group] = []
    for lever in LEVERS:
        known = [(cell, cell.break_even) for cell in _of(cells, lever, other) if cell.break_even is not None]
        if known:
            rows.append(Group(lever_words(lever, data, other)))
            rows += [Span(f"if {event(cell.shock, other)}", figure, state) for cell, figure in known]
    return Ranges(tuple(rows), "Insured against", log=True, zone=Zone(1.0, "never pays"))


def _of(cells: Sequence[Cell], lever: Lever, other: str) -> list[Cell]:
    target = {"comparator": other, "everyone": "everyone"}.get(lever.target, "")
    return [cell for cell in cells if (cell.lever, cell.target) == (lever.name, target)]


def _table(cells: Sequence[Cell], data: Price, state: str, other: str) -> Table:
    rows: list[tuple[Text, ...] | Group] = []
    for lever in LEVERS:
        found = _of(cells, lever, other)
        if found:
            rows.append(Group(lever_words(lever, data, other)))
        for cell in found:
            figures = (cell.premium, cell.cover, cell.break_even)
            rows.append((f"if {event(cell.shock, other)}", *map(_known, figures)))
    heads = (Column("Lever and event", words=True), Column("Premium"), Column("Cover"), Column("Break-even", ODDS))
    caption = (
        "Premium a year and cover, shares of civil absorption; break-even probability a year; median (p10 to p90) over "
        "all choices; modelled"
    )
    return Table(caption, heads, tuple(rows))


def _beside(cells: Sequence[Cell], today: Sequence[Cell], data: Price, state: str, other: str) -> Table:
    rows: list[tuple[Text, ...] | Group] = []
    for lever in LEVERS:
        before = {cell.shock: cell for cell in _of(today, lever, other) if cell.shock}
        pairs = [(before[cell.shock], cell) for cell in _of(cells, lever, other) if cell.shock in before]
        if pairs:
            rows.append(Group(lever_words(lever, data, other)))
        for old, new in pairs:
            rows.append((f"if {event(new.shock, other)}", _known(old.break_even), _known(new.break_even)))
    columns = Column("Lever and event", words=True), Column("Today", ODDS), Column(f"In {data.year}", ODDS)
    return Table("Break-even probability a year, today and then; median (p10 to p90); modelled", columns, tuple(rows))


def _known(figure: Figure | None) -> Text:
    return Absent("never pays") if figure is None else figure


def _spending(cells: Sequence[Cell], data: Price, other: str) -> Block:
    said: list[Text] = []
    for cell in cells:
        lever = next(item for item in LEVERS if item.name == cell.lever)
        head = lever_words(lever, data, other)
        if cell.premium is None:
            said.append(f"{head}: {lever.why}.")
            continue
        said.append((f"{head}: a premium of ", cell.premium, f" of civil absorption; {lever.why}."))
    return Items(tuple(said), "Levers whose cover is not priced")
