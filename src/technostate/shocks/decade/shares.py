"""The shares of an economy, and what makes them calibrated: shapes, finite numbers, shares that sum to one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from technostate.errors import DataError, with_problems

Array: TypeAlias = NDArray[np.float64]

#: Shares must sum to one within this; the authors of the tables round.
SUM_TOLERANCE = 1e-6
#: Shares below this are refused; between it and zero they are accepted with a warning.
NEGATIVE_LIMIT = -0.01
#: Array fields in the order of the contract.
FIELDS = (
    "import_share",
    "value_added_share",
    "input_share",
    "final_share",
    "value_added",
    "deficit",
    "trade_elasticity",
    "tariff",
)


class CalibrationWarning(UserWarning):
    """The shares can be used, and something about them is unusual."""


@dataclass(frozen=True, eq=False)
class Shares:
    """The arrays of a calibrated economy, checked when they are made; `TradeEconomy` says their shapes and units."""

    import_share: Array
    value_added_share: Array
    input_share: Array
    final_share: Array
    value_added: Array
    deficit: Array
    trade_elasticity: Array
    tariff: Array | None = None
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    name: str = "economy"

    def __init__(
        self,
        import_share: ArrayLike,
        value_added_share: ArrayLike,
        input_share: ArrayLike,
        final_share: ArrayLike,
        value_added: ArrayLike,
        deficit: ArrayLike,
        trade_elasticity: ArrayLike,
        tariff: ArrayLike | None = None,
        regions: Sequence[str] = (),
        sectors: Sequence[str] = (),
        name: str = "economy",
    ) -> None:
        given = {
            "import_share": import_share,
            "value_added_share": value_added_share,
            "input_share": input_share,
            "final_share": final_share,
            "value_added": value_added,
            "deficit": deficit,
            "trade_elasticity": trade_elasticity,
            "tariff": tariff,
        }
        for key, value in given.items():
            object.__setattr__(self, key, None if value is None else frozen(key, value))
        count_n, count_j = self.value_added.size, self.trade_elasticity.size
        object.__setattr__(self, "regions", tuple(regions) or tuple(str(n) for n in range(count_n)))
        object.__setattr__(self, "sectors", tuple(sectors) or tuple(str(j) for j in range(count_j)))
        object.__setattr__(self, "name", name)
        problems = [*_shapes(self)] or [*_finite(self)] or [*_values(self)]
        if problems:
            raise DataError(
                with_problems(f"{name!r} is not a calibrated economy,", problems),
                hint="layouts: import_share and tariff (J, N importer, N exporter), input_share (N, J input, J user), "
                "shares (N, J); tariffs are fractions",
            )
        _warn_negative(self)

    @property
    def shape(self) -> tuple[int, int]:
        """(N, J)."""
        return self.value_added.size, self.trade_elasticity.size

    @cached_property
    def net_share(self) -> Array:
        """π / (1 + τ) (J, N importer, N exporter): what reaches the exporter of one unit spent."""
        net: Array = self.import_share if self.tariff is None else self.import_share / (1.0 + self.tariff)
        return net


def frozen(name: str, value: ArrayLike) -> Array:
    """Return a read-only copy as float64; raises `DataError` naming the array if it holds no numbers."""
    try:
        array = np.array(value, dtype=np.float64, copy=True, order="C")
    except (TypeError, ValueError) as error:
        raise DataError(f"{name} is not an array of numbers: {error}", hint="pass numbers, one shape") from None
    array.setflags(write=False)
    return array


def _shapes(economy: Shares) -> Iterator[str]:
    n, j = economy.shape
    if n < 1 or j < 1:
        yield "no regions or no sectors"
        return
    if n < 2:
        yield "one region alone does not trade; at least two are needed"
    expected: dict[str, tuple[int, ...]] = {
        "import_share": (j, n, n),
        "value_added_share": (n, j),
        "input_share": (n, j, j),
        "final_share": (n, j),
        "value_added": (n,),
        "deficit": (n,),
        "trade_elasticity": (j,),
        "tariff": (j, n, n),
    }
    for name, shape in expected.items():
        array = getattr(economy, name)
        if array is not None and array.shape != shape:
            yield f"{name} has shape {array.shape}; {n} regions and {j} sectors need {shape}"
    for what, labels, count in (("region", economy.regions, n), ("sector", economy.sectors, j)):
        if len(labels) != count:
            yield f"{len(labels)} {what} labels for {count} {what}s"
        if len(set(labels)) != len(labels):
            yield f"{what} labels repeat"


def _finite(economy: Shares) -> Iterator[str]:
    for name in FIELDS:
        array = getattr(economy, name)
        if array is not None and not np.isfinite(array).all():
            yield f"{name} has {np.count_nonzero(~np.isfinite(array))} values that are not finite"


def _values(economy: Shares) -> Iterator[str]:
    regions, sectors = economy.regions, economy.sectors
    for n in np.flatnonzero(economy.value_added <= 0)[:5]:
        yield f"value_added of {regions[n]} is {economy.value_added[n]:g}; it must be positive"
    for j in np.flatnonzero(economy.trade_elasticity <= 0)[:5]:
        yield f"trade_elasticity of {sectors[j]} is {economy.trade_elasticity[j]:g}; it must be positive"
    if economy.tariff is not None and (economy.tariff <= -1).any():
        j, n, i = np.argwhere(economy.tariff <= -1)[0]
        yield f"tariff of {regions[n]} on {sectors[j]} from {regions[i]} is {economy.tariff[j, n, i]:.0%}, below −100 %"
    for name in ("import_share", "value_added_share", "input_share", "final_share"):
        low = getattr(economy, name).min()
        if low < NEGATIVE_LIMIT:
            yield f"{name} has a share of {low:.4g}; below {NEGATIVE_LIMIT} no share can be rounding"
    scale = economy.value_added.sum()
    if abs(economy.deficit.sum()) > SUM_TOLERANCE * abs(scale):
        yield f"deficits sum to {economy.deficit.sum():.6g}; the world cannot run one"
    rows = economy.import_share.sum(2)
    used = (economy.final_share != 0).T | (economy.input_share != 0).any(2).T
    yield from _sums("import_share", rows, used, ("importer", sectors, regions))
    output: NDArray[np.bool_] = np.any(economy.import_share, axis=1)
    yield from _sums(
        "value_added_share plus input_share",
        (economy.value_added_share + economy.input_share.sum(1)).T,
        output,
        ("producer", sectors, regions),
    )
    gap = np.abs(economy.final_share.sum(1) - 1)
    for n in np.flatnonzero(gap > SUM_TOLERANCE)[:5]:
        yield f"final_share of {regions[n]} sums to {economy.final_share[n].sum():.6g}, not one"


def _sums(
    name: str, total: Array, needed: NDArray[np.bool_], labels: tuple[str, Sequence[str], Sequence[str]]
) -> Iterator[str]:
    """Yield (sector, region) sums (J, N) that are not one; zero is right where nothing is bought or sold."""
    who, sectors, regions = labels
    wrong = (np.abs(total - 1) > SUM_TOLERANCE) & ((total != 0) | needed)
    for j, n in np.argwhere(wrong)[:5]:
        yield f"{name} of {who} {regions[n]}, sector {sectors[j]}, sums to {total[j, n]:.6g}, not one"
    if np.count_nonzero(wrong) > 5:
        yield f"{name}: {np.count_nonzero(wrong) - 5} more sums are not one"


def _warn_negative(economy: Shares) -> None:
    """Warn of shares slightly below zero, as in the published data of Caliendo and Parro; they are used."""
    for name in ("import_share", "value_added_share", "input_share", "final_share"):
        array = getattr(economy, name)
        if (array < 0).any():
            warnings.warn(
                f"{economy.name}: {np.count_nonzero(array < 0)} values of {name} are negative "
                f"(lowest {array.min():.2g}); used as they are",
                CalibrationWarning,
                stacklevel=4,
            )
