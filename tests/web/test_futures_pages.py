"""What stands around the futures: conditions as links without each, a list of those that may be added, ways in."""

from __future__ import annotations

import json

from technostate.web.bundle import BODY, Bundle, Meta
from technostate.web.pages.futures import MOST, conditions, entrance, of_scenario
from technostate.web.route import found

META = Meta("Title", "", "technostate", "", "2026-12-01", "1")
DATA = {
    "conditions": [
        {"key": "waste:low", "words": "waste is in its lowest third", "leaves": 86},
        {"key": "beta:high", "words": "diffusion is in its highest third", "leaves": 85},
    ],
    "choices": [
        {"name": "waste", "title": "waste", "sides": ["low", "high"]},
        {"name": "beta", "title": "diffusion", "sides": ["low", "high"]},
        {"name": "ratchet", "title": "<b>ratchet</b>", "sides": ["low", "high"]},
        {"name": "goal-1", "title": "A goal", "sides": ["met", "missed"]},
    ],
}


def around(data: dict[str, object], address: list[tuple[str, str]]) -> str:
    asked, _ = found("/futures/CHN", address)
    return str(conditions(asked, Bundle(META, {BODY: b"", "data.json": json.dumps(data).encode()})))


def test_each_condition_can_be_left_out_and_others_added() -> None:
    said = around(DATA, [("where", "waste:low,beta:high"), ("outcome", "cost")])
    assert 'href="/futures/CHN?outcome=cost&amp;where=beta:high"' in said
    assert 'href="/futures/CHN?outcome=cost&amp;where=waste:low"' in said and "(86 paths by itself)" in said
    assert 'name="where" value="waste:low,beta:high"' in said and 'name="outcome" value="cost"' in said
    assert 'value="ratchet:high"' in said and 'value="goal-1:missed"' in said and 'value="waste:high"' not in said
    assert "<b>ratchet" not in said and "&lt;b&gt;ratchet" in said


def test_no_fourth_condition_is_offered() -> None:
    three = DATA | {"conditions": [*DATA["conditions"], {"key": "ratchet:low", "words": "r", "leaves": 86}]}
    said = around(three, [("where", "waste:low,beta:high,ratchet:low")])
    assert MOST == 3 and "<select" not in said and said.count("Leave it out") == 3


def test_ways_in_are_addresses_of_the_explorer() -> None:
    asked, _ = found("/futures")
    assert 'href="/futures/CHN"' in str(entrance(asked, None)) and 'href="/futures/USA?against=CHN"' in str(
        entrance(asked, None)
    )
    asked, _ = found("/scenario/fortress")
    assert 'href="/futures/JPN?scenario=fortress"' in str(of_scenario(asked, None))
    asked, _ = found("/futures/JPN", [("scenario", "fortress")])
    said = str(conditions(asked, None))
    assert 'href="/scenario/fortress"' in said and 'href="/futures/JPN/outlook"' in said
