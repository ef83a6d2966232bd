"""Presence: the share of the texts of a window that have a formulation at all."""

from __future__ import annotations

from pydantic import model_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Measure, Window
from technostate.claims.measures.texts import Words, called, check_words, newest, read_texts
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import figures_of, span
from technostate.notation import plain


class Ask(Words):
    """Formulations in the texts of a window.

    Parameters
    ----------
    test : Window
        Years of the texts.
    """

    test: Window

    @model_validator(mode="after")
    def _sound(self) -> Ask:
        check_words(self)
        return self


def read(ask: Ask, case: Case, holds: Holds) -> Reading:
    """Return the share of texts of a window that have one of some formulations; texts are counted, not words."""
    texts = read_texts(ask, case)
    window = ask.test.years(newest(texts))
    kept = [(one, one.within(*window)) for one in texts if one.within(*window).any()]
    if not kept:
        raise NotTestableError(f"no text in {span(*window)}")
    found = [(one.hits(ask.formulations, ask.without, ask.beside)[mask] > 0) for one, mask in kept]
    having, size = sum(int(it.sum()) for it in found), sum(len(it) for it in found)
    names = ", ".join(one.name for one, _ in kept)
    without = [
        f"that of {member.date[:4]} ({one.called})"
        for (one, mask), has in zip(kept, found, strict=True)
        for member, it in zip([m for m, inside in zip(one.members, mask, strict=True) if inside], has, strict=True)
        if not it
    ]
    lacking = f"; without it {', '.join(without[:6])}{' …' if len(without) > 6 else ''}" if without else ""
    what = ", ".join(ask.formulations)
    steps = (
        Step(f"texts of {span(*window)}", float(size), "count", names),
        Step(f"of them with {what}", float(having), "count", names),
    )
    figures = figures_of(f"share of texts with {what}", case.state, "1", names, [(having / size, window)])
    tables = [(one.every(ask.beside), mask) for one, mask in kept]
    others = {
        name: [table[name][mask] for table, mask in tables]
        for name in set.intersection(*(set(table) for table, _ in tables)) - set(ask.words())
    }
    # A word that stands in few texts, or in none, does not meet the condition, however often it stands elsewhere.
    controls = {name: bool(holds(sum(int((it > 0).sum()) for it in parts) / size)) for name, parts in others.items()}
    return Reading(
        having / size, "1", f"{having} of {size} texts of {span(*window)} have it ({plain(100 * having / size, 0)} %; "
        f"{called(one for one, _ in kept)}){lacking}", newest(texts, window[1]), figures,
        tuple(one.origin for one, _ in kept), steps,
        controls=controls, proxy=ask.proxy,
    )  # fmt: skip


MEASURE = Measure("presence", "share of the texts of a window that have a formulation", Ask, read)
