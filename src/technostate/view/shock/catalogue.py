"""The shipped shocks, and what each measure of a shock means at each horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.shocks.specification import Shock, horizons, load, names
from technostate.view.shock.data import Described, described
from technostate.write import Column, Mark, Prose, Section, Table, View


@dataclass(frozen=True)
class Meaning:
    """What a measure means at a horizon, or why it is refused there."""

    modelled: bool
    text: str


@dataclass(frozen=True)
class Checked:
    """A shock that was read without a mistake, with what its measures mean.

    Parameters
    ----------
    horizons : mapping of str to mapping of str to Meaning
        Horizon → measure's name → meaning.
    """

    shock: Described
    horizons: Mapping[str, Mapping[str, Meaning]]


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


def checked(shock: Shock) -> View[Checked]:
    """Return what each measure of a shock means at each horizon."""
    table: dict[str, dict[str, Meaning]] = {
        horizon: {key: Meaning(cell.modelled, cell.text) for key, cell in row.items()}
        for horizon, row in horizons(shock).items()
    }
    count = len(shock.measures)
    sections = tuple(
        Section(
            horizon,
            (
                Table(
                    "",
                    (Column("Measure"), Column("Modelled"), Column("Meaning", words=True)),
                    tuple(
                        (key, Mark("yes", "yes") if cell.modelled else Mark("refused", "no"), cell.text)
                        for key, cell in row.items()
                    ),
                ),
            ),
        )
        for horizon, row in table.items()
    )
    rows = tuple(
        {"horizon": horizon, "measure": key, "modelled": cell.modelled, "meaning": cell.text}
        for horizon, row in table.items()
        for key, cell in row.items()
    )
    title = f"{shock.name} is a shock of {count} measure{'s' * (count > 1)}"
    return View(title, Checked(described(shock), table), sections, rows, f"technostate shock {shock.name} --check")
