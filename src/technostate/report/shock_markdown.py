"""A shock as Markdown: the record of the page, for notes, wikis and pull requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from technostate import __version__
from technostate.report.markdown import table, text
from technostate.report.sections.shock_pieces import OUTPUT_NOTE
from technostate.report.shock_figures import (
    amount,
    change_decimals,
    days,
    decimals_for,
    ends,
    interval,
    output_decimals,
    signed,
)
from technostate.report.shock_part import region_name
from technostate.report.shock_words import (
    failed_words,
    first_upper,
    notes,
    open_cells,
    open_signs,
    reason,
    sector_words,
    sides_text,
)
from technostate.report.sources import Sources, named

Record = dict[str, Any]


def shock_to_markdown(record: Record) -> str:
    """Return a shock's record as Markdown (CommonMark with tables).

    Parameters
    ----------
    record : dict
        What `technostate.report.shock_part.shock_record` returns.
    """
    shock, sources = record["shock"], Sources()
    lines = [f"# {text(shock['title'])}", "", f"Every figure is modelled; technostate {__version__}.", ""]
    lines += result_lines(record, sources, level=2)
    lines += ["## The shock and its assumptions", ""]
    for key, word in (("event", "Event"), ("assumptions", "Assumptions")):
        lines += [f"**{word}.** {text(shock[key])}", ""] if shock[key] else []
    head = ["Measure", "Who", "What", "How much", "From"]
    lines += table(head, [[row["measure"], row["who"], row["what"], row["how_much"],
                           row["from"] or shock["starts"]] for row in shock["measures"]])  # fmt: skip
    lines += [f"- Left out: {text(item)}" for item in shock["leaves_out"]]
    lines += [f"- Note, {', '.join(horizons)}: {text(note)}" for note, horizons in notes(record).items()]
    lines += ["", "## Sources", ""]
    lines += [f"- {text(row['issuer'])}, {text(row['title'])} ({row['date']}) {row['url']}" for row in shock["sources"]]
    lines += [f"- [{number}] {text(named(row))}. {text(row['licence'])}" for number, row in sources.records()]
    return "\n".join(lines).rstrip() + "\n"


def result_lines(record: Record, sources: Sources, *, level: int) -> list[str]:
    """Return the lines of results: signs first, then each horizon's regions and sectors, then the coalition.

    Parameters
    ----------
    record : dict
    sources : Sources
        Numbers the origins cited.
    level : int
        Of the headings.
    """
    mark = "#" * level
    lines = [f"- {text(line)}" for line in open_signs(record)]
    lines += [f"- No answer at the horizon {row['horizon']}: {text(row['why'])}" for row in record["refused"]]
    lines += [""] * bool(lines)
    for item in record["horizons"]:
        cited = ", ".join(map(str, sources.numbers(item["origin"])))
        lines += [f"{mark} {first_upper(item['after'])}", "", text(sides_text(item)), ""]
        lines += [text(failed_words(item)), ""] if item["failed"] else []
        about = f"{first_upper(item['measure'])}, {item['world']}, {item['kind']}; range over {item['over']} [{cited}]."
        lines += [text(about), "", *_income(item), *_sectors(item), *_weeks(item), *_rents(item)]
    return [*lines, *coalition_lines(record["coalition"], mark)]


def _income(item: Record) -> list[str]:
    decimals = decimals_for(item["income"])
    rows = [
        [region_name(row["region"]), signed(row["central"], decimals), ends(row, decimals), amount(row["amount"])]
        for row in item["income"]
    ]
    return table(["Region", "%, central", "%, range", "USD billion a year"], rows)


def _sectors(item: Record) -> list[str]:
    parts = decimals_for([row["contribution"] for row in item["sectors"]])
    rows = [
        [
            region_name(row["region"]),
            f"{row['sector']} {sector_words(row['title'])}",
            interval(row["output"], output_decimals(row["output"])),
            interval(row["contribution"], parts),
        ]
        for row in item["sectors"]
    ]
    head = ["Region", "Sector", "Output, %", "Part, percentage points"]
    return [*table(head, rows), text(OUTPUT_NOTE), ""] if rows else []


def _weeks(item: Record) -> list[str]:
    if not item["course"]:
        return []
    simulated = item["course"]["days"]
    paths: Sequence[Record] = item["course"]["paths"]
    recovery = [
        [region_name(path["region"]), signed(min(path["central"])), days(path["recovery"], simulated)] for path in paths
    ]
    short = [
        [region_name(row["region"]), f"{row['sector']} {sector_words(row['title'])}", days(row, simulated)]
        for row in item["shortages"]
    ]
    return [
        *table(["Region", "Lowest output, %", "Days more than 1 % from its base"], recovery),
        *table(["Region of the user", "Product", "Day of first shortage"], short),
    ]


def _rents(item: Record) -> list[str]:
    if not item["rent"]:
        return []
    decimals = decimals_for(row for rule in item["rent"] for row in rule["income"])
    head = ["Region", *(f"rent to {rule['rent']}" if rule["rent"] != "lost" else "rent lost" for rule in item["rent"])]
    rows = [
        [region_name(cells[0]["region"]), *(interval(cell, decimals) for cell in cells)]
        for cells in zip(*(rule["income"] for rule in item["rent"]), strict=True)
    ]
    return table(head, rows)


def coalition_lines(found: Record | None, mark: str) -> list[str]:
    """Return the lines on how losses change as the coalition grows; nothing without a curve.

    Parameters
    ----------
    found : dict or None
    mark : str
        Hashes of the headings.
    """
    if found is None:
        return []
    lines = [f"{mark} As the coalition grows", ""]
    lines += [text(found["note"]), ""] if found["note"] else []
    for item in found["horizons"]:
        decimals = decimals_for(cell for party in item["parties"] for cell in party["steps"])
        head = [f"{first_upper(item['after'])}, {item['measure']}, %", *(step["name"] for step in found["steps"])]
        rows = [[party["name"], *(interval(cell, decimals) for cell in party["steps"])] for party in item["parties"]]
        lines += table(head, rows)
    lines += [f"- No answer, {row['horizon']}, {text(row['step'])}: {text(row['why'])}" for row in found["refused"]]
    return [*lines, ""]


def battery_lines(record: Record, names: Mapping[str, str], sources: Sources, codes: Sequence[str]) -> list[str]:
    """Return the lines of the report's shock section: the battery, then its first shock in depth.

    Parameters
    ----------
    record : dict
        What `technostate.report.shocks_part.shocks` returns.
    names : mapping of str to str
        Code → name.
    sources : Sources
        Numbers the origins cited.
    codes : sequence of str
        The state and the comparator.
    """
    if not record["battery"]:
        return []
    lines = [f"- The sign is not settled inside the range: {text(line)}" for line in open_cells(names, record)]
    rows, reasons, cited = [], [], set()
    for row in record["battery"]:
        for name, cell in row["cells"].items():
            title = [row["shock"]["title"], name]
            if "why" in cell:
                rows.append([*title, "no answer", "no answer"])
                reasons.append(f"- No answer, {text(row['shock']['title'])}, {name}: {text(reason(cell['why']))}")
                continue
            cited |= set(sources.numbers(cell["origin"]))
            states = [cell["states"][code] for code in codes]
            rows.append([*title, *(interval(change, change_decimals(change)) for change in states)])
    head = ["Shock", "Horizon", *(f"{names.get(code, code)}, %" for code in codes)]
    about = f"Modelled; {record['resolution']} [{', '.join(map(str, sorted(cited)))}]. Weeks: final demand delivered; "
    lines += ["", text(f"{about}year and decade: real income."), "", *table(head, rows), *reasons, ""]
    main = record["main"]
    return [*lines, f"### In depth: {text(main['shock']['title'])}", "", *result_lines(main, sources, level=4)]
