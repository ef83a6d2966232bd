"""What firms do by product: days of stock, which inputs they need, what final demand waits for, spare capacity."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError, with_problems

if TYPE_CHECKING:
    from technostate.shocks.weeks.economy import FlowEconomy
    from technostate.world import World

Array: TypeAlias = NDArray[np.float64]

#: What is assumed of a sector that is in neither division: days of stock, and part of the output that stops without it
#: and of unmet final demand that waits.
NEUTRAL_DAYS, NEUTRAL_RATING, NEUTRAL_POSTPONED = 30.0, 0.5, 0.2

RATINGS = (
    "ratings of inputs by industry analysts of IHS Markit in Pichler, Pangallo, del Rio-Chanona, Lafond and Farmer "
    "(2022), Forecasting the propagation of pandemic shocks with a dynamic input-output model, Journal of Economic "
    "Dynamics and Control 144, 104527 (archive: Zenodo 10.5281/zenodo.5881855); means of merged sectors by use"
)
DAYS = (
    "our assumption from stocks over output by industry in the archive of Pichler et al. (2022), Office for National "
    "Statistics, which hold finished goods and work in progress too, and just-in-time delivery of car parts"
)
POSTPONED = "our assumption: durable goods wait, others are lost"


@dataclass(frozen=True, eq=False)
class Practice:
    """What differs by product in an economy of J sectors. Read-only float64.

    Parameters
    ----------
    days : array (J,)
        Days of use that users hold of a product, finite, at least 1.
    stocked : array (J,)
        1: held in stock, so that `Parameters.stock_factor` bears on its days; 0: what is held of a service or of
        power is a few days in which its lack is not felt.
    critical : array (J input, J user)
        Part of a user's output that stops when the input is missing, 0 to 1.
    postponed : array (J,)
        Share of unmet final demand that waits, 0 to 1.
    slack : array (J,)
        Capacity over base output that is there at once, less one; NaN: `Parameters.slack`.
    most : array (J,)
        Most that capacity rises to, as a ratio to the base, at least 1; NaN: `Parameters.overproduction`.
    notes : tuple of str
        What was assumed on the way, to be said with results.

    Raises
    ------
    ScenarioError
        If shapes or values are broken; lists everything that is.

    Examples
    --------
    >>> Practice.neutral(("parts", "goods")).days
    array([30., 30.])
    """

    sectors: tuple[str, ...]
    days: Array
    stocked: Array
    critical: Array
    postponed: Array
    slack: Array
    most: Array
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sectors", tuple(self.sectors))
        for name in ("days", "stocked", "critical", "postponed", "slack", "most"):
            try:
                array = np.array(getattr(self, name), dtype=np.float64, copy=True)
            except (TypeError, ValueError):
                continue
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        if problems := list(self._problems()):
            raise ScenarioError(
                with_problems("the practice of firms has", problems),
                hint="one number a sector, and ratings (J input, J user) from 0 to 1; start from practice_of(world)",
            )

    def _problems(self) -> Iterator[str]:
        j = len(self.sectors)
        bounds = {
            "days": (1.0, 3650.0), "stocked": (0.0, 1.0), "critical": (0.0, 1.0), "postponed": (0.0, 1.0),
            "slack": (0.0, 0.3), "most": (1.0, 10.0),
        }  # fmt: skip
        for name, (low, high) in bounds.items():
            values, shape = getattr(self, name), (j, j) if name == "critical" else (j,)
            if not isinstance(values, np.ndarray) or values.dtype != np.float64:
                yield f"{name} is {values!r}; an array of numbers is needed"
            elif values.shape != shape:
                yield f"{name} has shape {values.shape}, the sectors need {shape}"
            else:
                open_ = np.isnan(values) if name in ("slack", "most") else np.zeros(values.shape, bool)
                for at in np.argwhere(~open_ & ~((values >= low) & (values <= high)))[:6]:
                    where = " for ".join(self.sectors[k] for k in at)
                    yield f"{name} of {where} is {values[tuple(at)]:g}; it must lie in {low:g} … {high:g}"

    @classmethod
    def neutral(cls, sectors: Sequence[str], *, critical: float = NEUTRAL_RATING) -> Practice:
        """Return the same for all sectors: stocks of a month, each input as critical as said, a fifth waits."""
        j = len(sectors)
        return cls(
            tuple(sectors), np.full(j, NEUTRAL_DAYS), np.ones(j), np.full((j, j), critical),
            np.full(j, NEUTRAL_POSTPONED), np.full(j, np.nan), np.full(j, np.nan),
        )  # fmt: skip


def practice_of(world: World | FlowEconomy) -> Practice:
    """Return what firms do in a world: by sector of the divisions of 28 and 35, by product where it has its own.

    A product has what its table's sector has, and its own central days, spare capacity, most and share that waits
    where they are given; users named by `stops` lose that part of their output without it, all others nothing. Sectors
    in neither division are taken as neutral, which `notes` say.

    Examples
    --------
    >>> from technostate.world import load
    >>> practice = practice_of(load("wiod-2011"))
    >>> cars = practice.sectors.index("c15")
    >>> float(practice.days[cars]), float(practice.critical[cars, cars])
    (10.0, 0.9754)
    """
    products: Mapping[str, Any] = getattr(world, "products", {})
    roots = tuple(root_of(world, sector) for sector in world.sectors)
    base = _of(roots, world.sectors)
    days, critical, slack, most = (np.array(getattr(base, key)) for key in ("days", "critical", "slack", "most"))
    postponed, notes = np.array(base.postponed), [*base.notes]
    for at, sector in enumerate(world.sectors):
        product = products.get(sector)
        if product is None:
            continue
        days[at], most[at], slack[at] = product.days.central, product.most.central, product.slack.central
        if product.postponed is not None:
            postponed[at] = product.postponed.central
        critical[at] = stops_of(product, world.sectors)
        notes += _not_apart(sector, [user for user in product.stops if user not in world.sectors])
    return replace(base, days=days, critical=critical, postponed=postponed, slack=slack, most=most, notes=tuple(notes))


def root_of(world: World | FlowEconomy, sector: str) -> str:
    """Return the table's own sector of a sector; itself where the world has no products."""
    find = getattr(world, "root_of", None)
    return str(find(sector)) if find is not None else sector


def stops_of(product: Any, sectors: Sequence[str]) -> Array:
    """Return the part of each user's output (J,) that stops without a product; nothing for users it does not name."""
    return np.array([product.stops[sector].central if sector in product.stops else 0.0 for sector in sectors])


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    text = files("technostate.shocks.weeks.ties").joinpath("data", "products.csv").read_text("utf-8")
    return {row["sector"]: row for row in csv.DictReader(text.splitlines())}


@cache
def _ratings(name: str) -> tuple[tuple[str, ...], Array]:
    text = files("technostate.shocks.weeks.ties").joinpath("data", f"{name}.csv").read_text("utf-8")
    head, *rows = csv.reader(text.splitlines())
    return tuple(head[1:]), np.array([[float(value) for value in row[1:]] for row in rows])


def _of(roots: Sequence[str], sectors: Sequence[str]) -> Practice:
    neutral, rows = Practice.neutral(sectors), _rows()
    days, stocked, critical = (np.array(part) for part in (neutral.days, neutral.stocked, neutral.critical))
    postponed = np.array(neutral.postponed)
    for at, root in enumerate(roots):
        if root in rows:
            days[at], stocked[at] = float(rows[root]["days"]), float(rows[root]["stocked"])
            postponed[at] = float(rows[root]["postponed"])
    for name in ("ratings-35", "ratings-28"):
        known, ratings = _ratings(name)
        rated = [k for k, root in enumerate(roots) if root in known]
        source = [known.index(roots[k]) for k in rated]
        critical[np.ix_(rated, rated)] = ratings[np.ix_(source, source)]
    unknown = sorted({sector for sector, root in zip(sectors, roots, strict=True) if root not in rows})
    return replace(
        neutral, days=days, stocked=stocked, critical=critical, postponed=postponed, notes=_notes(unknown, len(sectors))
    )


def _not_apart(product: str, users: Sequence[str]) -> Iterator[str]:
    """Yield what is said of users that a product stops and that the world has only as a part of something else."""
    if users:
        named = " and ".join(filter(None, (", ".join(users[:-1]), users[-1])))
        yield (
            f"{named} would stop without {product} but are not apart in this world: what they are part of stops by "
            "its own share alone, so that losses are too small"
        )


def _notes(unknown: Sequence[str], sectors: int) -> tuple[str, ...]:
    if not unknown:
        return ()
    some = ", ".join(unknown[:12]) + (" and others" if len(unknown) > 12 else "")
    who = "all sectors" if len(unknown) == sectors else some
    return (
        f"nothing is known of stocks and needs of {who}: stocks of {NEUTRAL_DAYS:g} days are assumed, half of a user's "
        "output stops without an input, a fifth of unmet final demand waits",
    )
