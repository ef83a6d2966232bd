"""The blocks that say where states stand on a strategy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from technostate.notation import Scale, ordinal, years_text
from technostate.view import ranks
from technostate.view.parties import acting
from technostate.view.ranks import Ranks
from technostate.view.standing.data import Indicator, Strategy
from technostate.view.standing.goal_blocks import goal_blocks
from technostate.write import Absent, Chart, Cite, Column, Fold, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block, Side
from technostate.write.cells import scale_of
from technostate.write.forms import Line, Lines
from technostate.write.inline import Inline, Local, Shown, Strong, Text
from technostate.write.names import name

#: Charts over each strategy's table.
CHARTS = 2
#: A chart needs this many years of both sides.
FEWEST_YEARS = 6
_STANDINGS = {"secondary": "; secondary source", "copy": "; copy of the text"}
_AIMS = {"up": " · aim ↑", "down": " · aim ↓"}
_LANGUAGES = {"CHN": "zh-Hans", "TWN": "zh-Hant", "JPN": "ja", "KOR": "ko", "IND": "hi", "RUS": "ru"}


def strategy_blocks(part: Strategy, codes: Sequence[str], titles: Mapping[str, str], this_year: int) -> Section:
    """Return one strategy: what it is called, charts, indicators, score, goals, institutions, chronology.

    Parameters
    ----------
    codes : sequence of str
        State, comparator, peers.
    titles : mapping of str to str
        Of all indicators, by id.
    this_year : int
        To which ages count.
    """
    pair = codes[:2]
    title = part.title[:1].upper() + part.title[1:]
    shown = [row for row in part.indicators if any(row.values.get(code) is not None for code in pair)]
    absent = tuple(f"{row.title}: no figure for either." for row in part.indicators if row not in shown)
    blocks: list[Block] = [Prose(_sentence(part.purpose))]
    blocks += [Items(absent, "What is missing", warn=True)] if absent else []
    blocks += [Prose(_called(part))] if part.called else []
    blocks.append(Prose(part.reading, note=True))
    blocks += [Prose(_sentence(part.no_score), note=True)] if part.no_score else []
    if charts := tuple(_chart(row, codes) for row in _charted(shown, pair)):
        blocks.append(Side(charts))
    if shown:
        blocks.append(_standing(title, shown, codes, this_year))
        blocks.append(Fold("Definitions, why they matter, competing definitions", (_definitions(shown),)))
    blocks += _score(part.score, codes) if part.score is not None else []
    for code in pair:
        blocks += goal_blocks(part.goals, code, titles, this_year)
    blocks += _institutions(part)
    blocks += _chronology(part)
    return Section(title, tuple(blocks), part.key)


def _sentence(text: str) -> str:
    """Return words as a sentence: a capital first, a full stop last."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _called(part: Strategy) -> Text:
    said: list[Inline] = []
    for it in part.called:
        own = it.name_local if it.name_local.casefold() != it.name.casefold() else ""
        said += [Name(it.region), f": {it.name}"]
        said += [" (", _local(own, it.region), ")"] if own else []
        said += [f", since {it.since}", Cite((it.origin,)), ". "]
    return tuple(said)


def _local(text: str, code: str) -> Inline:
    """Return a name in the state's own language, marked as such so that the right glyphs are chosen."""
    return Local(text, _LANGUAGES[code]) if code in _LANGUAGES else text


def _charted(rows: Sequence[Indicator], pair: Sequence[str]) -> list[Indicator]:
    """Return the first indicators that both states have for years enough, without second definitions of one."""
    kept: list[Indicator] = []
    for row in rows:
        long = all(len(row.path.get(code, {})) >= FEWEST_YEARS for code in pair)
        if long and row.unit != "level" and not any(row.id in other.competing for other in kept):
            kept.append(row)
    return kept[:CHARTS]


def _chart(row: Indicator, codes: Sequence[str]) -> Chart:
    courses = [row.course(code) for code in codes if code in row.path]
    series = tuple(Line(Name(it.region), it.figures, region=it.region) for it in courses)
    scale = scale_of([figure for line in series for figure in line.points.values()])
    years = years_text(year for it in courses for year in it.values)
    words = scale.words if scale is not None else row.unit
    return Chart(row.title, Lines(series), ", ".join(part for part in (words, years, row.kind) if part))


def _standing(title: str, rows: Sequence[Indicator], codes: Sequence[str], this_year: int) -> Table:
    """Return the table of indicators; columns of states without any figure are left out."""
    shown = [code for code in codes if any(row.values.get(code) is not None for row in rows)]
    ranked = any(row.direction != "none" for row in rows)
    columns = (
        Column("Indicator", words=True),
        *(Column(Name(code), ages_to=this_year) for code in shown),
        Column("Change, since"),
        *((Column("Rank", words=True),) if ranked else ()),
    )
    made = []
    for row in rows:
        scale = scale_of([it for code in shown if (it := row.newest(code)) is not None])
        assert scale is not None, "a row has a figure, and one unit"
        bare = scale._replace(words="")
        cells: list[Text] = [_named(row, scale)]
        for code in shown:
            newest = row.newest(code)
            cells.append(Absent("–") if newest is None else Shown(newest, bare))
        cells.append(_change(row, codes[:2], bare))
        made.append((*cells, *((_ranks(row, codes[:2]),) if ranked else ())))
    return Table(f"{title}: where states stand", columns, tuple(made), by="row")


def _named(row: Indicator, scale: Scale) -> Text:
    proxy = " (proxy)" if row.proxy else ""
    unit = f"{scale.words} · " if scale.words else ""
    return Strong(row.title), proxy, Cite((row.origin,)), f" {unit}{row.kind}{_AIMS.get(row.direction, '')}"


def _change(row: Indicator, pair: Sequence[str], scale: Scale) -> Text:
    """Return the changes of both over about ten years, each with the year from which it counts."""
    signed = scale._replace(signed=True)
    said: list[Inline] = []
    for code in pair:
        trend = row.trend.get(code)
        said += [" · "] if said else []
        said += ["–"] if trend is None else [Shown(trend.change, signed), f"\u00a0({trend.start_year})"]
    return tuple(said) if any(row.trend.get(code) for code in pair) else Absent("–")


def _ranks(row: Indicator, pair: Sequence[str]) -> Text:
    ranks = [row.rank.get(code) for code in pair]
    known = [rank for rank in ranks if rank]
    if row.direction == "none" or not known:
        return Absent("–")
    said: list[Inline] = []
    for code, rank in zip(pair, ranks, strict=True):
        said += [*((", ") if said else ()), Name(code), f" {ordinal(rank.place) if rank else '–'}"]
    return *said, f" of {known[0].of}"


def _score(found: Ranks, codes: Sequence[str]) -> list[Block]:
    """Return ranks by score as intervals over all combinations of the choices that a score hides."""
    if found.why:
        return [Prose(f"No score: {found.why}.", note=True)]
    absent = [name(code) for code in codes if code not in found.ranks]
    said = (
        f"Rank among {found.states} states by a score of {len(found.indicators)} indicators on the strategy’s own "
        f"terms, over {found.combinations} combinations of definitions, gaps, normalisation, aggregation, weights and "
        "one indicator left out in turn (OECD and JRC 2008). A wide interval says that the rank hangs on such choices "
        "more than on the figures."
    )
    left = f" Not ranked, for want of figures or as groups: {', '.join(absent)}." if absent else ""
    drawn: list[Block] = [ranks.chart(found, "Score: ranks as intervals; derived")] if found.ranks else []
    table = ranks.table(found.movers)
    moved = [*ranks.told(found), *([Fold("What each choice does to these ranks", (table,))] if table else [])]
    return [*drawn, *moved, Prose(said + left, note=True)]


def _definitions(rows: Sequence[Indicator]) -> Items:
    titles = {row.id: row.title for row in rows}
    items: list[Text] = []
    for row in rows:
        rivals = "; ".join(titles.get(other, other.replace("_", " ")) for other in row.competing)
        said = f": {row.definition} Why: {row.why}"
        said += f" Other definitions: {rivals}." if rivals else ""
        items.append((Strong(row.title), said + (f" Note: {row.notes}" if row.notes else "")))
    return Items(tuple(items))


def _institutions(part: Strategy) -> list[Block]:
    rows = []
    for it in part.institutions:
        own: tuple[Inline, ...] = (" ", _local(it.name_local, it.region)) if it.name_local else ()
        rows.append(((it.name, *own, Cite((it.origin,))), Name(it.region), it.founded, it.role))
    columns = Column("Body", words=True), Column("State"), Column("Founded"), Column("Role", words=True)
    return [Table("Institutions", columns, tuple(rows))] if rows else []


def _chronology(part: Strategy) -> list[Block]:
    """Return events in order of dates: actor first, then on whom, what kind of event and of date."""
    items: list[Text] = []
    for it in part.chronology:
        kinds = f"{it.kind_of_event}, {it.date_kind.replace('_', ' ')}"
        marked = _STANDINGS.get(it.standing, "")
        items.append(
            (f"{it.date} ", *acting(it.actor, it.targets), f": {it.title} ({kinds}{marked})", Cite((it.origin,)))
        )
    return [Section("Chronology", (Items(tuple(items)),))] if items else []
