"""The table of regions is ISO 3166 plus what the data need, and producers' codes map onto it."""

from __future__ import annotations

import pycountry
import pytest

from technostate.errors import LabelError
from technostate.evidence import regions


def test_every_country_of_iso_3166_is_in_the_table_and_only_kosovo_is_added() -> None:
    iso = {country.alpha_3 for country in pycountry.countries}
    assert set(regions.countries()) == iso | {"XKX"}


def test_historical_codes_are_those_of_iso_3166_3_but_for_two_of_our_own() -> None:
    withdrawn = {country.alpha_3 for country in pycountry.historic_countries}
    historical = {label for label, region in regions.table().items() if region.sort == "historical"}
    assert historical - withdrawn == {"RVN", "ZNZ"}
    assert all(regions.table()[label].last is not None for label in historical)


def test_names_are_those_of_pycountry_or_short_forms_of_them() -> None:
    """Every official and common name of pycountry is understood as the same code."""
    wrong = {
        name: regions.from_name(name)
        for country in pycountry.countries
        for name in (country.name, getattr(country, "common_name", None), getattr(country, "official_name", None))
        if name is not None and regions.from_name(name) != country.alpha_3
    }
    assert wrong == {}


def test_no_two_labels_share_a_name() -> None:
    names = [region.name for region in regions.table().values()]
    assert len(names) == len(set(names))


def test_the_union_has_27_members_without_the_united_kingdom() -> None:
    assert len(set(regions.EU27_2020)) == 27
    assert "GBR" not in regions.EU27_2020 and {"HRV", "DEU", "ROU"} <= set(regions.EU27_2020)
    assert all(regions.is_known(code) for code in regions.EU27_2020)


def test_china_hong_kong_macao_and_taiwan_are_labels_of_their_own() -> None:
    assert [regions.from_name(name) for name in ("China", "Hong Kong", "Macau", "Taiwan")] == [
        "CHN",
        "HKG",
        "MAC",
        "TWN",
    ]
    assert "Excludes Hong Kong" in regions.table()["CHN"].note


@pytest.mark.parametrize(
    ("code", "label"),
    [("ROM", "ROU"), ("zar", "COD"), ("RoW", "ROW"), ("chn", "CHN"), ("EUU", "EU"), ("OWID_WRL", None), ("ARB", None)],
)
def test_old_and_lower_case_codes_are_mapped_and_aggregates_are_not(code: str, label: str | None) -> None:
    assert regions.from_code(code) == label


@pytest.mark.parametrize(
    ("number", "year", "label"),
    [
        (2, 2020, "USA"),
        (710, 2020, "CHN"),
        (255, 1938, "DEU"),
        (260, 1980, "DEU"),
        (265, 1980, "DDR"),
        (345, 1990, "YUG"),
        (345, 2004, "SCG"),
        (345, 2015, "SRB"),
        (340, 2015, "SRB"),
        (678, 1985, "YEM"),
        (680, 1985, "YMD"),
        (817, 1970, "RVN"),
        (300, 1900, None),
    ],
)
def test_correlates_of_war_and_gleditsch_ward_numbers_are_dated(number: int, year: int, label: str | None) -> None:
    assert regions.from_cow(number, year) == label


def test_an_unknown_state_number_is_refused() -> None:
    with pytest.raises(LabelError, match="state number 999") as caught:
        regions.from_cow(999, 2000)
    assert "710 China" in caught.value.hint


@pytest.mark.parametrize(
    ("wrong", "suggestion"),
    [("China", "CHN (China)"), ("usa", "USA"), ("CHM", "CHN (China)"), ("Germny", "DEU (Germany)")],
)
def test_an_unknown_region_is_refused_with_the_nearest_codes_and_names(wrong: str, suggestion: str) -> None:
    with pytest.raises(LabelError, match=wrong) as caught:
        regions.check(wrong)
    assert suggestion in caught.value.hint
