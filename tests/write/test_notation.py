"""Figures are written with few digits, one scale a row, and never look like 1,994."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate import notation
from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Origin
from technostate.notation import Scale
from technostate.units import UNITS
from technostate.write.cells import words


@given(st.integers(1000, 9999))
def test_four_digits_have_no_separator(value: int) -> None:
    assert notation.plain(value, 0) == str(value)


@given(st.floats(-1e15, 1e15), st.integers(0, 3))
def test_written_figures_read_back_to_their_precision(value: float, decimals: int) -> None:
    text = notation.plain(value, decimals)
    assert float(text.replace(",", "").replace("−", "-")) == pytest.approx(value, abs=0.51 * 10**-decimals, rel=1e-12)
    assert "-" not in text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(9999.96, 1, "10,000.0"), (9999.94, 1, "9999.9"), (-1234.56, 1, "−1234.6"), (-12345.678, 2, "−12,345.68"),
     (math.inf, 1, "∞"), (-math.inf, 0, "−∞")],
)  # fmt: skip
def test_claims_charts_and_tables_share_one_rule_for_separators(value: float, decimals: int, text: str) -> None:
    assert notation.plain(value, decimals) == text
    if math.isfinite(value):
        assert notation.Scale(1.0, decimals, "").text(value) == text


@pytest.mark.parametrize("value", [0.04, -0.04, 0.0, -0.0])
def test_what_is_written_as_zero_has_no_sign(value: float) -> None:
    assert notation.plain(value, 1) == notation.plain(value, 1, sign=True) == "0.0"


def test_missing_is_a_dash_and_not_zero() -> None:
    shown = notation.scale([1.0], "%")
    assert shown.text(None) == shown.text(float("nan")) == "–"
    assert shown.text(0.0) != "–"


def test_a_figure_too_small_to_show_is_not_written_as_zero() -> None:
    assert notation.scale([0.403, 0.0000003], "share of world").text(0.0000003).startswith("<")


@given(st.lists(st.floats(0, 1e13), min_size=1, max_size=5), st.sampled_from(sorted(UNITS)))
def test_no_row_needs_more_than_seven_digits(values: list[float], unit: str) -> None:
    shown = notation.scale(values, unit)
    if unit in {"usd", "musd", "persons", "thousand persons", "million persons"} and max(values) <= 1e13:
        digits = re.sub(r"\D", "", shown.text(max(values)).split(".")[0])
        assert len(digits) <= 8
    assert shown.decimals <= 3


@pytest.mark.parametrize(
    ("value", "unit", "text", "words"),
    [
        (0.1607, "1", "16.1", "%"),
        (0.23, "index", "0.23", "index"),
        (1.9, "ratio", "1.90", "ratio"),
        (14.3e6, "musd", "14.3", "trillion US dollars"),
        (4, "level", "4", "level on an ordered scale"),
    ],
)
def test_units_are_shown_as_readers_say_them(value: float, unit: str, text: str, words: str) -> None:
    shown = notation.scale([value], unit)
    assert (shown.text(value), shown.words) == (text, words)


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ((-0.0042, -0.0049, 0.0), "−0.0042 (−0.0049 to 0.0000)"),
        ((-0.0042, -0.02, 0.0), "0.00 (−0.02 to 0.00)"),
        ((1e-8, 0.0, 2e-6), "less than 0.00001"),
        ((0.0, 0.0, 1e-9), "0"),
        ((-1.5, -2.0, -1.0), "−1.50 (−2.00 to −1.00)"),
    ],
)
def test_a_change_is_no_row_of_zeros(figures: tuple[float, float, float], says: str) -> None:
    value, low, high = figures
    source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    figure = Figure(value, "% change", "modelled", source, range=Range(low, high, "p10 to p90"))
    assert words(figure, Scale(1.0, 2, "%", True), unit=False).line() == says
