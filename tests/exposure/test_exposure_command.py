"""`technostate exposure`: the contract, the same answer as in Python, and one clear message for every mistake."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from technostate import exposure
from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.exposure import MEASURES, measure, party
from technostate.units import unit
from technostate.world import load

CONTRACT = ["value", "unit", "kind", "world", "buyer", "supplier", "sector", "measure", "origin"]


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    code = run(["exposure", *words, "--json"])
    out, err = capsys.readouterr()
    assert (code, err) == (0, ""), err
    found: dict[str, object] = json.loads(out)
    return found


def test_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "CHN", "--world", "wiod-2004", "--measure", "foreign_input_reliance")
    assert list(found) == [*CONTRACT, "origins"]
    assert found["value"] == pytest.approx(0.1607, abs=5e-5)
    assert {key: found[key] for key in CONTRACT[1:8]} == {
        "unit": "1",
        "kind": "derived",
        "world": "wiod-2004",
        "buyer": "CHN",
        "supplier": None,
        "sector": None,
        "measure": "foreign_input_reliance",
    }
    assert "Timmer" in json.dumps(found["origins"])


def test_supplier_and_sector_give_what_python_gives(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["CHN", "--world", "wiod-2004", "--measure", "foreign_input_reliance"]
    found = answer(capsys, *words, "--supplier", "USA", "--sector", "c14")
    assert found["value"] == exposure.foreign_input_reliance(load("wiod-2004"), "CHN", supplier="USA", sector="c14")
    assert (found["supplier"], found["sector"]) == ("USA", "c14")
    found = answer(capsys, "CHN", "--world", "icio-2022", "-m", "foreign_input_reliance", "--sector", "C26")
    assert found["value"] == exposure.foreign_input_reliance(load("icio-2022"), "CHN", sector="C26")


def test_the_newest_world_that_has_the_state_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    for state in ("CHN", "JPN+KOR"):
        assert answer(capsys, state, "--measure", "external_circulation")["world"] == "icio-2022"


def test_joined_codes_and_groups_are_one_state(capsys: pytest.CaptureFixture[str]) -> None:
    world = load("wiod-2004")
    found = answer(capsys, "JPN+KOR", "--world", "wiod-2004", "-m", "foreign_input_reliance", "--supplier", "DEU+FRA")
    assert found["value"] == exposure.foreign_input_reliance(world, ("JPN", "KOR"), supplier=("DEU", "FRA"))
    assert "taken as one state" in str(found["origins"])


def test_a_group_leaves_out_and_names_what_the_world_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    from technostate import states

    monkeypatch.setattr(states, "groups", lambda: ("baltic_sea",))
    monkeypatch.setattr(states, "group", lambda key: ("EST", "HRV", "LVA"))
    found = party(load("wiod-2004"), "baltic_sea")
    assert found.members == ("EST", "LVA")
    assert "HRV not shown apart in wiod-2004" in found.note


def test_the_european_union_is_a_state_of_many_members(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "EU", "--world", "icio-2022", "-m", "foreign_input_reliance")
    members = party(load("icio-2022"), "EU").members
    assert len(members) == 27
    assert found["value"] == exposure.foreign_input_reliance(load("icio-2022"), members)
    assert found["value"] < exposure.foreign_input_reliance(load("icio-2022"), "DEU")


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_a_value_a_unit_and_a_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    entry = MEASURES[name]
    words = ["CHN", "--world", "wiod-2011", "--measure", name]
    words += ["--supplier", "USA"] if entry.partner == "must" else []
    words += ["--sector", "c14"] if entry.sector == "must" else []
    found = answer(capsys, *words)
    assert np.isfinite(found["value"])  # type: ignore[call-overload]
    assert unit(entry.unit).symbol == found["unit"]
    assert found["kind"] == entry.kind
    assert run(["exposure", *words]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert entry.title in page and entry.reference in page and "Source [1" in page


def test_the_register_is_complete_and_refers_to_itself() -> None:
    assert len(MEASURES) >= 25
    for name, entry in MEASURES.items():
        assert name == entry.name
        assert set(entry.competing) <= set(MEASURES) - {name}
        assert entry.definition.endswith(".") and entry.reference and entry.title
        assert entry.kind in ("derived", "modelled")


def test_what_a_measure_says_of_a_sector_is_what_it_does() -> None:
    """Measures that take no sector or partner refuse one; those that may take one give another figure with it."""
    world = load("wiod-2011")
    for name, entry in MEASURES.items():
        partner = "USA" if entry.partner == "must" else None
        if entry.sector == "no":
            with pytest.raises(LabelError, match="takes no sector"):
                measure(name, world, "CHN", supplier=partner, sector="c14")
        elif entry.sector == "may":
            whole = measure(name, world, "CHN", supplier=partner).value
            assert measure(name, world, "CHN", supplier=partner, sector="c14").value != pytest.approx(
                whole, rel=1e-6
            ), name
        if entry.partner == "no":
            with pytest.raises(LabelError, match="takes no partner"):
                measure(name, world, "CHN", supplier="USA", sector="c14" if entry.sector == "must" else None)


def test_without_a_measure_it_shows_the_main_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["exposure", "CHN", "--world", "wiod-2011"]) == 0
    page = capsys.readouterr().out
    for entry in MEASURES.values():
        assert (entry.title in page) == entry.main or not entry.main
    assert "Partners: whom China depends on" in page and "Commission" in page and "MERICS" in page
    assert run(["exposure", "CHN", "--world", "wiod-2011", "--supplier", "USA", "--sector", "c14"]) == 0
    assert "partner United States" in capsys.readouterr().out
    figures = answer(capsys, "CHN", "--world", "wiod-2011")["figures"]
    assert isinstance(figures, list) and len(figures) == sum(entry.main for entry in MEASURES.values())


def test_the_list_names_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["exposure", "--list"]) == 0
    page = capsys.readouterr().out
    assert {line.split()[0] for line in page.splitlines() if line.strip()} >= set(MEASURES)
    assert run(["exposure", "--list", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(MEASURES)


@pytest.mark.parametrize("typed", ["Germany", "deu", "德国"])
def test_names_and_lower_case_are_understood_when_typed(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, typed, "--world", "wiod-2004", "--measure", "foreign_input_reliance")
    assert found["buyer"] == "DEU"


MISTAKES = {
    "no state": ([], "no state is named", "technostate exposure CHN"),
    "unknown state": (["CHM", "--world", "wiod-2004"], "unknown region 'CHM'", "CHN"),
    "a state that the table hides": (["HRV", "--world", "wiod-2004"], "HRV (Croatia) is not shown apart", "CHN"),
    "unknown everywhere": (["XXX"], "unknown region 'XXX'", "by its code (CHN) or its name"),
    "empty state": (["", "--world", "wiod-2004"], "no state is named", "by its code"),
    "unknown half of a pair": (["JPN+KOX", "--world", "wiod-2004"], "unknown region 'KOX'", "KOR"),
    "the same twice": (["JPN+JPN", "--world", "wiod-2004"], "'JPN' is named twice", "once"),
    "unknown supplier": (["CHN", "--world", "wiod-2004", "--supplier", "USB"], "unknown region 'USB'", "USA"),
    "overlap": (["DEU+FRA", "--world", "wiod-2004", "--supplier", "FRA+ITA"], "share FRA", "without common members"),
    "unknown sector": (["CHN", "--world", "wiod-2004", "--sector", "C14"], "unknown sector 'C14'", "c14"),
    "sector of another release": (
        ["CHN", "--world", "wiod-2004", "--sector", "C26"],
        "unknown sector 'C26'",
        "ICIO worlds",
    ),
    "sector without output": (
        ["CHN", "--world", "wiod-2004", "--measure", "upstreamness", "--sector", "c19"],
        "CHN c19 has no output in wiod-2004",
        "another sector",
    ),
    "all measures of a sector without output": (
        ["CHN", "--world", "wiod-2004", "--sector", "c35"],
        "CHN c35 has no output",
        "another sector",
    ),
    "unknown world": (["CHN", "--world", "wiod-1994"], "unknown world 'wiod-1994'", "wiod-199"),
    "unknown measure": (["CHN", "--measure", "foreign_imput_reliance"], "unknown measure", "foreign_input_reliance"),
    "measure without its partner": (["CHN", "--measure", "market_loss"], "needs a partner", "--supplier"),
    "measure without its sector": (["CHN", "--measure", "chokepoint_index"], "needs a sector", "--sector"),
    "partner where there is none": (
        ["CHN", "--measure", "upstreamness", "--supplier", "USA"],
        "takes no partner",
        "foreign_input_reliance",
    ),
    "sector where there is none": (
        ["CHN", "--measure", "welfare_exposure", "--supplier", "USA", "--sector", "C26"],
        "takes no sector",
        "foreign_input_reliance",
    ),
    "partner is the state": (
        ["CHN", "--world", "wiod-2004", "--measure", "market_loss", "--supplier", "CHN"],
        "CHN and CHN share CHN",
        "without common members",
    ),
    "partner is a group with the state in it": (
        ["DEU", "--measure", "foreign_input_reliance", "--supplier", "EU"],
        "EU and DEU share DEU",
        "without common members",
    ),
    "partner is the state, all measures": (["CHN", "--supplier", "CHN"], "CHN and CHN share CHN", "self_reliance"),
    "an option that does not exist": (["CHN", "--suplier", "USA"], "suplier", "--help"),
    "no value after an option": (["CHN", "--world"], "--world", "--help"),
    "two states as words": (["CHN", "USA", "--json"], "USA", "--supplier USA"),
}


@pytest.mark.parametrize("words, message, hint", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_message_with_a_hint_and_exit_2(
    words: list[str], message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["exposure", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("technostate: ") and "Traceback" not in err
    said, _, advice = err.partition("\nhint: ")
    assert message in said
    assert hint in advice


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing.npz", None), ("text.npz", b"not a zip"), ("short.npz", b"PK\x03\x04"), ("words.csv", b"\xff\xfe,1\n")],
)
def test_a_damaged_file_of_a_world_is_one_message(
    name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run(["exposure", "CHN", "--world", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("technostate: ") and "\nhint: " in err and "Traceback" not in err


def test_a_world_of_ones_own_is_read_from_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from exposure_worlds import random_world

    from technostate.world import write

    world = random_world(1)
    path = tmp_path / "own.npz"
    write(world, path)
    found = answer(capsys, "R01", "--world", str(path), "--measure", "foreign_input_reliance")
    assert found["value"] == pytest.approx(exposure.foreign_input_reliance(world, "R01"), abs=1e-12)
    assert run(["exposure", "R03", "--world", str(path)]) == 2
    assert "unknown region 'R03'" in capsys.readouterr().err


def test_a_measure_without_a_value_is_an_error_and_not_a_zero() -> None:
    with pytest.raises(DataError, match="no finite value of import_concentration"):
        measure("import_concentration", load("wiod-2004"), "+".join(load("wiod-2004").regions), sector="c14")
    # WIOD records no motor trade in China, so none is exported: infinitely more is imported.
    with pytest.raises(DataError, match="no finite value of imports_over_exports"):
        measure("imports_over_exports", load("wiod-2004"), "CHN", sector="c19")


def test_a_figure_of_flows_does_not_cite_the_tariffs_of_its_world(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["exposure", "CHN", "--world", "icio-2022", "--measure", "foreign_input_reliance", "--json"]) == 0
    origin = json.dumps(json.loads(capsys.readouterr().out)["origins"])
    assert "OECD" in origin and "Teti" not in origin and "elasticit" not in origin.casefold()
