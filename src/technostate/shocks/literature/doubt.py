"""How the range of the first year moves with the share of draws in which nothing replaces what bans take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from technostate.shocks.impact.record import Impact
from technostate.shocks.literature.beside import apart_of
from technostate.shocks.literature.cases import published_cases
from technostate.shocks.literature.record import PublishedCase
from technostate.shocks.progress import Pace
from technostate.shocks.runs import Runs
from technostate.shocks.specification import Shock, load

#: Shares that are tried; the usual one is that of the parameter `doubt`.
SHARES = (0.0, 0.1, 0.2, 0.3, 0.5, 1.0)
#: The published figure of a hard decoupling that must lie inside the usual range: Germany in the first year.
HARD = "baqaee-2024/east-west/year/DEU/first-year"


@dataclass(frozen=True)
class Moved:
    """A shock's first year at each share.

    Parameters
    ----------
    regions : tuple of str
        Whose figures are looked at.
    impacts : tuple of Impact
        One a share, in the order of `SHARES`.
    """

    shock: Shock
    regions: tuple[str, ...]
    impacts: tuple[Impact, ...]


def hard_case() -> PublishedCase:
    """Return the published figure of a hard decoupling."""
    return next(case for case in published_cases() if case.id == HARD)


def subjects() -> tuple[tuple[Shock, tuple[str, ...]], ...]:
    """Return the shocks that are tried, that of `hard_case` first, and whose figures are looked at."""
    hard = hard_case()
    assert hard.shock is not None
    return (
        (hard.shock, hard.regions),
        (load("us-china-decoupling"), ("CHN", "USA")),
        (load("west-east-decoupling"), ("EU",)),
    )


def moved(runs: Runs, shares: Sequence[float] = SHARES, *, pace: Pace | None = None) -> tuple[Moved, ...]:
    """Return the first year of each subject at each share of draws without substitutes, on the same draws.

    Parameters
    ----------
    runs : Runs
        World, draws and seed.
    pace : Pace, optional
        With one piece a subject and share.
    """
    found = []
    for shock, regions in subjects():
        here = replace(runs, apart=apart_of(shock, regions, runs.stage.fine.regions))
        each = [replace(here, doubt=share).compared(shock, ("year",), pace=pace).impacts["year"] for share in shares]
        found.append(Moved(shock, regions, tuple(each)))
    return tuple(found)
