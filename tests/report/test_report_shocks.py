"""The report's shock section: the same battery for every pair, a range or a reason in every cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from technostate.report import Assessment, to_html, to_markdown
from technostate.report.shock_figures import change_decimals, ends, signed
from technostate.report.shocks_part import both_ways, named, shocks, usual_runs
from technostate.report.subjects import subjects
from technostate.shocks.impact import compare_horizons
from technostate.shocks.kept import Parts
from technostate.shocks.runs import Runs
from technostate.shocks.specification import HORIZONS


def changes(record: dict[str, Any]) -> list[tuple[str, str, str, dict[str, Any]]]:
    return [
        (row["shock"]["name"], horizon, code, change)
        for row in record["battery"]
        for horizon, cell in row["cells"].items()
        if "why" not in cell
        for code, change in cell["states"].items()
    ]


def test_every_cell_is_a_range_or_a_reason(pair: Assessment) -> None:
    assert len(pair.shocks["battery"]) == 6
    for row in pair.shocks["battery"]:
        assert list(row["cells"]) == list(HORIZONS)
        for cell in row["cells"].values():
            assert cell.get("why") or set(cell["states"]) == {"CHN", "USA"}
    found = changes(pair.shocks)
    assert len(found) > 20
    for _, _, _, change in found:
        assert change["low"] <= change["central"] <= change["high"]


def test_tariffs_are_refused_within_weeks_and_the_page_says_why(pair: Assessment, page: str) -> None:
    (row,) = [row for row in pair.shocks["battery"] if row["shock"]["name"].startswith("tariffs")]
    assert "prices do not move" in row["cells"]["weeks"]["why"]
    assert "prices do not move within weeks" in page
    assert "prices do not move within weeks" in to_markdown(pair)


def test_the_section_and_python_give_the_same_figures(pair: Assessment) -> None:
    shock = both_ways("CHN", "USA")[0]
    impact = compare_horizons(shock, horizons=("decade",)).impacts["decade"]
    found = {(name, horizon, code): change for name, horizon, code, change in changes(pair.shocks)}
    for code in ("CHN", "USA"):
        change = found[shock.name, "decade", code]
        assert (change["low"], change["central"], change["high"]) == pytest.approx(list(impact.region(code)), abs=1e-9)


def test_page_and_markdown_have_the_figures_of_the_battery(pair: Assessment, page: str) -> None:
    root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    (section,) = [node for node in root.iter("section") if node.get("id") == "shocks"]
    text, markdown = "".join(section.itertext()), to_markdown(pair)
    for _, _, _, change in changes(pair.shocks):
        places = change_decimals(change)
        central, span = signed(change["central"], places), ends(change, places)
        assert f"{central}{span}" in text
        assert f"{central} ({span})" in markdown


def test_open_signs_stand_before_the_battery(pair: Assessment, page: str) -> None:
    open_ = [name for name, _, _, change in changes(pair.shocks) if change["sign_changes"]]
    assert open_
    section = page[page.index('id="shocks-title"') :]
    assert section.index("both signs lie inside the range") < section.index("Standard battery")


def test_what_hits_the_state_hits_the_comparator_in_the_others_battery() -> None:
    one, other = both_ways("CHN", "USA"), both_ways("USA", "CHN")
    assert len(one) == len(other) == 6
    assert {shock.name for shock in one if "tariffs" not in shock.name and "decoupling" not in shock.name} == {
        shock.name for shock in other if "tariffs" not in shock.name and "decoupling" not in shock.name
    }


def test_titles_have_names_in_place_of_codes() -> None:
    assert named("Controls by USA on CHN", ("CHN", "USA")) == "Controls by the United States on China"


def test_the_coalition_grows_from_one_state_to_all(pair: Assessment) -> None:
    growth = pair.shocks["main"]["coalition"]
    assert growth["steps"][0] == {"name": "alone", "members": ["USA"]}
    assert growth["steps"][-1]["members"] == ["rest"]
    decade = growth["horizons"][-1]
    targets = [cell["central"] for cell in decade["parties"][0]["steps"]]
    assert targets == sorted(targets, reverse=True)


def test_a_state_outside_the_world_has_no_shocks_and_the_reason(lone: Assessment) -> None:
    assert lone.shocks["battery"] == []
    assert any("TUV" in sentence for sentence in lone.shocks["missing"])
    assert "No shock was run" in to_html(lone)
    assert "No shock was run" in to_markdown(lone)


def test_a_state_inside_a_region_is_taken_out_of_it() -> None:
    part = shocks(subjects("DEU", "CHN"), Runs(draws=0))
    assert part["missing"] == []
    assert part["labels"] == {"DEU": "DEU", "CHN": "CHN"}
    regions = {row["region"] for row in part["main"]["horizons"][0]["income"]}
    assert {"DEU", "EU without DEU"} <= regions and "EU" not in regions
    assert len(regions) == 17


def test_hostile_titles_of_shocks_stay_text(pair: Assessment) -> None:
    bad = "<script>alert(1)</script>"
    row = pair.shocks["battery"][0]
    worse = {**row, "shock": {**row["shock"], "title": bad, "assumptions": bad}}
    page = to_html(replace(pair, shocks={**pair.shocks, "battery": [worse, *pair.shocks["battery"][1:]]}))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_full_runs_have_every_region_and_draws_and_keep_their_parts(tmp_path: Path) -> None:
    runs = usual_runs(full=True, parts=tmp_path)
    assert (runs.regions, runs.drawn("year")) == ("full", 64)
    assert runs.parts is not None and runs.parts.folder == tmp_path
    assert usual_runs().parts is None


def test_the_part_is_the_same_from_finished_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(draws=0, parts=Parts(tmp_path))
    first = shocks(subjects("CHN", "USA"), runs)
    monkeypatch.setattr("technostate.shocks.impact.compare.impact", lambda *args, **rest: pytest.fail("made again"))
    again = runs.compared(both_ways("CHN", "USA")[0])
    for horizon, impact in again.impacts.items():
        change = first["battery"][0]["cells"][horizon]["states"]["CHN"]
        found = list(impact.region("CHN"))
        assert [change["low"], change["central"], change["high"]] == pytest.approx(found, abs=1e-12)
    assert list(again.impacts) == list(HORIZONS)
