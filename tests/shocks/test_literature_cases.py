"""Published figures: each has a citation and how it was checked, and a shock that a world can take or a reason."""

from __future__ import annotations

import math
import re

import pytest

from technostate.errors import DataError
from technostate.shocks.literature import PublishedCase, parse, published_cases
from technostate.shocks.specification.resolve import resolve
from technostate.world import World
from technostate.world import load as load_world

#: Studies that the table beside the literature names, by the first words of their citation.
NAMED = (
    "Baqaee", "Felbermayr, G., Mahlkow", "Felbermayr, G., Gans", "Bachmann", "Fajgelbaum", "Eppinger", "Aiyar", "Góes",
    "Ignatenko", "Bloomberg Economics",
)  # fmt: skip
CASES = published_cases()


@pytest.fixture(scope="module")
def fine() -> World:
    return load_world("icio-2022")


def one(start: str, regions: tuple[str, ...], horizon: str, **fields: object) -> PublishedCase:
    found = [
        case
        for case in CASES
        if case.id.startswith(start) and case.regions == regions and case.horizon == horizon
        if all(getattr(case, key) == value for key, value in fields.items())
    ]
    assert len(found) == 1, [case.id for case in found]
    return found[0]


@pytest.mark.parametrize("start", NAMED)
def test_every_study_of_the_table_is_there(start: str) -> None:
    assert any(case.citation.startswith(start) for case in CASES)


def test_figures_are_those_that_were_read() -> None:
    assert one("baqaee", ("DEU",), "year", when="first year").low == -4.0
    assert one("baqaee", ("DEU",), "year", when="first few months").low == -5.0
    assert (one("baqaee", ("DEU",), "decade").low, one("baqaee", ("DEU",), "decade").high) == (-2.0, -1.0)
    assert one("felbermayr-2022/west-russia", ("RUS",), "decade").low == -9.7
    assert one("felbermayr-2022/west-east", ("BRA", "RUS", "IND", "CHN"), "decade").low == -3.9
    assert (one("bachmann", ("DEU",), "year", word="").low, one("bachmann", ("DEU",), "year", word="").high) == (
        -3,
        -0.5,
    )
    assert one("fajgelbaum", ("USA",), "year").high == -0.04
    assert one("eppinger", ("USA",), "decade").low == -2.2
    taiwan = {case.regions[0]: case.low for case in CASES if case.id.startswith("bloomberg-2024/blockade")}
    assert taiwan == {"TWN": -12.2, "CHN": -8.9, "USA": -3.3, "WLD": -5.0}
    assert one("ignatenko-2025/liberation", ("USA",), "decade").low == 1.24
    assert one("ignatenko-2025/liberation", ("WLD",), "decade").without == ("USA",)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_figure_says_where_it_stands_and_how_it_was_checked(case: PublishedCase) -> None:
    assert re.search(r"\((19|20)\d\d\)|\b20\d\d\b", case.citation)
    assert "read" in case.checked or "not checked" in case.checked
    assert case.place and case.asked.endswith(".")
    assert -100 <= case.low <= case.high <= 100 and math.isfinite(case.low + case.high)
    assert not (case.word in ("up to", "below") and case.low * case.high != 0)
    assert (case.shock is None) == bool(case.not_expressible)
    assert bool(case.differs) == (case.shock is not None)


@pytest.mark.parametrize("case", [case for case in CASES if case.shock], ids=[case.id for case in CASES if case.shock])
def test_our_nearest_shock_bears_on_the_world_of_2022(case: PublishedCase, fine: World) -> None:
    assert case.shock is not None
    level = resolve(case.shock, fine).levels["central"]
    bears = (level.delivered < 1).any() or (level.tariff_change != 0).any() or (level.trade_cost > 1).any()
    assert bears or level.transfers.any() or (level.capacity < 1).any()
    for name in case.regions:
        assert name == "WLD" or name in fine.regions or name in ("EU", "west")


def test_ids_are_unique_and_the_tariffs_of_2025_last_where_a_study_lets_them_last() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 40
    lasting = one("budget-lab-2026/with", ("USA",), "decade").shock
    assert lasting is not None and all(row.ends is None for row in lasting.measures)
    assert lasting.built_on == ("us-tariffs-2025",)


GOOD = """
[[study]]
id = "a-2020"
citation = "A (2020). B."
checked = "abstract read"
kind = "model"
[[study.question]]
id = "q"
asked = "What if?"
differs = "In size."
named = "zte-2018"
values = [
  {horizon = "year", when = "first year", regions = ["USA"], low = -1, high = -0.5, of = "GDP", place = "abstract"},
]
"""


def test_a_text_of_ones_own_is_read_the_same_way() -> None:
    (case,) = parse(GOOD)
    assert (case.id, case.low, case.high, case.word) == ("a-2020/q/year/USA/first-year", -1.0, -0.5, "")
    assert case.shock is not None and case.shock.name == "zte-2018"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[[study]]", "[[studies]]", "unknown key 'studies'"),
        ("citation =", "cited =", "citation is missing"),
        ("citation =", "cited =", "unknown key 'cited'"),
        ('"A (2020). B."', "7", "citation must be a text"),
        ('"abstract read"', '" "', "checked must be a text"),
        ('kind = "model"', 'kind = "guess"', "kind 'guess' is not one of model, survey, forecast, outcome"),
        ('asked = "What if?"\n', "", "asked is missing"),
        ('differs = "In size."\n', "", "differs is missing; say in what the shock is not the question"),
        ('named = "zte-2018"\n', "", "none of them; give one of named, shock and not_expressible"),
        ('named = "zte-2018"', 'named = "zte-2018"\nnot_expressible = "No."', "named and not_expressible; give one"),
        ('named = "zte-2018"', 'named = "zte-2019"', "unknown shock 'zte-2019'"),
        ('named = "zte-2018"', 'shock = "name: x"', "title is missing"),
        ('named = "zte-2018"', "shock = 7", "shock must be a text"),
        ('horizon = "year"', 'horizon = "month"', "horizon 'month' is not one of year, decade"),
        ('of = "GDP"', 'of = "GNP"', "of 'GNP' is not one of GDP, real income, GNE, welfare"),
        ('of = "GDP"', 'of = "GDP", word = "around"', "word 'around' is not one of about, up to, below, more than"),
        ("low = -1", "low = 1", "1 to -0.5 is not in order"),
        ("low = -1", "low = -101", "is not in order between -100 and 100 per cent"),
        ("low = -1", "low = nan", "low and high must be numbers, in per cent"),
        ("low = -1", "low = true", "low and high must be numbers, in per cent"),
        ("low = -1", 'low = "-1"', "low and high must be numbers, in per cent"),
        ("low = -1, ", "", "low is missing"),
        ('["USA"]', '["UAS"]', "did you mean USA"),
        ('["USA"]', "[]", "regions must be a list of codes"),
        ('["USA"]', '"USA"', "regions must be a list of codes"),
        ('["USA"]', '["WLD"], without = ["US"]', "unknown region or group 'US'"),
        ('["USA"]', '["USA"], each = "no"', "each must be true or false"),
        ('place = "abstract"', 'place = "abstract", page = 3', "unknown key 'page'"),
        ('place = "abstract"', "place = 3", "place must be a text"),
        ("values = [\n", "values = 3\nrest = [\n", "values must be a list of tables"),
        ("[[study.question]]", "[[study.questions]]", "question must be a list of tables"),
        ("id = ", "id ", "Expected '='"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, says: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(GOOD.replace(old, new, 1) if old != "id = " else GOOD.replace(old, new))
    assert says in str(caught.value)
    assert caught.value.hint


def test_all_mistakes_and_figures_that_stand_twice_are_named_at_once() -> None:
    with pytest.raises(DataError) as caught:
        parse(GOOD + GOOD.replace('of = "GDP"', 'of = "GNP"') + GOOD)
    said = str(caught.value)
    assert "2 problems" in said
    assert "GNP" in said and "a-2020/q/year/USA/first-year stands 2 times" in said
