"""The standard battery on a state and its comparator, the first shock in depth, and how its loss grows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from technostate.errors import ScenarioError
from technostate.evidence import Figure
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.spread import Change
from technostate.shocks.kept import Parts, user_parts
from technostate.shocks.progress import Pace, Show, silent
from technostate.shocks.runs import Runs
from technostate.shocks.specification import HORIZONS, Shock
from technostate.shocks.specification.battery import battery as standard
from technostate.shocks.specification.horizons import Horizon as Key
from technostate.shocks.specification.regions import SIXTEEN, sixteen
from technostate.view.shell import command
from technostate.view.shock.blocks import UNSETTLED, answer_blocks
from technostate.view.shock.coalition import coalition_data
from technostate.view.shock.data import answer
from technostate.view.shock.described import Described, described
from technostate.view.shock.parties import parties
from technostate.view.shock.record import Answer
from technostate.view.shock.rows import rows as every_row
from technostate.view.shock.rows import spread
from technostate.view.shock.words import MEASURES, counted, of_cases, reason, upper
from technostate.write import Cite, Column, Fold, Items, Name, Prose, Section, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Absent, Text
from technostate.write.names import name, the
from technostate.write.terms import explained

#: Cases drawn for each shock and horizon when the report is asked for in full.
FULL_DRAWS = 64
#: Cases drawn where it is not: as many as the time of a report allows.
USUAL_DRAWS: Mapping[Key, int | None] = {"weeks": 4, "year": 16, "decade": 16}

LEAD = (
    "What standard shocks would do, from three engines over one description: inventories run down within weeks, "
    "factors stay in place for a year, trade finds a new equilibrium within a decade. All figures are modelled: the "
    "median of cases with p10 to p90, and a share of cases is no probability. The shocks are suppositions, the same "
    "for every pair of states."
)


@dataclass(frozen=True)
class Cell:
    """What a shock does to state and comparator at one horizon, or why that has no answer.

    Parameters
    ----------
    changes : mapping of str to Figure
        By code: medians with p10 to p90.
    losses : mapping of str to Figure
        By code: cases of a hundred with a loss; empty where only the central case was run.
    unsettled : mapping of str to str
        By code, where the sign is not settled: in how many cases it is a loss, in words.
    why : str
        Empty where there is an answer.
    """

    horizon: str
    measure: str
    changes: Mapping[str, Figure]
    losses: Mapping[str, Figure]
    unsettled: Mapping[str, str]
    why: str = ""


@dataclass(frozen=True)
class Row:
    """A shock of the battery with its cells, a horizon each."""

    shock: Described
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Battery:
    """Standard shocks on a state and its comparator.

    Parameters
    ----------
    main : Answer or None
        The first shock in depth.
    resolution : str
        On which table, with how many cases.
    """

    rows: tuple[Row, ...]
    main: Answer | None
    resolution: str
    missing: tuple[str, ...]


def usual_runs(*, full: bool = False, parts: Path | None = None) -> Runs:
    """Return how a report runs its shocks: quickly at sixteen regions, or in full with finished parts kept.

    Parameters
    ----------
    full : bool
        Every region of the world and `FULL_DRAWS` draws instead of sixteen regions and a few draws.
    parts : Path, optional
        Folder for finished parts; where the report is full, the user's cache by default.
    """
    if not full:
        return Runs(draws=USUAL_DRAWS, parts=None if parts is None else Parts(parts))
    return Runs(regions="full", draws=FULL_DRAWS, parts=Parts(parts or user_parts()))


def battery(state: str, against: str, *, runs: Runs | None = None, progress: Show = silent) -> View[Battery]:
    """Return what standard shocks do to a state and its comparator at three horizons.

    Parameters
    ----------
    state, against : str
        Codes.
    runs : Runs, optional
        `usual_runs` by default.
    progress : callable
        Called with a few words and the fraction of the work that is done.
    """
    pair = state, against
    runs = runs or usual_runs()
    if runs.regions == "16":
        shown = runs.stage.given.regions
        runs = replace(runs, apart=tuple(code for code in pair if hidden(code, shown)))
    title = f"Standard shocks on {the(state)} and {the(against)}"
    try:
        chosen = both_ways(state, against)
        labels = {code: runs.stage.regions_of((code,), chosen[0].starts.year) for code in pair}
    except ScenarioError as error:
        nothing = Battery((), None, resolution_of(runs), (f"No shock was run: {error}.",))
        return View(title, nothing, (Prose(LEAD), Items(nothing.missing, "What is missing", warn=True)))
    pace = Pace(runs.lengths(shocks=len(chosen), coalition=True), progress)
    found = [runs.compared(shock, pace=pace) for shock in chosen]
    # Without draws: a curve of central cases, which is what the time of a report allows.
    curve = runs.with_draws(0).curve(chosen[0], pace=pace)
    among = [*labels[state], *labels[against]]
    title_of_main = named(described(found[0].shock).title, pair)
    named_in = parties(found[0].shock, runs.stage.world.regions)
    main = answer(
        found[0], runs.titles, coalition=coalition_data(curve), parties=named_in, pair=among, title=title_of_main
    )
    # The engines' whole tables are the shock's own answer; beside a battery they would be most of its JSON.
    main = replace(main, horizons={key: replace(item, tables={}) for key, item in main.horizons.items()})
    data = Battery(tuple(_row(item, labels, pair) for item in found), main, resolution_of(runs), ())
    kept = [row for item in found for row in tidy(item, labels)]
    kept += [dict(row) for row in every_row(found[0], main, curve)]
    return View(title, data, _blocks(data, pair), tuple(kept), command("assess", state, against=against))


def both_ways(state: str, against: str) -> list[Shock]:
    """Return the battery on the state, and what of the battery on the comparator is another shock.

    Parameters
    ----------
    state, against : str
        Codes.

    Examples
    --------
    >>> [shock.name for shock in both_ways("CHN", "USA")][3:]
    ['tariffs-between-chn-and-usa', 'controls-by-chn-on-usa', 'energy-withheld-from-usa']
    """
    first = list(standard(state, against=against))
    known = [_content(shock) for shock in first]
    return first + [shock for shock in standard(against, against=state) if _content(shock) not in known]


def named(title: str, codes: Sequence[str]) -> str:
    """Return a title with names in place of codes, the first letter large.

    Examples
    --------
    >>> named("USA and CHN add tariffs", ("CHN", "USA"))
    'The United States and China add tariffs'
    """
    for code in codes:
        title = re.sub(rf"\b{re.escape(code)}\b", the(code), title)
    return upper(title)


def hidden(code: str, shown: Sequence[str]) -> bool:
    """Return whether a state is only part of one of the sixteen regions of a world that shows some regions.

    Parameters
    ----------
    shown : sequence of str
        Regions of the world.
    """
    return code not in SIXTEEN and code in shown and sixteen(shown)[code] != code


def _content(shock: Shock) -> list[str]:
    return sorted(row.model_copy(update={"name": ""}).model_dump_json() for row in shock.measures)


def resolution_of(runs: Runs) -> str:
    """Return on which table shocks are run, and with how many cases, in words."""
    regions = f"{16 + len(runs.apart)} regions" if runs.regions == "16" else "every region"
    counts = {horizon: runs.drawn(horizon) for horizon in HORIZONS}
    draws = [
        f"{horizon}: {'as many draws as usual' if count is None else f'{count} draws' if count else 'the central case'}"
        for horizon, count in counts.items()
    ]
    return f"{runs.stage.given.name}, {regions} × {len(runs.stage.given.sectors)} sectors; {', '.join(draws)}"


def _row(found: Comparison, labels: Mapping[str, tuple[str, ...]], pair: tuple[str, str]) -> Row:
    cells = []
    for key in HORIZONS:
        impact = found.impacts.get(key)
        if impact is None:
            cells.append(Cell(key, MEASURES[key], {}, {}, {}, found.refused[key]))
        else:
            cells.append(cell_of(key, impact, {code: impact.together(labels[code]) for code in pair}))
    return Row(described(found.shock, named(described(found.shock).title, pair)), tuple(cells))


def cell_of(key: Key, impact: Impact, found: Mapping[str, Change]) -> Cell:
    """Return what a shock does at one horizon.

    Parameters
    ----------
    found : mapping of str to Change
        By code of the state.
    """
    cases = len(impact.cases)
    losses = {
        code: Figure(100.0 * change.loss, "%", impact.kind, impact.origin, code)
        for code, change in found.items()
        if impact.over
    }
    unsettled = {
        code: f"a loss in {of_cases(change.loss, cases)} of {counted(cases)} cases"
        for code, change in found.items()
        if change.side == "open"
    }
    changes = {code: impact.as_figure(change, code) for code, change in found.items()}
    return Cell(key, MEASURES[key], changes, losses, unsettled)


def tidy(found: Comparison, labels: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, object]]:
    """Yield the change of each of the pair at each horizon as a row with its whole spread.

    Parameters
    ----------
    labels : mapping of str to tuple of str
        State → its regions in the table.
    """
    for key, impact in found.impacts.items():
        for code, regions in labels.items():
            change = impact.together(regions)
            keys = {"shock": found.shock.name, "horizon": key, "measure": MEASURES[key]}
            yield {**keys, **spread(change), "figure": impact.as_figure(change, code)}


def _blocks(data: Battery, pair: tuple[str, str]) -> tuple[Block, ...]:
    blocks: list[Block] = [Prose(LEAD), explained("rent", "elasticity")]
    if open_signs := tuple(_open(data)):
        blocks.append(Items(open_signs, UNSETTLED, warn=True))
    blocks.append(Section("Standard battery", _table(data, pair)))
    if data.main is not None:
        whose = f" of {name(pair[0])} and {name(pair[1])}"
        inside = answer_blocks(data.main, whose=whose)
        blocks.append(Section(f"In depth: {data.main.shock.title}", inside, "in-depth"))
    return tuple(blocks)


def _open(data: Battery) -> list[str]:
    """Return one sentence for each shock on figures whose sign is not settled."""
    found = []
    for row in data.rows:
        parts = [
            f"{name(code)} ({cell.horizon}, {words})" for cell in row.cells for code, words in cell.unsettled.items()
        ]
        if parts:
            found.append(f"{row.shock.title}: {', '.join(parts)}.")
    return found


def _table(data: Battery, pair: tuple[str, str]) -> tuple[Block, ...]:
    reasons: dict[str, int] = {}
    rows: list[tuple[Text, ...]] = []
    for row in data.rows:
        cells: list[Text] = [row.shock.title]
        for cell in row.cells:
            if cell.why:
                number = reasons.setdefault(reason(cell.why), len(reasons) + 1)
                cells += [Absent(f"no answer ({number})")] * len(pair)
            else:
                cells += [cell.changes[code] for code in pair]
        rows.append(tuple(cells))
    heads = [Column((Name(code), f", {key}")) for key in HORIZONS for code in pair]
    caption = "Change, median (p10 to p90); weeks: final demand delivered, year and decade: real income; modelled"
    table = Table(caption, (Column("Shock", words=True), *heads), tuple(rows))
    origins = tuple(dict.fromkeys(c.origin for row in data.rows for cell in row.cells for c in cell.changes.values()))
    blocks: list[Block] = [table]
    if reasons:
        blocks.append(Items(tuple(f"({at}) {why}" for why, at in reasons.items()), "No answer"))
    blocks.append(Prose((f"Run on {data.resolution}. Source", Cite(origins)), note=True))
    what = tuple(
        Section(row.shock.title, (Prose(row.shock.assumptions), Prose(f"Left out: {'; '.join(row.shock.leaves_out)}.")))
        for row in data.rows
    )
    return (*blocks, Fold("What the shocks are", what))
