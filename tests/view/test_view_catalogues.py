"""Tables, lists and single entries: the same figures at every door, and the contract of the columns."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

import technostate as ts
from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.view import indicators, score, series, states, worlds
from technostate.view.load import load
from technostate.view.search import search
from technostate.view.table import table
from technostate.world import write
from technostate.write import View

from .doors import agree

COLUMNS = ["indicator", "region", "year", "value", "unit", "kind", "origin"]
MAKERS: dict[str, Any] = {
    "table, two indicators": lambda: table(["rd_share_of_gdp", "military_spending_gdp"], regions="CHN,USA,JPN"),
    "table, one year": lambda: table("rd_share_of_gdp", regions="CHN", years=2010),
    "table, a series": lambda: table("worldbank/wdi/GB.XPD.RSDV.GD.ZS", regions=["CHN", "USA", "TUV"]),
    "table, all": lambda: table("military_spending_gdp", regions="all", years=(2019, 2020)),
    "indicators": indicators.listing,
    "indicators of one strategy": lambda: indicators.listing("fusion"),
    "indicator": lambda: indicators.one("rd_share_of_gdp"),
    "indicator, regions": lambda: indicators.one("military_spending_gdp", "CHN,KOR"),
    "score": lambda: score.score("military", first=5),
    "score, all": lambda: score.score(),
    "series": series.listing,
    "series, found": lambda: series.listing("patents"),
    "one series": lambda: series.one("worldbank/wdi/GB.XPD.RSDV.GD.ZS"),
    "one series, one region": lambda: series.one("worldbank/wdi/GB.XPD.RSDV.GD.ZS", region="chn"),
    "verified": series.verified,
    "states": states.listing,
    "state": lambda: states.one("chn"),
    "worlds": worlds.listing,
    "world": lambda: worlds.one("wiod-2004"),
    "world, newest": lambda: worlds.one("icio-2022"),
    "search": lambda: search("semiconductor"),
    "search, Chinese": lambda: search("双循环"),
    "search, nothing": lambda: search("zzzz"),
    "search, a mark of the shell": lambda: search("women's $x"),
    "table, later": lambda: table("military_spending_gdp", regions="CHN", years=(2015, None)),
    "table, earlier": lambda: table("military_spending_gdp", regions="CHN", years=(None, 2001)),
    "one series, an edition": lambda: series.one("worldbank/wdi/GB.XPD.RSDV.GD.ZS", region="CHN", vintage="2021-10"),
}  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS.values(), ids=list(MAKERS))
def test_doors_agree(maker: Any) -> None:
    agree(maker())


def test_the_table_has_the_columns_that_others_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["table", "rd_share_of_gdp", "military_spending_gdp", "--region", "CHN,USA,JPN"]
    assert run([*words, "--from", "2000", "--to", "2020", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == COLUMNS
    assert {row["indicator"] for row in rows} == {"rd_share_of_gdp", "military_spending_gdp"}
    assert {row["region"] for row in rows} == {"CHN", "USA", "JPN"}
    assert all(2000 <= int(row["year"]) <= 2020 and float(row["value"]) > 0 for row in rows)
    assert ts.table(["rd_share_of_gdp"], regions=["CHN", "USA"]).frame().columns == COLUMNS


def test_search_prints_a_list_of_kind_id_and_title(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "semiconductor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found and all(set(row) == {"kind", "id", "title"} for row in found)


def test_a_table_says_what_it_does_not_have() -> None:
    view = table("rd_share_of_gdp", regions="CHN,TUV")
    assert view.data.columns[0].missing == ("TUV",)
    assert "No figures for Tuvalu" in view.text()
    with pytest.raises(DataError, match="no figures for Tuvalu"):
        table("rd_share_of_gdp", regions="TUV")
    with pytest.raises(LabelError, match="unknown indicator 'rd_share'"):
        table("rd_share")


def test_everything_hangs_on_the_package_and_costs_nothing_before_it_is_used() -> None:
    assert {"table", "claims", "search", "load", "assess", "states", "world"} <= set(dir(ts))
    assert isinstance(ts.claims("CHN", ids=("IN-1",)), View)
    assert isinstance(ts.states("CHN"), View) and isinstance(ts.states(), View)
    assert ts.claims.ledger and ts.world.load("wiod-2004").year == 2004
    assert load("rd_share_of_gdp").unit == "% of GDP"  # type: ignore[union-attr]
    with pytest.raises(LabelError, match="nothing is named"):
        load("icio-2023")


def test_a_view_is_short_in_a_terminal_and_in_a_notebook() -> None:
    view = table("military_spending_gdp", regions="all")
    assert len(repr(view)) < 200
    assert len(view._repr_html_()) < 20_000


def test_texts_and_citations_answer_in_one_call() -> None:
    view = ts.doctrine("双循环", "国家安全", collection="gwr")
    agree(view)
    assert ts.doctrine.views is not None, "the room stays a room"
    assert ts.cite("rd_share_of_gdp", "bibtex").startswith("@misc{ncses-2024")
    assert ts.cite(view, "ris").count("TY  - ") == ts.cite(view, "bibtex").count("@misc{") >= 1
    assert "Licence" not in ts.cite("CHN"), "facts are quoted"
    with pytest.raises(DataError, match="chips-2022 has no figures to cite"):
        ts.cite("chips-2022")


def test_a_plural_finds_the_sector_and_its_list() -> None:
    found = {(hit.kind, hit.id) for hit in search("electronics").data}
    assert {("sector", "C26"), ("sector list", "electronics")} <= found


def test_a_named_list_of_one_sector_is_a_sector() -> None:
    view = ts.exposure("CHN", sector="electronics", world="wiod-2011")
    assert view.data.sector == "c14"
    with pytest.raises(LabelError, match="list of 3 sectors") as caught:
        ts.exposure("CHN", sector="transport-equipment", world="icio-2022")
    assert caught.value.hint == "name one of them: C29, C301, C302T309"


def test_year_and_unit_are_only_for_the_file_of_a_table(tmp_path: Path) -> None:
    from technostate.world import write

    file = write(ts.load("wiod-1995"), tmp_path / "own.npz")
    assert ts.load(file, year=1995).shape == (41, 35)
    asked = {"measure": "foreign_input_reliance"}
    assert (
        ts.exposure("CHN", world=str(file), **asked).data.value
        == ts.exposure("CHN", world="wiod-1995", **asked).data.value
    )
    with pytest.raises(DataError, match="icio-2022 is none"):
        ts.load("icio-2022", year=2022)


@pytest.mark.parametrize("name", MAKERS)
def test_the_command_that_an_answer_names_gives_it_again(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    view = MAKERS[name]()
    assert run([*shlex.split(view.command)[1:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(view.json())


def test_a_span_that_is_open_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", "military_spending_gdp", "--region", "TUV", "--from", "2015"]) == 2
    assert "no figures for Tuvalu in 2015 or later" in capsys.readouterr().err
    view = table("military_spending_gdp", regions="CHN", years=(2015, None))
    assert view.command == "technostate table military_spending_gdp --region CHN --from 2015"


def test_a_path_with_spaces_is_one_word_of_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from technostate import states as files

    path = tmp_path / "my state" / "chn.toml"
    path.parent.mkdir()
    shipped = Path(files.__file__).parent / "chn.toml"
    path.write_text(shipped.read_text("utf-8"), "utf-8")
    view = states.one(str(path))
    assert run([*shlex.split(view.command)[1:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(view.json())


def test_a_world_of_a_file_is_named_by_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "my tables" / "small.csv"
    path.parent.mkdir()
    made = ts.load("wiod-2004")
    write(made, path)
    for view in (worlds.one(str(path), year=2004), ts.exposure("CHN", world=str(path), year=2004)):
        assert "--year 2004" in view.command
        assert run([*shlex.split(view.command)[1:], "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == json.loads(view.json())


@pytest.mark.parametrize("ask", [lambda **more: worlds.one("wiod-2004", **more),
                                 lambda **more: ts.exposure("CHN", world="WIOD-2004", **more),
                                 lambda **more: ts.exposure("CHN", **more)])  # fmt: skip
def test_a_year_is_for_the_file_of_a_world(ask: Any) -> None:
    ask()
    with pytest.raises(DataError, match="are for the file of a world") as refused:
        ask(year=2011)
    assert "in Python" in refused.value.hint
