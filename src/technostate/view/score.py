"""The score of a strategy: ranks as intervals, which choice moves them, and what the score rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.notation import plain
from technostate.strategies.comparison import comparator
from technostate.strategies.dictionary import indicator
from technostate.strategies.sample import COVERAGE, SINCE
from technostate.strategies.score import CLOSE, Score
from technostate.strategies.score import score as ranked
from technostate.view import ranks, who
from technostate.view.ranks import Mover, Ranks
from technostate.view.shell import command
from technostate.write import Fold, Items, Prose, Section, View
from technostate.write.blocks import Block
from technostate.write.inline import Text
from technostate.write.names import name

#: Options of a choice, and pairs of indicators, that are named.
NAMED = 4
TOGETHER = "all strategies that have a score"


@dataclass(frozen=True)
class Ranked:
    """A score: ranks as intervals over all choices of method.

    Parameters
    ----------
    strategy : str
        Its key, or that it is all that have a score.
    indicators : tuple of str
        Ids that enter.
    alternatives : mapping of str to str
        Another definition → the indicator in whose place it stands in its share of the combinations.
    combinations : int
        Of all choices.
    options : mapping of str to tuple of str
        Choice → its options.
    ranks : tuple of Figure
        By region: settled ones by their median, then those that are not, which have an interval and no value.
    settled : tuple of str
        Regions whose rank is settled.
    coverage : mapping of str to Figure
        Share of the indicators that are known, by region.
    known : mapping of str to float
        Share of the ranked states that have each indicator.
    most : mapping of str to tuple of (str, Figure)
        Region → the choice that moves its rank most, and its share of the variance.
    movers : tuple of Mover
        What moves the ranks of the states asked for.
    shifts : mapping of str to mapping of str to float
        Choice → option → mean shift of ranks, places.
    close, opposed : tuple of (str, str, float)
        Pairs of indicators by rank correlation: those that measure nearly one thing, those that pull apart.
    left_out : mapping of str to str
        Indicator → why it does not enter.
    """

    strategy: str
    indicators: tuple[str, ...]
    alternatives: Mapping[str, str]
    combinations: int
    options: Mapping[str, tuple[str, ...]]
    ranks: tuple[Figure, ...]
    settled: tuple[str, ...]
    coverage: Mapping[str, Figure]
    known: Mapping[str, float]
    most: Mapping[str, tuple[str, Figure]]
    movers: tuple[Mover, ...]
    shifts: Mapping[str, Mapping[str, float]]
    close: tuple[tuple[str, str, float], ...]
    opposed: tuple[tuple[str, str, float], ...]
    left_out: Mapping[str, str]


def score(
    strategy: str | None = None, regions: str | Iterable[str] | None = None, *, first: int | None = None
) -> View[Ranked]:
    """Return ranks on a strategy, as intervals over named choices of method (OECD and JRC handbook).

    Parameters
    ----------
    strategy : str, optional
        innovation, military or securitization; those together by default.
    regions : str or iterable of str, optional
        Codes or names: these are shown, with what each choice does to their ranks; beside one alone its comparator.
    first : int, optional
        How many states are shown where none is named; all are in the rows.
    """
    asked = who.states(regions)
    if len(asked) == 1:
        asked = (*asked, comparator(asked[0]))
    found = ranked(strategy, absent=bool(asked))
    every = ranks.ranks(found, found.ranks, asked)
    shown = ranks.ranks(found, asked or tuple(found.ranks)[:first])
    data = _data(strategy or TOGETHER, found, every)
    blocks: list[Block] = [ranks.chart(shown, "Ranks by score, as intervals; derived")] if shown.ranks else []
    if shown.ranks and not asked:
        blocks.append(ranks.moved(shown))
    if missing := [code for code in asked if code not in found.ranks]:
        why = f"Not ranked, for want of recent figures or as groups: {', '.join(map(name, missing))}."
        blocks.append(Prose(why, note=True))
    if every.movers:
        table = ranks.table(every.movers)
        parts = *ranks.told(every), *((table,) if table else ()), *ranks.absences(every.movers)
        blocks.append(Section("Which choice moves a rank", parts))
    blocks += [_choices(found), _rests(found)]
    title = f"{data.strategy}: {len(found.ranks)} states, {len(found.indicators)} indicators"
    return View(
        title, data, tuple(blocks), tuple(ranks.rows(every, data.strategy)),
        command("indicators", "score", *([strategy] if strategy else []), region=",".join(asked)),
    )  # fmt: skip


def _data(strategy: str, found: Score, every: Ranks) -> Ranked:
    return Ranked(
        strategy, found.indicators, found.alternatives, found.combinations, found.options,
        tuple(every.ranks.values()), tuple(code for code, rank in found.ranks.items() if rank.settled),
        every.coverage, found.known, every.most, every.movers, found.shifts, found.close, found.opposed, found.left_out,
    )  # fmt: skip


def _choices(found: Score) -> Section:
    """Return the choices with their options, those that move ranks most first."""
    items: list[Text] = []
    for choice, shifts in found.shifts.items():
        largest = sorted(shifts, key=lambda option: -shifts[option])
        more = (
            f"; and {len(largest) - NAMED} more, down to {plain(shifts[largest[-1]])}" if len(largest) > NAMED else ""
        )
        told = "; ".join(f"{ranks.titled(option)} {plain(shifts[option])}" for option in largest[:NAMED])
        items.append(f"{ranks.CHOICES[choice]}: {told}{more}")
    return Section(
        "Mean shift of ranks, in places, by choice",
        (Items(tuple(items)), Prose("Mean distance of the ranks with an option from the median ranks.", note=True)),
    )


def _rests(found: Score) -> Section:
    """Return what the score rests on: coverage, what measures nearly one thing, what makes up for what, what is out."""
    fewest = min(found.known, key=lambda key: found.known[key])
    items: list[Text] = [
        f"Coverage: {len(found.indicators)} indicators with figures of {SINCE} or later; a state is ranked with "
        f"{COVERAGE:.0%} of them and an indicator enters with {COVERAGE:.0%} of the states; fewest have "
        f"“{indicator(fewest).title}” ({found.known[fewest]:.0%}).",
        *(
            f"“{indicator(other).title}” stands in the place of “{indicator(own).title}” in its share of the "
            "combinations, never beside it."
            for other, own in found.alternatives.items()
        ),
        f"Nearly one thing (rank correlation {CLOSE:g} or more): {_pairs(found.close)}",
        f"Pull apart (rank correlation below zero): {_pairs(found.opposed)}",
        "Compensation: an arithmetic mean lets a high figure make up in full for a low one, a geometric mean only in "
        "part; the two differ most where a state is far ahead on some indicators and far behind on others.",
    ]
    out = tuple(f"{indicator(key).title}: {ranks.titled(why)}." for key, why in found.left_out.items())
    return Section(
        "What the score rests on",
        (
            Items(tuple(items)),
            Fold(f"{len(out)} indicators that do not enter, and why", (Items(out),)),
            Prose(f"Indicators: {'; '.join(indicator(key).title for key in found.indicators)}.", note=True),
        ),
    )


def _pairs(pairs: tuple[tuple[str, str, float], ...]) -> str:
    if not pairs:
        return "none."
    told = "; ".join(f"“{indicator(a).title}” and “{indicator(b).title}” ({plain(r, 2)})" for a, b, r in pairs[:NAMED])
    more = f"; and {len(pairs) - NAMED} more pairs" if len(pairs) > NAMED else ""
    return f"{told}{more}."
