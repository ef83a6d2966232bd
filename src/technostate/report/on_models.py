"""The findings on one shock, which is modelled, and on one claim, which a rule written before has decided."""

from __future__ import annotations

import re

from technostate.notation import Scale
from technostate.report.finding import CannotSayError, Said
from technostate.report.ground import Ground
from technostate.report.saying import labelled, said_scale, sentence
from technostate.view.claim_record import Judged
from technostate.view.shock.battery import Cell, Row
from technostate.view.shock.words import AFTER
from technostate.write.cells import scale_of
from technostate.write.inline import Shown
from technostate.write.names import the

#: Shocks that are asked about first, by the start of their names: what both states do to each other, then one alone.
_SHOCKS = "decoupling-of-", "tariffs-between-", "controls-by-", "energy-withheld-from-"
#: Horizons in the order in which they are said: weeks rest on four draws.
_HORIZONS = "year", "decade", "weeks"
#: Grades of evidence on which a verdict may be quoted, the better first.
_GRADES = "strong", "weak"
#: What was read is quoted up to this many characters; beyond, the headline figure stands alone.
_MOST_READ = 240


def shock(ground: Ground) -> Said:
    """Say what one standard shock does to both: median, p10 to p90, and in which share of cases it is a loss.

    The first shock of a fixed order whose sign is settled for both; the first that has an answer, where none is.
    """
    state, against = ground.who.pair
    row, cell = _told(ground)
    what = cell.changes[state]
    assert what.range is not None, "it was chosen so"
    year = re.search(r"\d{4}", ground.shocks.resolution)
    assert year is not None, "a battery is run on the table of a year"
    said = sentence(
        f"in a model of the supposed shock “{row.shock.title}”, on the economy of {year[0]}, {cell.measure} "
        f"{AFTER[cell.horizon]} changes by ", what, f" in {the(state)}, a loss in ", _whole(cell, state),
        " of cases, and by ", cell.changes[against], f" in {the(against)}, a loss in ", _whole(cell, against),
        f" of cases (median and {what.range.over})",
    )  # fmt: skip
    figures = labelled(cell.measure, *(cell.changes[code] for code in (state, against)))
    figures += labelled("cases with a loss", *(cell.losses[code] for code in (state, against)))
    return Said((*said, "."), what, figures, year=int(year[0]))


def _whole(cell: Cell, code: str) -> Shown:
    return Shown(cell.losses[code], Scale(1.0, 0, "%"))


def _told(ground: Ground) -> tuple[Row, Cell]:
    """Return the shock and the horizon that are said."""
    pair = ground.who.pair
    found = [
        (row, cell)
        for start in _SHOCKS
        for row in ground.shocks.rows
        if row.shock.name.startswith(start)
        for horizon in _HORIZONS
        for cell in row.cells
        if cell.horizon == horizon and all(code in cell.losses for code in pair)
    ]
    if not found:
        raise CannotSayError("; ".join(it.rstrip(".") for it in ground.shocks.missing) or "no shock has an answer")
    return next((it for it in found if not any(code in it[1].unsettled for code in pair)), found[0])


def claim(ground: Ground) -> Said:
    """Say what the figures say of one claim: the verdict on the best evidence that supports or contradicts it.

    Of verdicts on equal evidence, those with figures that are no counts of words come first, then those with the fewest
    reasons for doubt, then the brief's order. One that failed its placebo is never said.
    """
    state = ground.who.state
    judged = _best(ground.claims.verdicts)
    if judged is None:
        raise CannotSayError(f"no claim asked about {the(state)} is supported or contradicted")
    figure = judged.headline
    assert figure is not None, "it was chosen so"
    scale = scale_of((figure,))
    assert scale is not None, "one figure has one unit"
    said = sentence(
        f"asked about {the(state)}, the claim “{judged.claim.rstrip('.')}” ({judged.id}) is {judged.verdict} on "
        f"{judged.grade} evidence: its rule’s figure was ", Shown(figure, said_scale(scale)),
        f" in {figure.year}", _read(judged),
    )  # fmt: skip
    known = [it for it in judged.placebo.values() if it != "not testable here"]
    if known:
        same = known.count(judged.verdict)
        said += (f"; {same} of {len(known)} other states get the same verdict",)
    return Said((*said, "."), figure, labelled(judged.measure, figure))


def _read(judged: Judged) -> str:
    """Return what was read for the condition that the headline is of, where a sentence can hold it."""
    for it in judged.conditions:
        if it.figure is not None and judged.headline is not None and it.figure.value == judged.headline.value:
            return f" ({it.said.rstrip('.')})" if len(it.said) <= _MOST_READ else ""
    return ""


def _best(verdicts: tuple[Judged, ...]) -> Judged | None:
    decided = [
        it
        for it in verdicts
        if it.verdict in ("supported", "contradicted") and it.grade in _GRADES
        if it.headline is not None and it.headline.year is not None and it.headline.value is not None
    ]
    key = {it.id: (_GRADES.index(it.grade or ""), it.hits is not None, len(it.reasons)) for it in decided}
    return min(decided, key=lambda it: key[it.id], default=None)
