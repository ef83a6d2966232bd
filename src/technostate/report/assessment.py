"""The assessment: everything the report says, as one view made of views, for every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from technostate import __version__
from technostate.report import blocks
from technostate.report.findings import Ground, findings
from technostate.report.record import Assessment, Parts
from technostate.report.subjects import Subjects, subjects
from technostate.shocks.progress import Show, beside, silent
from technostate.view.claims import claims
from technostate.view.standing import standing
from technostate.view.wheels import wheels
from technostate.write import View
from technostate.write.frame import Row
from technostate.write.names import name, the

if TYPE_CHECKING:
    from technostate.view.price.section import Insurance
    from technostate.view.shock.battery import Battery

#: Cases of a price where the report is asked for in full.
FULL_DRAWS = 64
#: Parts of the long work: the shocks' and the price's.
SHOCKS, PRICE = 0.4, 0.6

#: Version of the layout of the record.
SCHEMA = 3


def assess(
    state: str,
    against: str | None = None,
    *,
    peers: str | Sequence[str] | None = None,
    as_of: dt.date | None = None,
    progress: Callable[[str, float | None], None] | None = None,
    full: bool = False,
    parts: Path | None = None,
) -> View[Assessment]:
    """Return the assessment of a state beside a comparator.

    Parameters
    ----------
    state : str
        A code or a name, or the key of a group that has a file (``EU``).
    against : str, optional
        The comparator; the one that the state's file names by default.
    peers : str or sequence of str, optional
        Shown beside the two; by default unions that have a file and the largest economies outside them that have one.
    as_of : datetime.date, optional
        Day to which ages of figures refer; today by default.
    progress : callable, optional
        Called with a few words, and the fraction of the shocks' work that is done (None before and after them).
    full : bool
        Run the shocks at the world's own resolution with 64 draws, which takes long; finished parts are kept.
    parts : Path, optional
        Folder for finished parts. By default prices and paths are kept in the user's cache, and shocks too where the
        report is full.

    Raises
    ------
    LabelError
        If a code is unknown, with the nearest codes and names.
    ScenarioError
        If the state is its own comparator.

    Examples
    --------
    >>> from technostate.report import assess
    >>> assessment = assess("CHN", "USA").data
    >>> len(assessment.findings), [part.key for part in assessment.strategies][:2]
    (5, ['national_security', 'innovation'])
    """
    who = subjects(state, against, peers)
    day = as_of or dt.date.today()
    show = progress or silent

    def modelled(watch: Show) -> tuple[View[Battery], View[Insurance]]:
        return _modelled(who, watch, full, parts)

    def say(words: str) -> None:
        show(words, None)

    # Long work comes last and by itself, so that Ctrl-C ends it at once.
    with beside(modelled, show, at_once=not full) as wait:
        from technostate.view.dependence import dependence
        from technostate.view.doctrine.section import sayings
        from technostate.view.futures.outlook import outlook

        say("indicators and goals")
        stand, turned = standing(*who.pair, who.peers, year=day.year), wheels(who.all)
        say("exposure, 1995 to 2022")
        exposure = dependence(*who.pair, who.peers)
        say("official texts")
        said = sayings(*who.pair)
        ahead = outlook(*who.pair, parts=parts, progress=lambda words, _: say(words))
        say("claims")
        judged = claims(*who.pair, full=True, year=day.year)
        say("shocks")
        shocks, price = wait()
        made = Parts(price, turned, stand, exposure, shocks, ahead, said, judged)
    found, missing = findings(Ground(who, stand.data, exposure.data, shocks.data, judged.data, said.data))
    data = Assessment(
        SCHEMA, __version__, day.isoformat(), *who.pair, who.peers, found, missing, price.data, turned.data,
        stand.data.strategies, exposure.data, shocks.data, ahead.data, said.data, judged.data.verdicts,
    )  # fmt: skip
    return composed(data, made)


def _modelled(who: Subjects, show: Show, full: bool, parts: Path | None) -> tuple[View[Battery], View[Insurance]]:
    """Return the shocks and the price of security, which take longest."""
    from technostate.view.price.ask import USUAL
    from technostate.view.price.section import insurance
    from technostate.view.shock.battery import battery, usual_runs

    def within(before: float, part: float) -> Show:
        return lambda words, done: show(words, None if done is None else before + part * done)

    found = battery(*who.pair, runs=usual_runs(full=full, parts=parts), progress=within(0.0, SHOCKS))
    draws = FULL_DRAWS if full else USUAL.draws
    return found, insurance(*who.pair, draws=draws, parts=parts, progress=within(SHOCKS, PRICE))


def composed(data: Assessment, parts: Parts) -> View[Assessment]:
    """Return the report from its data and the views that say them."""
    title = f"{name(data.state)} beside {the(data.against)}"
    more = f" --peers {','.join(data.peers)}" if data.peers else ""
    command = f"technostate assess {data.state} --against {data.against} --annex{more} --format json"
    rows = tuple(_rows(data, parts))
    return View(title, data, blocks.blocks(data, parts), rows, command, blocks.lead(data))


def _rows(data: Assessment, parts: Parts) -> Iterator[Row]:
    """Return every figure of every part, with the part's name."""
    for finding in data.findings:
        for it in finding.figures:
            yield {"section": "findings", "finding": finding.key, "measure": it.label, "figure": it.figure}
    for key, view in vars(parts).items():
        yield from ({"section": key, **row} for row in view.rows)
