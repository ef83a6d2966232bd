"""The catalogue finds series, keeps older editions, and carries kind, unit and origin of each."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from technostate import units
from technostate.errors import LabelError
from technostate.evidence import catalogue


def test_an_unknown_series_is_refused_with_the_nearest_ids() -> None:
    with pytest.raises(LabelError, match=r"unknown series 'worldbank/wdi/MS\.MIL\.XPND\.GDP'") as caught:
        catalogue.load("worldbank/wdi/MS.MIL.XPND.GDP")
    assert "worldbank/wdi/MS.MIL.XPND.GD.ZS" in caught.value.hint


def test_a_bare_code_finds_the_series_that_contains_it() -> None:
    with pytest.raises(LabelError) as caught:
        catalogue.load("rtfpna")
    assert "pwt/10.01/rtfpna" in caught.value.hint


def test_a_newer_edition_keeps_the_older_one() -> None:
    series_id = "ncses/sei/uspto-patents"
    assert catalogue.entry(series_id).vintages == ("SEI 2024", "SEI 2022")
    newest, older = catalogue.load(series_id), catalogue.load(series_id, "SEI 2022")
    assert (newest.years[-1], older.years[-1]) == (2022, 2020)
    assert newest.value("USA", 2020) == 164127.0 and older.value("USA", 2020) == 164074.0
    assert catalogue.load(series_id, "SEI 2024").values == newest.values


def test_an_unknown_edition_is_refused_with_those_that_exist() -> None:
    with pytest.raises(LabelError, match="no vintage '1999'") as caught:
        catalogue.load("ncses/sei/uspto-patents", "1999")
    assert "SEI 2024, SEI 2022" in caught.value.hint


def test_every_entry_has_a_unit_a_title_and_an_origin_with_licence_and_citation() -> None:
    for entry in catalogue.entries():
        units.unit(entry.unit)
        assert entry.title and entry.origin.licence and entry.origin.citation, entry.id
        assert entry.kind == "measured" or entry.origin.inputs, f"{entry.id} names no input"


def test_no_level_of_a_set_without_found_terms_ships() -> None:
    """Where no terms of redistribution were found, what is embedded is derived or modelled, never measured."""
    for entry in catalogue.entries():
        leaves = entry.origin.inputs or (entry.origin,)
        if any(leaf.licence == "not found" or "derived figures only" in leaf.licence for leaf in leaves):
            assert entry.kind != "measured", entry.id


def test_nothing_non_commercial_ships() -> None:
    for entry in catalogue.entries():
        leaves = entry.origin.inputs or (entry.origin,)
        assert not any("NC" in leaf.licence.split(":")[0].split("-") for leaf in leaves), entry.id


def test_search_needs_every_word_and_ignores_case() -> None:
    found = {entry.id for entry in catalogue.search("SEMICONDUCTORS patent")}
    assert found == {"ncses/sei/patent-families-semiconductors", "ncses/sei/uspto-semiconductors"}
    assert catalogue.search("no such words") == ()


def test_latest_says_none_for_a_region_without_figures() -> None:
    found = catalogue.latest("ncses/sei/gerd-performed-by-private-nonprofit", ("USA", "CHN"))
    assert found == {"USA": (2021, 3.7), "CHN": None}


def test_there_are_series_for_the_five_shipped_states() -> None:
    entries = catalogue.entries()
    assert len(entries) >= 300
    for state, least in (("CHN", 280), ("USA", 300), ("JPN", 250), ("IND", 250), ("EU", 100)):
        assert sum(state in catalogue.load(entry.id).regions for entry in entries) >= least, state


def test_importing_the_catalogue_does_not_import_polars() -> None:
    code = "import sys, technostate.evidence.catalogue; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_all_series_load_within_seconds() -> None:
    """The whole report may take ten seconds; a tenth of that is a generous bound for fifty series."""
    ids = [entry.id for entry in catalogue.entries()][::7]
    catalogue._shipped.cache_clear()
    start = time.perf_counter()
    for series_id in ids:
        catalogue.load(series_id)
    assert time.perf_counter() - start < 5.0
