"""The sentence that answers, and titles that say a finding: each rule at its boundary, and what it falls back to."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from technostate.evidence import Figure, Origin, Range
from technostate.report.brief_answer import answered, lead, odds
from technostate.report.brief_charts import mutual_title, shock_title
from technostate.report.brief_later import language_title
from technostate.report.brief_record import Answered, Mutual
from technostate.view.doctrine.salience import Salient
from technostate.view.price.record import Cell, Judged, Price
from technostate.view.shock.battery import Battery, Row
from technostate.view.shock.battery import Cell as Change
from technostate.view.shock.described import Described
from technostate.write.cells import plain_piece
from technostate.write.inline import pieces

OF = Origin("Somebody", "Something", "", "2026", "CC BY 4.0")
NOTHING = Mutual(None, None, None, (), 0, 0)


def _price(low: float, high: float, answer: str = "always") -> Price:
    figure = Figure(
        high / 2 if math.isfinite(high) else None, "1", "modelled", OF, range=Range(low, high, "p10 to p90")
    )
    cells = tuple(
        Cell(state, "stockpile", other, "stop", None, None, replace(figure, region=state))
        for state, other in (("CHN", "USA"), ("USA", "CHN"))
    )
    judged = tuple(Judged(state, "stop", "stockpile before aimed", answer, ()) for state in ("CHN", "USA"))
    shocks = {state: {"stop": "a stop"} for state in ("CHN", "USA")}
    return Price("CHN", "USA", "1", 0.3, 90.0, 16, shocks, {}, (), cells, judged, 0, (), OF)


def _mutual(there: float, back: float, known: int = 28, more: int = 27) -> Mutual:
    one, other = (Figure(value, "1", "derived", OF, year=2022) for value in (there, back))
    return Mutual(2022, one, other, (), known, more)


def _said(found: Answered) -> str:
    return found.text.replace("\u00a0", " ")


def test_a_stock_that_is_always_cheaper_answers_with_its_odds() -> None:
    found = answered("CHN", "USA", _price(0.0485, 0.302), NOTHING)
    assert found.rule == "stock"
    assert found.text == (
        "For China and the United States, stocks of what the other sells are cheaper security than a wedge on it: they "
        "pay if a stop is likelier than 1 in 21 to 1 in 3 a year."
    )
    assert [it.figure.high for it in found.figures] == [0.302, 0.302]


@pytest.mark.parametrize("high", [0.67, 1.0, 1.0001, math.inf])
def test_odds_near_or_beyond_every_year_are_not_said(high: float) -> None:
    found = answered("CHN", "USA", _price(0.05, high), NOTHING)
    assert found.rule == "stock"
    assert found.text.endswith("than a wedge on it, whatever is assumed.") and "pay" not in found.text


@pytest.mark.parametrize("answer", ["depends", "never", "unknown"])
def test_a_price_that_hangs_on_a_choice_gives_way_to_dependence(answer: str) -> None:
    found = answered("CHN", "USA", _price(0.05, 0.3, answer), _mutual(0.0074, 0.0133))
    assert found.rule == "unequal"
    assert _said(found) == (
        "The United States’ inputs come from China more than the reverse: 1.3 % against 0.74 %, counted through all "
        "supply chains."
    )


def test_shares_are_called_unequal_from_one_half_more_on() -> None:
    assert answered("CHN", "USA", None, _mutual(0.02, 0.03)).rule == "unequal"
    close = answered("CHN", "USA", None, _mutual(0.02, 0.0299))
    assert close.rule == "shares"
    assert _said(close) == (
        "Counted through all supply chains, 2.0 % of China’s inputs come from the United States and 3.0 % of the "
        "United States’ from China."
    )
    assert answered("CHN", "USA", None, _mutual(0.03, 0.02)).text.startswith("China’s inputs come from the United")
    assert answered("CHN", "USA", None, _mutual(0.0, 0.02)).rule == "shares"


def test_without_figures_the_sentence_says_that_there_are_none() -> None:
    found = answered("VNM", "ISR", None, NOTHING)
    assert (
        found.text == "Public figures give neither a price of security nor a mutual dependence for Vietnam and Israel."
    )
    assert (found.rule, found.figures) == ("nothing", ())


def test_the_lead_says_the_sizes_and_the_dependence_that_the_answer_does_not() -> None:
    price, mutual = _price(0.05, 0.3), _mutual(0.0074, 0.0133)
    said = lead(answered("CHN", "USA", price, mutual), price, mutual, "CHN", "USA")
    plain = "".join(map(plain_piece, pieces(said))).replace("\u00a0", " ")
    assert plain.startswith("Looking through supply chains, 0.74 % of China’s inputs are made in the United States and")
    assert "A wedge makes imports 30 % dearer; a stock holds 90 days of them." in plain
    short = lead(answered("CHN", "USA", None, mutual), None, mutual, "CHN", "USA")
    assert short == "A share of cases or of paths is no probability."


def test_odds_in_words() -> None:
    assert [odds(value) for value in (0.001, 0.05, 0.5, 2 / 3, 0.67, 0.0004)] == [
        "1 in 1000", "1 in 20", "1 in 2", "1 in 2", "nearly every year", "none",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "known", "title"),
    [
        (27, 28, "The United States’ inputs come from China more than the reverse in 27 of 28 sectors"),
        (1, 28, "China’s inputs come from the United States more than the reverse in 27 of 28 sectors"),
        (19, 28, "The United States’ inputs come from China more than the reverse in 19 of 28 sectors"),
        (18, 28, "Inputs of China from the United States, and the reverse"),
        (14, 28, "Inputs of China from the United States, and the reverse"),
        (1, 1, "Inputs of China from the United States, and the reverse"),
    ],
)
def test_a_title_on_sectors_needs_two_of_three(more: int, known: int, title: str) -> None:
    assert mutual_title(_mutual(0.01, 0.02, known, more), "CHN", "USA") == title


def _shock(china: float, america: float) -> Battery:
    losses = {code: Figure(loss, "%", "modelled", OF, code) for code, loss in (("CHN", china), ("USA", america))}
    cell = Change("year", "real income", losses, losses, {})
    return Battery((Row(Described("x", "X", "", "", "", (), "", (), ()), (cell,)),), None, "", ())


def test_a_title_on_a_shock_counts_its_cases() -> None:
    pair = ("CHN", "USA")
    assert shock_title(_shock(100, 100), pair).endswith("costs both income within a year, in every case")
    assert shock_title(_shock(100, 99), pair).endswith(
        "costs China income within a year in every case, the United States in 99 of 100"
    )
    assert shock_title(_shock(50, 100), pair).startswith("A break in goods trade costs the United States income")
    assert shock_title(_shock(50, 99), pair) == (
        "A break in goods trade is a loss within a year in 50 of 100 cases for China, in 99 for the United States"
    )
    assert shock_title(replace(_shock(50, 99), rows=(replace(_shock(1, 1).rows[0], cells=()),)), pair) == (
        "A break in goods trade between the two"
    )


def _salient(region: str, late: float) -> Salient:
    index = tuple(
        Figure(late if year > 2020 else 100.0, "index", "derived", OF, region, year) for year in range(2000, 2026)
    )
    none = Figure(0, "count", "derived", OF)
    title = "innovation-driven development"
    return Salient(region, "innovation", title, "x", "", (), (), none, none, "", index, none, "", None)


def test_a_title_on_language_needs_half_as_much_again() -> None:
    fallback = "Official language: how much of it each strategy takes"
    assert language_title([_salient("CHN", 149.0)]) == fallback
    assert language_title([_salient("CHN", 150.0)]) == (
        "China’s texts turned most to innovation-driven development (1.5 times)"
    )
    both = language_title([_salient("CHN", 150.0), _salient("USA", 200.0)])
    assert both.endswith("(1.5 times), the United States’ to innovation-driven development (2.0 times)")
    assert language_title([]) == fallback
