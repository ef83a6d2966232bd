"""Search finds what a scan of every passage finds, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from technostate.doctrine.documents import PART, Document, DocumentDate, Passage, forget, insert
from technostate.doctrine.query import parse
from technostate.doctrine.search import Filter, search
from technostate.doctrine.tokens import fold_spaced, fold_unspaced, is_wide
from technostate.errors import DataError
from technostate.evidence.store import Store

TEXTS = (
    "坚持总体国家安全观，统筹发展和安全。",
    "加强军队建设，推进強軍事業。",
    "加快5G网络和AI技术发展，GDP增长5%。",
    "安\u3000全 生 产责任制；和、战",
    "The national security strategy; secure, insecurity.",
    "National\nsecurity and dual-use export controls. America’s AI.",
    "国家 National Security 安全 strategy AI",
    "rain and paint",
    "secu\u00adrity, 国\u200b家\u2060安 全 A\u200bI",
    "2025年：十四五规划　“一带一路”",
    "Ｅ＝ｍｃ²，İstanbul, ﬁne, ß, é á",
)


def document(number: int, collection: str = "c", date: str = "2014") -> Document:
    return Document(
        f"d{number}", DocumentDate(date), "issuer", "report", "zh", f"{number}.txt", f"{number:064}", collection
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("search") / "s.sqlite") as opened:
        opened.require(PART)
        with opened.writing() as db:
            dates = ("1954", "2014-03", "2014-03-05", "", "2025-03-05")
            for number, text in enumerate(TEXTS):
                collection = "even" if number % 2 == 0 else "odd"
                passages = [Passage(1, "前文"), Passage(2, text), Passage(3, "后文")]
                insert(db, document(number, collection, dates[number % 5]), passages)
        yield opened


def scanned(term: str) -> set[str]:
    """The definition: a substring of unspaced text, or whole words of spaced text."""
    if is_wide(term):
        return {text for text in (*TEXTS, "前文", "后文") if fold_unspaced(term) in fold_unspaced(text)}
    found = set()
    wanted = fold_spaced(term)
    for text in TEXTS:
        folded = re.sub("[\u3005\u3007\u3040-\u30ff\u3400-\u9fff]", "\0", fold_spaced(text))
        for at in (match.start() for match in re.finditer(f"(?={re.escape(wanted)})", folded)):
            before, after = folded[:at][-1:], folded[at + len(wanted) :][:1]
            if not (wanted[0].isalnum() and before.isalnum()) and not (wanted[-1].isalnum() and after.isalnum()):
                found.add(text)
    return found


def found(store: Store, query: str) -> set[str]:
    result = search(store, query, limit=1000)
    assert result.total == len(result.hits)
    return {hit.passage.text for hit in result.hits}


def pieces() -> st.SearchStrategy[str]:
    @st.composite
    def piece(draw: st.DrawFn) -> str:
        text = draw(st.sampled_from(TEXTS))
        start = draw(st.integers(0, len(text) - 1))
        return text[start : start + draw(st.integers(1, 12))]

    alphabet = st.text("安全国家军發展AI5G network、，-'é ", min_size=1, max_size=5)
    return st.one_of(piece(), alphabet).filter(lambda term: not re.search('["“”]', term) and fold_spaced(term) != "")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(term=pieces())
def test_search_equals_a_scan_of_every_passage(store: Store, term: str) -> None:
    assert found(store, f'"{term}"') == scanned(term)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=pieces(), b=pieces(), c=pieces())
def test_operators_are_those_of_sets(store: Store, a: str, b: str, c: str) -> None:
    assert found(store, f'"{a}" AND ("{b}" OR "{c}")') == scanned(a) & (scanned(b) | scanned(c))
    assert found(store, f'"{a}" NOT "{b}"') == scanned(a) - scanned(b)
    assert found(store, f'"{a}" "{b}" OR "{c}"') == (scanned(a) & scanned(b)) | scanned(c)
    assert found(store, f'NOT "{a}"') == {*TEXTS, "前文", "后文"} - scanned(a)


def test_neither_script_nor_space_hides_a_term(store: Store) -> None:
    assert found(store, "强军") == {TEXTS[1]}
    assert found(store, "強軍") == {TEXTS[1]}
    assert found(store, "安全生产") == {TEXTS[3]}
    assert found(store, "安") == {TEXTS[0], TEXTS[3], TEXTS[6], TEXTS[8]}


def test_words_are_whole_unless_open(store: Store) -> None:
    assert found(store, "security") == {TEXTS[4], TEXTS[5], TEXTS[6], TEXTS[8]}
    assert found(store, '"national security"') == {TEXTS[4], TEXTS[5], TEXTS[6]}
    assert found(store, "secur*") == {TEXTS[4], TEXTS[5], TEXTS[6], TEXTS[8]}
    assert found(store, "AI") == {TEXTS[2], TEXTS[5], TEXTS[6], TEXTS[8]}
    assert found(store, '"dual use"') == found(store, "dual-use") == {TEXTS[5]}


def test_filters_choose_documents(store: Store) -> None:
    assert search(store, "前文", Filter(collection="even")).total == 6
    assert search(store, "前文", Filter(collection="none")).total == 0
    # March 2014 and 5 March 2014 can lie on 5 March 2014; a document without a date never counts.
    assert search(store, "前文", Filter(since="2014-03-05", until="2014-03-05")).total == 4
    assert search(store, "前文", Filter(until="1954-01-01")).total == 3
    assert search(store, "前文", Filter(since="2014-04")).total == 2
    assert search(store, "前文", Filter(issuer="ISSUER", type="report", language="zh")).total == 11


def test_pages_follow_each_other_and_context_is_shown(store: Store) -> None:
    whole = search(store, "前文", limit=100).hits
    paged = [hit for start in range(0, 11, 3) for hit in search(store, "前文", start=start, limit=3).hits]
    assert [hit.document.id for hit in paged] == [hit.document.id for hit in whole]
    hit = search(store, "国家安全", context=1).hits[0]
    assert [item.text for item in (*hit.before, *hit.after)] == ["前文", "后文"]
    assert [TEXTS[0][start:end] for start, end in hit.spans] == ["国家安全"]


def test_order_by_date_puts_the_oldest_first(store: Store) -> None:
    dates = [hit.document.document.date.text for hit in search(store, "前文", order="date").hits]
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    "query", ["", "  ", '""', "AND", "安全 AND", "(安全", "安全)", '"安全', "NOT", "OR 安全", "a " * 500]
)
def test_what_does_not_parse_is_one_error_with_a_hint(query: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(query)
    assert caught.value.hint


def test_what_is_forgotten_is_found_no_more(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.require(PART)
        with store.writing() as db:
            for number, name in enumerate(("one", "two")):
                insert(db, document(number, name), [Passage(1, "国家安全 security")])
        assert forget(store, "one") == 1
        assert search(store, "安全 security").total == 1
        assert search(store, "security").hits[0].document.document.collection == "two"


def test_terms_stand_in_as_many_passages_of_the_shared_texts_as_a_scan_finds(shared: Path, tmp_path: Path) -> None:
    from technostate.doctrine.importers import import_folder

    folder = shared / "data" / "corpus" / "xi_speeches_2013_2016"
    with Store(tmp_path / "s") as store:
        import_folder(store, folder, "xi")
        texts = [fold_unspaced(str(text)) for (text,) in store.rows("SELECT text FROM passage")]
        for term in ("安全", "发展", "强军", "国家安全", "總體國家安全觀", "一带一路", "中国梦", "两个一百年", "的"):
            count = sum(fold_unspaced(term) in text for text in texts)
            assert count > 0
            assert search(store, term, limit=1).total == count
