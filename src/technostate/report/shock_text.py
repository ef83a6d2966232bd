"""A shock for a terminal: signs first, then regions with their ranges, sectors, assumptions and sources."""

from __future__ import annotations

from typing import Any

from technostate.report.shock_figures import days, decimals_for, ends, interval, is_open, output_decimals, signed
from technostate.report.shock_part import region_name
from technostate.report.shock_words import RENTS, failed_words, notes, open_signs, rent_table, sector_words

Record = dict[str, Any]

#: Regions printed at full resolution: the ends of the list; the middle changes least.
MOST_REGIONS = 24


def shock_to_text(record: Record) -> str:
    """Return a shock's record as lines for a terminal.

    Parameters
    ----------
    record : dict
        What `technostate.report.shock_part.shock_record` returns.
    """
    shock = record["shock"]
    lines = open_signs(record)
    lines += [""] * bool(lines) + [shock["title"]]
    for item in record["horizons"]:
        lines += ["", *_income(item), *_rents(item), *_sectors(item), *_shortages(item)]
    lines += _coalition(record["coalition"])
    for item in record["refused"]:
        lines += ["", f"no answer at the horizon {item['horizon']}: {item['why']}"]
    lines.append("")
    lines += [f"event: {shock['event']}"] * bool(shock["event"])
    lines += [f"assumptions: {shock['assumptions']}"] * bool(shock["assumptions"])
    lines += [f"left out: {'; '.join(shock['leaves_out'])}"] * bool(shock["leaves_out"])
    lines += [f"note, {', '.join(horizons)}: {note}" for note, horizons in notes(record).items()]
    lines += [f"source: {row['issuer']}, {row['title']} ({row['date']})" for row in shock["sources"]]
    return "\n".join(lines)


def _income(item: Record) -> list[str]:
    rows = [row for row in item["income"] if row["central"] is not None]
    decimals = decimals_for(rows)
    half = MOST_REGIONS // 2
    shown = rows if len(rows) <= MOST_REGIONS else [*rows[:half], None, *rows[-half:]]
    width = max((len(region_name(row["region"])) for row in rows), default=0)
    ranged = any(row["low"] < row["high"] for row in rows)
    lines = [
        f"{item['after']}, {item['world']}, modelled; change of {item['measure']}, per cent"
        + ": central (low to high)" * ranged,
        f"{'range over' if ranged else 'no range:'} {item['over']}",
        "",
    ]
    if not any(round(abs(row[end]), decimals) for row in rows for end in ("low", "central", "high")):
        return [*lines, f"  no region changes by as much as {0.5 * 10.0**-decimals:g} per cent"]
    for row in shown:
        if row is None:
            lines.append(f"  … {len(rows) - 2 * half} regions between")
            continue
        name, central = region_name(row["region"]).ljust(width), signed(row["central"], decimals)
        mark = "  sign not settled" if is_open(row) else ""
        span = f"  ({ends(row, decimals)})" if ranged else ""
        lines.append(f"  {name}  {central:>8}{span}{mark}")
    failed = failed_words(item)
    return [*lines, *(["", failed] if failed else [])]


def _rents(item: Record) -> list[str]:
    if not item["rent"]:
        return []
    chosen = rent_table(item)
    decimals = decimals_for(cell for _, cells in chosen for cell in cells)
    width = max(len(region_name(code)) for code, _ in chosen)
    lines = ["", f"by who gets the scarcity rent: {'; '.join(RENTS[rule['rent']] for rule in item['rent'])}"]
    for code, cells in chosen:
        figures = "; ".join(interval(cell, decimals) for cell in cells)
        lines.append(f"  {region_name(code).ljust(width)}  {figures}")
    return lines


def _sectors(item: Record) -> list[str]:
    rows = item["sectors"]
    if not rows:
        return []
    width = max(len(region_name(row["region"])) for row in rows)
    lines = [
        "",
        "through which sectors: change of output, per cent; its part in the change of the region’s output, "
        "percentage points",
    ]
    for row in rows:
        name = region_name(row["region"]).ljust(width)
        output, part = interval(row["output"], output_decimals(row["output"])), interval(row["contribution"], 2)
        lines.append(f"  {name}  {output:<26}  {part:<24}  {row['sector']} {sector_words(row['title'])}")
    return lines


def _shortages(item: Record) -> list[str]:
    if not item["shortages"]:
        return []
    lines = ["", "which products run short first: day on which stocks first limit a user"]
    for row in item["shortages"]:
        when = days(row, item["course"]["days"])
        lines.append(f"  day {when}: {row['sector']} {sector_words(row['title'])}, {region_name(row['region'])}")
    return lines


def _coalition(found: Record | None) -> list[str]:
    if found is None:
        return []
    lines = []
    for item in found["horizons"]:
        decimals = decimals_for(cell for party in item["parties"] for cell in party["steps"])
        lines += [
            "",
            f"as the coalition grows, {item['after']}: change of {item['measure']}, per cent: central (low to high)",
        ]
        for at, step in enumerate(found["steps"]):
            cells = "; ".join(f"{party['name']} {interval(party['steps'][at], decimals)}" for party in item["parties"])
            lines.append(f"  {step['name']}: {cells}")
    lines += [f"  no answer, {row['horizon']}, {row['step']}: {row['why']}" for row in found["refused"]]
    return lines
