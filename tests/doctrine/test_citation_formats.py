"""A citation of a passage is well-formed whatever its title holds, and names are kept as they are."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.doctrine.citations import STYLES, cite
from technostate.doctrine.documents import Document, DocumentDate
from technostate.errors import DataError, LabelError

SHA = "0123456789abcdef" * 4
REPORT = Document(
    "政府工作报告", DocumentDate("2025-03-05"), "国务院", "report", "zh", "https://example.org/2025", SHA, "gwr"
)
SPEECH = Document(
    "State of the Union address", DocumentDate("1987-01-27"), "Ronald Reagan", "address", "en", "1987.txt", SHA, "sotu"
)


def made(title: str, issuer: str = "国务院", date: str = "2025", source: str = "a.txt") -> Document:
    return Document(title, DocumentDate(date), issuer, "report", "zh", source, SHA, "c")


def test_printed_styles_of_a_chinese_report() -> None:
    assert cite(REPORT, 12, "gb7714") == "国务院. 政府工作报告[R/OL]. (2025-03-05). https://example.org/2025. 第12段."
    assert cite(REPORT, 12, "chicago") == "国务院, 政府工作报告, March 5, 2025, para. 12, https://example.org/2025."


def test_printed_styles_of_an_english_speech() -> None:
    assert cite(SPEECH, 3, "chicago") == "Ronald Reagan, “State of the Union Address,” January 27, 1987, para. 3."
    assert cite(SPEECH, 3, "gb7714") == "RONALD REAGAN. State of the Union address. 1987. Para. 3."


def test_csl_json_keeps_a_chinese_name_whole() -> None:
    item = json.loads(cite(REPORT, 12, "csl-json"))[0]
    assert item["author"] == [{"literal": "国务院"}]
    assert item["issued"] == {"date-parts": [[2025, 3, 5]]}
    assert item["locator"] == "12"
    assert item["language"] == "zh-CN"


def test_bibtex_escapes_what_tex_would_run() -> None:
    entry = cite(made(r"100% & {AI}_发展 $x$ #1 ~ ^ \input{/etc/passwd}"), 1, "bibtex")
    assert r"100\% \& \{AI\}\_发展 \$x\$ \#1 \textasciitilde{} \textasciicircum{} \textbackslash{}input" in entry


@given(title=st.text(min_size=1).filter(str.strip), issuer=st.text())
def test_bibtex_braces_balance_and_ris_lines_are_tagged(title: str, issuer: str) -> None:
    document = made(title, issuer)
    entry = cite(document, 1, "bibtex")
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in cite(document, 1, "ris").split("\r\n"))
    assert json.loads(cite(document, 1, "csl-json"))[0]["title"] == re.sub(r"\s+", " ", title).strip()


@pytest.mark.parametrize("style", STYLES)
def test_what_is_not_known_is_left_out_and_never_a_machine_path(style: str) -> None:
    text = cite(made("题目", "", "", "reports/1954.txt"), 7, style)
    assert "题目" in text
    assert "7" in text
    assert "None" not in text
    assert "/tmp" not in text


def test_an_address_cannot_end_its_field() -> None:
    text = cite(made("题目", source="https://example.org/a}\n@evil{b"), 1, "bibtex")
    assert "url = {https://example.org/a%7D%0A@evil%7Bb}," in text


def test_unknown_style_and_paragraph_are_named() -> None:
    with pytest.raises(LabelError, match="apa"):
        cite(REPORT, 1, "apa")
    with pytest.raises(DataError, match="paragraph 0"):
        cite(REPORT, 0, "ris")


def test_only_persons_are_in_capitals() -> None:
    """GB/T 7714-2015, 8.1: capitals are for the names of persons."""
    strategy = Document("National Security Strategy", DocumentDate("2017"), "The White House", "", "en", "a", SHA, "c")
    assert cite(strategy, 1, "gb7714") == "The White House. National Security Strategy. 2017. Para. 1."
    for issuer in ("Department of Commerce", "U.S. Congress", "European Commission", "NATO"):
        assert cite(replace(strategy, issuer=issuer), 1, "gb7714").startswith(f"{issuer}. National")
        assert cite(replace(strategy, issuer=issuer, type="speech"), 1, "gb7714").startswith(f"{issuer}. National")
    assert cite(replace(strategy, issuer="Ronald Reagan", type="speech"), 1, "gb7714").startswith("RONALD REAGAN. ")
    assert cite(replace(strategy, issuer="Dept. of State, U.S."), 1, "gb7714").startswith("Dept. of State, U.S. Nat")


@pytest.mark.parametrize("issuer", ["张三;李四;王五;赵六", "张三；李四； 王五；赵六；", "张三、李四、王五、赵六"])
def test_several_issuers_are_several_names(issuer: str) -> None:
    report = made("报告", issuer, "2014", "in.csv")
    assert cite(report, 1, "gb7714") == "张三, 李四, 王五, 等. 报告. 2014. 第1段."
    assert cite(report, 1, "chicago") == "张三 et al., 报告, 2014, para. 1."
    assert "  author = {{张三} and {李四} and {王五} and {赵六}},\n" in cite(report, 1, "bibtex")
    assert re.findall("AU  - (.*)\r", cite(report, 1, "ris")) == ["张三", "李四", "王五", "赵六"]
    names = [{"literal": name} for name in ("张三", "李四", "王五", "赵六")]
    assert json.loads(cite(report, 1, "csl-json"))[0]["author"] == names


def test_two_and_three_issuers_are_all_named() -> None:
    assert cite(made("意见", "中共中央、国务院"), 1, "gb7714").startswith("中共中央, 国务院. 意见")
    assert cite(made("Joint", "Japan;United States"), 1, "chicago").startswith("Japan and United States, Joint")
    assert cite(made("Joint", "Japan;Korea;Australia"), 1, "chicago").startswith("Japan, Korea, and Australia, Joint")
    five = replace(made("Joint", "A; B; C; D; E"), language="en")
    assert cite(five, 1, "gb7714").startswith("A, B, C, et al. Joint")
    # An "and" may be part of a name.
    assert "author = {{Ministry of Trade and Industry}}" in cite(
        made("Plan", "Ministry of Trade and Industry"), 1, "bibtex"
    )


def test_a_comma_stays_outside_of_chinese_quotes() -> None:
    about = made("关于“新时代”", "某部", "2014-04")
    assert cite(about, 1, "chicago") == "某部, 关于“新时代”, April 2014, para. 1."
    # The quotes that the style sets around a speech are English ones.
    assert cite(replace(about, type="speech"), 1, "chicago") == "某部, “关于“新时代”,” April 2014, para. 1."
    assert cite(made("On “the New Era”", "A", "2014"), 1, "chicago") == "A, On “the New Era,” 2014, para. 1."
