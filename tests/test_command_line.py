"""The command line as a whole: one message for every mistake, outputs that cannot be written, narrow terminals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "technostate"]


def call(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=60, env=environment, check=False)


@pytest.mark.parametrize("columns", ["0", "1", "-5", "abc", "٣", "9" * 40, ""])
def test_help_ends_whatever_the_terminal_says_of_its_width(columns: str) -> None:
    done = call("table", "--help", env={"COLUMNS": columns})
    assert done.returncode == 0
    assert "indicators" in done.stdout.casefold()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line_and_exit_1() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "states", "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("technostate: standard output cannot be written: No space left")
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(os.name != "posix", reason="closes a descriptor in a shell")
def test_a_closed_output_is_one_line_and_exit_1() -> None:
    line = f"{sys.executable} -m technostate states list >&-"
    done = subprocess.run(["sh", "-c", line], stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("technostate: standard output is closed")


@pytest.mark.skipif(os.name != "posix", reason="a pipe that nobody reads")
def test_a_reader_that_goes_away_is_no_failure() -> None:
    line = f"{sys.executable} -m technostate data list | head -1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert "series" in done.stdout and done.stderr == ""


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    done = call("states", "list", "--out", str(link))
    assert done.returncode == 0, done.stderr
    assert link.is_symlink() and "China" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_is_written_to_and_not_replaced() -> None:
    done = call("states", "list", "--out", "/dev/null")
    assert done.returncode == 0, done.stderr
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["states", "list", "--out", "x.docx"], "does not say what to write", ".csv"),
        (["states", "list", "--format", "htlm"], "unknown format 'htlm'", "did you mean html?"),
        (["states", "list", "--out", "nowhere/x.csv"], "the folder nowhere does not exist", "create it"),
        (["states", "list", "--out", ""], "--out names no file", "--out -"),
        (["states", "list", "--json", "--out", "x.csv"], "ask for different things", "leave --json"),
        (["states", "list", "--out", "x" * 300 + ".csv"], "more than 255 bytes", "shorter"),
        (["states", "list", "--format", "svg"], "has no chart", ".csv"),
        (["table"], "no indicator is named", "search"),
        (["search"], "no word to look for", "semiconductor"),
        (["claims", "CHN", "--cite", "mla"], "unknown style 'mla'", "bibtex"),
    ],
)
def test_a_mistake_is_one_message_with_a_hint(words: list[str], message: str, hint: str) -> None:
    done = call(*words)
    assert done.returncode == 2, done.stdout
    said, _, advice = done.stderr.partition("\nhint: ")
    assert message in said and hint in advice and "Traceback" not in done.stderr
    assert done.stdout == ""


def test_out_minus_is_standard_output() -> None:
    done = call("states", "list", "--out", "-", "--format", "csv")
    assert done.returncode == 0 and done.stdout.startswith("code,name,comparator")


@pytest.mark.parametrize("format_", ["text", "md", "html", "json", "csv"])
def test_every_format_of_text_goes_to_standard_output(format_: str) -> None:
    done = call("table", "military_spending_gdp", "--region", "中国", "--from", "2020", "--format", format_)
    assert done.returncode == 0 and done.stdout, done.stderr


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".svg", ".html", ".vl.json"])
def test_every_format_of_files_is_written(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"answer{suffix}"
    done = call("table", "military_spending_gdp", "--region", "CHN,USA", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 500


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("states IND", "technostate states show IND"),
        ("world icio-2022", "technostate world show icio-2022"),
        ("indicators rd_share_of_gdp", "technostate indicators show rd_share_of_gdp"),
        ("doctrine 军民融合", "technostate doctrine trend 军民融合"),
        ("cite rd_share_of_gdp", "every command takes --cite bibtex"),
        ("export out", "technostate data export FOLDER"),
        ("exposure CHN USA", "the other state is named: --supplier USA"),
        ("claims CHN USA", "the other state is named: --against USA"),
        ("exposure CHN --partner USA", "perhaps --supplier; technostate exposure --help"),
        ("exposure CHN --Partners Xyz", "perhaps --supplier; technostate exposure --help"),
        ("assess CHN --partner USA", "perhaps --against; technostate assess --help"),
        ("shock zte-2018 --partner USA", "hint: technostate shock --help"),
        ("assess CHN --vs USA", "perhaps --against; technostate assess --help"),
        ("table rd_share_of_gdp --years 2000-2020", "perhaps --from and --to"),
        ("table rd_share_of_gdp --region CHN USA", "states are joined by commas: --region CHN,USA"),
        ("shock zte-2018 --coalition USA,JPN", "--coalition takes no value"),
        ("shock zte-2018 --draws many", "technostate shock --help lists what it takes"),
        ("exposure CHN --sector c14", "c14 is a sector of WIOD worlds"),
        ("exposure CHN --sector tools", "technostate world show icio-2022"),
    ],
)
def test_a_command_that_a_reader_would_try_says_what_to_type(words: str, hint: str) -> None:
    done = call(*words.split())
    assert done.returncode == 2
    assert hint in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("claims China --against Japan --id IN-1", "asked about China beside Japan"),
        ("states show china", "China (CHN)"),
        ("data list military", "series"),
        ("table rd_share_of_gdp --region China --year 2021", "% of GDP, 2021; measured"),
    ],
)
def test_a_command_that_a_reader_would_type_is_taken(words: str, said: str) -> None:
    done = call(*words.split())
    assert done.returncode == 0, done.stderr
    assert said in done.stdout
