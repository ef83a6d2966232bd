"""The setting that paths start from, made from the data that ship."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from technostate import dynamics
from technostate.dynamics import Setting
from technostate.dynamics.calibrate import factors, politics, projections, sectors
from technostate.dynamics.calibrate.members import Members
from technostate.errors import LabelError, ScenarioError
from technostate.evidence import catalogue
from technostate.shocks.specification.regions import sixteen
from technostate.world import load

CASES = {
    "16 regions": {},
    "81 regions": {"regions": "full"},
    "28 sectors": {"sectors": "full", "last": 2030},
    "1995": {"world": "wiod-1995", "last": 2011},
    "2003": {"world": "wiod-2003", "last": 2011, "regions": "full", "sectors": "full"},
    "2011": {"world": "wiod-2011", "last": 2030, "projection": "SSP3"},
}
POSITIVE = (
    "population", "labour", "labour_share", "depreciation", "investment", "knowledge_by_workers", "knowledge_by_home",
    "productivity", "gdp_market", "gdp_ppp", "burden", "civil_research", "defence_research",
)  # fmt: skip


def made(**asked: object) -> Setting:
    return dynamics.calibrated(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_region_has_finite_positive_figures_of_plausible_size(case: dict[str, object]) -> None:
    setting = made(**case)
    years, n, j = setting.shape
    assert setting.years[0] == int(str(case.get("world", "icio-2022"))[-4:])
    assert n == len(setting.economy.regions) and j == len(setting.strategic)
    for name in POSITIVE:
        figures = getattr(setting, name)
        assert np.isfinite(figures).all() and (figures > 0).all(), name
    assert setting.income.shape == setting.population.shape == setting.labour.shape == (years, n)
    assert np.isfinite(setting.income).all() and (setting.income[0] == 0).all() and (setting.labour[0] == 1).all()
    assert abs(np.diff(setting.income, axis=0)).max() < 0.35
    assert setting.labour_share.max() < 0.9 and setting.depreciation.max() < 0.12 and setting.burden.max() < 0.3
    assert setting.civil_research.max() < 0.07 and setting.defence_research.max() < 0.2
    assert setting.investment.max() < 0.35
    assert np.allclose(setting.knowledge_by_workers.sum(1), 1) and np.allclose(setting.knowledge_by_home.sum(1), 1)
    assert 0 < setting.strategic.sum() < j and set(setting.strategic) == {0.0, 1.0}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_base_is_an_equilibrium(case: dict[str, object]) -> None:
    economy = made(**case).economy
    assert abs(economy.imbalance).max() < 1e-9
    assert abs(economy.deficit.sum()) < 1e-9 * economy.value_added.sum()
    assert (economy.base_tariff >= 0).all()


def test_sums_over_members_are_the_groups() -> None:
    coarse, fine = made(), made(regions="full")
    into = np.zeros((len(fine.regions), len(coarse.regions)))
    for m, label in enumerate(fine.regions):
        into[m, coarse.regions.index(sixteen(fine.regions)[label])] = 1.0
    assert np.allclose(fine.population @ into, coarse.population, rtol=1e-12)
    assert np.allclose(fine.gdp_ppp @ into, coarse.gdp_ppp, rtol=1e-12)
    paths = np.exp(fine.income) * fine.gdp_ppp @ into
    assert np.allclose(np.log(paths / paths[0]), coarse.income, atol=1e-12)
    assert np.allclose(fine.knowledge_by_workers @ into, coarse.knowledge_by_workers, rtol=1e-12)
    spent = np.divide((fine.burden * fine.gdp_ppp) @ into, coarse.gdp_ppp)
    assert np.allclose(spent, coarse.burden, rtol=1e-12)


def test_a_member_set_apart_takes_its_figures_out_of_the_group() -> None:
    whole, parts = made(), made(apart=("DEU", "IDN"))
    assert {"DEU", "EU without DEU", "IDN", "ASEAN without IDN"} <= set(parts.regions)
    union = [parts.regions.index(label) for label in ("DEU", "EU without DEU")]
    at = whole.regions.index("EU")
    for name in ("gdp_ppp", "gdp_market"):
        assert getattr(parts, name)[union].sum() == pytest.approx(getattr(whole, name)[at], rel=1e-6)
    assert np.allclose(parts.knowledge_by_workers[:, union].sum(1), whole.knowledge_by_workers[:, at], rtol=1e-12)
    assert np.allclose(parts.population[:, union].sum(1), whole.population[:, at], rtol=1e-12)
    china, china_too = parts.regions.index("CHN"), whole.regions.index("CHN")
    assert parts.rivals[china, union].sum() == pytest.approx(whole.rivals[china_too, at], rel=1e-9)


def test_political_distance_is_a_distance_and_the_same_at_any_division() -> None:
    for setting in (made(), made(regions="full"), made(world="wiod-1995", last=2011)):
        d = setting.distance
        assert np.allclose(d, d.T) and (np.diag(d) == 0).all() and d.min() >= 0 and d.max() <= 1
        assert (d[:, None, :] <= d[:, :, None] + d[None, :, :] + 1e-12).all()
    coarse, fine = made(), made(regions="full")

    def between(setting: Setting) -> float:
        return float(setting.distance[setting.regions.index("USA"), setting.regions.index("CHN")])

    assert between(coarse) == pytest.approx(between(fine), rel=1e-12)
    assert between(coarse) > 0.5


def test_taiwan_has_the_median_point_of_the_partners_its_file_names() -> None:
    labels = ("TWN", "USA", "ROW")
    members = Members.of(labels, {"TWN": "TWN", "USA": "USA"}, "ROW", factors.counted())
    points = politics.ideal_points(members, 2019)
    series = catalogue.load(politics.VOTES)

    def mean(state: str) -> float:
        return float(np.mean([series.value(state, year) for year in range(2015, 2020)]))

    partners = [mean(state) for state in ("NZL", "PRY", "SGP", "USA")]
    assert points[members.countries.index("TWN")] == pytest.approx(float(np.median(partners)))
    assert points[members.countries.index("HKG")] == points[members.countries.index("CHN")]
    assert any(note.startswith("TWN has no vote") for note in members.notes)


def test_rivals_have_pressed_each_other_and_are_no_allies() -> None:
    pairs = politics.rivalries()
    assert all((other, one) in pairs for one, other in pairs)
    assert {("USA", "CHN"), ("EU", "RUS"), ("IND", "CHN"), ("JPN", "CHN")} - pairs == {("EU", "RUS")}
    assert ("DEU", "RUS") in pairs
    for one, other in (("USA", "CAN"), ("USA", "TUR"), ("JPN", "KOR"), ("USA", "IND"), ("CHN", "RUS"), ("USA", "ISR")):
        assert (one, other) not in pairs, (one, other)


def test_rivals_by_votes_lie_far_apart_both_vote_and_are_no_allies() -> None:
    labels = ("CHN", "USA", "IND", "TWN", "HKG", "GBR", "KOR", "ROW")
    members = Members.of(labels, {label: label for label in labels}, "ROW", factors.counted())
    points = politics.ideal_points(members, 2022)
    pairs = politics.by_distance(members, points, 2022)
    at = {label: members.countries.index(label) for label in labels[:-1]}
    gap = abs(points[:, None] - points) / (points.max() - points.min())
    assert (pairs == pairs.T).all() and (gap[pairs] >= politics.FAR).all() and not np.diag(pairs).any()
    assert pairs[at["CHN"], at["USA"]]
    # Far apart too, but partners by a file; without a vote; and near each other.
    assert gap[at["IND"], at["USA"]] > politics.FAR and not pairs[at["IND"], at["USA"]]
    assert gap[at["TWN"], at["USA"]] > politics.FAR and not pairs[at["TWN"]].any() and not pairs[at["HKG"]].any()
    assert not pairs[at["CHN"], at["GBR"]] and gap[at["CHN"], at["GBR"]] < politics.FAR


def test_rivals_by_votes_are_those_of_the_base_year_and_change_nothing_else() -> None:
    files, votes = made(), made(rivals="distance")
    usa, chn, jpn = (votes.regions.index(label) for label in ("USA", "CHN", "JPN"))
    assert votes.named[usa, chn] and files.named[jpn, chn] and not votes.named[jpn].any()
    assert votes.rivals.sum(1).max() == pytest.approx(1.0) and ((votes.rivals > 0) == votes.named).all()
    for name in (*POSITIVE, "income", "distance"):
        assert (getattr(files, name) == getattr(votes, name)).all(), name
    assert any(note.startswith("No rival by votes in the General Assembly") for note in votes.notes)
    then = made(world="wiod-1995", last=2011, rivals="distance")
    indonesia, japan = then.regions.index("IDN"), then.regions.index("JPN")
    assert then.named[indonesia, japan] and not made(world="wiod-1995", last=2011).named[indonesia].any()


def test_arrays_of_a_kept_setting_are_read_only_and_a_path_runs_on_them() -> None:
    setting = made(last=2024)
    for item in fields(setting):
        if isinstance(array := getattr(setting, item.name), np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
    values = dynamics.Values({})
    base = dynamics.baseline(setting, values)
    policy = dynamics.Policy.none(*setting.shape[:2])
    assert np.isfinite(dynamics.path(setting, base, values, policy).knowledge).all()
    assert made(last=2024) is setting


def test_fears_weigh_the_rivals_forces_and_sum_to_at_most_one() -> None:
    for setting in (made(), made(regions="full"), made(world="wiod-2011", last=2030)):
        sums = setting.rivals.sum(1)
        assert sums.max() == pytest.approx(1.0) and (setting.rivals >= 0).all()
        assert ((setting.rivals > 0) == setting.named).all() and not np.diag(setting.named).any()
        strength = setting.burden * setting.gdp_ppp
        n = int(sums.argmax())
        feared = setting.rivals[n] > 0
        assert np.allclose(setting.rivals[n, feared] / strength[feared], 1 / strength[feared].sum())


def test_measured_years_are_measured_and_shipped_pathways_are_met() -> None:
    setting = made()
    at, years = setting.regions.index("CHN"), {year: t for t, year in enumerate(setting.years)}
    gdp = catalogue.load("pwt/11.0/rgdpna").path("CHN")
    assert setting.income[years[2023], at] == pytest.approx(np.log(gdp[2023] / gdp[2022]), rel=1e-9)
    growth = catalogue.load("iiasa/ssp-2024/gdp-growth-ssp2")
    for label in ("CHN", "USA", "IND", "JPN", "EU"):
        n = setting.regions.index(label)
        for end in (2030, 2040, 2050):
            five = setting.income[years[end], n] - setting.income[years[end - 5], n]
            assert five / 5 == pytest.approx(np.log1p(growth.value(label, end) / 100), rel=1e-9), (label, end)
    world = np.log((np.exp(setting.income) * setting.gdp_ppp).sum(1))
    five = world[years[2040]] - world[years[2035]]
    assert five / 5 == pytest.approx(np.log1p(growth.value("WLD", 2040) / 100), rel=1e-9)


def test_pathways_differ_and_flat_stands_still() -> None:
    ends = {name: made(projection=name).income[-1].mean() for name in projections.PATHWAYS}
    assert ends["SSP5"] > ends["SSP1"] > ends["SSP2"] > ends["SSP3"]
    flat = made(projection="flat")
    assert not flat.income.any() and (flat.labour == 1).all() and (flat.investment == flat.depreciation).all()


def test_productivity_agrees_with_the_published_level() -> None:
    setting = made(regions="full")
    published = catalogue.load("pwt/10.01/ctfp").cross_section(2019)
    pairs = [
        (setting.productivity[n], published[label]) for n, label in enumerate(setting.regions) if label in published
    ]
    ours, theirs = np.log(np.array(pairs)).T
    assert len(pairs) > 60 and np.corrcoef(ours, theirs)[0, 1] > 0.8
    assert setting.productivity[setting.regions.index("USA")] == 1.0


def test_the_base_years_budgets_are_the_published_ones() -> None:
    setting = made()
    united = setting.regions.index("USA")
    assert setting.burden[united] == pytest.approx(catalogue.load("sipri/milex/share-of-gdp").value("USA", 2022) / 100)
    all_research = catalogue.load("worldbank/wdi/GB.XPD.RSDV.GD.ZS")
    seen = all_research.latest("USA", until=2022)
    assert seen is not None
    defence = setting.burden[united] * setting.defence_research[united]
    assert setting.civil_research[united] + defence == pytest.approx(seen.value / 100)
    assert 0.06 < setting.defence_research[united] < 0.13


def test_strategic_are_goods_that_most_files_name() -> None:
    world = load("icio-2022")
    named = sectors.named_strategic("icio")
    assert {"C26", "C21"} <= named and "SVC" not in named and "A01" not in named
    table = sectors.groups(world)
    assert set(table) == set(world.sectors) and len(set(table.values())) == 14
    assert set(sectors.groups(load("wiod-2011"))) == set(load("wiod-2011").sectors)
    setting = made()
    chosen = {name for name, flag in zip(setting.economy.sectors, setting.strategic, strict=True) if flag}
    assert {"Electronics", "Machinery", "Medicines"} <= chosen and "Services" not in chosen


def test_notes_name_what_stands_in_for_what() -> None:
    notes = " ".join(made().notes)
    for words in ("2019, the last year", "Military spending", "Defence research", "TWN has no vote", "No rival"):
        assert words in notes, words
    assert all(note.endswith(".") for note in made().notes)


def test_a_gap_is_filled_by_members_or_by_the_median_of_all() -> None:
    members = Members(("A", "B"), ("a", "b", "c", "d"), np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]]))
    values, weights = np.array([2.0, np.nan, 6.0, np.nan]), np.array([3.0, 1.0, 1.0, 3.0])
    assert members.filled(values, weights, "Thing").tolist() == [2.0, 2.0, 6.0, 4.0]
    assert members.notes == [
        "Thing: no figure of B, or of less than half of it; where one is missing the median of 2 countries stands in."
    ]
    assert members.averaged(np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 0, 0])).tolist() == [1.75, 3.5]


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"world": "icio-2021"}, LabelError, "icio-2022"),
        ({"projection": "SSP9"}, LabelError, "SSP"),
        ({"regions": "17"}, LabelError, "division of regions"),
        ({"sectors": "15"}, LabelError, "division of sectors"),
        ({"rivals": "votes"}, LabelError, "rule of rivals"),
        ({"apart": ("DEX",)}, LabelError, "DEU"),
        ({"last": 2022}, ScenarioError, "ends after 2022"),
        ({"last": 2101}, ScenarioError, "2100"),
    ],
)
def test_what_cannot_be_calibrated_is_said(asked: dict[str, object], error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        made(**asked)
    assert words in f"{caught.value} {getattr(caught.value, 'hint', '')}"
