"""The data dictionary: what a row must say, and what is refused."""

from __future__ import annotations

import pytest

from technostate import units
from technostate.errors import DataError, LabelError
from technostate.strategies import STRATEGIES, dictionary

ROW = """
[[indicator]]
id = "one"
title = "One"
definition = "A thing."
unit = "%"
measure = "a/b/c"
why = "It matters."
no_competing = "Nobody measures it otherwise."
"""


def test_at_least_sixty_indicators_and_eight_a_strategy() -> None:
    rows = dictionary.indicators()
    assert len(rows) >= 60
    for key in STRATEGIES:
        assert len(dictionary.indicators(key)) >= 8, key


def test_every_unit_is_in_the_table_of_units() -> None:
    for row in dictionary.indicators():
        assert units.unit(row.unit).symbol == row.unit


def test_every_indicator_names_competing_definitions_or_says_why_there_are_none() -> None:
    for row in dictionary.indicators():
        assert bool(row.competing) != bool(row.no_competing), row.id


def test_definitions_are_sentences_and_titles_are_not_repeated() -> None:
    rows = dictionary.indicators()
    for row in rows:
        for text in (row.definition, row.why, *filter(None, [row.notes])):
            assert text.endswith("."), (row.id, text)
    titles = [row.title for row in rows]
    assert len(set(titles)) == len(titles)


def test_national_security_has_no_direction_and_enters_no_score() -> None:
    for row in dictionary.indicators("national_security"):
        assert row.direction == "none"
        assert not row.scored


def test_every_indicator_of_fusion_says_it_is_a_proxy_and_for_what() -> None:
    for row in dictionary.indicators("fusion"):
        assert row.proxy, row.id
        assert row.notes.startswith("Proxy"), row.id


def test_no_indicator_enters_the_score_twice_under_two_definitions() -> None:
    """Of two figures of the same quantity (a newer and a wider edition, two producers) at most one is scored."""
    scored = {row.id for row in dictionary.indicators() if row.scored}
    for row in dictionary.indicators():
        if row.id.endswith("_wide"):
            assert row.id.removesuffix("_wide") not in scored, row.id
        if row.id.endswith("_wiod") and row.id.removesuffix("_wiod") + "_icio" in scored:
            assert row.id not in scored, row.id
    assert "rd_share_of_gdp" not in scored
    for row in dictionary.indicators():
        if row.scored and row.instead_of:
            assert row.instead_of in scored, row.id


def test_unknown_names_are_answered_with_the_nearest() -> None:
    with pytest.raises(LabelError, match="rd_share_of_gpd") as caught:
        dictionary.indicator("rd_share_of_gpd")
    assert "rd_share_of_gdp" in caught.value.hint
    with pytest.raises(LabelError) as other:
        dictionary.indicators("inovation")
    assert "innovation" in other.value.hint


def test_a_row_says_its_measure_in_words() -> None:
    row = dictionary.indicator("oil_self_sufficiency")
    assert row.expression.text() == "gapminder/sg/oil_production_total / gapminder/sg/oil_consumption_total"
    assert row.direction == "up" and row.scored


def test_every_indicator_that_is_kept_out_of_a_score_says_why() -> None:
    for row in dictionary.indicators():
        if row.direction != "none" and not row.scored and row.strategy != "fusion":
            assert len(row.out_of_score) > 15, row.id


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("innovations.toml", ROW, "none of national_security"),
        ("innovation.toml", "[[indicator]\nid = 'one'", "not valid TOML"),
        ("innovation.toml", ROW.encode("utf-16"), "not UTF-8"),
        ("innovation.toml", "[other]\na = 1", "unknown tables other"),
        ("innovation.toml", "", r"no \[\[indicator\]\] table"),
        ("innovation.toml", ROW.replace('unit = "%"', 'unit = "per cent"'), "unknown unit 'per cent'"),
        ("innovation.toml", ROW.replace('id = "one"', 'id = "One Two"'), "id: String should match"),
        ("innovation.toml", ROW.replace('why = "It matters."', ""), "why: missing"),
        ("innovation.toml", ROW + "colour = 'red'", "colour: Extra inputs"),
        ("innovation.toml", ROW + "direction = 'sideways'", "direction"),
        ("innovation.toml", ROW.replace('measure = "a/b/c"', "measure = { ratio = ['a/b/c'] }"), "takes 2 expressions"),
        ("innovation.toml", ROW.replace('measure = "a/b/c"', "measure = { quotient = ['a/b/c'] }"), "one operator"),
        ("innovation.toml", ROW + ROW, "'one' appears 2 times"),
        ("innovation.toml", ROW + "competing = ['two']", "not both"),
        ("innovation.toml", ROW.replace("no_competing", "competing").replace(
            '"Nobody measures it otherwise."', "['missing_one']"), "is no indicator"),
        ("innovation.toml", ROW + "strategy = 'military'", "name of the file"),
        ("innovation.toml", ROW + "proxy = true", "a proxy's notes"),
        ("fusion.toml", ROW, "proxies and say so"),
        ("national_security.toml", ROW + "direction = 'up'", "no good direction"),
        ("national_security.toml", ROW + "counted = 'up'", "no good direction"),
        ("military.toml", ROW + "direction = 'up'\ncounted = 'up'", "whose direction is none"),
        ("military.toml", ROW + "counted = 'none'", "counted"),
        ("military.toml", ROW + "in_score = false", "in_score: Extra inputs"),
        ("military.toml", ROW + "out_of_score = 'old'", "out_of_score says nothing"),
        ("military.toml", ROW + "direction = 'up'\ninstead_of = 'two'", "'two' does not"),
        ("military.toml", ROW + "direction = 'up'\ninstead_of = 'one'", "'one' does not"),
        ("military.toml", ROW.replace('measure = "a/b/c"', "measure = { at_least = 'a/b/c' }"), "at_least needs level"),
    ],
)  # fmt: skip
def test_a_malformed_dictionary_is_refused_by_one_clear_error(name: str, content: str | bytes, message: str) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(DataError, match=message) as caught:
        dictionary.read({name: raw})
    assert caught.value.hint
    assert name in str(caught.value) or "'one'" in str(caught.value)


def test_all_problems_of_all_files_are_listed_at_once() -> None:
    with pytest.raises(DataError, match="has 3 problems") as caught:
        dictionary.read(
            {
                "innovation.toml": (ROW.replace('unit = "%"', 'unit = "x"') + "colour = 1").encode(),
                "military.toml": b"[other]",
            }
        )
    assert str(caught.value).count("\n  - ") == 3
