"""The kept results are what the script makes, agree with statsmodels, and are what the page says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
if not (ROOT / "benchmarks").is_dir():
    pytest.skip("needs benchmarks/, which a source distribution leaves out", allow_module_level=True)

from benchmarks.estimates import wide  # noqa: E402
from benchmarks.estimates.burden import military  # noqa: E402
from benchmarks.estimates.result import figure, kept, read  # noqa: E402
from benchmarks.estimates.script import MODULES, differences, made  # noqa: E402

from technostate.dynamics import parameters  # noqa: E402

KEPT = read(ROOT / "benchmarks" / "results" / "estimates.json")
PAGE = (ROOT / "docs" / "estimates.md").read_text("utf-8")
#: Seconds each; the ratchet and the wide panel, which take longer, are made by the script and by `--check`.
QUICK = ("convergence", "growth", "vintages", "ideas", "loop", "trade_costs")


@pytest.mark.parametrize("name", QUICK)
def test_what_is_kept_is_what_the_script_makes(name: str) -> None:
    sections = made((name,))
    new = json.loads(kept(sections))
    old = {key: row for key, row in KEPT.items() if row["section"] == sections[0].title}
    assert len(new) > 5
    assert not differences(old, new)


def test_what_is_kept_of_the_wide_panel_is_what_its_table_gives() -> None:
    if not wide.there():
        pytest.skip("needs SIPRI's own table")
    from benchmarks.estimates.burden import returning
    from benchmarks.estimates.ratchet import USUAL, two_slopes

    for floor, key in ((wide.FLOOR, "wide"), (0.0, "wide/published")):
        panel = wide.military(floor)
        speed = -100 * returning(panel).value("before")
        assert speed == pytest.approx(KEPT[f"{key}/adjustment-all"]["value"], rel=1e-5)
        difference, _ = two_slopes(panel, USUAL["centred"][1], 1.5).difference("above", "below")
        assert difference == pytest.approx(KEPT[f"{key}/difference-centred-1.5"]["value"], rel=1e-5)


def test_the_adjustment_of_the_burden_is_that_of_statsmodels_with_a_dummy_for_each_state_and_year() -> None:
    sm = pytest.importorskip("statsmodels.api")
    panel = military()
    keep = np.isfinite(panel["dlb"] + panel["Llb"] + panel["dly"])
    region, year = (np.unique(labels[keep], return_inverse=True)[1] for labels in (panel.region, panel.year))
    dummies = [np.eye(region.max() + 1)[region], np.eye(year.max() + 1)[year][:, 1:]]
    design = np.column_stack([panel["Llb"][keep], panel["dly"][keep], *dummies])
    theirs = sm.OLS(panel["dlb"][keep], design).fit(cov_type="cluster", cov_kwds={"groups": region})
    row = KEPT["burden/adjustment-all"]
    assert row["value"] == pytest.approx(-100 * theirs.params[0], rel=1e-6)
    # Theirs counts the dummies as regressors; ours, as is usual with effects nested in clusters, does not.
    n, k = design.shape
    assert row["error"] == pytest.approx(100 * theirs.bse[0] * np.sqrt((n - k) / (n - 2)), rel=1e-5)


def test_growth_errors_are_the_published_bars() -> None:
    """Shared oracle: persistence over 10 and 20 years .47 and .37, spreads 1.76 and 1.49 points."""
    for horizon, slope, spread in ((10, 0.47, 1.76), (20, 0.37, 1.49)):
        assert KEPT[f"growth/persistence-largest-{horizon}"]["value"] == pytest.approx(slope, abs=0.05)
        assert KEPT[f"growth/spread-regression-largest-{horizon}"]["value"] == pytest.approx(spread, abs=0.1)


def test_a_result_that_came_out_otherwise_is_named() -> None:
    assert not differences(KEPT, KEPT)
    key = "growth/persistence-all-10"
    other = KEPT | {key: KEPT[key] | {"value": 0.3}}
    assert differences(KEPT, other) == [f"{key}: value was {KEPT[key]['value']}, is 0.3"]
    assert differences(KEPT, {k: v for k, v in KEPT.items() if k != key}) == [f"only in one of the two: {key}"]


def test_a_section_that_does_not_exist_is_refused_naming_those_that_do() -> None:
    words = [sys.executable, "-m", "benchmarks", "estimates", "betas"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no section betas; there are " + ", ".join(MODULES) in done.stderr


ROWS = re.findall(r"^\|(.+)\| `([a-z-]+/[^`]+)` \|$", PAGE, re.MULTILINE)


def test_the_page_has_a_table_row_for_every_section() -> None:
    assert len(ROWS) >= 40
    assert {key.split("/")[0] for _, key in ROWS} == {key.split("/")[0] for key in KEPT}


@pytest.mark.parametrize(("cells", "key"), ROWS, ids=[key for _, key in ROWS])
def test_every_row_of_the_page_says_what_is_kept(cells: str, key: str) -> None:
    row = KEPT[key]
    value, error = (cell.strip() for cell in cells.split("|")[-2:])
    assert value == figure(row["value"])
    assert error == figure(row["error"])


def test_the_page_names_every_null_link_of_the_loop_as_null() -> None:
    links = [key for key in KEPT if key.startswith("loop/") and KEPT[key]["reading"] == "null" and "words" not in key]
    assert len(links) >= 8
    assert KEPT["loop/links-told-apart"]["value"] == 0


#: Sentences of the page whose figures are kept: words with a place for each figure, and whence.
SAID = (
    ("{} of the six show a ratchet", "wide/published/estimate-of-six"),
    ("show a ratchet and {} go the other way", "wide/published/contrary-of-six"),
    ("has {} burdens of less than a millionth", "wide/below-a-millionth"),
    ("below a millionth of GDP, and {} go the other way", "wide/millionth/contrary-of-six"),
    ("from {} % of the gap a year with no state effects", "wide/adjustment-pooled"),
    ("with no state effects to {} % with them", "wide/adjustment-all"),
    ("persistence is {} over 20 years", "growth/persistence-largest-20"),
    ("over 20 years and {} over 28, and the error", "growth/persistence-largest-28"),
    ("{} points a year over 20 years", "growth/spread-regression-largest-20"),
    ("points a year over 20 years and {} over 28", "growth/spread-regression-largest-28"),
    ("R² moves from {} to", "ideas/fit-worst-workers-1995-2003"),
    ("to {} from the worst", "ideas/fit-best-workers-1995-2003"),
    ("(p = {})", "ideas/p-workers-1995-2003"),
    ("By {} of themselves", "trade-costs/carried-on"),
    ("{} rivalries began while their burden is known", "ratchet/rivalries-begun"),
    ("makes no difference: {} of the six", "wide/told-apart-at-any-floor"),
    ("grew at {} % in the next twenty", "growth/fast-mean-20"),
)


@pytest.mark.parametrize(("words", "key"), SAID)
def test_sentences_of_the_page_say_the_figures_kept(words: str, key: str) -> None:
    said = words.format(figure(KEPT[key]["value"]))
    assert said in " ".join(PAGE.split())


def values(*keys: str) -> list[float]:
    return [round(KEPT[key]["value"], 2) for key in keys]


def test_ranges_said_in_short_are_those_of_the_tables() -> None:
    spans = [
        f"convergence/{who}-{span}"
        for who in ("wiod", "all")
        for span in ("1995-2003", "2003-2011", "1995-2011", "1995-2019")
    ]
    assert (min(values(*spans)), max(values(*spans))) == (1.42, 2.05)
    assert "1.4 to 2.1 % of the gap a year since 1995, 1.2 to 1.3 over fifty" in PAGE
    assert values("convergence/wiod-decades", "convergence/all-decades") == [1.16, 1.27]
    own = [key for key in KEPT if "/adjustment-" in key and not key.endswith("pooled") and "published" not in key]
    shipped = values(*(key for key in own if key.startswith("burden")))
    assert (round(min(shipped)), round(max(shipped))) == (6, 17)
    assert (round(min(values(*own))), round(max(values(*own)))) == (6, 27)
    assert "6 to 17 % of the gap a year in the states that ship, 6 to 27 in all" in PAGE
    for reach, low, high in (("year", 0.4, 0.7), ("long", 0.6, 0.9)):
        rows = [row for key, row in KEPT.items() if f"elasticity-{reach}" in key and row["reading"] != "null"]
        found = [row["value"] for row in rows]
        assert (round(min(found), 1), round(max(found), 1)) == (low, high)
    assert "within the year by .4 to .7, in the long run by .6 to .9; one measure on few years says nothing" in PAGE
    lowest = [KEPT[key]["value"] for key in KEPT if key.startswith("ideas/lowest")]
    highest = [KEPT[key]["value"] for key in KEPT if key.startswith("ideas/highest")]
    assert lowest == [0.05] * 6 and highest == [0.95] * 6


def test_counts_said_are_those_kept() -> None:
    assert KEPT["wide/published/adjustment-all"]["n"] == 6592
    assert 6592 - KEPT["wide/adjustment-all"]["n"] == 32
    assert "32 of 6,592 changes" in PAGE
    goods = (
        "agriculture",
        "mining",
        "food",
        "textiles",
        "wood",
        "chemicals",
        "metals",
        "machinery",
        "electronics",
        "vehicles",
    )[2:]
    fell = {
        years: [
            name
            for name in goods
            if (row := KEPT[f"trade-costs/{name}-{years}"])["reading"] == "estimate" and row["value"] < 0
        ]
        for years in ("1995-2003", "2003-2011")
    }
    assert (len(fell["1995-2003"]), fell["2003-2011"]) == (6, ["food"])
    assert "in six of eight groups of manufactures, in 2003–2011 in one (food)" in PAGE
    assert [KEPT[f"wide/rivalry-{side}"]["reading"] for side in ("begun-5", "ended-3")] == ["null", "estimate"]
    assert [KEPT[f"ratchet/rivalry-{side}"]["reading"] for side in ("begun-5", "ended-3")] == ["estimate", "null"]
    halved = KEPT["wide/published/adjustment-all"]["value"] / KEPT["wide/adjustment-all"]["value"]
    assert 0.4 < halved < 0.55
    assert KEPT["growth/spread-regression-largest-28"]["value"] * 28 == pytest.approx(100 * np.log(1.47), abs=1.5)


def test_parameters_that_cite_the_page_as_undecided_are_named_on_it() -> None:
    undecided = [row for row in parameters().values() if not row.identified and "docs/estimates.md" in row.source]
    assert undecided
    for row in undecided:
        assert f"`{row.name}`" in PAGE
