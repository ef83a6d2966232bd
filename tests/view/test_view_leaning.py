"""On whom economies lean: counts by hand, titles at their boundaries, and the same figures at every door."""

from __future__ import annotations

from dataclasses import replace

import pytest

from technostate.errors import LabelError
from technostate.evidence import Figure, Origin, value_of
from technostate.view.leaning import LeanMap, exposure_map
from technostate.view.leaning.blocks import heading, largest, said, turned
from technostate.view.leaning.data import Buyer, YearOf
from technostate.write import View

from .doors import agree

_ORIGIN = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")


def _figure(value: float, year: int = 2022) -> Figure:
    return Figure(value, "1", "derived", _ORIGIN, "", year)


def _year(first: int, second: int, same: int = 0, world: str = "icio-2022") -> YearOf:
    total = max(first + second + same, 1)
    return YearOf(world, int(world[-4:]), first, second, same, _figure(first / total))


@pytest.fixture(scope="module")
def view() -> View[LeanMap]:
    return exposure_map("China", "USA")


def test_the_map_of_2022(view: View[LeanMap]) -> None:
    data = view.data
    said = "66 of 78 economies take more of their inputs from China than from the United States"
    assert view.charts[0].caption == said
    assert (data.year, data.now.first, data.now.second, data.now.same) == (2022, 66, 12, 0)
    assert data.leans[0].region == "KHM" and round(value_of(data.leans[0].difference), 1) == 20.9
    assert data.leans[-1].region == "IRL" and round(value_of(data.leans[-1].difference), 1) == -7.4
    rows = {row.region: row for row in data.matrix}
    assert {code: round(100 * value_of(rows[code].abroad), 1) for code in ("CHN", "USA", "EU", "VNM")} == {
        "CHN": 9.4, "USA": 7.5, "EU": 12.5, "VNM": 31.9,
    }  # fmt: skip
    assert round(100 * value_of(rows["VNM"].suppliers["CHN"]), 1) == 12.1
    assert "DEU" not in rows and "EU" not in rows["EU"].suppliers
    assert view.command == "technostate exposure --map CHN,USA --year 2022"
    assert agree(view) > 250


def test_years_are_each_a_table_of_its_own(view: View[LeanMap]) -> None:
    years = {row.year: row for row in view.data.years}
    assert sorted(years) == [*range(1995, 2012), 2022]
    assert {row.total for row in view.data.years} == {38, 78}
    (chart,) = [chart for chart in view.charts if chart.caption == turned(view.data)]
    (line,) = chart.form.series  # type: ignore[union-attr]
    assert set(line.points) == set(range(1995, 2012)) and set(line.apart) == {2022}, "no line joins 2011 and 2022"


def test_another_year_measure_and_sector() -> None:
    old = exposure_map("CHN", "USA", year=2004, sector="electronics", measure="face_value")
    assert old.data.world == "wiod-2004" and old.data.sector == "c14"
    assert {row.world[:4] for row in old.data.years} == {"wiod"}, "the sectors of two classifications differ"
    assert "direct purchases only" in old.charts[0].sub
    with pytest.raises(LabelError, match="no embedded table is of 2015"):
        exposure_map("CHN", "USA", year=2015)
    with pytest.raises(LabelError, match="unknown measure"):
        exposure_map("CHN", "USA", measure="net_of_all")


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((40, 38, 0), "40 of 78 economies take more of their inputs from China than from the United States"),
        ((38, 40, 0), "40 of 78 economies take more of their inputs from the United States than from China"),
        (
            (39, 39, 0),
            "As many economies take more of their inputs from China as from the United States: 39 of 78 each",
        ),
        ((1, 0, 2), "1 of 3 economies take more of their inputs from China than from the United States"),
        ((3, 0, 0), "All 3 economies take more of their inputs from China than from the United States"),
        ((0, 0, 3), "No economy takes more of their inputs from China or from the United States: all take alike"),
    ],
)
def test_the_title_counts(counts: tuple[int, int, int], title: str) -> None:
    assert said(_year(*counts), "CHN", "USA") == title


def test_the_matrix_names_a_largest_supplier_only_where_one_leads() -> None:
    def row(code: str, **shares: float) -> Buyer:
        return Buyer(code, {key: _figure(value) for key, value in shares.items()}, _figure(sum(shares.values())))

    led = (row("A", CHN=0.3, USA=0.1), row("B", CHN=0.2, USA=0.1), row("CHN", USA=0.1, B=0.2))
    assert largest(led) == "China is the largest supplier shown of all 2 other states"
    even = (row("A", CHN=0.3, USA=0.1), row("B", CHN=0.1, USA=0.2))
    assert largest(even).startswith("Read a row")
    tied = (row("A", CHN=0.3, USA=0.3), row("B", CHN=0.1, USA=0.1))
    assert largest(tied).startswith("Read a row"), "equal shares have no largest"


def test_since_when_is_said_only_where_it_turned_once(view: View[LeanMap]) -> None:
    def years(*counts: tuple[int, int]) -> LeanMap:
        rows = tuple(_year(a, b, world=f"wiod-{2000 + at}") for at, (a, b) in enumerate(counts))
        return replace(view.data, years=(*rows, _year(5, 5)))

    once = years((3, 5), (3, 5), (5, 3), (6, 2))
    assert turned(once) == ("From 2002 to 2003 more economies leaned on China than on the United States, before not")
    assert turned(years((5, 3), (6, 2))) == (
        "In every year 2000–2001 more economies leaned on China than on the United States"
    )
    shown = "Economies that take more of their inputs from China than from the United States"
    assert turned(years((3, 5), (5, 3), (3, 5))) == shown
    assert turned(years((3, 5), (4, 4))) == shown, "a tie is no turn"
    assert heading(view.data).startswith("66 of 78")
