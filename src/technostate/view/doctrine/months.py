"""Formulations in the state evening news month by month, small charts beside one another, with where they change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np

from technostate import states
from technostate.doctrine import formulations
from technostate.doctrine.monthly.breaks import FEWEST_HITS, MonthlyBreak, change_points
from technostate.doctrine.monthly.rates import COMPOSED, UNIT, per_million, told
from technostate.doctrine.monthly.stored import NAME, ORIGIN, Items, MonthlySeries, series
from technostate.doctrine.views import figures
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence import value_of
from technostate.view.doctrine.month_record import Marked, Months, Path
from technostate.view.doctrine.month_words import reading, spelled
from technostate.view.doctrine.monthly import SAID
from technostate.view.doctrine.words import MOST_LINES, WHOLE, P, Row, bare, command, concept, known, local, measured
from technostate.write import Chart, Cite, Column, Fold, Group, Prose, Table, View
from technostate.write import Items as Listed
from technostate.write.blocks import Block
from technostate.write.forms import Event, Line, Lines, Multiples
from technostate.write.inline import Text
from technostate.write.tables import Row as TableRow

Marks: TypeAlias = Literal["calendar", "broad", "none"]
#: Formulations shown where none is named: one or two of each strategy of the state.
SHOWN = "军民融合", "产业链供应链", "自立自强", "统筹发展和安全", "新质生产力", "国家安全"
#: Months that a path is pooled over.
POOLED = 12
#: Words of a step that the calendar of congresses and plans sets, whatever was said before it.
CALENDAR = "Party Congress", "Five-Year Plan"


def months(*terms: str, events: Marks = "calendar", items: Items = "all") -> View[Months]:
    """Return how often formulations stand in the evening news month by month, and where their rates change.

    Parameters
    ----------
    terms : str
        Chinese terms, or ids of formulations, each once, at most six; six telling ones by default.
    events : {"calendar", "broad", "none"}
        Markers: congresses and five-year plans, steps of the state that touch two strategies or more, or none.
    items : {"all", "domestic", "foreign", "both"}
        Every item, or those about one of the three.

    Raises
    ------
    LabelError
        If a term was not counted.
    DataError
        If there are more than six.

    Examples
    --------
    >>> view = months("军民融合", events="none")
    >>> (path,) = view.data.paths
    >>> path.gloss, path.hits.value
    ('military civil fusion', 255)
    """
    if events not in get_args(Marks):
        raise unknown_label("kind of markers", events, get_args(Marks))
    found = [series(term, items) for term in terms or SHOWN]
    if len(found) > MOST_LINES or len({item.name for item in found}) < len(found):
        raise DataError(f"{len(found)} formulations, some perhaps twice", hint=f"name up to {MOST_LINES}, each once")
    data = Months(
        NAME, UNIT, items, found[0].months, tuple(map(_path, found)), _events(events, found[0].months),
        told(items, found[0].months[0]),
    )  # fmt: skip
    given = {"events": events if events != "calendar" else "", "items": items if items != "all" else ""}
    return View(_title(data), data, blocks(data), rows(data), command("months", *terms, **given))


def blocks(data: Months) -> tuple[Block, ...]:
    """Return the charts, the table of hits and ranges, and the changes behind the titles."""
    without = tuple(f"{path.term}: {path.why_no_changes}" for path in data.paths if path.changes is None)
    warn = (Listed(without, title="No change is looked for", warn=True),) if without else ()
    changes = Fold("Changes found, and how surely", (_changes(data),))
    counted = Prose((f"Counted in {data.collection}: {data.unit}.", Cite((ORIGIN,))), note=True)
    return _chart(data), *warn, _table(data), changes, Listed(data.notes, title="To know"), counted


def _path(item: MonthlySeries) -> Path:
    rates, pooled = {}, {}
    hits, sizes = (np.concatenate(([0], np.cumsum(column))) for column in (item.count, item.characters))
    for at, month in enumerate(item.months):
        year = int(month[:4])
        if (rate := per_million(int(item.count[at]), int(item.characters[at]), year)) is not None:
            rates[month] = rate
        if at + 1 >= POOLED:
            said, size = (int(column[at + 1] - column[at + 1 - POOLED]) for column in (hits, sizes))
            if (rate := per_million(said, size, year)) is not None:
                pooled[month] = rate
    changes, why = _changes_of(item)
    total = figures.count(int(item.count.sum()), ORIGIN)
    return Path(item.name, _gloss(item), item.terms, total, rates, pooled, changes, why)


def _gloss(item: MonthlySeries) -> str:
    try:
        return concept(formulations.find(item.name).id)
    except LabelError:
        return concept(item.name) if item.name.isascii() else ""


def _changes_of(item: MonthlySeries) -> tuple[tuple[MonthlyBreak, ...] | None, str]:
    if item.count.sum() < FEWEST_HITS:
        return None, f"fewer than {FEWEST_HITS} hits"
    try:
        return tuple(change_points(item.name, item.items).rows), ""
    except DataError as error:
        return None, f"{error} ({error.hint})"


def _events(kind: Marks, within: Sequence[str]) -> tuple[Marked, ...]:
    """Return the markers: steps of the state's own, chosen by what they are and never by what is counted."""
    made = []
    for event in states.events_of("CHN"):
        month = str(event.date)[:7]
        fits = {
            "calendar": any(words in event.title for words in CALENDAR),
            "broad": len(event.strategies) > 1,
            "none": False,
        }[kind]
        if fits and event.kind == "step" and event.actor == "CHN" and month in within:
            made.append(Marked(month, str(event.date), event.title))
    return tuple(sorted(made, key=lambda one: one.date))


def _said(path: Path) -> str:
    """Return a formulation for a title: Chinese first, then what it means."""
    return f"{path.term} ({path.gloss})" if path.gloss and path.gloss != path.term else path.term


def _title(data: Months) -> str:
    if len(data.paths) == 1:
        return f"{_said(data.paths[0])} in the state evening news, month by month{SAID[data.items]}"
    return f"What the state evening news says, month by month{SAID[data.items]}"


def _caption(data: Months) -> str:
    """Return what is to be seen: how many of the formulations change beyond chance."""
    looked = [path for path in data.paths if path.changes is not None]
    changed = sum(any(row.claimed for row in path.changes or ()) for path in looked)
    if len(data.paths) == 1 and looked:
        return f"{_said(looked[0])}: {reading(looked[0].changes)}"
    if not looked:
        return _title(data)
    return f"{changed} of {len(looked)} formulations change beyond chance in the state evening news"


def _chart(data: Months) -> Chart:
    place = {month: at for at, month in enumerate(data.months)}
    events = tuple(Event(place[one.month], one.title, spelled(one.month)) for one in data.events)
    before = sum(month < f"{COMPOSED}-01" for month in data.months)
    panels: list[tuple[Text, Lines]] = []
    for path in data.paths:
        lines = (
            Line("a month", {place[month]: rate for month, rate in path.rates.items()}, region="CHN", stems=True),
            Line(
                "twelve months to then, pooled, with the exact 95 % interval",
                {place[month]: rate for month, rate in path.pooled.items()}, region="CHN",
            ),
        )  # fmt: skip
        said = reading(path.changes) if path.changes is not None else ""
        title: Text = (local(path.term), f" {path.gloss}" if path.gloss != path.term else "", f": {said}" * bool(said))
        form = Lines(
            lines, across="month", steps=data.months, events=events, named=False,
            doubted=(0, before) if before else None,
            doubt=f"before {COMPOSED} the longest readouts are not in the texts",
        )  # fmt: skip
        panels.append((title, form))
    sub = (
        f"Hits per million Han characters in the state evening news (Xinwen Lianbo){SAID[data.items]}, "
        f"{spelled(data.months[0])} to {spelled(data.months[-1])}; each chart has a scale of its own"
    )
    return Chart(_caption(data), Multiples(tuple(panels), apart=True), sub, told=True)


def _table(data: Months) -> Table:
    rates = bare(rate for path in data.paths for rate in path.pooled.values())
    columns = (
        Column("Formulation", words=True), Column("In English", words=True), Column("Hits", WHOLE),
        Column(f"Twelve months to {spelled(data.months[-1])}", rates), Column("Highest twelve months", rates),
        Column("They end", words=True),
    )  # fmt: skip
    made = []
    for path in data.paths:
        highest = max(path.pooled, key=lambda month: value_of(path.pooled[month]), default="")
        terms = tuple(piece for term in path.terms for piece in (", ", local(term)))[1:]
        made.append(
            (
                terms, path.gloss, path.hits, known(path.pooled.get(data.months[-1])), known(path.pooled.get(highest)),
                spelled(highest) if highest else "–",
            )
        )  # fmt: skip
    caption = f"{data.unit[:1].upper()}{data.unit[1:]}, with exact 95 % intervals"
    return Table(caption, columns, tuple(made))


def _changes(data: Months) -> Table:
    every = [row for path in data.paths for row in path.changes or ()]
    rates = bare(rate for row in every for rate in (row.rate_before, row.rate_after))
    columns = (Column("From"), Column("Rate before", rates), Column("Rate after", rates), Column("p, adjusted", P),
               Column("Claimed"))  # fmt: skip
    made: list[TableRow] = []
    for path in data.paths:
        made.append(Group((local(path.term), f" {path.gloss}" if path.gloss != path.term else "")))
        made += [
            (spelled(row.after), row.rate_before, row.rate_after, row.p, "yes" if row.claimed else "no")
            for row in path.changes or ()
        ]
    return Table(f"Between segments, {data.unit}; only claimed changes stand in titles", columns, tuple(made))


def rows(data: Months) -> tuple[Row, ...]:
    """Return one row a figure: hits, rates, pooled rates, and both sides of each change."""
    made: list[Row] = []
    for path in data.paths:
        own = {"collection": data.collection, "items": data.items, "term": path.term}
        made += measured({**own, "what": "all months"}, hits=path.hits)
        for month, rate in path.rates.items():
            made += measured({**own, "what": "month", "month": month}, rate=rate)
        for month, rate in path.pooled.items():
            made += measured({**own, "what": "twelve months", "month": month}, rate=rate)
        for row in path.changes or ():
            keys = {**own, "what": "change", "month": row.after, "claimed": row.claimed}
            made += measured(keys, rate_before=row.rate_before, rate_after=row.rate_after, p=row.p)
    return tuple(made)
