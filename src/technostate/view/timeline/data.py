"""Events of the states' files, typed, and counts of them by who acted on whom and by period."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from technostate import __version__, states
from technostate.evidence import Figure, Origin
from technostate.states.model import Event
from technostate.states.timeline import Asked, Rolls

#: Columns that a chart over time has; what lies before the single years is one stretch.
PERIODS = 12
#: Kinds of events that have targets.
TOWARDS = ("pressure", "easing")


@dataclass(frozen=True)
class Happening:
    """An event as a timeline has it.

    Parameters
    ----------
    date : str
        As precisely as the source gives it.
    date_kind, kind : str
        What happened on the date; whether it restricts, relieves, or is a step of the actor's own.
    actor : str
        Code of the state, or key of the group, that acted.
    targets : tuple of str
        Codes and keys; ``WLD`` for everyone.
    standing : str
        ``official``, ``copy`` or ``secondary``: whose address the source has.
    origin : Origin
        The source.
    """

    date: str
    date_kind: str
    kind: str
    actor: str
    targets: tuple[str, ...]
    title: str
    strategies: tuple[str, ...]
    standing: str
    origin: Origin

    @classmethod
    def of(cls, event: Event) -> Happening:
        """Return an event of a file with its source as it travels."""
        return cls(
            str(event.date), event.date_kind, event.kind, event.actor, event.targets, event.title,
            event.strategies, event.source.standing, event.source.origin(event.place),
        )  # fmt: skip

    @property
    def year(self) -> int:
        """The year of the date."""
        return int(self.date[:4])


@dataclass(frozen=True)
class Pair:
    """How many measures of one kind one actor took towards one target.

    Parameters
    ----------
    kind : str
        ``pressure`` or ``easing``.
    events : Figure
        Over all periods.
    by_period : tuple of Figure
        In the order of the timeline's periods.
    """

    actor: str
    target: str
    kind: str
    events: Figure
    by_period: tuple[Figure, ...]


@dataclass(frozen=True)
class Acting:
    """How many events, of any kind, one actor has.

    Parameters
    ----------
    by_year : tuple of Figure
        In the order of the timeline's years.
    """

    actor: str
    events: Figure
    by_year: tuple[Figure, ...]


@dataclass(frozen=True)
class Timeline:
    """Events by actor and target.

    Parameters
    ----------
    asked : Asked
        Which events.
    files : tuple of str
        Codes of the states that have a file.
    periods : tuple of str
        Years, the first may be a stretch of years.
    events : tuple of Happening
        In order of dates, each once.
    pairs : tuple of Pair
        Who acted on whom, most events first; an event with several targets counts for each that is asked for.
    years : tuple of str
        Years of events of any kind, the first may be a stretch of years.
    actors : tuple of Acting
        Who acted, most events first; every event counts once.
    """

    asked: Asked
    files: tuple[str, ...]
    periods: tuple[str, ...]
    events: tuple[Happening, ...]
    pairs: tuple[Pair, ...]
    years: tuple[str, ...] = ()
    actors: tuple[Acting, ...] = ()

    def of_kind(self, kind: str) -> tuple[Pair, ...]:
        """Return the pairs of one kind, most events first."""
        return tuple(pair for pair in self.pairs if pair.kind == kind)


def gathered(asked: Asked) -> Timeline:
    """Return the events that are asked for, and their counts."""
    events = states.timeline(asked=asked)
    acts = list(_acts(events, asked))
    starts = _starts({year for _, year in acts})
    singles = [start if after - start == 1 else None for start, after in pairwise(starts)]
    counts = Counter(key for key, _ in acts)
    within = Counter((key, bisect(starts, year) - 1) for key, year in acts)
    origin = counted()
    pairs = tuple(
        Pair(
            *key, _figure(counts[key], origin, key[0]),
            tuple(_figure(within[key, at], origin, key[0], year) for at, year in enumerate(singles)),
        )
        for key in sorted(counts, key=lambda key: (-counts[key], key))
    )  # fmt: skip
    years = _starts({event.date.year for event in events})
    return Timeline(
        asked, states.codes(), _named(starts), tuple(map(Happening.of, events)), pairs,
        _named(years), tuple(_actors(events, years, origin)),
    )  # fmt: skip


def _named(starts: Sequence[int]) -> tuple[str, ...]:
    """Return periods in words: a year, or the first and last of a stretch."""
    return tuple(str(start) if after - start == 1 else f"{start}–{after - 1}" for start, after in pairwise(starts))


def _actors(events: Sequence[Event], starts: Sequence[int], origin: Origin) -> Iterator[Acting]:
    counts = Counter(event.actor for event in events)
    within = Counter((event.actor, bisect(starts, event.date.year) - 1) for event in events)
    for actor in sorted(counts, key=lambda code: (-counts[code], code)):
        by_year = tuple(
            _figure(within[actor, at], origin, actor, start if after - start == 1 else None)
            for at, (start, after) in enumerate(pairwise(starts))
        )
        yield Acting(actor, _figure(counts[actor], origin, actor), by_year)


def _acts(events: Sequence[Event], asked: Asked) -> Iterator[tuple[tuple[str, str, str], int]]:
    """Yield actor, target and kind with the year, for each target that is itself asked for."""
    rolls = Rolls()
    for event in events:
        for target in event.targets:
            if asked.lets(event.model_copy(update={"targets": (target,)}), rolls):
                yield (event.actor, target, event.kind), event.date.year


def counted() -> Origin:
    """Return the origin of counts of the files' entries."""
    return Origin(
        "technostate", "Entries of the states’ files", f"technostate {__version__}, states’ files.", __version__,
        "counts of our own", note="each event cites its source; what is counted is what the files hold",
    )  # fmt: skip


def _starts(years: set[int]) -> Sequence[int]:
    """Return the first years of the periods, and the one after the last."""
    if not years:
        return ()
    first, last = min(years), max(years)
    singles = range(max(first, last - PERIODS + 2), last + 2)
    return (*((first,) if first < singles[0] else ()), *singles)


def _figure(count: int, origin: Origin, actor: str, year: int | None = None) -> Figure:
    return Figure(count, "count", "derived", origin, actor, year)
