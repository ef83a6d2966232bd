"""The five strategies as data, and the questions that each answers.

`goals` (what the state said), `indicators` (where it stands), `salience` (how much of official language it takes),
`levers` (what moves it in the dynamics), `outcomes` (what a simulated path means for it). The last two need rooms that
this version does not have, and say so. A strategy is a table of ``strategies/strategies.toml``; it has no code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from technostate.errors import NotModelledError, unknown_label
from technostate.states.model import State
from technostate.strategies.dictionary import STRATEGIES, StrategyKey
from technostate.strategies.distance import Progress, progress
from technostate.strategies.standing import Row, rows
from technostate.strategies.written import written

if TYPE_CHECKING:
    from technostate.strategies.salience import Salience


@dataclass(frozen=True)
class Strategy:
    """A strategy: what it is for, which words its score and its figures come with.

    Parameters
    ----------
    key : str
        One of `technostate.strategies.STRATEGIES`.
    title : str
        As a heading says it.
    purpose : str
        What a state pursues with it, in one line.
    reading : str
        How the indicators are to be read; shown above them.
    no_score : str
        Why it has no score; empty where it has one.
    mechanisms : tuple of str
        Mechanisms of the dynamics that its levers will belong to.
    """

    key: StrategyKey
    title: str
    purpose: str
    reading: str
    no_score: str = ""
    mechanisms: tuple[str, ...] = ()

    def goals(self, state: State | str) -> tuple[Progress, ...]:
        """Return the state's dated goals under this strategy and how far each is, by year.

        Parameters
        ----------
        state : State or str
            A state or its code; a state without a file of its own has no goals on record.

        Raises
        ------
        LabelError
            If a goal names an unknown indicator.
        """
        own = _state(state)
        if own is None:
            return ()
        chosen = (goal for goal in own.goals if goal.strategy == self.key)
        return tuple(progress(goal, own.iso3) for goal in sorted(chosen, key=lambda goal: goal.year))

    def indicators(
        self, state: State | str, *, against: State | str | None = None, peers: Sequence[str] | None = None
    ) -> tuple[Row, ...]:
        """Return where the state stands beside its comparator and peers, one row an indicator.

        Parameters
        ----------
        state, against : State or str
            States or codes; without `against`, the state's own comparator where its file names one.
        peers : sequence of str, optional
            Codes; `technostate.strategies.comparison.peers` by default.

        Raises
        ------
        LabelError
            If a code is unknown.
        """
        from technostate.strategies.comparison import compared

        return rows(self.key, compared(_code(state), against=None if against is None else _code(against), others=peers))

    def salience(self, state: State | str, collection: str | None = None) -> Salience:
        """Return how much of the state's official language the strategy takes, document by document.

        Parameters
        ----------
        collection : str, optional
            A collection of the state's texts; the one with a document for most years by default.

        Raises
        ------
        NotModelledError
            If no collection of the state's texts is embedded.
        """
        from technostate.strategies.salience import salience

        return salience(self.key, _code(state), collection)

    def levers(self) -> NoReturn:
        """Raise `NotModelledError`: levers belong to the dynamics."""
        raise NotModelledError(
            f"the levers of {self.title} are not modelled yet",
            hint=f"they belong to the dynamics ({', '.join(self.mechanisms)}), which this version does not have",
        )

    def outcomes(self, path: object) -> NoReturn:
        """Raise `NotModelledError`: outcomes read simulated paths.

        Parameters
        ----------
        path : object
            A simulated path.
        """
        raise NotModelledError(
            f"outcomes for {self.title} are not modelled yet",
            hint="they read simulated paths, which this version does not make; indicators show the observed ones",
        )


@cache
def strategies() -> Mapping[str, Strategy]:
    """Return the strategies by key, in the order of the report."""
    tables = {key: {**written()[key], "mechanisms": tuple(written()[key]["mechanisms"])} for key in STRATEGIES}
    return {key: Strategy(key, **tables[key]) for key in STRATEGIES}


def strategy(key: str) -> Strategy:
    """Return a strategy by its key; raises `LabelError` if there is none.

    Examples
    --------
    >>> strategy("fusion").title
    'military-civil fusion'
    """
    if key not in STRATEGIES:
        raise unknown_label("strategy", key, STRATEGIES)
    return strategies()[key]


def _code(state: State | str) -> str:
    return state.iso3 if isinstance(state, State) else state


def _state(state: State | str) -> State | None:
    from technostate import states

    if isinstance(state, State):
        return state
    return states.load(state) if state in states.codes() else None
