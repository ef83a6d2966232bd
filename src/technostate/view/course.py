"""The course of one quantity of one region over years: figures that share unit, kind and origin, said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.evidence import Figure, Origin
from technostate.evidence.origin import Kind


@dataclass(frozen=True)
class Course:
    """Values by year.

    Parameters
    ----------
    unit : str
        Of every value.
    kind : Kind
        Of every value.
    values : mapping of int to float
        By year, in order.

    Examples
    --------
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> Course("CHN", "% of GDP", "measured", source, {2019: 2.2, 2020: 2.4}).figures[2020].value
    2.4
    """

    region: str
    unit: str
    kind: Kind
    origin: Origin
    values: Mapping[int, float]

    @property
    def figures(self) -> dict[int, Figure]:
        """Each value as a figure, by year."""
        return {
            year: Figure(value, self.unit, self.kind, self.origin, self.region, year)
            for year, value in self.values.items()
        }
