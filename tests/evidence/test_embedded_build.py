"""The embedded data are whole, the same at each rebuild, and replaced only when all of the new are made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from technostate.errors import DataError, LabelError
from technostate.evidence import Origin, embedded, recipes, storage
from technostate.evidence.build import Product, Recipe, build, checksum
from technostate.evidence.series import Series

SOURCE = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")


def series(value: float = 1.0, series_id: str = "example/table/gdp") -> Series:
    return Series(series_id, "GDP", "musd", "measured", SOURCE, {"CHN": {2020: value}, "USA": {2019: 2.5}})


def recipe(stem: str, made: Callable[[], Sequence[Series]]) -> Recipe:
    def run(raw: Path, out: Path) -> list[Product]:
        return storage.write(storage.DataSet(stem, "Example", "", tuple(made()), "nothing"), out)

    return Recipe(stem, "example", storage.paths(stem), run)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw" / "example").mkdir(parents=True)
    return tmp_path / "raw"


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): checksum(path) for path in folder.rglob("*") if path.is_file()}


def test_the_shipped_files_are_those_of_the_manifest() -> None:
    checks = embedded.verify()
    assert {check.state for check in checks} == {"ok"}
    assert sum(check.bytes for check in checks) <= 30e6
    assert sum(check.bytes for check in checks if check.path.startswith("series/")) < 4.2e6


def test_each_product_of_the_manifest_has_origin_licence_units_and_what_was_done() -> None:
    for product in embedded.manifest()["products"]:
        assert product["licences"] and all(product["licences"]), product["path"]
        assert all(origin["citation"] for origin in product["origins"]), product["path"]
        assert product["done"] and product["title"] and product["sources"], product["path"]


def test_the_series_of_v_dem_lie_apart_under_their_own_licence() -> None:
    share_alike = {
        product["path"]
        for product in embedded.manifest()["products"]
        if any("BY-SA" in licence for licence in product["licences"])
    }
    assert share_alike == {
        "series/vdem-LICENCE.txt",
        *storage.paths("vdem-v15"),
        *storage.paths("vdem-demspaces"),
    }


def test_a_tampered_a_missing_and_an_unlisted_file_are_each_named(tmp_path: Path) -> None:
    copy = tmp_path / "embedded"
    shutil.copytree(embedded.root() / "series", copy / "series")
    products = [item for item in embedded.manifest()["products"] if item["path"].startswith("series/")]
    (copy / "manifest.json").write_text(json.dumps({"products": products}), encoding="utf-8")
    assert all(check.state == "ok" for check in embedded.verify(copy))
    with (copy / "series" / "cow.parquet").open("r+b") as file:
        file.seek(100)
        byte = file.read(1)
        file.seek(100)
        file.write(bytes([byte[0] ^ 1]))
    (copy / "series" / "nuclear.json").unlink()
    (copy / "series" / "extra.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        embedded.verify(copy)
    message = str(caught.value)
    assert "series/cow.parquet: changed" in message
    assert "series/nuclear.json: missing" in message
    assert "series/extra.json: not in the manifest" in message
    assert "technostate data build" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "message"), [(None, "there is no manifest"), ("{", "not JSON"), ("{}", "no products")]
)
def test_a_manifest_that_cannot_be_read_is_refused(text: str | None, message: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        embedded.read_manifest(tmp_path)
    assert "reinstall" in caught.value.hint


def test_the_same_raw_files_give_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        build(raw, tmp_path / out, [recipe("a", lambda: [series(), series(2.0, "example/table/b")])])
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_series_of_the_raw_sets_are_rebuilt_to_the_shipped_bytes(shared: Path, tmp_path: Path) -> None:
    """Small data sets, twice; and the shipped files are what the readers make today."""
    names = ["political-terror-scale", "nuclear", "us-export-controls", "vdem-v15", "ncses-federal-rd"]
    for out in ("one", "two"):
        build(shared / "data", tmp_path / out, recipes.RECIPES, only=names)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    shipped = files(embedded.root())
    assert {path: shipped[path] for path in files(tmp_path / "one") if path != "manifest.json"} == {
        path: digest for path, digest in files(tmp_path / "one").items() if path != "manifest.json"
    }


def test_a_build_that_fails_leaves_the_old_data_untouched(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(raw, out, [recipe("a", lambda: [series()])])
    before = files(out)

    def fail() -> Sequence[Series]:
        raise DataError("table.csv line 3: not a number", hint="")

    with pytest.raises(DataError, match="line 3"):
        build(raw, out, [recipe("a", lambda: [series(9.0)]), recipe("b", fail)])
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_whole_build_keeps_nothing_old_and_a_partial_one_keeps_the_rest(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = [recipe("a", lambda: [series()]), recipe("b", lambda: [series(2.0, "example/table/b")])]
    build(raw, out, both)
    build(raw, out, [recipe("a", lambda: [series(3.0)]), both[1]], only=["a"])
    assert {record["path"] for record in embedded.read_manifest(out)["products"]} == {
        *storage.paths("a"),
        *storage.paths("b"),
    }
    assert all(check.state == "ok" for check in embedded.verify(out))
    build(raw, out, both[:1])
    assert set(files(out)) == {*storage.paths("a"), "manifest.json"}


def test_progress_names_each_recipe_and_ends(raw: Path, tmp_path: Path) -> None:
    said: list[tuple[int, int, str]] = []
    build(raw, tmp_path / "out", [recipe("a", lambda: [series()])], progress=lambda *step: said.append(step))
    assert said == [(0, 1, "a"), (1, 1, "")]


def test_missing_raw_sets_are_all_named_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"lacks .* raw data sets: china_mineral_exports_monthly, cow") as caught:
        build(tmp_path, tmp_path / "out", recipes.RECIPES)
    assert "--from" in caught.value.hint
    assert not (tmp_path / "out").exists()


def test_an_unknown_recipe_is_refused_with_the_nearest(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="unknown recipe 'pwt'"):
        build(raw, tmp_path / "out", recipes.RECIPES, only=["pwt"])


def test_two_recipes_may_not_write_one_file(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"both write series/a\.parquet"):
        build(raw, tmp_path / "out", [recipe("a", lambda: [series()]), recipe("a", lambda: [series()])])


def test_a_recipe_must_write_what_it_promised(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="promised"):
        build(raw, tmp_path / "out", [Recipe("empty", "example", ("series/x.parquet",), lambda raw, out: [])])


def test_one_id_is_written_once_a_data_set(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="example/table/gdp twice"):
        build(raw, tmp_path / "out", [recipe("a", lambda: [series(), series()])])


def test_no_two_recipes_of_the_package_share_a_file_or_a_name() -> None:
    from technostate.doctrine.monthly.recipes import RECIPES as MONTHLY
    from technostate.doctrine.recipes import RECIPES as DOCTRINE
    from technostate.strategies.recipes import RECIPES as EXPOSURE
    from technostate.world.recipes import RECIPES as WORLDS

    listed = (*recipes.RECIPES, *WORLDS, *EXPOSURE, *DOCTRINE, *MONTHLY)
    outputs = [path for item in listed for path in item.outputs]
    assert len(outputs) == len(set(outputs))
    assert len({item.name for item in listed}) == len(listed)
    assert set(outputs) == {product["path"] for product in embedded.manifest()["products"]}
