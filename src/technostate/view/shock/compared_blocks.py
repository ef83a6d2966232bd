"""The blocks that say what two runs differ by: signs first, then the difference, then both beside each other."""

from __future__ import annotations

from technostate.evidence.figure import value_of
from technostate.notation import Scale
from technostate.shocks.impact.sign import Side
from technostate.view.shock.differences import Compared, Comparison, Difference
from technostate.view.shock.words import counted, in_sentence, reason, some, upper
from technostate.write import Chart, Column, Fold, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.forms import Dumbbell, Pair, Ranges, Span
from technostate.write.inline import Absent, Shown, Text

#: What the pairs of cases say of a region, of one and of several.
_SAID: dict[Side, tuple[str, str]] = {
    "lose": ("does worse by B", "do worse by B"),
    "gain": ("does better by B", "do better by B"),
    "no_loss": ("does as well or better by B", "do as well or better by B"),
    "hardly": ("hardly differs", "hardly differ"),
}


def blocks(data: Comparison) -> tuple[Block, ...]:
    """Return everything that is said of two runs."""
    told: list[Block] = [
        Items((f"A: {data.first.title}", f"B: {data.second.title}"), "The two"),
        *(Prose(f"{upper(item.after)}, {finding(item)}") for item in data.horizons.values()),
    ]
    if data.refused:
        why = tuple(f"{upper(horizon)}: {reason(text)}" for horizon, text in data.refused.items())
        told.append(Items(why, "Horizons that are not compared", warn=True))
    told.append(assumptions(data))
    for item in data.horizons.values():
        told.append(Section(upper(item.after), _horizon(item), item.horizon))
    return tuple(told)


def finding(item: Compared) -> str:
    """Return one sentence on who does worse by the second: in at least 90 of 100 pairs, or by the medians."""
    if all(value_of(row.difference) == 0.0 and not row.difference.open for row in item.rows):
        return "the two do the same to every region."
    clauses = []
    if unsettled := [in_sentence(row.region) for row in item.rows if row.side == "open"]:
        clauses.append(f"whether B is worse is not settled for {some(unsettled)}")
    for side, (one, several) in _SAID.items():
        names = [in_sentence(row.region) for row in item.rows if row.side == side]
        if names:
            if side == "hardly" and len(names) > 4:
                names = [f"the other {len(names)} regions" if len(names) < len(item.rows) else "all regions"]
            plural = len(names) > 1 or names[0].endswith("regions")
            clauses.append(f"{some(names)} {several if plural else one}")
    return f"{_over(item)}: {'; '.join(clauses)}."


def _over(item: Compared) -> str:
    if item.pairs == 1:
        return "in the central case"
    return f"in at least 90 per cent of {item.pairs} pairs of cases" if item.pairs else "by the medians"


def assumptions(data: Comparison) -> Block:
    """Return what the two assume differently."""
    if not data.assumptions:
        return Prose("The two assume the same.")
    columns = Column("What differs"), Column("A", words=True), Column("B", words=True)
    return Table("What the two assume differently", columns, data.assumptions)


def _horizon(item: Compared) -> tuple[Block, ...]:
    told: list[Block] = []
    if not item.pairs:
        told.append(Prose("The two were not drawn alike: medians are compared, and the difference has no range."))
    told += [_difference(item), _levels(item), Fold("Both and the difference as a table", (_table(item),))]
    alone = [f"only {letter} shows {some([in_sentence(name) for name in names])}"
             for letter, names in (("A", item.first_alone), ("B", item.second_alone)) if names]  # fmt: skip
    if alone:
        told.append(Prose(f"{upper('; '.join(alone))}."))
    return tuple(told)


def _difference(item: Compared) -> Chart:
    """Return the difference by region, with the pairs in which the second is the lower."""
    drawn = any(row.worse for row in item.rows)
    scale = Scale(counted(item.pairs) / 100, 0, "")
    head = (f"pairs of {counted(item.pairs)} in which B is lower",) if drawn else ()
    spans = tuple(
        Span(Name(row.region), row.difference, row.region, beside=_worse(row, scale) if drawn else ())
        for row in item.rows
    )
    shown = f"median and p10 to p90 of {item.pairs} pairs of cases" if drawn else _over(item)
    sub = f"B less A, percentage points of {item.measure}; {shown}; modelled"
    return Chart(f"{upper(item.after)}: what B changes beside A", Ranges(spans, "Region", beside=head), sub)


def _worse(row: Difference, scale: Scale) -> tuple[Text, ...]:
    return (Absent("–") if row.worse is None else Shown(row.worse, scale),)


def _levels(item: Compared) -> Chart:
    pairs = tuple(Pair(Name(row.region), row.first, row.second) for row in item.rows)
    form = Dumbbell(pairs, ("A", "B"), ("", ""), "Region")
    return Chart(f"{upper(item.after)}: A and B", form, f"Change of {item.measure}, %, medians; modelled")


def _table(item: Compared) -> Table:
    columns = Column("Region"), Column("A"), Column("B"), Column("B less A, points")
    rows = tuple((Name(row.region), row.first, row.second, row.difference) for row in item.rows)
    return Table(f"{upper(item.after)}: change of {item.measure}, median (p10 to p90); modelled", columns, rows)
