"""The same number at every door: Python, command line, JSON, CSV and page, for answers of every part."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from technostate.cli.app import run
from technostate.errors import LabelError
from technostate.evidence import Figure
from technostate.web.answer import bundled
from technostate.web.asked import Asked, read
from technostate.web.questions import question
from technostate.web.route import found
from technostate.write import View
from view.doors import figures_of, lines_of, number, written

#: Address → figures of its JSON twin at least, so that an empty answer is no agreement.
ADDRESSES = {
    "/exposure?against=JPN": 200,
    "/exposure?state=DEU&against=CHN&measure=net&year=2011": 200,
    "/exposure?state=JPN&measure=face_value&sector=electronics": 200,
    "/exposure/CHN": 300,
    "/exposure/EU": 300,
    "/exposure/JPN?world=wiod-2004": 300,
    "/exposure/DEU?supplier=CHN&sector=C26": 4,
    "/exposure/VNM?measure=self_reliance": 1,
    "/products/CHN": 100,
    "/products/DEU?partner=CHN": 100,
    "/strategies/USA": 300,
    "/shocks": 0,
    "/shock/chips-2022?horizon=weeks&draws=2": 100,
    "/shock/us-china-decoupling?horizon=year&draws=2&mirrored=yes": 100,
    "/lab/check": 0,
    "/futures": 0,
    "/futures/CHN?where=waste:low": 200,
    "/futures/CHN?scenario=drift&outcome=burden": 100,
    "/futures/JPN?against=KOR&outcome=civil": 100,
    "/futures/DEU/outlook?against=CHN": 50,
    "/scenario/china-brief": 0,
    "/parameters": 20,
    "/language/trend": 100,
    "/language/trend?terms=安全&sense=strategic": 100,
    "/language/trend?terms=国家安全,高质量发展&language=zh": 100,
    "/language/trend?terms=national+security&collection=sotu": 400,
    "/language/contrast?collection=sotu": 50,
    "/language/contrast?first=2003-2012&second=2013-2025": 400,
    "/language/lexicon?strategy=military": 0,
    "/language/lexicon?terms=国家安全": 5,
    "/language/monthly?terms=国家安全&events=none&items=foreign": 200,
    "/language/JPN": 300,
    "/claim/IN-1": 20,
    "/claim/MI-2?state=JPN&against=USA": 10,
    "/claim/ES-1?state=DEU": 4,
    "/timeline?states=JPN&since=2019": 10,
    "/timeline?actor=USA&target=CHN&kind=pressure&until=2020": 4,
    "/data": 10,
    "/data?words=sipri": 2,
    "/data/origin/worldbank-2025-4d7938": 0,
    "/data/series/worldbank/wdi/GB.XPD.RSDV.GD.ZS?region=CHN": 20,
    "/indicators?strategy=fusion": 0,
    "/indicator/military_spending_gdp?regions=USA,RUS": 4,
    "/table?indicators=rd_share_of_gdp,military_spending_gdp&regions=EU,CHN&years=2000-2010": 20,
    "/world/wiod-2004": 70,
    "/search?words=chips": 0,
    "/method": 0,
}
#: Answers of many seconds: the page is written from the answer that Python gave.
SLOW = {"/": 60, "/state/JPN?against=CHN": 60, "/claims?part=IN&verdict=mixed": 60}


def _asked(address: str) -> Asked:
    path, _, query = address.partition("?")
    return found(path, parse_qsl(query))[0]


def _by_python(asked: Asked) -> tuple[View[Any], list[dict[str, Any]]]:
    """What the Python that a page shows gives: the view, and the rows of its frame."""
    *imports, call = asked.python().split("\n\n")
    known: dict[str, Any] = {}
    exec("\n\n".join(imports), known)
    assert call.endswith(".frame()")
    view = eval(call.removesuffix(".frame()"), known)
    return view, view.frame().to_dicts()


def _values(rows: Iterator[Any]) -> list[str]:
    return [number(float(row)) if row not in (None, "") else "" for row in rows]


@pytest.mark.parametrize("address", [*ADDRESSES, *SLOW])
def test_every_door_gives_the_same_figures(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = _asked(address)
    view, frame = _by_python(asked)
    bundle = bundled(asked, view if address in SLOW else asked.question.answer(asked.given))
    twin = json.loads(bundle.members["data.json"])
    assert len(set(figures_of(twin))) >= (ADDRESSES | SLOW)[address]

    monkeypatch.chdir(tmp_path)
    if (file := asked.text(".yaml")) is not None:
        Path(file[0]).write_text(file[1], "utf-8")
    first, *words = shlex.split(bundle.meta.command)
    assert first == "technostate"
    assert run([*words, "--json"]) == 0, capsys.readouterr().err
    assert json.loads(capsys.readouterr().out) == twin

    kept = list(csv.DictReader(io.StringIO(bundle.members.get("data.csv", b"").decode())))
    assert len(kept) == len(frame) == len(view.rows)
    if any(isinstance(row.get("figure"), Figure) for row in view.rows):
        assert _values(row["value"] for row in kept) == _values(row["value"] for row in frame)

    page = written(bundle.whole)
    assert [line for line in lines_of(view) if line not in page] == []


def test_a_sense_that_is_asked_for_is_in_the_command() -> None:
    asked = _asked("/language/trend?terms=安全&sense=strategic")
    assert asked.question.answer(asked.given).command.endswith("--sense strategic")


def test_counts_in_another_language_are_refused_and_not_given_for_it() -> None:
    asked = _asked("/language/trend?terms=security&collection=sotu&language=zh")
    with pytest.raises(LabelError, match="sotu is counted in en"):
        asked.question.answer(asked.given)


@pytest.mark.parametrize("key", ["strategies", "overview", "explore", "outlook", "language", "exposure_map", "home"])
def test_the_usual_comparator_is_beside_another_state_where_it_is_the_state_itself(key: str) -> None:
    assert read(question(key), {"state": "USA"}).given["against"] == "CHN"
    assert read(question(key), {"state": "USA", "against": "JPN"}).given["against"] == "JPN"
    assert read(question(key), {"state": "CHN"}).given["against"] == "USA"


def test_a_state_stands_beside_another_where_nobody_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["states", "strategies", "USA"]) == 0
    assert "China" in capsys.readouterr().out.splitlines()[0]
