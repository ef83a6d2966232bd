"""What a world's file holds has the type it should have, and its size is known before memory is taken."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from made_worlds import made_world

from technostate.errors import TechnostateError
from technostate.world import memory, read, storage, write
from technostate.world.embedded import write_embedded
from technostate.world.formats import trial


def problem(path: Path, **options: object) -> str:
    with pytest.raises(TechnostateError) as caught:
        read(path, **options)  # type: ignore[arg-type]
    assert caught.value.hint and caught.value.exit_code == 2
    return caught.value.full()


def parquet(tmp_path: Path, change: Callable[[pl.DataFrame], pl.DataFrame], **metadata: str) -> Path:
    """A tidy Parquet file without metadata of its own, its frame changed."""
    source = write(made_world(), tmp_path / "plain.parquet")
    path = tmp_path / "made-2000.parquet"
    change(pl.read_parquet(source)).write_parquet(path, metadata=metadata or None)
    return path


def value(expression: pl.Expr) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda frame: frame.with_columns(expression.alias("value"))


def label(expression: pl.Expr) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda frame: frame.with_columns(expression.alias("region"))


V, R = pl.col("value"), pl.col("region")
WRONG_TYPES = {
    "values in lists": (value(pl.concat_list(V)), "column value is of type List(Float64), not numbers"),
    "values in structs": (value(pl.struct(V)), "column value is of type Struct"),
    "values in arrays": (value(pl.concat_list(V).list.to_array(1)), "column value is of type Array"),
    "values of bytes": (value(pl.lit(b"1")), "column value is of type Binary, not numbers"),
    "true and false": (value(V > 1), "column value is of type Boolean, not numbers"),
    "dates": (value(pl.lit(dt.date(2000, 1, 1))), "column value is of type Date, not numbers"),
    "times": (value(pl.lit(dt.datetime(2000, 1, 1))), "column value is of type Datetime"),
    "durations": (value(pl.duration(days=1)), "column value is of type Duration"),
    "values in categories": (value(V.cast(pl.String).cast(pl.Categorical)), "column value is of type Categorical"),
    "no values at all": (value(pl.lit(None)), "column value is of type Null"),
    "labels in lists": (label(pl.concat_list(R)), "column region is of type List(String), not text"),
    "labels in structs": (label(pl.struct(R)), "column region is of type Struct"),
    "labels of bytes": (label(R.cast(pl.Binary)), "column region is of type Binary, not text"),
    "labels of dates": (label(pl.lit(dt.date(2000, 1, 1))), "column region is of type Date, not text"),
    "labels of fractions": (label(pl.lit(1.5)), "column region is of type Float64, not text"),
    "labels true and false": (label(pl.lit(True)), "column region is of type Boolean, not text"),
    "infinite values": (value(V / 0), "value in row 1 (AAA g) is inf, not a finite number"),
    "lacking values": (value(pl.when(V > 0).then(None).otherwise(V)), "is empty, not a finite number"),
    "words": (value(pl.lit("much")), "is 'much', not a finite number"),
    "no table named": (lambda frame: frame.with_columns(pl.lit(None, pl.String).alias("table")), "unknown tables: ''"),
    "no rows": (lambda frame: frame.clear(), "there is no table intermediate"),
    "no known column": (lambda frame: frame.select(pl.lit(1).alias("x")), "lacks table"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_TYPES)
def test_parquet_columns_of_another_type_are_named(tmp_path: Path, case: str) -> None:
    change, words = WRONG_TYPES[case]
    assert words in problem(parquet(tmp_path, change))


RIGHT_TYPES = {
    "labels in categories": label(R.cast(pl.Categorical)),
    "labels in an enumeration": label(R.cast(pl.Enum(["AAA", "BBB", "CCC"]))),
    "values as text": value(V.cast(pl.String)),
    "values as decimals": value(V.cast(pl.Decimal(20, 12))),
}


@pytest.mark.parametrize("case", RIGHT_TYPES)
def test_parquet_columns_that_stand_for_text_and_numbers_are_read(tmp_path: Path, case: str) -> None:
    world = read(parquet(tmp_path, RIGHT_TYPES[case]))
    np.testing.assert_allclose(world.intermediate, made_world().intermediate, rtol=1e-11)
    assert world.regions == ("AAA", "BBB", "CCC")


def test_whole_numbers_as_sector_labels_are_text(tmp_path: Path) -> None:
    codes = pl.col("sector", "to_sector").replace_strict({"g": 1, "s": 2}, default=None)
    assert read(parquet(tmp_path, lambda frame: frame.with_columns(codes))).sectors == ("1", "2")


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ('{"regions": [["CHN"]]}', 'regions is [["CHN"]], not a list of text'),
        ('{"year": [1]}', "year is [1], not a whole number"),
        ('{"year": "x"}', 'year is "x", not a whole number'),
        ('{"sectors": 1}', "sectors is 1, not a list of text"),
        ('{"name": 3}', "name is 3, not text of 1 to 500 letters"),
        ("[1]", "not a JSON object"),
        ("{", "not JSON"),
        ('{"a": "\\ud800"}', "half a character"),
    ],
)
def test_odd_metadata_of_parquet(tmp_path: Path, record: str, words: str) -> None:
    assert words in problem(parquet(tmp_path, lambda frame: frame, technostate=record))


def record(tmp_path: Path, **changes: object) -> Path:
    path = write(made_world(), tmp_path / "made")
    found = json.loads((path / "world.json").read_text("utf-8")) | changes
    (path / "world.json").write_text(json.dumps(found), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"year": 2000.9}, "year is 2000.9, not a whole number"),
        ({"year": True}, "year is true, not a whole number"),
        ({"year": "2000"}, 'year is "2000", not a whole number'),
        ({"year": 10**40}, "year is 1000000"),
        ({"regions": "ABC"}, 'regions is "ABC", not a list of text'),
        ({"regions": {"AAA": 1}}, "regions is {"),
        ({"sectors": ["g", None]}, "not a list of text"),
        ({"classification": 5}, "classification is no text"),
        ({"kind": "guessed"}, 'kind is "guessed", not one of measured, derived, modelled'),
        ({"kind": ["measured"]}, "kind is no text"),
        ({"tolerance": "1"}, "tolerance is"),
        ({"tolerance": True}, "tolerance is true, not a number"),
        ({"tolerance": 10**400}, "tolerance is 1000"),
        ({"sector_titles": ["Goods"]}, "sector_titles is not a table of texts"),
        ({"sector_titles": {"g": 1}}, "sector_titles is not a table of texts"),
        ({"origin": "me"}, "origin: an origin is a table of texts"),
        ({"origin": {"producer": 1}}, "origin: an origin is a table of texts"),
        ({"origin": {"producer": "x", "paragraph": {}}}, "origin: an origin is a table of texts"),
        ({"origin": {"producer": "x"}}, "origin: malformed origin record"),
        ({"name": "\ud800"}, "half a character"),
        ({"name": ""}, 'name is "", not text of 1 to 500 letters'),
        ({"name": "x" * 501}, "not text of 1 to 500 letters"),
        ({"name": "\x1b[31mred"}, "name has characters that cannot be printed"),
        ({"sector_titles": {"g": "\x1b[31mred"}}, "sector_titles has characters that cannot be printed"),
    ],
)
def test_the_record_of_a_world_is_strict(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    assert words in problem(record(tmp_path, **changes))


def test_a_key_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    path = record(tmp_path) / "world.json"
    path.write_text(path.read_text("utf-8").replace('"year": 2000', '"year": 1999, "year": 2000'), encoding="utf-8")
    assert "key 'year' is given twice" in problem(tmp_path / "made")


def test_a_table_in_two_formats_is_refused(tmp_path: Path) -> None:
    write(made_world(), tmp_path / "more", layout="parquet")
    base = record(tmp_path)
    (base / "tariff.parquet").write_bytes((tmp_path / "more" / "tariff.parquet").read_bytes())
    assert "made has tariff.csv and tariff.parquet" in problem(base)


def test_a_misspelt_table_is_not_left_out_without_a_word(tmp_path: Path) -> None:
    base = record(tmp_path)
    (base / "wages.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert read(base).tariff is not None
    (base / "tariff.csv").rename(base / "tarif.csv")
    assert "made: tarif.csv is no table\nhint: did you mean tariff.csv?" in problem(base)


def pymrio(tmp_path: Path, change: Callable[[Path], object]) -> Path:
    base = write(made_world(), tmp_path / "made-2000", layout="pymrio")
    change(base)
    return base


def listed(files: object) -> Callable[[Path], object]:
    return lambda base: (base / "file_parameters.json").write_text(json.dumps({"files": files}), encoding="utf-8")


def cut(name: str, columns: int) -> Callable[[Path], object]:
    def change(base: Path) -> None:
        lines = (base / name).read_text("utf-8").splitlines()
        (base / name).write_text("\n".join("\t".join(x.split("\t")[:columns]) for x in lines) + "\n", encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (listed([]), "files is not a table of tables"),
        (listed("Z.txt"), "files is not a table of tables"),
        (listed({"Z": "Z.txt"}), "files is not a table of tables"),
        (listed({"Z": {"name": 3}}), "has no 3"),
        (listed({"Z": {"nr_header": "3"}}), "Z has other label columns and header lines (2, 3) than are read (2, 2)"),
        (cut("Z.txt", 2), "Z.txt has no columns of figures"),
        (cut("Y.txt", 2), "Y.txt has no columns of figures"),
        (cut("x.txt", 2), "x.txt has no columns of figures"),
        (lambda base: (base / "unit.txt").write_text("region\tsector\tunit\n\n\n"), "is in no stated unit"),
        (lambda base: (base / "unit.txt").write_text("region\tsector\tunit\nAAA\tg\t\n"), "is in (blank)"),
        (lambda base: (base / "unit.txt").write_text(""), "is in no stated unit"),
        (lambda base: (base / "x.txt").write_text("region\tsector\tindout\n"), "x.txt is empty"),
        (lambda base: (base / "Z.txt").write_text("\n"), "Z.txt"),
        (lambda base: (base / "metadata.json").write_text('{"name": []}'), ""),
    ],
)
def test_odd_folders_of_pymrio(tmp_path: Path, change: Callable[[Path], object], words: str) -> None:
    base = pymrio(tmp_path, change)
    if words:
        assert words in problem(base)
    else:
        assert read(base).name == "made-2000"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.with_columns(pl.exclude("region", "sector") > 0), "is of type Boolean, not numbers"),
        (lambda f: f.with_columns(pl.exclude("region", "sector").cast(pl.String)), "is of type String, not numbers"),
        (lambda f: f.rename({"('AAA', 'g')": "('AAA',)"}), "does not name region and sector"),
        (lambda f: f.rename({"('AAA', 'g')": "(" * 1000}), "does not name region and sector"),
        (lambda f: f.with_columns(pl.lit(None, pl.String).alias("region")), "column region is of type String"),
        (lambda f: f.select("region", "sector"), "has no columns of figures"),
    ],
)
def test_odd_parquet_of_pymrio(tmp_path: Path, change: Callable[[pl.DataFrame], pl.DataFrame], words: str) -> None:
    def to_parquet(base: Path) -> None:
        world = made_world()
        frame = pl.DataFrame({"region": [r for r, _ in world.nodes], "sector": [s for _, s in world.nodes]})
        columns = {str(node): world.intermediate[:, at] for at, node in enumerate(world.nodes)}
        change(frame.with_columns(**columns)).write_parquet(base / "Z.parquet")
        files = json.loads((base / "file_parameters.json").read_text("utf-8"))
        files["files"]["Z"]["name"] = "Z.parquet"
        (base / "file_parameters.json").write_text(json.dumps(files), encoding="utf-8")

    assert words in problem(pymrio(tmp_path, to_parquet))


def embedded(tmp_path: Path, record: dict[str, Any] | None = None, **arrays: Any) -> Path:
    """An embedded file of which members or the record are replaced."""
    path = tmp_path / "made.npz"
    world = made_world(taxes_on_products=np.full(6, np.nan))
    write_embedded(path, world, per_musd=100)
    with zipfile.ZipFile(path) as archive:
        members = {name.removesuffix(".npy"): np.load(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    meta = json.loads(members.pop("meta").tobytes()) | (record or {})
    members |= {name.replace("__", "."): np.asarray(array) for name, array in arrays.items()}
    members["meta"] = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    np.savez_compressed(path, **{name: array for name, array in members.items() if array.shape != (0,)})
    return path


@pytest.mark.parametrize(
    ("record", "arrays", "words"),
    [
        ({}, {"intermediate__planes": np.full((1, 6, 6), 0.5)}, "are no byte planes but float64"),
        ({}, {"intermediate__planes": np.zeros((9, 6, 6), np.uint8)}, "are no byte planes"),
        ({}, {"intermediate__planes": np.zeros(6, np.uint8)}, "are no byte planes"),
        ({}, {"intermediate__planes": np.zeros(0), "intermediate": np.ones((6, 6))}, "intermediate is of type float64"),
        ({}, {"regions": np.array([1, 2, 3])}, "regions is of type int64"),
        ({}, {"regions": np.array(["AAA", "BBB", "CC\ud800"])}, "cannot be printed"),
        ({"per_musd": 0}, {}, "per_musd is no whole number"),
        ({"per_musd": 10**400}, {}, "per_musd is no whole number"),
        ({"per_musd": 0.5}, {}, "per_musd is no whole number"),
        ({"per_musd": True}, {}, "per_musd is no whole number"),
        ({"year": 2000.5}, {}, "year is 2000.5, not a whole number"),
        ({"kind": 1}, {}, "kind is no text"),
        ({"tolerance": "much"}, {}, "tolerance is"),
    ],
)
def test_an_embedded_file_of_other_types(
    tmp_path: Path, record: dict[str, Any], arrays: dict[str, Any], words: str
) -> None:
    assert words in problem(embedded(tmp_path, record, **arrays))


def test_an_embedded_file_is_in_usd_million_and_nothing_else(tmp_path: Path) -> None:
    path = embedded(tmp_path)
    assert read(path).shape == (3, 2)
    assert "leave --to-musd" in problem(path, to_musd=2.0)


def test_byte_planes_that_would_take_all_memory_are_refused_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "planes.npz"
    storage.save(path, {"x": np.zeros((2_000, 2_000), np.int64)}, {})
    monkeypatch.setattr(memory, "free", lambda: 50 * 2**20)
    with pytest.raises(TechnostateError, match=r"planes.npz needs 0.1 GiB of memory to be read; 0.0 GiB are free"):
        storage.load(path)


@pytest.mark.parametrize("seed", [*range(140, 146), 870])
def test_a_damaged_parquet_file_never_ends_the_process(tmp_path: Path, seed: int) -> None:
    """Of 1,500 files with two changed bytes, numbers 144 and 870 end the process that reads them."""
    path = write(made_world(), tmp_path / "made-2000.parquet")
    dice, data = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(2):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(data)
    try:
        assert read(path).shape == (3, 2)
    except TechnostateError as error:
        assert error.hint


@pytest.mark.parametrize("program", ["import os; os.abort()", "import time; time.sleep(60)", "import os; os._exit(3)"])
def test_a_reader_that_stops_on_trial_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(trial, "_PROGRAM", program)
    monkeypatch.setattr(trial, "LONGEST", 1)
    path = write(made_world(), tmp_path / "made-2000.parquet")
    assert "made-2000.parquet cannot be read: its reader stopped" in problem(path)
    folder = write(made_world(), tmp_path / "made", layout="parquet")
    assert "gross_output.parquet cannot be read: its reader stopped" in problem(folder)


def labels(tmp_path: Path, regions: int, sectors: int) -> Path:
    path = tmp_path / "labels-2000.csv"
    nodes = [(f"R{r}", f"S{s}") for r in range(regions) for s in range(sectors)]
    lines = [f"intermediate,{r},{s},{r},{s},1\nfinal_demand,{r},{s},{r},,1\n" for r, s in nodes]
    path.write_text("table,region,sector,to_region,to_sector,value\n" + "".join(lines), encoding="utf-8")
    return path


def test_a_world_says_what_memory_it_would_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = labels(tmp_path, 40, 50)
    assert read(path).shape == (40, 50)
    monkeypatch.setattr(memory, "free", lambda: 100 * 2**20)
    assert "2,000 nodes and need 0.2 GiB of memory; 0.1 GiB are free" in problem(path)
    assert memory.needed(1, 20_000) / 2**30 == pytest.approx(14.9, abs=0.1)


def test_labels_without_figures_and_too_many_regions_are_refused(tmp_path: Path) -> None:
    path = record(tmp_path, regions=[f"R{n}" for n in range(2_000)], sectors=[f"S{n}" for n in range(10)])
    # What is said first depends on the memory that is free; both are refusals of the same labels.
    assert any(words in problem(path) for words in ("for 20,000 nodes of 2,000 regions", "20,000 nodes and need"))
    path = record(tmp_path / "b", regions=[f"R{n}" for n in range(8_000)])
    assert "8,000 regions are more than the limit of 4,000" in problem(path)


def test_what_the_memory_does_not_hold_is_no_matter_of_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from technostate.world.formats import door

    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(door, "_read", exhausted)
    assert "labels-2000.csv needs more memory than is free" in problem(labels(tmp_path, 2, 2))


def test_a_file_larger_than_the_memory_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sparse-2000.csv"
    with path.open("wb") as stream:
        stream.truncate(2**30)
    monkeypatch.setattr(memory, "free", lambda: 2**30)
    assert "sparse-2000.csv needs 5.0 GiB of memory to be read; 1.0 GiB are free" in problem(path)
    with path.open("wb") as stream:
        stream.truncate(3 * 2**30)
    assert "sparse-2000.csv has 3,072 MiB or more, above the limit of 2048 MiB" in problem(path)
