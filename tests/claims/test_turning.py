"""Numbers of a rule moved by a fifth: of a change its distance from none, of a level the number itself."""

from __future__ import annotations

import pytest
from made_up_evidence import OWN_CLAIM, Given, counted, flat, series, steps

from technostate.claims.own import judged, parse
from technostate.claims.verdict import Verdict
from technostate.evidence import plain_toml

CLAIM = (
    OWN_CLAIM.replace('["doubled"]', '["up"]')
    .replace('["not rose"]', '["down"]')
    .replace('"FRA", "DEU", "JPN"', '"FRA"')
)


def _judged(evidence: Given, measure: str, up: str, down: str, ask: str) -> Verdict:
    conditions = (
        f'[[claim.condition]]\nkey = "{key}"\nwhat = "it went {key}"\nmeasure = "{measure}"\nholds = "{holds}"\n{ask}\n'
        for key, holds in (("up", up), ("down", down))
    )
    text = "\n".join((CLAIM, *conditions))
    (found,) = judged(parse(plain_toml.tables(text, "t"), "t"), evidence=evidence, today=2026)
    return found


@pytest.mark.parametrize(("own", "turns"), [(0.45, False), (0.39, True), (0.34, True)])
def test_a_level_that_is_a_ratio_is_moved_as_a_level(own: float, turns: bool) -> None:
    given = Given(series("x/y/z", {"CHN": flat(own, 2010, 2020), "USA": flat(1.0, 2010, 2020)}))
    ask = 'ask = { series = { it = "x/y/z" }, number = "it / comparator.it", label = "share", year = 2020 }'
    assert bool(_judged(given, "level", ">= 0.333", "< 0", ask).turning) is turns  # asked with 0.267 and 0.4


@pytest.mark.parametrize(("later", "turns"), [(1.2, False), (1.11, True)])
def test_a_difference_of_ratios_is_moved_from_no_difference(later: float, turns: bool) -> None:
    path = steps((1.0, 2000, 2002), (later, 2010, 2012))
    given = Given(series("x/y/z", {"CHN": path, "USA": flat(1.0, 2000, 2012)}))
    ask = (
        'ask = { series = { it = "x/y/z" }, number = "it / comparator.it", label = "ratio", give = "difference", '
        "base = { first = 2000, last = 2002 }, test = { first = 2010, last = 2012 } }"
    )
    assert bool(_judged(given, "change", ">= 0.1", "< 0", ask).turning) is turns


@pytest.mark.parametrize(("hits", "turns"), [((20, 26), False), ((200, 260), True)])
def test_a_change_that_may_be_chance_does_not_turn_a_verdict(hits: tuple[int, int], turns: bool) -> None:
    years = {2010: {"innovation": hits[0]}, 2020: {"innovation": hits[1]}}
    ask = (
        'ask = { formulations = ["innovation"], collections = ["gwr"], base = { first = 2010, last = 2010 }, '
        "test = { first = 2020, last = 2020 } }"
    )
    verdict = _judged(Given(texts=[counted("gwr", years)]), "words", ">= 1.35", "<= 0.5", ask)
    assert verdict.verdict == "mixed" and bool(verdict.turning) is turns  # 1.3 would do where 1.28 is asked
