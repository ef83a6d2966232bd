"""The finding on official language: the clearest change between the latest years of texts and those before."""

from __future__ import annotations

import re

from technostate.doctrine.views.contrast import ContrastRow
from technostate.evidence import value_of
from technostate.notation import Scale
from technostate.report.finding import CannotSayError, Said
from technostate.report.ground import Ground
from technostate.report.saying import labelled, sentence
from technostate.strategies import STRATEGIES
from technostate.view.doctrine.changed import clear, side
from technostate.view.doctrine.said import Changes
from technostate.view.doctrine.words import between_commas, concept, term
from technostate.write.inline import Inline, Shown, pieces
from technostate.write.names import of, the

_HITS, _RATE, _P = Scale(1.0, 0, "", grouped=True), Scale(1.0, 1, ""), Scale(1.0, 3, "")
#: What is smaller is written as less than a thousandth.
_LEAST = 0.0005


def language(ground: Ground) -> Said:
    """Say which formulation of a strategy changed most clearly in the state's texts, with hits and an exact test."""
    return _changed(ground, ground.who.state)


def language_of_comparator(ground: Ground) -> Said:
    """Say the same of the comparator, where the state has no counted texts or none that changed."""
    return _changed(ground, ground.who.against)


def _changed(ground: Ground, code: str) -> Said:
    item = next((it for it in ground.doctrine.periods if it.region == code), None)
    if item is None:
        raise CannotSayError(f"no collection of official texts of {the(code)} is counted")
    row = _clearest(item)
    title = next(it for it in ground.doctrine.collections if it.region == code and it.collection == item.collection)
    texts = re.match(r"\D+", title.title)
    latest, before = side(item.latest), side(item.before)
    said = sentence(
        f"in {of(code)} {texts[0].strip() if texts else title.title} ", _named(item, row), " has ",
        Shown(row.hits_second, _HITS), f" {'hit' if row.hits_second.value == 1 else 'hits'} in {latest} and ",
        Shown(row.hits_first, _HITS), f" in {before}, a rate of ", Shown(row.rate_second, _RATE), " after ",
        Shown(row.rate_first, _RATE), f" {title.measured_in.removeprefix('hits ')} (exact test, p ",
        "" if value_of(row.p_adjusted) < _LEAST else "= ", Shown(row.p_adjusted, _P), ", adjusted for ",
        Shown(item.compared, _HITS), " formulations)",
    )  # fmt: skip
    figures = labelled("hits", row.hits_second, row.hits_first) + labelled("rate", row.rate_second, row.rate_first)
    figures += labelled("p, adjusted", row.p_adjusted) + labelled("formulations compared", item.compared)
    return Said((*said, "."), row.rate_second, figures, year=int(latest[-4:]))


def _named(item: Changes, row: ContrastRow) -> tuple[Inline, ...]:
    """Return what was counted: a term with its gloss, or a concept with all terms that are counted as it."""
    if len(item.counted.get(row.formulation, ())) <= 1:
        return pieces(term(item.counted, row.formulation))
    return f"“{concept(row.formulation)}” (", *between_commas(item.counted[row.formulation]), ")"


def _clearest(item: Changes) -> ContrastRow:
    rows = [row for row in (*item.rising, *item.falling) if row.strategy in STRATEGIES and clear(row)]
    if not rows:
        raise CannotSayError(
            f"no formulation of a strategy differs beyond chance between {side(item.before)} and {side(item.latest)} "
            f"in the texts of {the(item.region)}"
        )
    return max(rows, key=lambda row: value_of(row.g2))
