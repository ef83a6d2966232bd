"""Newer figures from interfaces: each documented layout, pages, units, what is left out; nothing is asked unasked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from served import Reply, dbnomics, serve, worldbank

from technostate.cli.app import run as main
from technostate.errors import DataError
from technostate.evidence import catalogue
from technostate.evidence.fetch import Client, Plan, plans, update
from technostate.evidence.fetch.plan import parse
from technostate.evidence.fetch.sources import SOURCES
from technostate.evidence.own import current
from technostate.evidence.store import Store

RD = Plan("worldbank/wdi/NEW.CODE", "worldbank", "NEW.CODE", "A share", "%")
DEBT = Plan("imf/weo/GGXWDG_NGDP", "dbnomics", "IMF/WEO:latest/.GGXWDG_NGDP.pcent_gdp", "Debt", "% of GDP")
OUTLOOK = Plan("imf/weo/X", "imf", "IMF.RES/WEO/+/*.X.A", "X", "% a year")
GERD = Plan("oecd/msti/gerd", "oecd", "OECD.STI.STP,DSD_MSTI@DF_MSTI,/.A.G.PT_B1GQ..", "R&D", "% of GDP")
RULES = Plan("federal-register/x/rules", "federal-register", "conditions[type][]=RULE", "Rules", "count")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "s.sqlite")
    current.use(store.path)
    yield store
    current.use(None)
    store.close()


def client(tmp_path: Path | None = None, **more: object) -> Client:
    return Client(folder=tmp_path, pause=0.0, sleep=lambda seconds: None, stall=2.0, **more)  # type: ignore[arg-type]


def run(plan: Plan, store: Store, base: str, **more: object):
    (found,) = update([plan], store, client(**more), bases={plan.source: base})
    return found


def test_pages_of_the_world_bank_become_one_edition_of_its_own_date(store: Store) -> None:
    pages = {
        "1": worldbank({("CHN", "2023"): 2.5, ("USA", "2023"): 3.4, ("AFE", "2023"): 0.5}, pages=2),
        "2": worldbank({("CHN", "2022"): 2.4, ("EUU", "2023"): 2.2, ("USA", "2022"): None}, page=2, pages=2),
    }
    with serve(lambda path, query, headers: Reply(pages[query["page"][0]])) as server:
        found = run(RD, store, server.base)
    assert (found.state, found.vintage, found.figures, found.first, found.last) == ("new", "2026-10-01", 4, 2022, 2023)
    assert [path for path, _ in server.asked] == [
        f"/country/all/indicator/NEW.CODE?format=json&per_page=20000&page={page}" for page in (1, 2)
    ]
    series = catalogue.load("worldbank/wdi/NEW.CODE")
    # A group that is no region of ours is left out, and named; a null is no figure.
    assert found.left_out == ("AFE",)
    assert {region: dict(path) for region, path in series.values.items()} == {
        "CHN": {2022: 2.4, 2023: 2.5}, "EU": {2023: 2.2}, "USA": {2023: 3.4},
    }  # fmt: skip
    assert "World Bank" in series.origin.citation and series.origin.accessed is not None


def test_series_of_dbnomics_over_pages(store: Store) -> None:
    def answer(path, query, headers):
        assert path == "/series/IMF/WEO:latest/.GGXWDG_NGDP.pcent_gdp" and query["observations"] == ["1"]
        if query["offset"] == ["0"]:
            return Reply(dbnomics({"CHN": {"2023": 83.4, "2024": "NA"}}, found=2))
        return Reply(dbnomics({"USA": {"2023": 118.7, "2023-Q1": 1.0}}, found=2, offset=1))

    with serve(answer) as server:
        found = run(DEBT, store, server.base)
    assert (found.state, found.vintage, found.figures) == ("new", "2026-10-15", 2)
    assert dict(catalogue.load(DEBT.id).values["USA"]) == {2023: 118.7}


IMF_CSV = (
    "STRUCTURE,STRUCTURE_ID,ACTION,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE\n"
    "dataflow,IMF.RES:WEO(9.0.0),R,CHN,X,A,2024,5.0,0\ndataflow,IMF.RES:WEO(9.0.0),R,USA,X,A,2024,2.8,0\n"
    "dataflow,IMF.RES:WEO(9.0.0),R,G001,X,A,2024,3.3,0\n"
)
OECD_CSV = (
    "DATAFLOW,REF_AREA,FREQ,MEASURE,UNIT_MEASURE,PRICE_BASE,TRANSFORMATION,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT\n"
    "OECD.STI.STP:DSD_MSTI@DF_MSTI(1.3),CHN,A,G,PT_B1GQ,_Z,_Z,2023,2.58,A,0\n"
    "OECD.STI.STP:DSD_MSTI@DF_MSTI(1.3),JPN,A,G,PT_B1GQ,_Z,_Z,2023,3.44,B,0\n"
    "OECD.STI.STP:DSD_MSTI@DF_MSTI(1.3),KOR,A,G,PT_B1GQ,_Z,_Z,2023,,O,0\n"
)


@pytest.mark.parametrize(
    ("plan", "text", "path", "values"),
    [
        (OUTLOOK, IMF_CSV, "/data/dataflow/IMF.RES/WEO/+/*.X.A",
         {"CHN": {2024: 5.0}, "USA": {2024: 2.8}, "WLD": {2024: 3.3}}),
        (GERD, OECD_CSV, "/data/OECD.STI.STP,DSD_MSTI@DF_MSTI,/.A.G.PT_B1GQ..",
         {"CHN": {2023: 2.58}, "JPN": {2023: 3.44}}),
    ],
)  # fmt: skip
def test_sdmx_csv_of_both(store: Store, plan: Plan, text: str, path: str, values: dict[str, dict[int, float]]) -> None:
    reply = Reply(text.encode(), type="application/vnd.sdmx.data+csv; version=2.0.0")
    with serve(lambda *asked: reply) as server:
        found = run(plan, store, server.base)
    assert found.state == "new", found.words
    assert server.asked[0][0].startswith(path) and "sdmx.data+csv" in server.asked[0][1]["accept"]
    assert {region: dict(line) for region, line in catalogue.load(plan.id).values.items()} == values


def test_forecasts_are_left_out_where_a_plan_asks_for_the_past_only(store: Store) -> None:
    ahead = f"dataflow,IMF.RES:WEO(9.0.0),R,CHN,X,A,{dt.date.today().year},4.5,0\n"
    with serve(lambda *asked: Reply((IMF_CSV + ahead).encode(), type="text/csv")) as server:
        run(replace(OUTLOOK, past_only=True), store, server.base)
    assert catalogue.load(OUTLOOK.id).path("CHN") == {2024: 5.0}


def test_unit_multipliers_and_titles_behind_codes(store: Store) -> None:
    text = ("DATAFLOW,REF_AREA: Reference area,TIME_PERIOD: Time period,OBS_VALUE,UNIT_MULT: Multiplier\n"
            "x,CHN: China,2023,1.5,6: Millions\n")  # fmt: skip
    with serve(lambda *asked: Reply(text.encode(), type="text/csv")) as server:
        run(GERD, store, server.base)
    assert catalogue.load(GERD.id).value("CHN", 2023) == 1.5e6


def test_documents_are_counted_once_by_whole_years(store: Store) -> None:
    def document(number: str, day: str) -> dict[str, str]:
        return {"document_number": number, "publication_date": day}

    first = [document("2023-1", "2023-01-05"), document("2023-2", "2023-12-30")]
    second = [document("2023-2", "2023-12-30"), document("2024-1", "2024-02-01"), document("2026-1", "2026-01-02")]

    def answer(path, query, headers):
        page = query.get("page", ["1"])[0]
        rows = first if page == "1" else second
        here = f"https://www.federalregister.gov/api/v1/documents.json?page=2&{'per_page=1000'}"
        return Reply(json.dumps({"count": 4, "total_pages": 2, "results": rows,
                                 **({"next_page_url": here} if page == "1" else {})}).encode())  # fmt: skip

    with serve(answer) as server:
        found = run(RULES, store, server.base)
    assert found.state == "new", found.words
    # The year of the answer has not ended; and only the mirror is asked, also for the next page.
    assert dict(catalogue.load(RULES.id).values["USA"]) == {2023: 2.0, 2024: 1.0} and len(server.asked) == 2
    assert catalogue.load(RULES.id).kind == "derived"


def test_what_ships_can_be_asked_and_names_no_series_twice() -> None:
    assert {plan.source for plan in plans()} == set(SOURCES)
    for plan in plans():
        assert SOURCES[plan.source].first(plan.query).startswith("/")
        if plan.source == "worldbank" and plan.id in {entry.id for entry in catalogue.entries()}:
            entry = catalogue.entry(plan.id)
            assert (plan.unit, plan.title) == (entry.unit, entry.title)


def test_a_newer_edition_stands_before_what_ships_and_the_older_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("technostate.view.fetched.kept_in", lambda: tmp_path / "kept")
    shipped = catalogue.load("worldbank/wdi/GB.XPD.RSDV.GD.ZS")
    rows = {(region, str(year)): value for region, path in shipped.values.items() for year, value in path.items()}
    rows |= {("EUU" if region == "EU" else region, year): rows.pop((region, year)) for region, year in list(rows)}
    rows[("CHN", "2024")] = 2.69
    path = tmp_path / "s.sqlite"
    with serve(lambda *asked: Reply(worldbank(rows))) as server:
        words = ["data", "update", "worldbank/wdi/GB.XPD.RSDV.GD.ZS", "--address", f"worldbank={server.base}",
                 "--store", str(path)]  # fmt: skip
        assert main(words) == 0
        assert "1 new" in capsys.readouterr().out
        # Within half a day nothing is asked again.
        assert main(words) == 0
        assert "1 unchanged" in capsys.readouterr().out and len(server.asked) == 1
    assert main(["table", "rd_share_of_gdp_wdi", "--region", "CHN", "--store", str(path), "--format", "csv"]) == 0
    assert "2024,2.69," in capsys.readouterr().out
    assert main(["data", "show", "worldbank/wdi/GB.XPD.RSDV.GD.ZS", "--region", "CHN", "--store", str(path)]) == 0
    assert "2026-10-01; also 2026-07" in capsys.readouterr().out.replace("\n", " ")


def test_a_list_asks_nobody(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *words: pytest.fail("a connection was opened"))
    assert main(["data", "update", "--list"]) == 0
    out = capsys.readouterr().out
    assert "Nothing is fetched unless you ask" in out and "api.worldbank.org" in out


PLAN = '[[series]]\nid = "me/x/y"\nsource = "worldbank"\nquery = "A.B"\ntitle = "T"\nunit = "%"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no list of series"),
        ("series = 3", "no list of series"),
        (PLAN + "[more]", "no list of series"),
        (PLAN.replace("me/x/y", "me/x"), "is not a series id"),
        (PLAN.replace('"%"', '"furlong"'), "furlong"),
        (PLAN.replace("worldbank", "nobody"), "is no source; sources are worldbank, dbnomics"),
        (PLAN.replace('"A.B"', '"A B#"'), "characters that no address has"),
        (PLAN.replace('"A.B"', "4"), "query must be a text"),
        (PLAN + "factor = 0", "factor must be a number other than zero"),
        (PLAN + "factor = true", "factor must be a number other than zero"),
        (PLAN + "url = 'x'", "'url' is no field"),
        (PLAN + PLAN, "'me/x/y' is there twice"),
        (PLAN + "without_eu = 1", "without_eu must be true or false"),
        ("[[series]", "plan.toml"),
    ],
)
def test_a_plan_that_cannot_be_meant(text: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(text, "plan.toml", tuple(SOURCES))
    assert words in str(caught.value) and caught.value.hint
