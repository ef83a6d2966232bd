"""What a file of a shock may say: plain YAML only, codes as text, fractions not per cent, nothing claimed of others."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from technostate.errors import ScenarioError
from technostate.shocks.specification import Shock, coalitions, load, parse, read
from technostate.shocks.specification.plain_yaml import plain

HEAD = "name: trial\ntitle: Trial\nstarts: 2027-01-01\n"
DUTY = {
    "measure": "tariff", "name": "t", "exporters": "[CHN]", "importers": "[USA]", "sectors": "[C26]", "rate": "0.25",
    "basis": "added",
}  # fmt: skip


def file_of(**fields: str) -> str:
    return HEAD + "measures: [{" + ", ".join(f"{key}: {value}" for key, value in (DUTY | fields).items()) + "}]\n"


def message(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"rate": "25"}, "the tariff is 25; it lies above -1 to 3; 25 is 2,500 per cent: is 0.25 meant?"),
        ({"rate": "{low: 10, central: 25, high: 60}"}, "the tariff is 10 to 60; it lies above -1 to 3; 25 is 2,500"),
        ({"rate": "-25"}, "-25 is -2,500 per cent: is -0.25 meant?"),
        ({"rate": "7.5"}, "7.5 is 750 per cent: is 0.075 meant?"),
    ],
)
def test_per_cent_in_place_of_a_fraction_is_asked_about(fields: dict[str, str], says: str) -> None:
    assert says in message(file_of(**fields))


def test_every_fraction_is_asked_about_and_no_amount_is() -> None:
    ban: dict[str, Any] = {"name": "b", "exporters": ["CHN"], "importers": ["USA"], "sectors": ["C26"]}
    loss: dict[str, Any] = {"name": "b", "regions": ["CHN"], "sectors": ["C26"]}
    for row, says in (
        ({**ban, "measure": "export_ban", "leak": 30}, "is 0.3 meant?"),
        ({**ban, "measure": "trade_cost", "increase": 20}, "is 0.2 meant?"),
        ({**ban, "measure": "technology_cutoff", "share": 100}, "is 1 meant?"),
        ({**loss, "measure": "capacity_loss", "loss": 40}, "is 0.4 meant?"),
        ({**loss, "measure": "demand_loss", "loss": 5}, "is 0.05 meant?"),
    ):
        with pytest.raises(ScenarioError, match=says.replace("?", r"\?")):
            Shock(name="t", title="T", starts="2027-01-01", measures=[row])
    with pytest.raises(ScenarioError) as caught:
        Shock(name="t", title="T", starts="2027-01-01", measures=[{**loss, "measure": "stockpile", "days": 5000}])
    assert "meant" not in str(caught.value)


def test_no_is_a_text_and_norway_is_nor() -> None:
    said = message(file_of(importers="[NO]"))
    assert "unknown region or group 'NO'" in said
    assert "NOR (Norway)" in said
    assert parse(file_of(importers="[NOR]")).measures[0].importers == ("NOR",)  # type: ignore[union-attr]


def test_codes_that_are_numbers_to_yaml_are_read_as_text() -> None:
    assert "854231 is no sector: codes of products (HS and others) are not read" in message(file_of(sectors="[854231]"))
    own = parse(file_of(sectors="[mine]") + "sector_lists: {mine: {icio: [C26], hs: [854231, 0810]}}\n")
    assert own.sector_lists["mine"]["hs"] == ("854231", "0810")


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ("01", "01"), ("010", "010"), ("0x1", "0x1"), ("0b1", "0b1"), ("1_000", "1_000"), ("1:30", "1:30"),
        (".inf", ".inf"), (".nan", ".nan"), ("yes", "yes"), ("Off", "Off"), ("NO", "NO"), ("TRUE", "TRUE"), ("=", "="),
        ("7", 7), ("-0.5", -0.5), ("1e6", 1e6), ("1.5e-3", 0.0015), (".5", 0.5), ("+3", 3), ("true", True), ("~", None),
        ("null", None), ("", None), ("-", ["-"]), (".", "."), ("1e", "1e"), ("+", "+"),
    ],
)  # fmt: skip
def test_a_plain_word_is_a_number_only_where_everybody_would_read_one(value: str, read_as: object) -> None:
    text = "a: '-'" if value == "-" else f"a: {value}"
    assert plain(text, "a text") == {"a": "-" if value == "-" else read_as}


@pytest.mark.parametrize("rate", ["01", "0x1", "1_0", "1:30", ".inf", "yes", "!!float 1", "!!int 1", "[0.1]", "0.1.2"])
def test_a_number_that_can_be_misread_is_refused(rate: str) -> None:
    assert "rate" in message(file_of(rate=rate)) or "tags" in message(file_of(rate=rate))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "<<: {event: x}\nmeasures: []\n", "line 4: merges (<<) are not read"),
        (HEAD + "sector_lists: !!set {a}\n", "line 4: tags such as '!!set' are not read"),
        ("!!omap [a: 1]\n", "line 1: tags such as '!!omap' are not read"),
        ("! x\n", "tags such as '!'"),
        (HEAD + 'event: "\\e[31mred"\n', "line 4: the text has control characters"),
        (HEAD + '"a\\ud800": 1\n', "line 4: the text has control characters"),
        (file_of(name="2024"), "name: a text is needed; 2024 is a number to YAML, in quotes it is a text"),
        (HEAD.replace("Trial", "true"), "title: a text is needed; true is true or false to YAML"),
        (HEAD.replace("Trial", "2027-01-01"), "title: a text is needed; 2027-01-01 is a day to YAML"),
        (HEAD + "measures: []\n---\nname: b\n", "expected a single document"),
        (file_of(rate="1" + "0" * 400), "finite"),
        (file_of(rate="1" + "0" * 5000), "not plain YAML"),
        (file_of(rate="1e400"), "finite"),
        (file_of(rate="1e-320"), "9.99989e-321 is closer to zero than 1e-12; write 0"),
        (file_of(rate="[0.1, 0.2]"), "rate: a number is needed, or low, central and high"),
        (file_of(rate="null"), "rate is missing"),
        (file_of(sectors="{C26: 1}"), "sectors: a list is needed"),
        (file_of(measure="export_ban", leak="0.1", rent="[]"), "rent: the list is empty"),
        (file_of() + "mirrored: 7\n", "mirrored: true or false is needed"),
        (file_of() + "sector_lists: 7\n", "sector_lists: a mapping is needed"),
        ("? [a, b]\n: 1\n", "line 1: a list or a mapping is no name of a field"),
    ],
)
def test_what_is_not_plain_is_said_with_its_line(text: str, says: str) -> None:
    assert says in message(text)


@pytest.mark.parametrize("name", ["electronics", "C26", "c14", "all", "CHN.machine-tools"])
def test_an_own_list_does_not_take_the_name_of_a_shipped_one(name: str) -> None:
    said = message(file_of() + f"sector_lists: {{{name}: {{icio: [B06]}}}}\n")
    assert f"'{name}' is a sector or a shipped list of sectors already" in said


@pytest.mark.parametrize(
    "lists", ["7", "[a]", "x", "{a: 7}", "{a: [7]}", "{a: {icio: 7}}", "{a: {icio: [[]]}}", "{7: 7}"]
)
def test_bad_lists_of_a_shock_that_is_built_on_another_are_one_error(lists: str) -> None:
    assert "sector_lists" in message(f"name: t\ntitle: T\nbased_on: zte-2018\nsector_lists: {lists}\n")


def test_a_shock_that_is_built_on_another_does_not_claim_its_event_and_sources() -> None:
    found = parse("name: tighter\ntitle: Tighter\nbased_on: zte-2018\noverrides: {parts: {leak: 0.0}}\n")
    base = load("zte-2018")
    assert base.sources and found.sources == ()
    assert found.built_on == ("zte-2018",)
    assert found.event.startswith("Not stated; built on zte-2018, whose event is another.")
    assert found.event.endswith("No start is stated either: its days are those of zte-2018.")
    assert found.assumptions.startswith("Where measures are those of zte-2018")
    assert found.leaves_out == base.leaves_out
    assert Shock(**found.as_dict()) == found


def test_a_start_of_its_own_moves_the_days_of_what_it_is_built_on() -> None:
    base = load("taiwan-strait-disruption")
    found = parse("name: later\ntitle: Later\nbased_on: taiwan-strait-disruption\nstarts: 2031-03-01\n")
    assert found.starts == dt.date(2031, 3, 1)
    assert found.event == "Not stated; built on taiwan-strait-disruption, whose event is another."
    for old, new in zip(base.measures, found.measures, strict=True):
        assert new.starts == dt.date(2031, 3, 1)
        assert old.ends and new.ends and new.ends - new.starts == old.ends - base.starts == dt.timedelta(181)


def test_days_between_the_measures_of_two_shocks_stay_and_stated_days_are_taken_as_stated() -> None:
    text = "name: t\ntitle: T\nbased_on: [zte-2018, japan-korea-2019]\nstarts: 2030-01-01\n"
    both = parse(text)
    assert [row.starts for row in both.measures] == [dt.date(2030, 1, 1), dt.date(2031, 3, 22)]
    assert (both.measures[1].starts - both.starts) == load("japan-korea-2019").starts - load("zte-2018").starts  # type: ignore[operator]
    assert parse(text + "overrides: {parts: {ends: 2030-02-01}}\n").measure("parts").ends == dt.date(2030, 2, 1)


@pytest.mark.parametrize("start", ["soon", "'2030-02-30'", "[2030]", "7"])
def test_a_start_that_is_no_day_is_one_problem_of_a_shock_built_on_another(start: str) -> None:
    said = message(f"name: t\ntitle: T\nbased_on: zte-2018\nstarts: {start}\n")
    assert "not a day" in said and "has 1 problem" in said


def test_a_start_too_late_for_a_calendar_is_said() -> None:
    assert "the calendar ends" in message("name: t\ntitle: T\nbased_on: zte-2018\nstarts: 9999-12-01\n")


def test_what_is_stated_anew_is_the_shocks_own() -> None:
    found = parse(
        "name: t\ntitle: T\nbased_on: [zte-2018, russia-2022]\nevent: None; a supposition.\nassumptions: Ours.\n"
        "sources: [{title: A, issuer: B, date: 2020, checked: read}]\n"
    )
    assert (found.event, found.assumptions, len(found.sources)) == ("None; a supposition.", "Ours.", 1)
    assert found.built_on == ("zte-2018", "russia-2022")


def test_changed_shocks_and_steps_of_a_coalition_claim_no_event_either() -> None:
    base = load("zte-2018")
    less = load("chips-2022").without(load("chips-2022").measures[0].name)
    tighter = base.override({"parts": {"leak": 0.0}})
    steps = coalitions(base, {"two": ["USA", "JPN"]})
    for found, of in ((less, "chips-2022"), (tighter, "zte-2018"), (steps["two"], "zte-2018")):
        assert (found.built_on, found.sources) == ((of,), ())
        assert of in found.event


@pytest.mark.parametrize("kind", ["fifo", "folder", "device"])
def test_what_is_no_file_is_not_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(ScenarioError, match="is no file: a folder, a device or a pipe"):
        read(path)


def test_a_name_that_is_too_long_or_has_a_zero_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read: File name too long"):
        read(tmp_path / ("a" * 300 + ".yaml"))
    with pytest.raises(ScenarioError, match="is no path"):
        read("a\0b.yaml")


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + file_of().encode())
    assert read(path).name == "trial"
