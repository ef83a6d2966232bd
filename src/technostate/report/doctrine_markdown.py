"""The doctrine section of a report as Markdown lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from technostate import notation

Record = dict[str, Any]
Table = Callable[[list[object], list[list[object]]], list[str]]


def doctrine_lines(
    record: Record, names: dict[str, str], cite: Callable[..., str], text: Callable[[object], str], table: Table
) -> list[str]:
    """Return the lines of the section below its heading.

    Parameters
    ----------
    record : dict
        The assessment's ``doctrine``.
    names : dict of str to str
        Code → name.
    cite : callable
        Origins → numbers of sources in brackets.
    text, table : callable
        Escape a value; write a table.
    """
    lines: list[str] = []
    for item in record["collections"]:
        gaps = [f"none for {', '.join(item['without'])}"] if item["without"] else []
        lacks = "; ".join([*gaps, *item["odd"]])
        since = f" From 1979: {lacks}." if lacks else ""
        what = f"{names[item['region']]}: {item['title']}{cite(item['origin'])}, {item['measured_in']}.{since}"
        lines += [f"- {text(what)}"]
    lines += ["", *_salience(record, names, cite, table), *_priority(record, names, cite, table)]
    for item in record["uses"]:
        head: list[object] = [
            f"{names[item['region']]}, formulation", "Strategy", "First use in this collection",
            "Last use in this collection", "Hits", "Documents",
        ]  # fmt: skip
        lines += table(head, [[_said(row), row["strategy"].replace("_", " "), row["first_year"], row["last_year"],
                               row["hits"], row["documents"]] for row in item["rows"]])  # fmt: skip
    for item in record["changes"]:
        head = [
            f"{names[item['region']]}, formulation",
            f"Hits in {item['before']}",
            f"Hits in {item['latest']}",
            "Reading",
        ]
        rows: list[list[object]] = [
            [row["words"], row["count"]["before"], row["count"]["latest"], row["change"]]
            for way in ("rising", "falling")
            for row in item[way]
        ]
        lines += table(head, rows)
    return lines


def _said(row: Record) -> str:
    return f"{row['words']} ({row['english']})" if row["english"] else row["words"]


def _salience(record: Record, names: dict[str, str], cite: Callable[..., str], table: Table) -> list[str]:
    rows: list[list[object]] = []
    for row in record["salience"]:
        years = sorted(row["values"], key=int)
        top = max(years, key=row["values"].__getitem__)
        leading = row["leading"]
        share = "–" if leading is None else f"{leading['formulation'].replace('_', ' ')} {100 * leading['share']:.0f} %"
        cells = [f"{notation.plain(row['values'][year], 1)} ({year})" for year in (top, years[-1])]
        rows.append([row["title"] + cite(row["origin"]), names[row["region"]], row["measured_in"], *cells, share])
    head: list[object] = ["Salience, derived", "State", "Unit", "Highest since 1979", "Latest", "Largest formulation"]
    return table(head, rows)


def _priority(record: Record, names: dict[str, str], cite: Callable[..., str], table: Table) -> list[str]:
    rows: list[list[object]] = []
    for row in record["priority"]:
        years = sorted(row["values"], key=int)
        if not years:
            continue
        top = max(years, key=row["values"].__getitem__)
        cells = [f"{notation.plain(100 * row['values'][year], 1)} ({year})" for year in (years[0], top, years[-1])]
        reading = "every use" if row["reading"] == "all" else "strategic sense"
        rows.append([f"{names[row['region']]}, {reading}{cite(row['origin'])}", *cells])
    return table(["Uses of security for 100 of development, derived", "First", "Highest", "Last"], rows)
