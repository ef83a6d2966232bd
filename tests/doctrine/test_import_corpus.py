"""The shared texts: every document is read, and what is wrong with them (their SOURCE.txt says it) is flagged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from technostate.doctrine.documents import StoredDocument, aligned, documents, passages
from technostate.doctrine.importers import Defaults, Report, import_china_law, import_folder, import_sotu
from technostate.doctrine.text import compact, han_count
from technostate.evidence.store import Store


@pytest.fixture(scope="module")
def imported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, Report]]]:
    corpus = shared / "data" / "corpus"
    names = {
        "gwr": "gwr_zh/text", "tmx": "gwr_bilingual_tmx", "congress": "cpc_congress_zh", "xi": "xi_speeches_2013_2016",
        "policies": "cn_tech_policies_166", "provinces": "cn_provincial_gwr_2026", "nss": "us_nss_1987_2015",
    }  # fmt: skip
    with Store(tmp_path_factory.mktemp("corpus") / "store.sqlite") as store:
        reports = {
            name: import_folder(store, corpus / folder, name, defaults=Defaults(type="report"))
            for name, folder in names.items()
        }
        reports["sotu"] = import_sotu(store, folder=corpus / "us_sotu")
        reports["law"] = import_china_law(store, folder=corpus / "cn_laws_db")
        yield store, reports


Imported = tuple[Store, dict[str, Report]]


def flagged(store: Store, collection: str, kind: str) -> dict[str, str]:
    found = documents(store, collection=collection)
    return {item.document.title: flag.text for item in found for flag in item.flags if flag.kind == kind}


def by_stem(store: Store, collection: str, stem: str) -> StoredDocument:
    return next(item for item in documents(store, collection=collection) if stem in item.document.source)


def test_every_document_is_read(imported: Imported) -> None:
    _, reports = imported
    # As counted in each SOURCE.txt; of 221 policies three stand twice word for word, 86 speeches have one rejected.
    added = {name: report.added for name, report in reports.items()}
    assert added == {
        "gwr": 56, "tmx": 30, "congress": 16, "xi": 87, "policies": 218, "provinces": 31, "nss": 16, "sotu": 249,
        "law": 378,
    }  # fmt: skip
    assert reports["policies"].known == 3


def test_the_published_length_of_the_1955_report_is_met(imported: Imported) -> None:
    # 51,623 Han characters: CGTN 2019, equal to gwr_zh/metadata.csv.
    store, _ = imported
    document = by_stem(store, "gwr", "1955")
    assert sum(han_count(item.text) for item in passages(store, document.id)) == 51_623
    assert (document.passages, document.document.date.text) == (336, "1955")


def test_sha256_of_a_file_is_that_of_the_metadata(imported: Imported) -> None:
    store, _ = imported
    sha256 = "601656b7d57e1313a712f56e03261d953cd81aa41c1fbc7f9a8bded7f321a0e8"
    assert by_stem(store, "gwr", "1954").document.sha256 == sha256


def test_the_two_sides_of_a_translation_are_aligned(imported: Imported) -> None:
    store, _ = imported
    sides = {
        item.document.language: item.id for item in documents(store, collection="tmx") if "2020" in item.document.source
    }
    rows = aligned(store, sides["zh"], sides["en"])
    assert rows[0] == (1, "政府工作报告", "REPORT ON THE WORK OF THE GOVERNMENT")
    # 9,550 units in 15 files; 450 to 811 a file.
    assert 450 <= len(rows) <= 811


def test_reports_that_stand_in_two_collections_are_near_duplicates(imported: Imported) -> None:
    # The Chinese side of each of the 15 translation memories is a report of gwr_zh.
    store, _ = imported
    found = [
        item for item in documents(store, collection="tmx") if any(flag.kind == "near-duplicate" for flag in item.flags)
    ]
    assert len(found) == 15
    assert {item.document.language for item in found} == {"zh"}


def test_the_address_filed_under_another_new_year_is_flagged(imported: Imported) -> None:
    store, _ = imported
    title = "国家主席习近平发表二〇一四年新年贺词"
    assert "2016-12-31" in flagged(store, "xi", "date")[title]
    assert "二〇一七年新年贺词" in flagged(store, "xi", "near-duplicate")[title]


def test_the_action_plan_under_the_twelfth_plan_is_not_of_2024(imported: Imported) -> None:
    store, _ = imported
    dated = flagged(store, "policies", "date")
    title = next(
        title for title in dated if title.startswith("Action Plan for Accelerating the Development of Sensors")
    )
    assert "2015" in dated[title]
    assert "2024-09-19" in dated[title]


def test_texts_cut_at_the_end_of_a_cell_are_flagged(imported: Imported) -> None:
    store, _ = imported
    cut = flagged(store, "policies", "cut")
    assert any(title.startswith("Guidelines for Smart Community Construction") for title in cut)
    assert len(cut) == 3


def test_a_page_about_a_report_is_not_taken_for_it(imported: Imported) -> None:
    store, _ = imported
    assert list(flagged(store, "congress", "short")) == ["論聯合政府 (七大)"]


def test_few_sound_dates_are_flagged(imported: Imported) -> None:
    # Flags are for a reader to look at: of 1,081 documents of these collections the dates of 12 are flagged.
    store, _ = imported
    names = ("gwr", "tmx", "congress", "xi", "policies", "provinces", "nss", "sotu", "law")
    assert sum(len(flagged(store, name, "date")) for name in names) <= 30


def test_no_source_is_a_path_of_the_machine(imported: Imported, shared: Path) -> None:
    store, _ = imported
    for item in documents(store):
        assert not item.document.source.startswith("/")
        assert str(shared) not in item.document.source


def test_passages_are_the_text_without_white_space(imported: Imported, shared: Path) -> None:
    store, _ = imported
    path = shared / "data" / "corpus" / "gwr_zh" / "text" / "2015.txt"
    found = "".join(item.text for item in passages(store, by_stem(store, "gwr", "2015").id))
    assert compact(found) == compact(path.read_text("utf-8"))
