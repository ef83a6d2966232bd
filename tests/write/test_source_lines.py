"""A list of sources says each once and short: one reference, terms once, and notes that leave room."""

from __future__ import annotations

import datetime as dt
import re
from statistics import median

from technostate.evidence import Origin, embedded
from technostate.write import Cite, Prose, View
from technostate.write.sources import CUT, Entry, Sources, leaves


def listed(*origins: Origin) -> list[Entry]:
    sources = Sources()
    sources.numbers(origins)
    return sources.entries()


def said(entry: Entry) -> str:
    return " ".join(filter(None, (f"{entry.before}{entry.title}{entry.after}", *entry.terms, entry.note)))


TABLES = [
    Origin("NCSES", f"SEI, table {at}", f"NCSES (2024). SEI, table {at}.", "2024", "public domain", obtained="there")
    for at in (1, 2)
]
SHIPPED = [
    leaf
    for product in embedded.manifest()["products"]
    for record in product["origins"]
    for leaf in leaves(Origin.from_dict(record))
]


def test_a_title_that_the_citation_has_is_printed_once() -> None:
    line = said(listed(TABLES[0])[0])
    assert line == "NCSES (2024). SEI, table 1. Licence: public domain. Obtained from there."


def test_terms_that_an_earlier_source_has_are_not_said_again() -> None:
    first, second = listed(*TABLES)
    assert first.terms == ("Licence: public domain.", "Obtained from there.")
    assert second.terms == ("Terms, place and day as in 1.",)
    elsewhere = Origin("NCSES", "Other", "NCSES.", "2024", "public domain", obtained="elsewhere")
    assert listed(TABLES[0], elsewhere)[1].terms == ("Licence: public domain.", "Obtained from elsewhere.")


def test_an_edition_that_the_citation_lacks_and_the_users_file_are_said() -> None:
    origin = Origin("B", "Indicators", "B (2025). Indicators.", "2025-10", "free", imported="x.csv, 2026-11-30")
    assert said(listed(origin)[0]) == "B (2025). Indicators. Edition 2025-10; x.csv, 2026-11-30. Licence: free."


def test_a_commit_is_short_in_a_list_and_whole_in_the_data() -> None:
    place = f"https://github.com/a/b at {'0123456789' * 4} (MIT)"
    origin = Origin("P", "T", "C.", "1", "free", obtained=place, accessed=dt.date(2026, 1, 2))
    assert listed(origin)[0].terms[1:] == ("Obtained from github.com/a/b at 0123456 (MIT).", "Taken 2026-01-02.")
    assert origin.as_dict()["obtained"] == place


def test_a_long_note_is_cut_and_that_is_said_once() -> None:
    note = "beware of this and of that, " * 30
    view = View("t", None, (Prose((Cite((Origin("P", "T", "C.", "1", "free", note=note),)),)),), (), "x")
    for text in (view.markdown(), view.html()):
        assert text.count(CUT) == 1 and " this…" in text
    short = View("t", None, (Prose((Cite((Origin("P", "T", "C.", "1", "free", note="beware"),)),)),), (), "x")
    assert CUT not in short.markdown() and "Beware." in short.markdown()


def test_the_sources_that_ship_take_about_three_lines_each() -> None:
    sizes = [len(said(entry)) for entry in listed(*SHIPPED)]
    assert len(sizes) > 60 and median(sizes) < 350 and max(sizes) < 650
    assert sum(size > 500 for size in sizes) <= len(sizes) / 10


def test_no_note_says_from_where_a_file_was_obtained() -> None:
    for origin in SHIPPED:
        assert not re.search(r"obtained from|github\.com/|commit [0-9a-f]{7}", origin.note + origin.licence), origin
