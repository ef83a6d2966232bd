"""What the figures say of the brief's claims: a grid of verdicts, then each claim with what stands behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from technostate.claims import Verdict, assess
from technostate.claims.verdict import Outcome
from technostate.errors import LabelError, unknown_label
from technostate.evidence.printable import shown
from technostate.view import who
from technostate.view.claim_blocks import PARTS, grid, in_steps, in_words, ledger_table, mark, part_of, rows
from technostate.view.claim_record import Judged
from technostate.view.parties import missing_files
from technostate.view.shell import command
from technostate.write import Fold, Items, Name, Prose, Section, View
from technostate.write.blocks import Block
from technostate.write.inline import Text
from technostate.write.names import the

#: What claims may be chosen by.
CHOICES: dict[str, tuple[str, ...]] = {
    "part": tuple(PARTS),
    "verdict": get_args(Outcome),
    "grade": ("strong", "weak", "failed its placebo"),
}


@dataclass(frozen=True)
class Verdicts:
    """Verdicts on claims, asked about one state beside another.

    Parameters
    ----------
    state, against : str
        Codes.
    tally : mapping of str to int
        Verdict → how many.
    grades : mapping of str to int
        Grade of evidence → how many of the verdicts.
    verdicts : tuple of Judged
        In the brief's order.
    """

    state: str
    against: str
    tally: Mapping[str, int]
    grades: Mapping[str, int]
    verdicts: tuple[Judged, ...]

    @classmethod
    def of(cls, found: Sequence[Verdict], beside: Sequence[Verdict] = ()) -> Verdicts:
        """Return verdicts as a view holds them.

        Parameters
        ----------
        beside : sequence of Verdict
            The same claims asked about the comparator beside the state; or none.
        """
        other = {verdict.id: verdict.verdict for verdict in beside}
        judged = tuple(replace(Judged.of(verdict), against_verdict=other.get(verdict.id)) for verdict in found)
        count = Counter(verdict.verdict for verdict in found)
        grades = Counter(verdict.grade for verdict in found if verdict.grade)
        return cls(
            found[0].state,
            found[0].against,
            {outcome: count[outcome] for outcome in get_args(Outcome) if count[outcome]},
            {grade: grades[grade] for grade in ("strong", "weak", "failed its placebo") if grades[grade]},
            judged,
        )

    @property
    def counted(self) -> str:
        """How many of each verdict, in words, and how good the evidence is."""
        tally = ", ".join(f"{count} {outcome}" for outcome, count in self.tally.items())
        grades = ", ".join(
            f"{count} failed {'its' if count == 1 else 'their'} placebo"
            if "placebo" in grade
            else f"{count} on {grade} evidence"
            for grade, count in self.grades.items()
        )
        return f"{tally}{f' ({grades})' if grades else ''}"


def claims(
    state: str = "CHN",
    against: str | None = None,
    ids: str | Sequence[str] | None = None,
    *,
    full: bool = False,
    year: int | None = None,
    part: str = "",
    verdict: str = "",
    grade: str = "",
) -> View[Verdicts]:
    """Return the verdicts on claims.

    Parameters
    ----------
    state : str
        Code or name of the state the claims are asked about.
    against : str, optional
        The comparator; the one in the state's file by default.
    ids : str or sequence of str, optional
        Only these claims, in any case, each with all its figures.
    full : bool
        Say of every claim what a reader must know of it, and not only its verdict.
    year : int, optional
        To which ages of figures count; this one by default.
    part : str
        Only of this part of the brief: NS, IN, MI, MC, ES or CO.
    verdict : str
        Only with this verdict on the state: supported, contradicted, mixed or not testable here.
    grade : str
        Only with this grade of evidence: strong, weak or failed its placebo.

    Raises
    ------
    LabelError
        If there is no such claim, part, verdict or grade.
    """
    only = {"part": part.upper(), "verdict": verdict, "grade": grade}
    for what, said in only.items():
        if said and said not in CHOICES[what]:
            raise unknown_label(what, said, CHOICES[what])
    other = None if against is None else who.state(against)
    to = who.this_year(year)
    chosen = tuple(key.upper() for key in who.words(ids)) or None
    found = assess(who.state(state), against=other, ids=chosen, today=to)
    first = found[0]
    data = Verdicts.of(found, assess(first.against, against=first.state, ids=chosen, today=to))
    every = data
    data = replace(data, verdicts=tuple(it for it in data.verdicts if _kept(it, only)))
    blocks: tuple[Block, ...]
    if chosen:
        blocks = tuple(_section(it, to, *in_words(it, to, whole=True)) for it in data.verdicts)
    else:
        blocks = in_full(data, to) if full else (*missing_files((data.state,)), *_overview(every, data, to))
    title = f"Claims of the brief, asked about {the(first.state)} beside {the(first.against)}"
    asked = command("claims", first.state, against=first.against, id=",".join(chosen or ()),
                    **{key: said for key, said in only.items() if said})  # fmt: skip
    return View(title, data, blocks, _rows(data), asked)


def explain(key: str, state: str = "CHN", against: str | None = None, *, year: int | None = None) -> View[Verdicts]:
    """Return one claim worked out step by step, from the sources to the verdict.

    Parameters
    ----------
    key : str
        Id of the claim.
    state, against : str
        As in `claims`.
    year : int, optional
        To which ages of figures count; this one by default.
    """
    other = None if against is None else who.state(against)
    to = who.this_year(year)
    keys = tuple(one.upper() for one in who.words(key))
    if len(keys) != 1:
        raise LabelError(
            f"{shown(key)} is not one claim", hint="name one, for example ES-4; technostate claims lists them"
        )
    data = Verdicts.of(assess(who.state(state), against=other, ids=keys, today=to))
    it = data.verdicts[0]
    title = f"{it.id}, step by step, for {the(data.state)} beside {the(data.against)}"
    blocks = (Prose(it.claim), *in_steps(it, to))
    return View(title, data, blocks, _rows(data), command("claims", "explain", key, data.state, against=data.against))


def in_full(data: Verdicts, year: int) -> tuple[Block, ...]:
    """Return the grid, then every claim, folded.

    Parameters
    ----------
    year : int
        To which ages of figures count.
    """
    lead = Prose(
        f"{len(data.verdicts)} statements of a policy brief on China’s techno-security state (Cheung, UC IGCC), each "
        f"with a rule that was written before its figure was looked at: {data.counted}. A claim that is contradicted "
        "is as good a result as one that is supported."
    )
    folds = tuple(Fold(f"{it.id}  {it.claim}", in_words(it, year), printed=True) for it in data.verdicts)
    return lead, *grid(data.state, data.against, data.verdicts, year), *folds


def _overview(every: Verdicts, data: Verdicts, year: int) -> tuple[Block, ...]:
    """Return how many of each verdict for both states, then each claim as a row that opens."""
    lead = (
        f"{len(every.verdicts)} statements of a policy brief on China’s techno-security state (Cheung, UC IGCC), each "
        "with a rule that was written before its figure was looked at. The comparator is a test of the rule: where it "
        "supports a statement that nobody made of that state, it shows little."
    )
    ours = Counter(it.verdict for it in every.verdicts)
    theirs = Counter(it.against_verdict for it in every.verdicts if it.against_verdict)
    tallies = tuple(_tallied(code, count) for code, count in ((every.state, ours), (every.against, theirs)) if count)
    said: list[Block] = [Prose(f"{len(every.verdicts)} claims: {every.counted}."), Items(tallies), Prose(lead)]
    if len(data.verdicts) < len(every.verdicts):
        said.append(Prose(f"Shown: {len(data.verdicts)} of {len(every.verdicts)}, those that fit the choice."))
    if data.verdicts:
        said.append(ledger_table(data.state, data.against, data.verdicts, year))
        example = data.verdicts[0].id
        said.append(Prose(f"technostate claims explain {example} {data.state} works one out step by step.", note=True))
    return tuple(said)


def _tallied(code: str, count: Mapping[str, int]) -> Text:
    """Return a state and how many of each verdict, with their shapes."""
    parts = [piece for word in get_args(Outcome) if count.get(word) for piece in (", ", f"{count[word]} ", mark(word))]
    return Name(code), ": ", *parts[1:]


def _kept(it: Judged, only: Mapping[str, str]) -> bool:
    own = {"part": part_of(it.id), "verdict": it.verdict, "grade": it.grade}
    return all(not said or own[what] == said for what, said in only.items())


def _section(it: Judged, year: int, *blocks: Block) -> Section:
    return Section(f"{it.id}  {it.claim}", blocks, it.id.lower())


def _rows(data: Verdicts) -> tuple[dict[str, object], ...]:
    return tuple(row for verdict in data.verdicts for row in rows(verdict))
