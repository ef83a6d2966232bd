"""What the figures say of the brief's claims: the table of verdicts, or some claims in full."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from technostate.claims import Verdict, assess
from technostate.claims.claim import Revision
from technostate.claims.verdict import Condition, Outcome
from technostate.evidence import Figure
from technostate.view import who
from technostate.view.parties import missing_files
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
_UNTESTED: Outcome = "not testable here"


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
    window: str
    fair: str
    grade: str | None
    reasons: tuple[str, ...]
    hits: int | None
    placebo: Mapping[str, str]
    turning: tuple[str, ...]
    conditions: tuple[Condition, ...]
    revised: tuple[Revision, ...]
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


_TEXTS = (
    "id", "claim", "place", "measure", "rule", "verdict", "why", "objection", "strategy", "window", "fair", "grade",
    "reasons", "hits", "placebo", "turning", "conditions", "revised",
)  # fmt: skip


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


def claims(
    state: str = "CHN",
    against: str | None = None,
    ids: tuple[str, ...] | None = None,
    *,
    full: bool = False,
    year: int | None = None,
) -> View[Verdicts]:
    """Return the verdicts on claims.

    Parameters
    ----------
    state : str
        Code or name of the state the claims are asked about.
    against : str, optional
        The comparator; the one in the state's file by default.
    ids : tuple of str, optional
        Only these claims, each with all its figures.
    full : bool
        Say of every claim what a reader must know of it, and not only its verdict.
    year : int, optional
        To which ages of figures count; this one by default.
    """
    other = None if against is None else who.state(against)
    found = assess(who.state(state), against=other, ids=ids)
    first = found[0]
    count = Counter(verdict.verdict for verdict in found)
    tally = {outcome: count[outcome] for outcome in get_args(Outcome) if count[outcome]}
    data = Verdicts(first.state, first.against, tally, tuple(map(Judged.of, found)))
    to = year or dt.date.today().year
    blocks: tuple[Block, ...]
    if ids:
        blocks = tuple(_section(verdict, to, _ALL, *_behind(verdict)) for verdict in data.verdicts)
    else:
        blocks = in_full(data, to) if full else (*missing_files((data.state,)), *_overview(data))
    title = f"Claims of the brief, asked about {the(first.state)} beside {the(first.against)}"
    asked = "".join(f" --id {key}" for key in ids or ())
    rows = [row for verdict in data.verdicts for row in _rows(verdict)]
    return View(title, data, blocks, tuple(rows), f"technostate claims {first.state} --against {first.against}{asked}")


def _overview(data: Verdicts) -> tuple[Block, ...]:
    """Return verdicts and their reasons in short."""
    rows = tuple((it.id, _mark(it), _dated(it), it.claim) for it in data.verdicts)
    columns = (Column("Claim"), Column("Verdict"), Column("Figure"), Column("It says", words=True))
    command = f"technostate claims {data.state} --id {data.verdicts[0].id}"
    reasons: tuple[Text, ...] = tuple((Strong(f"{it.id}: "), it.why) for it in data.verdicts)
    return (
        Prose(f"{len(data.verdicts)} claims: {_counted(data)}."),
        Table("", columns, rows, by="cell"),
        Fold("Why", (Items(reasons),), printed=True),
        Prose(f"{command} shows rule, objection, figures and sources of one claim.", note=True),
    )


def in_full(data: Verdicts, year: int) -> tuple[Block, ...]:
    """Return tested claims first, then those that could not be tested, with the reason.

    Parameters
    ----------
    year : int
        To which ages of figures count.
    """
    tested = [it for it in data.verdicts if it.verdict != _UNTESTED]
    others = [it for it in data.verdicts if it.verdict == _UNTESTED]
    lead = Prose(
        f"{len(data.verdicts)} statements of a policy brief on China’s techno-security state (Cheung, UC IGCC), each "
        f"with a rule that was written before its figure was looked at: {_counted(data)}. A claim that is contradicted "
        "is as good a result as one that is supported."
    )
    fold = Fold(
        f"{len(others)} claims that the data here cannot test, and why",
        tuple(_section(it, year, ("Why", "Objection")) for it in others),
        printed=True,
    )
    return lead, *(_section(it, year, _TOLD) for it in tested), *((fold,) if others else ())


def _counted(data: Verdicts) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in data.tally.items())


#: What is told of a tested claim, and of one that was asked for.
_TOLD = ("Figure", "Why", "Rule", "Objection")
_ALL = ("Place", *_TOLD)


def _section(it: Judged, year: int, told: tuple[str, ...], *behind: Block) -> Section:
    """Return a claim with its verdict and what is to be told of it.

    Parameters
    ----------
    year : int
        To which the age of the figure counts.
    """
    said: dict[str, tuple[Inline, ...]] = {
        "Place": (it.place,),
        "Figure": _headline(it, year),
        "Why": (it.why,),
        "Rule": (it.rule,),
        "Objection": (it.objection,),
    }
    items: tuple[Text, ...] = tuple((Strong(f"{term}: "), *said[term]) for term in told if any(said[term]))
    return Section(f"{it.id}  {it.claim}", (Prose(_mark(it)), Items(items), *behind), it.id.lower())


def _dated(verdict: Judged) -> Text:
    """Return the headline figure of a verdict with its year; its absence where it has none."""
    if verdict.headline is None:
        return Absent("–")
    return verdict.headline, f" ({verdict.headline.year})"


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
        return f"none; {verdict.measure}", Cite(cited)
    scale = scale_of([found])
    assert scale is not None, "one figure has one unit"
    return Shown(found, scale, year), f", {found.kind}: {verdict.measure}", Cite((found.origin,))


def _mark(verdict: Judged) -> Mark:
    """Return a verdict as a word with a shape."""
    return Mark(verdict.verdict, _SHAPES[verdict.verdict])


def _behind(verdict: Judged) -> tuple[Block, ...]:
    """Return all figures behind and beside a verdict."""
    if not verdict.figures:
        return ()
    rows = tuple(
        (item.label, item.source, Name(item.figure.region), item.years, item.figure, item.figure.kind)
        for item in verdict.figures
    )
    columns = (
        Column("Figures", words=True), Column("From"), Column("Region"), Column("Years"), Column("Value"),
        Column("Kind"),
    )  # fmt: skip
    cited = Prose(("Sources", Cite((verdict.figures[0].figure.origin,))), note=True)
    return Table("", columns, rows, by="cell"), cited


def _one_year(years: str) -> int | None:
    return int(years) if years.isdigit() else None


def _rows(verdict: Judged) -> list[dict[str, object]]:
    """Return the headline and every other figure of a verdict as tidy rows; one without figures is a row too."""
    keys = {"claim": verdict.id, "verdict": verdict.verdict}
    rows: list[dict[str, object]] = []
    if verdict.headline is not None:
        rows.append({**keys, "what": "headline", "years": str(verdict.headline.year), "figure": verdict.headline})
    rows += [
        {**keys, "what": item.label, "source": item.source, "years": item.years, "figure": item.figure}
        for item in verdict.figures
    ]
    return rows or [{**keys, "what": verdict.why}]
