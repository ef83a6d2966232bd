"""The figures of docs/price.md are those that the code gives, at the usual draws."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from technostate.futures.price import Priced, Spread, Terms, price, spread
from technostate.futures.price.verdict import WEDGE, cheaper

PAGE = Path(__file__).resolve().parents[3] / "docs" / "price.md"
LEVERS = (
    ("aimed", "comparator"), ("self_reliance", "everyone"), ("all_goods", "everyone"), ("stockpile", "comparator"),
    ("stockpile", "everyone"),
)  # fmt: skip


@pytest.fixture(scope="module")
def both() -> tuple[Priced, Priced]:
    return price("CHN", "USA"), price("USA", "CHN")


def told(found: Spread) -> str:
    ends = [f"{end:.2f}" if math.isfinite(end) else "never" for end in (found.median, found.low, found.high)]
    return f"{ends[0]} ({ends[1]} to {ends[2]})" if set(ends) != {"never"} else "never"


def rows(sides: tuple[Priced, ...]) -> list[str]:
    found = []
    for lever, target in LEVERS:
        for shock in ("stop", "coalition", "cut", "energy"):
            odds = [
                spread(side.pooled([side.break_even(row) for row in side.of(lever, target)], shock)) for side in sides
            ]
            found.append(f"| {lever}, {target} | {shock} | {' | '.join(map(told, odds))} |")
    return found


def ratios(side: Priced) -> list[float]:
    """How many times dearer the same waste is towards everyone, by the medians, against the three stops of trade."""
    medians = []
    for lever in LEVERS[:2]:
        odds = side.break_even(side.of(*lever)[2])
        medians.append([spread(odds[list(side.shocks).index(key)]).median for key in ("stop", "coalition", "cut")])
    return [float(one) for one in np.divide(medians[1], medians[0])]


def test_the_table_of_the_page_is_what_the_code_gives(both: tuple[Priced, Priced]) -> None:
    page = PAGE.read_text("utf-8")
    missing = [row for row in rows(both) if row not in page]
    assert not missing, "\n".join(rows(both))


def test_aiming_is_cheaper_than_the_same_waste_towards_everyone_by_as_much_as_the_page_says(
    both: tuple[Priced, Priced],
) -> None:
    found = [ratio for side in both for ratio in ratios(side)]
    assert f"{min(found):.1f} to {max(found):.1f} times" in PAGE.read_text("utf-8")
    assert min(found) > 1


def test_a_stock_is_cheaper_than_an_aimed_wedge_under_every_choice(both: tuple[Priced, Priced]) -> None:
    for side in both:
        for key in ("stop", "coalition", "cut"):
            assert cheaper(side, ("stockpile", "comparator"), ("aimed", "comparator"), key).answer == "always"


def test_whether_aiming_is_cheaper_depends_on_the_form_of_the_wedge(both: tuple[Priced, Priced]) -> None:
    for side in both:
        for key in ("stop", "coalition", "cut"):
            (turning,) = cheaper(side, *(LEVERS[:2]), key).turning
            assert turning.name == WEDGE
            assert "waste" in turning.yes


def test_without_substitutes_insurance_is_cheaper(both: tuple[Priced, Priced]) -> None:
    none = price("USA", "CHN", Terms(doubt=1.0))
    odds = spread(none.pooled([none.break_even(row) for row in none.of("aimed", "comparator")], "cut"))
    assert f"| aimed, comparator | cut, nothing replaces what is missing | | {told(odds)} |" in PAGE.read_text("utf-8")
    usual = both[1]
    assert (
        odds.median
        < spread(usual.pooled([usual.break_even(row) for row in usual.of("aimed", "comparator")], "cut")).median
    )
