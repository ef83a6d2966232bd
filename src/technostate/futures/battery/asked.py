"""What a battery asks: whose levers, in which year of the paths, on how many of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from technostate import states
from technostate.errors import ScenarioError, with_problems
from technostate.futures.price.terms import Terms

if TYPE_CHECKING:
    from technostate.futures.scenario import Scenario

#: Most snapshots: pricing one takes a hundred times as long as its path.
MOST = 256
#: Snapshots of a usual battery, and the fewest that have a range.
USUAL, LEAST = 64, 8
#: Year of a usual battery.
YEAR = 2035
#: Code that makes a battery of given paths: a change there makes every kept one an old one.
ROOMS = ("futures/battery", "futures/price", "shocks", "states", "world")


@dataclass(frozen=True)
class Asked:
    """A battery, before any of it is done.

    Parameters
    ----------
    state, against : str
        Codes; both sides are priced.
    year : int
        Of the paths.
    terms : Terms
        Sizes of the levers; its draws are the snapshots, one case each.

    Raises
    ------
    ScenarioError
        If the snapshots are too few or too many, or somebody insures against itself.

    Examples
    --------
    >>> Asked("CHN", "USA", 2035).snapshots
    64
    """

    state: str
    against: str
    year: int = YEAR
    terms: Terms = Terms(draws=USUAL)  # noqa: RUF009

    def __post_init__(self) -> None:
        problems = []
        if not LEAST <= self.terms.draws <= MOST:
            problems.append(f"{self.terms.draws} snapshots; {LEAST} to {MOST} of the paths are priced")
        if self.state == self.against:
            problems.append(f"{self.state} against itself")
        if problems:
            raise ScenarioError(
                with_problems("the price of security on paths is asked with", problems),
                hint="--snapshots 64 is usual; name two states",
            )

    @property
    def snapshots(self) -> int:
        """How many there are."""
        return self.terms.draws

    @property
    def pairs(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both sides."""
        return (self.state, self.against), (self.against, self.state)

    def cases(self) -> tuple[int, ...]:
        """Return the case of elasticities and amounts that each snapshot takes.

        They are shuffled: paths and cases come from sequences of one kind, whose places of one number are no
        independent draws.
        """
        found = np.random.default_rng((self.terms.seed, self.snapshots)).permutation(self.snapshots)
        return tuple(found.tolist())

    def record(self) -> dict[str, Any]:
        """Return it in plain JSON types."""
        terms = asdict(self.terms)
        return (
            {"state": self.state, "against": self.against, "year": self.year}
            | terms
            | {"sectors": list(terms["sectors"])}
        )

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Asked:
        """Return what `record` returned."""
        row = dict(record)
        state, against, year = (row.pop(name) for name in ("state", "against", "year"))
        return cls(state, against, year, Terms(**row | {"sectors": tuple(row["sectors"])}))

    def key(self, run: str) -> str:
        """Return sixteen hexadecimal digits that no other battery has, of any run.

        Parameters
        ----------
        run : str
            Hash of the run.
        """
        from technostate.shocks.kept import key

        return key({"asks": "battery", "run": run, **self.record()}, ROOMS)[:16]


def of_scenario(scenario: Scenario, at: int | None, snapshots: int | None, wanted: bool) -> Asked | None:
    """Return the battery of a scenario's run: the state that is moved first against its comparator; None if unwanted.

    Raises
    ------
    ScenarioError
        If a year or snapshots are named and no battery is wanted.
    """
    if not wanted:
        if at is not None or snapshots is not None:
            raise ScenarioError("--at and --snapshots say how security is priced", hint="add --battery")
        return None
    from technostate.strategies.comparison import comparator

    known = states.codes()
    state = next((move.region for move in scenario.moves if move.region in known), "CHN")
    terms = Terms(draws=USUAL if snapshots is None else snapshots, world=scenario.world)
    return Asked(state, comparator(state), YEAR if at is None else at, terms)
