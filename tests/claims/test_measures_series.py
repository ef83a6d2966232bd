"""Measures on series: the number they give, what they refuse, and what they say is missing."""

from __future__ import annotations

import math
from typing import Any

import pytest
from made_up_evidence import Given, flat, series, steps
from pydantic import ValidationError

from technostate.claims import Case
from technostate.claims.measures import measure
from technostate.claims.reading import Reading
from technostate.claims.verdict import NotTestableError
from technostate.errors import LabelError

WINDOWS = {"base": {"first": 2010, "last": 2012}, "test": {"first": 2018, "last": 2020}}


def read(name: str, evidence: Given, state: str = "CHN", against: str = "USA", **asked: Any) -> Reading:
    found = measure(name)
    reading: Reading = found.read(found.asks.model_validate(asked), Case(state, against, evidence), lambda _: True)
    return reading


def refused(name: str, **asked: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        measure(name).asks.model_validate(asked)
    return str(caught.value)


PAID = series("a/b/paid", {"CHN": steps((2.0, 2010, 2014), (3.0, 2015, 2020)), "USA": flat(8.0, 2010, 2020)}, "usd")
OWN = series("a/b/own", {"CHN": steps((6.0, 2010, 2014), (27.0, 2015, 2020)), "WLD": flat(100.0, 2010, 2020)}, "usd")
GIVEN = Given(PAID, OWN)


@pytest.mark.parametrize(
    ("number", "give", "value"),
    [
        ("paid / (paid + own)", "difference", 0.1 - 0.25),
        ("paid / (paid + own)", "ratio", 0.4),
        ("comparator.paid / paid + 0 * own", "ratio", (8 / 3) / 4),
        ("100 * own / world.own - paid", "difference", 24.0 - 4.0),
        ("abs(paid - own)", "ratio", 6.0),
        ("min(paid, own) / max(paid, own)", "ratio", (1 / 9) / (1 / 3)),
        ("-paid + own", "difference", 20.0),
    ],
)
def test_arithmetic_over_series_is_done_year_by_year(number: str, give: str, value: float) -> None:
    ids = {name: f"a/b/{name}" for name in ("paid", "own") if name in number}
    reading = read("change", GIVEN, series=ids, number=number, label="made", give=give, **WINDOWS)
    assert reading.value == pytest.approx(value, abs=1e-12)
    assert reading.year == 2020
    assert reading.steps[-1].said == f"made: mean for China of {number}, year by year, in 2018–2020"


def test_growth_is_the_log_change_and_leaves_jumps_out() -> None:
    path = {year: math.exp(0.02 * (year - 2009)) for year in range(2009, 2021)}
    path |= {year: 100.0 * path[year] for year in range(2015, 2021)}
    given = Given(series("a/b/x", {"CHN": path}))
    reading = read("level", given, series={"x": "a/b/x"}, number="growth(x)", label="growth", window={"first": 2014})
    assert reading.value == pytest.approx(0.02, abs=1e-12)


def test_a_year_without_a_divisor_has_no_number_and_is_not_zero() -> None:
    given = Given(
        series("a/b/x", {"CHN": flat(4.0, 2010, 2012)}), series("a/b/y", {"CHN": {2010: 0.0, 2011: 2.0, 2012: 2.0}})
    )
    asked = {"series": {"x": "a/b/x", "y": "a/b/y"}, "number": "x / y", "label": "x over y"}
    assert read("level", given, window={"first": 2010, "last": 2012}, **asked).value == 2.0
    with pytest.raises(NotTestableError, match="no figure for China in 2010"):
        read("level", given, year=2010, **asked)


def test_the_comparators_number_swaps_both_sides() -> None:
    asked = {"series": {"paid": "a/b/paid"}, "number": "paid / comparator.paid", "label": "beside"}
    assert read("level", GIVEN, of="comparator", **asked).value == pytest.approx(8 / 3)
    assert read("level", GIVEN, **asked).value == pytest.approx(3 / 8)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"series": {"x": "a"}, "number": "x / y", "label": "made"}, "unknown name 'y'"),
        ({"series": {"x": "a"}, "number": "x ** 2", "label": "made"}, "not 'x ** 2'"),
        ({"series": {"x": "a"}, "number": "open(x)", "label": "made"}, "not 'open(x)'"),
        ({"series": {"x": "a"}, "number": "x.__class__", "label": "made"}, "not 'x.__class__'"),
        ({"series": {"x": "a"}, "number": "min(x)", "label": "made"}, "not 'min(x)'"),
        ({"series": {"x": "a"}, "number": "x +", "label": "made"}, "is no arithmetic"),
        ({"series": {"x": "a"}, "number": "1e999 * x", "label": "made"}, "may hold"),
        ({"series": {"x": "a", "y": "b"}, "number": "x", "label": "made"}, "does not use y"),
        ({"series": {"x": "a"}, "number": "x"}, "its label"),
        ({"series": "a/b/c", "number": "x"}, "names them"),
        ({"series": {"x": "a"}, "number": "x", "label": "made", "unit": "bananas"}, "bananas"),
        ({"series": "a/b/c", "colour": "red"}, "colour"),
    ],
)
def test_nonsense_is_refused_with_what_is_allowed(asked: dict[str, Any], said: str) -> None:
    assert said in refused("level", **asked)


@pytest.mark.parametrize(
    ("base", "test", "said"),
    [
        ({"first": 2012, "last": 2010}, {"first": 2018}, "before it begins"),
        ({"first": 2010, "last": 2018}, {"first": 2018}, "has not ended before"),
        ({"first": 2010}, {"first": 2018}, "has not ended before"),
        ({"first": 1066, "last": 1070}, {"first": 2018}, "1500"),
    ],
)
@pytest.mark.parametrize("name", ["change", "fields"])
def test_windows_upside_down_or_overlapping_are_refused(
    name: str, base: dict[str, int], test: dict[str, int], said: str
) -> None:
    more = {"series": "a/b/c"} if name == "change" else {"fields": "a/b", "label": "made", "give": "share level"}
    assert said in refused(name, base=base, test=test, **more)


def test_too_few_years_decide_nothing_and_zero_beside_zero_is_no_change() -> None:
    given = Given(
        series("a/b/x", {"CHN": {2010: 1.0, 2018: 1.0, 2019: 2.0}}), series("a/b/y", {"CHN": flat(0.0, 2010, 2020)})
    )
    with pytest.raises(NotTestableError, match=r"too few years for China in 2010–2012; it has 3 from 2010 to 2019"):
        read("change", given, series="a/b/x", **WINDOWS)
    assert read("change", given, series="a/b/y", **WINDOWS).value == 1.0
    assert read("change", given, series="a/b/y", give="difference", **WINDOWS).value == 0.0
    with pytest.raises(NotTestableError, match="below zero"):
        read("change", given, series={"y": "a/b/y"}, number="y - 1", label="y less one", **WINDOWS)


def test_an_unknown_series_is_an_error_with_the_nearest_and_no_gap() -> None:
    from technostate.claims import Embedded

    with pytest.raises(LabelError, match="unknown series") as caught:
        read("level", Embedded(), series="sipri/arms/import")  # type: ignore[arg-type]
    assert "sipri/arms/imports" in str(caught.value.hint)


def test_the_share_of_states_below_counts_states_alone() -> None:
    values = {"CHN": {2023: 0.2}, "USA": {2023: 0.9}, "IND": {2023: 0.2}, "PRK": {2023: 0.1}, "BRA": {2023: 0.8}}
    given = Given(series("a/b/x", {**values, "WLD": {2023: 0.0}, "EU": {2023: 0.0}}))
    reading = read("level", given, series="a/b/x", give="share below")
    assert (reading.value, reading.unit) == ((1 + 0.5) / 4, "1")
    with pytest.raises(NotTestableError, match="no other state"):
        read("level", Given(series("a/b/x", {"CHN": {2023: 1.0}})), series="a/b/x", give="share below")
    assert "one series" in refused("level", series="a/b/x", give="share below", window={"first": 2020})
    assert "not both" in refused("level", series="a/b/x", year=2020, window={"first": 2020})


def test_a_level_beside_the_comparator() -> None:
    assert read("level", GIVEN, series="a/b/paid", give="over comparator").value == pytest.approx(3 / 8)
    assert read("level", GIVEN, series="a/b/paid", give="less comparator").value == -5.0
    window = {"first": 2013, "last": 2016}
    assert read("level", GIVEN, series="a/b/paid", window=window, give="less comparator").value == 2.5 - 8.0


def _coded(*levels: float | None) -> Given:
    paths = [{} if level is None else {"CHN": {2022: 1.0, 2023: level}} for level in levels]
    return Given(*(series(f"a/c/n{at}", path, "level") for at, path in enumerate(paths)))


@pytest.mark.parametrize(("levels", "value"), [((3.0, 3.0, 2.0), 2.0), ((3.0, None, 3.0), 2.0), ((1.0, 1.0, 1.0), 0.0)])
def test_codings_of_the_newest_year_at_a_level(levels: tuple[float | None, ...], value: float) -> None:
    reading = read("codings", _coded(*levels), series=["a/c/n0", "a/c/n1", "a/c/n2"], level=3.0)
    assert (reading.value, reading.year, reading.unit) == (value, 2023, "count")


def test_a_single_coding_is_not_enough() -> None:
    with pytest.raises(NotTestableError, match="1 of 3 codings exist for China in 2023"):
        read("codings", _coded(3.0, None, None), series=["a/c/n0", "a/c/n1", "a/c/n2"], level=3.0)


FIELDS = {"fields": "a/f/", "label": "patents", "leave_out": ["a/f/all"], **WINDOWS}


def _fields(new: float, count: int = 6) -> Given:
    found = [
        series(
            f"a/f/n{n}",
            {
                "CHN": steps((10.0, 2010, 2012), (10.0 * new, 2018, 2020)),
                "USA": flat(100.0, 2010, 2020),
                "JPN": flat(40.0, 2010, 2020),
                "EU": flat(80.0, 2010, 2020),
                "WLD": flat(400.0, 2010, 2020),
            },
        )
        for n in range(count)
    ]
    return Given(*found, series("a/f/all", {"CHN": flat(1.0, 2010, 2020), "USA": flat(1.0, 2010, 2020)}))


def test_fields_beside_the_comparator_and_beside_the_largest_other() -> None:
    assert read("fields", _fields(4.0), give="median change", **FIELDS).value == pytest.approx(4.0)
    assert read("fields", _fields(4.0), give="share level", **FIELDS).value == 0.0
    largest = {"beside": "largest", "home": "USA", "give": "share level", **FIELDS}
    assert read("fields", _fields(4.0), **largest).value == 1.0  # level with Japan; world, union and home are no others
    assert read("fields", _fields(3.9), **largest).value == 0.0
    assert read("fields", _fields(3.9), **largest).steps[0].said == "China over Japan in 2018–2020 (in 2010–2012: 0.25)"


def test_fields_that_do_not_exist_and_a_home_that_is_no_state_are_errors() -> None:
    with pytest.raises(LabelError, match="no series begins with 'a/g/'"):
        read("fields", _fields(2.0), **{**FIELDS, "fields": "a/g/", "give": "share level"})
    said = refused("fields", **{**FIELDS, "home": "USX", "give": "share level"})
    assert "USX" in said and "USA" in said


def test_a_number_may_be_broken_over_lines() -> None:
    number = """
        paid / comparator.paid
    """
    assert read("level", GIVEN, series={"paid": "a/b/paid"}, number=number, label="beside").value == 3 / 8


def test_the_home_state_is_not_asked_and_few_fields_decide_nothing() -> None:
    with pytest.raises(NotTestableError, match="advantage of home"):
        read("fields", _fields(2.0), "USA", "CHN", beside="largest", home="USA", give="share level", **FIELDS)
    with pytest.raises(NotTestableError, match="advantage of home"):
        read("fields", _fields(2.0), home="USA", give="share level", **FIELDS)
    with pytest.raises(NotTestableError, match="4 fields have figures"):
        read("fields", _fields(2.0, 4), give="share level", **FIELDS)
