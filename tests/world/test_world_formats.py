"""A world written and read again is the same world, in every layout; pymrio opens what we write for it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pymrio
import pytest
from made_worlds import made_world
from numpy.testing import assert_allclose

from technostate.errors import DataError, LabelError
from technostate.testing import assert_balanced, assert_world_equal
from technostate.world import World, aggregate, grouping, load, read, write

SML = Path(__file__).parent / "data" / "2019_SML.csv"


def small_wiod() -> World:
    wiod = load("wiod-2011")
    return aggregate(wiod, regions=grouping(wiod.regions, {"CHN": ["CHN"], "USA": ["USA"]}, rest="ROW"))


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("world.npz", None),
        ("world.parquet", None),
        ("folder", None),
        ("archive.zip", None),
        ("folder", "parquet"),
        ("archive.zip", "parquet"),
    ],
)
@pytest.mark.parametrize("make", [made_world, small_wiod])
def test_a_round_trip_changes_nothing(tmp_path: Path, name: str, layout: str | None, make: object) -> None:
    world = make()  # type: ignore[operator]
    path = write(world, tmp_path / name, layout=layout)
    again = read(path)
    assert_world_equal(again, world, rtol=0, atol=0)
    assert again.name == world.name and again.origin == world.origin and again.tolerance == world.tolerance
    assert (again.tariff_origin, again.elasticity_origin) == (world.tariff_origin, world.elasticity_origin)


def test_a_single_tidy_csv_keeps_every_figure(tmp_path: Path) -> None:
    world = made_world()
    again = read(write(world, tmp_path / "table-2000.csv"))
    assert again.year == 2000 and again.regions == world.regions and again.sectors == world.sectors
    for name in ("intermediate", "final_demand", "inventories", "value_added", "taxes_on_products", "tariff"):
        assert_allclose(getattr(again, name), getattr(world, name), rtol=1e-15)


def test_a_tidy_csv_by_hand_needs_only_sales(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "table,region,sector,to_region,to_sector,value\n"
        "intermediate,X,a,X,a,10\nintermediate,X,a,Y,a,5\nintermediate,Y,a,X,a,2\n"
        "final_demand,X,a,X,,20\nfinal_demand,Y,a,Y,,30.5\n",
        encoding="utf-8",
    )
    world = read(path, year=1999)
    assert world.regions == ("X", "Y") and world.gross_output.tolist() == [35.0, 32.5]
    assert world.value_added.tolist() == [23.0, 27.5] and np.isnan(world.inventories).all()
    assert world.origin.licence == "not found" and world.year == 1999


@pytest.mark.parametrize("name", ["system", "system.zip"])
@pytest.mark.parametrize("make", [made_world, small_wiod])
def test_pymrio_layout_round_trip(tmp_path: Path, name: str, make: object) -> None:
    world = make()  # type: ignore[operator]
    again = read(write(world, tmp_path / name, layout="pymrio"))
    assert again.nodes == world.nodes and again.year == world.year
    for name in ("intermediate", "final_demand", "inventories", "gross_output", "discrepancy"):
        assert_allclose(getattr(again, name), getattr(world, name), rtol=1e-12, atol=1e-9)


def test_pymrio_opens_what_we_write(tmp_path: Path) -> None:
    world = small_wiod()
    system = pymrio.load_all(write(world, tmp_path / "system", layout="pymrio"))
    assert list(system.get_regions()) == list(world.regions) and list(system.get_sectors()) == list(world.sectors)
    assert_allclose(system.Z.to_numpy(), world.intermediate, rtol=1e-12)
    assert list(system.Z.index.names) == ["region", "sector"] == list(system.Z.columns.names)
    system.calc_system()
    assert_allclose(system.x["indout"].to_numpy(), world.gross_output, rtol=1e-9)
    producing = world.gross_output > 0
    assert_allclose(system.A.to_numpy()[:, producing], world.technical_coefficients[:, producing], rtol=1e-9)
    assert_allclose(system.factor_inputs.F.loc["Value added"].to_numpy(), world.value_added, rtol=1e-12)
    assert set(system.unit["unit"]) == {"Mill USD"}


@pytest.mark.parametrize("table_format", ["txt", "parquet"])
def test_we_open_what_pymrio_writes(tmp_path: Path, table_format: str) -> None:
    system = pymrio.load_test().calc_system()
    system.save_all(tmp_path / "test", table_format=table_format)
    world = read(tmp_path / "test", year=2010, to_musd=1.0)
    assert world.shape == (6, 8)
    assert_allclose(world.intermediate, system.Z.to_numpy(), rtol=1e-6)
    assert_allclose(world.gross_output, system.x["indout"].to_numpy(), rtol=1e-6)
    by_region = system.Y.T.groupby(level="region", sort=False).sum().T
    stocks = np.nan_to_num(world.inventories)
    assert_allclose(world.final_demand + stocks, by_region.to_numpy(), rtol=1e-6, atol=1e-6)
    assert stocks.any() == any("inventor" in category.lower() for category in system.get_Y_categories())
    with pytest.raises(DataError) as caught:
        read(tmp_path / "test")
    assert "year" in str(caught.value)


def test_a_pymrio_folder_in_another_currency_asks_for_the_rate(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "system", layout="pymrio")
    unit = path / "unit.txt"
    unit.write_text(unit.read_text().replace("Mill USD", "M.EUR"))
    with pytest.raises(DataError) as caught:
        read(path)
    assert "M.EUR" in str(caught.value) and "to_musd" in caught.value.hint
    assert read(path, to_musd=1.1).gross_output == pytest.approx(1.1 * made_world().gross_output)


def test_the_oecd_layout() -> None:
    world = read(SML)
    assert world.regions == ("AAA", "BBB") and world.sectors == ("A01", "C17_18") and world.year == 2019
    assert_balanced(world, with_discrepancy=False)
    assert world.gross_output.tolist() == [100, 200, 60, 140]
    assert world.value_added.tolist() == [67, 132.5, 29.5, 75]
    assert world.taxes_on_products.tolist() == [1, 2.5, 0.5, 3]
    # Direct purchases abroad and fixed capital are final demand; only INVNT is inventories.
    assert world.inventories.tolist() == [[-2, 0], [5, 0], [0, -1], [1, 2]]
    assert world.final_demand[0].tolist() == [52, 10] and world.final_demand[3].tolist() == [16, 72]
    assert world.value_added_label == "value added at basic prices"


def test_the_oecd_layout_inside_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "icio.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(SML, "ICIO/2019_SML.csv")
    assert_world_equal(read(tmp_path / "icio.zip"), read(SML))


def test_pymrio_reads_the_same_table_from_the_oecd_layout(tmp_path: Path) -> None:
    # pymrio's parser wants the OECD's file name; taxes and value added are its factor inputs.
    path = tmp_path / "ICIO2023_2019.csv"
    path.write_text(SML.read_text())
    system = pymrio.parse_oecd(path=tmp_path, year=2019)
    world = read(SML)
    assert_allclose(system.Z.to_numpy(), world.intermediate)
    stocks = system.Y.xs("INVNT", axis=1, level="category").to_numpy()
    assert_allclose(stocks, world.inventories)


def test_writing_replaces_nothing_unless_asked(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "world.npz")
    before = path.read_bytes()
    with pytest.raises(DataError, match="exists"):
        write(made_world(1), path)
    assert path.read_bytes() == before
    write(made_world(1), path, overwrite=True)
    assert_world_equal(read(path), made_world(1))


def test_the_same_world_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz", "a.zip", "b.zip"):
        write(made_world(), tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_unknown_and_unwritable_layouts(tmp_path: Path) -> None:
    with pytest.raises(LabelError) as caught:
        write(made_world(), tmp_path / "x", layout="parket")
    assert "parquet" in caught.value.hint
    with pytest.raises(DataError, match="only read"):
        write(made_world(), tmp_path / "x", layout="sml")


def test_an_embedded_file_can_be_read_by_path() -> None:
    from technostate.world.embedded import folder

    path = Path(str(folder() / "wiod-1995.npz"))
    assert_world_equal(read(path), load("wiod-1995"))


@pytest.mark.parametrize("name", ["made-2000.NPZ", "made-2000.CSV", "made-2000.PARQUET", "made.ZIP"])
def test_what_is_written_under_a_name_in_capitals_is_read_again(tmp_path: Path, name: str) -> None:
    world = made_world()
    again = read(write(world, tmp_path / name))
    np.testing.assert_allclose(again.intermediate, world.intermediate)
