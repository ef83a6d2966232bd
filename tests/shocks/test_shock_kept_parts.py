"""Long work: parts are kept whole, work that was stopped goes on, and the time left follows from the pace."""

from __future__ import annotations

import io
import json
import os
import threading
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from made_impacts import CENTRAL, made, made_shock

from technostate import caches
from technostate.cli.progress import TimeLeft, in_words, shown
from technostate.errors import DataError, LabelError, Notice
from technostate.shocks.impact import tidy
from technostate.shocks.impact.packed import IMPACT, from_bytes, to_bytes
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.spread import PARTS, Spread
from technostate.shocks.kept import Packing, Parts, key, user_parts
from technostate.shocks.progress import Pace, beside
from technostate.shocks.runs import STEPS, Runs, horizons_named
from technostate.shocks.specification.horizons import EVERY

#: Words kept as they are.
WORDS = Packing(str.encode, bytes.decode, ())


def same(one: Impact, other: Impact) -> bool:
    return json.dumps(one.as_dict()) == json.dumps(other.as_dict())


@pytest.mark.parametrize("horizon", EVERY)
def test_a_kept_impact_is_the_impact(horizon: str) -> None:
    impact = made(horizon)
    again = from_bytes(to_bytes(impact))
    assert same(again, impact)
    # JSON has no bits and no types: every field by itself.
    for field in fields(Impact):
        one, two = getattr(again, field.name), getattr(impact, field.name)
        assert type(one) is type(two)
        if isinstance(two, Spread):
            assert one.unit == two.unit
            assert all(np.array_equal(getattr(one, part), getattr(two, part), equal_nan=True) for part in PARTS)
        elif isinstance(two, np.ndarray):
            assert np.array_equal(one, two) and one.dtype == two.dtype
        elif field.name not in ("variants", "course"):
            assert one == two
    assert again.course is None or again.course.tables().keys() == impact.course.tables().keys()  # type: ignore[union-attr]
    for row, kept in zip(impact.variants, again.variants, strict=True):
        assert row.as_dict() == kept.as_dict()
    assert to_bytes(again) == to_bytes(impact)


@pytest.mark.parametrize("lost", ["real_income.p10", "values", "meta", "variant0.real_income", "course.gdp.loss"])
def test_a_kept_impact_that_lacks_a_table_is_none(lost: str) -> None:
    with np.load(io.BytesIO(to_bytes(made("path")))) as file:
        arrays = {name: file[name] for name in file.files if name != lost}
    assert len(arrays) > 50
    changed = io.BytesIO()
    np.savez_compressed(changed, **arrays)
    with pytest.raises(ValueError, match="no impact"):
        from_bytes(changed.getvalue())


def test_a_kept_part_is_not_made_again(tmp_path: Path) -> None:
    parts, made_so_far = Parts(tmp_path / "new" / "folder"), []

    def make() -> Impact:
        made_so_far.append(1)
        return made()

    first, second = (parts.answer({"a": 1}, make, IMPACT) for _ in range(2))
    assert len(made_so_far) == parts.found == 1
    assert same(first, second)
    parts.answer({"a": 2}, make, IMPACT)
    assert len(made_so_far) == 2


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut off", b"no archive"])
def test_a_damaged_part_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    parts = Parts(tmp_path)
    path = parts.path(key({"a": 1}, IMPACT.rooms))
    path.write_bytes(damage)
    assert same(parts.answer({"a": 1}, made, IMPACT), made())
    assert parts.found == 0
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    parts.answer({"a": 1}, made, IMPACT)
    assert parts.found == 1


def test_a_flipped_byte_anywhere_in_a_part_is_made_anew(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.answer({"a": 1}, lambda: made("weeks"), IMPACT)
    path = parts.path(key({"a": 1}, IMPACT.rooms))
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        parts.answer({"a": 1}, lambda: made("weeks"), IMPACT)
        assert path.read_bytes() == whole
    assert parts.found == 0


def test_two_parts_that_were_exchanged_are_made_anew(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.answer({"a": 1}, lambda: "1", WORDS)
    parts.answer({"a": 2}, lambda: "2", WORDS)
    one, two = (parts.path(key({"a": number}, ())) for number in (1, 2))
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    assert parts.answer({"a": 1}, lambda: "anew", WORDS) == parts.answer({"a": 2}, lambda: "anew", WORDS) == "anew"
    assert parts.found == 0


def test_a_device_or_a_folder_in_the_place_of_a_part_is_not_read(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    os.mkfifo(parts.path(key({"a": 1}, ())))
    assert parts.answer({"a": 1}, lambda: "made", WORDS) == "made"
    parts.path(key({"a": 2}, ())).mkdir()
    with pytest.warns(Notice, match="finished parts were not kept"):
        assert parts.answer({"a": 2}, lambda: "made", WORDS) == "made"


def test_an_answer_that_cannot_be_kept_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts(tmp_path)

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.warns(Notice, match="No space left on device"):
        assert parts.answer({"a": 1}, lambda: "made", WORDS) == "made"
    assert list(tmp_path.iterdir()) == []


def test_every_word_of_a_question_is_in_its_name() -> None:
    question = {"shock": made_shock().as_dict(), "horizon": "year", "world": "w", "draws": 64, "seed": 0}
    others = [{**question, "draws": 65}, {**question, "seed": 1}, {**question, "shock": made_shock(name="b").as_dict()}]
    assert len({key(item, ()) for item in [question, *others]}) == 4
    assert key(question, ()) == key(dict(reversed(question.items())), ())
    assert key(question, ("shocks",)) != key(question, ("world",))


def test_a_folder_that_cannot_be_made_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot be made") as caught:
        Parts(tmp_path / "file" / "parts")
    assert "--parts" in caught.value.hint


def test_the_users_cache_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_parts() == tmp_path / "technostate" / "parts"


def test_a_user_without_a_home_keeps_parts_among_the_temporary_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    # Without a home there is nothing to put in the place of ~.
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    with pytest.warns(Notice, match="no home folder is known"):
        folder = user_parts()
    assert folder == tmp_path / f"technostate-{os.getuid()}" / "parts"
    assert folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_temporary_folder_that_is_somebody_elses_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / f"technostate-{os.getuid()}").symlink_to(tmp_path)
    with pytest.raises(OSError, match="no folder"):
        caches.temporary()


def test_work_that_was_stopped_goes_on_and_ends_with_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    stop_at: list[str] = ["year"]

    def compare(shock: object, stage: object, *, horizons: tuple[str], **rest: object) -> Comparison:
        (horizon,) = horizons
        asked.append(horizon)
        if horizon in stop_at:
            raise KeyboardInterrupt
        impact = made(horizon)
        return Comparison(impact.shock, {impact.horizon: impact}, {})

    monkeypatch.setattr("technostate.shocks.impact.compare.compare_horizons", compare)
    monkeypatch.setattr(Runs, "stage", None)
    runs = Runs(parts=Parts(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        runs.compared(made_shock())
    stop_at.clear()
    resumed = runs.compared(made_shock())
    assert asked == ["weeks", "year", "year", "decade"]
    whole = Runs().compared(made_shock())
    assert all(same(resumed.impacts[name], impact) for name, impact in whole.impacts.items())


def test_a_horizon_without_an_answer_is_asked_again_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare(shock: object, stage: object, *, horizons: tuple[str], **rest: object) -> Comparison:
        return Comparison(made_shock(), {}, {horizons[0]: "prices do not move"})  # type: ignore[dict-item]

    monkeypatch.setattr("technostate.shocks.impact.compare.compare_horizons", compare)
    monkeypatch.setattr(Runs, "stage", None)
    found = Runs(parts=Parts(tmp_path)).compared(made_shock(), ("weeks",))
    assert found.refused == {"weeks": "prices do not move"}
    assert list(tmp_path.iterdir()) == []


def test_horizons_are_named_by_one_word() -> None:
    assert horizons_named("year") == ("year",)
    assert horizons_named("all") == ("weeks", "year", "decade")


def test_the_time_left_is_the_pace_times_what_is_left() -> None:
    now = [0.0]
    left = TimeLeft(clock=lambda: now[0])
    assert left.after(0.0) is None
    now[0] = 30.0
    assert left.after(0.25) == pytest.approx(90.0)
    now[0] = 60.0
    assert left.after(1.0) == 0.0


def test_what_was_found_finished_says_nothing_about_the_pace() -> None:
    now = [0.0]
    left = TimeLeft(clock=lambda: now[0])
    assert left.after(0.8) is None
    now[0] = 10.0
    assert left.after(0.9) == pytest.approx(10.0)


def test_no_guess_is_made_from_nothing() -> None:
    now = [0.0]
    left = TimeLeft(clock=lambda: now[0])
    left.after(0.0)
    now[0] = 0.5
    assert left.after(0.1) is None
    now[0] = 50.0
    assert left.after(0.0) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "nearly done"), (7.4, "about 7 s left"), (33.0, "about 30 s left"), (3599.0, "about 1 h left"),
     (5400.0, "about 1 h 30 min left"), (60.0, "about 1 min left")],
)  # fmt: skip
def test_a_time_left_is_said_as_a_person_would(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_pieces_of_different_length_make_one_fraction() -> None:
    seen: list[float | None] = []
    pace = Pace([1.0, 4.0], lambda words, done: seen.append(done))
    pace.within(1, 1, "a")
    pace.next()
    pace.within(1, 2, "b")
    pace.within(2, 2, "b")
    assert seen == pytest.approx([0.2, 0.6, 1.0])


def test_a_step_of_a_coalition_is_shorter_than_a_shock_with_as_many_draws_as_usual() -> None:
    lengths = Runs().lengths(("year",), shocks=2, coalition=True)
    assert len(lengths) == 2 + STEPS
    assert lengths[0] == lengths[1] > 3 * lengths[-1]
    # Draws that are asked for are those of every step.
    assert len(set(Runs(draws=64).lengths(("year",), coalition=True))) == 1
    assert Runs().lengths(("path",), coalition=False)[0] > lengths[0]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, words in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr("sys.stderr", stream)
        monkeypatch.setenv("TERM", "xterm")
        with shown() as show:
            show("chips, year", 0.5)
            show("writing", None)
        assert ("technostate" in stream.getvalue()) is words


def test_work_beside_other_work_hands_over_what_it_found() -> None:
    seen: list[str] = []
    with beside(lambda show: show("step", 0.5) or 7, lambda words, done: seen.append(words)) as wait:
        assert wait() == 7
    with beside(lambda show: 8, lambda words, done: None, at_once=False) as wait:
        assert wait() == 8


def test_work_beside_other_work_stops_when_that_is_given_up() -> None:
    begun, steps = threading.Event(), []

    def work(show: object) -> None:
        for at in range(10_000):
            begun.set()
            steps.append(at)
            threading.Event().wait(0.002)
            show("step", None)  # type: ignore[operator]

    with pytest.raises(KeyboardInterrupt), beside(work, lambda words, done: None):
        begun.wait(5)
        raise KeyboardInterrupt
    assert len(steps) < 10_000


def test_an_error_of_the_work_beside_is_the_error() -> None:
    def work(show: object) -> None:
        raise DataError("no table")

    with pytest.raises(DataError, match="no table"), beside(work, lambda words, done: None) as wait:
        wait()


def test_a_figure_of_an_impact_has_its_range_unit_and_origin() -> None:
    impact = made()
    figure = impact.figure("USA")
    # The median of .1, -.2 and .3, and their tenths: .1 less .8 × .3, .1 and .8 × .2.
    assert (figure.value, figure.unit, figure.kind) == (0.1, "% change", "modelled")
    assert (figure.low, figure.high) == pytest.approx((-0.14, 0.26))
    assert (figure.region, figure.open, figure.origin) == ("USA", True, impact.origin)
    assert figure.range is not None and figure.range.over == "p10 to p90 of 3 draws"
    both = impact.as_figure(impact.together(("USA", "CHN")), "both")
    # USA spends twice what CHN spends; the median is that of the cases together, not the mean of two medians.
    cases = [(2 * 0.1 - 2.0) / 3, (2 * -0.2 - 5.0) / 3, (2 * 0.3 - 3.0) / 3]
    assert both.value == pytest.approx(sorted(cases)[1])
    assert (both.region, both.open) == ("both", False)


def test_regions_together_are_changed_by_the_change_of_what_they_spend_together() -> None:
    impact = made()
    weight = impact.base_income / impact.base_income.sum()
    world = impact.together(impact.regions)
    assert world.median == pytest.approx(float(np.median(impact.income_cases @ weight)))
    assert world.central == pytest.approx(float(impact.real_income.central @ weight))
    assert world.low == pytest.approx(float((impact.income_cases @ weight).min()))
    assert (world.loss, world.gain, world.side) == (1.0, 0.0, "lose")
    assert impact.together(("CHN",)) == impact.region("CHN")
    assert impact.together(("CHN", "USA", "CHN")) == impact.together(("USA", "CHN"))
    with pytest.raises(LabelError, match="XXX"):
        impact.together(("USA", "XXX"))


def test_a_figure_of_the_central_case_alone_has_no_range() -> None:
    impact = made()
    alone = replace(
        impact, cases=("central",), income_cases=CENTRAL[None], real_income=Spread.over(CENTRAL[None], CENTRAL)
    )
    figure = alone.figure("CHN")
    assert (figure.value, figure.range, alone.over) == (-2.5, None, "")
    assert alone.region("CHN").side == "lose" and alone.region("ROW").side == "hardly"


@pytest.mark.parametrize("horizon", EVERY)
def test_the_long_table_has_every_figure_of_every_table_once(horizon: str) -> None:
    impact = made(horizon)
    rows = tidy([impact])
    tables = impact.tables() | ({} if impact.course is None else impact.course.tables())
    assert len(rows) == sum(spread.median.size for spread, _ in impact.tables().values()) + (
        0 if impact.course is None else sum(spread.median.size for spread, _ in impact.course.tables().values())
    )
    said = {"output" if name == "course" else name for name in tables}
    assert {row.measure for row in rows} == said
    assert {row.horizon for row in rows} == {horizon}
    places = [row[:7] for row in rows]
    assert len(set(places)) == len(places)
    by_place = dict(zip(places, (row.change for row in rows), strict=True))
    assert by_place[horizon, impact.measure, "CHN", None, None, None, None] == impact.region("CHN")
    assert by_place[horizon, "purchases", "CHN", "USA", None, None, None].median == -85.0
    assert by_place[horizon, "output", "CHN", None, "SVC", None, None].low == -2.0
    if horizon == "weeks":
        assert by_place[horizon, "output", "CHN", None, None, 2, None].low == -4.0
        assert by_place[horizon, "first_shortage", "CHN", None, "C26", None, None].median == 3.0
        assert {row.measure for row in rows} & {"prices", "consumer_prices", "employment"} == set()
    if horizon == "path":
        assert by_place[horizon, "real_income", "CHN", None, None, None, 3].median == pytest.approx(-0.75)
        assert {row.year for row in rows} == {None, 1, 2, 3}
