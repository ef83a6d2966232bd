"""A malformed raw file gives one clear DataError that names file and line and says what to do."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from technostate.errors import DataError, LabelError
from technostate.evidence import shipped
from technostate.evidence.readers import (
    columnar,
    cow,
    delimited,
    eto_chips,
    ncses,
    ncses_tables,
    ssp,
    tidy,
    trade_elasticities,
    us_export_control_rules,
)
from technostate.evidence.readers.data_set import data_set, parse

PTS_HEADER = "Country,Year,COW_Code_N,WordBank_Code_A,PTS_A,PTS_H,PTS_S,NA_Status_A,NA_Status_H,NA_Status_S\n"
RULES_HEADER = "date,doc_number,category,mentions_china,n_added_parsed,n_added_china_parsed\n"
GDP_HEADER = "Country Name,Country Code,Year,Value\n"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def reader(stem: str, file: str) -> Callable[[Path], object]:
    return lambda path: tidy.read(path, data_set(stem).table(file))


gdp = reader("worldbank-wdi", "gdp.csv")
terror = reader("political-terror-scale", "PTS-2024.csv")
penn = reader("pwt-10.01", "pwt1001.parquet")
status = reader("nuclear", "owid_nuclear_proliferation_1938_2022.csv")
vdem_components = reader("vdem-demspaces", "demspaces_dv_data_1968_2023.csv")
VDEM_HEADER = (
    "country_text_id,year," + ",".join(item.name for item in data_set("vdem-demspaces").tables[0].columns) + "\n"
)

#: name, reader, text of the file, what the message says, what the hint says.
CASES: list[tuple[str, Callable[[Path], object], str, str, str]] = [
    ("empty file", gdp, "", "gdp.csv is empty", "download"),
    ("missing column", gdp, "Country Name,Country Code,Yaer,Value\n", "lacks 1 column: Year", "'Yaer'"),
    ("column twice", gdp, "Country Name,Country Code,Year,Value,Value\n", "column Value more than once", "keep one"),
    ("thousands separator", gdp, GDP_HEADER + 'China,CHN,2020,"14,687"\n', "line 2: Value is '14,687'", "thousands"),
    ("text in a number", gdp, GDP_HEADER + "China,CHN,2020,14\nChina,CHN,2021,n/a\n",
    "line 3: Value is 'n/a'", "empty"),
    ("NaN in a number", gdp, GDP_HEADER + "China,CHN,2020,NaN\n", "line 2: Value is 'NaN'", "empty"),
    ("infinite number", gdp, GDP_HEADER + "China,CHN,2020,inf\n", "line 2: Value is 'inf'", "empty"),
    ("year with letters", gdp, GDP_HEADER + "China,CHN,2021a,1\n", "line 2: Year is '2021a'", "point"),
    ("year out of range", gdp, GDP_HEADER + "China,CHN,20,1\n", "line 2: Year 20 is not a year", "four digits"),
    ("half a year", gdp, GDP_HEADER + "China,CHN,2020.5,1\n", "not a whole number", "whole numbers"),
    ("duplicate row", gdp, GDP_HEADER + "China,CHN,2020,1\nChina,CHN,2020,2\n",
     "line 3: CHN 2020 is there twice", "remove"),
    ("row cut off", gdp, GDP_HEADER + "China,CHN,2020,1\nChina,CHN\n", "line 3: 2 fields, 4 expected", "cut off"),
    ("open quote", gdp, GDP_HEADER + '"China,CHN,2020,1\n', "line 2", "quote"),
    ("no figures at all", gdp, GDP_HEADER, "no figure was found", "empty"),
    ("NUL bytes", gdp, "\0\0\0", "NUL bytes", "UTF-16"),
    (
        "level out of scale", terror,
        PTS_HEADER + "China,2022,710,CHN,4,4,7,0,0,0\n", "PTS_S is 7, not a level from 1 to 5", "NA stands",
    ),
    (
        "unknown country of V-Dem", vdem_components,
        VDEM_HEADER + "QQQ,2000,.1,.1,.1,.1,.1,.1\n", "line 2: unknown country 'QQQ'", "countries.csv",
    ),
    (
        "index above one", vdem_components,
        VDEM_HEADER + "CHN,2000,1.5,.1,.1,.1,.1,.1\n", "v2x_veracc_osp is 1.5, outside 0 to 1", "0 to 1",
    ),
    (
        "unknown entity", status,
        "Entity,Year,nuclear_weapons_status\nAtlantis,1950,0\n", "line 2: unknown country 'Atlantis'", "country_names",
    ),
    (
        "unknown status", status,
        "Entity,Year,nuclear_weapons_status\nChina,1950,4\n", "status is 4, not a level from 0 to 3", "SOURCE",
    ),
    (
        "unknown scenario", ssp.read,
        "scenario,region,year,pop,gdp_dol2011_ppp\nSSP9,China,2020,1,1\n",
        "unknown region or scenario: China, SSP9", "SSP1",
    ),
    (
        "population of zero", ssp.read,
        "scenario,region,year,pop,gdp_dol2011_ppp\nSSP1,China,2020,0,1\n", "pop is 0", "positive",
    ),
    (
        "impossible date", us_export_control_rules.read_rules,
        RULES_HEADER + "2022-13-01,2022-1,entity_list,True,,\n", "'2022-13-01' is not a date", "2022-10-13",
    ),
    (
        "unknown category", us_export_control_rules.read_rules,
        RULES_HEADER + "2022-10-13,2022-1,sanctions,True,,\n", "category 'sanctions'", "entity_list",
    ),
    (
        "document twice", us_export_control_rules.read_rules,
        RULES_HEADER + "2022-10-13,2022-1,icts,True,,\n2022-10-14,2022-1,icts,True,,\n",
        "2022-1 is there twice", "remove",
    ),
    (
        "state-year twice", cow.capabilities,
        "ccode,year,milex,milper,irst,pec,tpop,upop\n2,2000,1,1,1,1,1,1\n2,2000,1,1,1,1,1,1\n",
        "state 2 2000 is there twice",
        "remove",
    ),
    (
        "rivalry that ends before it starts", cow.rivalries,
        "rivalryname,ccode1,ccode2,styear,endyear,type1,type2,type3\nA-B,2,710,1996,1972,spatial,,\n",
        "ends in 1972 and starts in 1996", "swap",
    ),
    (
        "positive elasticity", trade_elasticities.read,
        "gtap_sector,epsilon_GTAP,dist_GTAP\nele,4.2,-1\n", "elasticity of 'ele' is '4.2'", "negative",
    ),
    (
        "year of an NCSES table",
        lambda path: ncses_tables.read_selection(path, ncses_tables.SELECTIONS["expenditure"]),
        "path,measure,unit,year,value\nChina,GERD,Current PPP dollars,20O0,1\n", "'20O0' is not a year", "2021a",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "text", "message", "hint"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_malformed_text_file_is_refused_in_one_sentence(
    reader: Callable[[Path], object], text: str, message: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        reader(write(tmp_path, "gdp.csv", text))
    assert message in str(caught.value)
    assert hint in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_file_in_latin_1_is_refused_where_utf_8_is_published(tmp_path: Path) -> None:
    path = write(tmp_path, "gdp.csv", GDP_HEADER + "Curaçao,CUW,2020,1\n", "latin-1")
    with pytest.raises(DataError, match="not UTF-8: byte 41") as caught:
        gdp(path)
    assert "iconv -f latin-1" in caught.value.hint


def test_a_converted_file_is_refused_where_latin_1_is_published(tmp_path: Path) -> None:
    path = write(tmp_path, "PTS-2024.csv", PTS_HEADER + "Türkiye,2022,640,TUR,3,4,4,0,0,0\n")
    with pytest.raises(DataError, match="is UTF-8; its producer publishes it as latin-1") as caught:
        terror(path)
    assert "unconverted" in caught.value.hint


def test_an_absent_file_is_named_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gdp\.csv is not in") as caught:
        gdp(tmp_path / "gdp.csv")
    assert "SOURCE.txt" in caught.value.hint


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, "gdp.csv", GDP_HEADER + "China,CHN,2020,1\n" * 10)
    with pytest.raises(DataError, match="more than the limit") as caught:
        list(delimited.rows(path, ("Year",), limit=100))
    assert "not the file" in caught.value.hint


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    pl.DataFrame({"isocode": ["CHN"] * 500, "year": list(range(500))}).write_parquet(whole)
    path = tmp_path / "pwt1001.parquet"
    path.write_bytes(whole.read_bytes()[:-40])
    with pytest.raises(DataError, match=r"pwt1001\.parquet cannot be read as Parquet") as caught:
        penn(path)
    assert "copy it again" in caught.value.hint


def test_a_damaged_parquet_file_gives_figures_or_one_error_even_where_polars_panics(tmp_path: Path) -> None:
    """About one damaged file in a hundred makes polars raise `PanicException`, which is no `Exception`."""
    whole, path = tmp_path / "whole.parquet", tmp_path / "damaged.parquet"
    names = [f"technostate/made/{row % 7}" for row in range(600)]
    pl.DataFrame({"series": names, "year": [1990 + row % 30 for row in range(600)]}).write_parquet(whole)
    data, refused = whole.read_bytes(), 0
    for seed in range(300):
        dice, damaged = random.Random(seed), bytearray(data)
        for _ in range(3):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        try:
            columnar.frame(path, {"series": "text", "year": "integer"})
        except DataError as error:
            refused += 1
            assert error.hint
    assert refused > 100


def test_a_panic_of_polars_in_the_catalogue_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(*_: object) -> pl.DataFrame:
        raise pl.exceptions.PanicException("called `Option::unwrap()` on a `None` value")

    monkeypatch.setattr(pl, "read_parquet", panic)
    shipped._frame.cache_clear()
    with pytest.raises(DataError, match="cannot be read"):
        shipped._frame("cow")
    shipped._frame.cache_clear()


def test_a_parquet_file_of_more_rows_than_any_data_set_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.parquet"
    pl.DataFrame({"year": [2000] * 11}).write_parquet(path)
    monkeypatch.setattr(columnar, "LIMIT_ROWS", 10)
    with pytest.raises(DataError, match="more than 10 rows"):
        columnar.frame(path, {"year": "integer"})


def test_a_parquet_file_without_a_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "systema_globalis_selected.parquet"
    pl.DataFrame({"indicator": ["x"], "geography": ["chn"], "time": [2000], "value": [1.0]}).write_parquet(path)
    with pytest.raises(DataError, match="lacks 1 column: geo") as caught:
        reader("gapminder-sg", "systema_globalis_selected.parquet")(path)
    assert "'geography'" in caught.value.hint


def test_text_in_a_numeric_parquet_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame({"value": ["12", "about 13"]}).write_parquet(path)
    with pytest.raises(DataError, match="wrong type") as caught:
        columnar.frame(path, {"value": "number"})
    assert "value: number" in caught.value.hint


def test_an_unknown_country_of_the_penn_world_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pwt1001.parquet"
    columns: dict[str, list[object]] = {"isocode": ["QQQ"], "year": [2000]}
    pl.DataFrame(columns | {item.name: [1.0] for item in data_set("pwt-10.01").tables[0].columns}).write_parquet(path)
    with pytest.raises(DataError, match="line 1: unknown country 'QQQ'"):
        penn(path)


def test_an_unknown_state_number_in_votes_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "votes.csv", "ccode,session,IdealPoint\n999,74,0.1\n")
    with pytest.raises(LabelError, match="state number 999"):
        reader("unga-ideal-points", "IdealpointestimatesAll_Apr2020.csv")(path)


def test_an_ncses_file_without_one_of_its_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ncses_country_series.parquet"
    row = {"modal_id": ["9970"], "path": ["World"], "entity": ["World"], "year": [2003], "value": [1.0]}
    pl.DataFrame(row).write_parquet(path)
    with pytest.raises(DataError, match="lacks table 9971") as caught:
        ncses.read(path, {})
    assert "cut off" in caught.value.hint


def test_a_chip_share_of_an_unknown_provider_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "providers.csv", "provider_name,alias,provider_id,provider_type\nUSA,United States,P1,country\n")
    text = "provider_id,provided_name,provided_id,share_provided,year,source\nP9,Wafer,N26,10,2019,x\n"
    write(tmp_path, "provision.csv", text)
    with pytest.raises(DataError, match="provider 'P9' is not in providers") as caught:
        eto_chips.read(tmp_path)
    assert "one release" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "sets/made-up.toml"),
        ('[[tables]]\nfile = "a/b.csv"\norigin = "x"\ncolumns = []\n', "'x'"),
        (
            '[origins.x]\nproducer = "A"\ntitle = "B"\ncitation = "C"\nvintage = "1"\nlicence = "D"\n[[tables]]\n'
            'file = "a/b.csv"\nprefix = "a/b"\norigin = "x"\nyear = "Year"\nregoin = "Code"\ncolumns = []\n',
            "'regoin'",
        ),
    ],
)
def test_a_malformed_description_of_a_data_set_is_refused_and_names_its_field(text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        parse("made-up", text)
    assert "made-up" in str(caught.value) and message in str(caught.value)
    assert caught.value.hint
