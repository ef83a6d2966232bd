"""A table put together row by row: each row of figures is added where its labels belong, and never kept.

Countries that a producer splits (China's processing exports) and regions or sectors that the user adds up fall together
in the same way: their rows and columns have one place. So no more memory is taken than the world that comes out needs.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, LabelError
from technostate.evidence.own.kinds import Asked
from technostate.evidence.printable import shown
from technostate.evidence.regular import regular_bytes
from technostate.world.formats.assemble import report
from technostate.world.labels import label_problems
from technostate.world.memory import size_problems
from technostate.world.table import Array

#: Region and sector, as the file calls them.
Node = tuple[str, str]
#: A file of groups is smaller than this.
_MOST_GROUPS = 2**20
_TOO_LARGE = (
    "add up regions or sectors: --option regions=FILE, --option sectors=FILE (CSV: from,to); or take a larger machine"
)


@dataclass(frozen=True)
class Axes:
    """Regions and sectors of the world that is made, and where those of the file belong.

    Parameters
    ----------
    region_of, sector_of : mapping of str to int
        The file's label → position in `regions` or `sectors`.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    region_of: Mapping[str, int]
    sector_of: Mapping[str, int]


def axes(where: str, nodes: Sequence[Node], asked: Asked, code: Callable[[str], str] = str) -> Axes:
    """Return the axes of the world that a file's nodes make.

    Parameters
    ----------
    nodes : sequence of (str, str)
        Region and sector of each row, in the file's order.
    asked : Asked
        Its options ``regions`` and ``sectors`` name CSV files of groups.
    code : callable
        The producer's code of a region → ours; two may become one.

    Raises
    ------
    DataError
        If nodes are missing or stand there twice, labels cannot be told apart, or the world does not fit into memory.
    LabelError
        If a file of groups does not name exactly the labels of the file.
    """
    regions = list(dict.fromkeys(region for region, _ in nodes))
    sectors = list(dict.fromkeys(sector for _, sector in nodes))
    if not nodes:
        raise DataError(f"{where} has no rows of regions and sectors", hint="is it the file that the kind names?")
    twice = [f"{region} {sector} stands there {n} times" for (region, sector), n in Counter(nodes).items() if n > 1]
    held = set(nodes)
    lacking = (
        [f"{r} {s}" for r in regions for s in sectors if (r, s) not in held]
        if len(held) < len(regions) * len(sectors)
        else []
    )
    if lacking:
        twice.append(f"not every region has every sector: {len(lacking)} are missing, first {', '.join(lacking[:3])}")
    report(where, twice, "a world has every sector in every region; the file may be cut off")
    by_region = _grouped(where, "region", dict.fromkeys(map(code, regions)), asked)
    by_sector = _grouped(where, "sector", dict.fromkeys(sectors), asked)
    new_regions, new_sectors = tuple(dict.fromkeys(by_region.values())), tuple(dict.fromkeys(by_sector.values()))
    problems = [*label_problems("region", new_regions), *label_problems("sector", new_sectors)]
    report(where, problems, "labels are printable and can be told apart")
    report(where, size_problems(len(new_regions), len(new_sectors)), _TOO_LARGE)
    return Axes(
        new_regions,
        new_sectors,
        {label: new_regions.index(by_region[code(label)]) for label in regions},
        {label: new_sectors.index(by_sector[label]) for label in sectors},
    )


def _grouped(where: str, what: str, labels: Mapping[str, None], asked: Asked) -> dict[str, str]:
    """Return label → group, by the file that an option names; without one each label is its own."""
    given = asked.options.get(f"{what}s")
    if not given:
        return {label: label for label in labels}
    groups = read_groups(Path(given))
    missing = [label for label in labels if label not in groups]
    strangers = [label for label in groups if label not in labels]
    if missing or strangers:
        parts = [f"lacks {len(missing)} of {where}: {', '.join(map(shown, missing[:8]))}"] if missing else []
        parts += (
            [f"has {len(strangers)} that are not there: {', '.join(map(shown, strangers[:8]))}"] if strangers else []
        )
        raise LabelError(f"{Path(given).name} {' and '.join(parts)}", hint=f"one line for each {what}: from,to")
    return {label: groups[label] for label in labels}


def read_groups(path: Path) -> dict[str, str]:
    """Return label → group from a CSV file with the columns ``from`` and ``to``.

    Raises
    ------
    DataError
        If the file cannot be read, lacks a column, or has a line without a label or one label twice.
    """
    hint = "a CSV file with the columns from and to, one line a label"
    try:
        data = regular_bytes(path, _MOST_GROUPS)
        if len(data) > _MOST_GROUPS:
            raise DataError(f"{path.name} is larger than {_MOST_GROUPS // 2**20} MiB", hint=hint)
        lines = list(csv.DictReader(data.decode("utf-8-sig").splitlines(), strict=True))
    except (OSError, ValueError, csv.Error) as error:
        raise DataError(f"{path.name} cannot be read ({error})", hint=hint) from None
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(lines, 2):
        label, group = (str(line.get(key) or "").strip() for key in ("from", "to"))
        if not label or not group:
            problems.append(f"line {number} does not name both from and to")
        elif label in found:
            problems.append(f"line {number}: {shown(label)} stands there twice")
        found[label] = group
    report(path.name, problems if found else ["it has no line"], hint)
    return found


class Fold:
    """The table that rows of figures are added into.

    Rows are the nodes, then value added, taxes less subsidies on products, and stated output; columns are the nodes,
    final uses by region, inventories by region, what is sold to nobody in particular, stated output, and a last one
    for figures that are left out.

    Parameters
    ----------
    where : str
        The file's name, for messages.
    """

    def __init__(self, where: str, axes: Axes) -> None:
        self.where, self.axes = where, axes
        self.nodes, self.n = len(axes.regions) * len(axes.sectors), len(axes.regions)
        self.value_added, self.taxes, self.output = self.nodes, self.nodes + 1, self.nodes + 2
        self.unsold, self.stated = self.nodes + 2 * self.n, self.nodes + 2 * self.n + 1
        self.nowhere = self.stated + 1
        self.table: Array = np.zeros((self.nodes + 3, self.nowhere + 1))
        self.filled: set[int] = set()

    def node(self, region: str, sector: str) -> int:
        """Return the place of a node, as a row or a column."""
        return self.axes.region_of[region] * len(self.axes.sectors) + self.axes.sector_of[sector]

    def use(self, region: str, *, stock: bool = False) -> int:
        """Return the column of a region's final use, or of its changes in inventories."""
        return self.nodes + self.axes.region_of[region] + (self.n if stock else 0)

    def add(self, row: int, columns: NDArray[np.intp], values: Array, place: str = "") -> None:
        """Add a row of figures; NaN stands only in columns that are left out.

        Parameters
        ----------
        columns : array of int
            Where each figure belongs.
        place : str
            Where the row stands in the file, for the error.

        Raises
        ------
        DataError
            If a figure that counts is missing or not finite.
        """
        wanted = columns != self.nowhere
        if row >= self.nodes:
            wanted &= columns < self.nodes
        counted = np.where(wanted, values, 0.0)
        if not np.isfinite(counted).all():
            at = int(np.flatnonzero(~np.isfinite(counted))[0])
            report(
                self.where,
                [f"{place}, figure {at + 1}: no finite number"],
                "a table needs every figure; 0 where nothing is sold",
            )
        self.table[row] += np.bincount(columns, weights=counted, minlength=self.nowhere + 1)
        self.filled.add(row)
