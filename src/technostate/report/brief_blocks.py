"""The two sheets of a brief: what stands on which, and how it is cited."""

from __future__ import annotations

import datetime as dt

from technostate.report.brief_charts import mutual_block, price_block, shock_block
from technostate.report.brief_later import (
    findings_block,
    grid_blocks,
    language_blocks,
    missing_block,
    odds_block,
    open_odds,
)
from technostate.report.brief_record import Brief, Told
from technostate.write import Code, Prose, Section, Strong
from technostate.write.blocks import Block, References, Sheet, Side, Stack
from technostate.write.names import name, the

#: Pages of a brief.
PAGES = 2


def sheets(data: Brief, told: Told) -> tuple[Sheet, ...]:
    """Return the two sheets of a brief.

    Parameters
    ----------
    told : Told
        What blocks need beside the record.
    """
    running = f"Brief · {name(data.state)} beside {the(data.against)}"
    dated = f"Data of {day(data.dated)}" if data.dated else f"Ages count to {day(data.as_of)}"
    beside = Stack((shock_block(data), odds_block(data, told)))
    one: tuple[Block, ...] = (price_block(data), Side((mutual_block(data, odds=bool(open_odds(data, told))), beside)))
    two: tuple[Block, ...] = (
        *language_blocks(data),
        grid_blocks(data),
        findings_block(data),
        Side((missing_block(data), Section("Cite this brief", _cited(data, told), "cite"))),
        Section("Sources", (References(),), "sources"),
    )
    return (
        Sheet(one, running, dated, 1, PAGES, data.answer.text, told.lead),
        Sheet(two, running, dated, 2, PAGES),
    )


def day(iso: str) -> str:
    """Return a date as a reader says it.

    Examples
    --------
    >>> day("2026-11-30")
    '30 November 2026'
    """
    found = dt.date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"


def _cited(data: Brief, told: Told) -> tuple[Block, ...]:
    said = (
        f"technostate ({data.as_of[:4]}). ", Strong(f"{name(data.state)} beside {the(data.against)}: brief"),
        f". Version {data.technostate}{f', data of {day(data.dated)}' if data.dated else ''}. Cite the producers of "
        "its figures too; the annex has their terms.",
    )  # fmt: skip
    again = Prose(("The same figures: ", Code(told.command), ". The long page: ", Code(f"{told.command} --annex"), "."))
    return Prose(said), again
