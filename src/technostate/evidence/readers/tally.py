"""Add up rows by state and year: launches, reactors, tonnes; absent years of a complete list are zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.readers.data_set import DataSet
from technostate.evidence.series import Series

#: The sum over all that is listed, and the sum over today's members of the European Union.
WORLD, UNION = "WLD", "EU"


@dataclass
class Tally:
    """Amounts by region and year, and the sum over all of them.

    Parameters
    ----------
    amounts : dict of str to dict of int to float
        Region → year → amount; ``WLD`` holds the sum, of rows without a region too.

    Examples
    --------
    >>> launches = Tally()
    >>> launches.add("CHN", 1970)
    >>> launches.add(None, 1972, 2.0)
    >>> launches.filled(1973)["CHN"]
    {1970: 1.0, 1971: 0.0, 1972: 0.0, 1973: 0.0}
    >>> launches.amounts["WLD"]
    {1970: 1.0, 1972: 2.0}
    """

    amounts: dict[str, dict[int, float]] = field(default_factory=dict)

    def add(self, region: str | None, year: int, amount: float = 1.0) -> None:
        """Add an amount to a region (None: to the sum only)."""
        for label in (WORLD,) if region is None else (region, WORLD):
            path = self.amounts.setdefault(label, {})
            path[year] = path.get(year, 0.0) + amount

    def filled(self, last: int, *, union: bool = False) -> dict[str, dict[int, float]]:
        """Return the amounts to the year `last`, zero where a region has none after its first; later years left out.

        Parameters
        ----------
        last : int
            Last year that the list covers whole.
        union : bool
            Whether to add the sum over the members of the European Union.
        """
        found = {}
        for region, path in self.amounts.items():
            if min(path) <= last:
                found[region] = {year: path.get(year, 0.0) for year in range(min(path), last + 1)}
        members = [found[code] for code in regions.EU27_2020 if code in found]
        if union and members:
            first = min(min(path) for path in members)
            found[UNION] = {year: sum(path.get(year, 0.0) for path in members) for year in range(first, last + 1)}
        return found


def label(text: str, labels: Mapping[str, str], *, where: str) -> str | None:
    """Return our label for a producer's name, None where its rows belong to no region of ours.

    Parameters
    ----------
    text : str
        As the file writes it.
    labels : mapping of str to str
        Names that are not ours → label; an empty one stands for no region.
    where : str
        File and line, for the error.

    Raises
    ------
    DataError
        If the name is unknown.
    """
    if text in labels:
        return labels[text] or None
    found = regions.from_name(text)
    if found is None:
        raise DataError(
            f"{where}: unknown country {text!r}", hint="a name of a state, as evidence/countries.csv has it"
        )
    return found


def counted(
    data: DataSet, slug: str, title: str, unit: str, values: Mapping[str, Mapping[int, float]], note: str = ""
) -> Series:
    """Return a derived series of a data set: `slug` is the id's last part, the rest stands in the set's file."""
    return Series(f"{data.more['prefix']}/{slug}", title, unit, "derived", source(data, title, note), values)


def source(data: DataSet, title: str, note: str = "") -> Origin:
    """Return the origin of a series that was counted from a data set with one origin."""
    return derived_from(title, *data.origins.values(), note=note)
