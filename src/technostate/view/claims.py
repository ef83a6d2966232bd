"""What the figures say of the brief's claims: the table of verdicts, or some claims in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from technostate.claims import Verdict, assess
from technostate.evidence import Figure
from technostate.view import who
from technostate.write import Absent, Cite, Column, Fold, Items, Mark, Name, Prose, Section, Strong, Table, View
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.inline import Inline, Shown, Text
from technostate.write.names import the

_SHAPES: dict[str, Literal["yes", "no", "mixed", "none"]] = {
    "supported": "yes",
    "contradicted": "no",
    "mixed": "mixed",
    "not testable here": "none",
}


@dataclass(frozen=True)
class Beside:
    """One figure behind or beside a verdict.

    Parameters
    ----------
    label : str
        What it is.
    years : str
        The year or window.
    source : str
        Series, world or panel it comes from.
    """

    label: str
    years: str
    source: str
    figure: Figure


@dataclass(frozen=True)
class Judged:
    """A claim with what the figures say of it.

    Parameters
    ----------
    headline : Figure or None
        The figure that the rule names.
    figures : tuple of Beside
        All figures behind and beside the verdict.
    """

    id: str
    claim: str
    place: str
    measure: str
    rule: str
    verdict: str
    why: str
    objection: str
    strategy: str
    headline: Figure | None
    figures: tuple[Beside, ...]

    @classmethod
    def of(cls, verdict: Verdict) -> Judged:
        """Return a verdict of the ledger with its figures as they travel."""
        texts = {key: getattr(verdict, key) for key in _TEXTS}
        origin = verdict.origin
        if origin is None:
            return cls(**texts, headline=None, figures=())
        beside = tuple(
            Beside(item.label, item.years, item.source,
                   Figure(item.value, item.unit, item.kind, origin, item.region, _one_year(item.years)))
            for item in verdict.figures
        )  # fmt: skip
        headline = None
        if verdict.value is not None and verdict.kind is not None:
            headline = Figure(verdict.value, verdict.unit, verdict.kind, origin, verdict.state, verdict.year)
        return cls(**texts, headline=headline, figures=beside)


_TEXTS = "id", "claim", "place", "measure", "rule", "verdict", "why", "objection", "strategy"


@dataclass(frozen=True)
class Verdicts:
    """Verdicts on the claims of the brief, asked about one state beside another.

    Parameters
    ----------
    state, against : str
        Codes.
    tally : mapping of str to int
        Verdict → how many.
    verdicts : tuple of Judged
        In the brief's order.
    """

    state: str
    against: str
    tally: Mapping[str, int]
    verdicts: tuple[Judged, ...]


def claims(state: str = "CHN", against: str | None = None, ids: tuple[str, ...] | None = None) -> View[Verdicts]:
    """Return the verdicts on claims.

    Parameters
    ----------
    state : str
        Code or name of the state the claims are asked about.
    against : str, optional
        The comparator; the one in the state's file by default.
    ids : tuple of str, optional
        Only these claims, each in full.
    """
    other = None if against is None else who.state(against)
    found = assess(who.state(state), against=other, ids=ids)
    first = found[0]
    tally: dict[str, int] = dict(Counter(verdict.verdict for verdict in found).most_common())
    data = Verdicts(first.state, first.against, tally, tuple(map(Judged.of, found)))
    blocks: tuple[Block, ...] = tuple(map(_full, data.verdicts)) if ids else _overview(data)
    title = f"Claims of the brief, asked about {the(first.state)} beside {the(first.against)}"
    asked = "".join(f" --id {key}" for key in ids or ())
    rows = [row for verdict in data.verdicts for row in _rows(verdict)]
    return View(title, data, blocks, tuple(rows), f"technostate claims {first.state} --against {first.against}{asked}")


def _overview(data: Verdicts) -> tuple[Block, ...]:
    rows = tuple((verdict.id, mark(verdict), headline(verdict), verdict.claim) for verdict in data.verdicts)
    columns = (Column("Claim"), Column("Verdict"), Column("Figure"), Column("It says", words=True))
    tally = ", ".join(f"{count} {outcome}" for outcome, count in data.tally.items())
    command = f"technostate claims {data.state} --id {data.verdicts[0].id}"
    reasons: tuple[Text, ...] = tuple((Strong(f"{verdict.id}: "), verdict.why) for verdict in data.verdicts)
    return (
        Prose(f"{len(data.verdicts)} claims: {tally}."),
        Table("", columns, rows, by="cell"),
        Fold("Why", (Items(reasons),), printed=True),
        Prose(f"{command} shows rule, objection, figures and sources of one claim.", note=True),
    )


def headline(verdict: Judged) -> Text:
    """Return the headline figure of a verdict with its year; its absence where it has none."""
    if verdict.headline is None:
        return Absent("–")
    return verdict.headline, f" ({verdict.headline.year})"


def headline_in_full(verdict: Judged, this_year: int) -> tuple[Inline, ...]:
    """Return the headline figure with its year, age, kind and sources, and what it measures; without one what it would.

    Parameters
    ----------
    this_year : int
        To which the age counts.
    """
    found = verdict.headline
    if found is None:
        cited = tuple(dict.fromkeys(it.figure.origin for it in verdict.figures))
        return f"none; {verdict.measure}", Cite(cited)
    scale = scale_of([found], verdict.measure)
    assert scale is not None, "one figure has one unit"
    return Shown(found, scale, this_year), f", {found.kind}: {verdict.measure}", Cite((found.origin,))


def mark(verdict: Judged) -> Mark:
    """Return a verdict as a word with a shape."""
    return Mark(verdict.verdict, _SHAPES[verdict.verdict])


def _full(verdict: Judged) -> Section:
    rows: list[tuple[Text, ...]] = [
        ("Claim", verdict.claim),
        ("Place", verdict.place),
        ("Measure", verdict.measure),
        ("Rule", verdict.rule),
        ("Figure", headline(verdict)),
        ("Because", verdict.why),
        ("Objection", verdict.objection),
    ]
    blocks: list[Block] = [
        Prose(mark(verdict)),
        Table("", (Column(""), Column("", words=True)), tuple(rows), by="cell"),
    ]
    if verdict.figures:
        table = tuple(
            (item.label, Name(item.figure.region), item.years, item.figure, item.figure.kind)
            for item in verdict.figures
        )
        columns = Column("Figures", words=True), Column("Region"), Column("Years"), Column("Value"), Column("Kind")
        blocks.append(Table("", columns, table, by="cell"))
        blocks.append(Prose(("Sources", Cite((verdict.figures[0].figure.origin,))), note=True))
    return Section(verdict.id, tuple(blocks), verdict.id.lower())


def _one_year(years: str) -> int | None:
    return int(years) if years.isdigit() else None


def _rows(verdict: Judged) -> list[dict[str, object]]:
    """Return the headline and every other figure of a verdict as tidy rows; one without figures is a row too."""
    keys = {"claim": verdict.id, "verdict": verdict.verdict}
    rows: list[dict[str, object]] = []
    if verdict.headline is not None:
        rows.append({**keys, "what": "headline", "years": str(verdict.headline.year), "figure": verdict.headline})
    rows += [{**keys, "what": item.label, "years": item.years, "figure": item.figure} for item in verdict.figures]
    return rows or [{**keys, "what": verdict.why}]
