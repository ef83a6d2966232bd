"""Claims: the same verdicts and figures at every door."""

from __future__ import annotations

import pytest

from technostate.view.claims import claims

from .doors import agree


@pytest.mark.parametrize("state", ["CHN", "USA", "TUV"])
def test_the_table_of_verdicts_agrees(state: str) -> None:
    agree(claims(state))


@pytest.mark.parametrize("key", ["IN-1", "ES-5", "MI-5"])
def test_one_claim_in_full_agrees(key: str) -> None:
    view = claims("CHN", ids=(key,))
    agree(view)
    assert view.data.verdicts[0].id == key
