"""The traps of the raw files, each on a small file that has it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from technostate.errors import DataError, LabelError
from technostate.evidence import Origin, derived
from technostate.evidence.readers import (
    cow,
    gather,
    ncses,
    ncses_spec,
    ncses_tables,
    pts,
    ssp,
    tidy,
    us_export_control_rules,
)
from technostate.evidence.readers.data_set import data_set, parse
from technostate.evidence.regions import EU27_2020
from technostate.evidence.series import Series

SOURCE = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_an_empty_field_is_a_gap_and_a_zero_stays_a_zero(tmp_path: Path) -> None:
    rows = "Iceland,ISL,2019,0\nIceland,ISL,2020,\nChina,CHN,2020,5\n"
    path = write(tmp_path, "gdp.csv", f"Country Name,Country Code,Year,Value\n{rows}")
    (series,) = tidy.read(path, data_set("worldbank-wdi").table("gdp.csv"))
    assert dict(series.path("ISL")) == {2019: 0.0}


def test_aggregates_other_than_the_union_and_the_world_are_left_out(tmp_path: Path) -> None:
    rows = "Euro area,EMU,2020,3\nEuropean Union,EUU,2020,4\nWorld,WLD,2020,9\nRomania,ROM,2020,1\n"
    path = write(tmp_path, "gdp.csv", f"Country Name,Country Code,Year,Value\n{rows}")
    (series,) = tidy.read(path, data_set("worldbank-wdi").table("gdp.csv"))
    assert series.regions == ("EU", "ROU", "WLD")


def test_leading_zeros_are_gaps_where_an_item_was_not_reported_apart() -> None:
    values = {"CHN": {1982: 0.0, 1997: 5.0, 1998: 0.0}, "TCD": {1990: 0.0}}
    series = Series("example/table/ip", "IP", "usd", "measured", SOURCE, values)
    assert {region: dict(path) for region, path in gather.without_leading_zeros(series).values.items()} == {
        "CHN": {1997: 5.0, 1998: 0.0}
    }


def test_terror_levels_are_taken_only_where_their_status_says_so(tmp_path: Path) -> None:
    header = "Country,Year,COW_Code_N,WordBank_Code_A,PTS_A,PTS_H,PTS_S,NA_Status_A,NA_Status_H,NA_Status_S\n"
    rows = "Türkiye,2022,640,TUR,3,4,4,0,0,0\nX,2021,640,TUR,3,2,NA,88,0,77\nCrimea,2022,NA,NA,4,4,4,0,0,0\n"
    path = write(tmp_path, "PTS-2024.csv", header + rows, "latin-1")
    found = {series.id: series for series in tidy.read(path, data_set("political-terror-scale").table("PTS-2024.csv"))}
    assert dict(found["pts/2024/PTS_A"].path("TUR")) == {2022: 3.0}
    classes = {series.id: series for series in pts.read(path)}
    assert dict(classes["pts/classes/human-rights-watch"].path("TUR")) == {2021: 1.0, 2022: 3.0}
    assert dict(found["pts/2024/PTS_H"].path("TUR")) == {2021: 2.0, 2022: 4.0}
    assert found["pts/2024/PTS_S"].regions == ("TUR",)


def test_gapminder_drops_tax_revenue_and_projected_population() -> None:
    columns = {column.name: column for column in data_set("gapminder-sg").tables[0].columns}
    assert "tax_revenue_percent_of_gdp" not in columns
    assert columns["total_population_with_projections"].until == 2010


def test_a_new_data_set_needs_a_table_and_no_code(tmp_path: Path) -> None:
    """One figure a row, names of regions, a row of the Union that counts sales between members, a status column."""
    text = """
    title = "Chips"
    [origins.made]
    producer = "Example"
    title = "Chips"
    citation = "Example (2024)."
    vintage = "2024"
    licence = "CC BY 4.0"
    [[tables]]
    file = "chips/chips.csv"
    prefix = "example/chips"
    origin = "made"
    name = "country"
    year = "year"
    series = "what"
    value = "figure"
    labels = { "Atlantis" = "" }
    between = [0, 100]
    columns = [
      { name = "wafers", id = "wafer-share", title = "Share of wafers", unit = "%", without_eu = true, until = 2021 },
      { name = "tools", title = "Share of tools", unit = "1", factor = 0.01, status = "known" },
    ]
    """
    lines = (
        "Japan,2020,wafers,56,0\nEU,2020,wafers,14,0\nJapan,2022,wafers,53,0\nAtlantis,2020,wafers,9,0\n"
        "Japan,2020,tools,31,0\nNetherlands,2020,tools,NA,0\nNetherlands,2021,tools,17,1\nJapan,2020,masks,1,0\n"
    )
    data = parse("chips", text)
    assert data.folders == ("chips",)
    path = write(tmp_path, "chips.csv", "country,year,what,figure,known\n" + lines)
    wafers, tools = tidy.read(path, data.tables[0])
    assert (wafers.id, {label: dict(path) for label, path in wafers.values.items()}) == (
        "example/chips/wafer-share", {"JPN": {2020: 56.0}},
    )  # fmt: skip
    assert {label: dict(path) for label, path in tools.values.items()} == {"JPN": {2020: 0.31}}
    assert tools.origin.producer == "Example" and tools.kind == "measured"


def test_a_parquet_file_gives_the_same_figures_as_the_text_file(tmp_path: Path) -> None:
    table = data_set("worldbank-wdi").table("gdp.csv")
    figures = [1.0, 1e-7, 17794781986104.457, 2.0 / 3.0]
    rows = "".join(f"China,CHN,{2000 + step},{value!r}\n" for step, value in enumerate(figures))
    text = write(tmp_path, "gdp.csv", "Country Name,Country Code,Year,Value\n" + rows)
    years = list(range(2000, 2004))
    frame = pl.DataFrame({"Country Code": ["CHN"] * 5, "Year": [*years, 2004], "Value": [*figures, None]})
    frame.write_parquet(tmp_path / "gdp.parquet")
    (one,), (other,) = tidy.read(text, table), tidy.read(tmp_path / "gdp.parquet", table)
    assert one.values == other.values
    assert list(one.path("CHN").values()) == figures


def test_the_newest_column_of_r_and_d_expenditure_belongs_to_the_year_behind_the_name(tmp_path: Path) -> None:
    rows = (
        "Australia (2019),GERD,Current PPP dollars,2010,20.56\nAustralia (2019),GERD,Current PPP dollars,2021a,24.06\n"
        "Non-OECD -> China,GERD,Current PPP dollars,2021a,667.64\nTotal OECD,GERD,Current PPP dollars,2021a,1\n"
    )
    more = "China,GERD,Constant (2015) PPP dollars,2010,1\nChina,GERD-to-GDP ratio (%),%,2010,1\n"
    path = write(tmp_path, "gerd.csv", f"path,measure,unit,year,value\n{rows}{more}")
    current = ncses_tables.read_selection(path, ncses_tables.SELECTIONS["expenditure"])[0]
    assert dict(current.path("AUS")) == {2010: 20560.0, 2019: 24060.0}
    assert dict(current.path("CHN")) == {2021: 667640.0}
    assert current.unit == "mppp"


def test_federal_research_of_2009_is_the_total_and_not_its_parts(tmp_path: Path) -> None:
    basis = "R&D and R&D plant budget authority"
    rows = (
        f"{basis} -> 2009<sup>a</sup>,$millions,National defense,85642\n"
        f"{basis} -> 2009<sup>a</sup> -> ARRA,$millions,National defense,300\n"
        f"{basis} -> 2024 preliminary,$millions,National defense,106163\n"
    )
    path = write(tmp_path, "12588.csv", f"time_period,_millions_level_1,_millions_level_2,value\n{rows}")
    (series,) = ncses_tables.read_federal(path)
    assert series.id == "ncses/federal-rd/national-defense"
    assert dict(series.path("USA")) == {2009: 85642.0, 2024: 106163.0}


def test_only_the_first_row_of_an_economy_carries_its_name_in_the_table_of_budgets(tmp_path: Path) -> None:
    rows = (
        "United States,Year,,2000\nUnited States,Percentage of GBARD,Defense,44.4\n"
        ",Year,,2019\n,Percentage of GBARD,Defense,46.9\n"
        "EU-27,Year,,2000\nEU-27,Percentage of GBARD,Defense,na\n,Year,,2019\n,Percentage of GBARD,Defense,2.4\n"
    )
    path = write(tmp_path, "6317.csv", f"time_period,column_level_1,column_level_2,value\n{rows}")
    series = ncses_tables.read_defence_budgets(path)
    assert {label: dict(figures) for label, figures in series.values.items()} == {
        "USA": {2000: 44.4, 2019: 46.9},
        "EU": {2019: 2.4},
    }


def test_a_quarter_inside_a_gap_has_no_count_and_a_partial_year_has_no_yearly_count(tmp_path: Path) -> None:
    header = "date,doc_number,category,mentions_china,n_added_parsed,n_added_china_parsed\n"
    rows = "2022-01-05,a,icts,True,,\n2022-05-05,b,entity_list,True,7,\n2023-02-01,c,entity_list,False,5,\n"
    rules = us_export_control_rules.read_rules(write(tmp_path, "rules.csv", header + rows))
    found = {series.id.rsplit("/", 1)[-1]: dict(series.path("USA")) for series in us_export_control_rules.series(rules)}
    assert (2022, 1) not in {(item.year, item.quarter) for item in us_export_control_rules.quarters(rules)}
    assert found["rules"] == {2023: 1.0, 2025: 0.0}
    assert found["rules-per-quarter"][2022] == pytest.approx(1 / 3)
    assert found["entities-added"] == {2023: 5.0, 2025: 0.0}


def test_growth_rates_do_not_depend_on_the_unit_of_the_level(tmp_path: Path) -> None:
    def growth(scale: float) -> float:
        header = "scenario,region,year,pop,gdp_dol2011_ppp\n"
        rows = "".join(
            f"{name},China,{year},{100 + step},{scale * 1.05**step}\n"
            for name in ssp.SCENARIOS
            for step, year in ((0, 2020), (5, 2025))
        )
        return ssp.read(write(tmp_path, "ssp.csv", header + rows))[0].value("CHN", 2025)

    assert growth(1.0) == pytest.approx(5.0, abs=1e-9)
    assert growth(1e12) == pytest.approx(growth(1.0), abs=1e-9)


def test_the_index_of_capabilities_sums_to_one_over_states_that_report_everything(tmp_path: Path) -> None:
    header = "ccode,year,milex,milper,irst,pec,tpop,upop\n"
    path = write(tmp_path, "cow_nmc.csv", f"{header}2,2000,3,1,1,1,1,1\n710,2000,1,1,3,1,3,1\n")
    index = cow.capabilities(path)[0]
    assert sum(index.cross_section(2000).values()) == pytest.approx(1.0, abs=1e-12)
    assert index.value("USA", 2000) == pytest.approx((0.75 + 0.5 + 0.25 + 0.5 + 0.25 + 0.5) / 6, abs=1e-12)


def test_a_state_of_the_system_without_allies_counts_zero_and_one_outside_it_has_no_count(tmp_path: Path) -> None:
    states = write(
        tmp_path, "states.csv",
        "ccode,styear,endyear,version\n2,1816,2016,2016\n710,1860,2016,2016\n731,1948,2016,2016\n265,1954,1990,2016\n",
    )  # fmt: skip
    flags = {"atop_defense": 1.0, "atop_offense": 0.0, "atop_neutral": 0.0, "atop_nonagg": 1.0, "atop_consul": 0.0}
    pair = {"ccode1": [710.0, 731.0], "ccode2": [731.0, 710.0], "year": [2018.0, 2018.0]}
    path = tmp_path / "atop.parquet"
    pl.DataFrame(pair | {name: [value] * 2 for name, value in flags.items()}).write_parquet(path)
    found = {series.id: series for series in cow.alliance_counts(path, states)}
    defence = found["cow/atop/defence-pacts"]
    assert defence.cross_section(2018) == {"CHN": 1.0, "PRK": 1.0, "USA": 0.0}
    assert defence.latest("DDR") is not None and defence.latest("DDR").year == 1990  # type: ignore[union-attr]
    assert [(item.state, item.partner) for item in cow.alliances(path, state="CHN")] == [("CHN", "PRK")]


def test_obligations_are_directed_only_whoever_must_defend_counts(tmp_path: Path) -> None:
    states = write(tmp_path, "states.csv", "ccode,styear,endyear,version\n2,1816,2016,2016\n740,1952,2016,2016\n")
    path = tmp_path / "atop.parquet"
    none = {name: [0.0, 0.0] for name in ("atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")}
    pair = {"ccode1": [2.0, 740.0], "ccode2": [740.0, 2.0], "year": [2018.0, 2018.0], "atop_defense": [1.0, 0.0]}
    pl.DataFrame(pair | none).write_parquet(path)
    defence = next(series for series in cow.alliance_counts(path, states) if series.id == "cow/atop/defence-pacts")
    assert defence.cross_section(2018) == {"USA": 1.0, "JPN": 0.0}
    assert defence.title == "Number of states that this state is obliged to defend"


def test_the_economies_of_value_added_are_restored_only_if_they_agree_with_the_edition_before() -> None:
    rows = {"entity": [], "year": [], "value": []}  # type: dict[str, list[object]]
    for place in range(12):
        rows["entity"] += ["All ISIC, Rev.4, industries", *ncses_spec.INDUSTRIES]
        rows["year"] += [2010] * (1 + len(ncses_spec.INDUSTRIES))
        rows["value"] += [1000.0 + place] + [100.0 * (place + 1)] * len(ncses_spec.INDUSTRIES)
    table = pl.DataFrame(rows)
    before = {region: {2010: 100.0 * (place + 1)} for place, region in enumerate(ncses_spec.LONG_TABLE_ECONOMIES)}
    old = Series("ncses/sei/value-added-kti", "KTI", "musd", "measured", SOURCE, before)
    restored = {series.id: series for series in ncses._long_table(table, old, {}, "file")}
    assert restored["ncses/sei/value-added-weapons"].value("CHN", 2010) == 300.0
    swapped = Series(old.id, old.title, old.unit, old.kind, SOURCE, before | {"CHN": before["USA"]})
    with pytest.raises(DataError, match="CHN 2010 is 300") as caught:
        ncses._long_table(table, swapped, {}, "file")
    assert "order of rows" in caught.value.hint


def test_exports_and_imports_are_told_apart_by_the_path() -> None:
    parts = {table.slug: table for table in ncses_spec.TABLES if table.modal_id == "6234"}
    assert {slug: table.path for slug, table in parts.items()} == {"kti-exports": "Exports", "kti-imports": "Imports"}
    assert all(table.without_eu for table in ncses_spec.TABLES if table.edition == 2020)


def test_a_derived_figure_exists_only_where_all_its_inputs_do_and_its_origin_names_them() -> None:
    other = Origin("Other", "Book", "Other (2019).", "2019", "CC BY 4.0")
    rows = {item.slug: item for item in derived.SERIES}
    available = {
        key: Series(key, key, "1", "measured", SOURCE, {"CHN": {1999: 1.0, 2000: 1.0}, "WLD": {2000: 4.0}})
        for item in rows.values()
        for key in item.inputs
        if not key.startswith("technostate/")
    }
    share, output, people = rows["military/spending-at-gdp-ppp"].inputs
    available[share] = Series(share, "A", "%", "measured", SOURCE, {"CHN": {2000: 2.0, 2001: 8.0}, "USA": {2000: 1.0}})
    available[output] = Series(
        output, "B", "ppp2021 per head", "measured", other, {"CHN": {2000: 50.0}, "JPN": {2000: 1.0}}
    )
    available[people] = Series(people, "C", "persons", "measured", other, {"CHN": {1999: 1e6, 2000: 1e6, 2001: 1e6}})
    made_in, living = rows["macro/gdp-per-head-of-the-union"].inputs
    members = {code: {2000: 6.0} for code in EU27_2020} | {EU27_2020[0]: {2000: 60.0, 2001: 1.0}}
    people_of = {code: {2000: 2.0} for code in EU27_2020}
    available[made_in] = Series(made_in, "D", "ppp2021", "measured", SOURCE, members)
    available[living] = Series(living, "E", "million persons", "measured", SOURCE, people_of)
    made = {series.id: series for series in derived.derive(available)}
    # Twenty-six with 3 a head and one with 30; a year that one member lacks has no figure.
    union = made["technostate/macro/gdp-per-head-of-the-union"].values
    assert {region: dict(path) for region, path in union.items()} == {"EU": {2000: pytest.approx((26 * 3 + 30) / 27)}}
    spending = made["technostate/military/spending-at-gdp-ppp"]
    assert {region: dict(path) for region, path in spending.values.items()} == {"CHN": {2000: 1.0}}
    assert spending.kind == "derived" and spending.origin.inputs == (SOURCE, other)
    # Three of 1 over a whole of 1, and a world share that leaves the world itself out.
    assert made["technostate/fusion/defence-related-share-in-kti"].value("CHN", 2000) == 300.0
    # One per cent a head, population unchanged; no growth of the first year.
    assert dict(made["technostate/macro/gdp-growth"].values["CHN"]) == {2000: pytest.approx(1.0)}
    assert {region: dict(path) for region, path in made["technostate/world-share/ai-patents"].values.items()} == {
        "CHN": {2000: 25.0}
    }
    del available[output]
    with pytest.raises(LabelError, match=r"NY\.GDP\.PCAP\.PP\.KD"):
        derived.derive(available)


def test_every_derived_series_is_read_by_an_indicator_a_claim_or_another_of_them() -> None:
    from technostate.claims import ledger
    from technostate.strategies import indicators, wheels

    read = {key for row in indicators() for key in row.expression.series_ids()}
    read |= {key for claim in ledger() for key in claim.data}
    read |= {key for row in derived.SERIES for key in row.inputs}
    # Read by hand in docs and tests: the share whose parts are the indicators of fusion.
    read.add("technostate/fusion/defence-related-share-in-kti")
    read |= {wheels.SECURITY, wheels.DEVELOPMENT, wheels.OF_THE_UNION}
    assert {f"technostate/{row.slug}" for row in derived.SERIES} <= read
