"""How the range of the first year moves with the share of draws in which nothing replaces what bans take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.evidence.figure import Range
from technostate.notation import Scale
from technostate.shocks.impact.record import Impact
from technostate.shocks.literature.doubt import SHARES, Moved, hard_case, moved, subjects
from technostate.shocks.progress import Pace, Show, silent
from technostate.shocks.runs import Runs
from technostate.view.literature_data import origin_of
from technostate.view.shell import command
from technostate.write import Cite, Column, Name, Prose, Shown, Table, View
from technostate.write.frame import Row
from technostate.write.inline import Text
from technostate.write.tables import Group

_SCALE = Scale(1.0, 2, "%", True)


@dataclass(frozen=True)
class At:
    """One region's real income in the first year at one share.

    Parameters
    ----------
    share : float
        Of the draws, 0 to 1, in which nothing replaces what bans take away.
    ours : Figure
        Median with p10 to p90.
    ends : Figure
        Median with the smallest and the largest case.
    failed : int
        Cases without an answer, in no range.
    """

    shock: str
    region: str
    share: float
    ours: Figure
    ends: Figure
    failed: int


@dataclass(frozen=True)
class Doubt:
    """The first year at each share.

    Parameters
    ----------
    published : Figure
        The first year of a hard decoupling for Germany, after Baqaee and others (2024).
    usual : float
        The share that is taken where none is asked for.
    inside : dict of str to str
        Share → whether the published figure lies inside p10 to p90, the ends of all cases, or neither.
    """

    published: Figure
    usual: float
    inside: dict[str, str]
    at: tuple[At, ...]


def doubt(*, draws: int | None = None, seed: int = 0, progress: Show | None = None) -> View[Doubt]:
    """Return how the range of the first year moves with the share of draws without substitutes.

    Parameters
    ----------
    draws : int, optional
        Cases of each range; the engines' usual number, 64, by default.
    seed : int
        Of the draws.
    progress : callable, optional
        Called with a few words and the fraction of the work that is done.
    """
    from technostate.shocks.year import parameters

    pace = Pace([1.0] * len(subjects()) * len(SHARES), progress or silent)
    found = moved(Runs(draws=draws, seed=seed), pace=pace)
    rows = tuple(
        _at(item, region, share, impact)
        for item in found
        for region in item.regions
        for share, impact in zip(SHARES, item.impacts, strict=True)
    )
    study, region = hard_case(), found[0].regions[0]
    hard = [row for row in rows if row.shock == found[0].shock.name]
    inside = {f"{row.share:g}": _inside(study.low, row) for row in hard}
    published = Figure(study.low, "% change", "modelled", origin_of(study), region)
    data = Doubt(published, parameters()["doubt"].central, inside, rows)
    failed = sum(len(impact.failed) for item in found for impact in item.impacts)
    blocks = (
        Prose(_said(data)),
        _table("Real income in the first year, median (p10 to p90)", found, rows, "ours"),
        _table("The same, median (smallest to largest case)", found, rows, "ends"),
        Prose(
            f"{failed} cases have no answer and are in no range." if failed else "Every case has an answer.", note=True
        ),
    )
    plain = [
        {"shock": row.shock, "region": row.region, "share": row.share, "which": which, "figure": figure}
        for row in rows
        for which, figure in (("p10 to p90", row.ours), ("smallest to largest", row.ends))
    ]
    first = {"shock": hard[0].shock, "region": region, "share": None, "which": "published", "figure": published}
    lines: tuple[Row, ...] = (first, *plain)
    typed = command("reproduce", "doubt", draws=draws, seed=seed or None)
    return View("Draws without substitutes", data, blocks, lines, typed)


def _at(item: Moved, region: str, share: float, impact: Impact) -> At:
    change = impact.region(region)
    ours = impact.as_figure(change, region)
    ends = Range(change.low, change.high, f"smallest to largest of {len(impact.cases)} draws")
    whole = Figure(ours.value, ours.unit, ours.kind, ours.origin, region, range=ends)
    return At(item.shock.name, region, share, ours, whole, len(impact.failed))


def _inside(published: float, row: At) -> str:
    for figure, words in ((row.ours, "p10 to p90"), (row.ends, "all cases")):
        if figure.low is not None and figure.high is not None and figure.low <= published <= figure.high:
            return words
    return "neither"


def _said(data: Doubt) -> Text:
    inside = "; ".join(f"{words} at {key}" for key, words in data.inside.items())
    return (
        f"In a share of the draws nothing replaces what bans take away; {data.usual:g} is usual. Baqaee and others "
        "(2024), whose model has no substitutes, find for Germany in the first year of a hard decoupling ",
        Shown(data.published, Scale(1.0, 0, "%", True)),
        Cite((data.published.origin,)),
        f". Where that lies by share: inside {inside}.",
    )


def _table(caption: str, found: Sequence[Moved], rows: Sequence[At], which: str) -> Table:
    columns = (Column("Region"), *(Column(f"{share:g}") for share in SHARES))
    lines: list[tuple[Text, ...] | Group] = []
    for item in found:
        lines.append(Group(item.shock.title))
        for region in item.regions:
            here = [row for row in rows if (row.shock, row.region) == (item.shock.name, region)]
            lines.append((Name(region), *(Shown(getattr(row, which), _SCALE) for row in here)))
    return Table(caption, columns, tuple(lines))
