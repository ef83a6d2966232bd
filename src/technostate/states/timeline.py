"""Events of all states' files as one timeline: who acted on whom, in order of dates, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from technostate.states.check_events import EVERYONE
from technostate.states.dates import When
from technostate.states.folder import codes, load, members
from technostate.states.model import Event

#: Words of two titles that are shared, of those of the shorter one, from which on the titles are alike.
_ALIKE = 0.6
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Asked:
    """Which events are asked for; what is empty lets every event through.

    Parameters
    ----------
    states : tuple of str
        By or towards one of these: codes of states, or keys of groups, which stand for themselves and their members at
        the date.
    actors, targets : tuple of str
        By one of these; towards one of these.
    kinds : tuple of str
        ``pressure``, ``easing`` or ``step``.
    strategies : tuple of str
        Under one of these.
    since, until : int or None
        First and last year.
    """

    states: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def lets(self, event: Event, rolls: Rolls) -> bool:
        """Return whether an event is among those that are asked for."""
        return (
            (not self.kinds or event.kind in self.kinds)
            and (not self.strategies or bool(set(self.strategies) & set(event.strategies)))
            and (self.since is None or event.date.year >= self.since)
            and (self.until is None or event.date.year <= self.until)
            and (not self.actors or any(acted(event, code, rolls) for code in self.actors))
            and (not self.targets or any(reached(event, code, rolls) for code in self.targets))
            and (not self.states or any(concerns(event, code, rolls) for code in self.states))
        )


def _order(event: Event) -> tuple[int, int, int, str, str]:
    """Order by date, a coarser one before the finer ones inside it; then by actor and title."""
    date = event.date
    return date.year, date.month or 0, date.day or 0, event.actor, event.title


class Rolls:
    """Which states have a file, and who belongs to which group when, looked up once for many events."""

    def __init__(self) -> None:
        self._files = frozenset(codes())
        self._members: dict[tuple[str, str], frozenset[str]] = {}

    def members(self, key: str, date: When) -> frozenset[str]:
        """Return the members of a group on a date; none where the key names no group."""
        at = key, str(date)
        if at not in self._members:
            self._members[at] = frozenset(
                member.region
                for member in members(key)
                if not date < member.since and (member.until is None or date < member.until)
            )
        return self._members[at]

    def meant(self, code: str, date: When) -> frozenset[str]:
        """Return a state, or a group with its members on a date; a union that has a file is itself alone."""
        return frozenset((code,)) if code in self._files else frozenset((code, *self.members(code, date)))


def timeline(
    states: Sequence[str] = (), asked: Asked | None = None, *, more: Sequence[Event] = ()
) -> tuple[Event, ...]:
    """Return the events by or towards some states, in order of dates, each once.

    Parameters
    ----------
    states : sequence of str
        Codes; none asks for every event of every file.
    asked : Asked, optional
        Which events, where more than the states is asked.
    more : sequence of Event
        Of a file that no code names.

    Examples
    --------
    >>> {event.actor for event in timeline() if "CHN" in event.targets} >= {"USA", "JPN"}
    True
    >>> {event.kind for event in timeline(asked=Asked(actors=("g7",), kinds=("easing",)))}
    {'easing'}
    """
    asked, rolls = asked or Asked(), Rolls()
    events = [event for code in codes() for event in load(code).chronology]
    once = {_order(event): event for event in (*events, *more)}
    chosen = (once[key] for key in sorted(once) if asked.lets(once[key], rolls))
    return tuple(e for e in chosen if not states or any(concerns(e, code, rolls) for code in states))


def events_of(code: str) -> tuple[Event, ...]:
    """Return the events by or towards one state, whichever file holds them; see `timeline`."""
    return timeline((code,))


def concerns(event: Event, code: str, rolls: Rolls | None = None) -> bool:
    """Return whether a state, or a member of a group without a file, acted or a measure holds for it."""
    rolls = rolls or Rolls()
    return acted(event, code, rolls) or reached(event, code, rolls)


def acted(event: Event, code: str, rolls: Rolls | None = None) -> bool:
    """Return whether a state acted; a group also by a member of its at the date, unless it has a file of its own."""
    return event.actor in (rolls or Rolls()).meant(code, event.date)


def reached(event: Event, code: str, rolls: Rolls | None = None) -> bool:
    """Return whether a measure holds for a state: by name, as a member of a group at the date, or as everyone.

    What holds for everyone or for a group does not hold for who acted, nor for the members of an acting group.
    """
    rolls = rolls or Rolls()
    return named(event, code, rolls) or (
        EVERYONE in event.targets and any(_is_other(event, one, rolls) for one in rolls.meant(code, event.date))
    )


def named(event: Event, code: str, rolls: Rolls | None = None) -> bool:
    """Return whether a measure names a state, or a group of which it is a member at the date."""
    rolls = rolls or Rolls()
    meant = rolls.meant(code, event.date)
    if not meant.isdisjoint(event.targets):
        return True
    groups = [rolls.members(key, event.date) for key in event.targets]
    return any(_is_other(event, one, rolls) and any(one in members for members in groups) for one in meant)


def _is_other(event: Event, code: str, rolls: Rolls) -> bool:
    return code != event.actor and code not in rolls.members(event.actor, event.date)


def alike(events: Sequence[tuple[str, Event]]) -> Iterator[tuple[tuple[str, Event], tuple[str, Event]]]:
    """Yield pairs of events of different files that would stand twice in a timeline.

    They have one actor, one date, at least one target in common or none at all, and titles that share most words.

    Parameters
    ----------
    events : sequence of (str, Event)
        File, event.
    """
    by_day: dict[tuple[str, str], list[tuple[str, Event]]] = {}
    for file, event in events:
        by_day.setdefault((event.actor, str(event.date)), []).append((file, event))
    for same in by_day.values():
        for one, other in combinations(same, 2):
            if one[0] != other[0] and _overlap(one[1], other[1]) and _titles_alike(one[1].title, other[1].title):
                yield one, other


def _overlap(one: Event, other: Event) -> bool:
    return bool(set(one.targets) & set(other.targets)) or not one.targets or not other.targets


def _titles_alike(one: str, other: str) -> bool:
    first, second = (set(_WORD.findall(text.casefold())) for text in (one, other))
    return len(first & second) >= _ALIKE * max(min(len(first), len(second)), 1)
