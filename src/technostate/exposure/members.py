"""Who is meant by a name: a region of the world, a named group of states, or codes joined by ``+``."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.errors import LabelError, TechnostateError, unknown_label
from technostate.exposure.selection import REST, Codes, label
from technostate.world import World

_REST = f"{REST} is all economies together that the table does not show apart."


@dataclass(frozen=True)
class Party:
    """The regions of a world that a name stands for.

    Parameters
    ----------
    members : tuple of str
        Codes that the world has.
    note : str
        What must be said about it: the group's members, and those that the world does not show.
    """

    name: str
    members: tuple[str, ...]
    note: str = ""


def party(world: World, name: Codes) -> Party:
    """Return the regions of a world that a name stands for.

    Parameters
    ----------
    name : str or sequence of str
        A region of the world; the key of a group of states (``EU``, ``g7``; today's members); or codes, in a sequence
        or joined by ``+``. Members of a named group that the world does not show apart are left out and named in the
        note; codes that are joined must all be there.

    Raises
    ------
    LabelError
        If the name is none of these, with the nearest names.

    Examples
    --------
    >>> from technostate.world import load
    >>> party(load("wiod-2004"), "JPN+KOR").members
    ('JPN', 'KOR')
    """
    joined = tuple(name.split("+")) if isinstance(name, str) else tuple(name)
    name = label(name)
    if name in world.regions:
        return Party(name, (name,), _REST if name == REST else "")
    if len(joined) != 1:
        codes = tuple(part.strip() for part in joined)
        for code in codes:
            if code not in world.regions:
                raise unknown_region(world, code)
        return Party(name, codes, f"{name} taken as one state.")
    members = group_members(name)
    present = tuple(code for code in members if code in world.regions)
    if not present:
        raise unknown_region(world, name)
    absent = [code for code in members if code not in world.regions]
    missing = f" {', '.join(absent)} not shown apart in {world.name} and left out." if absent else ""
    return Party(name, present, f"{name} with its members of today: {', '.join(present)}, taken as one state.{missing}")


def groups() -> tuple[str, ...]:
    """Return the keys of the named groups of states."""
    from technostate import states

    return states.groups()


def group_members(name: str) -> tuple[str, ...]:
    """Return the members of a named group of states; empty if there is no such group."""
    from technostate import states

    return states.group(name) if name in groups() else ()


def unknown_region(world: World, name: str) -> LabelError:
    """Return the error for a region that the world does not have: nearest labels, or nearest country names."""
    from technostate.evidence import regions

    error = unknown_label("region", name, world.regions, where=world.name)
    try:
        known = regions.name(regions.check(name))
    except TechnostateError as other:
        return error if "did you mean" in error.hint else LabelError(str(error), hint=f"{other.hint}; {error.hint}")
    return LabelError(
        f"{name} ({known}) is not shown apart in {world.name}",
        hint=f"{world.name} has {len(world.regions)} regions: {', '.join(world.regions)}",
    )
