"""The record keeps its contract: unit, kind and origin for every number, five findings, one answer at each door."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from technostate.errors import LabelError, ScenarioError
from technostate.evidence import Figure, catalogue
from technostate.evidence.origin import KINDS
from technostate.report import Assessment, subjects
from technostate.strategies import STRATEGIES
from technostate.units import UNITS
from technostate.write import View
from technostate.write.cells import scale_of

#: Numbers that are no figures of a source: years, counts of years or places, thresholds of the ledger's rules.
NO_FIGURES = {
    "year", "years", "age", "schema", "target_year", "base_year", "place", "of", "oldest", "newest", "start_year",
    "end_year", "rank", "states", "paragraph", "offset", "combinations", "interval", "shifts",
}  # fmt: skip
#: Counts of the questions that were asked of an engine, and texts' own counts of characters.
PARTS = ("wheels", "strategies", "exposure", "doctrine", "claims", "findings")


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
def text(pair: View[Assessment]) -> str:
    return pair.json()


@pytest.fixture(scope="module")
def record(text: str) -> dict[str, Any]:
    return dict(json.loads(text))


def leaves(record: dict[str, Any], number: int) -> list[dict[str, Any]]:
    origin = record["origins"][number - 1]
    return [leaf for item in origin["inputs"] for leaf in leaves(record, item)] if "inputs" in origin else [origin]


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
    found = list(numbers_in({key: record[key] for key in PARTS}, {}))
    found += list(numbers_in(record["shocks"]["rows"], {}, ".shocks.rows"))
    assert len(found) > 5000
    lacking = {
        re.sub(r"\[\d+\]|\.\d{4}\b", "", path)
        for path, _, context in found
        if not {"unit", "kind", "origin"} <= context.keys()
    }
    # A test of counted words is said with the condition whose number it is about.
    tests = "hits", "p", "p_documents", "ratio_low", "ratio_high", "controls", "controls_met"
    counted = {".claims.hits", ".claims.other_words.met", ".claims.other_words.of"}
    assert lacking <= counted | {f".claims.conditions.{name}" for name in tests}
    assert {context["kind"] for _, _, context in found if "kind" in context} <= set(KINDS)


def test_each_origin_stands_once_with_producer_vintage_and_licence(record: dict[str, Any], text: str) -> None:
    origins = record["origins"]
    assert len(origins) > 200
    assert len({json.dumps(origin, sort_keys=True) for origin in origins}) == len(origins)
    for origin in origins:
        assert all(origin[key].strip() for key in ("producer", "title", "vintage", "licence"))
    referred = {int(number) for number in re.findall(r'"origin": (\d+)', text)}
    assert len(referred) > 100 and max(referred) <= len(origins)


def test_origins_are_no_longer_copied(text: str) -> None:
    """The record was 3.8 MB, of which two thirds were copies of origins."""
    assert len(text.encode()) < 2_800_000
    assert text.count("World Bank (2021)") < 60


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
        assert leaves(record, finding["origin"])
        assert finding["unit"] in UNITS
        assert finding["text"].endswith(".")
        assert any(it["figure"]["value"] == finding["value"] for it in finding["figures"])
        shares = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", finding["text"])
        assert len(shares) >= 2


def test_the_words_of_a_finding_are_the_same_everywhere(pair: View[Assessment], markdown: str) -> None:
    for finding in pair.data.findings:
        assert finding.text in markdown
        stated = [it.figure for it in finding.figures]
        assert all(piece.figure in stated for piece in finding.said if hasattr(piece, "figure"))


def test_findings_use_no_word_that_judges(record: dict[str, Any]) -> None:
    judging = r"\b(threat|rival|enemy|aggress|alarming|dominat|surpass|lag|catch up|weak|strong|better|worse)\w*"
    for finding in record["findings"]:
        quoted = re.sub(r"“[^”]*”|(weak|strong) evidence", "", finding["text"])
        assert not re.search(judging, quoted, re.IGNORECASE)


def test_reliance_of_china_peaked_in_2004(pair: View[Assessment]) -> None:
    """Design, section 6: foreign input reliance of CHN in wiod-2004 is .1607, net .2575."""
    path = pair.data.exposure.reliance("CHN")
    assert path is not None and path.highest is not None and path.highest.year == 2004
    assert path.highest.value == pytest.approx(0.1607, abs=5e-5)
    net = pair.data.exposure.definition("CHN", "foreign_input_reliance_net")
    assert net is not None and net.joined[2004].value == pytest.approx(0.2575, abs=5e-5)


def test_reliance_of_the_united_states_on_china_rose_more_than_eightfold(pair: View[Assessment]) -> None:
    path = pair.data.exposure.reliance("USA", "CHN")
    assert path is not None and path.first is not None and path.last is not None
    assert (path.first.year, path.last.year) == (1995, 2011)
    assert path.last.value / path.first.value > 8  # type: ignore[operator]


@pytest.mark.parametrize(
    ("measure", "key"), [("foreign_input_reliance", "reliances"), ("external_circulation", "circulations")]
)
def test_indicators_and_exposure_answer_alike(pair: View[Assessment], measure: str, key: str) -> None:
    """The same question at two doors: the shipped series and the worlds themselves."""
    compared = 0
    for path in getattr(pair.data.exposure, key):
        if path.supplier:
            continue
        for family, figures in (("wiod", path.joined), ("icio", path.apart)):
            key = f"technostate/exposure/{measure.replace('_', '-')}-{family}"
            shipped = catalogue.load(key).values.get(path.region, {})
            for year, figure in figures.items():
                assert shipped[year] == pytest.approx(figure.value, rel=1e-4), (path.region, year)
                compared += 1
    assert compared >= 4 * 18


def test_a_group_without_some_members_says_so(pair: View[Assessment]) -> None:
    assert any("EU-27" in note and "Croatia" in note for note in pair.data.exposure.notes)


def test_the_score_is_an_interval_and_two_strategies_have_none(pair: View[Assessment]) -> None:
    for part in pair.data.strategies:
        if part.key in {"national_security", "fusion"}:
            assert part.score is None
            assert part.no_score
            continue
        assert part.score is not None and part.score.ranks
        for rank in part.score.ranks.values():
            assert 1 <= rank.low <= rank.high <= part.score.states  # type: ignore[operator]
            # A rank over more than ten places has no middle.
            assert (rank.value is None) is (rank.high - rank.low > 10)  # type: ignore[operator]


def test_the_two_classifications_stay_apart(pair: View[Assessment]) -> None:
    data = pair.data.exposure
    for path in (*data.reliances, *data.definitions, *data.circulations):
        assert 2022 not in path.joined
        assert set(path.apart) <= {2022}


def test_shares_of_exposure_are_fractions(pair: View[Assessment]) -> None:
    data = pair.data.exposure
    paths = (*data.reliances, *data.definitions, *data.circulations, *data.import_shares)
    assert data.import_shares and data.definitions
    for path in paths:
        for figure in (*path.joined.values(), *path.apart.values()):
            assert figure.unit == "1" and 0 <= (figure.value or 0.0) <= 1
    for partners in (data.suppliers, data.dependents):
        values = [it.share.value or 0.0 for it in partners]
        assert values == sorted(values, reverse=True)
        assert all(0 <= value < 1 for value in values)


def test_the_record_is_json_without_nan(lone: View[Assessment]) -> None:
    assert json.loads(lone.json())["state"] == "TUV"


def test_markdown_has_the_figures_of_the_record(pair: View[Assessment], markdown: str) -> None:
    for part in pair.data.strategies:
        for row in part.indicators:
            figures = [it for code in row.values if (it := row.newest(code)) is not None]
            if not any(row.values[code] is not None for code in ("CHN", "USA")):
                continue
            shown = scale_of(figures)
            assert shown is not None
            line = next(line for line in markdown.splitlines() if line.startswith(f"| **{row.title}**"))
            for figure in figures:
                assert f"{shown.text(figure.value)}, {figure.year}" in line
    for claim in pair.data.claims:
        assert f"{claim.id}  {claim.claim}"[:60] in markdown


def test_markdown_tables_have_as_many_cells_in_each_row(pair: View[Assessment]) -> None:
    widths: list[int] = []
    for line in [*pair.markdown().splitlines(), ""]:
        if line.startswith("|"):
            widths.append(len(re.findall(r"(?<!\\)\|", line)))
        else:
            assert len(set(widths)) <= 1
            widths = []


def test_a_goal_is_judged_by_the_figure_that_it_names(pair: View[Assessment]) -> None:
    """Where another definition stands in, its own origin travels with the figure."""
    goals = {goal.key: goal for part in pair.data.strategies for goal in part.goals}
    judged = [goal for goal in goals.values() if goal.note.startswith("judged by")]
    rows = {row.id: row for part in pair.data.strategies for row in part.indicators}
    assert judged
    for goal in judged:
        assert goal.value is not None and goal.indicator is not None
        other = rows[goal.note.split()[2].rstrip(":")]
        assert goal.value.origin == other.origin
        assert goal.value.value == other.path[goal.region][goal.value.year]  # type: ignore[index]


def test_every_figure_of_the_rows_names_its_part(pair: View[Assessment]) -> None:
    parts = {row["section"] for row in pair.rows}
    assert parts == {
        "findings", "price", "wheels", "strategies", "exposure", "shocks", "paths", "doctrine", "claims"
    }  # fmt: skip
    assert sum(isinstance(row.get("figure"), Figure) for row in pair.rows) > 20_000


def test_codes_and_names_are_read_in_any_case_and_unknown_ones_name_the_nearest() -> None:
    assert subjects.subjects("chn", "usa").pair == ("CHN", "USA")
    assert subjects.subjects("China", "united states").pair == ("CHN", "USA")
    with pytest.raises(LabelError) as unknown:
        subjects.subjects("Chima")
    assert "China" in unknown.value.hint
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
    assert subjects.subjects("JPN", "CHN", "usa, India").peers == ("IND", "USA")
