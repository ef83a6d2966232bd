"""Who stands in a report: the state, its comparator, and peers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate import states
from technostate.errors import ScenarioError
from technostate.evidence import regions
from technostate.strategies import comparison

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

    def position(self, code: str) -> int:
        """Return 0 for the state, 1 for the comparator, then 2, 3, … for peers: the slot of a chart's palette."""
        return self.all.index(code)


def subjects(state: str, against: str | None = None, peers: Sequence[str] | None = None) -> Subjects:
    """Return who is compared with whom.

    Parameters
    ----------
    state : str
        A code in any case.
    against : str, optional
        The comparator; the one that the state's own file names, otherwise the United States (for the United States,
        China), by default.
    peers : sequence of str, optional
        Other states that have a file of their own, by default.

    Raises
    ------
    LabelError
        If a code is unknown, with the nearest codes and names.
    ScenarioError
        If the state is its own comparator.
    """
    first = comparison.code_of(state)
    second = comparison.code_of(against) if against is not None else comparison.comparator(first)
    if first == second:
        raise ScenarioError(
            f"{first} cannot be its own comparator", hint="choose another state: technostate assess CHN --against USA"
        )
    chosen = states.codes() if peers is None else tuple(comparison.code_of(code) for code in peers)
    others = tuple(dict.fromkeys(code for code in chosen if code not in (first, second)))
    return Subjects(first, second, tuple(sorted(others, key=_order))[:MOST_PEERS])


def _order(code: str) -> tuple[bool, str]:
    """Order countries before groups, whose figures are often missing."""
    return code in regions.groups(), code


def short_name(code: str) -> str:
    """Return the name that tables and charts print: the yearbooks' short name, groups without their member count.

    Examples
    --------
    >>> short_name("CHN"), short_name("EU")
    ('China', 'EU-27')
    """
    return {"EU": "EU-27", "ROW": "Rest of world"}.get(code) or regions.name(code)


def the(code: str) -> str:
    """Return a name with the article that English gives some.

    Examples
    --------
    >>> the("USA"), the("CHN")
    ('the United States', 'China')
    """
    return regions.with_article(short_name(code))


def sentence_name(code: str) -> str:
    """Return a name as the first words of a sentence.

    Examples
    --------
    >>> sentence_name("USA")
    'The United States'
    """
    name = the(code)
    return name[:1].upper() + name[1:]


def members_in(known: Sequence[str], code: str) -> tuple[str, ...]:
    """Return the regions of a world or panel that make up a state or group; empty where it has none of them.

    Members of a group that the table does not show apart are left out (`absent_members` names them), as
    `technostate.exposure.party` does.

    Parameters
    ----------
    known : sequence of str
        Regions of the table.
    code : str

    Examples
    --------
    >>> members_in(["CHN", "USA", "ROW"], "CHN"), members_in(["CHN", "USA", "ROW"], "VNM")
    (('CHN',), ())
    """
    return (code,) if code in known else tuple(member for member in _group(code) if member in known)


def absent_members(known: Sequence[str], code: str) -> tuple[str, ...]:
    """Return the members of a group that a table does not show apart; empty for a country.

    Parameters
    ----------
    known : sequence of str
        Regions of the table.
    code : str
    """
    return () if code in known else tuple(member for member in _group(code) if member not in known)


def _group(code: str) -> tuple[str, ...]:
    return states.group(code) if code in states.groups() else ()
