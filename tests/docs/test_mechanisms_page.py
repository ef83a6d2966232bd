"""docs/dynamics.md says what the engine gives: its figures are made again, its page is its text with them in place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if not (ROOT / "benchmarks").is_dir():
    pytest.skip("needs benchmarks/, which a source distribution leaves out", allow_module_level=True)

from benchmarks.mechanisms import script  # noqa: E402
from benchmarks.mechanisms.cases import CASES, lines  # noqa: E402
from benchmarks.pages import read  # noqa: E402

from technostate import dynamics  # noqa: E402

SETTING = dynamics.calibrated()
KEPT = read(script.KEPT)
PAGE = script.PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, script.Array]]:
    return {case.mechanism: lines(SETTING, case) for case in CASES}


def test_what_is_kept_is_what_the_engine_gives(found: dict[str, dict[str, script.Array]]) -> None:
    assert not script.differences(KEPT, script.results(SETTING, found))


def test_the_page_is_its_text_with_the_kept_figures() -> None:
    assert script.page(KEPT) == PAGE
    assert "{{" not in PAGE


def test_every_mechanism_has_an_equation_a_figure_and_a_switch() -> None:
    assert tuple(case.mechanism for case in CASES) and {case.mechanism for case in CASES} == set(dynamics.MECHANISMS)
    for name in dynamics.MECHANISMS:
        part = PAGE.split(f"\n## {name.capitalize()}\n")[1].split("\n## ")[0]
        assert "```text\n" in part
        assert f"](images/mechanism-{name}.svg)" in part


def test_figures_are_small_and_carry_their_words() -> None:
    for case in CASES:
        text = (script.IMAGES / f"mechanism-{case.mechanism}.svg").read_text("utf-8")
        assert len(text.encode()) <= 20_000
        assert case.caption in text and "switched off" in text and "Modelled" in text


def test_figures_end_where_the_results_do(found: dict[str, dict[str, script.Array]]) -> None:
    for case in CASES:
        text = (script.IMAGES / f"mechanism-{case.mechanism}.svg").read_text("utf-8")
        new = script.figure(SETTING, case, found[case.mechanism])
        assert re.findall(r">([^<>]*\d)</text>", new) == re.findall(r">([^<>]*\d)</text>", text)


def kept(key: str) -> float:
    value = KEPT[key]
    assert isinstance(value, float | int)
    return value


def test_what_sentences_say_of_size_and_sign_is_so() -> None:
    for name, parameter in ((case.mechanism, case.varied) for case in CASES):
        row = dynamics.parameters()[parameter]
        assert (kept(f"{name}/low"), kept(f"{name}/central"), kept(f"{name}/high")) == (row.low, row.central, row.high)
    assert 0 < kept("ideas/off/2050") < kept("ideas/low/2050") < kept("ideas/central/2050") < kept("ideas/high/2050")
    assert kept("capital/high/2050") < kept("capital/central/2050") < -1 and abs(kept("capital/low/2050")) < 0.05
    # Research adds, and at the centre still costs more.
    assert kept("research/gain") > 0 > kept("research/central/2050") > kept("research/off/2050")
    assert kept("forces/central/2050") > kept("forces/off/2050") > 1
    assert kept("threat/high/2050") > kept("threat/central/2050") > 0.05 and kept("threat/off/most") == 0
    assert kept("priority/low/2040") > 1.5 * kept("priority/central/2040") > kept("priority/high/2040") > 0
    assert kept("budgets/off/first") < kept("budgets/low/most") < kept("budgets/high/most")
    assert kept("budgets/high/2050") < 1.1 * kept("budgets/off/2050")
    assert kept("restrictions/off/most") == 0 < kept("restrictions/central/most") < kept("restrictions/high/most")
