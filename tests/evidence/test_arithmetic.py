"""Arithmetic on series joins units, kinds and origins; a result exists only where all it needs exists."""

from __future__ import annotations

import math

import pytest

from technostate.errors import DataError, LabelError
from technostate.evidence import Origin, Series
from technostate.evidence.arithmetic import before, combined, growth, mean, ratio, share_of
from technostate.evidence.origin import Kind

ONE = Origin("One", "Table", "One (2020).", "2020", "CC BY 4.0")
OTHER = Origin("Other", "Book", "Other (2019).", "2019", "CC BY 4.0")
RESULT = {"id": "x/y/z", "title": "Result"}


def series(
    values: dict[str, dict[int, float]], origin: Origin = ONE, unit: str = "musd", kind: Kind = "measured"
) -> Series:
    return Series("a/b/c", "Given", unit, kind, origin, values)


def values_of(found: Series) -> dict[str, dict[int, float]]:
    return {region: dict(path) for region, path in found.values.items()}


def test_a_ratio_is_taken_in_one_year_over_what_is_positive() -> None:
    above = series({"CHN": {2019: 1.0, 2020: 3.0, 2021: 4.0}, "USA": {2020: 1.0}})
    below = series({"CHN": {2020: 4.0, 2021: 0.0}}, OTHER)
    found = ratio(above, below, unit="%", factor=100, **RESULT)
    assert values_of(found) == {"CHN": {2020: 75.0}}
    assert (found.kind, found.unit) == ("derived", "%")
    assert found.origin.inputs == (ONE, OTHER)


def test_a_share_leaves_the_whole_out_and_needs_it() -> None:
    part = series({"CHN": {2020: 1.0, 2021: 2.0}, "WLD": {2020: 4.0}})
    assert values_of(share_of(part, "WLD", **RESULT)) == {"CHN": {2020: 25.0}}
    with pytest.raises(LabelError, match="WLD"):
        share_of(series({"CHN": {2020: 1.0}}), "WLD", **RESULT)


def test_growth_joins_neighbouring_years_alone() -> None:
    found = growth(series({"CHN": {2017: 1.0, 2018: 2.0, 2020: 3.0, 2021: 2.4}}), **RESULT)
    assert values_of(found) == {"CHN": {2018: 100.0, 2021: pytest.approx(-20.0)}}
    assert values_of(before(series({"CHN": {2018: 2.0}}))) == {"CHN": {2019: 2.0}}


def test_a_mean_needs_one_unit_and_every_figure_and_is_modelled_where_an_input_is() -> None:
    one, other = series({"CHN": {2020: 1.0, 2021: 2.0}}), series({"CHN": {2020: 3.0}}, OTHER, kind="modelled")
    found = mean([one, other], **RESULT)
    assert values_of(found) == {"CHN": {2020: 2.0}}
    assert (found.kind, found.unit) == ("modelled", "musd")
    with pytest.raises(DataError, match=r"a mean of units %, musd"):
        mean([one, series({"CHN": {2020: 1.0}}, unit="%")], **RESULT)
    with pytest.raises(DataError, match="of nothing"):
        mean([], **RESULT)


def test_a_rule_without_an_answer_leaves_the_year_out_and_never_an_empty_series() -> None:
    given = series({"CHN": {2020: 0.0, 2021: 4.0}})
    found = combined([given], lambda x: 1 / x if x else math.inf, unit="1", note="inverse", **RESULT)
    assert values_of(found) == {"CHN": {2021: 0.25}} and found.origin.note == "inverse"
    with pytest.raises(LabelError, match="no region has all of a/b/c, a/b/c"):
        combined([given, series({"USA": {2020: 1.0}})], max, unit="1", **RESULT)
