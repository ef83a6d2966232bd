"""Which states stand beside a state and its comparator by default: the same rule for everyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from technostate.errors import LabelError
from technostate.strategies.measures import NOT_STATES

#: What "large" means: gross domestic product at current US dollars, newest figure of each state.
SIZE = "worldbank/wdi/NY.GDP.MKTP.CD"

#: How many peers stand beside a state and its comparator.
PEERS = 6


def peers(state: str, *, against: str | None = None, count: int = PEERS) -> tuple[str, ...]:
    """Return the largest economies other than the two states themselves, largest first.

    Parameters
    ----------
    state, against : str
        Codes that are not their own peers.
    count : int
        How many.

    Examples
    --------
    >>> peers("CHN", against="USA", count=3) == peers("USA", against="CHN", count=3)
    True
    """
    return tuple(code for code in _by_size() if code not in (state, against))[:count]


def largest_first(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes by size of economy, largest first; unions, and states whose size is not known, come last.

    Examples
    --------
    >>> largest_first(["EU", "TUV", "JPN", "USA"])
    ('USA', 'JPN', 'TUV', 'EU')
    """
    places = {code: place for place, code in enumerate(_by_size())}
    return tuple(sorted(codes, key=lambda code: (places.get(code, len(places)), code)))


def compared(state: str, *, against: str | None, others: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return state, comparator and peers, each once, in this order.

    Parameters
    ----------
    against : str or None
        The state's own comparator where it is None and the state's file names one.
    others : sequence of str or None
        `peers` where it is None.

    Raises
    ------
    LabelError
        If a code is neither a known region nor a state with a file.
    """
    against = _comparator(state) if against is None else against
    chosen = peers(state, against=against) if others is None else tuple(others)
    codes = tuple(dict.fromkeys(code for code in (state, against, *chosen) if code is not None))
    for code in codes:
        _check(code)
    return codes


def code_of(text: str) -> str:
    """Return the code of a state or union as the data write it, case ignored.

    Parameters
    ----------
    text : str
        ISO 3166 alpha-3 code, or ``EU``.

    Raises
    ------
    LabelError
        If there is no such code, with the nearest codes and names; totals (ROW, WLD) are no states.

    Examples
    --------
    >>> code_of("chn")
    'CHN'
    """
    from technostate.evidence import regions

    code = regions.check(text.upper() if regions.is_known(text.upper()) else text)
    if code in {"ROW", "WLD"}:
        raise LabelError(f"{code} is a total, not a state", hint="give an ISO 3166 alpha-3 code, for example CHN")
    return code


def comparator(state: str) -> str:
    """Return whom a state's own file names as its comparator; without a file the United States (for these China).

    Raises
    ------
    DataError
        If the state has a file and it is wrong.

    Examples
    --------
    >>> comparator("CHN"), comparator("BRA")
    ('USA', 'USA')
    """
    return _comparator(state) or ("CHN" if state == "USA" else "USA")


def _by_size() -> tuple[str, ...]:
    from technostate.evidence import catalogue

    return _by_size_at(catalogue.state())


@lru_cache(maxsize=1)
def _by_size_at(_: int) -> tuple[str, ...]:
    from technostate.evidence.catalogue import load

    series = load(SIZE)
    newest = max(series.years)
    # A state whose figure is old is not dropped, or a large one could vanish for a late publication.
    sizes = {
        code: figure.value for code in series.regions if (figure := series.latest(code)) and figure.year >= newest - 3
    }
    states = [code for code in sizes if code not in NOT_STATES and _is_state(code)]
    return tuple(sorted(states, key=lambda code: -sizes[code]))


def _is_state(code: str) -> bool:
    from technostate.evidence import regions

    return len(code) == 3 and regions.is_known(code)


def _comparator(state: str) -> str | None:
    from technostate import states

    return states.load(state).comparator if state in states.codes() else None


def _check(code: str) -> None:
    from technostate import states
    from technostate.evidence import regions

    if code not in states.codes():
        regions.check(code)
