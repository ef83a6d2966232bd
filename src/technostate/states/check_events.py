"""What is wrong with the events of a state's file: who acted on whom, when, and what kind of date it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import get_args

from technostate.states.entries import Entry, Problems, numbered, unknown_region
from technostate.states.model import DateKind

#: Target of a measure that names nobody and holds for all others.
EVERYONE = "WLD"


def event_problems(
    events: list[Entry], own: object, is_region: Callable[[str], bool], regions: Collection[str]
) -> Problems:
    """Say what is wrong with the events of the file of a state.

    Parameters
    ----------
    own : object
        The file's code, as it was typed.
    is_region : callable
        Whether a code or key names a country or a group.
    regions : collection of str
        Codes and keys to suggest.
    """
    for label, event in numbered("event", events):
        if event.get("actor") is None:
            yield f"{label} names no actor; write the code of the state, or the key of the group, that acted"
        if "date_kind" not in event:
            *kinds, last = get_args(DateKind)
            yield f"{label} has no date_kind; write {', '.join(kinds)} or {last}"
        yield from unknown_region(label, event, is_region, regions, "actor")
        yield from _target_problems(label, event, is_region, regions)
        if isinstance(own, str) and is_region(own):
            yield from _place_problems(label, event, own)


def _target_problems(label: str, event: Entry, is_region: Callable[[str], bool], regions: Collection[str]) -> Problems:
    """Say what is wrong with targets: a step has none, pressure and easing have one, and nobody acts on itself."""
    kind, named = event.get("kind"), _targets(event)
    for code in dict.fromkeys(named):
        if code != EVERYONE:
            yield from unknown_region(label, {"target": code}, is_region, regions, "target")
    yield from (f"{label}: target {code!r} twice" for code, count in Counter(named).items() if count > 1)
    if EVERYONE in named and len(set(named)) > 1:
        yield f"{label} names {EVERYONE}, which is everyone, and others beside it"
    if kind == "step" and named:
        yield f"{label} is a step and names targets; a measure towards others is pressure or easing"
    if kind in ("pressure", "easing") and not event.get("targets"):
        yield f"{label} is {kind} and names no targets"
    if isinstance(event.get("actor"), str) and event["actor"] in named:
        yield f"{label}: {event['actor']!r} is actor and target"


def _place_problems(label: str, event: Entry, own: str) -> Problems:
    """Say that an event does not belong in the file: it is neither by the state nor towards it."""
    actor, named = event.get("actor"), _targets(event)
    if isinstance(actor, str) and actor and own not in (actor, *named):
        yield f"{label} is neither by {own} nor towards it; keep it in the file of {actor}"


def _targets(event: Entry) -> list[str]:
    targets = event.get("targets", [])
    return [code for code in targets if isinstance(code, str)] if isinstance(targets, list) else []
