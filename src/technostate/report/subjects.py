"""Who stands in a report: the state, its comparator, and peers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate import states
from technostate.errors import ScenarioError
from technostate.evidence import regions
from technostate.strategies import comparison
from technostate.view import who

#: Peers beyond these would make tables that no page can hold.
MOST_PEERS = 4


@dataclass(frozen=True)
class Subjects:
    """The state, its comparator and the peers shown beside them, by code.

    Parameters
    ----------
    state, against : str
        ISO 3166 alpha-3 codes or the key of a group.
    peers : tuple of str
        Shown in grey or muted colours; neither of the two.
    """

    state: str
    against: str
    peers: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """The state and its comparator."""
        return self.state, self.against

    @property
    def all(self) -> tuple[str, ...]:
        """The state, the comparator, then the peers."""
        return self.state, self.against, *self.peers


def subjects(state: str, against: str | None = None, peers: str | Sequence[str] | None = None) -> Subjects:
    """Return who is compared with whom.

    Parameters
    ----------
    state : str
        A code in any case, or a name.
    against : str, optional
        The comparator; the one that the state's own file names, otherwise the United States (for the United States,
        China), by default.
    peers : sequence of str, optional
        By default, of the others that have a file of their own: unions, then the largest economies outside them.

    Raises
    ------
    LabelError
        If a code is unknown, with the nearest codes and names.
    ScenarioError
        If the state is its own comparator.
    """
    first = who.state(state)
    second = who.state(against) if against is not None else comparison.comparator(first)
    if first == second:
        raise ScenarioError(
            f"{first} cannot be its own comparator", hint="choose another state: technostate assess CHN --against USA"
        )
    chosen = who.states(peers) or _usual_peers()
    others = tuple(code for code in chosen if code not in (first, second))[:MOST_PEERS]
    return Subjects(first, second, tuple(sorted(others, key=_order)))


def _usual_peers() -> tuple[str, ...]:
    """Return unions that have a file, then the states with one that belong to none of them, largest economy first."""
    unions = tuple(code for code in states.codes() if states.load(code).kind == "group")
    members = {member for union in unions for member in states.group(union)}
    return *unions, *comparison.largest_first(set(states.codes()) - members - set(unions))


def _order(code: str) -> tuple[bool, str]:
    """Order countries before groups, whose figures are often missing."""
    return code in regions.groups(), code
