"""Events of the states' files, typed, and counts of them by who acted on whom and by period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from technostate import __version__, states
from technostate.evidence import Figure, Origin
from technostate.states.model import Event
from technostate.states.timeline import Asked

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
            str(event.date), event.date_kind or "", event.kind, event.actor, event.targets, event.title,
            event.strategies, event.source.standing or "", event.source.origin(event.place),
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
        Who acted on whom, most events first; an event with several targets counts for each.
    """

    asked: Asked
    files: tuple[str, ...]
    periods: tuple[str, ...]
    events: tuple[Happening, ...]
    pairs: tuple[Pair, ...]

    def of_kind(self, kind: str) -> tuple[Pair, ...]:
        """Return the pairs of one kind, most events first."""
        return tuple(pair for pair in self.pairs if pair.kind == kind)


def gathered(asked: Asked) -> Timeline:
    """Return the events that are asked for, and their counts."""
    events = tuple(map(Happening.of, states.timeline(asked=asked)))
    towards = [event for event in events if event.targets]
    starts = _starts({event.year for event in towards})
    names = tuple(_named(starts, at) for at in range(len(starts) - 1))
    counts: Counter[tuple[str, str, str]] = Counter()
    by_start: Counter[tuple[str, str, str, int]] = Counter()
    for event in towards:
        at = max(at for at, start in enumerate(starts[:-1]) if start <= event.year)
        for target in event.targets:
            counts[event.actor, target, event.kind] += 1
            by_start[event.actor, target, event.kind, at] += 1
    origin = counted()
    pairs = [
        Pair(*key, _figure(count, origin, key[0]), _over(by_start, key, starts, origin))
        for key, count in counts.items()
    ]
    ordered = sorted(pairs, key=lambda pair: (-counts[pair.actor, pair.target, pair.kind], pair.actor, pair.target))
    return Timeline(asked, states.codes(), names, events, tuple(ordered))


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


def _named(starts: Sequence[int], at: int) -> str:
    first, last = starts[at], starts[at + 1] - 1
    return str(first) if first == last else f"{first}–{last}"


def _over(
    counts: Mapping[tuple[str, str, str, int], int], key: tuple[str, str, str], starts: Sequence[int], origin: Origin
) -> tuple[Figure, ...]:
    single = [starts[at] if starts[at + 1] - starts[at] == 1 else None for at in range(len(starts) - 1)]
    return tuple(_figure(counts.get((*key, at), 0), origin, key[0], year) for at, year in enumerate(single))


def _figure(count: int, origin: Origin, actor: str, year: int | None = None) -> Figure:
    return Figure(count, "count", "derived", origin, actor, year)
