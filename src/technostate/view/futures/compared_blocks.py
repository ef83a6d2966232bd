"""The blocks that say what scenarios differ by."""

from __future__ import annotations

from technostate.dynamics import OUTCOMES
from technostate.view.futures.compared_record import Beside, Compared, Difference
from technostate.write import Chart, Column, Items, Name, Section, Table
from technostate.write.blocks import Block
from technostate.write.forms import Dumbbell, Pair, Ranges, Span
from technostate.write.inline import Text
from technostate.write.tables import Group, Row

#: Outcomes whose differences are drawn.
DRAWN = ("civil", "income_a_head")

SAME = (
    "Both sides of a difference are the same draw: what is drawn alike in all scenarios has the same value. A share of "
    "draws under assumed ranges is no probability of the event."
)
REGRET = (
    "Regret is what a scenario gives away against the best of these scenarios in the same draw. A state does not "
    "choose a scenario by itself where others move in it too."
)


def compared_blocks(data: Compared) -> tuple[Block, ...]:
    """Return everything that is said of scenarios beside each other."""
    first = next(iter(data.scenarios))
    warnings: list[Text] = [SAME]
    if data.left_out:
        warnings.append(f"{data.left_out:,} draws have no path in one of the scenarios and no part in any figure.")
    titles = tuple(f"{name}: {title}" for name, title in data.scenarios.items())
    blocks: list[Block] = [Items(tuple(warnings), warn=True), Items(titles, "Scenarios")]
    for name in list(data.scenarios)[1:]:
        rows = [row for row in data.differences if row.scenario == name]
        blocks.append(Section(f"{name} against {first}", _differences(rows), name))
    if data.odds:
        blocks.append(Section("How often goals are met", _odds(data.odds, tuple(data.scenarios)), "odds"))
    if data.regrets:
        blocks.append(Section("What each gives away", (_regrets(data),), "regret"))
    return tuple(blocks)


def _differences(rows: list[Difference]) -> tuple[Block, ...]:
    last = max(row.year for row in rows)
    drawn = [row for row in rows if row.outcome in DRAWN and row.year == last]
    spans: list[Span | Group] = []
    for outcome in DRAWN:
        each = [row for row in drawn if row.outcome == outcome]
        if each:
            spans += [Group(each[0].title), *(Span(Name(row.region), row.change, row.region) for row in each)]
    table: list[Row] = []
    for outcome in dict.fromkeys(row.outcome for row in rows):
        each = [row for row in rows if row.outcome == outcome]
        table.append(Group(each[0].title))
        table += [(Name(row.region), str(row.year), row.change, row.higher) for row in each]
    columns = Column("Region"), Column("Year"), Column("Change"), Column("Higher in, of draws")
    chart = Chart(f"Differences in {last}", Ranges(tuple(spans)), "Median and p10 to p90 of draws; modelled", told=True)
    found = Table("Differences, median (p10 to p90); modelled", columns, tuple(table), by="cell")
    return (chart, found) if drawn else (found,)


def _odds(odds: tuple[Beside, ...], names: tuple[str, ...]) -> tuple[Block, ...]:
    by_title: dict[str, list[Beside]] = {}
    for row in odds:
        by_title.setdefault(row.title, []).append(row)
    table: list[Row] = []
    for title, each in by_title.items():
        table.append(Group(title))
        table += [(row.definition, *(row.shares[name] for name in names)) for row in each]
    columns = Column("Definition", words=True), *(Column(name) for name in names)
    found: list[Block] = [Table("Shares of draws that meet a goal (95 % interval); modelled", columns, tuple(table))]
    if len(names) == 2:
        pairs = tuple(
            Pair(f"{row.title} ({row.definition})", row.shares[names[0]], row.shares[names[1]]) for row in odds
        )
        chart = Dumbbell(pairs, names, ("", ""))
        found.insert(0, Chart("Shares of draws that meet a goal", chart, told=True))
    return tuple(found)


def _regrets(data: Compared) -> Table:
    table: list[Row] = []
    for outcome, region in dict.fromkeys((row.outcome, row.region) for row in data.regrets):
        each = [row for row in data.regrets if (row.outcome, row.region) == (outcome, region)]
        table.append(Group((Name(region), f": {OUTCOMES[outcome].title}, {each[0].year}")))
        table += [(row.scenario, row.regret, row.worst, row.best) for row in each]
    columns = (
        Column("Scenario"),
        Column("Given away, median (p10 to p90)"),
        Column("At worst"),
        Column("No other is better in"),
    )
    return Table("Regret, % of the best; modelled", columns, tuple(table), by="cell", note=REGRET)
