"""The question: where a state stands on the five strategies, beside its comparator and peers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from technostate import strategies as room
from technostate.view import ranks
from technostate.view.dependence.who import who
from technostate.view.parties import missing_files
from technostate.view.shell import command
from technostate.view.standing.blocks import strategy_blocks
from technostate.view.standing.data import Indicator, Strategy
from technostate.view.standing.goals import Goal
from technostate.view.standing.record import called, chronology, institutions
from technostate.view.standing.score import scored
from technostate.write import Prose, View
from technostate.write.blocks import Block
from technostate.write.frame import Row
from technostate.write.names import name, the


@dataclass(frozen=True)
class Standing:
    """A state's standing on the five strategies.

    Parameters
    ----------
    state, against : str
        Codes.
    peers : tuple of str
        Shown beside the two.
    year : int
        To which ages count.
    strategies : tuple of Strategy
        In the order of the report.
    """

    state: str
    against: str
    peers: tuple[str, ...]
    year: int
    strategies: tuple[Strategy, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in the order of the strategies."""
        return tuple(row for part in self.strategies for row in part.indicators)


def standing(state: str, against: str, peers: Sequence[str] = (), *, year: int | None = None) -> View[Standing]:
    """Return where a state stands on the five strategies: indicators, score, goals, institutions, chronology.

    Parameters
    ----------
    state, against : str
        Codes or names.
    peers : sequence of str
        Others shown beside the two.
    year : int, optional
        To which ages count; this year by default.

    Raises
    ------
    LabelError
        If a name is unknown, or a state is its own comparator.

    Examples
    --------
    >>> found = standing("CHN", "USA", year=2026).data
    >>> [part.key for part in found.strategies]
    ['national_security', 'innovation', 'military', 'fusion', 'securitization']
    """
    asked = who(state, against, peers)
    state, against, peers = asked.state, asked.against, asked.peers
    pair, codes = (state, against), asked.all
    this_year = year or dt.date.today().year
    parts = tuple(_strategy(key, pair, codes, this_year) for key in room.STRATEGIES)
    data = Standing(state, against, tuple(peers), this_year, parts)
    titles = {row.id: row.title for row in data.indicators}
    blocks: tuple[Block, ...] = (
        Prose(_lead(state, against)),
        *missing_files(pair),
        *(strategy_blocks(part, codes, titles, this_year) for part in parts),
    )
    rows = tuple(row for part in parts for row in _rows(part, codes))
    return View(f"{name(state)} and {the(against)}: five strategies", data, blocks, rows,
                command("states", "strategies", state, against=against))  # fmt: skip


def _strategy(key: str, pair: tuple[str, str], codes: Sequence[str], this_year: int) -> Strategy:
    told = room.strategy(key)
    rows = told.indicators(pair[0], against=pair[1], peers=codes[2:])
    return Strategy(
        key, told.title, told.purpose, told.reading, told.no_score,
        None if told.no_score else scored(key, codes),
        called(key, pair),
        tuple(Indicator.of(row, codes, this_year) for row in rows),
        tuple(Goal.of(goal, code) for code in pair for goal in told.goals(code)),
        institutions(key, pair),
        chronology(key, pair),
    )  # fmt: skip


def _lead(state: str, against: str) -> str:
    one, other = the(state), the(against)
    return (
        "Each strategy: what the two states call it and want from it, and where they stand. A figure is the newest "
        "there is, beside its year; figures more than five years old are marked. Change: to the newest figure of "
        f"{one} · {other} from the one about ten years earlier, whose year is given. Aim: the way in which the "
        "strategy, as states write it down, wants the figure to move. Rank: places of "
        f"{one} and {other} among all states with a recent figure, highest value first; no judgement, and left out "
        "where the strategy names no aim."
    )


def _rows(part: Strategy, codes: Sequence[str]) -> Iterator[Row]:
    """Return every figure of a strategy as a tidy row."""
    for row in part.indicators:
        keys = {"strategy": part.key, "indicator": row.id}
        for code in codes:
            yield from ({**keys, "measure": "level", "figure": it} for it in row.course(code).figures.values())
            if trend := row.trend.get(code):
                yield {**keys, "measure": f"change since {trend.start_year}", "figure": trend.change}
    if part.score is not None:
        yield from ranks.rows(part.score, part.key)
    for goal in part.goals:
        for measure, figure in goal.figures.items():
            yield {"strategy": part.key, "goal": goal.key, "measure": measure, "figure": figure}
