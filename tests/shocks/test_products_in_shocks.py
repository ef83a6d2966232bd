"""Products in shocks: named alone, within lists and sectors, on worlds that have them and worlds that do not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from technostate.errors import DataError, ScenarioError
from technostate.shocks.specification import Shock, parse
from technostate.shocks.specification.labels import NAMED_LISTS, product_codes, sector_problem
from technostate.shocks.specification.resolve import resolve
from technostate.world import World, load
from technostate.world.own_tariffs import overlaid, read_tariffs
from technostate.world.products import names


def ban(*sectors: str, lists: str = "{}") -> Shock:
    return parse(f"""
name: trial
title: Trial
starts: 2027-01-01
event: A supposition.
assumptions: None.
leaves_out: [services]
sector_lists: {lists}
measures:
  - {{measure: export_ban, name: ban, exporters: [TWN], importers: [CHN], sectors: [{", ".join(sectors)}], leak: 0.5}}
""")


def touched(shock: Shock, world: World) -> set[str]:
    """The sectors on which the first measure of a shock bears."""
    links = resolve(shock, world).steps[0].links
    assert links is not None
    return {world.sectors[at] for at in np.flatnonzero(links.any(axis=(1, 2)))}


@pytest.fixture(scope="module")
def world() -> World:
    return load("icio-2022+products")


CHIPS = {"chips-advanced", "chips", "devices"}


def test_a_sector_and_a_list_bear_on_their_products_and_a_product_on_itself_alone(world: World) -> None:
    assert touched(ban("C26"), world) == touched(ban("electronics"), world) == {"C26", *CHIPS}
    assert touched(ban("chips-advanced"), world) == {"chips-advanced"}
    assert touched(ban("chips-advanced", "magnets"), world) == {"chips-advanced", "magnets"}
    assert touched(ban("goods"), world) == set(world.sectors) - {"SVC"}
    assert touched(ban("all"), world) == set(world.sectors)
    assert "gas" in touched(ban("crude-energy"), world) and "gas" not in touched(ban("refined-energy"), world)


def test_every_shipped_product_is_a_word_of_shocks_and_no_list_is_called_like_one() -> None:
    assert set(product_codes()["icio"]) == set(names())
    assert not any(sector_problem(name, {}) for name in names())
    assert not set(names()) & set(NAMED_LISTS)


def test_on_a_world_without_the_product_the_error_says_which_has_it() -> None:
    with pytest.raises(ScenarioError, match=r"icio-2022 has no product 'magnets': --world icio-2022\+products has it"):
        resolve(ban("magnets"), load("icio-2022"))


def test_a_product_outside_the_set_names_its_own_world() -> None:
    with pytest.raises(ScenarioError, match=r"--world icio-2022\+chips-auto has it"):
        resolve(ban("chips-auto"), load("icio-2022"))


def test_a_product_of_ones_own_is_named_under_the_lists_of_the_shock(world: World) -> None:
    shock = ban("mine", lists="{mine: {products: [magnets, gas]}}")
    assert touched(shock, world) == {"magnets", "gas"}
    with pytest.raises(ScenarioError, match="unknown sector or list of sectors 'mine'"):
        ban("mine")
    with pytest.raises(ScenarioError, match=r"unknown sector or list of sectors 'magnetz' \(did you mean magnets"):
        ban("magnetz")
    with pytest.raises(ScenarioError, match="'magnets' is a sector or a shipped list of sectors already"):
        ban("C26", lists="{magnets: {icio: [C25]}}")


def test_a_users_tariff_on_a_sector_holds_for_its_products_unless_they_have_their_own(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("importer,exporter,sector,rate\nUSA,CHN,C26,0.5\nUSA,CHN,chips,0.1\nUSA,CHN,C29,0.2\n", "utf-8")
    rates = {world.sectors[j]: rate for (j, _, _), rate in read_tariffs(file, world).items()}
    assert rates == {"C26": 0.5, "chips-advanced": 0.5, "devices": 0.5, "chips": 0.1, "C29": 0.2}
    table = overlaid(world, file).tariff
    assert table is not None
    assert table[world.sector_index("devices"), world.region_index("USA"), world.region_index("CHN")] == 0.5
    with pytest.raises(DataError, match="'magnets' is unknown"):
        file.write_text("importer,exporter,sector,rate\nUSA,CHN,magnets,0.5\n", "utf-8")
        read_tariffs(file, load("icio-2022"))
