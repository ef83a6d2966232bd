"""The charts of a brief: price of security, who depends on whom, one shock; rows by rule, so that they fit a page."""

from __future__ import annotations

from technostate.evidence import Figure, value_of
from technostate.report.brief_record import Brief, Mutual
from technostate.view.exposure_data import Sector
from technostate.view.price import section
from technostate.view.sectors import SHORT
from technostate.view.shock.battery import Battery, named
from technostate.view.shock.words import goods
from technostate.write import Chart, Items, Name
from technostate.write.blocks import Block
from technostate.write.forms import Dumbbell, Pair, Ranges, Span
from technostate.write.inline import Text
from technostate.write.names import of, the
from technostate.write.tables import Group

#: Sectors that are drawn: as many as fit under a price, beside odds, and where no price takes the place above them.
UNDER_PRICE, BESIDE_ODDS, ALONE = 16, 24, 28
_AFTER = {"year": "After a year", "decade": "After a decade"}


def price_block(data: Brief) -> Block:
    """Return the chart of the price of security, or why there is none."""
    if data.price.price is None:
        why = named(data.price.why, (data.state, data.against))
        return Items((f"{why}.",), "No price of security", warn=True)
    made = section.chart(data.price.price)
    sub = (
        "Break-even probability a year (what a lever costs ÷ what it saves), if the other side stops its strategic "
        "exports; median and p10 to p90 over forms of the wedge, rules on rents and draws; logarithmic"
    )
    return Chart(made.caption, made.form, sub, made.note)


def mutual_block(data: Brief, *, odds: bool) -> Block:
    """Return the chart of sectors' reliance both ways, or that there is none.

    Parameters
    ----------
    odds : bool
        Whether a chart of odds stands beside it, which makes the page as long as more sectors do.
    """
    mutual = data.exposure
    known = [row for row in mutual.sectors if row.on_partner is not None or row.of_partner is not None]
    if not known:
        why = "No table shows both, so that neither’s reliance on the other is known"
        return Items((f"{why}.",), "Who depends on whom", warn=True)
    most = ALONE if data.price.price is None else BESIDE_ODDS if odds else UNDER_PRICE
    rows = sorted(known, key=_larger, reverse=True)[:most]
    pairs = tuple(Pair(SHORT.get(row.sector, goods(row.title)), row.on_partner, row.of_partner) for row in rows)
    legend = Name(data.state), Name(data.against)
    sub = f"Share of each state’s inputs made in the other, looking through supply chains, {mutual.year}"
    rest = len(known) - len(rows)
    note = f"{rest} more sectors in the annex. " if rest else ""
    note += "A broad sector hides single chokepoints."
    form = Dumbbell(pairs, legend, (data.state, data.against), "Buyer’s sector")
    return Chart(mutual_title(mutual, data.state, data.against), form, sub, note)


def mutual_title(mutual: Mutual, state: str, against: str) -> str:
    """Return in how many sectors one leans on the other more than the reverse; what is shown where half do.

    Parameters
    ----------
    state, against : str
        Codes.
    """
    more, known = mutual.more, mutual.known
    if known < 2 or abs(2 * more - known) < known / 3:
        return f"Inputs of {the(state)} from {the(against)}, and the reverse"
    buyer, supplier, count = (against, state, more) if 2 * more > known else (state, against, known - more)
    count_said = f"{count} of {known} sectors"
    return f"{of(buyer, start=True)} inputs come from {the(supplier)} more than the reverse in {count_said}"


def shock_block(data: Brief) -> Block:
    """Return the chart of the shock at its horizons, or why it was not run."""
    pair = data.state, data.against
    if not data.shock.rows:
        return Items(data.shock.missing, "One shock", warn=True)
    row = data.shock.rows[0]
    spans: list[Span | Group] = []
    refused = [f"{_AFTER[cell.horizon]}: no answer ({cell.why})" for cell in row.cells if cell.why]
    for cell in row.cells:
        if cell.why:
            continue
        spans.append(Group(_AFTER[cell.horizon]))
        spans += [Span(Name(code), cell.changes[code], code, beside=(_loss(cell.losses[code]),)) for code in pair]
    sub = f"{row.shock.title}: change of real income; median and p10 to p90"
    note = (
        "A tenth to a half of that trade goes on; services, finance and knowledge are left out. "
        f"{' '.join(f'{it}.' for it in refused)}"
    )
    return Chart(shock_title(data.shock, pair), Ranges(tuple(spans), "", beside=("with a loss",)), sub, note)


def shock_title(shock: Battery, pair: tuple[str, str]) -> str:
    """Return in how many cases each of the two loses within a year of a break in goods trade."""
    cell = next((cell for cell in shock.rows[0].cells if cell.horizon == "year" and not cell.why), None)
    if cell is None:
        return "A break in goods trade between the two"
    counts = [cell.losses[code] for code in pair]
    if all(value_of(count) >= 100 for count in counts):
        return "A break in goods trade costs both income within a year, in every case"
    if all(value_of(count) < 100 for count in counts):
        one, other = (f"{value_of(count):.0f}" for count in counts)
        said = f"in {one} of 100 cases for {the(pair[0])}, in {other} for {the(pair[1])}"
        return f"A break in goods trade is a loss within a year {said}"
    every, other = pair if value_of(counts[0]) >= 100 else pair[::-1]
    return (
        f"A break in goods trade costs {the(every)} income within a year in every case, {the(other)} in "
        f"{value_of(cell.losses[other]):.0f} of 100"
    )


def _loss(share: Figure) -> Text:
    return f"{value_of(share):.0f} of 100"


def _larger(row: Sector) -> float:
    return max(value_of(side) for side in (row.on_partner, row.of_partner) if side is not None)
