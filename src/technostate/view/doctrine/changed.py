"""What changed in a state's official texts: between its two latest documents, and between years and those before."""

from __future__ import annotations

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection, figures
from technostate.doctrine.views.contrast import LEVEL, ContrastRow
from technostate.evidence import value_of
from technostate.view.doctrine.said import Changes
from technostate.view.doctrine.words import WHOLE, bare, term
from technostate.write import Cite, Column, Prose, Table
from technostate.write.blocks import Block
from technostate.write.names import first

#: Rising and falling formulations shown.
MOST = 6
#: Years on each side of a period's comparison: more where fewer show no difference beyond chance.
SPANS = 5, 10


def documents(code: str, texts: CountedCollection) -> Changes:
    """Return what changed between the two latest documents.

    Parameters
    ----------
    code : str
        Of the state.
    """
    before, latest = (member.id for member in texts.members[-2:])
    return _changes(code, texts, before, latest)


def periods(code: str, texts: CountedCollection) -> Changes | None:
    """Return what changed between the latest years and as many before: five, or ten where five show nothing clear.

    None where the years before have no document.

    Parameters
    ----------
    code : str
        Of the state.
    """
    years = sorted({member.year for member in texts.members if member.year is not None})
    found = None
    for span in SPANS:
        until = years[-1]
        since, middle = until - 2 * span + 1, until - span
        if not any(since <= year <= middle for year in years):
            break
        found = _changes(code, texts, f"{since}-{middle}", f"{middle + 1}-{until}")
        if value_of(found.distinguishable):
            break
    return found


def clear(row: ContrastRow) -> bool:
    """Return whether a formulation differs beyond chance: by an exact test, adjusted for how many were compared."""
    return value_of(row.p_adjusted) < LEVEL


def _changes(code: str, texts: CountedCollection, before: str, latest: str) -> Changes:
    found = views.contrast(texts, before, latest)

    def shown(sign: int) -> tuple[ContrastRow, ...]:
        return tuple(row for row in found.rows if sign * value_of(row.log2_ratio) > 0)[:MOST]

    rising, falling = shown(1), shown(-1)
    counted = {row.formulation: found.counted[row.formulation] for row in (*rising, *falling)}
    return Changes(
        code, texts.name, before, latest, figures.count(found.tests, texts.origin),
        figures.count(sum(map(clear, found.rows)), texts.origin), rising, falling, counted,
    )  # fmt: skip


def changed_blocks(item: Changes) -> tuple[Block, ...]:
    """Return the table of what changed between two sides, and how many differ beyond chance."""
    shown = [("more", row) for row in item.rising] + [("less", row) for row in item.falling]
    rates = bare(rate for _, row in shown for rate in (row.rate_first, row.rate_second))
    before, latest = side(item.before), side(item.latest)
    columns = (
        Column("Formulation", words=True), Column("Direction"), Column(f"Hits in {before}", WHOLE),
        Column("per 10,000", rates), Column(f"Hits in {latest}", WHOLE), Column("per 10,000", rates),
        Column("Reading"),
    )  # fmt: skip
    rows = tuple(
        (
            term(item.counted, row.formulation), way, row.hits_first, row.rate_first, row.hits_second, row.rate_second,
            row.change,
        )
        for way, row in shown
    )  # fmt: skip
    title = f"{first(item.region)}: hits and rates in {before} and {latest}, clearest first"
    said = (
        f"Of {item.compared.value} formulations that either has, {item.distinguishable.value} differ beyond what "
        "chance would give in texts of this length (exact test, adjusted for their number)."
    )
    return Table(title, columns, rows), Prose((said, Cite((item.compared.origin,))), note=True)


def side(name: str) -> str:
    """Return a side of a comparison as it is printed: a period with a dash between its years.

    Examples
    --------
    >>> side("2016-2020"), side("gwr-2025")
    ('2016–2020', 'gwr-2025')
    """
    since, _, until = name.partition("-")
    return f"{since}–{until}" if since.isdigit() and until.isdigit() else name
