"""The catalogue and the page of each source: what uses it, how it is cited, and that links lead somewhere."""

from __future__ import annotations

import json

import pytest

from technostate.errors import LabelError
from technostate.evidence import catalogue as series
from technostate.view.series import one as of_series
from technostate.view.sources import catalogue, source
from technostate.view.sources.catalogue import MOST, headline
from technostate.view.sources.gathered import gathered
from technostate.web.asked import read
from technostate.web.questions import question
from technostate.web.route import found
from technostate.write import See, Table
from technostate.write.blocks import texts, walk
from technostate.write.cite import cite
from technostate.write.inline import pieces

from .doors import agree

WDI = "worldbank-2025-4d7938"


def test_a_source_says_who_what_when_and_what_uses_it() -> None:
    view = source(WDI)
    data = view.data
    assert (data.origin.producer, data.origin.vintage, str(data.origin.accessed)) == (
        "World Bank",
        "2025-10",
        "2025-10-16",
    )
    assert "worldbank/wdi/SP.POP.TOTL" in data.series and "patents_per_million" not in data.series
    assert {"NS-4", "MI-4", "CO-2"} <= set(data.claims) and "series/worldbank-wdi.parquet" in data.files
    assert data.cited["bibtex"].startswith(f"@misc{{{WDI},") and json.loads(data.cited["csl-json"])[0]["id"] == WDI
    assert data.cited["ris"] == cite([data.origin], "ris")
    assert "403f762b45e1323b2692709d7a96b648a065fd65 (no licence stated)" in view.text()
    assert agree(view) == 0


def test_claims_about_several_series_at_once_read_each() -> None:
    fields = [row for row in gathered().values() if ("IN-4" in dict(row.claims))]
    assert fields and all(row.origin.producer == "NCSES" for row in fields)


def test_an_unknown_source_has_neighbours() -> None:
    with pytest.raises(LabelError) as error:
        source("worldbank-2025-4d7939")
    assert WDI in f"{error.value} {error.value.hint}"


def test_the_catalogue_counts_what_ships() -> None:
    view = catalogue()
    data = view.data
    assert (len(data.series), len(data.worlds)) == (len(series.entries()), 18)
    assert sum(round(figure.value or 0) for figure in data.by_last_year.values()) == len(data.series)
    assert sum(len(row.sources) for row in data.producers) == len(data.sources)
    assert len(data.sources) + data.documents == len(gathered())
    assert {row["id"] for row in view.rows if row["what"] == "series"} == set(data.series)
    longest = max(len(block.rows) for block in walk(view.blocks) if isinstance(block, Table))
    assert longest == MOST
    assert agree(view) > 5


def test_words_narrow_the_catalogue() -> None:
    data = catalogue("military expenditure").data
    assert "sipri/milex/share-of-gdp" in data.series and not data.worlds
    none = catalogue("no such words anywhere")
    assert (none.data.series, none.data.sources, none.data.documents) == ((), (), 0)
    assert none.text().count("0 series") == 1


def test_the_title_says_the_middle_year() -> None:
    every = series.entries()
    three = sorted(every, key=lambda row: row.last)[:3]
    assert headline(three) == f"Half of the 3 series end in {three[1].last} or before"
    assert headline(three[:2]) == f"Half of the 2 series end in {three[0].last} or before"


def test_every_answer_that_is_named_has_an_address() -> None:
    views = [catalogue(), source(WDI), of_series("worldbank/wdi/SP.POP.TOTL", region="CHN")]
    seen = {piece for view in views for block in walk(view.blocks) for text in texts(block)
            for piece in pieces(text) if isinstance(piece, See)}  # fmt: skip
    assert len(seen) > 300
    for piece in seen:
        asked = question(piece.of)
        first = asked.required[0] if asked.required else asked.parameters[0].name if asked.parameters else ""
        made = read(asked, {first: piece.key} if piece.key else {})
        path, _, query = made.address.partition("?")
        assert query or found(path)[0] == made
    for leaf in source(WDI).data.series:
        assert found(f"/data/series/{leaf}.json")[1] == ".json"


def test_names_of_series_have_slashes_and_no_other_name_has() -> None:
    asked, suffix = found("/data/series/worldbank/wdi/SP.POP.TOTL.csv")
    assert (asked.given["series"], suffix) == ("worldbank/wdi/SP.POP.TOTL", ".csv")
    assert asked.address == "/data/series/worldbank/wdi/SP.POP.TOTL"
    for path in ("/data/origin/a/b", "/data/series/", "/data/series//a", "/data/series/a//b"):
        with pytest.raises(LabelError):
            found(path)
