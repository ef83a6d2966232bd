"""Asking for a timeline: names as they are typed, to a view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from technostate.errors import unknown_label
from technostate.states.model import EventKind, Strategy
from technostate.states.timeline import Asked
from technostate.view import who
from technostate.view.parties import party
from technostate.view.shell import command
from technostate.view.timeline.blocks import blocks
from technostate.view.timeline.data import Timeline, gathered
from technostate.write import View
from technostate.write.cells import plain_piece
from technostate.write.frame import Row


def timeline(
    states: str | Sequence[str] = (),
    *,
    actor: str | Sequence[str] | None = None,
    target: str | Sequence[str] | None = None,
    kind: str | Sequence[str] | None = None,
    since: int | None = None,
    until: int | None = None,
    strategy: str | Sequence[str] | None = None,
) -> View[Timeline]:
    """Return the events of the states' files by actor and target, in order of dates, each once.

    Parameters
    ----------
    states : str or sequence of str
        By or towards one of these: codes, names, or keys of groups; all by default. A group without a file stands for
        itself and its members at the date.
    actor, target : str or sequence of str, optional
        By one of these; towards one of these. ``WLD``: measures that name nobody.
    kind : {"pressure", "easing", "step"}, optional
        One or several; all by default.
    since, until : int, optional
        First and last year.
    strategy : str or sequence of str, optional
        Keys of strategies; all by default.

    Raises
    ------
    LabelError
        If a state, kind or strategy is unknown, with the nearest names.
    DataError
        If the last year comes before the first.

    Examples
    --------
    >>> view = timeline("CHN", actor="USA", kind="pressure", since=2022, until=2022)
    >>> {event.actor for event in view.data.events}
    {'USA'}
    """
    since, until = who.years((since, until))
    asked = Asked(
        who.parties(states), who.parties(actor), who.parties(target), _known("kind of event", kind, EventKind),
        _known("strategy", strategy, Strategy), since, until,
    )  # fmt: skip
    data = gathered(asked)
    typed = command(
        "states", "timeline", *asked.states, actor=",".join(asked.actors), target=",".join(asked.targets),
        kind=",".join(asked.kinds), since=since, until=until, strategy=",".join(asked.strategies),
    )  # fmt: skip
    return View(_title(asked), data, tuple(blocks(data)), tuple(_rows(data)), typed)


def _known(what: str, given: str | Iterable[str] | None, choices: object) -> tuple[str, ...]:
    """Return words between commas, each one of the choices."""
    parts = tuple(dict.fromkeys(who.words(given)))
    for part in parts:
        if part not in get_args(choices):
            raise unknown_label(what, part, get_args(choices))
    return parts


def _title(asked: Asked) -> str:
    """Return what is asked for in words."""

    def named(codes: Sequence[str]) -> str:
        return ", ".join(plain_piece(party(code)) for code in codes)

    said = f"Timeline: {named(asked.states) if asked.states else 'all states’ files'}"
    said += f", by {named(asked.actors)}" if asked.actors else ""
    said += f", towards {named(asked.targets)}" if asked.targets else ""
    said += f", {', '.join(asked.kinds)}" if asked.kinds else ""
    said += f", {', '.join(word.replace('_', ' ') for word in asked.strategies)}" if asked.strategies else ""
    match asked.since, asked.until:
        case None, None:
            return said
        case since, None:
            return f"{said}, since {since}"
        case None, until:
            return f"{said}, until {until}"
        case since, until:
            return f"{said}, {since}" if since == until else f"{said}, {since}–{until}"
    return said


def _rows(data: Timeline) -> Iterator[Row]:
    """Return every event, then every count, as tidy rows."""
    for event in data.events:
        yield {
            "what": "event", "date": event.date, "date_kind": event.date_kind, "event": event.kind,
            "actor": event.actor, "target": event.targets, "title": event.title, "strategies": event.strategies,
            "issuer": event.origin.producer, "source": event.origin.title, "standing": event.standing,
            "url": event.origin.url,
        }  # fmt: skip
    for acting in data.actors:
        said = {"what": "count", "event": "all", "actor": acting.actor}
        yield {**said, "period": "all", "figure": acting.events}
        for period, figure in zip(data.years, acting.by_year, strict=True):
            yield {**said, "period": period, "figure": figure}
    for pair in data.pairs:
        keys = {"what": "count", "event": pair.kind, "actor": pair.actor, "target": (pair.target,)}
        yield {**keys, "period": "all", "figure": pair.events}
        for period, figure in zip(data.periods, pair.by_period, strict=True):
            yield {**keys, "period": period, "figure": figure}
