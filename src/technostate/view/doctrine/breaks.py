"""Where the rate of a formulation changes, and how surely."""

from __future__ import annotations

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.breaks import Breaks
from technostate.doctrine.views.segments import Method
from technostate.view.doctrine.words import WHOLE, P, Row, bare, command, ending, measured, short, term
from technostate.write import Chart, Column, Items, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Event, Line, Lines
from technostate.write.inline import pieces


def change_points(
    texts: CountedCollection, name: str, *, method: Method = "pelt", penalty: float | None = None, seed: int = 1
) -> View[Breaks]:
    """Return where the rate of a formulation changes, with the evidence for each change.

    Parameters
    ----------
    name : str
        A formulation's id or variant.
    penalty : float, optional
        Above 0, in units of the noise variance; 3 ln n by default.
    seed : int
        Of the shuffling.
    """
    data = views.change_points(texts, name, method=method, penalty=penalty, seed=seed)
    said = short(data.counted, data.formulation)
    claimed = [row for row in data.rows if row.claimed]
    found = ", ".join(f"{row.before}/{row.after}" for row in claimed) or "none"
    drift = "A straight line fits better than these steps: read them as a drift."
    warn = (Items((drift,), warn=True),) if data.line_fits_better else ()
    lead = Prose(("Counted: ", *pieces(term(data.counted, data.formulation)), f". Changes claimed: {found}."))
    title = f"Change points of {said} in {texts.name}"
    blocks: tuple[Block, ...] = (*warn, lead, _evidence(data), _table(data), _segments(data), _chart(data, title),
                                 *ending(data))  # fmt: skip
    options = {"method": method if method != "pelt" else "", "penalty": penalty, "seed": seed if seed != 1 else ""}
    typed = command("change-points", name, collection=texts.name, **options)
    return View(title, data, blocks, _rows(data), typed)


def _evidence(data: Breaks) -> Table:
    rows = (("of any stretch unlike the rest, documents shuffled", data.p_any),
            ("the same, runs of four documents shuffled whole", data.p_runs))  # fmt: skip
    return Table(f"By {data.shuffles} shufflings, seed {data.seed}", (Column(""), Column("p", P)), rows)


def _table(data: Breaks) -> Table:
    rates = bare(rate for row in data.rows for rate in (row.rate_before, row.rate_after))
    columns = (Column("Between"), Column("and"), Column("Hits before", WHOLE), Column("Rate before", rates),
               Column("Hits after", WHOLE), Column("Rate after", rates),
               Column("p, adjusted", P), Column("Claimed"))  # fmt: skip
    rows = tuple(
        (
            row.before,
            row.after,
            row.hits_before,
            row.rate_before,
            row.hits_after,
            row.rate_after,
            row.p,
            "yes" if row.claimed else "no",
        )
        for row in data.rows
    )
    return Table(
        f"Changes found by {data.method}, {data.unit}" if rows else f"{data.method} finds no change.", columns, rows
    )


def _segments(data: Breaks) -> Table:
    columns = (Column("From"), Column("To"), Column("Documents"), Column("Hits", WHOLE),
               Column("Rate", bare(s.rate for s in data.segments)))  # fmt: skip
    rows = tuple((part.first, part.last, str(part.documents), part.hits, part.rate) for part in data.segments)
    return Table(f"Between the changes claimed, {data.unit}", columns, rows)


def _chart(data: Breaks, title: str) -> Chart:
    line = Line("each document", {rate.year: rate for rate in data.series if rate.year is not None})
    means = {
        year: part.rate
        for part in data.segments
        for year in line.points
        if (part.first_year or year) <= year <= (part.last_year or year)
    }
    events = tuple(
        Event(row.after_year, "claimed" if row.claimed else "not claimed")
        for row in data.rows
        if row.after_year is not None
    )
    form = Lines((line, Line("between the changes claimed", means)), events=events)
    return Chart(title, form, data.unit, told=True)


def _rows(data: Breaks) -> tuple[Row, ...]:
    own = {"collection": data.collection, "formulation": data.formulation}
    rows: list[Row] = measured({**own, "what": "series"}, p_any=data.p_any, p_runs=data.p_runs)
    for row in data.rows:
        keys = {**own, "what": "change", "first": row.before, "last": row.after, "claimed": row.claimed}
        rows += measured(
            keys,
            hits_before=row.hits_before,
            hits_after=row.hits_after,
            rate_before=row.rate_before,
            rate_after=row.rate_after,
            p=row.p,
        )
    for part in data.segments:
        rows += measured(
            {**own, "what": "segment", "first": part.first, "last": part.last}, hits=part.hits, rate=part.rate
        )
    return (*rows, *(row for rate in data.series for row in measured({**own, "what": "document"}, rate=rate)))
