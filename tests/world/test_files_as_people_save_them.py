"""Tables as people save them: blank lines, other separators, decimal commas, several years, folders in folders."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from made_worlds import made_world

from technostate.errors import DataError, TechnostateError
from technostate.world import World, read, write

SML = Path(__file__).parent / "data" / "2019_SML.csv"


def problem(path: Path, **options: object) -> str:
    """What is said of a file that is refused: message and hint."""
    with pytest.raises(TechnostateError) as caught:
        read(path, **options)  # type: ignore[arg-type]
    assert caught.value.hint and caught.value.exit_code == 2
    return caught.value.full()


def saved(tmp_path: Path, change: Callable[[str], str] = lambda text: text) -> Path:
    """A tidy CSV as `write` writes it, then changed as people change it."""
    path = write(made_world(), tmp_path / "made-2000.csv", overwrite=True)
    text = path.read_text("utf-8")
    path.unlink()
    path.write_bytes(change(text).encode("utf-8", "surrogateescape"))
    return path


def is_the_same(world: World) -> None:
    np.testing.assert_allclose(world.intermediate, made_world().intermediate, rtol=1e-12)
    np.testing.assert_allclose(world.value_added, made_world().value_added, rtol=1e-12)
    assert (world.regions, world.sectors, world.year) == (("AAA", "BBB", "CCC"), ("g", "s"), 2000)


def with_semicolons(text: str) -> str:
    return text.replace(",", ";").replace(".", ",")


SAME = {
    "blank last lines": lambda text: text + "\n\n",
    "last lines of commas": lambda text: text + ",,,,,\n,,,,,\n",
    "blank lines between": lambda text: text.replace("\nvalue_added", "\n\n\nvalue_added", 3),
    "blank first lines": lambda text: "\n\n" + text,
    "lines of spaces": lambda text: text + "   \n\t\n",
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "old Macintosh": lambda text: text.replace("\n", "\r"),
    "byte-order mark": lambda text: "\ufeff" + text,
    "Excel's separator line": lambda text: "sep=,\n" + text,
    "semicolons": lambda text: text.replace(",", ";"),
    "semicolons and decimal commas": with_semicolons,
    "semicolons, commas and the separator line": lambda text: "sep=;\n" + with_semicolons(text) + "\n\n",
    "bars": lambda text: text.replace(",", "|"),
    "tabs": lambda text: text.replace(",", "\t"),
    "names in capitals": lambda text: text.replace("table,region", "Table, Region", 1),
    "an empty last column": lambda text: text.replace("\n", ",\n"),
    "a column of notes": lambda text: text.replace("\n", ",x\n").replace("value,x", "value,note"),
    "spaces around figures": lambda text: text.replace("\nintermediate,AAA,g,AAA,g,", "\nintermediate,AAA,g,AAA,g, "),
}


@pytest.mark.parametrize("how", SAME)
def test_the_figures_are_the_same_however_a_table_was_saved(tmp_path: Path, how: str) -> None:
    is_the_same(read(saved(tmp_path, SAME[how])))


@pytest.mark.parametrize("name", ["made-2000.tsv", "MADE-2000.CSV"])
def test_the_suffix_may_be_of_tabs_or_in_capitals(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(saved(tmp_path).read_text("utf-8").replace(",", "\t"), encoding="utf-8")
    is_the_same(read(path))


REFUSED = {
    "a wrong figure is named by its line of the file": (
        lambda text: text.replace("\nintermediate,AAA,g,AAA,s,", "\n\nintermediate,AAA,g,AAA,s,--"),
        "intermediate: value in line 28 (AAA g AAA s) is '-",
    ),
    "a label with a line break makes later lines later": (
        lambda text: text.replace("\n", ',"two\nlines"\n', 1)
        .replace("\nfinal_demand,AAA,g,AAA,,", "\nfinal_demand,AAA,g,AAA,,x"),
        "value in line 63 (AAA g AAA) is 'x",
    ),
    "an empty figure": (
        lambda text: text + "final_demand,AAA,g,AAA,,\n", "value in line 118 (AAA g AAA) is empty, not a finite number"
    ),
    "a row that has slipped": (
        lambda text: text + "gross_output,AAA,g,BBB,,5\n",
        "gross_output: to_region is 'BBB' in line 118; this table has none",
    ),
    "a longer row": (
        lambda text: text.replace("\nvalue_added,AAA,g,,,", "\nvalue_added,AAA,g,,,,"),
        "line 8 has 7 fields, the header 6"
    ),
    "a column twice": (
        lambda text: text.replace("\n", ",1\n").replace("value,1", "value,value", 1), "column value is given 2 times"
    ),
    "decimal commas among commas": (
        lambda text: text + 'final_demand,AAA,g,AAA,,"1,5"\n', "is '1,5', not a finite number"
    ),
    "commas that may be of thousands": (
        lambda text: "table;region;sector;to_region;to_sector;value\nfinal_demand;A;g;A;;1,234\n",
        "separated by semicolons; '1,234' may have a decimal comma or a mark of thousands",
    ),
    "decimal commas and points": (
        lambda text: with_semicolons(text) + "final_demand;AAA;g;AAA;;1.5\n", "has decimal commas and points"
    ),
    "a space after a label": (
        lambda text: text.replace("intermediate,AAA,", "intermediate,AAA ,"),
        "region labels 'AAA' and 'AAA ' differ only by a space",
    ),
    "a no-break space in a label": (
        lambda text: text.replace("intermediate,AAA,", "intermediate,AAA\u00a0,"), "differ only by a space"
    ),
    "another case": (lambda text: text.replace("intermediate,AAA,", "intermediate,Aaa,"), "differ only by case"),
    "another form of the same letters": (
        lambda text: text.replace("intermediate,AAA,", "intermediate,ＡＡＡ,"),
        "differ only by the form of a character"
    ),
    "a space at every label": (
        lambda text: text.replace(",AAA,", ", AAA,"), "label ' AAA' begins or ends with a space"
    ),
    "a letter without width in a label": (
        lambda text: text.replace("intermediate,AAA,", "intermediate,A\u200bAA,"),
        "differ only by the form of a character"
    ),
    "a Cyrillic letter in a label": (
        lambda text: text.replace("intermediate,AAA,", "intermediate,\u0410AA,"), "mixes letters of Cyrillic and Latin"
    ),
    "nothing": (lambda text: " \n", "made-2000.csv is empty"),
    "an escape in a label": (lambda text: text.replace("AAA", "\x1b[31mA"), "characters that cannot be printed"),
    "an endless label": (lambda text: text.replace("AAA", "A" * 100_000), "label has 100,000 letters"),
    "UTF-16": (lambda text: (b"\xff\xfe" + text.encode("utf-16-le")).decode("utf-8", "surrogateescape"), "UTF-16"),
    "NUL bytes": (lambda text: text + "\0" * 1000, "NUL bytes"),
    "a table nobody knows": (lambda text: text + ",AAA,g,,,5\n", "unknown tables: '', first in line 118"),
    "figures that are no sums of money": (
        lambda text: re.sub(r"(?m)^(intermediate,AAA,g,AAA,g),.*$", r"\1,1e-320", text),
        "intermediate has 1 figures below 2e-308 or above 1e+100",
    ),
    "tariffs in per cent": (
        lambda text: re.sub(r"(?m)^(tariff,AAA,g,BBB,),.*$", r"\1,25", text), "a tariff of 25 is 2,500 per cent"
    ),
    "only other columns": (
        lambda text: text.replace("table,region,sector,to_region,to_sector,value", "a,b,c,d,e,f"),
        "no column of a tidy table"
    ),
    "other columns that a terminal would obey": (
        lambda text: text.replace("table,region,sector,to_region,to_sector,value", "a,b\x1b[1m,c,d,e,f"),
        "its first line is: a, b\\x1b[1m, c",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", REFUSED)
def test_what_is_wrong_is_said_as_the_user_sees_it(tmp_path: Path, how: str) -> None:
    change, words = REFUSED[how]
    assert words in problem(saved(tmp_path, change))


def test_an_output_so_small_that_nothing_can_be_divided_by_it(tmp_path: Path) -> None:
    rows = "".join(f"{table},A,g,A,{to},1e-200\n" for table, to in (("intermediate", "g"), ("final_demand", "")))
    path = tmp_path / "tiny-2000.csv"
    path.write_text("table,region,sector,to_region,to_sector,value\n" + rows, encoding="utf-8")
    assert "the output of 1 nodes is below USD 1e-100 million" in problem(path)


def test_oecd_layout_with_blank_lines_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    expected = read(SML)
    text = SML.read_text("utf-8")
    for name, changed in (
        ("2019_a.csv", text + "\n\n"),
        ("2019_b.csv", text.replace(",", ";")),
        ("2019_c.csv", "sep=;\n" + text.replace(",", ";").replace(".", ",")),
        ("2019_d.csv", text.replace("\n", "\r\n")),
        ("2019_f.csv", text.replace(",", ", ")),
        ("2019_g.csv", text.replace("\n", ",,\n")),
    ):
        (tmp_path / name).write_bytes(changed.encode())
        np.testing.assert_array_equal(read(tmp_path / name).intermediate, expected.intermediate)
    (tmp_path / "2019_e.csv").write_text(text.replace("\nBBB_A01", "\n\nBBB_AO1"), encoding="utf-8")
    assert "line 5 is 'BBB_AO1', not 'BBB_A01'" in problem(tmp_path / "2019_e.csv")


def years(tmp_path: Path, *names: str) -> Path:
    path = tmp_path / "2018-2019_SML.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, SML.read_text("utf-8"))
    return path


def test_an_archive_of_several_years_says_which_and_one_is_chosen(tmp_path: Path) -> None:
    path = years(tmp_path, "ICIO/2018_SML.csv", "ICIO/2019_SML.csv", "__MACOSX/ICIO/._2018_SML.csv", "ICIO/.DS_Store")
    said = problem(path)
    assert "holds 2 years: 2018, 2019" in said and "--year 2019 (in Python year=2019)" in said
    world = read(path, year=2018)
    assert (world.year, world.name) == (2018, "icio-2018 (2018_SML)")
    np.testing.assert_array_equal(world.intermediate, read(SML).intermediate)
    assert "no table of 2015; it holds 2018, 2019" in problem(path, year=2015)
    shutil.unpack_archive(path, tmp_path / "unpacked")
    assert read(tmp_path / "unpacked" / "ICIO", year=2019).year == 2019


def with_column(text: str, name: str, cell: str) -> str:
    """A tidy table with one column more, its cells all alike."""
    head, *rows = text.splitlines()
    return "\n".join([f"{head},{name}", *(f"{row},{cell}" for row in rows)]) + "\n"


def test_a_column_of_years_is_read_and_one_of_several_is_chosen(tmp_path: Path) -> None:
    assert read(saved(tmp_path, lambda text: with_column(text, "year", "2003"))).year == 2003

    def doubled(text: str) -> str:
        rows = text.replace(",AAA,g,AAA,g,", ",AAA,g,AAA,g,0").splitlines()[1:]
        return with_column(text, "year", "2003") + "".join(f"{row},2004\n" for row in rows)

    path = saved(tmp_path, doubled)
    assert "holds 2 years: 2003, 2004\nhint: choose one: --year 2004 (in Python year=2004)" in problem(path)
    assert read(path, year=2003).year == 2003 and read(path, year=2004).year == 2004
    np.testing.assert_allclose(read(path, year=2003).final_demand, made_world().final_demand, rtol=1e-12)
    assert "has no rows of 2000; it holds 2003, 2004" in problem(path, year=2000)
    assert "'20O3' in the column year is no year" in problem(saved(tmp_path, lambda t: with_column(t, "year", "20O3")))
    assert "1 rows of" in problem(saved(tmp_path, lambda t: with_column(t, "year", "2003") + "tariff,AAA,g,BBB,,0,\n"))


def test_a_column_of_units_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda text: with_column(text, "unit", "M.EUR"))
    assert "is in M.EUR, not in USD million" in problem(path)
    np.testing.assert_allclose(read(path, to_musd=2.0).final_demand, 2.0 * made_world().final_demand, rtol=1e-12)
    is_the_same(read(saved(tmp_path, lambda text: with_column(text, "unit", "USD million"))))


def test_another_year_than_the_one_that_is_stated_is_refused(tmp_path: Path) -> None:
    assert "2019_SML is of 2019, not of 2018" in problem(SML, year=2018)
    shutil.copy(SML, tmp_path / "table.csv")
    assert "--year YYYY (in Python year=)" in problem(tmp_path / "table.csv")
    assert read(tmp_path / "table.csv", year=2018).year == 2018
    for name in ("made", "made.npz", "made.zip", "made.parquet"):
        path = write(made_world(), tmp_path / name)
        assert read(path, year=2000).year == 2000
        assert "is of 2000, not of 2001" in problem(path, year=2001)
    assert "is no year" in problem(SML, year=20190)


def test_a_folder_in_a_folder_is_named(tmp_path: Path) -> None:
    write(made_world(), tmp_path / "download" / "IOT_2000", layout="pymrio")
    (tmp_path / "download" / "readme.txt").write_text("see IOT_2000", encoding="utf-8")
    said = problem(tmp_path / "download")
    assert "download is no world, but IOT_2000 in it is one" in said
    assert f"give {tmp_path / 'download' / 'IOT_2000'}" in said
    write(made_world(), tmp_path / "download" / "more" / "made")
    assert "IOT_2000, more/made in it are" in problem(tmp_path / "download")
    shutil.make_archive(str(tmp_path / "both"), "zip", tmp_path / "download")
    assert "unpack it" in problem(tmp_path / "both.zip")
    is_the_same(read(tmp_path / "download" / "more" / "made"))


def test_folders_around_all_of_an_archive_are_no_matter(tmp_path: Path) -> None:
    write(made_world(), tmp_path / "a" / "b" / "made")
    shutil.make_archive(str(tmp_path / "nested"), "zip", tmp_path, "a")
    is_the_same(read(tmp_path / "nested.zip"))


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_pymrio_folder_that_was_saved_with_another_separator(tmp_path: Path, mark: str) -> None:
    base = write(made_world(), tmp_path / "sep-2000", layout="pymrio")
    for path in base.rglob("*.txt"):
        path.write_text(path.read_text("utf-8").replace("\t", mark) + "\n\n", encoding="utf-8")
    np.testing.assert_allclose(read(base).intermediate, made_world().intermediate, rtol=1e-12)


def in_euro(tmp_path: Path, unit: str = "M.EUR") -> Path:
    base = write(made_world(), tmp_path / "euro-2000", layout="pymrio")
    path = base / "unit.txt"
    path.write_text(path.read_text("utf-8").replace("Mill USD", unit), encoding="utf-8")
    return base


def test_another_unit_is_converted_when_it_is_said_and_its_hint_exists_at_the_command_line(tmp_path: Path) -> None:
    said = problem(in_euro(tmp_path))
    assert "is in M.EUR, not in USD million" in said and "--to-musd NUMBER (in Python to_musd=)" in said
    world = read(tmp_path / "euro-2000", to_musd=0.9236)
    np.testing.assert_allclose(world.gross_output, 0.9236 * made_world().gross_output, rtol=1e-12)
    np.testing.assert_allclose(world.final_demand, 0.9236 * made_world().final_demand, rtol=1e-12)
    assert "figures times 0.9236 to give USD million" in world.origin.note
    for wrong in (0.0, -1.0, float("nan"), float("inf")):
        assert "cannot be worth" in problem(tmp_path / "euro-2000", to_musd=wrong)


def test_a_unit_is_read_wherever_it_is_stated(tmp_path: Path) -> None:
    path = write(made_world(), tmp_path / "made") / "world.json"
    path.write_text(path.read_text("utf-8").replace("USD million, current prices", "EUR million"), encoding="utf-8")
    assert "made is in EUR million, not in USD million" in problem(tmp_path / "made")
    world = read(tmp_path / "made", to_musd=2.0)
    np.testing.assert_allclose(world.final_demand, 2.0 * made_world().final_demand, rtol=1e-12)
    np.testing.assert_array_equal(world.trade_elasticity, made_world().trade_elasticity)
    is_doubled = read(saved(tmp_path), to_musd=2.0)
    np.testing.assert_allclose(is_doubled.gross_output, 2.0 * made_world().gross_output, rtol=1e-12)


def test_devices_pipes_and_names_that_no_file_has(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.npz").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe.csv", tmp_path / "zero.npz", Path("/dev/zero"), Path("/dev/null")):
        assert "cannot be read: it is a device, a pipe or a socket" in problem(path)
    assert "name too long" in problem(tmp_path / ("x" * 300 + ".csv"))
    assert "ends in none of .npz, .csv" in problem(
        write(made_world(), tmp_path / "a-2000.csv").rename(tmp_path / "a.doc")
    )
    assert "embedded null" in problem(Path("a\0b.csv"))
    assert "does not exist" in problem(tmp_path / "absent.csv")
    folder = write(made_world(), tmp_path / "with-pipe")
    os.mkfifo(folder / "tariff2.csv")
    is_the_same(read(folder))


def test_a_name_that_is_no_text_is_written_with_escapes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/t\xff-2000.csv"))
    path.write_bytes(saved(tmp_path).read_bytes())
    world = read(path)
    assert world.name == r"t\udcff-2000" and world.name.encode("utf-8")


def test_a_folder_of_very_many_files_is_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from technostate.world.formats import members

    monkeypatch.setattr(members, "MOST_FILES", 10)
    for number in range(11):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(DataError, match="more than 10 files"):
        read(tmp_path)
