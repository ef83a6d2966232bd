"""docs/study-five-strategies.md: its figures are those kept, its sentences hold for them, a part is run again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if not (ROOT / "benchmarks").is_dir():
    pytest.skip("needs benchmarks/, which a source distribution leaves out", allow_module_level=True)

from benchmarks.pages import filled, flowed, number, read, told  # noqa: E402
from benchmarks.study import script  # noqa: E402
from benchmarks.study.found import COMPARED, FEW, REDUCED, STATES, reduced  # noqa: E402
from benchmarks.study.pictures import pictures  # noqa: E402
from benchmarks.study.runs import SCENARIOS, STRATEGIES, all_scenarios, alone, carried_out  # noqa: E402

KEPT = read(script.KEPT)
PAGE = script.PAGE.read_text("utf-8")


def of(key: str, at: int = 0) -> float:
    """The median of an entry, its p10 (1) or its p90 (2)."""
    entry = KEPT[key]
    found = entry[at] if isinstance(entry, Sequence) and not isinstance(entry, str) else entry
    if found is None:
        return float("inf")
    assert isinstance(found, float | int), key
    return float(found)


def test_figures_are_written_as_forms_say() -> None:
    assert [number(0.0347, form) for form in ("%", "%.1", "%+", "%size.2")] == ["3.5", "3.5", "+3.5", "3.47"]
    assert [number(value, ".1") for value in (-0.04, -0.06)] == ["0.0", "\u22120.1"]
    assert number(None) == number(float("inf")) == "never" and number(0.0) == "0" and number(17, "g") == "17"
    assert told([0.5, 0.25, None], "range.2") == "0.50 (0.25 to never)"
    assert told([None, None, None], "range") == "never"
    assert filled("{{a|%}} {{words:b}} {{table:t}}", {"a": 0.5, "b": "so"}, {"t": lambda _: "|x|"}) == "50 so |x|"
    with pytest.raises(KeyError):
        filled("{{c}}", {})


def test_paragraphs_and_items_are_broken_anew_and_nothing_else_is() -> None:
    page = f"# Title {'x ' * 80}\n\n{'word ' * 40}\n\n- one\n  {'two ' * 40}\n- three\n\n"
    page += f"```text\na\n\nb  c\n```\n\n| {'a | ' * 50}\n"
    made = flowed(page)
    assert made.split() == page.split() and flowed(made) == made
    assert "a\n\nb  c\n```" in made and "\n- three\n" in made
    assert all(len(line) <= 124 for line in made.splitlines() if not line.startswith(("#", "|")))


def test_the_page_is_its_text_with_the_kept_figures() -> None:
    assert script.page(KEPT) == PAGE
    assert "{{" not in PAGE


def test_figures_of_the_page_are_drawn_from_the_kept_results_and_are_small() -> None:
    for name, drawing in pictures(KEPT).items():
        assert f"(images/{name})" in PAGE
        kept = (script.IMAGES / name).read_text("utf-8")
        assert re.search(r"<desc>.*?</desc>", kept)[0] == re.search(r"<desc>.*?</desc>", drawing)[0]  # type: ignore[index]
        assert re.findall(r">([^<>]*\d)</text>", kept) == re.findall(r">([^<>]*\d)</text>", drawing)
        assert len(drawing.encode()) <= 20_000


def test_draws_that_are_run_again_give_the_medians_kept(tmp_path: Path) -> None:
    """The same draws in a shorter run: draw k depends on seed and k alone."""
    runs = carried_out(tmp_path, FEW, 2, REDUCED)
    for name in REDUCED:
        for key, again in reduced(name, runs[name]).items():
            assert isinstance(again, float | int)
            assert again == pytest.approx(of(key), rel=1e-3, abs=1e-6), key


def test_few_draws_say_about_what_all_do() -> None:
    for name in REDUCED:
        for state in STATES:
            few, every = of(f"few/{name}/{state}/cost"), [of(f"cost/{name}/{state}/2050", at) for at in (1, 2)]
            assert every[0] < few < every[1]
    assert len(COMPARED) * len(REDUCED) * len(STATES) == sum(key.startswith("few/") for key in KEPT)


def test_a_strategy_alone_moves_its_own_levers_and_all_together_move_all() -> None:
    found = all_scenarios()
    assert len(found) == KEPT["scenarios"]
    for state, brief in (("CHN", "china-brief"), ("USA", "us-brief")):
        parts = [found[alone(state, strategy)].moves for strategy in STRATEGIES]
        assert all(parts)
        assert sorted(move.name for part in parts for move in part) == sorted(move.name for move in found[brief].moves)
    assert len(found["both-briefs"].moves) == sum(len(found[name].moves) for name in ("china-brief", "us-brief"))


def test_strategies_cost_in_every_draw_and_buy_forces_and_less_reliance() -> None:
    for brief, state in (("china-brief", "CHN"), ("us-brief", "USA")):
        assert of(f"less/{brief}/{state}") == 1.0
        assert of(f"change/{brief}/{state}/forces", 1) > 0 > of(f"change/{brief}/{state}/reliance", 2)
        assert of(f"change/{alone(state, 'securitization')}/{state}/reliance", 2) < 0
        assert of(f"change/{alone(state, 'military')}/{state}/forces") > 0.05
        assert 0.9 < of(f"sum/{state}") < 1.1
        fusion = alone(state, "fusion")
        assert of(f"change/{fusion}/{state}/civil", 1) > -1e-3 and of(f"change/{fusion}/{state}/civil", 2) < 2e-3
        assert of(f"less/{alone(state, 'innovation')}/{state}") > 0.5
        assert of(f"change/{alone(state, 'securitization')}/{state}/civil") > -0.01
    assert of("change/chn-innovation/CHN/technology") > 0.005
    assert of("level/USA/reliance/2050") > 2 * of("level/CHN/reliance/2050")


def test_goals_of_growth_hardly_move_and_goals_of_security_do() -> None:
    for goal in ("chn-income-a-head-2035-since-2020", "chn-gdp-2035-market", "chn-gdp-2050-market"):
        assert abs(of(f"odds/drift/{goal}") - of(f"odds/china-brief/{goal}")) < 0.06
    for scenario, goal in (("china-brief", "chn-reliance-2035"), ("us-brief", "usa-reliance-2035")):
        assert of(f"odds/{scenario}/{goal}") - of(f"odds/drift/{goal}") > 0.3
    for question, state in (("income", "China"), ("income-usa", "the United States")):
        assert KEPT[f"share/{question}/1/what"] == f"growth of {state}"
        assert of(f"share/{question}/1") > 0.95
    assert of("odds/drift/chn-gdp-2035-ppp") - of("odds/drift/chn-gdp-2035-market") > 0.3


def test_what_the_others_do_costs_as_the_page_says() -> None:
    assert of("change/us-brief/CHN/civil") < 4 * of("change/china-brief/USA/civil") < 0
    assert of("change/decoupling/CHN/civil") < 2 * of("change/decoupling/USA/civil") < 0
    assert of("parting") > 0.95
    for ally in ("JPN", "EU"):
        assert of(f"cost/decoupling/{ally}/2050") > of("cost/decoupling/USA/2050")
    fortress = {state: of(f"cost/fortress/{state}/2050") for state in ("CHN", "USA", "EU", "JPN", "IND")}
    assert max(fortress, key=lambda state: fortress[state]) == "IND"
    assert 0.7 < fortress["CHN"] / of("cost/decoupling/CHN/2050") < 1.4
    for state in ("USA", "EU", "JPN", "IND"):
        assert fortress[state] > 1.3 * of(f"cost/decoupling/{state}/2050")
    for state in STATES:
        assert of(f"change/detente/{state}/civil") > of(f"change/detente/{state}/income_a_head") > 0


def test_what_decides_is_what_the_page_names() -> None:
    def what(question: str) -> str:
        return " ".join(str(KEPT[f"share/{question}/{place}/what"]) for place in (1, 2, 3))

    for question in ("brief", "brief-usa"):
        assert "growth" in what(question) and "crowding" in what(question) and "military" in what(question)
    for question in ("decoupling", "decoupling-usa"):
        assert "growth" in what(question) and "beta" in what(question)


def test_what_cannot_be_known_moves_results_as_the_page_says() -> None:
    ratio = [of("third/beta/CHN/high", at) / of("third/beta/CHN/low", at) for at in (0, 2)]
    assert 1.3 < ratio[0] < 1.8 < ratio[1]
    assert of("third/knowledge_mix/CHN/high", 2) > 1.2 * of("third/knowledge_mix/CHN/low", 2)
    assert of("third/insight_share/CHN/high", 2) > 1.2 * of("third/insight_share/CHN/low", 2)
    for state in STATES:
        assert of(f"third/ratchet/{state}/low") > 2 * of(f"third/ratchet/{state}/high")
        assert of(f"third/initial_threat/{state}/high") > 3 * of(f"third/initial_threat/{state}/low")


def test_prices_are_those_of_the_page_on_the_price_and_read_as_the_study_does() -> None:
    price = (ROOT / "docs" / "price.md").read_text("utf-8")
    names = {"aimed": "comparator", "self_reliance": "everyone"}
    for lever, target in (*names.items(), ("stockpile", "comparator"), ("stockpile", "everyone")):
        for shock in ("stop", "coalition", "cut", "energy"):
            cells = [told(KEPT[f"break-even/{state}/{lever}/{target}/{shock}"], "range.2") for state in STATES]
            line = f"| {lever}, {target} | {shock} | {cells[0]} | {cells[1]} |"
            assert line.replace(",", "") in price.replace(",", ""), line
    for state in STATES:
        for shock in ("stop", "coalition", "cut"):
            key = f"{state}/{{}}/comparator/{shock}"
            assert of("break-even/" + key.format("stockpile")) < of("break-even/" + key.format("aimed"))
    for lever in ("aimed", "stockpile"):
        assert of(f"break-even/USA/{lever}/comparator/energy", 1) == float("inf")


def test_no_draw_is_lost_without_a_word() -> None:
    assert str(KEPT["failed"]) in " ".join(PAGE.split())
    assert KEPT["draws"] == 1024
    assert all(f"cost/{name}/CHN/2050" in KEPT for name in SCENARIOS)
