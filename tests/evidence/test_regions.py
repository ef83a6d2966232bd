"""The table of regions is ISO 3166 plus what the data need, and producers' codes map onto it."""

from __future__ import annotations

import pycountry
import pytest

from technostate.errors import LabelError
from technostate.evidence import Origin, Series, regions, spellings
from technostate.world import fine_intermediate, load


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


GROUPS = ("EU", "five_eyes", "g7", "nato")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("CHN", "CHN"), ("chn", "CHN"), ("CN", "CHN"), ("China", "CHN"), ("中国", "CHN"), ("the united states", "USA"),
        ("U.S.A.", "USA"), ("UK", "GBR"), ("EL", "GRC"), ("ROM", "ROU"), ("Zaire", "COD"), ("Turkiye", "TUR"),
        ("Côte d’Ivoire", "CIV"), ("Cote d'Ivoire", "CIV"), ("Macau", "MAC"), ("澳门", "MAC"), ("臺灣", "TWN"),
        ("Taiwan, China", "TWN"), ("韩国", "KOR"), ("刚果（金）", "COD"), ("EU27", "EU"), ("EU-27", "EU"),
        ("欧盟", "EU"),
        ("eu", "EU"), ("G7", "g7"), ("七国集团", "g7"), ("NATO", "nato"), ("Five Eyes", "five_eyes"), ("world", "WLD"),
        (" jpn ", "JPN"), ("ＣＨＮ", "CHN"), ("Japan+kor", ("JPN", "KOR")), ("EU27 + USA", ("EU", "USA")),
    ],
)  # fmt: skip
def test_what_is_typed_is_resolved_alike_at_every_door(text: str, meant: str | tuple[str, ...] | None) -> None:
    if meant is None:
        with pytest.raises(LabelError, match=text):
            regions.typed(text, groups=GROUPS)
    else:
        assert regions.typed(text, ("CHN", "USA"), groups=GROUPS) == meant


@pytest.mark.parametrize(
    ("text", "both"),
    [("Congo", ("COD", "COG")), ("刚果", ("COD", "COG")), ("Korea", ("KOR", "PRK")), ("CS", ("CSK", "SCG"))],
)
def test_a_name_of_two_states_is_refused_with_both_codes(text: str, both: tuple[str, str]) -> None:
    with pytest.raises(LabelError, match=rf"'{text}' may be {both[0]} .* or {both[1]} ") as caught:
        regions.typed(text, ("CHN", "COD"))
    assert caught.value.hint == f"write the code: {both[0]} or {both[1]}"


def test_a_label_of_the_files_own_comes_before_every_name() -> None:
    assert regions.typed("China", ("China", "CHN")) == "China"
    assert regions.typed("cn", ("CN", "US")) == "CN"
    assert regions.typed("a+b", ("a+b", "c")) == "a+b"
    assert regions.typed("cHn", ("CHN", "chn")) == "CHN"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("CHM", "CHN (China)"),
        ("Germny", "DEU (Germany)"),
        ("g8", "did you mean g7"),
        ("Atlantis", "by its code"),
        ("?", "code"),
    ],
)
def test_a_text_that_means_nothing_is_refused_with_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(LabelError) as caught:
        regions.typed(text, ("CHN", "DEU", "USA"), groups=GROUPS)
    assert hint in caught.value.hint


def test_typed_names_agree_with_iso_3166() -> None:
    for country in pycountry.countries:
        assert regions.typed(country.alpha_2.lower()) == country.alpha_3
        assert regions.typed(country.alpha_3.lower()) == country.alpha_3
        if country.name != "Congo":
            assert regions.typed(country.name) == country.alpha_3


def test_old_codes_are_those_that_iso_3166_3_withdrew() -> None:
    """Every withdrawn code of three letters or two that we read carries the last year that the standard gives."""
    withdrawn = {country.alpha_3: country.withdrawal_date[:4] for country in pycountry.historic_countries}
    dated = {
        row["text"]: row["until"] for row in spellings.rows("typed_names.csv") if row["sort"] == "old" and row["until"]
    }
    checked = {code: year for code, year in dated.items() if code in withdrawn}
    assert {code: withdrawn[code] for code in checked} == checked and {"ZAR", "TMP", "BUR"} <= set(checked)


def test_every_state_has_a_short_chinese_name_and_only_listed_texts_are_ambiguous() -> None:
    rows = spellings.rows("typed_names.csv")
    assert {row["label"] for row in rows if row["sort"] == "chinese"} >= set(regions.countries())
    several = {text for text, labels in spellings.spellings().items() if len(labels) > 1}
    assert several == {"congo", "korea", "刚果", "cs", "virginislands"}
    assert {row["label"] for row in rows} <= set(regions.table()) | {"g7", "nato", "brics", "asean", "sco", "five_eyes"}


def test_a_known_state_without_figures_is_named_and_no_other_is_suggested() -> None:
    origin = Origin("Example", "Table", "Example.", "2020", "CC0")
    series = Series("a/b/c", "A", "1", "measured", origin, {"TUN": {2000: 1.0}, "CHN": {2000: 2.0}})
    with pytest.raises(LabelError) as caught:
        series.path("TWN")
    assert caught.value.full() == "Taiwan (TWN) has no figures in a/b/c\nhint: regions there (2): CHN, TUN"
    with pytest.raises(LabelError, match="unknown region 'China'") as caught:
        series.path("China")
    assert caught.value.hint.startswith("write CHN (China)")
    with pytest.raises(LabelError, match=r"Macao .MAC. is not shown apart in wiod-2004"):
        load("wiod-2004").region_index("MAC")
    with pytest.raises(LabelError, match=r"Macao .MAC. is not shown apart in the fine table"):
        fine_intermediate().node("MAC", "C26")
