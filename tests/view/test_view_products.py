"""The views of products: the list and one product say the same at every door, with own files, and refuse in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import technostate as ts
from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.view.products import listing, one, products
from technostate.view.search import search
from technostate.view.worlds import one as world_view
from technostate.world import load
from technostate.world.products import carve, names, read_products, sets

from .doors import agree

PAGE = Path(__file__).resolve().parents[2] / "docs" / "products.md"
BOLTS = """
product: bolts
title: Bolts & <b>nuts</b> | of steel
parent: C25
of: icio-2022
value: {central: 90000, low: 60000, high: 120000, status: assumed}
makers: {status: literature, source: s, shares: {CHN: 0.4, "*": 0.6}}
sources: {s: {title: "A survey <script>alert(1)</script>", url: "https://example.org/?a=1&b=2"}}
"""


@pytest.fixture
def bolts(tmp_path: Path) -> Path:
    file = tmp_path / "my bolts.yaml"
    file.write_text(BOLTS, encoding="utf-8")
    return file


def test_the_list_says_the_same_at_every_door_and_names_every_product() -> None:
    view = listing()
    assert agree(view) == len(names())
    assert [row.product for row in view.data] == list(names())
    advanced = view.data[0]
    assert (advanced.parent, advanced.value.unit, advanced.makers[0]) == ("C26", "musd", "TWN 85")
    assert 0 < advanced.assumed < advanced.numbers
    assert all(row.world == "icio-2022+products" for row in view.data[: len(sets()["products"])])
    assert view.command == "technostate world products"


def test_ends_of_ranges_keep_their_places() -> None:
    said = one("magnets").text(200).replace("\u00a0", " ")
    assert said.count("(2.5 to 15") == 2 and "(2 to 15" not in said


@pytest.mark.parametrize("name", ["magnets", "devices", "chips-auto"])
def test_one_product_says_every_number_its_status_and_what_the_table_could_not_hold(name: str) -> None:
    view = one(name)
    assert agree(view) > 10
    said = json.loads(view.json())
    assert {item["status"] for item in said["inputs"]} <= {"measured", "estimated", "literature", "assumed"}
    table = load(view.data.world)
    (carved,) = (row for row in table.carved if row.code == name)
    assert [(it.what, it.of) for it in view.data.unmet] == [(row.kind, row.label) for row in carved.unmet]
    assert view.data.makers[0].output.value == max(carved.output.values())
    text = view.text()
    assert f"of {table.name}, with the" in " ".join(text.split())
    assert f"{view.data.product.assumed} of its {view.data.product.numbers} numbers are assumed" in text
    assert ("where its price is this multiple" in " ".join(text.split())) == table.products[name].critical


def test_a_file_of_ones_own_is_listed_shown_and_carved(bolts: Path) -> None:
    assert [row.product for row in products(files=[bolts]).data] == ["bolts"]  # type: ignore[union-attr]
    view = one("bolts", files=[bolts])
    assert agree(view) > 5
    assert view.command == f"technostate world products bolts --products '{bolts}'"
    assert view.data.world == "icio-2022+bolts" and view.data.instead == "C25"
    assert "<script>alert" not in view.html() and "<b>nuts" not in view.html()
    assert one("bolts", world="icio-2022+magnets", files=[bolts]).data.world == "icio-2022+magnets+bolts"
    shown = world_view("icio-2022", products=[bolts])
    assert agree(shown) > 100 and shown.data.sectors[-1].code == "bolts"
    assert shown.command.endswith(f"world show icio-2022 --products '{bolts}'")


def test_commands_take_products(bolts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["world", "products"],
        ["world", "products", "gas", "--json"],
        ["world", "products", "bolts", "--products", str(bolts)],
        ["world", "show", "icio-2022", "--products", str(bolts)],
        [
            "exposure",
            "DEU",
            "--sector",
            "bolts",
            "--world",
            "icio-2022",
            "--products",
            str(bolts),
            "-m",
            "self_reliance",
        ],
    ):
        assert run(words) == 0, capsys.readouterr().err
        assert "olts" in (out := capsys.readouterr().out) or "gas" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["world", "products", "magnetz"], "did you mean magnets?"),
        (["world", "products", "bolts"], "unknown product 'bolts'"),
        (["world", "products", "magnets", "--world", "icio-2022"], "--world icio-2022+products has it"),
        (["world", "products", "magnets", "--world", "wiod-2011"], "wiod-2011 has no product 'magnets'"),
        (["world", "products", "--products", "none.yaml"], "'none.yaml' cannot be read"),
        (["exposure", "DEU", "--sector", "magnets"], "--world icio-2022+products has it"),
        (["exposure", "DEU", "--sector", "electronics", "--world", "icio-2022+products"], "is a list of 4 sectors"),
        (["exposure", "DEU", "--world", "icio-2022+magnetz"], "did you mean magnets?"),
    ],
)
def test_what_is_asked_wrongly_is_answered_in_words(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert said in capsys.readouterr().err


def test_products_are_found_by_words() -> None:
    assert ("product", "magnets") in {(hit.kind, hit.id) for hit in search("rare earths magnets").data}


def test_lists_of_a_world_include_its_products() -> None:
    shown = world_view("icio-2022+products").data
    assert shown.lists["electronics"] == ("C26", "chips-advanced", "chips", "devices")
    assert "soybeans" in shown.lists["goods"] and "soybeans" not in shown.lists["services"]
    assert shown.lists["electronics"][0] == world_view("icio-2022").data.lists["electronics"][0]


def test_the_file_of_the_page_is_right(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    file = tmp_path / "bolts.yaml"
    file.write_text(text, encoding="utf-8")
    found = read_products(file)
    assert [row.name for row in found] == ["bolts"]
    assert carve(load("icio-2022"), found).carved[0].gap < 1e-3


def test_one_error_for_a_bad_file_at_every_door(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BOLTS.replace("C25", "C99"), encoding="utf-8")
    with pytest.raises(LabelError, match="its parent 'C99' is no sector"):
        one("bolts", files=[file])
    file.write_text(BOLTS.replace("0.4", "4"), encoding="utf-8")
    with pytest.raises(DataError, match="makers CHN is 4"):
        world_view("icio-2022", products=[file])


def test_a_small_product_is_no_zero_beside_large_ones_and_ratios_have_no_unit(bolts: Path) -> None:
    said = listing().text(400)
    assert "0.7 (0.4 to 1.0)" in said and "1700 (1400 to 1900)" in said
    text = " ".join(one("chips-advanced").text(400).replace("\u00a0", " ").split())
    assert "multiple of theirs: 8 (3 to 20)." in text and "55 % (45 to 70)" in text and " ratio" not in text
    # One file may be given without brackets.
    assert products(files=bolts).data == products(files=[bolts]).data


def test_python_knows_products_and_worlds_with_them_by_name() -> None:
    assert ts.products("magnets").title == one("magnets").title
    assert list(ts.load("icio-2022+magnets").products) == ["magnets"]
    with pytest.raises(LabelError, match="unknown product or set of products 'magnetz'"):
        ts.load("icio-2022+magnetz")
