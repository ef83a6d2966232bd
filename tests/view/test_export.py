"""The export: plain files that other programs read, described as the standards ask, and nothing of the user's lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from technostate.cli.app import run
from technostate.errors import DataError
from technostate.evidence import catalogue
from technostate.view.export import export
from technostate.world import load


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export") / "data"
    export(place)
    return place


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found


def test_series_have_a_plain_value_column_and_all_figures(folder: Path) -> None:
    frame = pl.read_parquet(folder / "series.parquet")
    assert frame.columns == ["series", "region", "year", "value", "unit", "kind"]
    assert frame["value"].dtype == pl.Float64 and frame["value"].is_finite().all()
    one = catalogue.load("worldbank/wdi/GB.XPD.RSDV.GD.ZS")
    rows = frame.filter((pl.col("series") == one.id) & (pl.col("region") == "CHN"))
    assert dict(zip(rows["year"], rows["value"], strict=True)) == dict(one.path("CHN"))
    assert frame["series"].n_unique() == len(catalogue.entries())
    assert (folder / "series.parquet").stat().st_size < 6e6


def test_flows_of_a_world_add_up_to_its_output(folder: Path) -> None:
    world = load("wiod-2004")
    flows = pl.read_parquet(folder / "worlds/wiod-2004/flows.parquet")
    sold = flows.filter(pl.col("from_region") == "CHN").group_by("from_sector").agg(pl.col("value").sum())
    output = dict(zip(world.sectors, world.gross_output[world.region_nodes("CHN")], strict=True))
    gap = dict(zip(world.sectors, world.discrepancy[world.region_nodes("CHN")], strict=True))
    for sector, value in sold.iter_rows():
        assert value + gap[sector] == pytest.approx(output[sector], abs=1.0)


def test_every_file_is_described_with_its_checksum(folder: Path, package: dict[str, Any]) -> None:
    listed = {item["path"]: item for item in package["resources"]}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there == set(listed) | {"datapackage.json", "croissant.json", "README.md"}
    for path, item in listed.items():
        data = (folder / path).read_bytes()
        assert item["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and item["bytes"] == len(data)
        frame = pl.read_csv(data) if path.endswith(".csv") else pl.read_parquet(data)
        assert frame.columns == [field["name"] for field in item["schema"]["fields"]]


@pytest.mark.filterwarnings("ignore")
def test_the_standards_own_validators_accept_the_descriptions(folder: Path, package: dict[str, Any]) -> None:
    frictionless = pytest.importorskip("frictionless")
    assert list(frictionless.Package.metadata_validate(package)) == []
    for item in package["resources"]:
        if item["path"].endswith(".csv") and "/" not in item["path"]:
            resource = frictionless.Resource.from_descriptor(item, basepath=str(folder))
            report = resource.validate()
            assert report.valid, (item["path"], report.flatten(["message"])[:3])
    croissant = pytest.importorskip("mlcroissant")
    dataset = croissant.Dataset(jsonld=folder / "croissant.json")
    assert not dataset.metadata.issues.errors
    first = next(iter(dataset.records("units-rows")))
    assert first["units-rows/unit"] == b"1"


def test_a_folder_with_other_files_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    assert run(["data", "export", str(tmp_path)]) == 2
    assert "other files" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(DataError, match="does not exist"):
        export(tmp_path / "no" / "where")
