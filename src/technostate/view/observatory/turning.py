"""The two wheels of many states: a title that counts in how many of them one turned while the other did."""

from __future__ import annotations

from dataclasses import replace

from technostate.evidence import value_of
from technostate.view.wheels import CAPTION, Way, Wheels
from technostate.write import Chart, View
from technostate.write.blocks import Block


def turning(data: Wheels, view: View[Wheels]) -> tuple[Block, ...]:
    """Return the blocks of the two wheels with a title by `heading`."""
    return tuple(
        replace(block, caption=heading(data.ways)) if isinstance(block, Chart) else block
        for block in view.blocks
        if isinstance(block, Chart)
    )


def heading(ways: tuple[Way, ...]) -> str:
    """Return in how many states the share of military spending moved which way while income a head grew.

    The count is of states whose first and newest year differ; a title names it where more than half do the same.
    """
    known = [way for way in ways if len(way.years) > 1]
    grew = [way for way in known if _moved(way, 1) > 0]
    fell = sum(_moved(way, 0) < 0 for way in grew)
    rose = sum(_moved(way, 0) > 0 for way in grew)
    for count, words in ((fell, "smaller"), (rose, "larger")):
        if 2 * count > len(known):
            return (
                f"In {count} of {len(known)} states income a head grew and military spending takes a {words} share of "
                "GDP than at first"
            )
    return CAPTION


def _moved(way: Way, which: int) -> float:
    """Return the change from the first to the newest year: 0 of military spending, 1 of income a head."""
    return value_of(way.at(way.years[-1])[which]) - value_of(way.at(way.years[0])[which])
