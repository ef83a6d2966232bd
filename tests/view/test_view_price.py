"""The view of the price of security: one answer at every door, the rows that others rely on, sentences that hold."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from technostate.cli.app import run
from technostate.evidence import Figure
from technostate.evidence.figure import Range
from technostate.futures.price import LEVERS, Priced, Terms
from technostate.futures.price.kept import PRICE, question
from technostate.shocks.kept import key
from technostate.view.price import ask, price
from technostate.view.price.blocks import blocks
from technostate.view.price.data import answer
from technostate.view.price.record import Cell, Judged, Price
from technostate.view.timeline.data import counted
from technostate.write import View
from technostate.write.text import to_text

from .doors import agree

sys.path.insert(0, str(Path(__file__).parents[1] / "futures" / "price"))
from made_price import priced

COUNTED = counted()


@pytest.fixture
def both() -> list[Priced]:
    first = priced()
    return [first, replace(priced(aimed=(0.4, 0.5, 0.6), general=(2.0, 3.0, 4.0)), state="USA", against="CHN")]


@pytest.fixture
def folder(both: list[Priced], tmp_path: Path) -> Path:
    """Finished parts of the made-up pair, so that every door answers from them at once."""
    for side in both:
        name = key(question(side.state, side.against, Terms()), PRICE.rooms)
        from technostate.shocks.kept import Parts

        parts = Parts(tmp_path)
        asked = question(side.state, side.against, Terms())
        parts.answer(asked, lambda side=side: side, PRICE)
        assert parts.path(name).is_file()
    return tmp_path


def test_every_door_says_the_same_of_a_price(folder: Path) -> None:
    assert agree(price("CHN", "USA", parts=folder)) == 19


def test_rows_are_fractions_with_every_lever_shock_wedge_and_rent(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["price", "CHN", "--against", "USA", "--json", "--parts", str(folder)]) == 0
    said = json.loads(capsys.readouterr().out)
    keys = {"lever", "target", "shock", "wedge", "rent", "premium", "cover", "break_even"}
    assert all(keys <= row.keys() for row in said["rows"])
    aimed = [row for row in said["rows"] if (row["state"], row["lever"], row["shock"]) == ("CHN", "aimed", "stop")]
    assert [(row["wedge"], row["rent"]) for row in aimed] == [
        (form, rent) for form in ("duty", "mixed", "waste") for rent in ("importer", "exporter", "lost")
    ]
    assert aimed[0]["premium"] == pytest.approx(0.001)
    assert aimed[0]["cover"] == pytest.approx(0.01)
    assert aimed[0]["break_even"] == pytest.approx(0.1)
    assert {row["target"] for row in said["rows"] if row["state"] == "CHN"} == {"USA", "everyone", "CHN"}
    assert {row["state"] for row in said["rows"]} == {"CHN", "USA"}
    assert {row["lever"] for row in said["rows"]} == {lever.name for lever in LEVERS}


def test_a_lever_whose_cover_is_not_priced_has_null_and_a_reason(folder: Path) -> None:
    rows = {row.lever: row for row in price("CHN", "USA", parts=folder).data.rows if row.shock is None}
    assert set(rows) == {"military", "fusion"}
    assert (rows["military"].premium, rows["military"].cover, rows["military"].break_even) == (0.0105, None, None)
    assert rows["fusion"].premium is None
    assert all(row.why for row in rows.values())


def test_what_covers_nothing_is_null_and_says_that_it_never_pays(both: list[Priced]) -> None:
    rows = tuple(replace(row, loss=both[0].bare + 0.001) for row in both[0].rows)
    data = answer([replace(both[0], rows=rows), both[1]])
    never = [row for row in data.rows if row.state == "CHN" and row.shock]
    assert all(row.break_even is None and row.covering == 0.0 and "never pays" in row.why for row in never)
    assert all(cell.break_even is None for cell in data.cells if cell.state == "CHN")
    view = View("Never", data, blocks(data))
    assert "never pays" in view.text()


def test_a_case_without_an_equilibrium_is_counted_and_said(both: list[Priced]) -> None:
    bare = both[0].bare.copy()
    bare[0, 0, 0] = np.nan
    data = answer([replace(both[0], bare=bare, failed=1), both[1]])
    assert "1 equilibria were not found" in View("One", data, blocks(data)).text()


def test_the_sentences_name_the_choice_that_turns_them(folder: Path) -> None:
    text = " ".join(price("CHN", "USA", parts=folder).text(10_000).split())
    assert "it depends on the form of the wedge (yes for a mixture and for waste; no for a duty)" in text
    assert "aiming the wedge at China is cheaper than self-reliance towards everyone under every choice" in text
    assert "A stock of strategic imports from China is cheaper insurance than a wedge on them under every" in text


def test_a_second_call_asks_for_nothing_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> Priced:
        raise AssertionError("computed again")

    monkeypatch.setattr(ask, "priced", never)
    assert price("China", "united states", parts=folder).data.state == "CHN"
    with pytest.raises(AssertionError, match="computed again"):
        price("CHN", "USA", seed=1, parts=folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["CHN", "--against", "CHN"], "cannot insure against itself"),
        (["CHN", "--against", "XXX"], "XXX"),
        (["Atlantis"], "Atlantis"),
        (["CHN", "USA"], "--against USA"),
        (["CHN", "--wedge", "0"], "wedge of 0"),
        (["CHN", "--wedge", "nan"], "wedge of nan"),
        (["CHN", "--days", "400"], "400"),
        (["CHN", "--draws", "1"], "1 draws"),
        (["CHN", "--draws", "1.5"], "no whole number"),
        (["CHN", "--seed", "-1"], "seed of -1"),
        (["CHN", "--sectors", "C62"], "C62"),
        (["CHN", "--world", "nowhere"], "nowhere"),
        (["CHE", "--against", "CHN"], "--sectors electronics"),
        (["CHN", "--comparator", "USA"], "--against"),
    ],
)
def test_bad_words_are_one_message_with_what_to_do(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["price", *words, "--parts", str(tmp_path / "parts")]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "hint" in error
    assert "Traceback" not in error


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert run(["price", "CHN", "--against", "USA", "--parts", str(tmp_path / "file" / "parts")]) == 2
    assert "cannot be made" in capsys.readouterr().err


def test_a_title_says_what_holds_under_every_choice() -> None:
    from dataclasses import replace

    from technostate.view.price.reading import BETWEEN, headline

    def judged(stock: str, aimed: str) -> Price:
        rows = [Judged("CHN", shock, "stockpile before aimed", stock, ()) for shock in BETWEEN]
        rows += [Judged("CHN", shock, "aimed before self_reliance", aimed, ()) for shock in BETWEEN]
        rows.append(Judged("CHN", "energy", "stockpile before aimed", "never", ()))
        return Price("CHN", "USA", "", 0.3, 90.0, 2, {}, {}, (), (), tuple(rows), 0, (), COUNTED)

    assert "a stock of imports from the United States is cheaper" in headline(judged("always", "always"), "CHN", "USA")
    assert "a wedge on the United States alone" in headline(judged("depends", "always"), "CHN", "USA")
    assert headline(judged("depends", "never"), "CHN", "USA").startswith("Break-even probability")
    mixed = judged("always", "never")
    once = replace(mixed.judged[0], answer="depends")
    assert headline(replace(mixed, judged=(once, *mixed.judged[1:])), "CHN", "USA").startswith("Break-even")


@pytest.mark.parametrize(("odds", "said"), [(0.99, True), (1.0, False), (0.0, False), (None, False)])
def test_a_row_is_read_in_words_only_where_it_pays(odds: float | None, said: bool) -> None:
    from technostate.view.price.reading import row_in_words

    def figure(value: float | None, unit: str) -> Figure:
        return Figure(value, unit, "modelled", COUNTED, "CHN", range=Range(0.0, 9.0, "cases"))

    cell = Cell("CHN", "stockpile", "USA", "stop", figure(0.2, "%"), figure(0.4, "%"), figure(odds, "1"))
    data = Price("CHN", "USA", "", 0.3, 90.0, 2, {}, {}, (), (), (), 0, (), COUNTED)
    found = row_in_words([cell], data, lambda lever: f"[{lever}]", lambda shock: f"({shock})")
    assert (found is not None) is said
    if found is not None:
        words = " ".join(to_text("", (found,)).split())
        assert "[stockpile comparator] costs 0.20 %" in words and "If (stop), it saves 0.40 %" in words
        assert "in the median, about once a year. Whoever" in words
