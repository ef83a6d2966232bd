"""The page of dependence by product: what broad sectors hide stands first, then what is there and what is not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.evidence.own import current
from technostate.view.by_product import by_product
from technostate.write import Prose


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert run(list(words)) == code
    out = capsys.readouterr()
    return out.err if code else out.out


def test_what_broad_sectors_hide_stands_first() -> None:
    view = by_product("Germany", "China")
    first = view.blocks[0]
    assert isinstance(first, Prose) and view.data.hidden is not None
    words = " ".join(view.text().split())
    assert words.index("Broad sectors hide") < words.index("Ships:") < words.index("Does not ship") < 1400
    hidden = view.data.hidden
    assert hidden.share.value is not None and hidden.share.value < 0.05
    assert hidden.good_share.value == pytest.approx(600 / 610)
    assert f"{100 * hidden.share.value:.2f} %" in words and "98.4 %" in words
    assert "No trade by product is in the store" in words


def test_every_state_and_group_has_a_page_without_any_store() -> None:
    for state in ("CHN", "USA", "EU", "g7", "JPN+KOR", "Luxembourg", "North Korea"):
        view = by_product(state)
        assert len(view.data.minerals) == 26
        assert view.data.partner not in (state, "ROW", "")
        assert all(row.supplier != "ROW" for row in view.data.carved)
    assert by_product("USA").data.minerals[0].us_reliance is not None
    assert "does not show North Korea" in by_product("PRK").text()


def test_trade_from_the_store(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "exposure", "products", "DEU+FRA", "--partner", "CHN", "--store", str(path), "--json")
    data = json.loads(out)
    trade = data["trade"]
    assert (trade["year"], trade["classification"], trade["commission"], trade["merics"]) == (2020, "HS17", 1, 1)
    first = trade["goods"][0]
    assert (first["code"], first["supplier"], first["commission"]) == ("811292", "CHN", True)
    assert first["concentration"]["value"] == pytest.approx(0.6625)
    assert first["partner_world_share"]["value"] == pytest.approx(120 / 155)
    assert first["imports"] == {**first["imports"], "value": 0.1, "unit": "musd", "kind": "derived", "year": 2020}
    assert all(good["supplier"] != "ROW" for good in trade["goods"])
    rows = list(csv.DictReader(io.StringIO(
        said(capsys, "exposure", "products", "DEU+FRA", "--store", str(path), "--format", "csv", "--code", "8112")
    )))  # fmt: skip
    traded = [row for row in rows if row["source"] == "trade"]
    assert {row["code"] for row in traded} == {"811292"}
    assert next(float(row["value"]) for row in traded if row["measure"] == "import_ratio") == 2.5
    text = said(capsys, "exposure", "products", "DEU", "--store", str(path))
    assert "811292 Gallium" in text and "Europe EFTA" not in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ROW",), "ROW is all economies"),
        (("DEU", "--partner", "ROW"), "ROW is all economies"),
        (("DEU", "--partner", "Germany"), "share DEU"),
        (("JPN",), "not in the trade of 2020"),
        (("Atlantis",), "Atlantis"),
        (("DEU", "--year", "2012"), "no trade of year 2012"),
        (("DEU", "--classification", "SITC3"), "no trade of classification"),
        (("DEU", "--code", "81.12"), "no code of the Harmonised System"),
        (("DEU", "--code", "8112929"), "no code of the Harmonised System"),
        (("--partner", "CHN"), "no state is named"),
        (("DEU", "CHN"), "--partner CHN"),
        (("DEU", "--supplier", "CHN"), "perhaps --partner"),
    ],
)
def test_wrong_words_are_one_message(
    path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    err = said(capsys, "exposure", "products", *words, "--store", str(path), code=2)
    assert message in err and "hint:" in err and "Traceback" not in err


def test_options_of_trade_without_trade_say_how_it_is_imported() -> None:
    current.use(None)
    with pytest.raises(DataError, match="the store has none") as caught:
        by_product("DEU", year=2020)
    assert "data import baci" in caught.value.hint
    with pytest.raises(LabelError):
        by_product("")


def test_the_rest_of_exposure_is_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "exposure", "CHN", "--world", "wiod-2004", "--measure", "foreign_input_reliance")
    assert "16.1" in out
    assert "supplier_concentration" in said(capsys, "exposure", "--list")
