"""What ships is listed with its terms: the list is made from the manifest, and the package names every licence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.evidence import Origin, embedded
from technostate.view.licences import licences, terms
from technostate.write.sources import leaves

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
#: Words of terms that the package's expression has to name → their identifier.
NAMED = {
    r"CC BY 4\.0": "CC-BY-4.0", r"CC BY-SA 4\.0": "CC-BY-SA-4.0", r"CC BY-SA 3\.0": "CC-BY-SA-3.0", r"\bMIT\b": "MIT",
    r"\bBSD": "BSD-3-Clause",
}  # fmt: skip


def test_the_list_is_what_the_command_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "licences", "--format", "md"]) == 0
    made = capsys.readouterr().out
    assert made == licences().markdown()
    assert (ROOT / "DATA-LICENCES.md").read_text("utf-8") == made, (
        "technostate data licences --format md > DATA-LICENCES.md makes it again"
    )


def test_every_file_and_every_source_is_in_it() -> None:
    rows = terms()
    products = [item for item in embedded.manifest()["products"] if item["origins"]]
    assert {path for row in rows for path in row.files} == {item["path"] for item in products}
    sources = {
        leaf.title for item in products for record in item["origins"] for leaf in leaves(Origin.from_dict(record))
    }
    assert {title for row in rows for title in row.titles} == sources


def test_what_may_not_be_sold_ships_only_as_sipri_allows() -> None:
    for row in terms():
        if re.search(r"\bNC\b|non-?commercial", row.licence, re.IGNORECASE):
            assert "SIPRI" in row.producer or "Stockholm" in row.producer, row.producer


def test_share_alike_stays_in_its_own_files() -> None:
    files = {path for row in terms() if "CC BY-SA" in row.licence for path in row.files}
    assert files and all(Path(path).name.startswith("vdem-") for path in files)
    assert all(re.search("V-Dem", row.producer) for row in terms() if set(row.files) & files)


def test_the_package_names_every_licence_and_carries_its_texts() -> None:
    named = set(PROJECT["license"].split(" AND "))
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert all(name in notice for name in named)
    for row in terms():
        for words, identifier in NAMED.items():
            assert identifier in named or not re.search(words, row.licence + row.obtained), row
    assert {"LICENSE", "NOTICE", "DATA-LICENCES.md"} <= set(PROJECT["license-files"])
    assert all((ROOT / path).is_file() for path in PROJECT["license-files"])


def test_notices_that_must_travel_do() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text("utf-8").split())
    for holder in ("2020 evoeten", "2025 tradewartracker", "2025-2026 The Budget Lab at Yale", "2008 Frances Y. Kuo"):
        assert holder in notice
    assert "The above copyright notice and this permission notice shall be included" in notice
    assert "settling of disputes" in notice and "Attribution-ShareAlike 4.0" in notice
    assert any("settling of disputes" in row.licence for row in terms() if row.producer == "World Bank")
