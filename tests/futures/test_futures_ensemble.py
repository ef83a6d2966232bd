"""Small ensembles on demand: the same draws with moves and without, kept and read again, failures seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from technostate.errors import ConvergenceError, LabelError, RunError
from technostate.futures import ensemble as room
from technostate.futures.ensemble import Ensemble, Question, ensemble, from_bytes, to_bytes
from technostate.futures.model import Dynamics
from technostate.shocks.kept import Parts

QUESTION = Question("de-risking", ("income", "technology"), 8, 1, 2025)


@pytest.fixture(scope="module")
def made() -> Ensemble:
    return ensemble(QUESTION)


def test_paths_are_those_of_a_run(made: Ensemble) -> None:
    model = Dynamics(QUESTION.loaded())
    points = model.points(1, range(8))
    assert made.cases.tolist() == model.values(points).tolist()
    path = model.path(points[5], {})
    assert made.figures[1, 5].tolist() == path["technology"].tolist()
    assert made.years == (2022, 2023, 2024, 2025) and made.solved.all()
    assert made.paths("income", "CHN").shape == (8, 4)


def test_lifted_moves_are_drawn_and_not_made(made: Ensemble) -> None:
    moves = room.shipped("de-risking").moves
    on_china = tuple(at for at, move in enumerate(moves) if move.against == "CHN")
    free = ensemble(replace(QUESTION, lifted=on_china))
    assert free.names == made.names and free.cases.tolist() == made.cases.tolist()
    assert (free.paths("income", "CHN")[:, -1] > made.paths("income", "CHN")[:, -1]).all()
    everything = ensemble(replace(QUESTION, lifted=tuple(range(len(moves)))))
    drift = ensemble(replace(QUESTION, scenario="drift"))
    assert everything.figures == pytest.approx(drift.figures, abs=1e-12)


def test_it_is_kept_and_read_again(tmp_path: Path, made: Ensemble, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts(tmp_path)
    assert ensemble(QUESTION, parts).figures.tobytes() == made.figures.tobytes()
    (file,) = tmp_path.glob("*.part")
    monkeypatch.setattr(room, "_run", lambda *_: pytest.fail("it was kept"))
    again = ensemble(QUESTION, parts)
    assert again.figures.tobytes() == made.figures.tobytes() and again.titles == made.titles
    monkeypatch.setattr(room, "_run", lambda *_: made)
    file.write_bytes(file.read_bytes()[:-9])
    assert ensemble(QUESTION, parts) is made  # a damaged part is made anew
    for other in (replace(QUESTION, seed=2), replace(QUESTION, lifted=(0,)), replace(QUESTION, last=2026)):
        assert ensemble(other, parts) is made
    assert len(list(tmp_path.glob("*.part"))) == 4


def test_bytes_that_are_no_ensemble_are_refused(made: Ensemble) -> None:
    whole = to_bytes(made)
    for data in (b"", whole[: len(whole) // 2], to_bytes(replace(made, years=(2022,)))):
        with pytest.raises(ValueError, match="no ensemble"):
            from_bytes(data)


def test_names_that_are_not_there(made: Ensemble) -> None:
    with pytest.raises(LabelError, match="region"):
        made.paths("income", "CHM")
    with pytest.raises(LabelError, match="outcome"):
        ensemble(replace(QUESTION, outcomes=("incme",)))


def _failing(rate: int) -> type[Dynamics]:
    class Failing(Dynamics):
        def path(self, point: NDArray[np.float64], kept: dict[Any, Any]) -> Mapping[str, NDArray[np.float64]]:
            places = self.points(1, range(16)).tolist()
            if places.index(point.tolist()) % rate == 0:
                raise ConvergenceError("made to fail")
            return dict.fromkeys(self.outcomes, np.ones((len(self.years), len(self.regions))))

    return Failing


def test_draws_without_a_path_are_seen_and_many_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    question = replace(QUESTION, runs=16)
    monkeypatch.setattr("technostate.futures.model.Dynamics", _failing(16))
    assert ensemble(question).solved.tolist() == [False] + 15 * [True]
    monkeypatch.setattr("technostate.futures.model.Dynamics", _failing(8))
    with pytest.raises(RunError, match="2 of 16 draws"):
        ensemble(question)
