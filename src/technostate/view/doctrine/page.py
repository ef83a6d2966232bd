"""What two states say, on one page: month by month where it is counted so, year by year, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.doctrine import views
from technostate.strategies.salience import collections_of
from technostate.view import who
from technostate.view.doctrine.month_record import Months
from technostate.view.doctrine.months import months
from technostate.view.doctrine.said import Sayings
from technostate.view.doctrine.section import sayings
from technostate.view.doctrine.words import Row, command, measured
from technostate.view.doctrine.yearly import Yearly, chart, of_state
from technostate.write import Fold, Items, Section, View
from technostate.write.blocks import Block, Side
from technostate.write.names import the

#: States whose evening news is counted by the month.
MONTHLY = ("CHN",)
#: The wording that is shown year by year, and since when.
WORDING, SINCE = "national_security", 2000
#: Sections of `sayings` whose tables are long, and stand folded.
FOLDED = ("First and last uses", "The two latest documents")


@dataclass(frozen=True)
class Language:
    """What two states say.

    Parameters
    ----------
    monthly : Months or None
        Of the state that has a monthly source.
    yearly : tuple of Yearly
        One wording in the collection of each, never on one axis: Han characters and English words are counted apart.
    missing : tuple of str
        States without a monthly source.
    """

    monthly: Months | None
    yearly: tuple[Yearly, ...]
    sayings: Sayings
    missing: tuple[str, ...]


def language(state: str = "CHN", against: str = "USA") -> View[Language]:
    """Return what two states say in their official texts, month by month, year by year, and by strategy.

    Parameters
    ----------
    state, against : str
        Codes or names.
    """
    pair = who.state(state), who.state(against)
    said = sayings(*pair)
    by_month = months() if any(code in MONTHLY for code in pair) else None
    known = {code: names[0] for code in pair if (names := collections_of(code))}
    yearly = tuple(of_state(code, views.shipped(name), WORDING, SINCE) for code, name in known.items())
    missing = tuple(
        f"Official language of {the(code)} by the month: no source of it is in this edition, so that two states "
        "cannot be set side by side at this pace."
        for code in dict.fromkeys(pair)
        if code not in MONTHLY
    )
    data = Language(None if by_month is None else by_month.data, yearly, said.data, missing)
    blocks: list[Block] = [] if by_month is None else [Section("Month by month", by_month.blocks, "months")]
    if yearly:
        side = Side(tuple(map(chart, yearly)))
        blocks.append(Section("One wording in the yearly texts", (side,), "years"))
    if missing:
        blocks.append(Items(missing, title="What is missing", warn=True))
    blocks += map(_folded, said.blocks)
    rows: list[Row] = [{"part": "months", **row} for row in (by_month.rows if by_month else ())]
    for item in yearly:
        keys: Row = {"part": "years", "state": item.region, "collection": item.collection, "term": item.term}
        for rate, hits in zip(item.rates, item.hits, strict=True):
            rows += measured(keys, rate=rate, hits=hits)
    return View(said.title, data, tuple(blocks), (*rows, *said.rows), command("language", pair[0], against=pair[1]))


def _folded(block: Block) -> Block:
    if isinstance(block, Section) and block.title in FOLDED:
        return Section(block.title, (Fold("Tables", block.blocks),), block.key)
    return block
