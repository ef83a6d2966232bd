"""Every published source of the embedded data says from where its file was taken, with commit and licence there."""

from __future__ import annotations

import json
import re

import pytest

from technostate.cli.app import run
from technostate.evidence import Origin, catalogue, embedded
from technostate.evidence.origin import FACTS
from technostate.write import Cite, Prose, View
from technostate.write.sources import leaves

SOURCES = tuple(
    dict.fromkeys(
        leaf
        for product in embedded.manifest()["products"]
        for record in product["origins"]
        for leaf in leaves(Origin.from_dict(record))
        if leaf.producer != "technostate"
    )
)
PENN = next(entry.id for entry in catalogue.entries() if entry.origin.title == "Penn World Table")
#: A public repository at a commit, or one numbered edition of a package.
PLACE = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+ at [0-9a-f]{40}|https://pypi\.org/project/[\w-]+/\d[\w.]*")


def test_there_are_sources() -> None:
    assert len(SOURCES) > 40


@pytest.mark.parametrize("origin", SOURCES, ids=lambda origin: origin.short()[:60])
def test_a_source_names_place_commit_and_licence_of_the_place(origin: Origin) -> None:
    if origin.obtained.startswith("no file: "):
        return
    assert PLACE.search(origin.obtained), origin.obtained
    assert re.search(r"\([^)]{3,}\)$", origin.obtained), "the licence of the place stands last, in brackets"


def test_only_two_sources_have_no_file() -> None:
    without = {origin.producer for origin in SOURCES if origin.obtained.startswith("no file: ")}
    assert without == {"Boehm, Levchenko and Pandalai-Nayar", "The President of the United States"}


def test_data_show_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "show", PENN]) == 0
    assert "Obtained from: https://github.com/cran/pwt10 at 957b298fd" in " ".join(capsys.readouterr().out.split())


def test_json_carries_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "show", PENN, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "github.com/cran/pwt10 at" in found["origins"][0]["obtained"]


def test_lists_of_sources_print_it() -> None:
    origin = Origin("P", "T", "C.", "1", "free", obtained="https://example.org at 1 (MIT)")
    view = View("t", None, (Prose((Cite((origin,)),)),), (), "x")
    assert "Obtained from https://example.org at 1 (MIT)" in view.markdown()
    assert "Obtained from https://example.org at 1 (MIT)." in view.html()


def test_facts_that_are_quoted_need_no_licence_and_that_is_said_once() -> None:
    quoted = [Origin("Parliament", f"Act {at}", "Act.", "2020", FACTS) for at in range(3)]
    view = View("t", None, (Prose((Cite((*quoted, Origin("P", "T", "C.", "1", "CC BY 4.0"))),)),), (), "x")
    for text in (view.markdown(), view.html()):
        assert text.count("Licence: ") == 1 and "not found" not in text
        assert text.count("Sources without a licence are quoted for single facts.") == 1
    assert view.cite().count("Licence: ") == view.cite("ris").count("Licence: ") == 1
