"""Who acts and on whom, in words: names of states, of groups of states, and of everyone."""

from __future__ import annotations

from collections.abc import Sequence

from technostate import states
from technostate.evidence import regions
from technostate.states.check_events import EVERYONE
from technostate.write import Items, Name
from technostate.write.blocks import Block
from technostate.write.cells import plain_piece
from technostate.write.inline import Inline
from technostate.write.names import first

_ALL = "all others"
#: Targets of one measure that are written out.
_MOST = 6


def party(code: str) -> Inline:
    """Return a state as a name in its colour, a group and everyone in words.

    Examples
    --------
    >>> party("CHN"), party("g7"), party("WLD")
    (Name(code='CHN', text=''), 'Group of Seven', 'all others')
    """
    if code == EVERYONE:
        return _ALL
    if regions.is_known(code):
        return Name(code)
    return next((group.name for group in states.named_groups() if group.key == code), code)


def acting(actor: str, targets: Sequence[str]) -> tuple[Inline, ...]:
    """Return actor first, then, behind an arrow, on whom: ``United States → China``; without targets the actor alone.

    Of many targets the first are named, and how many more there are.

    Examples
    --------
    >>> acting("USA", ("CHN", "WLD"))
    (Name(code='USA', text=''), ' → ', Name(code='CHN', text=''), ', ', 'all others')
    """
    said: list[Inline] = [party(actor)]
    shown = targets if len(targets) <= _MOST else targets[: _MOST - 1]
    for at, target in enumerate(shown):
        said += [", " if at else " → ", party(target)]
    return (*said, f" and {len(targets) - len(shown)} others") if len(shown) < len(targets) else tuple(said)


def acting_words(actor: str, targets: Sequence[str]) -> str:
    """Return actor and targets as plain words.

    Examples
    --------
    >>> acting_words("USA", ("CHN", "WLD")), acting_words("EU", ())
    ('United States → China, all others', 'EU-27')
    """
    return "".join(map(plain_piece, acting(actor, targets)))


def without_file(code: str) -> str:
    """Return the sentence that says what is missing of a state that has no file; empty where it has one.

    Examples
    --------
    >>> without_file("BRA")[:59], without_file("CHN")
    ('Brazil has no file of its own: its goals, institutions, chr', '')
    """
    if code in states.codes():
        return ""
    return (
        f"{first(code)} has no file of its own: its goals, institutions, chronology and partners are missing; "
        f"docs/states-files.md says how to write {code.lower()}.toml."
    )


def missing_files(codes: Sequence[str]) -> tuple[Block, ...]:
    """Return a warning that says which of some states have no file, and what is missing therefore; or nothing."""
    said = tuple(words for code in codes if (words := without_file(code)))
    return (Items(said, warn=True),) if said else ()
