"""What ships is listed with its terms: the list is made from the manifest, and the package names every licence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.evidence import Origin, catalogue, embedded
from technostate.view.licences import licences, terms
from technostate.write.sources import leaves

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
#: Words of terms that the package's expression has to name → their identifier.
NAMED = {
    r"CC BY 4\.0": "CC-BY-4.0", r"CC BY-SA 4\.0": "CC-BY-SA-4.0", r"CC BY-SA 3\.0": "CC-BY-SA-3.0", r"\bMIT\b": "MIT",
    r"\bBSD": "BSD-3-Clause", "ODbL": "ODbL-1.0",
}  # fmt: skip


#: What ships where terms were not found or do not let the figures be passed on.
SAID = re.compile(r"\b(only|computed here|numbers (of|computed)|growth|sums|shares|counts)\b")
#: Documents and estimates that are said to be free by others than their producer.
FREE = re.compile(r"official documents|public domain|outside copyright|CC0")


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


def test_a_database_that_is_shared_alike_stays_in_its_own_files() -> None:
    files = {path for row in terms() if "ODbL" in row.licence for path in row.files}
    assert files == {f"series/nuclear-reactors{end}" for end in (".json", ".parquet", "-LICENCE.txt")}
    notice = (embedded.root() / "series/nuclear-reactors-LICENCE.txt").read_text("utf-8")
    assert "GeoNuclearData" in notice and "https://opendatacommons.org/licenses/odbl/1.0/" in notice
    made = [leaf for it in catalogue.entries() if it.id.startswith("wna/reactors/") for leaf in leaves(it.origin)]
    assert made and all("contains information from GeoNuclearData" in origin.licence for origin in made)


def test_without_terms_only_derived_figures_ship_and_the_words_say_so() -> None:
    for row in terms():
        if re.search(r"not found|not confirmed|may not be passed on|keeps all rights", row.licence):
            assert SAID.search(row.licence) or FREE.search(row.licence), (row.producer, row.licence)


def test_a_recollection_is_called_not_confirmed() -> None:
    assert not any("remember" in row.licence for row in terms())
    unsure = {row.producer for row in terms() if "not confirmed here" in row.licence}
    assert {"International Energy Agency", "Jonathan McDowell", "Epoch AI"} <= unsure


def test_trade_whose_values_may_not_be_passed_on_ships_without_values() -> None:
    for entry in catalogue.entries():
        if any("may not be passed on" in leaf.licence for leaf in leaves(entry.origin)):
            assert entry.unit not in ("usd", "musd", "kg", "t"), entry.id


def test_the_package_names_every_licence_and_carries_its_texts() -> None:
    named = set(PROJECT["license"].split(" AND "))
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert all(name in notice for name in named)
    for row in terms():
        for words, identifier in NAMED.items():
            assert identifier in named or not re.search(words, row.licence + row.obtained), row
    # What is under no public licence ships too, some of it for non-commercial use: the expression must not hide it.
    assert any("non-commercial" in row.licence for row in terms()) and "LicenseRef-Producers-Terms" in named
    assert {"LICENSE", "NOTICE", "DATA-LICENCES.md"} <= set(PROJECT["license-files"])
    assert all((ROOT / path).is_file() for path in PROJECT["license-files"])


def test_notices_that_must_travel_do() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text("utf-8").split())
    for holder in ("2020 evoeten", "2025 tradewartracker", "2025-2026 The Budget Lab at Yale", "2008, Frances Y. Kuo"):
        assert holder in notice
    assert "The above copyright notice and this permission notice shall be included" in notice
    assert "Redistributions in binary form must reproduce" in notice and "University of Waikato" in notice
    assert "settling of disputes" in notice and "Attribution-ShareAlike 4.0" in notice
    assert any("settling of disputes" in row.licence for row in terms() if row.producer == "World Bank")
