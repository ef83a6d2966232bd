"""Dated facts about two states, each written by a rule that counts: the same rules for every pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from technostate.claims.assess import assess
from technostate.claims.verdict import Outcome
from technostate.doctrine import views
from technostate.doctrine.views import figures
from technostate.errors import DataError, TechnostateError
from technostate.evidence import Figure, value_of
from technostate.shocks.impact.record import Impact
from technostate.shocks.kept import kept_in
from technostate.shocks.progress import Show
from technostate.shocks.runs import Runs
from technostate.shocks.specification.regions import SIXTEEN, sixteen
from technostate.strategies.salience import collections_of
from technostate.view.doctrine.words import local, short
from technostate.view.leaning.blocks import said as leaning_said
from technostate.view.leaning.years import years_of
from technostate.view.shock.battery import both_ways, usual_runs
from technostate.view.shock.words import counted, of_cases
from technostate.write.inline import Cite, Inline, Name, Strong
from technostate.write.names import the

#: Shock that is told: the second of the standard battery, an end of most trade in goods between the two.
TOLD = 1


@dataclass(frozen=True)
class Fact:
    """One fact that can be quoted.

    Parameters
    ----------
    key : str
        Of its rule.
    head : str
        The count or figure that it begins with.
    text : tuple of inline pieces
        The rest of the sentence, with its year and source.
    figures : tuple of Figure
        Every figure in it.
    """

    key: str
    head: str
    text: tuple[Inline, ...]
    figures: tuple[Figure, ...]

    @property
    def line(self) -> tuple[Inline, ...]:
        """The sentence as a block takes it."""
        return (Strong(self.head), *self.text)


def facts(state: str, against: str, show: Show) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Return the facts that rules can write of two states, and why others cannot be written.

    Parameters
    ----------
    show : callable
        Told what is being computed.
    """
    found, missing = list[Fact](), list[str]()
    for words, rule in RULES.items():
        show(words, None)
        try:
            found.append(rule(state, against))
        except TechnostateError as error:
            missing.append(f"{words[:1].upper()}{words[1:]}: {error}.")
    return tuple(found), tuple(missing)


def leaning(state: str, against: str) -> Fact:
    """Say how many economies take more of their inputs from the one than from the other, in the newest table."""
    rows = years_of(state, against, "look_through", None)
    if not rows:
        raise DataError(f"no input–output table shows both {the(state)} and {the(against)}", hint="name others")
    now = rows[-1]
    said = leaning_said(now, state, against)
    head, _, rest = said.partition(" economies ")
    text = f" {rest}, looking through supply chains ({now.year})."
    if not rest:
        return Fact("leaning", said, (f" ({now.year}).", Cite((now.share.origin,))), (now.share,))
    return Fact("leaning", f"{head} economies", (text, Cite((now.share.origin,))), (now.share,))


def shock(state: str, against: str) -> Fact:
    """Say in how many cases an end of most trade in goods between the two is a loss to each after a year."""
    pair = state, against
    wanted = both_ways(state, against)[TOLD]
    runs = _runs(pair)
    answer = runs.answer(wanted, "year")
    if not isinstance(answer, Impact):
        raise DataError(answer, hint="technostate shock tells what a shock needs")
    cases = len(answer.cases)
    losses, text, changes = [], list[Inline](), list[Figure]()
    for code in pair:
        change = answer.together(runs.stage.regions_of((code,), wanted.starts.year))
        figure = answer.as_figure(change, code)
        lost = of_cases(change.loss, cases)
        losses.append(lost)
        changes.append(figure)
        if not text:
            text += [
                " of an end to most trade in goods between the two cost real income in ", Name(code, the(code)),
                " after a year: ", figure,
            ]  # fmt: skip
        else:
            text += ["; in ", Name(code, the(code)), f" {lost} of them: ", figure]
    text += [". A share of cases is no probability.", Cite((answer.origin,))]
    return Fact("shock", f"{losses[0]} of {counted(cases)} cases", tuple(text), tuple(changes))


def _runs(pair: Sequence[str]) -> Runs:
    kept = kept_in(None)
    runs = usual_runs(parts=None if kept is None else kept.folder)
    shown = runs.stage.given.regions
    apart = tuple(code for code in pair if code not in SIXTEEN and code in shown and sixteen(shown)[code] != code)
    if not apart:
        return runs
    return Runs(regions="16", draws=runs.draws, parts=runs.parts, apart=apart)


def language(state: str, against: str) -> Fact:
    """Say how many set expressions changed beyond chance between the two latest documents, and which changed most."""
    names = collections_of(state)
    if not names:
        raise DataError(f"no collection of official texts of {the(state)} is embedded", hint="technostate doctrine")
    texts = views.shipped(names[0])
    before, latest = texts.members[-2:]
    found = views.contrast(texts, before.id, latest.id)
    clear = [row for row in found.rows if row.change in ("rising", "falling")]
    tests = figures.count(found.tests, texts.origin)
    where = f"{before.year} and {latest.year}"
    rest: tuple[Inline, ...] = (
        f" set expressions changed beyond chance between the documents of {where} ({texts.origin.title}).",
        Cite((texts.origin,)),
    )
    if not clear:
        return Fact("language", f"None of {found.tests}", rest, (tests,))
    top = max(clear, key=lambda row: abs(value_of(row.log2_ratio)))
    more: tuple[Inline, ...] = (
        f" set expressions changed beyond chance between the documents of {where}; most: ",
        local(short(found.counted, top.formulation)), ", from ", top.rate_first, " to ", top.rate_second, ".",
        Cite((texts.origin,)),
    )  # fmt: skip
    return Fact("language", f"{len(clear)} of {found.tests}", more, (tests, top.rate_first, top.rate_second))


def tally(state: str, against: str) -> Fact:
    """Say how many claims of the ledger have which verdict."""
    found = assess(state, against=against)
    count = Counter(verdict.verdict for verdict in found)
    parts = [f"{count[outcome]} {outcome}" for outcome in get_args(Outcome) if outcome != "contradicted"]
    weak = sum(verdict.grade != "strong" for verdict in found if verdict.grade)
    graded = sum(bool(verdict.grade) for verdict in found)
    verb = "is" if count["contradicted"] == 1 else "are"
    text = (
        f" about {the(state)} {verb} contradicted by the figures, {', '.join(parts)}; {weak} of {graded} verdicts that "
        "have a grade rest on weak evidence or failed their placebo."
    )
    return Fact("claims", f"{count['contradicted']} of {len(found)} claims", (text,), ())


#: What is being computed, in words → the rule.
RULES: dict[str, Callable[[str, str], Fact]] = {
    "who leans on whom": leaning,
    "a break in trade": shock,
    "official language": language,
    "claims": tally,
}
