"""Series of the catalogue side by side, by state and year, with changes over years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import catalogue

Array = NDArray[np.float64]

#: Sums of others that stand among the regions of some series.
GROUPS = frozenset({"EU", "WLD", "ROW"})


@dataclass(frozen=True)
class Panel:
    """Columns over (state, year), sorted; NaN where a series has no figure.

    Parameters
    ----------
    columns : mapping of str to (n,) array
    region : (n,) array of str
    year : (n,) array of int
    """

    columns: Mapping[str, Array]
    region: NDArray[np.str_]
    year: NDArray[np.int64]

    @classmethod
    def of(cls, **ids: str) -> Panel:
        """Read one column a series, over every state and year of the first."""
        return cls.beside({name: catalogue.load(series).values for name, series in ids.items()})

    @classmethod
    def beside(cls, paths: Mapping[str, Mapping[str, Mapping[int, float]]]) -> Panel:
        """One column a name from state → year → value, over every state and year of the first."""
        first = next(iter(paths.values()))
        keys = [(region, year) for region in sorted(first) if region not in GROUPS for year in sorted(first[region])]
        return cls(
            {
                name: np.array([path.get(region, {}).get(year, np.nan) for region, year in keys])
                for name, path in paths.items()
            },
            np.array([region for region, _ in keys]),
            np.array([year for _, year in keys]),
        )

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return self.year.size

    def having(self, **columns: Array) -> Panel:
        """The same with more columns, or others of the same name."""
        return Panel({**self.columns, **columns}, self.region, self.year)

    def where(self, keep: NDArray[np.bool_]) -> Panel:
        """The rows kept."""
        return Panel({name: column[keep] for name, column in self.columns.items()}, self.region[keep], self.year[keep])

    def at(self, column: Array, shift: int) -> Array:
        """The column `shift` years later (before, if negative), NaN where there is no such year."""
        held = {
            (region, year): value
            for region, year, value in zip(self.region.tolist(), self.year.tolist(), column.tolist(), strict=True)
        }
        keys = zip(self.region.tolist(), self.year.tolist(), strict=True)
        return np.array([held.get((region, year + shift), np.nan) for region, year in keys])

    def change(self, column: Array) -> Array:
        """The column less itself a year before."""
        return column - self.at(column, -1)

    def between(self, first: int, last: int) -> NDArray[np.bool_]:
        """Rows of the years from first to last."""
        return (self.year >= first) & (self.year <= last)
