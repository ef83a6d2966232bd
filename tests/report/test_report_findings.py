"""Five findings answer five questions, by the same rules for every state; where none can speak the reason is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from technostate.evidence import Figure, Origin
from technostate.report import Assessment
from technostate.report.finding import CannotSayError
from technostate.report.findings import QUESTIONS, findings
from technostate.report.ground import Ground
from technostate.report.on_dependence import asymmetry, purchases
from technostate.report.on_goals import goal_in_time, goal_judged
from technostate.report.on_language import language
from technostate.report.on_models import claim, shock
from technostate.report.subjects import Subjects
from technostate.view.claims import Verdicts
from technostate.view.dependence import Dependence, Path
from technostate.view.standing import Standing
from technostate.write import View
from technostate.write.cells import plain_piece

SOURCE = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")


def ground_of(view: View[Assessment]) -> Ground:
    data = view.data
    who = Subjects(data.state, data.against, data.peers)
    standing = Standing(data.state, data.against, data.peers, 2026, data.strategies)
    claims = Verdicts(data.state, data.against, {}, {}, data.claims)
    return Ground(who, standing, data.exposure, data.shocks, claims, data.doctrine)


def text_of(said: object) -> str:
    return "".join(map(plain_piece, said.sentence)).replace("\u00a0", " ")  # type: ignore[attr-defined]


def shares(values: Mapping[int, float], buyer: str, supplier: str, *, apart: bool = False) -> Path:
    found = {year: Figure(value, "1", "derived", SOURCE, buyer, year) for year, value in values.items()}
    joined, newest = ({}, found) if apart else (found, {})
    return Path("foreign_input_reliance", "", buyer, supplier, joined=joined, apart=newest)


def of_paths(*paths: Path) -> Ground:
    data = Dependence("JPN", "IND", (), paths, (), (), (), (), ())
    who, nothing = Subjects("JPN", "IND", ()), None
    return Ground(who, nothing, data, nothing, nothing, nothing)  # type: ignore[arg-type]


def test_five_findings_answer_five_questions_in_order(pair: View[Assessment]) -> None:
    assert [it.key for it in pair.data.findings] == ["dependence", "goal", "shock", "claim", "language"]
    assert [it.year for it in pair.data.findings] == [2022, 2020, 2022, 2023, 2025]
    assert [it.kind for it in pair.data.findings] == ["derived", "measured", "modelled", "derived", "derived"]


def test_what_is_said_of_china(pair: View[Assessment]) -> None:
    texts = [finding.text.replace("\u00a0", " ") for finding in pair.data.findings]
    assert texts[0] == (
        "In 2022, looking through supply chains, 1.3 % of all inputs of the United States were made in China, and "
        "0.74 % of all inputs of China in the United States: the United States relied 1.8 times as much on China as "
        "China on the United States."
    )
    assert texts[1] == (
        "China’s goal for 2020, stated in 2016, “Research and development spending reaches 2.5 per cent of GDP (13th "
        "Five-Year Plan)” (at least 2.5 % of GDP), was missed: “Research and development, share of GDP (World Bank, "
        "every year)” was 2.36 % of GDP in 2020 (3.42 % of GDP for the United States)."
    )
    assert "real income after a year changes by −0.85 % (−1.36 to −0.55) in China, a loss in 100 % of cases" in texts[2]
    assert "(median and p10 to p90 of 16 draws)" in texts[2]
    assert "is supported on weak evidence" in texts[3] and "0 of 9 other states get the same verdict" in texts[3]
    assert texts[4].startswith(
        "In China’s Government Work Reports 新发展格局 (new development pattern) has 12 hits in 2021–2025 and 0 in "
        "2016–2020, a rate of 1.5 (0.8 to 2.7) after 0.0 (0.0 to 0.5) per 10,000 Han characters (exact test, p = 0.016"
    )


def test_a_share_of_cases_is_no_probability(pair: View[Assessment]) -> None:
    assert not any(word in it.text for it in pair.data.findings for word in ("probab", "likel", "chance", "odds"))


@pytest.mark.parametrize(
    ("theirs", "ours", "end"),
    [
        (0.02, 0.01, "India relied 2.0 times as much on Japan as Japan on India."),
        (0.01, 0.25, "Japan relied 25 times as much on India as India on Japan."),
        (0.0201, 0.02, "about as much in both directions."),
        (0.02, 0.0, "only India relied on the other."),
    ],
)
def test_the_larger_reliance_is_named(theirs: float, ours: float, end: str) -> None:
    ground = of_paths(shares({2011: theirs}, "IND", "JPN"), shares({2011: ours}, "JPN", "IND"))
    assert text_of(asymmetry(ground)).endswith(end)


def test_the_two_directions_are_of_one_year_and_one_classification() -> None:
    there = shares({2010: 0.01, 2011: 0.02}, "IND", "JPN")
    back = shares({2009: 0.5, 2010: 0.04}, "JPN", "IND")
    assert text_of(asymmetry(of_paths(there, back))).startswith("in 2010, ")
    newer = shares({2022: 0.04}, "JPN", "IND", apart=True)
    with pytest.raises(CannotSayError, match="no year has figures of the reliance of Japan and India"):
        asymmetry(of_paths(there, newer))
    with pytest.raises(CannotSayError, match="no table shows trade of Japan and India"):
        purchases(of_paths(there, back))


def test_a_goal_that_is_not_due_is_said_so(pair: View[Assessment]) -> None:
    ground = ground_of(pair)
    said = text_of(goal_in_time(ground))
    assert "is not yet due" in said or "has no figure yet" in said
    old = replace(ground, standing=replace(ground.standing, year=2045))
    with pytest.raises(CannotSayError, match="no goal of China has both a target and a figure"):
        goal_judged(old)


def test_the_shock_said_is_one_whose_sign_is_settled(pair: View[Assessment]) -> None:
    ground = ground_of(pair)
    row = next(it for it in ground.shocks.rows if it.shock.name.startswith("decoupling-of-"))
    cells = tuple(
        replace(cell, unsettled={"CHN": "a loss in 9 of 16 cases"}) if cell.horizon == "year" else cell
        for cell in row.cells
    )
    others = tuple(it for it in ground.shocks.rows if it is not row)
    moved = replace(ground, shocks=replace(ground.shocks, rows=(*others, replace(row, cells=cells))))
    assert "real income after a decade" in text_of(shock(moved))
    alone = replace(ground, shocks=replace(ground.shocks, rows=(replace(row, cells=cells[1:2]),)))
    assert "real income after a year" in text_of(shock(alone)), "an open one where there is no other"
    with pytest.raises(CannotSayError, match="no shock has an answer"):
        shock(replace(ground, shocks=replace(ground.shocks, rows=())))


def test_no_claim_is_said_that_failed_its_placebo_or_was_not_decided(pair: View[Assessment]) -> None:
    ground = ground_of(pair)
    base = next(it for it in ground.claims.verdicts if it.id == "NS-5")

    def asked(**changes: object) -> Ground:
        return replace(ground, claims=replace(ground.claims, verdicts=(replace(base, **changes),)))  # type: ignore[arg-type]

    assert "(NS-5) is contradicted on strong evidence" in text_of(claim(asked(verdict="contradicted", grade="strong")))
    for change in ({"grade": "failed its placebo"}, {"verdict": "mixed"}, {"headline": None}, {"grade": None}):
        with pytest.raises(CannotSayError, match="no claim asked about China is supported or contradicted"):
            claim(asked(**change))


def test_better_evidence_comes_first_and_counts_of_words_last(pair: View[Assessment]) -> None:
    ground = ground_of(pair)
    one = next(it for it in ground.claims.verdicts if it.id == "NS-5")
    counted = replace(one, id="A-1", hits=90, reasons=())
    doubted = replace(one, id="A-2", reasons=("a", "b", "c"))
    strong = replace(one, id="A-3", grade="strong", reasons=(), hits=90)
    verdicts = replace(ground.claims, verdicts=(counted, doubted, one))
    assert "(NS-5)" in text_of(claim(replace(ground, claims=verdicts)))
    verdicts = replace(verdicts, verdicts=(*verdicts.verdicts, strong))
    assert "(A-3)" in text_of(claim(replace(ground, claims=verdicts)))


def test_language_that_does_not_differ_beyond_chance_is_not_said(pair: View[Assessment]) -> None:
    ground = ground_of(pair)
    item = ground.doctrine.periods[0]
    none = replace(item, rising=tuple(replace(row, p_adjusted=row.p) for row in item.falling[:1]), falling=())
    said = replace(ground.doctrine, periods=(none,))
    with pytest.raises(CannotSayError, match="beyond chance between 2016–2020 and 2021–2025 in the texts of China"):
        language(replace(ground, doctrine=said))
    with pytest.raises(CannotSayError, match="no collection of official texts of China"):
        language(replace(ground, doctrine=replace(ground.doctrine, periods=())))


def test_a_state_that_sources_lack_has_fewer_findings_and_the_reasons(lone: View[Assessment]) -> None:
    data = lone.data
    assert [it.key for it in data.findings] == ["goal", "language"], "the comparator’s, by name"
    assert all("The United States" in it.text or "the United States" in it.text for it in data.findings)
    reasons = {it.key: it.why for it in data.findings_missing}
    assert list(reasons) == ["dependence", "shock", "claim"]
    assert "no input–output table has Tuvalu" in reasons["dependence"]
    assert "TUV is not shown apart" in reasons["shock"]
    assert "no claim asked about Tuvalu" in reasons["claim"]
    assert {it.key for it in (*data.findings, *data.findings_missing)} == set(QUESTIONS)


def test_they_may_be_asked_again_from_the_parts(pair: View[Assessment], lone: View[Assessment]) -> None:
    for view in (pair, lone):
        assert findings(ground_of(view)) == (view.data.findings, view.data.findings_missing)
