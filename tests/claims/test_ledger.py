"""The ledger holds each statement of the brief once, in order, with a complete rule, in our own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from technostate import units
from technostate.claims import ledger
from technostate.claims.claim import IDS, parse
from technostate.claims.measures import measure
from technostate.errors import DataError
from technostate.futures import scenarios


def test_every_statement_of_the_brief_stands_once_and_in_order() -> None:
    expected = ["NS-1", "NS-2", "NS-3", "NS-4", "NS-5"]
    expected += ["IN-1", "IN-2", "IN-3", "IN-4", "IN-5", "IN-6", "IN-7"]
    expected += ["MI-1", "MI-2", "MI-3", "MI-4", "MI-5", "MC-1", "MC-2"]
    expected += ["ES-1", "ES-2", "ES-3", "ES-4", "ES-5", "ES-6", "ES-7", "CO-1", "CO-2", "CO-3"]
    assert [claim.id for claim in ledger()] == expected == list(IDS)


def test_rules_and_functions_belong_together() -> None:
    assert all(bool(claim.condition) == (claim.testable == "data") for claim in ledger())
    for claim in ledger():
        for condition in claim.condition:
            measure(condition.measure).asks.model_validate(dict(condition.ask))


@pytest.mark.parametrize("key", IDS)
def test_a_row_says_when_it_is_supported_contradicted_and_mixed(key: str) -> None:
    claim = next(row for row in ledger() if row.id == key)
    assert re.search(r"[Ss]upported if", claim.rule)
    assert "contradicted if" in claim.rule
    assert "mixed" in claim.rule
    assert claim.place.startswith(("Strategy", "Conclusion"))
    units.unit(claim.unit)


#: Numbers of a comparison as the text of a rule says them.
SAID = {0.5: "half", 1.5: "half", 1.25: "quarter", 0.75: "quarter", 1.1: "tenth", 0.9: "tenth nine", 0.1: "tenth one",
        1.2: "fifth", 0.8: "fifth", 2.0: "double twice twofold two", 0.0: "none no", 1 / 3: "third",
        0.2: "fifth", 0.25: "quarter", 50.0: "half", 12.0: "year",
        1.0: "rose fell higher lower more less above below exceed not"}  # fmt: skip


@pytest.mark.parametrize("key", [claim.id for claim in ledger() if claim.condition])
def test_the_numbers_that_conditions_ask_are_the_numbers_of_the_rules_text(key: str) -> None:
    claim = next(row for row in ledger() if row.id == key)
    text = f"{claim.measure} {claim.rule}"
    for condition in claim.condition:
        number = condition.threshold
        said = [f"{abs(number):g}", f"{abs(100 * number):g} %", f"{abs(100 * (number - 1)):g} %"]
        said += [word for value, words in SAID.items() if abs(value - number) < 0.01 for word in words.split()]
        words = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten", 12: "twelve"}
        said += [words[int(number)]] if number in words else []
        assert any(form in text for form in said), f"{key}: {condition.key} asks {condition.holds}, which no text says"


def test_no_sentence_is_the_briefs_own(shared: Path) -> None:
    brief = next((shared / "brief").glob("*.txt")).read_text("utf-8")
    words = re.findall(r"\w+", brief.lower())
    runs = {tuple(words[at : at + 9]) for at in range(len(words) - 8)}
    for claim in ledger():
        own = re.findall(r"\w+", claim.claim.lower())
        copied = [own[at : at + 9] for at in range(len(own) - 8) if tuple(own[at : at + 9]) in runs]
        assert not copied, f"{claim.id} repeats nine words of the brief: {copied}"


def test_a_placebo_pair_is_of_a_placebo_state() -> None:
    placebo = {"states": ["JPN"], "beside": {"FRA": "DEU"}, "why": "Nobody says it of them."}
    with pytest.raises(DataError, match="beside names FRA"):
        parse({"claim": [_row("NS-4", placebo=placebo)]}, "mine.toml")


def test_a_placebo_state_that_does_not_exist_is_an_error_with_the_nearest() -> None:
    with pytest.raises(DataError, match=r"GBX.*GBR"):
        parse({"claim": [_row("NS-4", placebo={"states": ["GBX"], "why": "Nobody says it of it."})]}, "mine.toml")


def _row(key: str, **changes: object) -> dict[str, object]:
    row = next(claim for claim in ledger() if claim.id == key).model_dump()
    return {**row, **changes}


def test_a_malformed_ledger_names_all_its_problems_at_once() -> None:
    table = {"claim": [_row("NS-1", rule=""), _row("NS-4", placebo=None), _row("MI-1", reason=""), {"id": "XX-1"}]}
    with pytest.raises(DataError) as caught:
        parse(table, "mine.toml")
    message = str(caught.value)
    assert all(key in message for key in ("NS-1: rule", "NS-4", "MI-1", "XX-1: claim"))
    assert caught.value.hint


def test_a_ledger_must_hold_all_claims_once() -> None:
    with pytest.raises(DataError, match=r"surplus \['NS-1'\]"):
        parse({"claim": [_row("NS-1"), _row("NS-1")]}, "mine.toml")


def test_the_series_a_row_names_exist_and_its_worlds_too() -> None:
    from technostate import world
    from technostate.doctrine import embedded
    from technostate.evidence import catalogue

    known = {entry.id for entry in catalogue.entries()}
    for claim in ledger():
        if claim.testable != "data":
            continue
        for name in claim.data:
            if name.startswith("world "):
                assert set(re.findall(r"[a-z]+-\d{4}", name)) <= set(world.names()), name
            elif name.startswith("texts "):
                assert name.removeprefix("texts ") in {item.name for item in embedded.collections()}, name
            elif name.startswith("scenario "):
                assert name.removeprefix("scenario ") in scenarios.names(), name
            elif name == "months xwlb":
                continue
            elif "<" in name:
                assert any(key.startswith(name.partition("<")[0]) for key in known), name
            elif not name.startswith("panel"):
                assert name in known, f"{claim.id}: {name}"
