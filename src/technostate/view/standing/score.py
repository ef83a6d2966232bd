"""Ranks of states on a strategy's score, as the standing of a state needs them."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.errors import DataError
from technostate.view.ranks import Ranks, ranks


def scored(key: str, codes: Sequence[str]) -> Ranks:
    """Return ranks of some states on a strategy's score; or why there is none.

    Parameters
    ----------
    codes : sequence of str
        State, comparator, peers; what each choice does to a rank is told of the first two.
    """
    from technostate.strategies.score import score

    try:
        return ranks(score(key), codes, codes[:2])
    except DataError as reason:
        return Ranks(why=str(reason))
