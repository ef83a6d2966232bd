"""A shock on products read twice: prices that clear within a year, and rationing at fixed prices; the gap is said."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.evidence import Figure
from technostate.shocks import readings as run
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.sign import HARDLY
from technostate.shocks.impact.spread import Change
from technostate.view.shock.products import Product, product_blocks, product_of
from technostate.view.shock.words import in_sentence, listed, reason, upper
from technostate.write import Column, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.inline import Absent, Inline, Text

#: Regions of the table beside the world.
MOST = 8
#: Buyers whose prices are shown, and the change (per cent) from which a price counts as moved.
MOST_BUYERS, LEAST_PRICE = 3, 1.0
#: The row of all regions together.
WORLD = "WLD"
TITLE = "Two readings"

LEAD = (
    "The same shock by two engines on one table. Prices clear: within a year prices rise until buyers make do, and "
    "what is scarce goes to those who pay. Rationed: prices stay, and once stocks are gone what is missing is missing "
    "for its users, parts of whose output stop. Neither is a forecast; how far they are apart is how much hangs on it."
)
NOTE = (
    "Prices clear: the year, in which what is in force for part of it counts by its days. Rationed: value added, mean "
    "over the days. Medians with p10 to p90; modelled."
)

CAPPED = (
    "No higher than the multiple at which half of the use would be given up or done with other goods: beyond it hardly "
    "anybody buys, and a price says nothing."
)


@dataclass(frozen=True)
class Reading:
    """A region by both readings; None where one has no answer.

    Parameters
    ----------
    income, gdp : Figure or None
        Price clearing: real income and GDP of the year.
    quarter, year : Figure or None
        Rationing: value added over the first 91 and over 365 days.
    """

    region: str
    income: Figure | None
    gdp: Figure | None
    quarter: Figure | None
    year: Figure | None

    @property
    def gap(self) -> float:
        """Points between the medians of GDP when prices clear and of value added when a year is rationed."""
        ends = _ends(self)
        return ends[0] - ends[1] if len(ends) == 2 else math.nan


@dataclass(frozen=True)
class Price:
    """What buyers pay for a product where prices clear.

    Parameters
    ----------
    changes : mapping of str to Figure
        Region of the buyer → change of the price, per cent, no higher than where half of the use is given up.
    """

    code: str
    title: str
    changes: Mapping[str, Figure]


@dataclass(frozen=True)
class Readings:
    """Both readings of a shock on products.

    Parameters
    ----------
    rows : tuple of Reading
        The world first, then the regions that matter.
    prices : tuple of Price
        Of the products whose price moves, where prices clear.
    missing : tuple of str
        Why a reading has no answer.
    """

    rows: tuple[Reading, ...]
    prices: tuple[Price, ...]
    missing: tuple[str, ...]


def readings(found: run.Readings | None, parties: Sequence[str] = ()) -> tuple[tuple[Product, ...], Readings | None]:
    """Return the products that a shock bears on and its two readings.

    Parameters
    ----------
    parties : sequence of str
        Regions that come first.
    """
    if found is None:
        return (), None
    products = tuple(map(product_of, found.products, found.carved, found.roots))
    named = (("price clearing", found.clearing), ("rationing", found.quarter), ("rationing", found.year))
    missing = [f"{upper(key)} has no answer: {reason(row)}" for key, row in named if isinstance(row, str)]
    impacts = [None if isinstance(row, str) else row for _, row in named]
    if all(row is None for row in impacts):
        return products, Readings((), (), tuple(dict.fromkeys(missing)))
    clearing, quarter, year = impacts
    rows = [_row(name, clearing, quarter, year) for name in (WORLD, *_regions(impacts, parties))]
    return products, Readings(tuple(rows), _prices(clearing, products, rows), tuple(dict.fromkeys(missing)))


def _prices(clearing: Impact | None, products: Sequence[Product], rows: Sequence[Reading]) -> tuple[Price, ...]:
    """Return the prices of products to the buyers of the first rows, those that move for one of them."""
    if clearing is None or clearing.prices is None:
        return ()
    buyers = [row.region for row in rows if row.region != WORLD][:MOST_BUYERS]
    found = []
    for product in products:
        to = clearing.sectors.index(product.code)
        changes = {name: clearing.prices.at(clearing.regions.index(name), to) for name in buyers}
        known = {name: change for name, change in changes.items() if math.isfinite(change.median)}
        if any(abs(change.median) >= LEAST_PRICE for change in known.values()):
            figures = {name: clearing.as_figure(change, name) for name, change in known.items()}
            found.append(Price(product.code, product.title, figures))
    return tuple(found)


def _regions(impacts: Sequence[Impact | None], parties: Sequence[str]) -> tuple[str, ...]:
    """Return the regions of the table: parties, then those that change most by either reading."""
    there = [impact for impact in impacts if impact is not None]
    size = np.max([np.nan_to_num(np.abs(impact.gdp.median)) for impact in there], axis=0)
    order = [there[0].regions[at] for at in np.argsort(-size, kind="stable")]
    first = [name for name in order if name in parties]
    return tuple(dict.fromkeys((*first, *order)))[:MOST]


def _row(name: str, clearing: Impact | None, quarter: Impact | None, year: Impact | None) -> Reading:
    def of(impact: Impact | None, what: str) -> Figure | None:
        if impact is None:
            return None
        change = _change(impact, name, what)
        return impact.as_figure(change, name) if math.isfinite(change.median) else None

    return Reading(name, of(clearing, "real_income"), of(clearing, "gdp"), of(quarter, "gdp"), of(year, "gdp"))


def _change(impact: Impact, name: str, what: str) -> Change:
    if name == WORLD:
        return impact.together(impact.regions, "gdp" if what == "gdp" else "real_income")
    spread = impact.gdp if what == "gdp" else impact.real_income
    return spread.at(impact.regions.index(name))


def reading_blocks(found: Readings | None, products: tuple[Product, ...]) -> tuple[Block, ...]:
    """Return the section on both readings, with the gap as a finding, and what is assumed of the products."""
    if found is None:
        return ()
    blocks: list[Block] = [Prose(LEAD)] if found.rows else []
    if found.rows:
        blocks += [*(Prose(line) for line in gaps(found)), _table(found)]
    if found.prices:
        blocks.append(_price_table(found.prices))
    if found.missing:
        blocks.append(Items(found.missing, "One reading alone", warn=True))
    return (Section(TITLE, (*blocks, *product_blocks(products)), "two-readings"),)


def _table(found: Readings) -> Table:
    heads = {
        "income": "Prices clear: real income",
        "gdp": "Prices clear: GDP",
        "quarter": f"Rationed: first {run.QUARTER} days",
        "year": f"Rationed: {run.YEAR} days",
    }
    known = [key for key in heads if any(getattr(row, key) for row in found.rows)]
    rows: list[tuple[Text, ...]] = [
        (
            "World" if row.region == WORLD else Name(row.region),
            *(getattr(row, key) or Absent("–") for key in known),
        )
        for row in found.rows
    ]
    columns = Column("Region"), *(Column(heads[key]) for key in known)
    return Table("Two readings of the same shock, change", columns, tuple(rows), note=NOTE)


def _price_table(prices: Sequence[Price]) -> Table:
    buyers = list(dict.fromkeys(name for price in prices for name in price.changes))
    rows: list[tuple[Text, ...]] = [
        (f"{price.title} ({price.code})", *(price.changes.get(name) or Absent("–") for name in buyers))
        for price in prices
    ]
    columns = Column("Product", words=True), *(Column((Name(name),)) for name in buyers)
    return Table(
        "Prices clear: change of the price to buyers in each region; modelled", columns, tuple(rows), note=CAPPED
    )


def gaps(found: Readings) -> Iterator[Text]:
    """Yield the finding: how far the two readings are apart for the world, and where they are farthest apart."""
    known = [row for row in found.rows if math.isfinite(row.gap)]
    for row in known:
        if row.region == WORLD:
            yield ("The gap is the finding. World GDP: ", *_apart(row), ".")
    apart = sorted((row for row in known if row.region != WORLD), key=lambda row: -abs(row.gap))
    if apart and abs(apart[0].gap) >= HARDLY:
        yield (f"Farthest apart: {in_sentence(apart[0].region)}, ", *_apart(apart[0]), ".")
    elif known:
        yield f"The two readings differ by less than {HARDLY} points in every region of the table."
    if crossed := [
        in_sentence(row.region) for row in apart if min(_ends(row)) <= -HARDLY and max(_ends(row)) >= HARDLY
    ]:
        yield f"Of opposite sign by the two readings: {listed(crossed)}."


def _apart(row: Reading) -> tuple[Inline, ...]:
    prices, rationed = row.gdp, row.year or row.quarter
    assert prices is not None and rationed is not None, "a gap has two ends"
    return prices, " where prices clear, ", rationed, " where what is missing is rationed"


def _ends(row: Reading) -> tuple[float, ...]:
    """Return the medians of GDP by both readings, those that are known."""
    both = row.gdp, row.year or row.quarter
    return tuple(figure.value for figure in both if figure is not None and figure.value is not None)
