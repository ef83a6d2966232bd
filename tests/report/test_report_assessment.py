"""The record keeps its contract: unit, kind and origin for every number, five findings, one answer at each door."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from technostate import notation
from technostate.errors import LabelError, ScenarioError
from technostate.evidence.origin import KINDS
from technostate.report import Assessment, subjects, to_json, to_markdown
from technostate.report.findings import CannotSayError, Ground, newest_pair
from technostate.report.sources import leaves
from technostate.strategies import STRATEGIES
from technostate.units import UNITS

#: Numbers that are no figures of a source: years, counts of years or places, thresholds of the ledger's rules.
NO_FIGURES = {
    "year", "years", "age", "schema", "target_year", "base_year", "place", "of", "oldest", "newest", "start_year",
    "end_year", "rank", "states", "paragraph", "offset",
}  # fmt: skip


def numbers_in(node: Any, context: dict[str, Any], path: str = "") -> Iterator[tuple[str, float, dict[str, Any]]]:
    """Every figure of the record with what the objects around it say of unit, kind and origin."""
    if isinstance(node, dict):
        known = {**context, **{key: node[key] for key in ("unit", "kind", "origin") if node.get(key)}}
        for key, value in node.items():
            if key not in NO_FIGURES and key not in {"origin", "origins"}:
                yield from numbers_in(value, known, f"{path}.{key}")
    elif isinstance(node, list):
        for at, item in enumerate(node):
            yield from numbers_in(item, context, f"{path}[{at}]")
    elif isinstance(node, float | int) and not isinstance(node, bool):
        yield path, node, context


@pytest.fixture(scope="module")
def record(pair: Assessment) -> dict[str, Any]:
    return dict(json.loads(to_json(pair)))


def test_the_record_has_the_agreed_fields(record: dict[str, Any]) -> None:
    assert {"state", "against", "findings", "strategies", "exposure", "claims"} <= record.keys()
    assert (record["state"], record["against"]) == ("CHN", "USA")
    assert [part["key"] for part in record["strategies"]] == list(STRATEGIES)
    for part in record["strategies"]:
        assert len(part["indicators"]) >= 8
        assert isinstance(part["goals"], list)
        for row in part["indicators"]:
            assert {"id", "title", "unit", "kind", "values", "year", "origin"} <= row.keys()
            assert row["unit"] in UNITS
            assert row["kind"] in KINDS
            assert row["values"].keys() == row["year"].keys() >= {"CHN", "USA"}
            for code, value in row["values"].items():
                assert (value is None) == (row["year"][code] is None)
                assert value is None or math.isfinite(value)


def test_every_number_has_unit_kind_and_origin(record: dict[str, Any]) -> None:
    parts = {
        key: record[key] for key in ("strategies", "exposure", "shocks", "doctrine", "claims", "findings", "wheels")
    }
    found = list(numbers_in(parts, {}))
    assert len(found) > 5000
    lacking = {
        re.sub(r"\[\d+\]|\.\d{4}\b", "", path)
        for path, _, context in found
        if not {"unit", "kind", "origin"} <= context.keys() and not path.startswith(".wheels.paths")
    }
    assert lacking == set()
    for axis in ("security", "development"):
        assert {"unit", "kind", "origin"} <= record["wheels"][axis].keys()
    assert {context.get("kind") for path, _, context in found if ".wheels" not in path} <= set(KINDS)


def test_every_origin_names_producer_vintage_and_licence(record: dict[str, Any]) -> None:
    def origins(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "origin" and value:
                    yield value
                yield from origins(value)
        elif isinstance(node, list):
            for item in node:
                yield from origins(item)

    found = list(origins(record))
    assert len(found) > 200
    for origin in found:
        for leaf in [origin, *leaves(origin)]:
            assert all(leaf[key].strip() for key in ("producer", "title", "vintage", "licence"))


def test_at_least_eight_indicators_a_strategy_have_both_states(record: dict[str, Any]) -> None:
    for part in record["strategies"]:
        both = [row for row in part["indicators"] if None not in (row["values"]["CHN"], row["values"]["USA"])]
        assert len(both) >= 8, part["key"]


def test_ages_count_from_the_day_of_the_assessment(record: dict[str, Any]) -> None:
    assert record["as_of"] == "2026-01-15"
    for part in record["strategies"]:
        for row in part["indicators"]:
            for code, year in row["year"].items():
                assert row["age"][code] == (None if year is None else 2026 - year)


def test_five_findings_are_dated_sourced_and_say_their_own_figure(record: dict[str, Any]) -> None:
    assert len(record["findings"]) == 5
    assert record["findings_missing"] == []
    for finding in record["findings"]:
        assert str(finding["year"]) in finding["text"]
        assert leaves(finding["origin"])
        assert finding["unit"] in UNITS
        assert finding["text"].endswith(".")
        assert any(figure["value"] == finding["value"] for figure in finding["figures"])
        shares = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", finding["text"])
        assert len(shares) >= 2


def test_findings_use_no_word_that_judges(record: dict[str, Any]) -> None:
    judging = r"\b(threat|rival|enemy|aggress|alarming|dominat|surpass|lag|catch up|weak|strong|better|worse)\w*"
    for finding in record["findings"]:
        quoted = re.sub(r"“[^”]*”", "", finding["text"])
        assert not re.search(judging, quoted, re.IGNORECASE)


def test_reliance_of_china_peaked_in_2004(record: dict[str, Any]) -> None:
    """Design, section 6: foreign input reliance of CHN in wiod-2004 is .1607, net .2575."""
    (path,) = [r for r in record["exposure"]["reliance"] if (r["buyer"], r["supplier"]) == ("CHN", None)]
    assert max(path["values"], key=path["values"].get) == "2004"
    assert path["values"]["2004"] == pytest.approx(0.1607, abs=5e-5)
    (net,) = [
        r for r in record["exposure"]["definitions"] if (r["buyer"], r["definition"]) == ("CHN", "look_through_net")
    ]
    assert net["values"]["2004"] == pytest.approx(0.2575, abs=5e-5)
    assert "highest in 2004" in record["findings"][1]["text"]


def test_reliance_of_the_united_states_on_china_rose_more_than_eightfold(record: dict[str, Any]) -> None:
    (path,) = [r for r in record["exposure"]["reliance"] if (r["buyer"], r["supplier"]) == ("USA", "CHN")]
    assert path["values"]["2011"] / path["values"]["1995"] > 8


@pytest.mark.parametrize(
    ("measure", "key"), [("foreign_input_reliance", "reliance"), ("external_circulation", "circulation")]
)
def test_indicators_and_exposure_answer_alike(record: dict[str, Any], measure: str, key: str) -> None:
    """The same question at two doors: the dictionary's shipped series and the worlds themselves."""
    rows = {row["id"]: row for part in record["strategies"] for row in part["indicators"]}
    compared = 0
    for path in record["exposure"][key]:
        if path.get("supplier"):
            continue
        code = path.get("buyer") or path["region"]
        for family, values in (("wiod", path["values"]), ("icio", path["apart"])):
            shipped = rows[f"{measure}_{family}"]["path"].get(code, {})
            for year, value in values.items():
                assert shipped[year] == pytest.approx(value, rel=1e-4), (code, year)
                compared += 1
    assert compared >= 4 * 18


def test_a_group_without_some_members_says_so(pair: Assessment) -> None:
    assert any("EU-27" in note and "Croatia" in note for note in pair.exposure["notes"])


def test_the_score_is_an_interval_and_national_security_has_none(record: dict[str, Any]) -> None:
    for part in record["strategies"]:
        if part["key"] == "national_security":
            assert part["score"] is None
            assert part["no_score"]
            continue
        for rank in part["score"]["ranks"].values():
            assert 1 <= rank["low"] <= rank["median"] <= rank["high"] <= part["score"]["states"]


def test_the_two_classifications_stay_apart(record: dict[str, Any]) -> None:
    for key in ("reliance", "definitions", "circulation"):
        for path in record["exposure"][key]:
            assert "2022" not in path["values"]
            assert set(path["apart"]) <= {"2022"}


def test_shares_of_exposure_are_fractions(record: dict[str, Any]) -> None:
    exposure = record["exposure"]
    for key in ("reliance", "definitions", "circulation", "import_shares"):
        assert exposure[key]
        for path in exposure[key]:
            assert path["unit"] == "1"
            assert all(0 <= value <= 1 for value in path["values"].values())
    for key in ("suppliers", "dependents"):
        values = [row["value"] for row in exposure[key]["rows"]]
        assert values == sorted(values, reverse=True)
        assert all(0 < value < 1 for value in values)


def test_a_state_that_sources_lack_has_fewer_findings_and_the_reasons(lone: Assessment) -> None:
    assert 0 < len(lone.findings) < 5
    assert {item["key"] for item in lone.findings_missing} >= {"two_wheels", "peak_reliance", "external_demand"}
    assert all(len(item["why"]) > 20 for item in lone.findings_missing)
    assert lone.exposure["missing"]
    assert "suppliers" not in lone.exposure


def test_the_record_is_json_without_nan(lone: Assessment) -> None:
    assert json.loads(to_json(lone))["state"] == "TUV"


def test_a_rule_without_its_figure_says_which(lone: Assessment) -> None:
    ground = Ground(subjects.subjects("TUV", "USA"), lone.wheels, list(lone.strategies), lone.exposure)
    with pytest.raises(CannotSayError, match="no figure for Tuvalu"):
        newest_pair("rd_share_of_gdp", "Spending")(ground)


def test_markdown_has_the_figures_of_the_record(pair: Assessment) -> None:
    text = to_markdown(pair).replace("\\", "")
    for finding in pair.findings:
        assert finding["text"] in text
    for part in pair.strategies:
        for row in part["indicators"]:
            shown = notation.scale(row["values"].values(), row["unit"], row["title"])
            line = next(line for line in text.splitlines() if line.startswith(f"| {row['title']}"))
            for code, value in row["values"].items():
                if value is not None:
                    assert f"{shown.text(value)} ({row['year'][code]})".replace("<", "&lt;") in line
    for claim in pair.claims:
        assert claim["verdict"] in next(line for line in text.splitlines() if line.startswith(f"| {claim['id']} |"))


def test_markdown_tables_have_as_many_cells_in_each_row(pair: Assessment) -> None:
    widths: list[int] = []
    for line in [*to_markdown(pair).splitlines(), ""]:
        if line.startswith("|"):
            widths.append(len(re.findall(r"(?<!\\)\|", line)))
        else:
            assert len(set(widths)) <= 1
            widths = []


def test_codes_are_read_in_any_case_and_unknown_ones_name_the_nearest() -> None:
    assert subjects.subjects("chn", "usa").pair == ("CHN", "USA")
    with pytest.raises(LabelError) as unknown:
        subjects.subjects("Chima")
    assert "CHN (China)" in unknown.value.hint
    with pytest.raises(LabelError, match="total"):
        subjects.subjects("WLD")
    with pytest.raises(ScenarioError, match="own comparator"):
        subjects.subjects("CHN", "chn")


def test_the_comparator_is_the_files_own_and_otherwise_one_of_the_two_largest() -> None:
    assert subjects.subjects("CHN").against == "USA"
    assert subjects.subjects("USA").against == "CHN"
    assert subjects.subjects("TUV").against == "USA"


def test_peers_are_neither_of_the_two() -> None:
    who = subjects.subjects("JPN", "CHN", ["CHN", "USA", "USA", "JPN"])
    assert who.peers == ("USA",)
    assert [who.position(code) for code in who.all] == [0, 1, 2]
