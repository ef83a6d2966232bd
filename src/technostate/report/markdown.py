"""The report as Markdown: the same record, for notes, wikis and pull requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from technostate import notation
from technostate.report.assessment import Assessment
from technostate.report.sections.method import METHOD
from technostate.report.sources import Shared, Sources, producers
from technostate.report.strategy_part import in_words, without_mirrors
from technostate.report.subjects import the
from technostate.write.markdown import MarkdownWriter
from technostate.write.markup import clean

Record = dict[str, Any]

#: Parts of exposure that are paths over years, with their headings.
_PATHS = {
    "reliance": "Foreign input reliance",
    "definitions": "Reliance by three definitions",
    "circulation": "External circulation",
    "import_shares": "Import shares, 2011–2022",
}


def to_markdown(assessment: Assessment) -> str:
    """Return the report as Markdown (CommonMark with tables).

    Parameters
    ----------
    assessment : Assessment
        What `technostate.report.assess` returns.
    """
    writer = _Writer(assessment)
    parts = [
        *writer.opening(),
        *writer.wheels(),
        *writer.strategies(),
        *writer.exposure(),
        *writer.shocks(),
        *writer.doctrine(),
        *writer.claims(),
        *writer.sources_and_method(),
    ]
    return "\n".join(parts).rstrip() + "\n"


def text(value: object) -> str:
    r"""Return a value as one line of Markdown text: what could start markup is escaped.

    Examples
    --------
    >>> text("a | b\n<c>")
    'a \\| b &lt;c&gt;'
    """
    line = " ".join(clean(str(value)).split())
    for character in "\\`*_[]|":
        line = line.replace(character, f"\\{character}")
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table and a blank one; nothing without rows."""
    body = [f"| {' | '.join(text(cell) for cell in row)} |" for row in rows]
    if not body:
        return []
    return [f"| {' | '.join(text(cell) for cell in head)} |", f"|{' --- |' * len(head)}", *body, ""]


class _Writer:
    def __init__(self, assessment: Assessment) -> None:
        self.record = assessment
        self.sources = Sources()
        self.codes = (assessment.state, assessment.against, *assessment.peers)

    def name(self, code: str) -> str:
        return self.record.names.get(code, code)

    def cite(self, *origins: Record | None) -> str:
        found = self.sources.numbers(*origins)
        return f" [{', '.join(map(str, found))}]" if found else ""

    def opening(self) -> list[str]:
        record = self.record
        lines = [
            f"# {text(self.name(record.state))} beside {text(self.name(record.against))}",
            "",
            f"Ages of figures count to {record.as_of}; technostate {record.version}. "
            "Kinds: measured (published), derived (computed from published figures), modelled.",
            "",
            "## What can be quoted",
            "",
        ]
        for number, finding in enumerate(record.findings, start=1):
            cited = self.cite(*finding["origins"])
            lines.append(f"{number}. {text(finding['text'] + cited)} ({finding['kind']}; {text(producers(finding))})")
        lines += [f"- No finding: {text(item['why'])}." for item in record.findings_missing]
        return [*lines, ""]

    def wheels(self) -> list[str]:
        record = self.record.wheels
        codes = [code for code in self.codes if code in record["paths"]]
        years = sorted({int(year) for code in codes for year in record["paths"][code]})
        head = ["Year"]
        for code in codes:
            head += [f"{self.name(code)}, % of GDP", f"{self.name(code)}, GDP per head"]
        rows = []
        for year in years:
            cells = [str(year)]
            for code in codes:
                turn = record["paths"][code].get(str(year))
                cells += (
                    [notation.plain(turn["security"], 2), notation.plain(turn["development"], 0)]
                    if turn
                    else ["–", "–"]
                )
            rows.append(cells)
        security, development = record["security"], record["development"]
        words = notation.scale([], development["unit"]).words
        cited = self.cite(security["origin"], development["origin"])
        lead = f"Military spending in % of GDP ({security['kind']}), "
        lead += f"real GDP per head in {words} ({development['kind']})"
        return ["## Two wheels", "", text(f"{lead}{cited}."), "", *table(head, rows), *self._missing(record["missing"])]

    def strategies(self) -> list[str]:
        lines = ["## Five strategies", ""]
        for part in self.record.strategies:
            title = part["title"][:1].upper() + part["title"][1:]
            lines += [f"### {text(title)}", "", text(f"{part['purpose'][:1].upper()}{part['purpose'][1:]}."), ""]
            lines += [text(part["reading"]), ""]
            lines += table(
                ["Indicator", "Unit", "Kind", *(self.name(code) for code in self.codes)],
                [self._indicator(row) for row in part["indicators"]],
            )
            lines += table(
                ["Goal", "State", "Target", "By", "Newest figure", "Distance", "Status"],
                [self._goal(goal) for goal in part["goals"]],
            )
            lines += self._score(part["score"])
            lines += table(
                ["Body", "State", "Founded", "Role"],
                [
                    [
                        f"{item['name']} {item['name_local']}".strip() + self.cite(item["origin"]),
                        self.name(item["region"]),
                        item["founded"],
                        item["role"],
                    ]
                    for item in part["institutions"]
                ],
            )
            events = sorted(without_mirrors(part["chronology"]), key=lambda event: str(event["date"]))
            lines += [self._event(item) for item in events]
            lines.append("")
        return lines

    def _score(self, score: Record | None) -> list[str]:
        if score is None or score["why"]:
            return []
        rows = [
            [self.name(code), f"{rank['median']:g}", f"{rank['low']:.0f}–{rank['high']:.0f}"]
            for code, rank in score["ranks"].items()
        ]
        low, high = score["interval"]
        return table([f"Rank by score among {score['states']}", "Median", f"{low:g}th–{high:g}th percentile"], rows)

    def _indicator(self, row: Record) -> list[str]:
        shown = notation.scale(row["values"].values(), row["unit"], row["title"])
        cells = [
            row["title"] + (" (proxy)" if row["proxy"] else "") + self.cite(row["origin"]),
            shown.words,
            row["kind"],
        ]
        for code in self.codes:
            year = row["year"].get(code)
            cells.append("–" if year is None else f"{shown.text(row['values'][code])} ({year})")
        return cells

    def _event(self, item: Record) -> str:
        actor = f" (by {the(item['actor'])})" if item["actor"] else ""
        title = item["title"] + actor + self.cite(item["origin"])
        return f"- {item['date']} {text(self.name(item['region']))}: {text(title)}"

    @staticmethod
    def _notes(goal: Record) -> list[str]:
        """Why a goal has no distance, or what limits the comparison and what its file says of it."""
        found = [goal["note"]] if goal["distance"] is None else [goal["note"], goal["goal_note"]]
        return [note for note in found if note]

    def _goal(self, goal: Record) -> list[str]:
        notes = [in_words(self.record.strategies, note) for note in self._notes(goal)]
        status = ". ".join([goal["status"], *(note.rstrip(".") for note in notes)])
        title, state = goal["title"] + self.cite(goal["origin"]), self.name(goal["region"])
        by = str(goal["target_year"] or "–")
        if goal["target"] is None or not goal["unit"]:
            return [title, state, "–", by, "–", "–", status]
        shown = notation.scale([goal["target"], goal["value"]], goal["unit"])
        bound = {"at_least": "≥ ", "at_most": "≤ "}.get(goal["direction"], "≈ ")
        newest = "–" if goal["year"] is None else f"{shown.text(goal['value'])} ({goal['year']})"
        target = f"{bound}{shown.text(goal['target'])} {shown.words}"
        return [title, state, target, by, newest, shown.text(goal["distance"], sign=True), status]

    def exposure(self) -> list[str]:
        record = self.record.exposure
        lines = ["## Exposure", "", *self._missing(record["missing"]), *(text(note) for note in record["notes"]), ""]
        for key, title in _PATHS.items():
            if record.get(key):
                lines += [f"### {title}", "", *self._paths(record[key])]
        for key in ("suppliers", "dependents"):
            found = record.get(key)
            if found:
                lines += [f"**{text(found['title'] + self.cite(found['origin']))}**, %, {found['kind']}", ""]
                lines += table(
                    ["State", "%"],
                    [[self.name(row["region"]), notation.plain(100 * row["value"], 2)] for row in found["rows"]],
                )
        return [*lines, *self._sectors(record.get("sectors")), *self._chokepoints(record.get("chokepoints"))]

    def _paths(self, found: Sequence[Record]) -> list[str]:
        rows = []
        for item in found:
            values = item["values"]
            years = sorted(values, key=int)
            cells = [item["title"] + self.cite(item["origin"]), item["kind"]]
            if years:
                top = max(values, key=values.__getitem__)
                cells += [f"{notation.plain(100 * values[year], 2)} ({year})" for year in (years[0], top, years[-1])]
            else:
                cells += ["–"] * 3
            cells.append(
                "; ".join(f"{notation.plain(100 * v, 2)} ({y})" for y, v in item.get("apart", {}).items()) or "–"
            )
            rows.append(cells)
        return table(["Path, %", "Kind", "First", "Highest", "Last", "Apart, another classification"], rows)

    def _sectors(self, found: Record | None) -> list[str]:
        if not found:
            return []
        a, b = self.name(self.record.state), self.name(self.record.against)
        keys = ("state_on_against", "against_on_state", "state_on_all", "against_on_all")
        rows = [
            [f"{row['sector']} {row['title']}"]
            + ["–" if row[key] is None else notation.plain(100 * row[key], 2) for key in keys]
            for row in found["rows"]
        ]
        lead = [f"**{text(found['title'] + self.cite(found['origin']))}**, % of all inputs, {found['kind']}", ""]
        return lead + table(["Sector", f"{a} on {b}", f"{b} on {a}", f"{a} on all", f"{b} on all"], rows)

    def _chokepoints(self, found: Record | None) -> list[str]:
        if not found:
            return []

        def share(value: float | None) -> str:
            return "–" if value is None else f"{notation.plain(100 * value, 1)} %"

        rows = [
            [
                f"{row['sector']} {row['title']}",
                self.name(row["supplier"]) if row["supplier"] else "–",
                share(row["supplier_share"]),
                share(row["world_share"]),
                share(row["foreign_share"]),
                "–" if row["concentration"] is None else notation.plain(row["concentration"], 2),
                "no exports" if row["import_ratio"] is None else notation.plain(row["import_ratio"], 1),
                "yes" if row["commission"] else "no",
                "yes" if row["merics"] else "no",
                "–" if row["index"] is None else notation.plain(row["index"], 3),
            ]
            for row in found["rows"]
        ]
        head = [
            "Product", "Largest supplier", "Its share of imports", "Its share of world exports", "Imports in purchases",
            "HHI", "Imports over exports", "Commission", "MERICS", "Index",
        ]  # fmt: skip
        lead = [
            f"**{text(found['title'] + self.cite(found['origin']))}**, {found['kind']}",
            "",
            text(found["note"]),
            "",
        ]
        return lead + table(head, rows)

    def shocks(self) -> list[str]:
        from technostate.report.shock_markdown import battery_lines

        lines = battery_lines(self.record.shocks, self.record.names, self.sources, self.codes[:2])
        return ["## Shocks", "", *self._missing(self.record.shocks["missing"]), *lines]

    def doctrine(self) -> list[str]:
        writer = MarkdownWriter(Shared(self.sources))
        parts = writer.blocks(self.record.doctrine.blocks, 3)
        return ["## Doctrine", "", *(line for part in parts for line in (*part.split("\n"), ""))]

    def claims(self) -> list[str]:
        rows = []
        for record in self.record.claims:
            value = record["value"]
            shown = notation.scale([value], record["unit"], record["measure"])
            figure = "–" if value is None else f"{shown.text(value)} {shown.words} ({record['year']})"
            rows.append(
                [record["id"], record["claim"] + self.cite(record["origin"]), record["verdict"], figure, record["why"],
                 record["objection"]]
            )  # fmt: skip
        return ["## Claims, tested", "", *table(["Id", "Claim", "Verdict", "Figure", "Why", "Objection"], rows)]

    def sources_and_method(self) -> list[str]:
        lines = ["## Sources and method", "", *(f"- {text(line)}" for line in METHOD), ""]
        for number, source in self.sources.records():
            parts = [f"{source['producer']}, {source['title']} ({source['vintage']}).", source.get("citation", "")]
            parts += [f"Licence: {source['licence']}", source.get("url", "")]
            lines.append(f"{number}. {text(' '.join(part for part in parts if part))}")
        return lines

    def _missing(self, sentences: Sequence[str]) -> list[str]:
        return [*(f"- Missing: {text(sentence)}" for sentence in sentences), ""] if sentences else []
