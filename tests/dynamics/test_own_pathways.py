"""A user's edition of a pathway: every state that it has follows it, and the rule for the others fills the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from technostate import dynamics
from technostate.dynamics import Setting
from technostate.errors import DataError
from technostate.evidence import Series, catalogue
from technostate.evidence.own import current
from technostate.evidence.own import series as stored
from technostate.evidence.store import Store

SLUGS = ("gdp-growth", "population-growth")
ENDS = (2025, 2030, 2035)


def _edition(slug: str, growth: Mapping[str, float], ends: tuple[int, ...] = ENDS) -> Series:
    shipped = catalogue.load(f"iiasa/ssp-2024/{slug}-ssp2")
    values = {label: dict.fromkeys(ends, value) for label, value in growth.items()}
    return replace(shipped, values=values)


def _setting(folder: Path, *editions: Series) -> Setting:
    path = folder / "own.sqlite"
    with Store(path) as store:
        stored.write(store, "2026-01", editions)
    current.use(path)
    return dynamics.calibrated(last=2035)


def _growth(setting: Setting, label: str) -> float:
    n, years = setting.regions.index(label), setting.years
    return float(setting.income[years.index(2035), n] - setting.income[years.index(2030), n]) / 5


def test_a_state_that_an_edition_adds_follows_it_and_the_world_still_fits(tmp_path: Path) -> None:
    before = dynamics.calibrated(last=2035)
    growth = {"CHN": 4.0, "USA": 2.0, "JPN": 1.0, "IND": 6.0, "EU": 1.5, "MEX": 3.5, "WLD": 3.0}
    heads = {"CHN": -0.2, "USA": 0.5, "JPN": -0.5, "IND": 0.8, "EU": 0.0, "MEX": 0.6, "WLD": 0.8}
    after = _setting(tmp_path, _edition(SLUGS[0], growth), _edition(SLUGS[1], heads))
    for label in ("CHN", "USA", "JPN", "IND", "EU", "MEX"):
        assert _growth(after, label) == pytest.approx(np.log1p(growth[label] / 100), rel=1e-9), label
    world = np.log((np.exp(after.income) * after.gdp_ppp).sum(1))
    assert world[-1] - world[-6] == pytest.approx(5 * np.log(1.03), rel=1e-9)
    (note,) = [note for note in after.notes if note.startswith("SSP2")]
    assert "CHN, IND, JPN, MEX, USA and the European Union" in note and "the others share" in note
    assert "MEX" not in next(note for note in before.notes if note.startswith("SSP2"))


def test_without_a_world_the_others_together_grow_as_those_known_do(tmp_path: Path) -> None:
    few = {"CHN": 3.0, "USA": 3.0}
    after = _setting(tmp_path, *(_edition(slug, few) for slug in SLUGS))
    known = [after.regions.index(label) for label in few]
    for path in (after.population, np.exp(after.income) * after.gdp_ppp):
        others = np.delete(path, known, axis=1).sum(1)
        assert np.log(others[-1] / others[-6]) == pytest.approx(5 * np.log(1.03), rel=1e-9)


def test_members_of_the_union_with_pathways_of_their_own_follow_these(tmp_path: Path) -> None:
    growth = {"CHN": 4.0, "USA": 2.0, "DEU": 0.5, "EU": 1.5, "WLD": 3.0}
    _setting(tmp_path, *(_edition(slug, growth) for slug in SLUGS))
    fine = dynamics.calibrated(last=2035, regions="full")
    assert _growth(fine, "DEU") == pytest.approx(np.log(1.005), rel=1e-9)
    assert _growth(fine, "FRA") == pytest.approx(np.log(1.015), rel=1e-9)


def test_an_edition_that_ends_before_the_path_is_refused(tmp_path: Path) -> None:
    short = _edition("gdp-growth", {"CHN": 4.0, "WLD": 3.0}, (2025, 2030))
    with pytest.raises(DataError, match=r"gdp-growth-ssp2 that is read has no state in 2035"):
        _setting(tmp_path, short)


def test_states_that_outgrow_their_world_are_refused(tmp_path: Path) -> None:
    wild = {"CHN": 60.0, "USA": 60.0, "WLD": 0.1}
    with pytest.raises(DataError, match="grow by more than its world"):
        _setting(tmp_path, _edition("gdp-growth", wild))
