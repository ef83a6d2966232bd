"""Assessments made once for all tests of the report: a pair with full data, and a state that most sources lack."""

from __future__ import annotations

import datetime as dt

import pytest

from technostate.report import Assessment, assess, to_html

DAY = dt.date(2026, 1, 15)


@pytest.fixture(scope="session")
def pair() -> Assessment:
    """China beside the United States."""
    return assess("CHN", "USA", as_of=DAY)


@pytest.fixture(scope="session")
def lone() -> Assessment:
    """Tuvalu beside the United States: no input-output table, no military spending, no file of its own."""
    return assess("TUV", "USA", as_of=DAY)


@pytest.fixture(scope="session")
def page(pair: Assessment) -> str:
    """The page on China beside the United States."""
    return to_html(pair)
