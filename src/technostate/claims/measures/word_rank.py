"""Place among words: how many of the other formulations in use are used at least as often."""

from __future__ import annotations

from pydantic import model_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Measure, Window
from technostate.claims.measures.texts import Words, called, check_words, newest, read_texts
from technostate.claims.reading import FEWEST_HITS, Holds, Reading, Step
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import figures_of, span
from technostate.errors import DataError
from technostate.notation import plain


class Ask(Words):
    """Formulations among all others of the lexicon that the texts of a window use.

    Parameters
    ----------
    test : Window
        Years of the texts; all collections are in one language.
    """

    test: Window

    @model_validator(mode="after")
    def _sound(self) -> Ask:
        check_words(self)
        return self


def read(ask: Ask, case: Case, holds: Holds) -> Reading:
    """Return the share of the other formulations in use that are used at least as often; zero for the most used.

    Control words would tell nothing: of any words one in four is in the upper quarter.
    """
    texts = read_texts(ask, case)
    if len({one.language for one in texts}) > 1:
        raise DataError("a place among words is asked in one language", hint="name collections of one language")
    window = ask.test.years(newest(texts))
    kept = [(one, one.within(*window)) for one in texts if one.within(*window).any()]
    if not kept:
        raise NotTestableError(f"no text in {span(*window)}")
    own = sum(int(one.hits(ask.formulations, ask.without, ask.beside)[mask].sum()) for one, mask in kept)
    others: dict[str, int] = {}
    for one, mask in kept:
        for name, values in one.every(ask.beside).items():
            others[name] = others.get(name, 0) + int(values[mask].sum())
    used = {name: hits for name, hits in others.items() if hits and name not in ask.words()}
    if not used:
        raise NotTestableError(f"no other formulation is used in {span(*window)}")
    above = sum(hits >= own for hits in used.values())
    names, what = ", ".join(one.name for one, _ in kept), ", ".join(ask.formulations)
    steps = (
        Step(f"hits of {what} in {span(*window)}", float(own), "count", names),
        Step("other formulations in use", float(len(used)), "count", names),
        Step("of them used at least as often", float(above), "count", names),
    )
    share = above / len(used)
    # Another word's place is among all others, the word that is asked in its stead.
    places = {
        name: (sum(it >= hits for it in used.values()) - 1 + (own >= hits)) / len(used) for name, hits in used.items()
    }
    controls = {name: bool(holds(place)) for name, place in places.items() if used[name] >= FEWEST_HITS}
    figures = figures_of(f"share of other formulations used as often as {what}", case.state, "1", names,
                         [(share, window)])  # fmt: skip
    return Reading(
        share, "1", f"{own} hits in {span(*window)}; {above} of {len(used)} other formulations in use are as frequent "
        f"({plain(100 * share, 0)} %; {called(one for one, _ in kept)})", newest(texts, window[1]), figures,
        tuple(one.origin for one, _ in kept), steps, own, controls=controls, proxy=ask.proxy,
    )  # fmt: skip


MEASURE = Measure("word_rank", "share of the other formulations in use that are used at least as often", Ask, read)
