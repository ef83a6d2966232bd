"""What an ensemble of paths says: how they spread, how often goals are met and where not, what decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from technostate.dynamics import OUTCOMES
from technostate.evidence import Figure
from technostate.futures.battery.files import TABLE
from technostate.shocks.progress import Show, silent
from technostate.view.futures.blocks import shown_blocks
from technostate.view.futures.ensemble import Ensemble, read
from technostate.view.futures.reading import fan, odds, variances
from technostate.view.futures.record import Shown, Where
from technostate.view.price.record import Price
from technostate.view.shell import command
from technostate.write import View
from technostate.write.frame import Row


def show(folder: str | Path, regions: Sequence[str] = (), *, progress: Show = silent) -> View[Shown]:
    """Return what the run in a folder says.

    Parameters
    ----------
    regions : sequence of str
        Whose fans are shown; those that the scenario speaks of by default.
    progress : callable
        Takes a few words and the fraction that is done.

    Raises
    ------
    DataError
        If there is no finished run.
    LabelError
        If a region is not in it.
    """
    ensemble = read(folder)
    data = shown(ensemble, ensemble.regions(regions), progress)
    title = f"{ensemble.scenario.title}: {data.paths:,} paths to {ensemble.run.years[-1]}"
    again = command("futures", "show", str(folder), region=",".join(regions) or None)
    return View(title, data, shown_blocks(data), tuple(rows(data)), again)


def shown(ensemble: Ensemble, regions: Sequence[str], progress: Show = silent) -> Shown:
    """Return what an ensemble says of some regions."""
    run = ensemble.run
    fans = tuple(fan(ensemble, outcome, region) for outcome in ensemble.outcomes for region in regions)
    met = tuple(odds(ensemble, goal) for goal in ensemble.goals)
    shares, few = variances(ensemble, regions, progress)
    return Shown(
        scenario=ensemble.scenario.name,
        title=ensemble.scenario.title,
        run=run.plan.hash,
        seed=run.plan.seed,
        paths=ensemble.paths,
        failed=dict(Counter(run.failed.values())),
        regions=tuple(regions),
        fans=fans,
        odds=met,
        indices=shares,
        boxes=tuple(row.where for row in met if row.where is not None),
        few=few,
        missing={name: OUTCOMES[name].missing for name in run.missing},
        prices=prices(run.folder),
    )


def prices(folder: Path) -> tuple[Price, ...]:
    """Return the batteries of a run; none where nobody has asked for one."""
    if not (folder / TABLE).exists():
        return ()
    from technostate.futures.battery.making import batteries
    from technostate.view.price.later import in_year

    return tuple(in_year(found, folder) for found in batteries(folder))


def rows(data: Shown) -> Iterator[Row]:
    """Yield a row a figure."""
    for fan_ in data.fans:
        for what, figures in (("p10 to p90", fan_.years), ("p25 to p75", fan_.half)):
            for year, figure in figures.items():
                yield _row("fan", fan_.outcome, fan_.region, year, what, figure)
    for row in data.odds:
        yield _row("odds", row.milestone, row.region, row.year, "share of paths", row.share)
        yield _row("odds", row.milestone, row.region, row.year, "reached", row.reached)
        yield _row("odds", row.milestone, row.region, row.year, "goal", row.goal)
    for box in data.boxes:
        yield from _box_rows(box)
    for variance in data.indices:
        key = f"{variance.of}, {variance.region}"
        yield _row("indices", key, variance.region, variance.year, "explained", variance.explained)
        for item in variance.inputs:
            yield _row("indices", key, variance.region, variance.year, f"first: {item.dimension}", item.first)
            yield _row("indices", key, variance.region, variance.year, f"total: {item.dimension}", item.total)

    for price in data.prices:
        for cell in price.cells:
            priced = {"premium": cell.premium, "cover": cell.cover, "break-even": cell.break_even}
            for what, known in priced.items():
                if known is not None:
                    words = f"{what} of {cell.lever} ({cell.target})" + (f" if {cell.shock}" if cell.shock else "")
                    yield _row("price", f"{cell.state}, {price.year}", cell.state, price.year, words, known)


def _box_rows(box: Where) -> Iterator[Row]:
    region, year = box.density.region, box.density.year
    for what in ("density", "coverage", "mass"):
        yield _row("box", box.milestone, region, year, what, getattr(box, what))
    for bound in box.bounds:
        named = {"above": bound.low, "below": bound.high, "quasi-p-value": bound.chance}
        for what, figure in named.items():
            if figure is not None:
                yield _row("box", box.milestone, region, year, f"{bound.dimension} {what}", figure)


def _row(part: str, of: str, region: str, year: int | None, what: str, figure: Figure) -> Row:
    return {"part": part, "of": of, "region": region, "year": year, "what": what, "figure": figure}
