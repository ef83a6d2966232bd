"""Events of all states' files as one timeline: who acted on whom, in order of dates, each once."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.states.check_events import EVERYONE
from technostate.states.folder import codes, group, groups, load
from technostate.states.model import Event


def timeline(states: Sequence[str] = ()) -> tuple[Event, ...]:
    """Return the events by or towards some states, in order of dates, each once.

    Parameters
    ----------
    states : sequence of str
        Codes; none asks for every event of every file.

    Examples
    --------
    >>> {event.actor for event in timeline() if "CHN" in event.targets} >= {"USA", "JPN"}
    True
    """
    everything = {(str(e.date), e.actor, e.title): e for code in codes() for e in load(code).chronology}
    ordered = sorted(everything.values(), key=lambda event: (str(event.date), event.actor, event.title))
    return tuple(e for e in ordered if not states or any(concerns(e, code) for code in states))


def events_of(code: str) -> tuple[Event, ...]:
    """Return the events by or towards one state, whichever file holds them; see `timeline`."""
    return timeline((code,))


def concerns(event: Event, code: str) -> bool:
    """Return whether a state acted, or a measure holds for it: by name, as a member of a group, or as everyone.

    A measure that holds for everyone concerns a state only as its target, and never the actor's own group.
    """
    if code == event.actor or code in event.targets:
        return True
    if EVERYONE in event.targets:
        return True
    known = groups()
    return any(key in known and code in group(key, event.date.year) for key in event.targets)
