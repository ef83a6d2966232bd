"""Dual-use coupling: what public administration and defence draws from technology-intensive civil sectors.

A proxy for military–civil fusion on the input side. Sector tables have no defence sector: it stands in public
administration and defence (WIOD c31; ISIC O in the fine table of 2022), which is mostly civil administration.
Level and trend of the share say how much technology the public core draws, and from where; they do not say how
much of it is military.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np

from technostate.errors import DataError, unknown_label
from technostate.evidence import Origin
from technostate.exposure.flows import Look, check
from technostate.exposure.selection import Codes, codes, label
from technostate.exposure.system import leontief
from technostate.world import World
from technostate.world.table import Array

Level = Literal["high", "high_and_medium_high"]

#: Codes of public administration and defence, in the order in which they are looked for.
ADMINISTRATION = ("c31", "O")

#: Technology-intensive sectors by R&D intensity (Galindo-Rueda and Verger 2016, OECD STI Working Paper 2016/04),
#: as far as the classifications keep them apart. ``high``: WIOD c14 (office machines, electronics,
#: optics, with electrical machinery that is medium-high); ICIO C21 and C26 (aircraft stand in C302T309).
#: ``medium-high`` adds chemicals, machinery and transport equipment.
HIGH = ("c14", "C21", "C26")
MEDIUM_HIGH = ("c9", "c13", "c15", "C20", "C27", "C28", "C29", "C302T309")


class SectorTable(Protocol):
    """A labelled table: a `World` or a `technostate.world.FineTable`."""

    @property
    def regions(self) -> tuple[str, ...]:
        """N region codes."""
        ...

    @property
    def sectors(self) -> tuple[str, ...]:
        """J sector codes."""
        ...

    @property
    def intermediate(self) -> Array:
        """Sales (N·J, N·J)."""
        ...

    @property
    def gross_output(self) -> Array:
        """Output (N·J,)."""
        ...

    @property
    def origin(self) -> Origin:
        """Where the table comes from."""
        ...


@dataclass(frozen=True)
class Coupling:
    """Shares in all upstream inputs of public administration and defence, fractions.

    Parameters
    ----------
    domestic, foreign : float
        From technology-intensive sectors at home and abroad.
    foreign_all : float
        From all sectors abroad.
    """

    domestic: float
    foreign: float
    foreign_all: float

    @property
    def total(self) -> float:
        """From technology-intensive sectors anywhere."""
        return self.domestic + self.foreign

    @property
    def foreign_part(self) -> float:
        """Foreign part of the inputs from technology-intensive sectors; NaN if there are none."""
        return self.foreign / self.total if self.total > 0 else float("nan")


def technology_sectors(table: SectorTable, level: Level = "high_and_medium_high") -> tuple[str, ...]:
    """Return the technology-intensive sectors of a table's classification.

    Parameters
    ----------
    level : {"high", "high_and_medium_high"}
        R&D intensity.

    Raises
    ------
    DataError
        If the table has none of the sectors known to be technology-intensive.
    """
    if level not in get_args(Level):
        raise unknown_label("level", level, get_args(Level))
    wanted = HIGH if level == "high" else HIGH + MEDIUM_HIGH
    # What is carved out of a sector is as intensive as the sector.
    roots = table.roots if isinstance(table, World) else table.sectors
    found = tuple(code for code, root in zip(table.sectors, roots, strict=True) if root in wanted)
    if not found:
        raise DataError(
            f"no technology-intensive sector is known among {', '.join(table.sectors[:8])}, …",
            hint="WIOD (c1–c35) and OECD ICIO codes are known",
        )
    return found


def dual_use_coupling(
    table: SectorTable, state: Codes, level: Level = "high_and_medium_high", measure: Look = "look_through"
) -> Coupling:
    """Return how much of the upstream inputs of administration and defence is technology-intensive, by origin.

    Look-through: rows of ``L·x − x``, x being the output of the state's administration and defence, over the sum
    of all rows. Face value: rows of what it buys directly.

    Raises
    ------
    LabelError
        If a region is unknown.
    DataError
        If the table keeps no administration and defence apart (`icio-2022` does not: use
        `technostate.world.fine_intermediate`), or it has no output or inputs there.

    Examples
    --------
    >>> from technostate.world import load
    >>> found = dual_use_coupling(load("wiod-2004"), "CHN")
    >>> 0 < found.foreign < found.domestic < 1
    True
    """
    check("net", measure)
    public = next((code for code in ADMINISTRATION if code in table.sectors), None)
    if public is None:
        raise DataError(
            "the table keeps public administration and defence together with other services",
            hint="for 2022 use technostate.world.fine_intermediate(); WIOD worlds have it as c31",
        )
    shape = len(table.regions), len(table.sectors)
    members = [_position(table, code) for code in codes(state)]
    columns = np.array(members) * shape[1] + table.sectors.index(public)
    output = np.zeros_like(table.gross_output)
    output[columns] = table.gross_output[columns]
    if measure == "face_value":
        inputs = table.intermediate[:, columns].sum(axis=1)
    else:
        inputs = leontief(table).solve(output) - output
    if not (output.sum() > 0 and inputs.sum() > 1e-12 * output.sum()):
        raise DataError(
            f"administration and defence of {label(state)} has no output or no inputs in the table",
            hint="ask for another state or year",
        )
    shares = (inputs / inputs.sum()).reshape(shape)
    rows = [table.sectors.index(code) for code in technology_sectors(table, level)]
    technology = shares[:, rows].sum(axis=1)
    home = float(technology[members].sum())
    return Coupling(home, float(technology.sum()) - home, 1.0 - float(shares[members].sum()))


def public_table(world: World) -> SectorTable:
    """Return a table of the world's year and source that keeps public administration and defence apart.

    The world itself, or for `icio-2022` the finer intermediate-only table of the same release (no ROW in it:
    inputs from ROW are then missing from both parts of a share).
    """
    if "SVC" in world.sectors and world.name.partition("+")[0] == "icio-2022":
        from technostate.world import fine_intermediate

        return fine_intermediate()
    return world


def public_coupling(world: World, state: Codes) -> Coupling:
    """Return `dual_use_coupling` on the table of the world's year that keeps administration and defence apart."""
    return dual_use_coupling(public_table(world), state)


def _position(table: SectorTable, code: str) -> int:
    if code not in table.regions:
        raise unknown_label("region", code, table.regions)
    return table.regions.index(code)
