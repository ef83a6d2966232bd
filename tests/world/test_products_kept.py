"""A world with products is written and read again with them, and a record of products that is wrong is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from made_products import made_product
from made_worlds import made_world

from technostate.errors import BalanceError, DataError
from technostate.testing import assert_world_equal
from technostate.world import World, read, write
from technostate.world.products import carve, names, product
from technostate.world.products.reading import products_of
from technostate.world.products.record import record_of


@pytest.fixture
def carved() -> World:
    rows = [
        made_product("outer", "g", 0.2, makers={"AAA": 0.7, "*": 0.3}, links={("AAA", "BBB"): 3.0}, value_added=0.4),
        made_product("inner", "outer", 0.3, users={"s": 1.0}, inputs={"self": 0.2}),
    ]
    return carve(made_world(2), rows)


@pytest.mark.parametrize("name", ["world.npz", "folder", "archive.zip", "world.parquet"])
def test_a_world_of_a_file_has_its_products(carved: World, tmp_path: Path, name: str) -> None:
    again = read(write(carved, tmp_path / name))
    assert_world_equal(again, carved, rtol=0, atol=0)
    assert dict(again.products) == dict(carved.products) and again.carved == ()
    assert (again.root_of("inner"), again.kind) == ("g", "modelled")


@pytest.mark.parametrize("name", names())
def test_the_record_of_a_shipped_product_says_the_same(name: str) -> None:
    assert products_of(json.loads(json.dumps(record_of(product(name)))), name) == (product(name),)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"parent": "outer"}, "outer is a part of itself"),
        ({"parent": "z"}, "'z', of which the product 'outer' is a part, is no sector"),
        ({"product": "else"}, "the product 'else' is no sector"),
        ({"value": {"central": -1, "status": "assumed"}}, "value is -1"),
        ({"extra": 1}, "'extra' is no field of it"),
        ({"notes": "a\x1b[31m"}, "cannot be printed"),
    ],
)
def test_a_record_of_products_that_is_wrong_is_refused(
    carved: World, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    folder = write(carved, tmp_path / "folder")
    record = json.loads((folder / "world.json").read_text("utf-8"))
    record["products"][0] |= change
    (folder / "world.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises((DataError, BalanceError), match=said.replace("(", r"\(")):
        read(folder)


@pytest.mark.parametrize("value", [5, "x", [5], {"a": 1}])
def test_products_that_are_no_list_are_refused(carved: World, tmp_path: Path, value: object) -> None:
    folder = write(carved, tmp_path / "folder")
    record = json.loads((folder / "world.json").read_text("utf-8")) | {"products": value}
    (folder / "world.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(DataError, match="products"):
        read(folder)


def test_a_product_must_be_a_sector_and_a_part_of_one(carved: World) -> None:
    lone = made_product("other", "g")
    for products, said in (
        ({"other": lone}, "the product 'other' is no sector"),
        ({"inner": lone}, "the product 'other' stands under 'inner'"),
        ({"inner": made_product("inner", "inner")}, "'inner' is a part of itself"),
    ):
        with pytest.raises(BalanceError, match=said):
            replace(carved, products=products)
