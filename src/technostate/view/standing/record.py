"""What states' own files record under a strategy: its name, bodies with a role, dated events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate import states as files
from technostate.evidence import Origin
from technostate.states.check_events import EVERYONE


@dataclass(frozen=True)
class Called:
    """What a state calls a strategy, in English and in its own language, and since when."""

    region: str
    name: str
    name_local: str
    since: str
    origin: Origin


@dataclass(frozen=True)
class Body:
    """An institution with a role in a strategy."""

    region: str
    name: str
    name_local: str
    founded: str
    role: str
    origin: Origin


@dataclass(frozen=True)
class Happened:
    """A dated event: who acted, on whom, what kind of date it is, and how near its source is to who issued it."""

    date: str
    date_kind: str
    kind_of_event: str
    actor: str
    targets: tuple[str, ...]
    title: str
    standing: str
    origin: Origin


def called(key: str, codes: Sequence[str]) -> tuple[Called, ...]:
    """Return what each state that has a file calls a strategy."""
    return tuple(
        Called(code, it.name, it.name_local, str(it.since), it.source.origin(it.place))
        for code in codes
        if code in files.codes()
        for it in files.load(code).strategies
        if it.strategy == key
    )


def institutions(key: str, codes: Sequence[str]) -> tuple[Body, ...]:
    """Return the bodies with a role in a strategy, state by state."""
    return tuple(
        Body(code, it.name, it.name_local, str(it.founded), it.role, it.source.origin(it.place))
        for code in codes
        if code in files.codes()
        for it in files.load(code).institutions
        if key in it.strategies
    )


def chronology(key: str, codes: Sequence[str]) -> tuple[Happened, ...]:
    """Return the events of a strategy by or towards some states, in order of dates, each once.

    Measures of third states that name nobody are left out.
    """
    return tuple(
        Happened(
            str(it.date),
            it.date_kind,
            it.kind,
            it.actor,
            it.targets,
            it.title,
            it.source.standing,
            it.source.origin(it.place),
        )
        for it in files.timeline(codes, files.Asked(strategies=(key,)))
        if EVERYONE not in it.targets or it.actor in codes
    )
