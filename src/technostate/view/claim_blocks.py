"""How a claim is said: its line in the grid, its rule and finding in words, and its computation in steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from technostate.claims.condition import said_of
from technostate.notation import plain
from technostate.view.claim_record import Asked, Judged, Worked
from technostate.write import Absent, Cite, Column, Items, Mark, Name, Prose, Section, Strong, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.inline import Inline, Shown, Text, pieces
from technostate.write.names import name, the
from technostate.write.tables import Group, Row

_SHAPES: dict[str, Literal["yes", "no", "mixed", "none"]] = {
    "supported": "yes",
    "contradicted": "no",
    "mixed": "mixed",
    "not testable here": "none",
}
_UNTESTED = "not testable here"

#: First letters of a claim of the brief → the part that it belongs to.
PARTS = {
    "NS": "National security",
    "IN": "Innovation",
    "MI": "Military",
    "MC": "Military-civil fusion",
    "ES": "Economic security",
    "CO": "Conclusion",
}


def grid(state: str, against: str, verdicts: Sequence[Judged], year: int, *, noted: bool = True) -> tuple[Block, ...]:
    """Return the grid of verdicts: claim, state, comparator, evidence, placebo, hits and figure.

    Parameters
    ----------
    year : int
        To which ages of figures count.
    noted : bool
        Whether the columns are explained below.
    """
    beside = any(it.against_verdict for it in verdicts)
    columns = (
        Column("Claim"), Column(name(state)), *((Column(name(against)),) if beside else ()),
        Column("Evidence", words=True), Column("Placebo", words=True), Column("Hits"),
        Column("Figure", ages_to=year, words=True), Column("It says", words=True),
    )  # fmt: skip
    table: list[Row] = []
    part = ""
    for it in verdicts:
        here = PARTS.get(it.id.partition("-")[0], "")
        if here != part:
            part = here
            table.append(Group(part))
        row: tuple[Text, ...] = (
            it.id, mark(it.verdict), *((mark(it.against_verdict or _UNTESTED),) if beside else ()),
            it.grade or Absent("–"), _placebo_short(it) or Absent("–"),
            Absent("–") if it.hits is None else str(it.hits), it.headline or Absent("–"),
            f"{it.claim} (Not tested: {it.untested}.)" if it.untested and it.verdict != _UNTESTED else it.claim,
        )  # fmt: skip
        table.append(row)
    note = (
        "Placebo: of how many states of which the statement is not made the same rule says it. A rule that says it of "
        "more than a third of them, or that more than a third of the other words of the same texts meet, failed and "
        "gives no verdict. Hits: words counted, the fewest of any condition. Figure: the number that the rule names; "
        "what it is of, a ratio of what to what, stands with each claim below."
    )
    return (Table("", columns, tuple(table), by="cell", note=note if noted else ""),)


def ledger_table(state: str, against: str, verdicts: Sequence[Judged], year: int) -> Table:
    """Return the verdicts as rows that open: claim, state, comparator, evidence, figure; behind each all of it.

    Parameters
    ----------
    year : int
        To which ages of figures count.
    """
    beside = any(it.against_verdict for it in verdicts)
    columns = (
        Column("Claim"), Column("It says", words=True), Column(name(state)),
        *((Column(name(against)),) if beside else ()), Column("Evidence", words=True),
        Column("Figure", ages_to=year, words=True),
    )  # fmt: skip
    table: list[Row] = []
    under: list[Section | None] = []
    part = ""
    for it in verdicts:
        here = part_of(it.id)
        if here != part:
            part = here
            table.append(Group(PARTS.get(part, part)))
            under.append(None)
        other = (mark(it.against_verdict or _UNTESTED),) if beside else ()
        table.append((it.id, it.claim, mark(it.verdict), *other, it.grade or Absent("–"), it.headline or Absent("–")))
        under.append(Section(f"{it.id}  {it.claim}", in_words(it, year), it.id.lower()))
    opens = "Rule, finding, test, placebo, objection"
    return Table("", columns, tuple(table), by="cell", under=tuple(under), opens=opens)


def part_of(key: str) -> str:
    """Return the part of a claim of the brief: its first letters."""
    return key.partition("-")[0]


def in_words(it: Judged, year: int, *, whole: bool = False) -> tuple[Block, ...]:
    """Return what a reader must know of a claim.

    Parameters
    ----------
    year : int
        To which ages of figures count.
    whole : bool
        Place, conditions, figures and revisions too.
    """
    said: dict[str, Text] = {
        "Place": it.place if whole else "",
        "Window": it.window,
        "Rule": it.rule,
        "Not tested": it.untested,
        "Found": it.why,
        "Figure": _headline(it, year) if whole or it.verdict != _UNTESTED else "",
        "Test": _tests(it),
        "Placebo": _placebo(it),
        "Evidence": _evidence(it),
        "What would change it": _turning(it),
        "Fair": it.fair if whole else "",
        "Objection": it.objection,
    }
    items = tuple((Strong(f"{term}: "), *pieces(text)) for term, text in said.items() if text)
    blocks: list[Block] = [Prose(mark(it.verdict)), Items(items)]
    if whole:
        blocks += [*_conditions(it), *_behind(it), *_revised(it)]
    return tuple(blocks)


def in_steps(it: Judged, year: int) -> tuple[Block, ...]:
    """Return a claim worked out: what each condition reads, compares and finds, and what they decide together."""
    lead: dict[str, str] = {"Measure": it.measure, "Rule": it.rule, "Window": it.window or "not said"}
    blocks: list[Block] = [Items(tuple((Strong(f"{term}: "), said) for term, said in lead.items()))]
    told: dict[Worked, int] = {}
    for at, asked in enumerate(it.conditions, 1):
        # Conditions of one question share steps: each is told where it comes first.
        before = [told[step] for step in asked.steps if step in told]
        new = [step for step in asked.steps if step not in told]
        told |= dict.fromkeys(new, at)
        steps: tuple[Row, ...] = tuple((step.said, step.source, step.figure) for step in new)
        read = Table("", (Column("Step", words=True), Column("From"), Column("Value")), steps, by="cell")
        answer = (
            "unknown, for data are missing" if asked.met is None else "it holds" if asked.met else "it does not hold"
        )
        found: list[Text] = [(Strong("Steps before: "), f"as under {before[0]}.")] if before else []
        found += [(Strong("Read: "), asked.said)]
        found += [] if asked.figure is None else [(Strong("Number compared: "), asked.figure)]
        found += [(Strong("Asked: "), f"{said_of(asked.holds)}; {answer}.")]
        found += [(Strong("Test: "), words)] if (words := _test(asked)) else []
        found += [(Strong("Proxy: "), asked.proxy)] if asked.proxy else []
        inner: tuple[Block, ...] = (*((read,) if steps else ()), Items(tuple(found)))
        blocks.append(Section(f"{at}. {asked.what[:1].upper()}{asked.what[1:]}", inner))
    decided: list[Text] = [(Strong("Verdict: "), mark(it.verdict)), (Strong("Found: "), it.why)]
    for term, words in (("Placebo", _placebo(it)), ("Evidence", _evidence(it)),
                        ("What would change it", _turning(it))):  # fmt: skip
        decided += [(Strong(f"{term}: "), words)] if words else []
    decided.append((Strong("Objection: "), it.objection))
    cited = tuple(dict.fromkeys(item.figure.origin for item in it.figures))
    sources: tuple[Block, ...] = (Prose(("Sources", Cite(cited)), note=True),) if cited else ()
    return *blocks, Section("What they decide", (Items(tuple(decided)), *sources))


def rows(verdict: Judged) -> list[dict[str, object]]:
    """Return the headline, every other figure and every step of a verdict as tidy rows; one without is a row too."""
    keys = {"claim": verdict.id, "verdict": verdict.verdict, "grade": verdict.grade or ""}
    found: list[dict[str, object]] = []
    if verdict.headline is not None:
        found.append({**keys, "what": "headline", "years": str(verdict.headline.year), "figure": verdict.headline})
    found += [
        {**keys, "what": item.label, "source": item.source, "years": item.years, "figure": item.figure}
        for item in verdict.figures
    ]
    for asked in verdict.conditions:
        if asked.figure is not None:
            found.append({**keys, "what": f"condition {asked.key}", "figure": asked.figure})
        found += [{**keys, "what": step.said, "source": step.source, "figure": step.figure} for step in asked.steps]
    return found or [{**keys, "what": verdict.why}]


def mark(verdict: str) -> Mark:
    """Return a verdict as a word with a shape."""
    return Mark(verdict.removesuffix(" here"), _SHAPES[verdict])


def _headline(verdict: Judged, year: int) -> tuple[Inline, ...]:
    """Return the headline figure with its year, age, kind and sources, and what it measures; without one what it would.

    Parameters
    ----------
    year : int
        To which the age counts.
    """
    found = verdict.headline
    if found is None:
        cited = tuple(dict.fromkeys(it.figure.origin for it in verdict.figures))
        return f"none; {verdict.measure}", *((Cite(cited),) if cited else ())
    scale = scale_of([found])
    assert scale is not None, "one figure has one unit"
    return Shown(found, scale, year), f", {found.kind}: {verdict.measure}", Cite((found.origin,))


def _placebo_short(it: Judged) -> str:
    """Return to how many of the decided placebo states the rule gives the statement."""
    known = [verdict for verdict in it.placebo.values() if verdict != _UNTESTED]
    parts = [f"{known.count('supported')} of {len(known)}"] if known else []
    if words := it.other_words:
        parts.append(f"{'' if words.all else 'at most '}{words.met} of {words.of} words")
    return ", ".join(parts) or ("none decided" if it.placebo else "")


def _placebo(it: Judged) -> str:
    """Return what the same rule says of each placebo state, and of other words."""
    said = [f"{the(code)} {verdict}" for code, verdict in it.placebo.items()]
    if it.other_words:
        said.append(f"{it.other_words.said} meet all that it asks")
    return "; ".join(said)


def _evidence(it: Judged) -> str:
    if not it.grade:
        return ""
    return f"{it.grade}: {'; '.join(it.reasons)}" if it.reasons else it.grade


def _turning(it: Judged) -> str:
    """Return which numbers of the rule, moved, change the verdict, where the grade's reasons do not say it."""
    told = "; ".join(it.reasons)
    return "; ".join(said for said in it.turning if said not in told)


def _tests(it: Judged) -> str:
    """Return the exact tests of conditions that count words."""
    said = {words: asked.what for asked in it.conditions if (words := _test(asked))}
    return "; ".join(f"{what}: {words}" for words, what in said.items())


def _test(asked: Asked) -> str:
    """Return the exact test of one condition in words; empty where no words are counted."""
    if asked.hits is None:
        return ""
    parts = [f"{asked.hits} hits"]
    if asked.p is not None and asked.p_documents is not None:
        parts.append(f"p {_p(asked.p)} by hits, {_p(asked.p_documents)} by documents")
    if asked.ratio_low is not None:
        high = "no bound" if asked.ratio_high is None else plain(asked.ratio_high, 2)
        parts.append(f"95 % interval of the ratio {plain(asked.ratio_low, 2)} to {high}")
    if asked.controls:
        parts.append(f"it holds for {asked.controls_met} of {asked.controls} other words of the same texts")
    return ", ".join(parts)


def _p(value: float) -> str:
    return "below .0001" if value < 1e-4 else plain(value, 4)


def _conditions(it: Judged) -> tuple[Block, ...]:
    """Return what each condition asked and found."""
    if not it.conditions:
        return ()
    answers = {True: "it holds", False: "it does not hold", None: "no data"}
    table: tuple[Row, ...] = tuple(
        (asked.what, said_of(asked.holds), asked.figure or Absent("–"), answers[asked.met]) for asked in it.conditions
    )
    columns = Column("Condition", words=True), Column("Asked"), Column("Number"), Column("Answer")
    return (Table("", columns, table, by="cell"),)


def _behind(verdict: Judged) -> tuple[Block, ...]:
    """Return all figures behind and beside a verdict."""
    if not verdict.figures:
        return ()
    table: tuple[Row, ...] = tuple(
        (item.label, item.source, Name(item.figure.region), item.years, item.figure, item.figure.kind)
        for item in verdict.figures
    )
    columns = (
        Column("Figures", words=True), Column("From"), Column("Region"), Column("Years"), Column("Value"),
        Column("Kind"),
    )  # fmt: skip
    cited = Prose(("Sources", Cite((verdict.figures[0].figure.origin,))), note=True)
    return Table("", columns, table, by="cell"), cited


def _revised(it: Judged) -> tuple[Block, ...]:
    """Return how the rule was changed, oldest first."""
    if not it.revised:
        return ()
    return (Items(tuple(f"{row.date}: {row.what} {row.reason}" for row in it.revised), title="Changes of the rule"),)
