"""What an ensemble says, typed: fans, odds, indices, boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from technostate.evidence import Figure
from technostate.view.price.record import Price


@dataclass(frozen=True)
class Fan:
    """An outcome of a region year by year.

    Parameters
    ----------
    years : mapping of int to Figure
        Median with p10 to p90.
    half : mapping of int to Figure
        Median with p25 to p75.
    """

    outcome: str
    title: str
    meaning: str
    region: str
    years: Mapping[int, Figure]
    half: Mapping[int, Figure]


@dataclass(frozen=True)
class Bound:
    """What a box demands of one thing that was drawn.

    Parameters
    ----------
    low, high : Figure or None
        None where that side is open; both where it is one of several.
    choices : tuple of str
        Where it is one of several.
    chance : Figure
        Smallest quasi-p-value of its limits.
    """

    dimension: str
    title: str
    low: Figure | None
    high: Figure | None
    choices: tuple[str, ...]
    chance: Figure


@dataclass(frozen=True)
class Where:
    """Where a goal is missed, or met if that is the rarer.

    Parameters
    ----------
    side : str
        ``missed`` or ``met``.
    density : Figure
        Share of the paths inside that are of this side.
    coverage : Figure
        Share of all paths of this side that lie inside.
    mass : Figure
        Share of all paths that lie inside.
    """

    milestone: str
    title: str
    side: str
    bounds: tuple[Bound, ...]
    density: Figure
    coverage: Figure
    mass: Figure


@dataclass(frozen=True)
class Odds:
    """How often a goal is met.

    Parameters
    ----------
    goal : Figure
        What has to be reached.
    share : Figure
        Of paths, with a 95 % interval.
    reached : Figure
        What is compared with the goal: median with p10 to p90.
    where : Where or None
        None where no box with few limits says more than chance.
    """

    milestone: str
    title: str
    definition: str
    region: str
    against: str
    year: int
    goal: Figure
    share: Figure
    reached: Figure
    where: Where | None


@dataclass(frozen=True)
class Input:
    """What an outcome owes to one thing that was drawn.

    Parameters
    ----------
    identified : bool
        Whether any data decide it.
    first, total : Figure
        Share of the variance, alone and with others, each with a bootstrap's 95 % range.
    """

    dimension: str
    title: str
    identified: bool
    first: Figure
    total: Figure


@dataclass(frozen=True)
class Variance:
    """Whence an outcome's variance over the paths comes.

    Parameters
    ----------
    of : str
        The outcome in words.
    explained : Figure
        Share of the variance that a fitted surface foretells for paths that it has not seen.
    inputs : tuple of Input
        Largest total first; those that are left out have less than the least.
    """

    of: str
    outcome: str
    region: str
    year: int
    explained: Figure
    inputs: tuple[Input, ...]


@dataclass(frozen=True)
class Shown:
    """What an ensemble says.

    Parameters
    ----------
    paths : int
        Draws with a path.
    failed : mapping of str to int
        Why draws have no path → how many.
    few : str
        Why there are no indices, or why their ranges are wide; empty where there are enough paths.
    missing : mapping of str to str
        Outcomes without a figure in some year, which are left out with the goals about them → why.
    prices : tuple of Price
        The price of security on snapshots of these paths, where it was asked for.
    """

    scenario: str
    title: str
    run: str
    seed: int
    paths: int
    failed: Mapping[str, int]
    regions: tuple[str, ...]
    fans: tuple[Fan, ...]
    odds: tuple[Odds, ...]
    indices: tuple[Variance, ...]
    boxes: tuple[Where, ...]
    few: str
    missing: Mapping[str, str] = field(default_factory=dict)
    prices: tuple[Price, ...] = ()
