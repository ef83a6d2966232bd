"""What a shock is: shipped shocks are right, mistakes are named all at once, mirrors and overrides do what they say."""

from __future__ import annotations

import datetime as dt
import json
import random
from importlib.resources import files
from typing import Any

import pytest
import yaml

from technostate.errors import ScenarioError
from technostate.shocks.specification import (
    TABLE,
    ExportBan,
    Shock,
    compose,
    horizons,
    json_schema,
    load,
    mirror,
    names,
    parse,
    read,
    require,
)
from technostate.shocks.specification.horizons import EVERY, Horizon
from technostate.shocks.specification.measures import CapacityLoss

DESIGN = (
    "zte-2018", "chips-2022", "russia-2022", "us-china-decoupling", "west-east-decoupling",
    "taiwan-strait-disruption", "energy-embargo", "reserve-freeze",
)  # fmt: skip

LINK = {"exporters": ["USA"], "importers": ["CHN"], "sectors": ["C26"]}
BAN: dict[str, Any] = {"measure": "export_ban", "name": "ban", **LINK, "leak": 0.1}
TARIFF: dict[str, Any] = {"measure": "tariff", "name": "duty", **LINK, "rate": 0.25, "basis": "added"}
COST: dict[str, Any] = {"measure": "trade_cost", "name": "cost", **LINK, "increase": 0.2}
LOSS: dict[str, Any] = {
    "measure": "capacity_loss", "name": "loss", "regions": ["TWN"], "sectors": ["C26"], "loss": 0.5,
}  # fmt: skip
DEMAND: dict[str, Any] = {**LOSS, "measure": "demand_loss", "name": "demand"}
STOCK: dict[str, Any] = {
    "measure": "stockpile", "name": "stock", "regions": ["KOR"], "sectors": ["C20"], "days": 30,
}  # fmt: skip
CUT: dict[str, Any] = {"measure": "technology_cutoff", "name": "cut", **LINK, "share": 1.0}
FREEZE: dict[str, Any] = {
    "measure": "transfer_freeze", "name": "freeze", "regions": ["RUS"], "held_by": ["EU"], "amount_musd_per_year": 1e4,
}  # fmt: skip


def shock(*measures: object, **fields: Any) -> Shock:
    return Shock(**({"name": "trial", "title": "Trial", "starts": "2022-01-01", "measures": list(measures)} | fields))


@pytest.mark.parametrize("name", names())
def test_shipped_shocks_say_what_happened_what_is_assumed_and_what_is_left_out(name: str) -> None:
    found = load(name)
    assert found.event and found.assumptions and found.leaves_out
    assert found.sources and all(source.checked for source in found.sources)
    assert found.event.startswith("None") == (found.starts > dt.date(2026, 12, 31))


def test_the_shocks_of_the_design_and_at_least_four_more_are_shipped() -> None:
    assert set(DESIGN) <= set(names())
    assert len(names()) >= len(DESIGN) + 4


@pytest.mark.parametrize("name", names())
def test_a_shock_written_as_json_is_read_back_the_same(name: str) -> None:
    found = load(name)
    assert Shock(**json.loads(json.dumps(found.as_dict()))) == found


#: Shocks with a measure that happens in one place and has no other side.
ONE_SIDED = {name for name in names() if any(isinstance(row, CapacityLoss) for row in load(name).measures)}


@pytest.mark.parametrize("name", sorted(set(names()) - ONE_SIDED))
def test_the_mirror_of_the_mirror_is_the_shock(name: str) -> None:
    found = load(name)
    assert mirror(found) != found
    assert mirror(found).mirrored
    assert mirror(mirror(found)) == found


def test_a_mirror_exchanges_the_two_sides() -> None:
    ban = mirror(load("chips-2022")).measure("chips-of-the-united-states")
    assert isinstance(ban, ExportBan)
    assert (ban.exporters, ban.importers) == (("CHN",), ("USA",))


@pytest.mark.parametrize("row", [LOSS, DEMAND, STOCK])
def test_what_has_one_side_has_no_mirror(row: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError, match="has no mirror"):
        mirror(shock(row))


#: What is wrong, the measure (fields changed or added; None takes a field away), and what the message says.
BAD_MEASURES: tuple[tuple[str, dict[str, Any], dict[str, Any], str], ...] = (
    ("a region that nobody knows", BAN, {"exporters": ["CHM"]}, "CHN"),
    ("a code with two letters exchanged", BAN, {"exporters": ["UAS"]}, r"USA \(United States\)"),
    ("a name instead of a code", BAN, {"importers": ["China"]}, "CHN"),
    ("a group that nobody knows", BAN, {"exporters": ["g8"]}, "did you mean g7"),
    ("the whole world as a region", BAN, {"exporters": ["WLD"]}, "WLD"),
    ("a sector that nobody knows", BAN, {"sectors": ["C62"]}, "did you mean C29"),
    ("a list of sectors that nobody knows", BAN, {"sectors": ["electronic"]}, "did you mean electronics"),
    ("a list of a state that it does not have", BAN, {"sectors": ["CHN.chips"]}, "CHN has no list of sectors"),
    ("a list of a state without a file", BAN, {"sectors": ["XYZ.chips"]}, "unknown region 'XYZ'"),
    ("a leak above one", BAN, {"leak": 1.1}, "leak"),
    ("a leak below zero", BAN, {"leak": -0.1}, "leak"),
    ("a leak that is text", BAN, {"leak": "5 %"}, "not a number"),
    ("a leak that is yes", BAN, {"leak": True}, "not a number"),
    ("a leak that is not a number", BAN, {"leak": float("nan")}, "finite"),
    ("a range out of order", BAN, {"leak": {"low": 0.3, "central": 0.2, "high": 0.4}}, "not in order"),
    ("a range without its middle", BAN, {"leak": {"low": 0.1, "high": 0.4}}, "central is missing"),
    ("a range with one thing too many", BAN, {"leak": {"low": 0, "central": 0, "high": 0, "top": 1}}, "no field"),
    ("a ban that does not say what leaks", BAN, {"leak": None}, "leak is missing"),
    ("a rent that goes to nobody", BAN, {"rent": ["nobody"]}, "rent"),
    ("one name instead of a list", BAN, {"exporters": "USA"}, r"\[USA\]"),
    ("an empty list of importers", BAN, {"importers": []}, "the list is empty"),
    ("an empty list of sectors", BAN, {"sectors": []}, "the list is empty"),
    ("a region named twice", BAN, {"exporters": ["USA", "USA"]}, "named twice"),
    ("a region that is on both sides", BAN, {"importers": ["USA"]}, "on both sides"),
    ("the rest on both sides", BAN, {"exporters": ["rest"], "importers": ["rest"]}, "names nobody"),
    ("the rest beside a region", BAN, {"exporters": ["rest", "DEU"]}, "stands alone"),
    ("an end before the start", BAN, {"starts": "2022-05-01", "ends": "2022-04-01"}, "the end comes after the start"),
    ("an end before the shock", BAN, {"ends": "2021-04-01"}, "the end comes after the start"),
    ("a start before the shock", BAN, {"starts": "2021-04-01"}, "before the shock itself"),
    ("a day that does not exist", BAN, {"starts": "2022-02-30"}, "not a day"),
    ("a moment instead of a day", BAN, {"starts": dt.datetime(2022, 2, 3)}, "write the day alone, 2022-02-03"),
    ("a year instead of a day", BAN, {"starts": 2022}, "not a day"),
    ("a field that does not exist", BAN, {"leakage": 0.1}, "leakage is no field"),
    ("a measure without a name", BAN, {"name": None}, "name is missing"),
    ("a name with a blank", BAN, {"name": "my ban"}, "name"),
    ("a measure that does not exist", BAN, {"measure": "exprt_ban"}, "did you mean export_ban"),
    ("a measure without its kind", BAN, {"measure": None}, "unknown measure"),
    ("a tariff below minus one hundred per cent", TARIFF, {"rate": -1.2}, "tariff is -1.2"),
    ("a tariff of minus one hundred per cent", TARIFF, {"rate": -1}, "tariff is -1"),
    ("a tariff in per cent", TARIFF, {"rate": 2500}, "tariff is 2500"),
    ("a tariff that does not say of what", TARIFF, {"basis": None}, "basis is missing"),
    ("a tariff of an unknown basis", TARIFF, {"basis": "extra"}, "basis"),
    ("a cost that turns into a gift", COST, {"increase": -0.95}, "cost increase"),
    ("a power of ten that YAML does not read as a number", COST, {"increase": "1e1"}, "text to YAML; write 10"),
    ("an infinite cost", COST, {"increase": float("inf")}, "finite"),
    ("a loss of all capacity", LOSS, {"loss": 1.0}, "the loss is 1"),
    ("a loss below zero", DEMAND, {"loss": -0.1}, "the loss"),
    ("a stock for a hundred years", STOCK, {"days": 36500}, "the stock"),
    ("a share of knowledge above one", CUT, {"share": 1.5}, "the share"),
    ("a freeze of a negative amount", FREEZE, {"amount_musd_per_year": -1}, "the amount"),
    ("a freeze by those who are frozen", FREEZE, {"regions": ["DEU"]}, "nobody freezes assets of its own"),
    ("a group before it had members", BAN, {"exporters": ["west"], "sectors": ["C26"]}, "has no members in 2010"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "change", "says"), [case[1:] for case in BAD_MEASURES], ids=[c[0] for c in BAD_MEASURES]
)
def test_a_bad_measure_is_refused_with_what_is_wrong(row: dict[str, Any], change: dict[str, Any], says: str) -> None:
    fields = {key: value for key, value in (row | change).items() if value is not None}
    starts = "2010-01-01" if "2010" in says else "2022-01-01"
    with pytest.raises(ScenarioError, match=says) as caught:
        shock(fields, starts=starts)
    assert caught.value.hint


CONTRADICTIONS = {
    "two leaks": (BAN, BAN | {"name": "other", "leak": 0.2}),
    "an export ban and an import ban that differ": (BAN, BAN | {"name": "other", "measure": "import_ban", "leak": 0.3}),
    "two leaks by way of a group": (BAN, BAN | {"name": "other", "exporters": ["g7"], "leak": 0.2}),
    "two leaks by way of a list": (BAN, BAN | {"name": "other", "sectors": ["goods"], "leak": 0.2}),
    "two leaks by way of the rest": (BAN, BAN | {"name": "other", "exporters": ["rest"], "leak": 0.2}),
    "added and whole tariffs": (TARIFF, TARIFF | {"name": "other", "basis": "total"}),
    "two whole tariffs": (TARIFF | {"basis": "total"}, TARIFF | {"name": "other", "basis": "total", "rate": 0.5}),
    # Each would draw its own rate from the range, and one of the two names would decide.
    "two whole tariffs of one rate": (TARIFF | {"basis": "total"}, TARIFF | {"name": "other", "basis": "total"}),
    "a ban and cheaper trade": (BAN, COST | {"increase": -0.1}),
    "two losses of capacity": (LOSS, LOSS | {"name": "other"}),
    "two stockpiles": (STOCK, STOCK | {"name": "other"}),
}


@pytest.mark.parametrize("rows", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_measures_that_cannot_both_hold_are_refused(rows: tuple[dict[str, Any], ...]) -> None:
    for order in (rows, rows[::-1]):
        with pytest.raises(ScenarioError, match="contradict each other"):
            shock(*order)


def test_bans_that_never_meet_do_not_contradict_each_other() -> None:
    other = BAN | {"name": "other", "leak": 0.2}
    shock(BAN, other | {"importers": ["RUS"]})
    shock(BAN, other | {"sectors": ["C20"]})
    shock(BAN | {"ends": "2022-06-01"}, other | {"starts": "2022-06-01"})


def test_all_mistakes_are_reported_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        Shock(
            name="Not a slug",
            title="",
            starts="soon",
            colour="red",
            measures=[BAN | {"exporters": ["CHM"], "leak": 2}, {"measure": "ban"}, TARIFF | {"sectors": ["C62"]}],
        )
    message = str(caught.value)
    for part in ("CHM", "the share is 2", "'ban'", "C62", "name:", "title:", "not a day", "colour is no field"):
        assert part in message
    assert "8 problems" in message


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"measures": []}, "measures: the list is empty"),
        ({"title": "\x1b[31mred"}, "title: the text has control characters"),
        ({"event": "a\x00b"}, "event: the text has control characters"),
        ({"name": "My shock"}, "lower-case words, digits and hyphens"),
        ({"measures": "none"}, "measures"),
        ({"measures": [BAN] * 2}, "names 2 measures"),
        ({"measures": [BAN] * 201}, "at most 200"),
        ({"measures": [3]}, "not a mapping"),
        ({"title": None}, "title"),
        ({"sector_lists": {"chips": {"icio": ["C99"]}}}, "no icio code"),
        ({"sector_lists": {"chips": {"icio": []}}}, "names no code"),
        ({"sources": [{"title": "A page"}]}, "issuer"),
        ({"sources": [{"title": "A", "issuer": "B", "date": "soon", "checked": "read"}]}, "date"),
    ],
)
def test_a_bad_shock_is_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        shock(**({"measures": [BAN]} | fields))


HEAD = "name: trial\ntitle: Trial\nstarts: 2022-01-01\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a mapping"),
        ("- a\n- b\n", "not a mapping"),
        ("name: [", "not plain YAML"),
        ("name: a\nname: b\n", "is there twice"),
        ("a: &x [1, 2]\nb: [*x, *x]\n", "anchors and aliases"),
        ("name: !!python/object/apply:os.system ['true']\n", "tags such as '!!python/object"),
        ("1: 2\n", "no name of a field"),
        (HEAD + "measures: " + "[" * 30 + "]" * 30, "nested"),
        (HEAD + "overrides: {a: {leak: 1}}\n", "without based_on"),
        (HEAD + "based_on: nothing-2020\n", "unknown shock"),
        (HEAD + "based_on: zte-2018\noverrides: {part: {leak: 1}}\n", "did you mean parts"),
        (HEAD + "based_on: zte-2018\noverrides: [parts]\n", "overrides is a mapping"),
        (HEAD + "based_on: 7\nwithout: 7\n", "has 2 problems"),
        ("x: " + "y" * 200_001, "larger than"),
    ],
)
def test_a_text_that_is_no_shock_is_refused(text: str, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        parse(text)


def test_a_file_that_is_not_there_is_named(tmp_path: Any) -> None:
    with pytest.raises(ScenarioError, match=r"absent\.yaml cannot be read"):
        read(tmp_path / "absent.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: très".encode("latin-1"))
    with pytest.raises(ScenarioError, match="not UTF-8"):
        read(tmp_path / "latin.yaml")


def test_a_file_builds_on_shipped_shocks(tmp_path: Any) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "name: own\ntitle: Own\nbased_on: [zte-2018, russia-2022]\n"
        "overrides: {technology: {leak: 0}}\nwithout: [parts]\n"
        "measures:\n  - {measure: tariff, name: duty, exporters: [CHN], importers: [EU], sectors: [vehicles], "
        "rate: 0.2, basis: added}\n"
    )
    found = read(path)
    assert [row.name for row in found.measures] == ["technology", "duty"]
    assert found.measure("technology").model_dump()["leak"]["high"] == 0.0


def test_an_override_changes_one_field_of_one_measure_and_is_checked() -> None:
    base = load("chips-2022")
    tighter = base.override({"machines-of-japan": {"leak": 0.5}})
    changed = [row.name for row, old in zip(tighter.measures, base.measures, strict=True) if row != old]
    assert changed == ["machines-of-japan"]
    with pytest.raises(ScenarioError, match="the share is 7"):
        base.override({"machines-of-japan": {"leak": 7}})


def test_composed_shocks_keep_their_own_dates() -> None:
    both = compose([load("zte-2018"), load("russia-2022")], name="both", title="Both")
    assert both.starts == dt.date(2018, 4, 15)
    assert both.measure("technology").starts == dt.date(2022, 2, 24)


def test_every_measure_has_a_meaning_or_a_reason_at_every_horizon() -> None:
    assert set(TABLE) == {
        "export_ban", "import_ban", "tariff", "trade_cost", "capacity_loss", "demand_loss", "transfer_freeze",
        "stockpile", "delay", "technology_cutoff",
    }  # fmt: skip
    assert all(set(row) == set(EVERY) and all(cell.text for cell in row.values()) for row in TABLE.values())
    refused = {(name, h) for name, row in TABLE.items() for h, cell in row.items() if not cell.modelled}
    assert refused == {
        ("tariff", "weeks"), ("trade_cost", "weeks"), ("stockpile", "year"), ("stockpile", "decade"),
        ("technology_cutoff", "weeks"), ("technology_cutoff", "year"), ("technology_cutoff", "decade"),
        ("stockpile", "path"), ("technology_cutoff", "path"), ("delay", "year"), ("delay", "path"), ("delay", "decade"),
    }  # fmt: skip
    # A ban is the same ceiling at the year, along the path and after a decade.
    for kind in ("export_ban", "import_ban"):
        assert len({TABLE[kind][horizon].text for horizon in ("year", "path", "decade")}) == 1


def test_a_refused_measure_is_named_with_its_reason() -> None:
    found = shock(TARIFF, BAN | {"sectors": ["C20"]})
    assert not horizons(found)["weeks"]["duty"].modelled
    require(found, "decade")
    with pytest.raises(ScenarioError, match=r"duty .*prices do not move"):
        require(found, "weeks")


@pytest.mark.parametrize("horizon", EVERY)
def test_a_total_ban_has_a_meaning_at_every_horizon(horizon: Horizon) -> None:
    require(shock(BAN | {"leak": 0.0}), horizon)
    require(shock(BAN | {"leak": {"low": 0, "central": 0.1, "high": 0.2}}), horizon)


@pytest.mark.parametrize("horizon", ["century", "years", "", "Year", None, 1])
def test_a_horizon_that_does_not_exist_is_named(horizon: Any) -> None:
    with pytest.raises(ScenarioError, match="unknown horizon") as caught:
        require(shock(BAN), horizon)
    assert "weeks, year, path, decade" in caught.value.hint


def test_a_shock_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load("zte-2018").title = "other"  # type: ignore[misc]


def test_the_schema_names_every_measure() -> None:
    text = json.dumps(json_schema())
    assert all(f'"{name}"' in text for name in TABLE)
    assert json_schema()["additionalProperties"] is False


@pytest.mark.parametrize("name", names())
def test_shipped_files_keep_to_the_exported_schema(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="comes with altair")
    text = files("technostate.shocks").joinpath("library", f"{name}.yaml").read_text("utf-8")
    plain = json.loads(json.dumps(yaml.safe_load(text), default=lambda day: day.isoformat()))
    for source in plain["sources"]:
        source["date"] = str(source["date"])
    jsonschema.validate(plain, json_schema())
    plain["measures"][0]["exporter"] = ["USA"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, json_schema())


def test_a_spoilt_file_is_a_shock_or_one_clear_error() -> None:
    rng = random.Random(2)
    junk = [
        None, True, 3, -1, 1e300, "", "x", "rest", "CHN.x", [], {}, [[]], [None], {"low": 1}, {"self": 1}, "2022-02-30",
    ]  # fmt: skip

    def spoil(part: Any) -> None:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        at = rng.choice(keys)
        if isinstance(part[at], dict | list) and part[at] and rng.random() < 0.7:
            spoil(part[at])
        else:
            part[at] = rng.choice(junk)

    refused = 0
    for _ in range(200):
        plain = load(rng.choice(names())).as_dict()
        spoil(plain)
        try:
            parse(yaml.safe_dump(plain))
        except ScenarioError as error:
            assert error.hint
            refused += 1
    assert refused > 100


def test_messages_name_the_shock_that_is_built_on() -> None:
    head = "name: trial\ntitle: Trial\nbased_on: zte-2018\n"
    with pytest.raises(ScenarioError, match="zte-2018 has no measure 'partz'"):
        parse(head + "overrides: {partz: {leak: 0.5}}\n")


def test_a_shock_keeps_at_least_one_measure() -> None:
    with pytest.raises(ScenarioError, match="no measure left without parts"):
        load("zte-2018").without("parts")
