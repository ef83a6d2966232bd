"""The embedded counts are those of the texts, to the hit, and the published figures come out."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from technostate.cli.app import run
from technostate.doctrine import embedded, formulations, recipes, sensed, verification
from technostate.doctrine.counting import Scanner, recount
from technostate.doctrine.text import Language
from technostate.errors import DataError, LabelError
from technostate.evidence import embedded as data
from technostate.evidence.build import build, checksum
from technostate.evidence.readers import official_texts
from technostate.evidence.storage import describe

Texts = dict[str, tuple[Language, list[str]]]


@pytest.fixture(scope="module")
def texts(shared: Path) -> Texts:
    """Counted passages of every document of all collections."""
    found: Texts = {}
    for item in official_texts.read_folder(shared / "data"):
        language: Language = "zh" if item.language == "zh" else "en"
        found[item.id] = language, recipes.passages(item.text, language)
    return found


def by_year(term: str, collection: str = "gwr") -> dict[int, int]:
    return {item.document.year: item.count for item in embedded.counts(term, collection)}


def test_security_and_development_in_the_report_of_2024() -> None:
    """Oracle GWR-2024: 29 and 141 in 15,432 Han characters, 18.79 and 91.37 per 10,000."""
    (report,) = (item for item in embedded.documents("gwr") if item.year == 2024)
    assert report.extent == 15_432
    for term, count, rate in (("安全", 29, 18.79), ("发展", 141, 91.37)):
        (found,) = (item for item in embedded.counts(term, "gwr") if item.document == report)
        assert (found.count, round(found.per_10000, 2)) == (count, rate)


def test_the_report_of_1955_has_the_published_size() -> None:
    """Oracle GWR-1955, published by CGTN in 2019."""
    (report,) = (item for item in embedded.documents("gwr") if item.year == 1955)
    assert report.extent == 51_623


def test_a_strong_army_is_counted_41_times_after_69_raw_hits(texts: Texts) -> None:
    """Oracle GWR-强军."""
    reports = [passage for name, (_, passages) in texts.items() if name.startswith("gwr") for passage in passages]
    assert sum(passage.count("强军") for passage in reports) == 69
    assert sum(by_year("强军").values()) == 41
    item = formulations.find("强军")
    assert sum(len(recount(passage, item, "zh")) for passage in reports) == 41


def test_military_civil_fusion_is_said_in_2011_2012_and_2014_to_2019_only(texts: Texts) -> None:
    """Oracle GWR-MCF, from the counts and from the texts."""
    years = {2011, 2012, *range(2014, 2020)}
    assert {year for year, count in by_year("军民融合").items() if count} == years
    said = {name for name, (_, passages) in texts.items() if any("军民融合" in passage for passage in passages)}
    assert {name for name in said if name.startswith("gwr")} == {f"gwr-{year}" for year in years}


def test_every_document_is_as_large_as_its_text_and_has_its_checksum(texts: Texts) -> None:
    listed = [item for name in official_texts.ORIGINS for item in embedded.documents(name)]
    assert {item.id for item in listed} == set(texts)
    for item in listed:
        language, passages = texts[item.id]
        assert item.language == language
        assert item.paragraphs == len(passages) > 0
        assert item.sha256_counted == hashlib.sha256("\n".join(passages).encode()).hexdigest()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sum_over_passages_is_the_count_for_every_formulation_and_document(
    texts: Texts, language: Language
) -> None:
    """Each passage is scanned by itself, each document at once, and the embedded counts agree with both."""
    scanner = Scanner(formulations.default(), language)
    chosen = {name: passages for name, (spoken, passages) in texts.items() if spoken == language}
    whole = {name: scanner.count(passages) for name, passages in chosen.items()}
    for name, passages in chosen.items():
        parts = sum((scanner.count([passage]) for passage in passages), np.zeros_like(whole[name]))
        assert np.array_equal(parts, whole[name]), name
    for place, item in enumerate(scanner.formulations):
        if item.variants(language):
            names = [found.name for found in embedded.collections() if found.language == language]
            shipped = {count.document.id: count.count for name in names for count in embedded.counts(item.id, name)}
            assert shipped == {name: counts[place] for name, counts in whole.items()}, item.id


def test_terms_with_one_variant_and_no_blocker_are_counted_as_plain_substrings(texts: Texts) -> None:
    simple = [
        item for item in formulations.default() if len(item.zh) == 1 and not (item.blocked_left or item.blocked_right)
    ]
    simple = [item for item in simple if not any(letter.isascii() for letter in item.zh[0])]
    assert len(simple) > 80
    for item in simple:
        shipped = {
            count.document.id: count.count for name in ("gwr", "congress") for count in embedded.counts(item.id, name)
        }
        assert shipped == {name: sum(p.count(item.zh[0]) for p in texts[name][1]) for name in shipped}, item.id


@pytest.mark.parametrize(
    ("term", "collection"), [("强军", "gwr"), ("系统性风险", "congress"), ("AI", "sotu"), ("export control", "nss")]
)
def test_each_hit_stands_where_it_says(texts: Texts, term: str, collection: str) -> None:
    item = formulations.find(term)
    found = embedded.hits(term, collection)
    assert found
    for hit in found:
        language, passages = texts[hit.document]
        said = passages[hit.paragraph - 1][hit.offset : hit.offset + hit.length]
        assert said.lower() in {variant.lower() for variant in item.variants(language)}


def test_a_recount_confirms_every_document(texts: Texts) -> None:
    for name in official_texts.ORIGINS:
        for item in embedded.documents(name)[:: 1 if name != "sotu" else 10]:
            result = verification.verify(item, texts[item.id][1])
            assert result.same_text and result.confirmed, item.id
            assert result.shipped == result.found


def test_a_recount_of_a_changed_text_names_what_differs(texts: Texts) -> None:
    (report,) = (item for item in embedded.documents("gwr") if item.year == 2024)
    passages = list(texts[report.id][1])
    place = next(number for number, passage in enumerate(passages) if "强军" in passage)
    passages[place] = passages[place].replace("强军", "弱军")
    result = verification.verify(report, passages)
    assert not result.same_text and not result.confirmed
    assert set(result.differing) == {"strong_army", "strong_army_thought"}
    assert result.found < result.shipped


def test_the_counts_are_of_the_shipped_lexicon() -> None:
    listing = describe(data.root() / embedded.LEXICON)
    assert listing["fingerprint"] == formulations.fingerprint(formulations.default())
    assert listing["terms"] == [[item.formulation, item.language, item.text] for item in formulations.terms()]


def test_building_again_gives_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    build(shared / "data", tmp_path / "out", recipes.RECIPES)
    for path in (embedded.HITS, embedded.DOCUMENTS, embedded.LEXICON, sensed.SENSES, sensed.RULES):
        assert checksum(tmp_path / "out" / path) == checksum(data.root() / path), path


def test_the_counts_are_small_and_hold_no_text(texts: Texts) -> None:
    folder = (data.root() / embedded.HITS).parent
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000
    longest = max(
        len(str(value))
        for name in official_texts.ORIGINS
        for item in embedded.documents(name)
        for value in vars(item).values()
    )
    assert longest < 700


def test_the_page_states_the_figures_that_ship() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "doctrine.md").read_text("utf-8")
    lexicon = formulations.default()
    hits = sum(len(embedded.places(item)) for name in official_texts.ORIGINS for item in embedded.documents(name))
    size = sum(path.stat().st_size for path in (data.root() / embedded.HITS).parent.iterdir())
    cited = sum(1 for item in lexicon if item.first_use)
    assert f"{len(lexicon)} formulations in `src" in page
    assert f"{cited} formulations have a cited first use" in page
    assert f"{hits:,} hits, {size / 1000:.0f} kB" in page
    for item in embedded.collections():
        assert f"| `{item.name}` | {item.documents} | {item.first}–{item.last} | {item.extent:,} " in page


def test_unlike_documents_say_so() -> None:
    stand_ins = {item.year for item in embedded.documents("gwr") if item.type != "government work report"}
    assert stand_ins == {1955, 1956, 1958, 1960, 1964, 1980, 1982, 1986}
    assert all(item.note for item in embedded.documents("gwr") if item.year in stand_ins)
    assert not {1962, 1991} & {item.year for item in embedded.documents("gwr")}
    assert "congress-07" not in {item.id for item in embedded.documents("congress")}
    origins = {item.name: item.origin for item in embedded.collections()}
    assert "1991 is missing" in origins["gwr"].note
    assert "7th is left out" in origins["congress"].note


def test_the_collections_are_complete() -> None:
    assert {item.name: (item.documents, item.first, item.last) for item in embedded.collections()} == {
        "gwr": (56, 1954, 2025),
        "congress": (15, 1921, 2022),
        "sotu": (249, 1790, 2026),
        "nss": (16, 1987, 2015),
        "laws": (1104, 1952, 2026),
        "speeches": (86, 2013, 2016),
        "readouts": (403, 2012, 2026),
        "budget": (91, 1947, 2026),
    }
    precisions = {item.id: item.precision for item in embedded.documents("gwr")}
    assert (precisions["gwr-1955"], precisions["gwr-1957"]) == ("year", "day")


def test_reading_the_counts_needs_the_core_installation_only() -> None:
    program = (
        "import sys; extras = ['opencc', 'ahocorasick_rs', 'pypdfium2', 'trafilatura', 'citeproc', 'ruptures']; "
        "sys.modules.update(dict.fromkeys(extras)); "
        "from technostate.cli.app import run; sys.exit(run(['doctrine', 'trend', '发展', '--json']))"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["formulation"] == "development"


def test_a_term_outside_the_lexicon_needs_the_texts() -> None:
    with pytest.raises(LabelError, match="hold no text") as caught:
        embedded.counts("军民融河", "gwr")
    assert "军民融合" in caught.value.hint
    assert "import" in caught.value.hint


def test_a_formulation_without_a_variant_in_the_language_is_not_zero() -> None:
    with pytest.raises(LabelError, match="was not looked for"):
        embedded.counts("whole_of_government", "gwr")


def test_an_unknown_collection_is_refused_with_the_nearest() -> None:
    with pytest.raises(LabelError, match="unknown collection") as caught:
        embedded.documents("gwrs")
    assert "gwr" in caught.value.hint


def test_the_command_prints_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "trend", "安全", "--collection", "gwr", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert {"term", "collection", "unit", "rows", "origin"} <= record.keys()
    assert (record["term"], record["collection"], record["unit"]) == ("安全", "gwr", "hits per 10,000 Han characters")
    (row,) = (row for row in record["rows"] if row["year"] == 2024)
    assert {name: row[name] for name in ("document", "year", "count", "characters")} == {
        "document": "gwr-2024", "year": 2024, "count": 29, "characters": 15_432,
    }  # fmt: skip
    assert row["per_10000"] == pytest.approx(18.79, abs=0.005)
    assert record["origins"][record["origin"] - 1]["licence"]


def test_the_command_prints_a_table_of_words_for_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "trend", "export controls", "--collection", "nss"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (head,) = (line for line in lines if line.split()[:1] == ["Document"])
    assert head.split()[:4] == ["Document", "Year", "Hits", "Words"]
    assert sum(line.strip().startswith("nss-") for line in lines) == 16


def test_the_command_refuses_what_it_cannot_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "trend", "no such term"]) == 2
    assert "import the texts" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("cpc_congress_zh/cpc_congress_reports.jsonl", b'{"congress": 9, "title": 3}\n'),
        ("cpc_congress_zh/cpc_congress_reports.jsonl", b"[[[["),
        ("cpc_congress_zh/cpc_congress_reports.jsonl", b'{"congress": 8, "title": "t", "url": "u", "content": "c"}'),
        ("gwr_zh/metadata.csv", b"year,title\n1954,x\n"),
        ("gwr_zh/text/1954.txt", b"\xff\xfe"),
        ("us_sotu/metadata.csv", b"fileid,year,date,president_full,sotu_type,is_sotu,source_url\n../x,1,1,a,b,c,d\n"),
    ],
)
def test_spoilt_raw_texts_are_refused(shared: Path, tmp_path: Path, name: str, spoil: bytes) -> None:
    for source in official_texts.SOURCES:
        (tmp_path / source).parent.mkdir(exist_ok=True)
        shutil.copytree(shared / "data" / source, tmp_path / source, copy_function=shutil.copyfile)
    (tmp_path / "corpus" / name).write_bytes(spoil)
    with pytest.raises(DataError) as caught:
        official_texts.read_folder(tmp_path)
    assert caught.value.hint
