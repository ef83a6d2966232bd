"""Wrong options of a question and wrong fields of a shock: one clear error each, at every door."""

from __future__ import annotations

from typing import Any

import pytest
from shock_cases import BAN, shock, tariff

from technostate.cli.app import run
from technostate.errors import TechnostateError
from technostate.shocks.impact import check, compare_horizons, impact
from technostate.shocks.specification import Shock, parse

LOSS: dict[str, Any] = {
    "measure": "capacity_loss", "name": "loss", "regions": ["TWN"], "sectors": ["C26"], "loss": 0.5,
}  # fmt: skip
NAN, INFINITE = float("nan"), float("inf")

#: What is asked beside the horizon, and what the error says.
OPTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "draws below none": ({"draws": -1}, "draws is -1"),
    "draws that are no whole number": ({"draws": 64.0}, "draws is 64.0"),
    "draws as text": ({"draws": "64"}, "draws is '64'"),
    "draws that are yes": ({"draws": True}, "draws is True"),
    "draws without end": ({"draws": 10**7}, "draws is 10000000"),
    "a seed below none": ({"seed": -1}, "seed is -1"),
    "no seed": ({"seed": None}, "seed is None"),
    "a seed that is no whole number": ({"seed": 0.5}, "seed is 0.5"),
    "a seed as text": ({"seed": "0"}, "seed is '0'"),
    "doubt below none": ({"doubt": -0.1}, "doubt is -0.1"),
    "doubt above all": ({"doubt": 1.01}, "doubt is 1.01"),
    "doubt in per cent": ({"doubt": 20}, "doubt is 20"),
    "doubt that is not a number": ({"doubt": NAN}, "doubt is nan"),
    "doubt without end": ({"doubt": INFINITE}, "doubt is inf"),
    "doubt as text": ({"doubt": "0.2"}, "doubt is '0.2'"),
    "doubt that is yes": ({"doubt": True}, "doubt is True"),
    "a division that does not exist": ({"regions": "17"}, "regions is '17'"),
    "a division as a number": ({"regions": 16}, "regions is 16"),
    "a date without tariffs": ({"tariffs": "1990"}, "1990"),
    "a world that does not exist": ({"world": "icio-2023"}, "icio-2023"),
}


@pytest.mark.parametrize("horizon", ["year", "path", "decade"])
@pytest.mark.parametrize(("asked", "says"), OPTIONS.values(), ids=OPTIONS)
def test_a_wrong_option_is_one_error_with_a_hint(asked: dict[str, Any], says: str, horizon: Any) -> None:
    with pytest.raises(TechnostateError) as caught:
        impact(shock(BAN), horizon, **asked)
    assert says in str(caught.value) and caught.value.hint
    with pytest.raises(TechnostateError) as both:
        compare_horizons(shock(BAN), horizons=(horizon,), **asked)
    assert str(both.value) == str(caught.value)


@pytest.mark.parametrize("days", [0, -1, 1.5, "91", True, None, 10**6])
def test_wrong_days_are_one_error_of_run_and_check(days: Any) -> None:
    for ask in (lambda: impact(shock(BAN), "weeks", days=days), lambda: check(shock(BAN), days=days)):
        with pytest.raises(TechnostateError, match="days is"):
            ask()


#: The rows of a shock and its fields, and what the error says.
FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "an end on the day of the start": ({"measures": [BAN | {"starts": "2027-02-01", "ends": "2027-02-01"}]}, "the end"),
    "an end before the shock": ({"measures": [BAN | {"ends": "2026-12-31"}]}, "the end comes after the start"),
    "an end in words": ({"measures": [BAN | {"ends": "never"}]}, "not a day"),
    "an end as days": ({"measures": [BAN | {"ends": 182}]}, "182 is not a day"),
    "an end that is no day of the calendar": ({"measures": [BAN | {"ends": "2027-02-29"}]}, "not a day"),
    "lasting as a field": ({"measures": [BAN | {"lasting": True}]}, "lasting is no field"),
    "lasting as a field of the shock": ({"measures": [BAN], "lasting": True}, "lasting is no field"),
    "doubt as a field": ({"measures": [BAN], "doubt": 0.5}, "doubt is no field"),
    "draws as a field": ({"measures": [BAN], "draws": 64}, "draws is no field"),
    "a rent to nobody": ({"measures": [BAN | {"rent": []}]}, "the list is empty"),
    "a rent to who rations": ({"measures": [BAN | {"rent": ["rations"]}]}, "rent"),
    "a rent twice": ({"measures": [BAN | {"rent": ["lost", "lost"]}]}, "named twice"),
    "a rent as shares": ({"measures": [BAN | {"rent": {"importer": 0.5}}]}, "rent"),
    "a blind spot that is a book": ({"measures": [BAN], "blind_spot": "x" * 401}, "blind_spot"),
    "a blind spot of control characters": ({"measures": [BAN], "blind_spot": "a\x1b[31m"}, "control characters"),
    "a blind spot as a list": ({"measures": [BAN], "blind_spot": ["finance"]}, "blind_spot"),
    "a rent on a tariff": ({"measures": [tariff(rent=["importer"])]}, "rent is no field"),
    "a use of capacity": ({"measures": [LOSS | {"use": "inputs"}]}, "use is no field"),
    "two whole tariffs of one rate": (
        {"measures": [tariff(basis="total"), tariff(basis="total", name="two")]}, "two whole tariffs on the same trade",
    ),
    "two losses of half a year that overlap by a day": (
        {"measures": [LOSS | {"ends": "2027-07-02"}, LOSS | {"name": "two", "starts": "2027-07-01"}]},
        "two losses of the same thing",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "says"), FIELDS.values(), ids=FIELDS)
def test_a_wrong_field_is_one_error_with_a_hint(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(TechnostateError) as caught:
        Shock(**({"name": "trial", "title": "Trial", "starts": "2027-01-01"} | fields))
    assert says in str(caught.value) and caught.value.hint


def test_losses_one_after_the_other_do_not_overlap() -> None:
    rows = [LOSS | {"ends": "2018-07-02"}, LOSS | {"name": "two", "starts": "2018-07-02", "loss": 0.1}]
    assert impact(shock(*rows), "year", draws=0).region("TWN").central < -3


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("measure: stockpile, name: s, regions: [CHN], sectors: [C26], days: 30", "stocks are used up within the year"),
        ("measure: technology_cutoff, name: s, exporters: [USA], importers: [CHN], sectors: [C26], share: 1",
         "what is lost is knowledge"),
        ("measure: export_ban, name: s, exporters: [USA], importers: [CHN], sectors: [C26], leak: 0, use: final",
         "only the decade tells inputs from final goods"),
    ],
)  # fmt: skip
def test_what_has_no_years_has_no_path(measure: str, says: str) -> None:
    found = parse(f"name: t\ntitle: T\nstarts: 2027-01-01\nmeasures: [{{{measure}}}]\n")
    with pytest.raises(TechnostateError, match=says) as caught:
        impact(found, "path")
    assert "at the horizon path" in str(caught.value) and "--without" in caught.value.hint
    assert says in check(found).refused["path"] == compare_horizons(found, horizons=("path",)).refused["path"]


@pytest.mark.parametrize(
    "words",
    [
        ["--doubt", "2"], ["--doubt", "-0.1"], ["--doubt", "nan"], ["--doubt", "some"], ["--draws", "-5"],
        ["--draws", "1e9"], ["--seed", "x"], ["--seed", "-1"], ["--days", "0"], ["--lasting", "--without", "parts-2"],
        ["--regions", "81"], ["--tariffs", "1990"], ["--horizon", "years"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_option_of_the_command_is_one_line_and_no_trace(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["shock", "zte-2018", "--horizon", "year", *words]) != 0
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err + shown.out and shown.err.strip()
