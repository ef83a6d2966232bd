"""The readers of WIOD and ICIO refuse files that are not what their producer published."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from technostate.errors import DataError
from technostate.evidence.readers import icio, wiod
from technostate.world.recipes import RECIPES, build_wiod_year

INDUSTRIES = "code,nace1,industry\n" + "".join(f"c{k},{k},Industry {k}\n" for k in range(1, 36))


def wiod_folder(tmp_path: Path, change: Callable[[dict[str, Any]], None] = lambda _: None) -> Path:
    """A folder like the release's with two regions."""
    rng = np.random.default_rng(0)
    table = {
        "Z": rng.integers(0, 9, (70, 70)).astype(np.int32),
        "F": rng.integers(10, 99, (70, 10)).astype(np.int32),
        "countries": np.array(["ROM", "RoW"]),
        "industries": np.array([f"c{k}" for k in range(1, 36)]),
    }
    table["output"] = table["Z"].sum(axis=1) + table["F"].sum(axis=1) + 3
    change(table)
    np.savez_compressed(tmp_path / "wiot_2004.npz", **table)
    (tmp_path / "industries.csv").write_text(INDUSTRIES, encoding="utf-8")
    return tmp_path


def refused(read: Callable[[], object], *words: str) -> None:
    with pytest.raises(DataError) as caught:
        read()
    for word in words:
        assert word in str(caught.value), str(caught.value)
    assert caught.value.hint


def put(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda table: table.__setitem__(key, value)


def test_codes_become_iso(tmp_path: Path) -> None:
    table = wiod.read_wiod(wiod_folder(tmp_path), 2004)
    assert table.regions == ("ROU", "ROW") and table.final_demand.shape == (70, 2, 5)
    assert table.titles["c14"] == "Industry 14"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("countries", np.array(["Romania", "RoW"])), ["regions are not distinct alpha-3 codes"]),
        (put("countries", np.array(["ROM", "ROM"])), ["regions are not distinct"]),
        (put("industries", np.array([f"s{k}" for k in range(35)])), ["sectors are not c1 to c35"]),
        (put("Z", np.ones((69, 70), dtype=np.int32)), ["Z is (69, 70), not (70, 70)"]),
        (put("Z", np.full((70, 70), np.nan)), ["Z is of type float64"]),
        (put("output", np.full(70, -4)), ["70 outputs are negative"]),
        (put("output", np.full(70, 10**6)), ["sales differ from output"]),
        (put("countries", np.array(["ROM", "RoW"], dtype=object)), ["pickles"]),
        (lambda table: table.pop("F"), ["has no array F"]),
    ],
)
def test_malformed_wiod(tmp_path: Path, change: Callable[[dict[str, Any]], None], words: list[str]) -> None:
    folder = wiod_folder(tmp_path, change)
    refused(lambda: wiod.read_wiod(folder, 2004), *words)


def test_wiod_years_and_files(tmp_path: Path) -> None:
    folder = wiod_folder(tmp_path)
    refused(lambda: wiod.read_wiod(folder, 2012), "2012")
    refused(lambda: wiod.read_wiod(folder, 1995), "no such file")
    path = folder / "wiot_2004.npz"
    path.write_bytes(path.read_bytes()[:-300])
    refused(lambda: wiod.read_wiod(folder, 2004), "cannot be unpacked")


def test_wiod_classification(tmp_path: Path) -> None:
    folder = wiod_folder(tmp_path)
    (folder / "industries.csv").write_text(INDUSTRIES.replace("c7,", "c99,"), encoding="utf-8")
    refused(lambda: wiod.read_wiod(folder, 2004), "codes are not c1 to c35")
    (folder / "industries.csv").write_bytes("code,nace1,industry\nc1,1,Füße\n".encode("latin-1"))
    refused(lambda: wiod.read_wiod(folder, 2004), "cannot be read")


def test_an_archive_that_promises_gigabytes_is_refused(tmp_path: Path) -> None:
    folder = wiod_folder(tmp_path)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<i4", "fortran_order": False, "shape": (10**6, 10**6)})
    with zipfile.ZipFile(folder / "wiot_2004.npz") as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | {"Z.npy": header.getvalue()}
    with zipfile.ZipFile(folder / "wiot_2004.npz", "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    refused(lambda: wiod.read_wiod(folder, 2004), "array Z is refused")


def cube_folder(tmp_path: Path, change: Callable[[dict[str, Any]], None] = lambda _: None) -> Path:
    table: dict[str, Any] = {
        "years": np.arange(2011, 2023),
        "countries": np.array(["AAA", "BBB", "ROW"]),
        "sectors": np.array(["A01", "Services (aggregate)"]),
        "flow": np.ones((12, 2, 3, 3), dtype=np.float32),
        "tariff": np.full((12, 2, 3, 3), 0.1, dtype=np.float32),
        **{f"elasticity_{key}": np.full(2, 4.0) for key in icio.ELASTICITY_SETS},
    }
    change(table)
    np.savez_compressed(tmp_path / "icio_trade_2011_2022.npz", **table)
    return tmp_path


def test_unknown_tariffs_become_missing_and_services_free(tmp_path: Path) -> None:
    cube = icio.read_trade_cube(cube_folder(tmp_path))
    assert cube.sectors == ("A01", "SVC")
    assert cube.tariff[0, 0, 0, 1] == pytest.approx(0.1) and cube.tariff[0, 0, 0, 0] == 0
    assert np.isnan(cube.tariff[0, 0, 2, 0]) and np.isnan(cube.tariff[0, 0, 0, 2]) and not cube.tariff[:, 1].any()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("years", np.arange(2010, 2022)), ["not 2011 to 2022"]),
        (put("countries", np.array(["AAA", "BBB", "CCC"])), ["regions are not distinct labels with ROW"]),
        (put("sectors", np.array(["A01", "A02"])), ["sectors are not distinct labels with SVC"]),
        (put("flow", np.ones((12, 2, 3, 4))), ["flow is (12, 2, 3, 4)"]),
        (put("flow", np.full((12, 2, 3, 3), np.nan)), ["flow has 216 values that are not finite"]),
        (put("tariff", np.full((12, 2, 3, 3), -0.1)), ["values of tariff are negative"]),
        (put("elasticity_FGO", np.zeros(2)), ["elasticity_FGO is not 2 positive numbers"]),
        (lambda table: table.pop("elasticity_CP"), ["no array elasticity_CP"]),
    ],
)
def test_malformed_trade_cube(tmp_path: Path, change: Callable[[dict[str, Any]], None], words: list[str]) -> None:
    folder = cube_folder(tmp_path, change)
    refused(lambda: icio.read_trade_cube(folder), *words)


def icio_folder(tmp_path: Path, nodes: str = "", sales: Any = None) -> Path:
    z = np.array([[1, 2, 3, 4]] * 4, dtype=np.float32) if sales is None else sales
    np.savez_compressed(tmp_path / "icio2022_Z_f32.npz", Z=z)
    lines = [f"{c}_{s},{c},{s},20,10" for c in ("AAA", "BBB") for s in ("A01", "A02")]
    text = "node,country,sector,gross_output,sales_to_final_and_row_z\n" + "\n".join(lines) + "\n"
    (tmp_path / "icio2022_nodes.csv").write_text(nodes or text, encoding="utf-8")
    (tmp_path / "OECD_ICIO_2025_sector_code_mapping.csv").write_text(
        "code,economic_activity\nA01,Agriculture\nA02,Forestry\n", encoding="utf-8-sig"
    )
    return tmp_path


def nodes_with(old: str, new: str) -> str:
    lines = [f"{c}_{s},{c},{s},20,10" for c in ("AAA", "BBB") for s in ("A01", "A02")]
    return "node,country,sector,gross_output,sales_to_final_and_row_z\n" + "\n".join(lines).replace(old, new) + "\n"


def test_intermediate_table(tmp_path: Path) -> None:
    table = icio.read_icio(icio_folder(tmp_path))
    assert table.regions == ("AAA", "BBB") and table.titles["A02"] == "Forestry" and table.gross_output.sum() == 80


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("BBB,A01,20", "BBB,A01,twenty", ["line 4: gross_output is 'twenty', not a number"]),
        ("BBB,A01,20", "BBB,A01,inf", ["line 4: gross_output is 'inf', not a number"]),
        ("BBB,A01,20", "BBB,A01,99", ["sales differ from output by up to USD 79.0 million"]),
        ("BBB_A01,BBB,A01", "BBB_A03,BBB,A03", ["not region-major"]),
    ],
)
def test_malformed_node_list(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    folder = icio_folder(tmp_path, nodes_with(old, new))
    refused(lambda: icio.read_icio(folder), *words)


def test_malformed_intermediate_table(tmp_path: Path) -> None:
    folder = icio_folder(tmp_path, sales=np.full((4, 4), -1.0, dtype=np.float32))
    refused(lambda: icio.read_icio(folder), "intermediate sales are negative")
    folder = icio_folder(tmp_path, sales=np.ones((3, 4), dtype=np.float32))
    refused(lambda: icio.read_icio(folder), "Z is (3, 4), the node list says (4, 4)")
    (folder / "icio2022_nodes.csv").write_text("node,country\nx,y\n", encoding="utf-8")
    refused(lambda: icio.read_icio(folder), "lacks 3 columns: sector, gross_output")


def test_a_rebuilt_year_has_the_same_bytes_as_the_embedded_one(shared: Path, tmp_path: Path) -> None:
    from technostate.world.embedded import folder

    raw = shared / "data" / wiod.FOLDER
    first = build_wiod_year(raw, tmp_path / "one", 2004).read_bytes()
    assert first == build_wiod_year(raw, tmp_path / "two", 2004).read_bytes()
    assert first == (folder() / "wiod-2004.npz").read_bytes()


def test_every_embedded_world_file_is_the_output_of_one_recipe() -> None:
    from technostate.world.embedded import folder

    outputs = [output for recipe in RECIPES for output in recipe.outputs]
    assert len(outputs) == len(set(outputs)) == 22
    assert sorted(f"worlds/{item.name}" for item in folder().iterdir()) == sorted(outputs)
    assert sum(Path(str(item)).stat().st_size for item in folder().iterdir()) < 22 * 2**20
