"""Past events: what happened beside what the engines give for the shock that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from technostate.notation import Scale
from technostate.shocks.backtests.file import events, find
from technostate.shocks.backtests.record import PastEvent
from technostate.shocks.backtests.run import USUAL_DRAWS, Compared, backtest, require
from technostate.shocks.progress import Pace, Show, silent
from technostate.view.backtests_data import Held, figures, held, origin_of
from technostate.view.literature import PLACES
from technostate.view.shell import command
from technostate.view.shock.words import listed
from technostate.write import Absent, Cite, Code, Column, Items, Prose, Shown, Strong, Table, View
from technostate.write.frame import Row
from technostate.write.inline import Text
from technostate.write.tables import Group

RULE = (
    "Inside: what happened, or its range, overlaps p10 to p90 of our draws, which vary the engine's parameters and the "
    "amounts of the shock; a bound holds our median. The error is our median less what happened, in points; inside the "
    "range that happened it is zero. An outcome has all other causes in it; an estimate is of the event alone; a bound "
    "says that nothing was seen, and a small effect may hide in it. The shock alone is what its own losses of capacity "
    "make of the figure where nothing spreads and no capacity is idle: what is near it is input, not a finding. Stocks "
    "are the usual ones of each good times what the column says, all else central."
)
#: Kinds of what happened, in a word.
_WORDS = {"outcome": "", "estimate": " (estimate)", "model": " (a model)", "bound": " (bound)"}


def backtests(
    *names: str, draws: int | None = None, seed: int = 0, progress: Show | None = None
) -> View[tuple[Held, ...]]:
    """Return past events beside what the engines give.

    Parameters
    ----------
    *names : str
        Of the events; all of them by default.
    draws : int, optional
        Cases of each range, 16 by default.
    seed : int
        Of the draws.
    progress : callable, optional
        Called with a few words and the fraction of the work that is done.

    Raises
    ------
    LabelError
        If an event is unknown, with the nearest names.
    ScenarioError
        If the draws or the seed are wrong, or an event is named twice.

    Examples
    --------
    >>> view = backtests("tariffs-2018", draws=4)
    >>> [row.measure for row in view.data]
    ['us-income', 'us-imports-from-china']
    """
    chosen = find(names)
    number = USUAL_DRAWS if draws is None else draws
    require(number, seed)
    pace = Pace([1.0] * len(chosen), progress or silent)
    rows: list[Compared] = []
    for event in chosen:
        rows += backtest(event, number, seed, pace)
        pace.next()
    blocks = (
        Prose(_summary(rows)),
        Prose(RULE, note=True),
        Table("", _COLUMNS, tuple(_lines(rows))),
        Items(tuple(_told(row) for row in rows), "How each is to be read, and why ours misses"),
    )
    typed = command("backtest", *names, draws=draws, seed=seed or None)
    return View("Past events", tuple(map(held, rows)), blocks, tuple(_rows(rows)), typed)


def listing() -> View[tuple[PastEvent, ...]]:
    """Return the past events that can be run."""
    found = events()
    rows = tuple((event.id, event.title, event.world, ", ".join(_horizons(event))) for event in found)
    columns = Column("Event"), Column("What", words=True), Column("World"), Column("Horizons")
    plain = tuple(
        {"event": event.id, "title": event.title, "world": event.world, "measures": len(event.measures)}
        for event in found
    )
    note = Prose(("One of them: ", Code("technostate backtest EVENT"), "."), note=True)
    return View(f"{len(found)} past events", found, (Table("", columns, rows), note), plain,
                "technostate backtest --list")  # fmt: skip


def _horizons(event: PastEvent) -> list[str]:
    return sorted({row.reading.horizon for row in event.measures}, reverse=True)


def _summary(rows: Sequence[Compared]) -> str:
    places = [row.place for row in rows]
    inside, free = places.count("inside"), [row for row in rows if not row.measure.calibrated]
    bounds = sum(row.measure.kind == "bound" and row.place == "inside" for row in rows)
    mostly = sum(row.measure.put_in == "mostly" for row in rows)
    set_by = sorted({name for row in rows for name in row.measure.calibrated})
    events_ = len({row.event.id for row in rows})
    said = (
        f"Of {len(rows)} figure{'s' * (len(rows) > 1)} of {events_} event{'s' * (events_ > 1)} "
        f"{inside or 'none'} lie{'s' * (inside < 2)} inside our p10 to p90"
    )
    said += f", {bounds} of them {'bounds' if bounds > 1 else 'a bound'}" * (bounds > 0)
    where = {
        "is smaller": places.count("ours smaller"), "is larger": places.count("ours larger"),
        "has the other sign": places.count("other sign"),
    }  # fmt: skip
    misses = [f"{said_so} in {count}" for said_so, count in where.items() if count]
    said += f"; ours {listed(misses)}" * bool(misses) + "."
    said += f" {mostly} {'are' if mostly > 1 else 'is'} mostly what was put in." * (mostly > 0)
    if set_by:
        said += (
            f" {len(rows) - len(free)} had a parameter set with them in view ({', '.join(set_by)}); the other "
            f"{len(free)} had none."
        )
    open_ = [row for row in free if row.measure.kind != "bound" and row.measure.put_in != "mostly"]
    if open_:
        met = sum(row.place == "inside" for row in open_)
        said += (
            f" Without bounds, and without those two kinds, {len(open_)} figures are left, of which {met} lie inside."
        )
    return said


_COLUMNS = (
    Column("What", words=True), Column("Horizon"), Column("What happened"), Column("Ours, median (p10 to p90)"),
    Column("Error"), Column("Shock alone"), Column("Stocks × ⅓"), Column("× 1"), Column("× 2"),
    Column("Set with it", words=True), Column("Inside", words=True),
)  # fmt: skip


def _lines(rows: Sequence[Compared]) -> list[tuple[Text, ...] | Group]:
    found: list[tuple[Text, ...] | Group] = []
    for event, group in groupby(rows, key=lambda row: row.event):
        lines = list(group)
        cited = tuple(dict.fromkeys(origin_of(row.measure.source) for row in lines))
        found.append(Group((f"{event.title}, on {event.world}", Cite(cited))))
        found += [_line(row) for row in lines]
    return found


def _line(row: Compared) -> tuple[Text, ...]:
    made, measure = figures(row), row.measure
    return (
        measure.what,
        measure.reading.horizon,
        (Shown(made["observed"], _scale(measure.low, measure.high)), _WORDS[measure.kind]),
        Shown(made["predicted"], _scale(row.change.p10, row.change.p90)),
        Shown(made["error"], _scale(row.error, row.error)._replace(words="points")),
        *(
            Shown(made[name], _scale(row.change.p10, row.change.p90)) if name in made else Absent("–")
            for name in ("shock alone", "third stocks", "usual stocks", "twice stocks")
        ),
        ", ".join(measure.calibrated) or "nothing",
        PLACES[row.place],
    )


def _scale(low: float, high: float) -> Scale:
    """Return how a figure is shown: two places, more where it is small, none where it is large."""
    size = max(abs(low), abs(high))
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.05 else 3
    return Scale(1.0, places, "%", True)


def _told(row: Compared) -> Text:
    measure = row.measure
    part = {"mostly": " Mostly input.", "partly": " Partly input.", "none": ""}[measure.put_in]
    return (Strong(f"{measure.what} ({row.event.title})."), f" {measure.told}{part}")


def _rows(rows: Sequence[Compared]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        base = {
            "event": row.event.id, "measure": row.measure.id, "horizon": row.measure.reading.horizon,
            "world": row.event.world, "inside": row.place, "input": row.measure.put_in, "kind of": row.measure.kind,
        }  # fmt: skip
        found += [{**base, "which": which, "figure": figure} for which, figure in figures(row).items()]
    return found
