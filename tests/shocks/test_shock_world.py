"""The world that a shock runs on: its own, the one asked for, with products of files; and the stocks asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock

from technostate.errors import DataError, LabelError, ScenarioError, TechnostateError
from technostate.shocks.impact import Stocks, check, impact
from technostate.shocks.impact.stage import Stage, stage_for
from technostate.shocks.impact.stocks import require_stocks
from technostate.shocks.kept import Parts
from technostate.shocks.runs import Runs
from technostate.shocks.specification import Shock, compose, load, names, parse
from technostate.shocks.specification.resolve import resolve
from technostate.shocks.specification.shock import WORLD, changed
from technostate.view.shock import shock as ask
from technostate.view.shock.ask import find, world_for
from technostate.world import World
from technostate.world import load as load_world

BOLTS = """
product: bolts
title: Bolts
parent: C25
of: icio-2022
value: {central: 900, low: 700, high: 1200, status: assumed}
"""
CHIPS = BAN | {"exporters": ["TWN"], "sectors": ["chips-advanced"]}


def on(world: str | None, *measures: dict[str, Any]) -> Shock:
    return changed(shock(*(measures or (BAN,))), world=world)


@pytest.fixture(scope="module")
def carved() -> World:
    return load_world("icio-2022+products")


@pytest.mark.parametrize(
    ("world", "says"),
    [
        ("icio-2023", "unknown world 'icio-2023' (did you mean icio-2022"),
        ("", "unknown world ''"),
        ("wiod", "unknown world 'wiod'"),
        ("ICIO-2022", "unknown world 'ICIO-2022'"),
        ("icio-2022+product", "unknown product 'product' (did you mean products"),
        ("icio-2022+", "unknown product ''"),
        ("icio-2022+chips+chips", "chips is named twice"),
        ("icio-2022+C26", "unknown product 'C26'"),
        ("products", "unknown world 'products'"),
        ("icio-2022 + products", "unknown world 'icio-2022 '"),
        ("/etc/passwd", "unknown world '/etc/passwd'"),
        (2022, "a text is needed"),
        (["icio-2022"], "a text is needed"),
        (True, "a text is needed"),
    ],
)
def test_what_no_world_can_be_is_said(world: object, says: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Shock(name="t", title="T", starts="2027-01-01", measures=[BAN], world=world)
    assert says in str(caught.value)
    assert caught.value.hint


def test_a_shock_runs_on_its_own_world_and_what_is_asked_for_goes_before_it() -> None:
    old = on("wiod-2009", BAN | {"sectors": ["electronics"]})
    assert stage_for(old, None).given.name == "wiod-2009"
    assert stage_for(old, "icio-2022").given.name == "icio-2022"
    assert stage_for(on(None), None).given.name == WORLD
    assert impact(old, "year", draws=0).world.startswith("wiod-2009")
    assert check(old).world.startswith("wiod-2009")
    assert check(old, "icio-2022").world.startswith("icio-2022")


def test_shocks_asked_together_run_each_on_its_own_world() -> None:
    runs = Runs(draws=0)
    old, new = on("wiod-2009", BAN | {"sectors": ["electronics"]}), on(None)
    worlds = [runs.compared(row, ("year",)).impacts["year"].world for row in (old, new, old)]
    assert [name.partition(" ")[0] for name in worlds] == ["wiod-2009", "icio-2022", "wiod-2009"]
    assert runs.of(old) is runs.of(old)
    assert Runs("icio-2022", draws=0).of(old).world == "icio-2022"


def test_what_is_built_on_a_shock_runs_on_the_same_world() -> None:
    own = load("gallium-germanium-2024")
    assert own.world == "icio-2022+products"
    built = parse("name: less\ntitle: Less\nbased_on: gallium-germanium-2024\noverrides: {metals: {leak: 0.5}}\n")
    assert built.world == own.world
    assert own.lasting().world == own.world and own.override({"metals": {"leak": 0.3}}).world == own.world
    assert Shock(**own.as_dict()).world == own.world


def test_shocks_of_two_worlds_are_not_composed_and_one_without_takes_the_others() -> None:
    one, two = on("wiod-2009"), on("wiod-2011", BAN | {"name": "other", "exporters": ["JPN"]})
    with pytest.raises(ScenarioError, match="run on different worlds: wiod-2009 and wiod-2011"):
        compose((one, two), name="both", title="Both")
    assert compose((one, changed(two, world=None)), name="both", title="Both").world == "wiod-2009"


def test_kept_parts_tell_worlds_and_stocks_apart(tmp_path: Path, carved: World) -> None:
    runs = Runs(parts=Parts(tmp_path))
    questions = [runs.world_question(on(world)) for world in (None, "wiod-2009", "icio-2022+products")]
    assert [row["world"] for row in questions] == ["icio-2022", "wiod-2009", "icio-2022+products"]
    weeks = [
        Runs("icio-2022", stocks=stocks)._question(on(None), "weeks")
        for stocks in (Stocks(), Stocks(days=30), Stocks(factor=0.5))
    ]
    assert len({json.dumps(row) for row in weeks}) == 3
    years = [Runs("icio-2022", stocks=stocks)._question(on(None), "year") for stocks in (Stocks(), Stocks(days=30))]
    assert years[0] == years[1]


def test_a_world_with_other_products_is_another_question(tmp_path: Path, carved: World) -> None:
    (tmp_path / "bolts.yaml").write_text(BOLTS, "utf-8")
    (tmp_path / "dear.yaml").write_text(BOLTS + "year: {multiple: {central: 9, status: assumed}}\n", "utf-8")
    worlds = [world_for(on(None), None, [tmp_path / name]) for name in ("bolts.yaml", "dear.yaml")]
    digests = {Runs(world)._world_name for world in worlds}
    assert len(digests) == 2


def test_products_of_a_file_are_carved_out_of_the_world_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "bolts.yaml"
    file.write_text(BOLTS, "utf-8")
    world = world_for(on(None), None, [file])
    assert isinstance(world, World) and world.sectors[-1] == "bolts" and list(world.products) == ["bolts"]
    own = parse(
        "name: t\ntitle: T\nstarts: 2027-01-01\nsector_lists: {bolts: {products: [bolts]}}\nmeasures:\n"
        "  - {measure: export_ban, name: b, exporters: [CHN], importers: [USA], sectors: [bolts], leak: 0.1}\n"
    )
    links = resolve(own, world).steps[0].links
    assert links is not None and np.flatnonzero(links.any((1, 2))).tolist() == [len(world.sectors) - 1]
    with pytest.raises(ScenarioError, match="no sector of 'bolts'"):
        resolve(own, load_world("icio-2022"))
    view = ask(own, products=[file], horizon="year", draws=0)
    assert [row.code for row in view.data.products] == ["bolts"]
    assert f"--products {file}" in view.command


def test_a_shocks_file_names_a_product_of_ones_own_as_it_names_a_sector(tmp_path: Path) -> None:
    products, own = tmp_path / "bolts.yaml", tmp_path / "ban.yaml"
    products.write_text(BOLTS, "utf-8")
    text = (
        "name: t\ntitle: T\nstarts: 2027-01-01\nmeasures:\n"
        "  - {measure: export_ban, name: b, exporters: [CHN], importers: [USA], sectors: [bolts], leak: 0.1}\n"
    )
    own.write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match="'bolts'; a product of your own comes with its file: --products FILE"):
        find(own)
    found = find(own, products=[products])
    # What is meant stands in the shock itself, as if its author had written it.
    assert found == parse(text + "sector_lists: {bolts: {products: [bolts]}}")
    links = resolve(found, world_for(found, None, [products])).steps[0].links
    assert links is not None and links[-1].any() and not links[:-1].any()
    lasting = "name: u\ntitle: U\nstarts: 2027-01-01\nbased_on: zte-2018\noverrides: {parts: {sectors: [bolts]}}\n"
    assert parse(lasting, products=["bolts", "magnets"]).sector_lists == {"bolts": {"products": ("bolts",)}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("product: C26", "small letters"),
        ("", "no mapping"),
        ("{product: bolts, parent: C99, of: icio-2022, value: {central: 9, status: assumed}}", "C99"),
        ("{product: bolts, parent: C25, of: icio-2022, value: {central: -9, status: assumed}}", "value"),
    ],
)
def test_a_bad_file_of_products_is_one_error(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises((DataError, LabelError)) as caught:
        world_for(on(None), None, [file])
    assert says in str(caught.value)


def test_what_bears_on_a_sector_bears_on_its_products_and_a_product_stands_alone(carved: World) -> None:
    def touched(name: str) -> list[str]:
        links = resolve(shock(BAN | {"sectors": [name]}), carved).steps[0].links
        assert links is not None
        return [code for code, on in zip(carved.sectors, links.any((1, 2)), strict=True) if on]

    assert touched("C26") == ["C26", "chips-advanced", "chips", "devices"]
    assert touched("electronics") == touched("C26")
    assert touched("chips-advanced") == ["chips-advanced"]
    assert set(touched("goods")) == {code for code in carved.sectors if code != "SVC"}


def test_a_product_that_a_world_lacks_says_which_world_has_it() -> None:
    with pytest.raises(ScenarioError, match=r"--world icio-2022\+products has it"):
        resolve(shock(CHIPS), load_world("icio-2022"))


def test_every_shipped_shock_fits_the_world_that_it_names() -> None:
    for name in names():
        found = load(name)
        if found.world is not None:
            resolve(found, load_world(found.world))


@pytest.mark.parametrize(
    "given",
    [
        {"days": 0}, {"days": 0.5}, {"days": -30}, {"days": 4000}, {"days": float("nan")}, {"days": float("inf")},
        {"days": True}, {"days": "30"}, {"factor": 0}, {"factor": 0.01}, {"factor": 50}, {"factor": -1},
        {"factor": float("nan")}, {"factor": None}, {"days": 30, "factor": 2},
    ],
)  # fmt: skip
def test_what_no_stocks_can_be_is_said(given: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError) as caught:
        Stocks(**given)
    assert caught.value.hint


@pytest.mark.parametrize("horizon", ["year", "decade"])
def test_stocks_are_refused_where_there_are_none(horizon: Any) -> None:
    with pytest.raises(ScenarioError, match="equilibria hold no stocks") as caught:
        ask("zte-2018", horizon=horizon, stock_days=30, draws=0)
    assert "--horizon weeks" in caught.value.hint
    require_stocks(Stocks(days=30), ("weeks", horizon))
    require_stocks(Stocks(), (horizon,))


def test_stocks_that_are_asked_for_are_said_and_are_the_same_in_every_draw() -> None:
    view = ask("us-china-decoupling", horizon="weeks", stock_days=30, draws=4)
    weeks = view.data.horizons["weeks"]
    assert "stocks at the start: 30 days of use of all goods" in weeks.notes
    assert "inventory_days" not in weeks.tables["parameters"]["names"]
    assert "--stock-days 30" in view.command
    assert set(json.loads(view.json())["horizons"]["weeks"]) >= {"regions", "days", "tables"}


def test_days_that_are_asked_for_are_those_of_goods() -> None:
    given = Stocks(days=30).parameters(load_world("icio-2022"))
    assert given is not None and isinstance(given.inventory_days, Mapping)
    assert "SVC" not in given.inventory_days and set(given.inventory_days.values()) == {30}
    assert len(given.inventory_days) == 27


def test_more_stock_is_less_loss() -> None:
    ban = shock({**BAN, "sectors": ["goods"], "leak": 0.0})
    stage = Stage(load_world("icio-2022"))
    held = Stocks(days=5), Stocks(days=20), Stocks(days=60), Stocks(factor=2.0), Stocks(factor=0.5)
    lost = [impact(ban, "weeks", stage, draws=0, days=60, stocks=row).region("CHN").central for row in held]
    assert lost[0] < lost[1] < lost[2] <= 0
    assert lost[4] < lost[3] <= 0


def test_one_day_of_stock_has_an_answer_with_draws() -> None:
    found = impact(shock(BAN), "weeks", draws=2, days=14, stocks=Stocks(days=1))
    assert len(found.cases) == 2 and not found.failed


def test_errors_are_of_one_family() -> None:
    with pytest.raises(TechnostateError):
        ask("zte-2018", world="icio-2022+nothing", horizon="year", draws=0)
