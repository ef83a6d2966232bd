"""Terminal, Markdown, page, JSON, CSV and frame say the same figures of a whole report, for four pairs."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from technostate.report import Assessment, assess
from technostate.write import View

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "view"))
from doors import agree

DAY = dt.date(2026, 1, 15)


def test_the_report_on_china_agrees(pair: View[Assessment]) -> None:
    assert agree(pair) > 3000


def test_the_report_on_a_state_with_gaps_agrees(lone: View[Assessment]) -> None:
    assert agree(lone) > 1000


@pytest.mark.parametrize(("state", "against"), [("USA", "CHN"), ("EU", "CHN")])
def test_the_report_on_others_agrees(state: str, against: str) -> None:
    assert agree(assess(state, against, as_of=DAY)) > 2500
