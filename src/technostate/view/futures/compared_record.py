"""What scenarios differ by in the same draws, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.evidence import Figure


@dataclass(frozen=True)
class Difference:
    """An outcome of a region in a year, in one scenario against the first, draw by draw.

    Parameters
    ----------
    change : Figure
        Median of the differences with p10 to p90; of ratios in per cent of the first, of shares in percentage points.
    higher : Figure
        Share of draws in which it is higher than in the first.
    """

    scenario: str
    outcome: str
    title: str
    region: str
    year: int
    change: Figure
    higher: Figure


@dataclass(frozen=True)
class Beside:
    """A goal that all scenarios ask for.

    Parameters
    ----------
    shares : mapping of str to Figure
        Scenario → share of the draws that meet it, with a 95 % interval.
    """

    milestone: str
    title: str
    definition: str
    region: str
    year: int
    shares: Mapping[str, Figure]


@dataclass(frozen=True)
class Regrets:
    """What a scenario gives away against the best of them in the same draw, of an outcome in the last year.

    Parameters
    ----------
    regret : Figure
        Median with p10 to p90, in per cent of the best.
    worst : Figure
        Of all draws.
    best : Figure
        Share of draws in which no other is better.
    """

    scenario: str
    outcome: str
    region: str
    year: int
    regret: Figure
    worst: Figure
    best: Figure


@dataclass(frozen=True)
class Compared:
    """Scenarios beside each other.

    Parameters
    ----------
    scenarios : mapping of str to str
        What each is called here → its title, the first is what the others are compared with.
    draws : int
        That have a path in every scenario.
    left_out : int
        Draws without a path in one of them.
    """

    scenarios: Mapping[str, str]
    draws: int
    left_out: int
    regions: tuple[str, ...]
    differences: tuple[Difference, ...]
    odds: tuple[Beside, ...]
    regrets: tuple[Regrets, ...]
