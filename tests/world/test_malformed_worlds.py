"""Every malformed file of a world is refused by one TechnostateError that says what, where and what to do."""

from __future__ import annotations

import io
import json
import pickle
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from made_worlds import made_world

from technostate.errors import TechnostateError
from technostate.world import read, write
from technostate.world.embedded import read_embedded, write_embedded
from technostate.world.formats import tables

SML = Path(__file__).parent / "data" / "2019_SML.csv"


def refused(path: Path, *words: str, **options: object) -> None:
    with pytest.raises(TechnostateError) as caught:
        read(path, **options)  # type: ignore[arg-type]
    for word in words:
        assert word in str(caught.value), str(caught.value)
    assert caught.value.hint and caught.value.exit_code == 2


def sml(tmp_path: Path, change: Callable[[str], str]) -> Path:
    path = tmp_path / "2019_SML.csv"
    text = SML.read_text("utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return path


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def without_line(start: str) -> Callable[[str], str]:
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith(start))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            swap("AAA_C17_18,15,30", "AAA_C17_18,n.a.,30"),
            ["row 'AAA_C17_18'", "column 'AAA_A01'", "'n.a.' is not a number"],
        ),
        (swap("AAA_C17_18,15,30", 'AAA_C17_18,"1,5",30'), ["'1,5' is not a number"]),
        (swap("BBB_A01,2,3", "BBB_A01,2,"), ["row 'BBB_A01', column 'AAA_C17_18'", "not a finite number"]),
        (swap("BBB_A01,2,3", "BBB_A01,2,NaN"), ["row 'BBB_A01', column 'AAA_C17_18'"]),
        (swap("BBB_A01,2,3", "BBB_AO1,2,3"), ["rows are not the columns' nodes", "line 4 is 'BBB_AO1', not 'BBB_A01'"]),
        (swap("BBB_A01,2,3", "AAA_A01,2,3"), ["'AAA_A01', not 'BBB_A01'"]),
        (swap("BBB_DPABR", "BBB_DIRP"), ["BBB_DPABR"]),
        (swap("V1,AAA_A01,AAA_C17_18,BBB_A01", "V1,AAA_A01,AAA_C17_18,AAA_A01"), ["more than once", "AAA_A01"]),
        (without_line("TLS"), ["TLS"]),
        (without_line("VA"), ["VA"]),
        (swap(",0,0,100\n", ",0,0,130\n"), ["OUT of AAA_A01"]),
        (swap(",2,3,8,12,5,", ",2,3,8,12,5,7,"), ["fields"]),
        (swap("AAA_A01,10,20,5,5,40", "AAA_A01,10,20,5,5,10"), ["not balanced", "AAA A01"]),
        (swap("VA,67", "VA,40"), ["inputs and value added differ from output", "AAA A01"]),
        (lambda text: text[:200], ["2019_SML.csv"]),
    ],
)
def test_oecd_layout(tmp_path: Path, change: Callable[[str], str], words: list[str]) -> None:
    refused(sml(tmp_path, change), *words)


def test_oecd_layout_without_a_year_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(SML.read_text("utf-8"), encoding="utf-8")
    refused(path, "year")


def test_all_problems_of_a_file_are_listed_at_once(tmp_path: Path) -> None:
    path = sml(tmp_path, lambda text: text.replace("15,30,10", "x,30,y", 1).replace("VA,67", "VA,z", 1))
    refused(path, "'x' is not a number", "'y' is not a number", "'z' is not a number")


def tidy(tmp_path: Path, change: Callable[[str], str]) -> Path:
    path = write(made_world(), tmp_path / "made-2000.csv")
    text = path.read_text("utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return path


def again(start: str) -> Callable[[str], str]:
    def repeat(text: str) -> str:
        line = next(line for line in text.splitlines(keepends=True) if line.startswith(start))
        return text.replace(line, line + line, 1)

    return repeat


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            swap("intermediate,AAA,g,AAA,g,", "intermediate,AAA,g,AAA,g,about "),
            ["intermediate", "AAA g AAA g", "'about "],
        ),
        (again("intermediate,BBB,s,CCC,g"), ["appear more than once", "region BBB sector s to_region CCC to_sector g"]),
        (again("gross_output,BBB,s"), ["gross_output", "more than once"]),
        (swap("gross_output,BBB,g", "gross_output,BBB,x"), ["gross_output", "cells are missing"]),
        (swap("table,region", "tabel,region"), ["lacks table"]),
        (swap("final_demand,", "final-demand,"), ["unknown tables: 'final-demand', first in line 62"]),
        (
            lambda text: "".join(x for x in text.splitlines(keepends=True) if "final_demand" not in x),
            ["no table final_demand"],
        ),
        (swap("value_added,CCC,s,,,", "value_added,CCC,s,,,-"), ["inputs and value added differ", "CCC s"]),
        (swap("intermediate,AAA,g,AAA,s,", "intermediate,AAA,g,AAA,s,9"), ["sales differ from output"]),
        (swap(",value\n", ",value\nintermediate,AAA\n"), ["made-2000.csv"]),
    ],
)
def test_tidy_csv(tmp_path: Path, change: Callable[[str], str], words: list[str]) -> None:
    refused(tidy(tmp_path, change), *words)


def test_wrong_encoding(tmp_path: Path) -> None:
    path = write(made_world(sectors=("g", "é")), tmp_path / "made-2000.csv")
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    refused(path, "made-2000.csv", "cannot be read")


def folder(tmp_path: Path) -> Path:
    return write(made_world(), tmp_path / "made")


def test_folder_with_an_unknown_region(tmp_path: Path) -> None:
    path = folder(tmp_path) / "final_demand.csv"
    path.write_text(path.read_text("utf-8").replace("CCC", "CCA"), encoding="utf-8")
    refused(tmp_path / "made", "final_demand", "region 'CCA' is unknown", "did you mean CCC?")


def test_folder_with_several_broken_tables_lists_them_together(tmp_path: Path) -> None:
    base = folder(tmp_path)
    for name in ("final_demand.csv", "value_added.csv"):
        text = (base / name).read_text("utf-8").splitlines()
        text[1] = text[1].rsplit(",", 1)[0] + ",many"
        (base / name).write_text("\n".join(text) + "\n", encoding="utf-8")
    refused(base, "final_demand: value in line 2 (AAA g AAA) is 'many'", "value_added: value in line 2")


@pytest.mark.parametrize(
    "record", ["{", "[]", '{"name": "x"}', '{"name":"x","year":"two","regions":["A"],"sectors":["b"]}']
)
def test_folder_with_a_malformed_record(tmp_path: Path, record: str) -> None:
    (folder(tmp_path) / "world.json").write_text(record, encoding="utf-8")
    refused(tmp_path / "made", "world.json")


def folder_with(tmp_path: Path, **changes: object) -> Path:
    path = write(made_world(), tmp_path / "changed")
    record = json.loads((path / "world.json").read_text("utf-8")) | changes
    (path / "world.json").write_text(json.dumps(record), encoding="utf-8")
    return path


@pytest.mark.parametrize("tolerance", [float("nan"), float("inf"), -1.0, 1e300])
def test_a_file_cannot_switch_the_checks_off_by_its_tolerance(tmp_path: Path, tolerance: float) -> None:
    refused(folder_with(tmp_path, tolerance=tolerance), "tolerance")


def test_a_record_that_is_nested_too_deeply_or_has_an_endless_year(tmp_path: Path) -> None:
    refused(folder_with(tmp_path, year=float("inf")), "world.json", "year is inf, not a whole number")
    (tmp_path / "changed" / "world.json").write_text("[" * 200_000, encoding="utf-8")
    refused(tmp_path / "changed", "world.json", "not JSON")


def test_a_file_of_more_labels_than_any_table_has_is_refused_before_memory_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "labels-2000.csv"
    rows = (f"intermediate,R{i},S{i},R{i},S{i},1\nfinal_demand,R{i},S{i},R{i},,1\n" for i in range(2_000))
    path.write_text("table,region,sector,to_region,to_sector,value\n" + "".join(rows), encoding="utf-8")
    refused(path, "4,000,000 nodes, more than the limit")


def test_a_pymrio_table_wider_than_the_limit_is_refused_before_memory_is_asked_for(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "wide-2000", layout="pymrio")
    count = 30_000
    head = ["region\t\t" + "A\t" * count, "sector\t\t" + "B\t" * count, "region\tsector"]
    (path / "Z.txt").write_text("\n".join([*head, *["A\tB"] * count]) + "\n", encoding="utf-8")
    refused(path, "more than the limit")


def test_a_parquet_table_of_more_rows_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(made_world(), tmp_path / "long-2000.parquet")
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    refused(path, "more than 10 rows")


def test_a_damaged_embedded_file_is_one_error_through_both_doors(tmp_path: Path) -> None:
    path = tmp_path / "made.npz"
    write_embedded(path, made_world(taxes_on_products=np.full(made_world().gross_output.shape, np.nan)), per_musd=1)
    data = path.read_bytes()
    assert read(path).regions == read_embedded(path).regions
    for seed in range(200):
        dice, damaged = random.Random(seed), bytearray(data)
        for _ in range(3):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        for door in (read, read_embedded):
            try:
                door(path)
            except TechnostateError as error:
                assert error.hint


def test_folder_with_a_malformed_origin(tmp_path: Path) -> None:
    path = folder(tmp_path) / "world.json"
    record = json.loads(path.read_text("utf-8")) | {"origin": {"producer": "x"}}
    path.write_text(json.dumps(record), encoding="utf-8")
    refused(tmp_path / "made", "origin")


def test_truncated_zip(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "made.zip")
    path.write_bytes(path.read_bytes()[:-200])
    refused(path, "made.zip")


def test_zip_with_a_damaged_member(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "made.zip")
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    data[len(data) // 3 + 1] ^= 0xFF
    path.write_bytes(bytes(data))
    refused(path, "made.zip")


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("world.json", "{}")
        archive.writestr("intermediate.csv", b"0" * (64 * 2**20))
    refused(path, "would unpack")


def test_archive_that_is_none(tmp_path: Path) -> None:
    for name in ("x.zip", "x.npz", "x.parquet"):
        (tmp_path / name).write_text("not an archive", encoding="utf-8")
        refused(tmp_path / name, name, year=2000)


def test_folder_and_file_without_a_world(tmp_path: Path) -> None:
    refused(tmp_path, "no world")
    refused(tmp_path / "nowhere.csv", "does not exist")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    refused(tmp_path / "empty.csv", "empty.csv")


def npz(tmp_path: Path, **changes: object) -> Path:
    """A world file of which members are replaced by raw bytes or arrays, or dropped (None)."""
    path = write(made_world(), tmp_path / "made.npz")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, value in changes.items():
        if value is None:
            del members[f"{name}.npy"]
        elif isinstance(value, bytes):
            members[f"{name}.npy"] = value
        else:
            buffer = io.BytesIO()
            np.save(buffer, np.asarray(value))
            members[f"{name}.npy"] = buffer.getvalue()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def pickled() -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"intermediate": None}, ["lacks intermediate"]),
        ({"meta": None}, ["no array meta"]),
        ({"meta": np.frombuffer(b"{oops", dtype=np.uint8)}, ["not JSON"]),
        ({"meta": np.frombuffer(b"[1]", dtype=np.uint8)}, ["not a JSON object"]),
        ({"intermediate": pickled()}, ["pickles"]),
        ({"intermediate": pickle.dumps([1])}, ["intermediate is refused"]),
        ({"gross_output": np.array(["1"] * 6)}, ["gross_output is of type"]),
        ({"final_demand": np.ones(6)}, ["final_demand has 1 axes"]),
        ({"final_demand": np.ones((6, 2))}, ["final_demand has shape"]),
        ({"gross_output": np.full(6, np.nan)}, ["gross_output has 6 figures that are not finite"]),
        ({"gross_output": -made_world().gross_output}, ["negative"]),
        ({"intermediate": made_world().intermediate * 2}, ["sales differ from output"]),
    ],
)
def test_npz(tmp_path: Path, changes: dict[str, object], words: list[str]) -> None:
    refused(npz(tmp_path, **changes), *words)


def test_truncated_npz(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "made.npz")
    path.write_bytes(path.read_bytes()[:1000])
    refused(path, "made.npz", "cannot be unpacked")


def test_truncated_parquet(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "made-2000.parquet")
    path.write_bytes(path.read_bytes()[:-50])
    refused(path, "made-2000.parquet")


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("Z.txt", swap("AAA\tg\t", "AAA\tg\tmany\t"), ["Z.txt", "fields"]),
        ("Y.txt", swap("BBB\tg", "BBB\tq"), ["rows of Y are not the nodes of Z"]),
        ("unit.txt", lambda text: text.replace("Mill USD", "t"), ["is in t"]),
        ("file_parameters.json", swap("{", "{{"), ["not JSON"]),
        ("x.txt", swap("AAA\tg\t", "AAA\tg\t1,"), ["x.txt", "row 'AAA g'", "not a number"]),
    ],
)
def test_pymrio_folder(tmp_path: Path, name: str, change: Callable[[str], str], words: list[str]) -> None:
    base = write(made_world(), tmp_path / "system", layout="pymrio")
    text = (base / name).read_text("utf-8")
    assert change(text) != text
    (base / name).write_text(change(text), encoding="utf-8")
    refused(base, *words)


def test_pymrio_folder_without_final_demand(tmp_path: Path) -> None:
    base = write(made_world(), tmp_path / "system", layout="pymrio")
    (base / "Y.txt").unlink()
    refused(base, "has no Y.txt")
