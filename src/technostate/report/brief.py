"""The brief: a state beside its comparator on two pages, made of the views that the annex has in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from technostate import __version__
from technostate.evidence import Figure, Origin, value_of
from technostate.report.assessment import FULL_DRAWS
from technostate.report.brief_answer import answered, lead
from technostate.report.brief_blocks import sheets
from technostate.report.brief_record import UNTESTED, Brief, Graded, Mutual, Told
from technostate.report.findings import Ground, findings
from technostate.report.subjects import Subjects, subjects
from technostate.shocks.progress import Show, silent
from technostate.view.dependence import Dependence
from technostate.view.price.section import DRAWN
from technostate.write import View
from technostate.write.blocks import origins as origins_of
from technostate.write.frame import Row
from technostate.write.names import name, the
from technostate.write.sources import leaves

#: Version of the layout of the record.
SCHEMA = 1
#: What no brief can say, last among what is missing.
ALWAYS = (
    "Between 2012 and 2021 there is no input–output table; 1995–2011 and 2022 are two classifications, never joined.",
    "Spending on internal security, subsidies and reserves has no comparable figures.",
    "No price counts the answer of the other side.",
)
#: Parts of the long work: the price, the shock and the rest.
PRICE, SHOCK = 0.6, 0.2


def brief(
    state: str,
    against: str | None = None,
    *,
    as_of: dt.date | None = None,
    progress: Callable[[str, float | None], None] | None = None,
    full: bool = False,
    parts: Path | None = None,
) -> View[Brief]:
    """Return the two-page brief on a state beside a comparator.

    Parameters
    ----------
    state : str
        A code or a name, or the key of a group that has a file (``EU``).
    against : str, optional
        The comparator; the one that the state's file names by default.
    as_of : datetime.date, optional
        Day to which ages of figures refer; today by default.
    progress : callable, optional
        Called with a few words, and the fraction of the long work that is done.
    full : bool
        Price and shock with as many draws, and the shock with as many regions, as the full annex has.
    parts : Path, optional
        Folder for finished parts, the user's cache by default: a second brief is fast.

    Raises
    ------
    LabelError
        If a code is unknown, with the nearest codes and names.
    ScenarioError
        If the state is its own comparator.

    Examples
    --------
    >>> from technostate.report import brief
    >>> found = brief("CHN", "USA").data
    >>> found.answer.rule, len(found.claims), found.exposure.known
    ('stock', 29, 28)
    """
    who = subjects(state, against, ())
    day = as_of or dt.date.today()
    show = progress or silent
    data, movers = _gathered(who, day, show, full, parts)
    command = f"technostate assess {data.state} --against {data.against} --format json"
    told = Told(
        lead(data.answer, data.price.price, data.exposure, *who.pair), movers, command.removesuffix(" --format json")
    )
    dated = _dated(origins_of(sheets(data, told)))
    data = replace(data, dated=dated)
    title = f"{name(data.state)} beside {the(data.against)}: brief"
    return View(title, data, sheets(data, told), tuple(_rows(data)), f"{command} --format json")


def _gathered(who: Subjects, day: dt.date, show: Show, full: bool, parts: Path | None) -> tuple[Brief, dict[str, str]]:
    """Return the record, and which scenario is whose; only what a brief shows is asked."""
    from technostate.claims.claim import ledger
    from technostate.view.claims import claims
    from technostate.view.dependence import dependence
    from technostate.view.doctrine.section import sayings
    from technostate.view.futures.outlook import outlook
    from technostate.view.price.ask import USUAL
    from technostate.view.price.section import insurance
    from technostate.view.shock.single import single
    from technostate.view.standing import standing

    def within(before: float, part: float) -> Show:
        return lambda words, done: show(words, None if done is None else before + part * done)

    draws = FULL_DRAWS if full else USUAL.draws
    price = insurance(*who.pair, draws=draws, parts=parts, progress=within(0.0, PRICE)).data
    shock = single(*who.pair, full=full, parts=parts, progress=within(PRICE, SHOCK)).data
    show("exposure, goals and texts", PRICE + SHOCK)
    exposure = dependence(*who.pair).data
    stand = standing(*who.pair, (), year=day.year).data
    said = sayings(*who.pair).data
    ahead = outlook(*who.pair, parts=parts, progress=lambda words, _: show(words, 0.85)).data
    show("claims", 0.9)
    judged = claims(*who.pair, year=day.year).data
    found, unsaid = findings(Ground(who, stand, exposure, shock, judged, said))
    mutual = _mutual(exposure, who)
    price_of = price.price
    missing = (
        *exposure.missing, *shock.missing, *said.missing, *ahead.missing, *(f"{it.why}." for it in unsaid),
        *exposure.notes, *ALWAYS,
    )  # fmt: skip
    short = {row.id: row.short for row in ledger()}
    graded = tuple(
        Graded(it.id, short[it.id], it.claim, it.verdict, it.against_verdict or UNTESTED, it.grade)
        for it in judged.verdicts
    )
    data = Brief(
        SCHEMA, __version__, day.isoformat(), "", *who.pair, answered(*who.pair, price_of, mutual), price, mutual,
        shock, said.salience, said.periods or said.changes, judged.tally, graded, ahead.goals, found, unsaid,
        tuple(dict.fromkeys(missing)),
    )  # fmt: skip
    return data, dict(ahead.whose)


def _mutual(found: Dependence, who: Subjects) -> Mutual:
    """Return the newest reliance of the two on each other, and that of their sectors."""

    def newest(buyer: str, supplier: str) -> Figure | None:
        path = found.reliance(buyer, supplier)
        return path.apart[max(path.apart)] if path is not None and path.apart else None

    there, back = newest(*who.pair), newest(*who.pair[::-1])
    both = [
        (value_of(row.on_partner), value_of(row.of_partner))
        for row in found.sectors
        if row.on_partner is not None and row.of_partner is not None
    ]
    more = sum(of_partner > on_partner for on_partner, of_partner in both)
    year = found.year if there is not None and back is not None else None
    return Mutual(year, there, back, found.sectors, len(both), more)


def _dated(found: Sequence[Origin]) -> str:
    """Return the newest day on which a source was taken; empty where none has one."""
    days = [leaf.accessed for origin in found for leaf in leaves(origin) if leaf.accessed is not None]
    return max(days).isoformat() if days else ""


def _rows(data: Brief) -> Iterator[Row]:
    """Return every figure of the record, with the part it belongs to."""
    for it in data.answer.figures:
        yield {"section": "answer", "measure": it.label, "figure": it.figure}
    if data.price.price is not None:
        for cell in data.price.price.cells:
            if cell.shock == DRAWN and cell.break_even is not None:
                yield {"section": "price", "state": cell.state, "of": cell.lever, "partner": cell.target,
                       "measure": "break-even probability a year", "figure": cell.break_even}  # fmt: skip
    yield from _of_exposure(data)
    for row in data.shock.rows:
        for part in row.cells:
            for code, figure in part.changes.items():
                keys = {"section": "shock", "state": code, "of": row.shock.name, "horizon": part.horizon}
                yield {**keys, "measure": part.measure, "figure": figure}
                if code in part.losses:
                    yield {**keys, "measure": "cases with a loss", "figure": part.losses[code]}
    for one in data.language:
        keys = {"section": "language", "state": one.region, "of": one.strategy, "measure": "index"}
        yield from ({**keys, "figure": figure} for figure in one.index)
    for goal in data.odds:
        for scenario, figure in goal.shares.items():
            keys = {"section": "odds", "state": goal.region, "of": goal.milestone, "scenario": scenario}
            yield {**keys, "measure": "share of paths", "figure": figure}
    for finding in data.findings:
        for it in finding.figures:
            yield {"section": "findings", "of": finding.key, "measure": it.label, "figure": it.figure}


def _of_exposure(data: Brief) -> Iterator[Row]:
    pair = data.state, data.against
    for (buyer, supplier), whole in ((pair, data.exposure.there), (pair[::-1], data.exposure.back)):
        keys = {"section": "exposure", "state": buyer, "partner": supplier, "measure": "share of all inputs"}
        if whole is not None:
            yield {**keys, "figure": whole}
        for row in data.exposure.sectors:
            figure = row.on_partner if buyer == data.state else row.of_partner
            if figure is not None:
                yield {**keys, "of": row.sector, "figure": figure}
