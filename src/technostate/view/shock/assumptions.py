"""What a shock is made of, below every answer: event, measures, assumptions, what is left out, documents."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.view.shock.described import Described
from technostate.view.shock.record import Horizon
from technostate.view.shock.words import listed, upper
from technostate.write import Cite, Column, Fold, Items, Link, Prose, Strong, Table
from technostate.write.blocks import Block
from technostate.write.inline import Text


def description(shock: Described, horizons: Sequence[Horizon] = ()) -> tuple[Block, ...]:
    """Return what the shock is made of: event, measures, assumptions, what is left out, notes, documents."""
    blocks: list[Block] = []
    if shock.event:
        blocks.append(Prose((Strong("Event. "), shock.event)))
    if shock.assumptions:
        blocks.append(Prose((Strong("Assumptions. "), shock.assumptions)))
    rows = tuple(
        (
            row["measure"],
            row["who"],
            row["what"] or "–",
            row["how_much"] or "–",
            " to ".join(part for part in (row["from"] or shock.starts, row["to"]) if part),
        )
        for row in shock.measures
    )
    columns = (
        Column("Measure"),
        Column("Who", words=True),
        Column("What", words=True),
        Column("How much"),
        Column("From"),
    )
    blocks.append(Table("The measures", columns, rows))
    if shock.leaves_out:
        blocks.append(Items(shock.leaves_out, "Left out"))
    notes: dict[str, list[str]] = {}
    for item in horizons:
        for note in item.notes:
            notes.setdefault(note, []).append(item.horizon)
    if notes:
        computed = tuple(f"{upper(listed(where))}: {note}" for note, where in notes.items())
        blocks.append(Fold("How it was computed", (Items(computed),), printed=True))
    if horizons and horizons[0].regions:
        origins = dict.fromkeys(row.figures.change.origin for item in horizons for row in item.regions)
        blocks.append(Prose(("Figures: ", Cite(tuple(origins))), note=True))
    if shock.sources:
        documents: tuple[Text, ...] = tuple(
            (
                f"{row['issuer']}, ",
                Link(row["title"], row.get("url") or ""),
                f" ({row['date']}). Checked: {row['checked']}.",
            )
            for row in shock.sources
        )
        blocks.append(Items(documents, "Documents"))
    return tuple(blocks)
