"""The shipped shocks, and what each measure of a shock means at each horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from technostate.shocks.impact import check
from technostate.shocks.impact.stage import Regions
from technostate.shocks.specification import Meaning, Shock, load, names
from technostate.view.shock.assumptions import description
from technostate.view.shock.described import Described, described
from technostate.view.shock.words import reason, upper
from technostate.world import World
from technostate.write import Column, Items, Mark, Prose, Section, Table, View
from technostate.write.blocks import Block


@dataclass(frozen=True)
class Checked:
    """A shock that was read without a mistake and fits a world.

    Parameters
    ----------
    horizons : mapping of str to mapping of str to Meaning
        Horizon → measure's name → meaning.
    refused : mapping of str to str
        Horizon → why its run will have no answer.
    notes : tuple of str
        What is taken how.
    """

    shock: Described
    world: str
    horizons: Mapping[str, Mapping[str, Meaning]]
    refused: Mapping[str, str]
    notes: tuple[str, ...]


def listing() -> View[tuple[Described, ...]]:
    """Return the shipped shocks."""
    found = tuple(described(load(key)) for key in names())
    rows = tuple((row.name, row.starts, row.title) for row in found)
    table = Table("", (Column("Shock"), Column("Starts"), Column("Title", words=True)), rows)
    return View(
        f"{len(found)} shocks",
        found,
        (table, Prose("technostate shock NAME runs one; --check says what its measures mean.", note=True)),
        tuple({"shock": row.name, "starts": row.starts, "title": row.title} for row in found),
        "technostate shock --list",
    )


def checked(
    shock: Shock,
    world: str | World | None = None,
    *,
    regions: Regions = "16",
    tariffs: str | Path | None = None,
    days: int = 91,
) -> View[Checked]:
    """Return what each measure of a shock means at each horizon on a world, and what its run will refuse.

    Parameters
    ----------
    world : str, World or None
        The name of a shipped world, or a world; None for the shock's own.
    tariffs : str, Path or None
        Where year and decade start from (`technostate.view.shock.shock`).
    days : int
        That would be simulated at the horizon of weeks.

    Raises
    ------
    ScenarioError
        If the shock does not fit the world.
    """
    found = check(shock, world, regions=regions, tariffs=tariffs, days=days)
    table = dict[str, Mapping[str, Meaning]](found.meanings.items())
    refused = dict[str, str](found.refused.items())
    data = Checked(described(shock), found.world, table, refused, tuple(found.notes))
    count = len(shock.measures)
    blocks: list[Block] = []
    if refused:
        said = tuple(f"{upper(horizon)}: {reason(why)}" for horizon, why in refused.items())
        blocks.append(Items(said, "Horizons that will have no answer", warn=True))
    blocks += [*description(data.shock), *(Section(horizon, (_meanings(row),)) for horizon, row in table.items())]
    if data.notes:
        blocks.append(Items(data.notes, "Taken so"))
    rows = tuple(
        {"horizon": horizon, "measure": key, "modelled": cell.modelled, "meaning": cell.text}
        for horizon, row in table.items()
        for key, cell in row.items()
    )
    title = f"{shock.name} is a shock of {count} measure{'s' * (count > 1)} on {found.world}"
    return View(title, data, tuple(blocks), rows, f"technostate shock {shock.name} --check")


def _meanings(row: Mapping[str, Meaning]) -> Table:
    cells = tuple(
        (key, Mark("yes", "yes") if cell.modelled else Mark("refused", "no"), cell.text) for key, cell in row.items()
    )
    return Table("", (Column("Measure"), Column("Modelled"), Column("Meaning", words=True)), cells)
