"""The evaluator: what expressions mean, and which are refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import DataError
from technostate.evidence import Origin, Series
from technostate.strategies.expressions import parse, problems
from technostate.strategies.measures import as_series, evaluate

SOURCE = Origin("Example", "Table", "Example (2020). Table.", "2020", "CC BY 4.0")
OTHER = Origin("Another", "List", "Another (2021). List.", "2021", "CC BY 4.0")

Table = dict[str, dict[int, float]]


def loader(**tables: Table) -> Any:
    """Return a load function for series e/t/<name>, each in musd from its own source."""
    origins = dict(zip(tables, (SOURCE, OTHER), strict=False))

    def load(series_id: str, vintage: str | None = None) -> Series:
        name = series_id.rsplit("/", 1)[-1]
        return Series(series_id, name, "musd", "measured", origins.get(name, SOURCE), tables[name])

    return load


def values(written: Any, **tables: Table) -> Table:
    figures = evaluate(parse(written), loader(**tables))
    return {region: dict(path) for region, path in figures.values.items()}


def test_a_ratio_joins_region_and_year_exactly_and_skips_the_rest() -> None:
    found = values(
        {"ratio": ["e/t/a", "e/t/b"], "scale": 100},
        a={"CHN": {2019: 1.0, 2020: 3.0}, "USA": {2020: 5.0}, "JPN": {2018: 1.0}},
        b={"CHN": {2020: 4.0, 2021: 9.0}, "USA": {2020: 0.0}, "JPN": {2019: 2.0}},
    )
    assert found == {"CHN": {2020: 75.0}}


def test_sums_differences_and_products_need_every_operand() -> None:
    a, b = {"CHN": {2019: 1.0, 2020: 3.0}}, {"CHN": {2020: 4.0}}
    assert values({"sum": ["e/t/a", "e/t/b"]}, a=a, b=b) == {"CHN": {2020: 7.0}}
    assert values({"difference": ["e/t/a", "e/t/b"]}, a=a, b=b) == {"CHN": {2020: -1.0}}
    assert values({"product": ["e/t/a", "e/t/b"], "scale": 0.5}, a=a, b=b) == {"CHN": {2020: 6.0}}


def test_growth_is_compound_and_stands_at_the_end_year() -> None:
    found = values({"growth": "e/t/a", "years": 2}, a={"CHN": {2018: 100.0, 2020: 121.0, 2021: 50.0}})
    assert found == {"CHN": {2020: pytest.approx(10.0)}}


def test_a_trailing_mean_needs_every_year() -> None:
    found = values({"mean": "e/t/a", "years": 3}, a={"CHN": {2017: 9.0, 2018: 1.0, 2019: 2.0, 2020: 6.0, 2022: 5.0}})
    assert found == {"CHN": {2019: 4.0, 2020: 3.0}}


def test_a_share_of_the_world_takes_the_producers_total_where_there_is_one() -> None:
    table = {"CHN": {2020: 2.0}, "EU": {2020: 4.0}, "WLD": {2020: 10.0}}
    assert values({"share_of_world": "e/t/a"}, a=table) == {"CHN": {2020: 0.2}, "EU": {2020: 0.4}}


def test_a_share_of_the_world_leaves_out_years_whose_total_is_not_the_worlds() -> None:
    table = {"CHN": {1992: 2.0, 1993: 2.0}, "WLD": {1992: 4.0, 1993: 10.0}}
    assert values({"share_of_world": "e/t/a", "since": 1993}, a=table) == {"CHN": {1993: 0.2}}


def test_a_share_of_the_world_without_total_or_enough_states_is_refused() -> None:
    with pytest.raises(DataError, match="no world total"):
        values({"share_of_world": "e/t/a"}, a={"CHN": {2020: 2.0}, "USA": {2020: 3.0}})


def test_listed_states_are_the_world_only_where_the_dictionary_says_so_and_groups_are_not_added_twice() -> None:
    table = {"CHN": {2020: 1.0}, "DEU": {2020: 3.0}, "EU": {2020: 3.0}}
    found = values({"share_of_world": "e/t/a", "total": "listed"}, a=table)
    assert found == {"CHN": {2020: 0.25}, "DEU": {2020: 0.75}, "EU": {2020: 0.75}}


def test_distance_from_the_median_state_is_symmetric() -> None:
    found = values({"distance_from_median": "e/t/a"}, a={"CHN": {2020: -1.0}, "IND": {2020: 0.5}, "USA": {2020: 2.0}})
    assert found == {"CHN": {2020: 1.5}, "IND": {2020: 0.0}, "USA": {2020: 1.5}}


def test_one_published_series_stays_measured_and_anything_else_is_derived_from_all_its_sources() -> None:
    load = loader(a={"CHN": {2020: 1.0}}, b={"CHN": {2020: 2.0}})
    same = evaluate(parse("e/t/a"), load)
    assert (same.kind, same.origins) == ("measured", (SOURCE,))
    assert as_series(same, key="k_1", title="T", unit="musd", how="").origin == SOURCE
    ratio = evaluate(parse({"ratio": ["e/t/a", "e/t/b"]}), load)
    series = as_series(ratio, key="k_2", title="T", unit="1", how="a / b")
    assert series.kind == "derived"
    assert series.origin.inputs == (SOURCE, OTHER)
    assert series.origin.note == "a / b"


def test_a_declared_unit_that_is_not_the_datas_unit_is_refused() -> None:
    figures = evaluate(parse("e/t/a"), loader(a={"CHN": {2020: 1.0}}))
    with pytest.raises(DataError, match="declared in 'count'"):
        as_series(figures, key="k_1", title="T", unit="count", how="")


def test_sums_of_different_units_are_refused() -> None:
    def load(series_id: str, vintage: str | None) -> Series:
        unit = "musd" if series_id.endswith("a") else "count"
        return Series(series_id, "x", unit, "measured", SOURCE, {"CHN": {2020: 1.0}})

    with pytest.raises(DataError, match="different units: count, musd"):
        evaluate(parse({"sum": ["e/t/a", "e/t/b"]}), load)


def test_the_named_edition_is_the_one_loaded() -> None:
    asked: list[str | None] = []

    def load(series_id: str, vintage: str | None) -> Series:
        asked.append(vintage)
        return Series(series_id, "x", "musd", "measured", SOURCE, {"CHN": {2020: 1.0}})

    evaluate(parse({"ratio": [{"series": "e/t/a", "vintage": "old"}, "e/t/b"]}), load)
    assert asked == ["old", None]


@given(
    st.dictionaries(st.sampled_from(["CHN", "USA", "IND", "JPN"]), st.floats(0.01, 1e6), min_size=1),
    st.floats(1e-6, 1e6),
)
def test_shares_of_the_world_do_not_depend_on_the_unit(table: dict[str, float], factor: float) -> None:
    a = {region: {2020: value} for region, value in table.items()}
    b = {region: {2020: value * factor} for region, value in table.items()}
    share = {"share_of_world": "e/t/a", "total": "listed"}
    first, second = values(share, a=a), values(share, a=b)
    assert sum(path[2020] for path in first.values()) == pytest.approx(1.0)
    for region in table:
        assert first[region][2020] == pytest.approx(second[region][2020], rel=1e-12)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("a/b", "not a series id"),
        (3, "neither a series id nor a table"),
        ({}, "one operator is needed, none given"),
        ({"ration": ["a/b/c", "a/b/d"]}, "did you mean ratio"),
        ({"ratio": ["a/b/c", "a/b/d"], "sum": ["a/b/c", "a/b/d"]}, "ratio, sum given"),
        ({"ratio": ["a/b/c"]}, "takes 2 expressions, 1 given"),
        ({"sum": ["a/b/c"]}, "takes at least 2 expressions, 1 given"),
        ({"ratio": ["a/b/c", "a/b/d"], "scale": "100"}, "scale is '100', not float"),
        ({"ratio": ["a/b/c", "a/b/d"], "scale": 0}, "a scale of zero"),
        ({"ratio": ["a/b/c", "a/b/d"], "years": 5}, "has no option 'years'"),
        ({"growth": "a/b/c"}, "growth needs years"),
        ({"growth": "a/b/c", "years": 1}, "between 2 and 50"),
        ({"mean": "a/b/c", "years": True}, "not int"),
        ({"share_of_world": "a/b/c", "total": "some"}, "is not 'listed'"),
        ({"exposure": "foreign_input_reliance"}, "exposure needs worlds"),
        ({"exposure": "foreign_reliance", "worlds": "wiod"}, "exposure has no 'foreign_reliance'"),
        ({"exposure": "foreign_input_reliance", "worlds": "gtap"}, "none of wiod, icio"),
        ({"panel": "import_share", "sectors": []}, "sectors is"),
        ({"panel": "import_share", "sectors": "C26"}, "sectors is 'C26', not list"),
        ({"public_inputs": ["foreign_share"]}, "takes a name"),
        ({"ratio": [{"growth": "a/b"}, "x"]}, r"measure.ratio\[1\].growth\[1\]"),
    ],
)
def test_malformed_expressions_are_refused_in_plain_words(written: Any, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        parse(written)
    assert "operators:" in caught.value.hint


def test_every_problem_of_a_nested_expression_is_named_with_its_place() -> None:
    found = list(problems({"ratio": [{"growth": "a/b"}, "x"]}))
    assert len(found) == 3
    assert found[-1].startswith("measure.ratio[2]: 'x' is not a series id")
