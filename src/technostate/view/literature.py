"""Beside the literature: published figures with ours beside them, in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from technostate.evidence import Figure
from technostate.notation import Scale
from technostate.shocks.literature import PublishedCase, published_cases
from technostate.shocks.literature.beside import Place, answers, places, questions
from technostate.shocks.progress import Pace, Show, silent
from technostate.shocks.runs import Runs
from technostate.view.literature_data import Pair, pair_of, published_figure, study
from technostate.view.shell import command
from technostate.write import Absent, Cite, Column, Items, Mark, Name, Prose, Shown, Table, View
from technostate.write.frame import Row
from technostate.write.inline import Inline, Text
from technostate.write.tables import Group

#: Where a published figure lies, in plain words, with the shape of its mark.
PLACES: Mapping[Place, Mark] = {
    "inside": Mark("yes", "yes"),
    "scenario": Mark("with a scenario row", "mixed"),
    "ours smaller": Mark("no, ours is smaller", "no"),
    "ours larger": Mark("no, ours is larger", "no"),
    "other sign": Mark("no, the other sign", "no"),
    "no answer": Mark("no answer here", "none"),
}
RULE = (
    "Inside: the published figure, or its range, and all that rounds to it overlap p10 to p90 of our draws; with a "
    "scenario row: they overlap that range widened to the rows without substitutes and with low long-run elasticities. "
    "Outside, ours has the other sign where p10 and p90 have, or its median is smaller or larger in size. Regions "
    "together are weighted by their final expenditure. Where a study prints GDP, ours is GDP at base prices, which a "
    "worse price of imports does not lower; many models call GDP what they deflate by consumers' prices, so our real "
    "income stands beside it, with its own answer in brackets."
)


@dataclass(frozen=True)
class Literature:
    """All published figures beside ours.

    Parameters
    ----------
    counts : mapping of str to int
        Key of `PLACES` → how many figures lie there.
    by_income : int
        Figures of GDP outside that our range of real income contains.
    not_asked : mapping of str to Figure
        Id of a case whose question no shock can put → the published figure.
    """

    pairs: tuple[Pair, ...]
    counts: Mapping[Place, int]
    by_income: int
    not_asked: Mapping[str, Figure]


def literature(
    cases: Sequence[PublishedCase] | None = None,
    *,
    draws: int | None = None,
    seed: int = 0,
    progress: Show | None = None,
) -> View[Literature]:
    """Return published figures with ours beside them.

    Parameters
    ----------
    cases : sequence of PublishedCase, optional
        All that ship by default.
    draws : int, optional
        Cases of each range; the engines' usual number, 64, by default.
    seed : int
        Of the draws.
    progress : callable, optional
        Called with a few words and the fraction of the work that is done.

    Examples
    --------
    >>> view = literature([case for case in published_cases() if "fajgelbaum" in case.id], draws=4)
    >>> view.data.pairs[0].inside
    'ours smaller'
    """
    given = published_cases() if cases is None else tuple(cases)
    runs = Runs(draws=draws, seed=seed)
    asked = questions(given, runs.stage.fine.regions)
    pace = Pace([_length(runs, len(item.apart), item.horizon) for item in asked], progress or silent)
    found = [row for item in asked for row in answers(item, runs, pace)]
    order = {case.id: at for at, case in enumerate(given)}
    pairs = tuple(pair_of(row) for row in sorted(found, key=lambda row: order[row.case.id]))
    missing = tuple(case for case in given if case.shock is None)
    counts = {place: sum(pair.inside == place for pair in pairs) for place in PLACES}
    known = ("inside", "scenario")
    by_income = sum(pair.inside not in known and pair.inside_income in known for pair in pairs)
    not_asked = {case.id: published_figure(case, "+".join(case.regions)) for case in missing}
    data = Literature(pairs, counts, by_income, not_asked)
    blocks = (
        Prose(_summary(data)),
        Prose(RULE, note=True),
        Table("", _COLUMNS, tuple(_lines(pairs))),
        *([Items(tuple(_reason(case) for case in missing), "Not asked here")] if missing else ()),
    )
    typed = command("reproduce", "literature", draws=draws, seed=seed or None)
    return View("Beside the literature", data, blocks, (*_rows(pairs), *map(_row, missing)), typed)


def _length(runs: Runs, apart: int, horizon: str) -> float:
    # Work grows with the square of the regions; for the time left, not for any figure.
    return ((16 + apart) / 16) ** 2 * (2.0 if horizon == "year" else 1.0)


def _summary(data: Literature) -> str:
    count = data.counts
    outside = sum(count[key] for key in ("ours smaller", "ours larger", "other sign"))
    return (
        f"Of {len(data.pairs)} published figures {count['inside']} lie inside our p10 to p90, {count['scenario']} more "
        f"with a scenario row, and {outside} outside: ours is smaller in {count['ours smaller']}, larger in "
        f"{count['ours larger']}, and has the other sign in {count['other sign']}. Of those outside, {data.by_income} "
        f"that the studies call GDP lie inside our real income, with its rows. "
        f"{len(data.not_asked)} more ask what no shock can put."
    )


_COLUMNS = (
    Column("Region"), Column("Horizon"), Column("Published"), Column("Ours, median (p10 to p90)"),
    Column("Ours, real income"), Column("No substitutes"), Column("Low elasticity"), Column("Loss in"),
    Column("Inside", words=True),
)  # fmt: skip


def _lines(pairs: Sequence[Pair]) -> list[tuple[Text, ...] | Group]:
    found: list[tuple[Text, ...] | Group] = []
    for (said, asked), rows in groupby(pairs, key=lambda pair: (pair.study, pair.asked)):
        lines = list(rows)
        found.append(Group((f"{said}: {asked}", Cite((lines[0].published.origin,)))))
        found += [_line(pair) for pair in lines]
    return found


def _line(pair: Pair) -> tuple[Text, ...]:
    end = pair.id.rpartition("/")[2]
    published = Shown(pair.published, Scale(1.0, _places(pair.published), "%", True))
    income = pair.inside_income
    also = f" (real income: {PLACES[income].word})" if income not in (None, pair.inside) and income else ""
    none = Absent(pair.why or "no answer")
    return (
        (Name(pair.region, _NAMES.get(pair.region, "")), f" (loses {end} here)" if end in ("most", "least") else ""),
        pair.horizon,
        (f"{pair.word} " if pair.word in ("about", "more than") else "", published, f" {pair.of}"),
        _cell(pair.ours) or none,
        _cell(pair.real_income) or Absent("as ours"),
        _cell(pair.rows.get("no substitutes")) or Absent("no ban"),
        _cell(pair.rows.get("low long-run elasticity")) or Absent("decade only"),
        pair.loss or none,
        (PLACES[pair.inside], also),
    )


#: Groups whose key is no name.
_NAMES = {"west": "Western states", "WLD without USA": "World without the United States"}


def _cell(figure: Figure | None) -> Inline | None:
    return None if figure is None else Shown(figure, Scale(1.0, 2, "%", True))


def _places(figure: Figure) -> int:
    """Return as many places as were printed."""
    ends = [figure.value] if figure.value is not None else [figure.low, figure.high]
    return max(places(end) for end in ends if end is not None)


def _reason(case: PublishedCase) -> Text:
    figure = published_figure(case, "+".join(case.regions))
    published = Shown(figure, Scale(1.0, _places(figure), "%", True))
    return (
        f"{study(case)}, ",
        Name(figure.region),
        f": {case.asked} ",
        published,
        f" {case.of}. {case.not_expressible}",
    )


def _row(case: PublishedCase) -> Row:
    region = "+".join(case.regions)
    return {
        "id": case.id, "study": study(case), "asked": case.asked, "horizon": case.horizon, "region": region,
        "inside": "not asked", "which": "published", "of": case.of, "figure": published_figure(case, region),
    }  # fmt: skip


def _rows(pairs: Sequence[Pair]) -> list[Row]:
    found: list[Row] = []
    for pair in pairs:
        base = {
            "id": pair.id, "study": pair.study, "asked": pair.asked, "horizon": pair.horizon, "region": pair.region,
            "inside": pair.inside,
        }  # fmt: skip
        told = {
            "published": pair.published, "ours": pair.ours, "central": pair.central, "real income": pair.real_income,
            "loss share": pair.loss, **pair.rows,
        }  # fmt: skip
        measure = {"published": pair.of, "real income": "real income"}
        for which, figure in told.items():
            if figure is not None:
                found.append({**base, "which": which, "of": measure.get(which, pair.ours_of), "figure": figure})
    return found
