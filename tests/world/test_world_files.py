"""Files in the layouts of producers become the worlds that they were made from, in the store and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from technostate.evidence.own import current
from technostate.evidence.own.kinds import Asked
from technostate.evidence.store import Store
from technostate.world import World, load, own_names
from technostate.world.importers import KINDS, stored
from world import made_files as made

KIND = {kind.name: kind for kind in KINDS}
EURO = {"to-musd": "1"}


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def oecd(edition: str, name: str) -> Callable[[Path], Path]:
    return lambda folder: put(folder / name, made.oecd(made.table(), edition))


#: Name of the case → kind, what is asked, how its file is made, name of the world, regions.
CASES: dict[str, tuple[str, Asked, Callable[[Path], Path], str, tuple[str, ...]]] = {
    "oecd 2016": ("oecd-icio", Asked(), oecd("2016", "ICIO2016_2019.csv"), "oecd-icio-2019", made.REGIONS),
    "oecd 2018": ("oecd-icio", Asked(), oecd("2018", "ICIO2018_2019.CSV"), "oecd-icio-2019", made.REGIONS),
    "oecd 2021": ("oecd-icio", Asked(), oecd("2021", "ICIO2021_2019.csv"), "oecd-icio-2019", made.REGIONS),
    "oecd 2023": ("oecd-icio", Asked(), oecd("2023", "2019_SML.csv"), "oecd-icio-2019", made.REGIONS),
    "oecd extended": ("oecd-icio", Asked(vintage="2025"), oecd("extended", "2019.csv"), "oecd-icio-2019", made.REGIONS),
    "oecd years": (
        "oecd-icio",
        Asked(year=2019),
        lambda folder: made.zipped(
            folder / "2016-2020_SML.zip", {f"{year}_SML.csv": made.oecd(made.table(year)) for year in (2018, 2019)}
        ),
        "oecd-icio-2019",
        made.REGIONS,
    ),
    "figaro matrix": (
        "figaro",
        Asked(options=EURO),
        lambda folder: put(folder / "matrix_eu-ic-io_ind-by-ind_26ed_2019.csv", made.figaro_matrix(made.table())),
        "figaro-2019",
        made.REGIONS,
    ),
    "figaro flat": (
        "figaro",
        Asked(options=EURO),
        lambda folder: made.zipped(
            folder / "flatfile_eu-ic-io_ind-by-ind_26ed_2019.zip",
            {"flatfile_eu-ic-io_ind-by-ind_26ed_2019.csv": made.figaro_flat(made.table())},
        ),
        "figaro-2019",
        made.REGIONS,
    ),
    "exiobase": (
        "exiobase3",
        Asked(options=EURO),
        lambda folder: made.zipped(
            folder / "IOT_2019_ixi.zip",
            {f"IOT_2019_ixi/{name}": data for name, data in made.exiobase(made.table()).items()},
        ),
        "exiobase3-ixi-2019",
        ("CHN", "DEU", "WWA"),
    ),
    "exiobase coefficients": (
        "exiobase3",
        Asked(options=EURO),
        lambda folder: made.zipped(folder / "IOT_2019_pxp.zip", made.exiobase(made.table(), coefficients=True)),
        "exiobase3-pxp-2019",
        ("CHN", "DEU", "WWA"),
    ),
    "eora": (
        "eora26",
        Asked(),
        lambda folder: made.zipped(folder / "Eora26_2015_bp.zip", made.eora(made.table())),
        "eora26-2015",
        ("CHN", "DEU", "RUS"),
    ),
    "gloria": (
        "gloria",
        Asked(),
        lambda folder: made.gloria(made.table(), folder),
        "gloria-2022",
        ("CHN", "DEU", "XAS"),
    ),
    "wiod 2016 xlsb": (
        "wiod-2016",
        Asked(),
        lambda folder: made.xlsb(folder / "WIOT2019_Nov16_ROW.xlsb", made.sheet_rows(made.table(), "2016")),
        "wiod2016-2019",
        made.REGIONS,
    ),
    "wiod 2016 xlsx": (
        "wiod-2016",
        Asked(),
        lambda folder: made.xlsx(folder / "WIOT2019_Nov16_ROW.xlsx", made.sheet_rows(made.table(), "2016")),
        "wiod2016-2019",
        made.REGIONS,
    ),
    "wiod 2016 text": (
        "wiod-2016",
        Asked(),
        lambda folder: put(folder / "WIOT2019_October16_ROW.csv", made.wiod_text(made.table())),
        "wiod2016-2019",
        made.REGIONS,
    ),
    "wiod 2013": (
        "wiod-2013",
        Asked(),
        lambda folder: made.xlsx(folder / "wiot19_row_sep12.xlsx", made.sheet_rows(made.table(), "2013")),
        "wiod2013-2019",
        made.REGIONS,
    ),
    "adb": (
        "adb-mrio",
        Asked(),
        lambda folder: made.xlsx(
            folder / "ADB-MRIO-2019-August 2025.xlsx", made.sheet_rows(made.table(), "ADB"), "ADB MRIO 2019"
        ),
        "adb-mrio-2019",
        made.REGIONS,
    ),
}
#: Producers whose table does not say which part of the costs is taxes on products.
NO_TAXES = {"oecd 2016", "exiobase", "exiobase coefficients", "eora", "gloria"}


def assert_same(case: str, world: World, was: World) -> None:
    exact = {"rtol": 1e-9, "atol": 1e-8}
    np.testing.assert_allclose(world.intermediate, was.intermediate, **exact)
    np.testing.assert_allclose(world.final_demand, was.final_demand, **exact)
    np.testing.assert_allclose(world.inventories, was.inventories, **exact)
    np.testing.assert_allclose(world.gross_output, was.gross_output, **exact)
    np.testing.assert_allclose(world.discrepancy, 0.0, atol=1e-6)
    taxes = was.taxes_on_products
    if case in NO_TAXES:
        assert np.isnan(world.taxes_on_products).all()
        np.testing.assert_allclose(world.value_added, was.value_added + taxes, **exact)
    else:
        np.testing.assert_allclose(world.taxes_on_products, taxes, **exact)
        np.testing.assert_allclose(world.value_added, was.value_added, **exact)


@pytest.mark.parametrize("case", CASES)
def test_a_file_in_the_producers_layout_becomes_the_world_it_was_made_from(case: str, tmp_path: Path) -> None:
    kind, asked, make, name, regions = CASES[case]
    batch = KIND[kind].read(make(tmp_path), asked)
    with Store(tmp_path / "own.sqlite") as store:
        taken = batch.write(store)
        assert (taken.what, taken.names) == ("world", (name,)) and taken.vintage[:4].isdigit()
        world = stored.load(store, name)
    assert world.regions == regions and world.n_sectors == 2
    assert world.year == {"eora": 2015, "gloria": 2022}.get(case, 2019)
    assert world.origin.licence == KIND[kind].terms and "imported by the user" in world.origin.note
    assert_same(case, world, made.table())


def test_a_world_of_the_store_is_found_by_name_and_read_again_after_another_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.sqlite"
    monkeypatch.setenv("TECHNOSTATE_STORE", str(path))
    current.use(None)
    kind = KIND["oecd-icio"]
    file = put(tmp_path / "2019_SML.csv", made.oecd(made.table()))
    with Store(path) as store:
        kind.read(file, Asked(vintage="2023")).write(store)
    assert own_names() == ("oecd-icio-2019",)
    first = load("oecd-icio-2019")
    assert load("oecd-icio-2019") is first
    put(file, made.oecd(made.table(intermediate=first.intermediate * 2)))
    with Store(path) as store:
        kind.read(file, Asked(vintage="2025")).write(store)
    np.testing.assert_allclose(load("oecd-icio-2019").intermediate, first.intermediate * 2)
    np.testing.assert_allclose(load("oecd-icio-2019@2023").intermediate, first.intermediate)


def test_regions_and_sectors_are_added_up_while_the_file_is_read(tmp_path: Path) -> None:
    file = put(tmp_path / "2019_SML.csv", made.oecd(made.table()))
    regions = put(tmp_path / "regions.csv", b"from,to\nCHN,CHN\nDEU,OTHER\nROW,OTHER\n")
    sectors = put(tmp_path / "sectors.csv", b"from,to\nA01,ALL\nC26,ALL\n")
    world = KIND["oecd-icio"].read(file, Asked(options={"regions": str(regions), "sectors": str(sectors)})).world
    was = made.table()
    assert (world.regions, world.sectors) == (("CHN", "OTHER"), ("ALL",))
    assert world.intermediate[0, 0] == pytest.approx(was.intermediate[:2, :2].sum())
    assert world.final_demand[1].sum() == pytest.approx(was.final_demand[2:].sum())


def test_a_sale_to_statistical_discrepancies_of_eora_is_a_discrepancy(tmp_path: Path) -> None:
    world = KIND["eora26"].read(made.zipped(tmp_path / "Eora26_2015_bp.zip", made.eora(made.table())), Asked()).world
    # Thousand USD in the file; output is what was sold to producers and final users.
    np.testing.assert_allclose(world.gross_output, made.table().gross_output)
    np.testing.assert_allclose(world.discrepancy, 0.0, atol=1e-9)


def test_euro_become_dollars_at_the_rate_that_is_said_or_known(tmp_path: Path) -> None:
    file = put(tmp_path / "matrix_eu-ic-io_ind-by-ind_26ed_2019.csv", made.figaro_matrix(made.table()))
    dollars = KIND["figaro"].read(file, Asked())
    euro = KIND["figaro"].read(file, Asked(options=EURO))
    assert dollars.vintage == "2026"
    np.testing.assert_allclose(dollars.world.gross_output, euro.world.gross_output * 1.1195, rtol=1e-4)
    assert any("pwt/10.01/xr" in said for said in dollars.said)
