"""What is shown of each mechanism: a state moves one lever, or starts in fear, and one number has three values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from technostate import dynamics
from technostate.dynamics import BY_PAIR, BY_REGION, Baseline, Path, Policy, Setting, Values

Array = NDArray[np.float64]
#: The two sides of a made-up parting: as in the scenario ``decoupling``.
WEST = ("USA", "EU", "GBR", "JPN", "KOR", "TWN", "CAN", "AUS+NZL")
EAST = ("CHN", "RUS")
#: First year in which a lever is moved, and the year in which it is where it stays.
START, FULL = 2023, 2030


@dataclass(frozen=True)
class Case:
    """A mechanism in one figure.

    Parameters
    ----------
    state : str
        Whose number is drawn.
    varied : str
        Parameter that has its low, central and high value.
    unit : str
        Of the figures drawn.
    measure : callable
        Path, baseline, number of the state → array (Y,) in `unit`.
    moves : tuple of (lever, value, who, against whom)
        None where nothing is moved.
    given : mapping of str to float
        Other parameters that are not at their centre.
    """

    mechanism: str
    caption: str
    sub: str
    state: str
    varied: str
    unit: str
    measure: Callable[[Path, Baseline, int], Array]
    moves: tuple[tuple[str, float, tuple[str, ...], tuple[str, ...]], ...] = ()
    given: Mapping[str, float] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[float, ...]:
        """Low, central and high value of what is varied."""
        row = dynamics.parameters()[self.varied]
        return row.low, row.central, row.high


def _outcome(name: str, factor: float = 1.0) -> Callable[[Path, Baseline, int], Array]:
    return lambda path, base, n: factor * path.outcomes[name][:, n]


def _capital(path: Path, base: Baseline, n: int) -> Array:
    return 100.0 * (path.capital[:, n] / base.capital[:, n] - 1.0)


def _income(path: Path, base: Baseline, n: int) -> Array:
    return 100.0 * (path.outcomes["income"][:, n] / np.exp(base.income[:, n]) - 1.0)


QUIET = {"initial_threat": 0.0}
AFRAID = {"initial_threat": 1.0}
CASES = (
    Case(
        "ideas", "The more ideas come with trade, the dearer it is to stop it",
        "Civil absorption of China lost, % of the baseline; trade between two blocs 0.96 log points dearer from 2030",
        "CHN", "beta", "%", _outcome("cost", 100.0), (("barrier", 0.96, WEST, EAST),), QUIET,
    ),
    Case(
        "capital", "Security spending wears capital down as far as it takes from investment",
        "Capital of the United States, % of the baseline's; one per cent of GDP more for forces from 2030",
        "USA", "crowding", "%", _capital, (("military", 0.01, ("USA",), ()),), QUIET,
    ),
    Case(
        "research", "Research takes from investment at once; what it adds comes slowly",
        "Real income of China, % of the baseline's; half a per cent of GDP more for research from 2030",
        "CHN", "research_elasticity", "%", _income, (("research", 0.005, ("CHN",), ()),), QUIET,
    ),
    Case(
        "forces", "Forces are a stock: spending fills it slowly",
        "Forces of the United States, ratio to 2022; one per cent of GDP more for them from 2030",
        "USA", "forces_depreciation", "ratio", _outcome("forces"), (("military", 0.01, ("USA",), ()),), QUIET,
    ),
    Case(
        "threat", "What one state restricts, the other fears",
        "Threat that China perceives, log points; the United States put 0.3 log points on strategic exports to it",
        "CHN", "gain_restrictions", "log points", _outcome("threat"), (("restriction", 0.3, ("USA",), ("CHN",)),),
        QUIET,
    ),
    Case(
        "priority", "Priority rises with fear and may stay when fear goes",
        "Priority of security in the United States, log points; threat between named rivals is 1 in 2022 and fades",
        "USA", "ratchet", "log points", _outcome("priority"), (), AFRAID,
    ),
    Case(
        "budgets", "A budget follows priority a seventh of the way a year",
        "Military burden of China, % of GDP; threat between named rivals is 1 in 2022 and fades",
        "CHN", "burden_response", "% of GDP", _outcome("burden", 100.0), (), AFRAID,
    ),
    Case(
        "restrictions", "Fear makes sellers hold back, and fades",
        "Restrictions that the United States meet, log points of the cost; threat between named rivals is 1 in 2022",
        "USA", "restriction_response", "log points", _outcome("restricted"), (), AFRAID,
    ),
)  # fmt: skip


def policy(setting: Setting, case: Case) -> Policy:
    """The levers of a case: in a straight line from nothing in the base year to their value."""
    found = Policy.none(*setting.shape[:2])
    years = np.asarray(setting.years, dtype=np.float64)
    ramp = np.clip((years - START + 1) / (FULL - START + 1), 0.0, 1.0)
    for lever, value, who, whom in case.moves:
        for name in who:
            n = setting.regions.index(name)
            if lever in BY_REGION:
                found.by_region[:, n, BY_REGION.index(lever)] = value * ramp
            for other in whom:
                m = setting.regions.index(other)
                at = BY_PAIR.index(lever)
                found.by_pair[:, at, n, m] = value * ramp
                if lever == "barrier":
                    found.by_pair[:, at, m, n] = value * ramp
    return found


def lines(setting: Setting, case: Case) -> dict[str, Array]:
    """Return low, central, high and off → figures (Y,) of a case."""
    n, moved = setting.regions.index(case.state), policy(setting, case)
    found = {}
    base = dynamics.baseline(setting, Values(case.given))
    for name, end in zip(("low", "central", "high"), case.ends, strict=True):
        values = Values({**case.given, case.varied: end})
        found[name] = case.measure(dynamics.path(setting, base, values, moved), base, n)
    still = dynamics.path(setting, base, Values(case.given), moved, without=[case.mechanism])
    found["off"] = case.measure(still, base, n)
    return found
