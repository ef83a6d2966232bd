"""One shock of the standard battery on a state and its comparator, with finished parts kept: as the battery has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from technostate.errors import ScenarioError
from technostate.shocks.kept import kept_in
from technostate.shocks.progress import Pace, Show, silent
from technostate.shocks.specification.battery import battery as standard
from technostate.shocks.specification.horizons import Horizon
from technostate.view.shell import command
from technostate.view.shock.battery import Battery, Cell, Row, cell_of, hidden, named, resolution_of, tidy, usual_runs
from technostate.view.shock.described import described
from technostate.view.shock.words import MEASURES
from technostate.write import Items, Prose, View
from technostate.write.names import the

#: Place in the battery of the shock that strikes both states alike: an end of most of their trade in goods.
BOTH = 1
#: Horizons with one measure, real income.
INCOME: tuple[Horizon, ...] = ("year", "decade")


def single(
    state: str,
    against: str,
    *,
    horizons: Sequence[Horizon] = INCOME,
    full: bool = False,
    parts: Path | None = None,
    progress: Show = silent,
) -> View[Battery]:
    """Return what an end of most trade in goods between two states does to both.

    Figures are those of the battery, which runs the same shock on the same world with the same cases.

    Parameters
    ----------
    state, against : str
        Codes.
    horizons : sequence of str
        Of the battery's three.
    full : bool
        Every region of the world and more draws, as in a full report.
    parts : Path, optional
        Folder of finished parts, the user's cache by default: a second call is fast.
    progress : callable
        Called with a few words and the fraction of the work that is done.

    Examples
    --------
    >>> found = single("CHN", "USA", horizons=("year",)).data
    >>> len(found.rows), [cell.horizon for cell in found.rows[0].cells]
    (1, ['year'])
    """
    pair = state, against
    runs = usual_runs(full=full, parts=parts)
    if not full:
        shown = runs.stage.given.regions
        runs = replace(runs, parts=kept_in(parts), apart=tuple(code for code in pair if hidden(code, shown)))
    title = f"One shock on {the(state)} and {the(against)}"
    try:
        shock = standard(state, against=against)[BOTH]
        labels = {code: runs.stage.regions_of((code,), shock.starts.year) for code in pair}
    except ScenarioError as error:
        nothing = Battery((), None, resolution_of(runs), (f"No shock was run: {error}.",))
        return View(title, nothing, (Items(nothing.missing, "What is missing", warn=True),))
    pace = Pace(runs.lengths(horizons), progress)
    found = runs.compared(shock, horizons, pace=pace)
    cells = []
    for key in horizons:
        impact = found.impacts.get(key)
        if impact is None:
            cells.append(Cell(key, MEASURES[key], {}, {}, {}, found.refused[key]))
        else:
            cells.append(cell_of(key, impact, {code: impact.together(labels[code]) for code in pair}))
    what = described(shock, named(described(shock).title, pair))
    data = Battery((Row(what, tuple(cells)),), None, resolution_of(runs), ())
    again = command("assess", state, against=against)
    return View(title, data, (Prose(what.assumptions),), tuple(tidy(found, labels)), again)
