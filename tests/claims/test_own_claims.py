"""A user's own claims: judged as those of the brief, and every wrong file is one clear error."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made_up_evidence import OWN_CLAIM, Given, counted, flat, series, steps

from technostate.claims import assess
from technostate.claims.own import judged, parse, read
from technostate.cli.app import run
from technostate.doctrine import formulations
from technostate.errors import DataError
from technostate.evidence import plain_toml

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "strategy-on-china-2023.toml"

RIGHT = f"""{OWN_CLAIM}
[[claim.condition]]
key = "doubled"
what = "it doubled"
measure = "change"
holds = ">= 2"
[claim.condition.ask]
series = "x/y/z"
base = {{ first = 2000, last = 2002 }}
test = {{ first = 2010, last = 2012 }}

[[claim.condition]]
key = "rose"
what = "it rose"
measure = "change"
holds = "> 1"
[claim.condition.ask]
series = "x/y/z"
base = {{ first = 2000, last = 2002 }}
test = {{ first = 2010, last = 2012 }}
"""


def _given(**later: float) -> Given:
    paths = {code: steps((10.0, 2000, 2002), (value, 2010, 2012)) for code, value in later.items()}
    return Given(series("x/y/z", paths, "musd"))


@pytest.mark.parametrize(
    ("later", "verdict", "grade"),
    [
        ({"CHN": 30.0, "FRA": 11.0, "DEU": 9.0, "JPN": 10.0}, "supported", "strong"),
        ({"CHN": 21.0, "FRA": 11.0, "DEU": 9.0, "JPN": 10.0}, "supported", "weak"),  # 2.1 is not 2.2
        (
            {"CHN": 30.0, "FRA": 30.0, "DEU": 9.0, "JPN": 10.0},
            "supported",
            "strong",
        ),  # one of three is no more than 1/3
        ({"CHN": 30.0, "FRA": 30.0, "DEU": 30.0, "JPN": 10.0}, "not testable here", "failed its placebo"),
        ({"CHN": 5.0, "FRA": 30.0, "DEU": 30.0, "JPN": 10.0}, "not testable here", "failed its placebo"),
        ({"CHN": 30.0, "FRA": 11.0}, "supported", "weak"),
        ({"CHN": 30.0}, "supported", "weak"),
        ({"CHN": 15.0, "FRA": 11.0, "DEU": 9.0, "JPN": 10.0}, "mixed", "strong"),
        ({"CHN": 5.0, "FRA": 11.0, "DEU": 12.0, "JPN": 10.0}, "contradicted", "strong"),
        ({"CHN": 5.0, "FRA": 11.0, "DEU": 9.0, "JPN": 10.0}, "contradicted", "weak"),  # as of two of three others
        ({"FRA": 11.0, "DEU": 9.0, "JPN": 10.0}, "not testable here", None),
    ],
)
def test_the_same_machinery_judges(later: dict[str, float], verdict: str, grade: str | None) -> None:
    (found,) = judged(parse(plain_toml.tables(RIGHT, "right"), "right"), evidence=_given(**later), today=2026)
    assert (found.verdict, found.grade) == (verdict, grade)
    assert set(found.placebo) == {"FRA", "DEU", "JPN"}
    assert (
        "Supported if “it doubled” (2 or more); contradicted if not “it rose” (more than 1); mixed otherwise."
        in found.rule
    )


def test_a_count_of_conditions_decides() -> None:
    text = RIGHT.replace('supported = ["doubled"]', 'supported = { of = ["doubled", "rose"], at_least = 1 }')
    (found,) = judged(parse(plain_toml.tables(text, "t"), "t"), evidence=_given(CHN=15.0), today=2026)
    assert found.verdict == "supported"


def test_whom_a_claim_is_about() -> None:
    own = parse(plain_toml.tables(RIGHT.replace('state = "CHN"\n', "", 1), "t"), "t")
    with pytest.raises(DataError, match="does not say whom it is about"):
        judged(own, evidence=_given(CHN=1.0))
    (found,) = judged(own, state="FRA", against="DEU", evidence=_given(FRA=30.0, DEU=1.0))
    assert (found.state, found.against, set(found.placebo)) == ("FRA", "DEU", {"FRA", "DEU", "JPN"})


def test_the_example_is_a_public_text_with_its_rules_and_reads_real_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "check", str(EXAMPLE), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    verdicts = {row["id"]: row for group in said["groups"] for row in group["verdicts"]}
    assert set(verdicts) == {"DE-1", "DE-2", "DE-3", "DE-4"}
    assert all(row["grade"] and len(row["placebo"]) >= 5 for row in verdicts.values())
    assert verdicts["DE-2"]["grade"] == "failed its placebo"  # China's share rose everywhere
    assert said["brief"]["date"] == "2023-07-13" and said["origins"]


def _with(old: str, new: str) -> str:
    assert old in RIGHT, old
    return RIGHT.replace(old, new, 1)


FAULTS = {
    "empty": ("", "there is no claim"),
    "not TOML": ("this = is = no toml", "TOML"),
    "no brief": (RIGHT[: RIGHT.index("[brief]")] + RIGHT[RIGHT.index("[[claim]]") :], "brief: title is missing"),
    "wrong address": (_with("https://www.example.org/speech", "javascript:alert(1)"), "brief: url is"),
    "wrong date": (_with('"2026-03"', '"March 2026"'), "brief: date is"),
    "unknown at the top": ('claims = "all"\n' + RIGHT, "unknown at the top: claims"),
    "unknown field": (_with('place = "paragraph 3"', 'place = "paragraph 3"\nthreshold = 2'), "unknown field"),
    "misspelt field": (_with("supported =", "suported ="), "did you mean supported"),
    "no place": (_with('place = "paragraph 3"\n', ""), "claim A-1: place is missing"),
    "short claim": (_with("Expenditure of the state has doubled.", "Rose."), "claim A-1: claim is empty or too short"),
    "id with a path": (_with('id = "A-1"', 'id = "../../etc"'), "claim ../../etc: id is"),
    "no id": (_with('id = "A-1"\n', ""), "claim number 1: id is missing"),
    "no measure": (_with('measure = "change"\n', ""), "condition.1.measure is missing"),
    "unknown measure": (_with('measure = "change"', 'measure = "chnage"'), "unknown measure 'chnage'"),
    "code as a measure": (_with('measure = "change"', 'measure = "__import__"'), "unknown measure '__import__'"),
    "no comparison": (_with('holds = ">= 2"', 'holds = "about two"'), "'about two' is no comparison"),
    "code as a comparison": (_with('holds = ">= 2"', 'holds = ">= 2 or exit()"'), "is no comparison"),
    "number as a comparison": (_with('holds = ">= 2"', "holds = 2"), "holds is 2; write text in quotes"),
    "no series": (_with('series = "x/y/z"\n', ""), "change: series is missing"),
    "an indicator for a series": (
        _with('series = "x/y/z"', 'series = "rd_share_of_gdp"'), "is made of ncses/sei/gerd-to-gdp"),
    "two faults of one claim": (
        _with('place = "paragraph 3"\n', "").replace('measure = "change"', 'measure = "chnage"'), "measure 'chnage'"),
    "misspelt option": (_with('series = "x/y/z"', 'serie = "x/y/z"'), "did you mean series"),
    "window without a beginning": (_with("{ first = 2000, last = 2002 }", "{ last = 2002 }"), "base.first is missing"),
    "window in words": (_with("{ first = 2000, last = 2002 }", '"2000-2002"'), "base is"),
    "window upside down": (_with("{ first = 2000, last = 2002 }", "{ first = 2002, last = 2000 }"), "before it begins"),
    "year out of bounds": (_with("{ first = 2000, last = 2002 }", "{ first = 20000 }"), "less than or equal to 2150"),
    "unknown give": (_with('series = "x/y/z"', 'series = "x/y/z"\ngive = "percent"'), "'ratio' or 'difference'"),
    "decision on nothing": (_with('supported = ["doubled"]', "supported = []"), "supported"),
    "decision on a stranger": (
        _with('supported = ["doubled"]', 'supported = ["tripled"]'), "no condition is called tripled"),
    "too many asked": (
        _with('supported = ["doubled"]', 'supported = { of = ["doubled"], at_least = 3 }'), "at least 3 of 1"),
    "no contradicted": (_with('contradicted = ["not rose"]\n', ""), "contradicted is missing"),
    "two of a key": (_with('key = "rose"', 'key = "doubled"'), "two conditions have one key"),
    "no placebo": (
        RIGHT[: RIGHT.index("[claim.placebo]")] + RIGHT[RIGHT.index("[[claim.condition]]") :], "placebo is missing"),
    "placebo without a reason": (_with('why = "The speech does not speak of them."\n', ""), "placebo.why is missing"),
    "placebo nowhere": (_with('"FRA", "DEU", "JPN"', '"FRA", "DUE"'), "'DUE'"),
    "placebo twice": (_with('"FRA", "DEU", "JPN"', '"FRA", "FRA"'), "FRA twice"),
    "state nowhere": (_with('state = "CHN"', 'state = "CHM"'), "'CHM'"),
    "state no text": (_with('state = "CHN"', "state = 3"), "a state is written as text"),
    "claim no table": ("claim = [3]\n" + RIGHT[: RIGHT.index("[[claim]]")], "claim number 1"),
    "two of an id": (RIGHT + RIGHT[RIGHT.index("[[claim]]") :], "claim A-1 stands 2 times"),
    "endless text": (_with("paragraph 3", "x" * 4000), "4,000 letters"),
    "control characters": (_with("paragraph 3", "para\\u001b[31mgraph"), "cannot be printed"),
    "many claims": (RIGHT + RIGHT[RIGHT.index("[[claim]]") :] * 101, "more than 100"),
    "deep": ("x = " + "[" * 60 + "]" * 60 + RIGHT, "deeper"),
    "asks another state only": (
        _with('place = "paragraph 3"', 'place = "paragraph 3"\napplies = "CHN"'), "leave this out"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_wrong_file_is_one_clear_error(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, said = FAULTS[name]
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    assert run(["claims", "check", str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and "Traceback" not in printed.err
    assert said in " ".join(printed.err.split()), printed.err
    assert "mine.toml" in printed.err and "hint:" in printed.err
    assert len(printed.err) < 8_000 and not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", printed.err)


def test_what_is_no_file_of_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, said in ((tmp_path, "cannot be read"), (tmp_path / "none.toml", "cannot be read"),
                       (Path("/dev/zero"), "cannot be read")):  # fmt: skip
        assert run(["claims", "check", str(path)]) == 2
        assert said in capsys.readouterr().err
    (tmp_path / "big.toml").write_bytes(b"#" * 600_000)
    (tmp_path / "latin.toml").write_bytes(b'state = "\xff"')
    for name, said in (("big.toml", "more than 500,000 bytes"), ("latin.toml", "is not UTF-8")):
        with pytest.raises(DataError, match=said):
            read(tmp_path / name)


def test_the_answer_never_overwrites_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.json"
    file.write_text(RIGHT, encoding="utf-8")
    assert run(["claims", "check", str(file), "--out", str(file)]) == 2
    assert file.read_text("utf-8") == RIGHT
    assert "is the file that is read" in capsys.readouterr().err


def test_a_series_that_does_not_exist_is_an_error_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(RIGHT.replace("x/y/z", "sipri/arms/import"), encoding="utf-8")
    assert run(["claims", "check", str(file)]) == 2
    said = capsys.readouterr().err
    assert "unknown series 'sipri/arms/import'" in said and "sipri/arms/imports" in said


def test_text_of_a_file_is_escaped_on_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.toml"
    text = _with("A speech", "<script>alert(1)</script>").replace("x/y/z", "sipri/milex/constant-usd")
    file.write_text(text, encoding="utf-8")
    assert run(["claims", "check", str(file), "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_flat_figures_are_no_change() -> None:
    own = parse(plain_toml.tables(RIGHT, "right"), "right")
    given = Given(series("x/y/z", {"CHN": flat(0.0, 2000, 2012)}, "musd"))
    (found,) = judged(own, evidence=given, today=2026)
    assert (found.verdict, found.value) == ("contradicted", 1.0)


def _words_rule(supported: str) -> str:
    """A rule on words: use doubled."""
    head = RIGHT[: RIGHT.index("[[claim.condition]]")].replace('supported = ["doubled"]', supported)
    ask = (
        'formulations = ["supply_chain"]\nbase = { first = 2008, last = 2012 }\ntest = { first = 2013, last = 2017 }\n'
    )
    return head + "".join(
        f'[[claim.condition]]\nkey = "{key}"\nwhat = "use {key}"\nmeasure = "words"\nholds = "{holds}"\n'
        f"[claim.condition.ask]\n{ask}"
        for key, holds in (("doubled", ">= 2"), ("rose", "> 1"))
    )


@pytest.mark.parametrize(("rising", "grade"), [(3, "weak"), (4, "failed its placebo")])
def test_a_rule_that_more_than_a_third_of_other_words_meet_fails(rising: int, grade: str) -> None:
    others = [item.id for item in formulations.default() if item.id not in ("supply_chain", "industrial_supply_chains")]
    others = [name for name in others if next(f for f in formulations.default() if f.id == name).variants("zh")][:10]
    spoken = {
        year: {"supply_chain": 3 if year < 2013 else 9}
        | {name: 3 if year < 2013 or at >= rising else 9 for at, name in enumerate(others)}
        for year in range(2008, 2018)
    }
    (found,) = judged(
        parse(plain_toml.tables(_words_rule('supported = ["doubled"]'), "t"), "t"),
        evidence=Given(texts=[counted("gwr", spoken)]), today=2026,
    )  # fmt: skip
    assert found.grade == grade
    assert (found.verdict == "not testable here") == (grade == "failed its placebo")
    assert found.conditions[0].controls == 10 and found.conditions[0].controls_met == rising


def test_a_rise_that_chance_explains_is_said_to_count_neither_way() -> None:
    text = (
        RIGHT.replace('"x/y/z"', "").split("[[claim.condition]]")[0]
        + """
[[claim.condition]]
key = "doubled"
what = "Its use rose."
measure = "words"
holds = ">= 1.2"
ask = { formulations = ["seas"], base = { first = 2010, last = 2010 }, test = { first = 2020, last = 2020 } }

[[claim.condition]]
key = "rose"
what = "its use did not fall"
measure = "words"
holds = ">= 0.1"
ask = { formulations = ["seas"], base = { first = 2010, last = 2010 }, test = { first = 2020, last = 2020 } }
"""
    )
    texts = counted("gwr", {2010: {"seas": 6}, 2020: {"seas": 9}})
    (found,) = judged(parse(plain_toml.tables(text, "t"), "t"), evidence=Given(texts=[texts]), today=2026)
    assert found.verdict == "mixed"
    assert "Its use rose: yes, but the test does not tell it from chance, so that it counts neither way" in found.why
    assert "government work reports 6 and 9 hits" in found.why and "gwr" not in found.why
    assert "no placebo state could be decided" in found.reasons


def test_what_is_not_tested_and_what_was_foreknown_weaken() -> None:
    given = _given(CHN=30.0, FRA=11.0, DEU=9.0, JPN=10.0)
    for field in ("untested", "foreknown"):
        text = _with('place = "paragraph 3"', f'place = "paragraph 3"\n{field} = "what nobody asked"')
        (found,) = judged(parse(plain_toml.tables(text, "t"), "t"), evidence=given, today=2026)
        assert (found.verdict, found.grade) == ("supported", "weak")
        assert any("what nobody asked" in reason for reason in found.reasons)


def test_the_comparator_of_the_call_goes_before_that_of_the_file_and_the_claim() -> None:
    text = _with('place = "paragraph 3"', 'place = "paragraph 3"\nagainst = "FRA"').replace(
        'series = "x/y/z"', 'series = { spent = "x/y/z" }\nnumber = "spent / comparator.spent"\nlabel = "share"'
    )
    own = parse(plain_toml.tables(text, "t"), "t")
    given = _given(CHN=30.0, FRA=10.0, DEU=30.0)
    (by_claim,), (by_call,) = judged(own, evidence=given), judged(own, against="DEU", evidence=given)
    assert (by_claim.against, by_claim.value) == ("FRA", pytest.approx(3.0))
    assert (by_call.against, by_call.value) == ("DEU", pytest.approx(1.0))


def test_a_claim_of_the_ledger_that_names_its_comparator_says_so() -> None:
    (found,) = assess("JPN", against="CHN", ids=("IN-4",))
    assert found.against == "USA"
