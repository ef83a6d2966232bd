"""Goals: what is said of a target given the figures there are."""

from __future__ import annotations

from typing import Any

import pytest

from technostate import states
from technostate.evidence import Origin, Series
from technostate.states import Goal, Source
from technostate.strategies import progress
from technostate.strategies.distance import measured

SOURCE = Source(
    key="plan", title="Plan", issuer="Parliament", date="2016-03", url="https://example.org", checked="read",
    standing="official",
)  # fmt: skip
ORIGIN = Origin("Example", "Table", "Example (2020). Table.", "2020", "CC BY 4.0")


def goal(**fields: Any) -> Goal:
    given = {"key": "g", "strategy": "innovation", "title": "T", "indicator": "i", "target": 2.5, "unit": "% of GDP",
             "year": 2020, "stated": "2016-03", "source": SOURCE}  # fmt: skip
    return Goal(**{**given, **fields})


def series(path: dict[int, float], unit: str = "% of GDP") -> Series:
    return Series("e/t/i", "Indicator", unit, "measured", ORIGIN, {"CHN": path})


def test_before_the_year_a_missed_target_is_open_and_needs_a_straight_line() -> None:
    found = measured(goal(), series({2008: 1.4, 2018: 2.1}), "CHN")
    assert (found.status, found.year) == ("open", 2018)
    assert found.distance == pytest.approx(0.4)
    assert found.needed_per_year == pytest.approx(0.2)
    assert found.pace_per_year == pytest.approx(0.07)
    assert "2018, before the goal's year 2020" in found.note


def test_before_the_year_a_target_already_met_is_reached() -> None:
    found = measured(goal(), series({2018: 2.6}), "CHN")
    assert (found.status, found.needed_per_year) == ("reached", None)


def test_the_goals_own_year_decides_even_if_later_years_differ() -> None:
    assert measured(goal(), series({2020: 2.4, 2022: 2.6}), "CHN").status == "not reached by the year"
    assert measured(goal(), series({2020: 2.5, 2022: 2.3}), "CHN").status == "reached"


def test_a_year_without_figure_is_judged_by_the_first_after_it_and_says_so() -> None:
    found = measured(goal(), series({2010: 1.7, 2021: 2.43}), "CHN")
    assert (found.status, found.year) == ("not reached by the year", 2021)
    assert found.note == "no figure for 2020; 2021 is the first after it"


def test_a_figure_many_years_late_judges_nothing() -> None:
    found = measured(goal(year=2015), series({2010: 1.7, 2021: 2.43}), "CHN")
    assert (found.status, found.value) == ("no figure", None)
    assert found.note == "no figure from 2015 to 2017"


def test_a_competing_definition_judges_a_year_that_the_first_one_lacks_and_says_so() -> None:
    """The compiled table has 2010 and 2021; the World Bank's series has 2015."""
    found = progress(goal(indicator="rd_share_of_gdp", target=2.2, year=2015), "CHN")
    assert (found.status, found.year) == ("not reached by the year", 2015)
    assert found.note.startswith("judged by rd_share_of_gdp_wdi")


def test_a_growth_rate_for_one_year_is_not_reached_in_another() -> None:
    rate = goal(target=5.0, unit="% a year", year=2025)
    found = measured(rate, series({2023: 5.4, 2024: 5.1}, unit="% a year"), "CHN")
    assert (found.status, found.needed_per_year, found.pace_per_year) == ("open", None, None)
    assert measured(rate, series({2025: 5.1}, unit="% a year"), "CHN").status == "reached"


def test_a_ceiling_and_a_target_to_be_near_to() -> None:
    assert measured(goal(direction="at_most"), series({2020: 2.4}), "CHN").status == "reached"
    assert measured(goal(direction="at_most"), series({2020: 2.6}), "CHN").status == "not reached by the year"
    assert measured(goal(direction="about"), series({2020: 2.6}), "CHN").status == "reached"
    assert measured(goal(direction="about"), series({2020: 2.7}), "CHN").status == "above the stated figure"
    assert measured(goal(direction="about"), series({2020: 2.3}), "CHN").status == "below the stated figure"


def test_a_change_is_in_per_cent_of_the_base_year() -> None:
    cut = goal(measure="change", base_year=2015, target=-10.0, unit="%", direction="at_most")
    found = measured(cut, series({2015: 200.0, 2020: 176.0}), "CHN")
    assert (found.status, found.unit) == ("reached", "%")
    assert found.value == pytest.approx(-12.0)


def test_average_growth_from_levels_and_from_annual_rates_agree() -> None:
    aim = goal(measure="average_growth", base_year=2015, target=6.5, unit="% a year", year=2017)
    levels = measured(aim, series({2015: 100.0, 2016: 107.0, 2017: 107.0 * 1.06}), "CHN")
    rates = measured(aim, series({2015: 99.0, 2016: 7.0, 2017: 6.0}, unit="% a year"), "CHN")
    assert levels.value == pytest.approx(rates.value)
    assert levels.status == rates.status == "not reached by the year"


def test_average_growth_is_not_judged_before_its_last_year() -> None:
    aim = goal(measure="average_growth", base_year=2015, target=6.5, unit="% a year", year=2020)
    found = measured(aim, series({2016: 9.0, 2017: 9.0}, unit="% a year"), "CHN")
    assert (found.status, found.needed_per_year) == ("open", None)


def test_a_gap_in_annual_rates_is_not_bridged() -> None:
    aim = goal(measure="average_growth", base_year=2015, target=6.5, unit="% a year", year=2018)
    found = measured(aim, series({2016: 9.0, 2018: 9.0}, unit="% a year"), "CHN")
    assert (found.status, found.year) == ("open", 2016)


def test_missing_figures_are_said_to_be_missing() -> None:
    assert measured(goal(), series({2018: 1.0}), "USA").status == "no figure"
    base = measured(goal(measure="change", base_year=2001), series({2018: 1.0}), "CHN")
    assert (base.status, base.note) == ("no figure", "no figure for the base year 2001")


def test_a_goal_without_indicator_is_not_measurable_and_says_why() -> None:
    found = progress(goal(indicator="", target=None, reason="the source gives no figure"), "CHN")
    assert (found.status, found.value, found.note) == ("not measurable", None, "the source gives no figure")


def test_every_measurable_goal_of_every_state_has_an_indicator_and_a_neutral_status() -> None:
    seen = 0
    for code in states.codes():
        for aim in states.load(code).goals:
            found = progress(aim, code)
            seen += found.status not in ("not measurable", "no figure")
            assert found.goal.source.origin(found.goal.place).producer
            if aim.measurable and found.value is not None:
                assert found.year is not None
                assert found.unit == aim.unit, (code, aim.key)
    assert seen >= 5


def test_china_spent_less_than_its_target_on_research_in_2020() -> None:
    """R&D 2.357 % of GDP (World Bank, edition of July 2026), for a year that the compiled table lacks; target 2.5 %."""
    found = [progress(aim, "CHN") for aim in states.load("CHN").goals if aim.indicator == "rd_share_of_gdp"]
    assert found
    first = next(item for item in found if item.goal.year == 2020)
    assert (first.value, first.year) == (pytest.approx(2.357, abs=0.0005), 2020)
    assert first.status == "not reached by the year"


@pytest.mark.parametrize("status", ["dropped", "superseded"])
def test_a_goal_that_the_state_gave_up_is_not_missed(status: str) -> None:
    found = progress(goal(indicator="rd_share_of_gdp", status=status), "CHN")
    assert (found.status, found.value, found.distance) == (status, None, None)
    assert progress(goal(indicator="rd_share_of_gdp", status="missed"), "CHN").status == "not reached by the year"
