"""Who stands beside whom, which of them a table shows, and the sentences on those that it does not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.errors import LabelError
from technostate.exposure.members import group_members
from technostate.view.exposure import typed
from technostate.view.shock.words import listed
from technostate.write.names import first, name, the


@dataclass(frozen=True)
class Who:
    """A state, its comparator, and the peers beside them."""

    state: str
    against: str
    peers: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """The state, the comparator, then the peers."""
        return self.state, self.against, *self.peers

    @property
    def both(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """The state and the comparator, and the other way round."""
        return (self.state, self.against), (self.against, self.state)


def who(state: str, against: str, peers: Sequence[str]) -> Who:
    """Return whom is meant by names and codes as they are typed.

    Raises
    ------
    LabelError
        If a name is unknown, or a state is its own comparator.
    """
    first_, second = typed(state), typed(against)
    if first_ == second:
        raise LabelError(
            f"{first_} cannot be its own comparator", hint="name another state: technostate exposure CHN --against USA"
        )
    others = tuple(dict.fromkeys(code for code in map(typed, peers) if code not in (first_, second)))
    return Who(first_, second, others)


def shown(known: Sequence[str], code: str) -> tuple[str, ...]:
    """Return the regions of a table that a name stands for, as `technostate.exposure.party` does; empty without any.

    Parameters
    ----------
    known : sequence of str
        Regions of the table.

    Examples
    --------
    >>> shown(["CHN", "JPN", "ROW"], "CHN"), shown(["CHN", "JPN"], "JPN+KOR"), shown(["DEU", "JPN"], "g7")
    (('CHN',), (), ('DEU', 'JPN'))
    """
    if code in known:
        return (code,)
    if "+" in code:
        parts = tuple(code.split("+"))
        return parts if all(part in known for part in parts) else ()
    return tuple(member for member in group_members(code) if member in known)


def disjoint(members: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether both are there and have no member in common: nobody is its own partner."""
    return bool(members and others) and not set(members) & set(others)


def shared(known: Sequence[str], who: Who) -> tuple[str, ...]:
    """Return a sentence where the two have members in common, so that neither can depend on the other."""
    members = shown(known, who.state)
    both = [code for code in shown(known, who.against) if code in members]
    if not both:
        return ()
    return (
        f"{first(who.state)} and {the(who.against)} have {listed([the(code) for code in both])} in common, so there is "
        "no reliance of one on the other.",
    )


def incomplete(known: Sequence[str], codes: Sequence[str], years: str) -> tuple[str, ...]:
    """Return a sentence for every group that a table shows without some of its members.

    Parameters
    ----------
    known : sequence of str
        Regions of the table.
    codes : sequence of str
        The states and groups that are asked about.
    years : str
        Of the table.
    """
    found = []
    for code in codes:
        absent = [name(member) for member in group_members(code) if member not in known]
        if absent and code not in known and shown(known, code):
            found.append(f"{first(code)} in {years} is without {listed(absent)}, part of the rest of the world there.")
    return tuple(found)
