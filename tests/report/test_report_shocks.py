"""The report's shock section: the same battery for every pair, a range or a reason in every cell."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from technostate.evidence import Figure
from technostate.report import Assessment
from technostate.shocks.impact import compare_horizons
from technostate.shocks.kept import Parts
from technostate.shocks.runs import Runs
from technostate.shocks.specification import HORIZONS
from technostate.view.shock.battery import Battery, battery, both_ways, named, usual_runs
from technostate.write import View
from technostate.write.blocks import Section, walk
from technostate.write.cells import Words, laid
from technostate.write.tables import Table


def changes(data: Battery) -> list[tuple[str, str, str, Figure]]:
    return [
        (row.shock.name, cell.horizon, code, change)
        for row in data.rows
        for cell in row.cells
        for code, change in cell.changes.items()
    ]


def test_every_cell_is_a_range_or_a_reason(pair: View[Assessment]) -> None:
    rows = pair.data.shocks.rows
    assert len(rows) == 6
    for row in rows:
        assert [cell.horizon for cell in row.cells] == list(HORIZONS)
        for cell in row.cells:
            assert cell.why or set(cell.changes) == {"CHN", "USA"}
    found = changes(pair.data.shocks)
    assert len(found) > 20
    for _, _, _, change in found:
        assert change.low <= change.value <= change.high  # type: ignore[operator]
        assert change.range is not None and change.range.over.startswith("p10 to p90 of ")
    for row in rows:
        for cell in row.cells:
            assert cell.changes.keys() == cell.losses.keys()
            for code, loss in cell.losses.items():
                assert loss.value is not None
                assert cell.changes[code].open == (10 < loss.value < 90) == (code in cell.unsettled)


def test_tariffs_are_refused_within_weeks_and_every_door_says_why(
    pair: View[Assessment], page: str, markdown: str
) -> None:
    (row,) = [row for row in pair.data.shocks.rows if row.shock.name.startswith("tariffs")]
    (weeks,) = [cell for cell in row.cells if cell.horizon == "weeks"]
    assert "prices do not move" in weeks.why
    for said in (page, markdown, re.sub(r"\s+", " ", pair.text())):
        assert "prices do not move within weeks" in said


def test_the_section_and_python_give_the_same_figures(pair: View[Assessment]) -> None:
    shock = both_ways("CHN", "USA")[0]
    draws = usual_runs().drawn("decade")
    impact = compare_horizons(shock, horizons=("decade",), draws=draws).impacts["decade"]
    found = {(name, horizon, code): change for name, horizon, code, change in changes(pair.data.shocks)}
    for code in ("CHN", "USA"):
        change = found[shock.name, "decade", code]
        assert change.unit == "% change"
        whole = impact.region(code)
        assert (change.low, change.value, change.high) == pytest.approx((whole.p10, whole.median, whole.p90), abs=1e-9)


def test_page_and_markdown_have_the_figures_of_the_battery(pair: View[Assessment], page: str, markdown: str) -> None:
    root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    (section,) = [node for node in root.iter("section") if node.get("id") == "shocks"]
    text = re.sub(r"\s", "", "".join(section.itertext()))
    (shown,) = [block for block in pair.blocks if isinstance(block, Section) and block.key == "shocks"]
    table = next(block for block in walk(shown.blocks) if isinstance(block, Table))
    cells = [piece for row in laid(table).rows for cell in row for piece in cell.pieces if isinstance(piece, Words)]  # type: ignore[union-attr]
    assert len(cells) == len(changes(pair.data.shocks))
    for piece in cells:
        line = re.sub(r"\s", "", piece.line())
        assert line in text and line in re.sub(r"\s", "", markdown)


def test_open_signs_stand_before_the_battery(pair: View[Assessment], page: str) -> None:
    assert [name for name, _, _, change in changes(pair.data.shocks) if change.open]
    section = page[page.index('id="shocks"') :]
    assert section.index("between 10 and 90 of 100 cases lose") < section.index("Standard battery")


def test_what_hits_the_state_hits_the_comparator_in_the_others_battery() -> None:
    one, other = both_ways("CHN", "USA"), both_ways("USA", "CHN")
    assert len(one) == len(other) == 6
    assert {shock.name for shock in one if "tariffs" not in shock.name and "decoupling" not in shock.name} == {
        shock.name for shock in other if "tariffs" not in shock.name and "decoupling" not in shock.name
    }


def test_titles_have_names_in_place_of_codes() -> None:
    assert named("Controls by USA on CHN", ("CHN", "USA")) == "Controls by the United States on China"


def test_the_coalition_grows_from_one_state_to_all(pair: View[Assessment]) -> None:
    main = pair.data.shocks.main
    assert main is not None and main.coalition is not None
    steps = main.coalition.steps
    assert (steps[0].name, tuple(steps[0].members)) == ("alone", ("USA",))
    assert tuple(steps[-1].members) == ("rest",)


def test_a_state_outside_the_world_has_no_shocks_and_the_reason(lone: View[Assessment]) -> None:
    assert lone.data.shocks.rows == ()
    assert any("TUV" in sentence for sentence in lone.data.shocks.missing)
    assert "No shock was run" in lone.html()
    assert "No shock was run" in lone.markdown()


def test_a_state_inside_a_region_is_taken_out_of_it() -> None:
    view = battery("DEU", "CHN", runs=Runs(draws=0))
    assert view.data.missing == () and view.data.main is not None
    regions = {row.region for row in view.data.main.horizons["year"].regions}
    assert {"DEU", "EU without DEU"} <= regions and "EU" not in regions
    assert len(regions) == 17


def test_hostile_titles_of_shocks_stay_text(pair: View[Assessment]) -> None:
    bad = "<script>alert(1)</script>"
    (section,) = [block for block in pair.blocks if isinstance(block, Section) and block.key == "shocks"]
    page = replace(pair, blocks=(replace(section, title=bad),)).html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_full_runs_have_every_region_and_draws_and_keep_their_parts(tmp_path: Path) -> None:
    runs = usual_runs(full=True, parts=tmp_path)
    assert (runs.regions, runs.drawn("year")) == ("full", 64)
    assert runs.parts is not None and runs.parts.folder == tmp_path
    assert usual_runs().parts is None
    # p10 to p90 of fewer cases would be their ends.
    assert all((usual_runs().drawn(horizon) or 0) >= 4 for horizon in HORIZONS)


def test_the_section_is_the_same_from_finished_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(draws=2, parts=Parts(tmp_path))
    first = battery("CHN", "USA", runs=runs)
    monkeypatch.setattr("technostate.shocks.impact.compare.impact", lambda *args, **rest: pytest.fail("made again"))
    again = runs.compared(both_ways("CHN", "USA")[0])
    found = {(horizon, code): change for name, horizon, code, change in changes(first.data) if name == again.shock.name}
    for horizon, impact in again.impacts.items():
        change = found[horizon, "CHN"]
        whole = impact.region("CHN")
        assert (change.low, change.value, change.high) == pytest.approx((whole.p10, whole.median, whole.p90), abs=1e-12)
    assert list(again.impacts) == list(HORIZONS)
