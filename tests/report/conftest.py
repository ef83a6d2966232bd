"""Assessments made once for all tests of the report: a pair with full data, and a state that most sources lack."""

from __future__ import annotations

import datetime as dt

import pytest

from technostate.report import Assessment, assess
from technostate.write import View

DAY = dt.date(2026, 1, 15)


@pytest.fixture(scope="session")
def pair() -> View[Assessment]:
    """China beside the United States."""
    return assess("CHN", "USA", as_of=DAY)


@pytest.fixture(scope="session")
def lone() -> View[Assessment]:
    """Tuvalu beside the United States: no input-output table, no military spending, no file of its own."""
    return assess("TUV", "USA", as_of=DAY)


@pytest.fixture(scope="session")
def page(pair: View[Assessment]) -> str:
    """The page on China beside the United States."""
    return pair.html()


@pytest.fixture(scope="session")
def markdown(pair: View[Assessment]) -> str:
    """The same as Markdown, without its escapes."""
    return pair.markdown().replace("\\", "")
