"""Beside the literature: every door says the same figures, and the page says those of the view."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from technostate.errors import ScenarioError
from technostate.shocks.literature import published_cases
from technostate.shocks.literature.doubt import moved
from technostate.view.doubt import Doubt, doubt
from technostate.view.literature import Literature, literature
from technostate.view.literature_data import study
from technostate.view.reproduce import listing
from technostate.write import View

from .doors import agree

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "literature.md").read_text("utf-8")
CASES = published_cases()


def chosen(*starts: str) -> list:
    return [case for case in CASES if case.id.startswith(starts)]


@pytest.fixture(scope="module")
def some() -> View[Literature]:
    return literature(chosen("fajgelbaum", "bloomberg", "embargo", "felbermayr-2024"), draws=4)


@pytest.fixture(scope="module")
def whole() -> View[Literature]:
    return literature()


@pytest.fixture(scope="module")
def shares() -> View[Doubt]:
    return doubt()


def test_every_door_says_the_figures_of_the_studies_and_ours(some: View[Literature]) -> None:
    assert agree(some) > 30
    assert some.command == "technostate reproduce literature --draws 4"
    said = some.text(200).replace("\u00a0", " ")
    assert "Slovakia (loses most here)" in said and "World" in said
    assert "more than −14 % GDP" in said and "no, ours is smaller" in said
    assert sum(some.data.counts.values()) == len(some.data.pairs) == 9
    assert [*some.data.not_asked] == [case.id for case in chosen("bloomberg-2024/war")]


def test_single_states_stand_as_the_one_that_loses_most_and_least(some: View[Literature]) -> None:
    most, least = (pair for pair in some.data.pairs if pair.id.endswith(("/most", "/least")))
    assert (most.published.value, least.published.value) == (-1.6, -0.1)
    assert most.region == "SVK"
    assert most.ours is not None and least.ours is not None
    assert most.ours.value is not None and least.ours.value is not None and most.ours.value < least.ours.value


def test_gdp_has_real_income_beside_it_and_real_income_has_not(some: View[Literature]) -> None:
    for pair in some.data.pairs:
        assert (pair.real_income is None) == (pair.of != "GDP") == (pair.ours_of == "real income")
        assert (pair.inside_income is None) == (pair.of != "GDP")


def test_progress_is_shown_and_goes_up() -> None:
    seen: list[float] = []
    literature(chosen("fajgelbaum"), draws=2, progress=lambda words, done: seen.append(done or 0.0))
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_wrong_draws_are_refused() -> None:
    with pytest.raises(ScenarioError, match="draws is -1"):
        literature(chosen("fajgelbaum"), draws=-1)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("baqaee", "Baqaee et al. (2024)"),
        ("goes", "Góes and Bekkers (2022)"),
        ("budget-lab-2026/", "The Budget Lab at Yale (2026)"),
        ("rodriguez", "Rodríguez-Clare et al. (2025)"),
        ("embargo", "Mahlstein et al. (2022)"),
    ],
)
def test_a_study_is_called_by_its_authors(start: str, said: str) -> None:
    assert study(chosen(start)[0]) == said


def test_both_are_listed_among_what_can_be_made_again() -> None:
    said = listing().text(200)
    assert "literature" in said and "doubt" in said


def test_shares_of_draws_without_substitutes_at_every_door(shares: View[Doubt]) -> None:
    assert agree(shares) >= 24
    assert shares.data.usual == 0.2 and shares.data.published.value == -4.0
    assert shares.data.inside["0.2"] == "p10 to p90" and shares.data.inside["0"] == "neither"
    assert all(row.failed == 0 for row in shares.data.at)


def test_the_page_has_the_table_of_the_view(whole: View[Literature]) -> None:
    same(between("literature"), tables(whole.markdown())[0])
    assert numbers(whole.text(10_000).splitlines()[2]) == numbers(line("Of 5"))


def test_the_page_has_both_tables_of_the_shares(shares: View[Doubt]) -> None:
    ours, ends = tables(shares.markdown())
    same(between("doubt"), ours)
    same(between("ends"), ends)


def test_the_page_cites_every_study() -> None:
    page = " ".join(PAGE.split())
    for case in CASES:
        assert case.citation in page and case.url in page


def between(name: str) -> list[str]:
    found = re.search(rf"<!-- {name}: .*? -->\n(.*?)\n<!-- end -->", PAGE, re.DOTALL)
    assert found is not None
    return found[1].splitlines()


def line(start: str) -> str:
    """The paragraph of the page that starts so."""
    found = next(part for part in PAGE.split("\n\n") if part.startswith(start))
    return " ".join(found.split())


def tables(markdown: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for row in markdown.splitlines():
        if row.startswith("|"):
            found[-1].append(re.sub(r" ?\\\[\d+\\\]", "", row))
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


def numbers(text: str) -> list[float]:
    return [float(item.replace("−", "-")) for item in re.findall(r"[−+]?\d+(?:\.\d+)?", text)]


def same(page: list[str], made: list[str]) -> None:
    """The same rows: the same words, and numbers within the rounding of what is printed."""
    assert len(page) == len(made)
    for old, new in zip(page, made, strict=True):
        assert numbers(new) == pytest.approx(numbers(old), abs=0.0101), f"the page has {old}, the view {new}"
        plain = [re.sub(r"[−+]?\d+(?:\.\d+)?", "#", row) for row in (old, new)]
        assert plain[0] == plain[1]


def test_a_case_without_an_answer_is_counted_once_however_many_regions_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*given: Any, **more: Any) -> tuple[Any, ...]:
        found = moved(*given, **more)
        return tuple(
            replace(item, impacts=tuple(replace(one, failed=("draw 3: none",)) for one in item.impacts))
            for item in found
        )

    monkeypatch.setattr("technostate.view.doubt.moved", failing)
    assert "18 cases have no answer" in doubt(draws=2).text(200)
