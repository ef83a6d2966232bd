"""A state's foreign inputs from supplier through sector to use, and who leans on whom by sector: figures and titles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from technostate.evidence import Figure, Origin, value_of
from technostate.exposure import foreign_input_reliance
from technostate.view.dependence import dependence
from technostate.view.exposure import exposure, whom
from technostate.view.exposure_data import Partner, Sector
from technostate.view.sector_pairs import heading as pair_heading
from technostate.view.streams import Inflow, chart, heading, inflow
from technostate.world import load

_ORIGIN = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")


def _figure(value: float, region: str = "") -> Figure:
    return Figure(value, "1", "derived", _ORIGIN, region, 2022)


@pytest.fixture(scope="module")
def china() -> Inflow:
    return inflow(load("icio-2022"), "CHN")


@pytest.mark.parametrize("state", ["CHN", "EU", "KOR"])
def test_both_stages_add_up_to_the_published_reliance(state: str) -> None:
    world = load("icio-2022")
    found = inflow(world, state)
    members = found.region if state != "EU" else [row for row in world.regions if row in _eu()]
    published = foreign_input_reliance(world, members)
    for stage in ("supplier to sector", "sector to use"):
        total = sum(value_of(item.figure) for item in found.passing if item.stage == stage)
        assert total == pytest.approx(published, abs=1e-9)
    assert value_of(found.reliance) == pytest.approx(published, abs=1e-12)


def _eu() -> tuple[str, ...]:
    from technostate.exposure.members import group_members

    return group_members("EU")


def test_the_drawing_passes_on_what_it_takes(china: Inflow) -> None:
    form = chart(china).form
    for stop in form.at(1):  # type: ignore[union-attr]
        into = sum(value_of(item.figure) for item in form.streams if item.end == stop.key)  # type: ignore[union-attr]
        out = sum(value_of(item.figure) for item in form.streams if item.start == stop.key)  # type: ignore[union-attr]
        assert into == pytest.approx(out, abs=1e-9)
    usa = form.amount(form.stops[0])  # type: ignore[union-attr]
    assert form.stops[0].region == "USA" and usa is not None  # type: ignore[union-attr]
    assert round(100 * value_of(usa), 2) == 0.74


def test_titles_of_streams_at_their_boundaries(china: Inflow) -> None:
    assert heading(china) == "4 of 28 sectors buy more than half of China’s foreign inputs"
    assert heading(inflow(load("icio-2022"), "CAN")) == (
        "The United States and China make more than half of what Canada takes from abroad"
    )
    two = replace(china, reliance=_figure(0.1), suppliers=(_figure(0.03, "USA"), _figure(0.0201, "JPN")))
    assert heading(two) == "The United States and Japan make more than half of what China takes from abroad"
    half = replace(two, suppliers=(_figure(0.03, "USA"), _figure(0.02, "JPN")), passing=())
    assert heading(half) == "China’s foreign inputs: from whom, into which sectors, for whom"
    one = replace(china, reliance=_figure(0.1), suppliers=(_figure(0.06, "USA"),))
    assert heading(one) == "The United States makes more than half of what China takes from abroad"


def test_titles_of_suppliers_at_their_boundaries() -> None:
    def rows(*shares: float) -> tuple[Partner, ...]:
        codes = ("CHN", "CAN", "MEX", "DEU", "JPN")
        return tuple(Partner(code, at, _figure(share)) for at, (code, share) in enumerate(zip(codes, shares), 1))  # noqa: B905

    assert whom(rows(0.0133, 0.0111, 0.0067), "USA") == (
        "China and Canada each make more than 1 % of the United States’ inputs"
    )
    assert whom(rows(0.01, 0.008), "USA") == "No single economy makes more than 1 % of the United States’ inputs"
    assert whom(rows(0.011), "USA") == "China makes more than 1 % of the United States’ inputs"
    assert whom(rows(0.05, 0.04, 0.03, 0.02), "USA") == "Whom the United States depends on"
    assert whom((), "USA") == "Whom the United States depends on"


def test_who_leans_on_whom_by_sector() -> None:
    def row(one: float | None, other: float | None) -> Sector:
        return Sector("s", "S", None, *(None if side is None else _figure(side) for side in (one, other)), None)

    more = [row(0.2, 0.1), row(0.2, 0.1), row(0.1, 0.2)]
    assert (
        pair_heading(more, "CHN", "USA") == "China leans on the United States more than the reverse in 2 of 3 sectors"
    )
    assert pair_heading([row(0.1, 0.2), row(0.3, 0.3)], "CHN", "USA").startswith("By sector"), "half is not most"
    assert "in 1 of 1 sectors" in pair_heading([row(0.1, 0.2), row(None, 0.3)], "CHN", "USA")
    title = "The United States leans on China more than the reverse in 27 of 28 sectors"
    assert title in [found.caption for found in dependence("CHN", "USA").charts]
    assert title in [found.caption for found in exposure("USA", supplier="CHN").charts]
