"""Files of claims that were written to break the reader, and what names, years and types the doors refuse."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up_evidence import OWN_CLAIM, Given, counted, series, steps

import technostate as ts
from technostate.claims import Case, verdict
from technostate.claims.measures import measure
from technostate.claims.own import judged, parse
from technostate.cli.app import run
from technostate.errors import DataError, LabelError, StoreError, TechnostateError
from technostate.evidence import plain_toml

SERIES = "sipri/milex/constant-usd"
RIGHT = f"""{OWN_CLAIM.replace("not rose", "not doubled")}
[[claim.condition]]
key = "doubled"
what = "it doubled"
measure = "change"
holds = ">= 2"
[claim.condition.ask]
series = "{SERIES}"
base = {{ first = 2010, last = 2012 }}
test = {{ first = 2020, last = 2022 }}
"""


def _with(old: str, new: str) -> str:
    assert old in RIGHT, old
    return RIGHT.replace(old, new, 1)


def _asking(name: str, ask: str) -> str:
    return f'{RIGHT[: RIGHT.index("measure =")]}measure = "{name}"\nholds = ">= 2"\n[claim.condition.ask]\n{ask}\n'


def _number(text: str) -> str:
    return _with(f'series = "{SERIES}"', f'series = {{ a = "{SERIES}" }}\nlabel = "x"\nnumber = "{text}"')


def _store(words: str) -> str:
    return _asking(
        "words",
        f'formulations = {words}\ncollections = ["store:CHN:mine"]\nbase = {{ first = 2010, last = 2012 }}\n'
        "test = { first = 2018, last = 2020 }",
    )


LEFT = "exports_left = { low = 0, central = 0, high = 0 }\nimports_left = { low = 0, central = 0, high = 0 }"
HERE = "claim A-1, condition 'doubled': "
FAULTS = {
    # what is asked for and is not there: said with file, claim and condition
    "unknown series": (_with(SERIES, "sipri/milex/constant-us"), HERE + "change: unknown series"),
    "unknown series among several": (_number("a").replace(SERIES, "../../etc/passwd"), HERE + "change: unknown series"),
    "no such fields": (
        _asking("fields", 'fields = ".*/"\nlabel = "all"\nbase = { first = 2010, last = 2012 }\n'
                          'test = { first = 2020 }\ngive = "share level"'), HERE + "fields: no series begins with"),
    "unknown group": (_asking("bans", f'coalition = "g77"\n{LEFT}'), HERE + "bans: unknown group 'g77'"),
    "a state as a group": (_asking("bans", f'coalition = "USA"\n{LEFT}'), HERE + "bans: unknown group 'USA'"),
    "unknown sector of a shock": (
        _asking("bans", f'coalition = "g7"\nsectors = ["c26x"]\n{LEFT}'), HERE + "bans: bans-on-chn has 2 problems"),
    "unknown sector of the panel": (
        _asking("purchases", 'sectors = ["x"]\nbase = { first = 2011, last = 2012 }\ntest = { first = 2019 }'),
        HERE + "purchases: unknown sector 'x'"),
    "state beside itself": (_with('against = "USA"', 'against = "CHN"'), "CHN is compared with itself"),
    "placebo of the state itself": (_with('"FRA", ', '"CHN", '), "placebo names CHN, of which the statement is made"),
    # arithmetic
    "division of numbers by zero, and more": (_number("a + 1j/0"), "not '1j'"),
    "a number beyond all": (_number(f"a + 0x{'f' * 280}"), "may hold names, numbers"),
    "infinity": (_number("a + 1e400"), "may hold names, numbers"),
    "a literal that warns": (_number("1if a else 2"), "not '1 if a else 2'"),
    "a NUL in a number": (_number("a\\u0000"), "is no arithmetic"),
    # comparisons
    "a threshold of 400 digits": (_with(">= 2", f">= {'9' * 400}"), "is no comparison"),
    "foreign digits": (_with(">= 2", ">= ٣"), "is no comparison"),
    "a comparison without end": (_with(">= 2", "> 1 " * 700), "is no comparison"),
    # decisions
    "both ask for the same": (_with('["not doubled"]', '["doubled"]'), "supported and contradicted ask for the same"),
    "it holds and does not": (_with('["doubled"]', '["doubled", "not doubled"]'), "doubled is named twice"),
    # types and texts
    "true for a number": (_with('place =', "needs = true\nplace ="), "claim.1.needs is true"),
    "no number": (_with("first = 2010", "first = nan"), "first is nan; write a finite number"),
    "a blank title": (_with("A speech", "     "), "brief.title is blank"),
    "a blank claim": (_with("Expenditure of the state has doubled.", " " * 40), "claim.1.claim is blank"),
    "no such day": (_with("2026-03", "2026-02-30"), "brief: date: '2026-02-30' is not a date"),
    "foreign digits in a date": (_with("2026-03", "٢٠٢٦"), "write a date, for example 2026-03"),
    "no such day of a revision": (
        _with("place =", 'revised = [{ date = "2026-13-01", what = "x", reason = "y" }]\nplace ='), "revised.1.date"),
    "unknown unit": (_with("place =", 'unit = "furlongs"\nplace ='), "unit: unknown unit 'furlongs'"),
    "an address with a line": (_with("org/speech", "org/\\n)"), "write an address that begins with https://"),
    "an id with a line": (_with('"A-1"', '"A-1\\n"'), r"claim A-1\n: id is 'A-1\n'; write up to 20 letters"),
    "a year of the year 3": (_asking("level", f'series = "{SERIES}"\nyear = 3'), "greater than or equal to 1500"),
    "more codings than there are": (
        _asking("codings", 'series = ["a/b/c", "a/b/d"]\nlevel = 3\nfewest = 5'), "5 of 2 codings cannot exist"),
    "one coding twice": (_asking("codings", 'series = ["a/b/c", "a/b/c"]\nlevel = 3'), "a series stands twice"),
    "a level that is none": (_asking("codings", 'series = ["a/b/c", "a/b/d"]\nlevel = inf'), "write a finite number"),
    # words of the user's texts
    "a term of the lexicon": (_store('["国家安全"]'), "'国家安全' is a term of national_security; name that"),
    "an empty word": (_store('[""]'), "a word has 1 to 200 letters, not 0"),
    "a word of a book": (_store(f'["{"长" * 2000}"]'), "a word has 1 to 200 letters, not 2,000"),
    "a word that no text has so": (_store('["低空 經濟"]'), "is not written as it is counted; write '低空经济'"),
    "a collection with a blank": (_store('["低空经济"]').replace("CHN:mine", "CHN: "), "names no state and collection"),
    # size
    "a key of 50,000 parts": (f"a{'.a' * 50_000} = 1", "a key of more than 20 parts (at line 1)"),
    "a table of 50,000 parts": (f"[a{'.a' * 50_000}]", "a key of more than 20 parts (at line 1)"),
    "names at the top": ("\n".join(f"k{at} = 1" for at in range(9_000)), "unknown at the top: k0, k1, k10, "),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_hostile_file_is_one_clear_error(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, said = FAULTS[name]
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    began = time.monotonic()
    assert run(["claims", "check", str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and "Traceback" not in printed.err and "Warning" not in printed.err
    assert said in " ".join(printed.err.split()), printed.err
    assert "mine.toml" in printed.err and "hint:" in printed.err
    assert "too short" not in printed.err and len(printed.err) < 4_000
    assert time.monotonic() - began < 20


def test_work_that_nobody_waits_for_is_refused_and_said_in_minutes() -> None:
    first, condition = RIGHT.split("[[claim.condition]]")
    head, claim = first.split("[[claim]]")
    bans = condition.replace("change", "bans")[: condition.index("[claim.condition.ask]") - 2]
    bans += f'[claim.condition.ask]\ncoalition = "g7"\n{LEFT}\n'
    rows = "".join(
        f"[[claim]]{claim.replace('A-1', f'A-{at}')}"
        + "".join(
            "[[claim.condition]]" + bans.replace('"doubled"', f'"k{n}"').replace("low = 0", f"low = 0.{n}")
            .replace("central = 0", "central = 0.9").replace("high = 0", "high = 1")
            for n in range(10)
        ).replace('"k0"', '"doubled"')
        for at in range(100)
    )  # fmt: skip
    with pytest.raises(DataError, match=r"takes about 100 minutes, more than 10: .*100 claims ask for bans"):
        parse(plain_toml.tables(head + rows, "mine"), "mine")
    # The same question with another threshold is computed once.
    same = RIGHT + condition.join(["[[claim.condition]]"] * 2).replace("doubled", "again", 1)
    assert len(parse(plain_toml.tables(same.rpartition("[[claim.condition]]")[0], "mine"), "mine").claims) == 1


def test_progress_names_each_claim() -> None:
    told: list[tuple[str, float | None]] = []
    text = RIGHT + RIGHT[RIGHT.index("[[claim]]") :].replace("A-1", "A-2")
    given = Given(series(SERIES, {"CHN": steps((1.0, 2010, 2012), (3.0, 2020, 2022))}, "musd"))
    judged(parse(plain_toml.tables(text, "t"), "t"), evidence=given, show=lambda *shown: told.append(shown))
    assert told == [("claim A-1, 1 of 2", 0.0), ("claim A-2, 2 of 2", 0.5)]


def test_everything_that_is_asked_for_and_is_not_there_is_said_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = RIGHT + RIGHT[RIGHT.index("[[claim]]") :].replace("A-1", "A-2").replace(SERIES, "no/such/series")
    (tmp_path / "mine.toml").write_text(text.replace(SERIES, "nor/this/one"), encoding="utf-8")
    assert run(["claims", "check", str(tmp_path / "mine.toml")]) == 2
    said = capsys.readouterr().err
    assert "2 problems" in said and "A-1" in said and "nor/this/one" in said and "no/such/series" in said


def test_a_division_by_zero_has_no_figure() -> None:
    given = Given(series(SERIES, {"CHN": steps((1.0, 2010, 2012), (3.0, 2020, 2022))}, "musd"))
    (found,) = judged(parse(plain_toml.tables(_number("a + 1/(1-1)"), "t"), "t"), evidence=given, today=2026)
    assert found.verdict == "not testable here" and "share no year" in found.why


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("presence", {"formulations": ["national_security"], "test": {"first": 2000, "last": 2150}}),
        ("word_rank", {"formulations": ["national_security"], "test": {"first": 2000, "last": 2150}}),
        ("words_ratio", {"formulations": ["national_security"], "over": ["development_and_security"],
                         "test": {"first": 2000, "last": 2150}}),
        ("words", {"formulations": ["national_security"], "base": {"first": 2010, "last": 2011},
                   "test": {"first": 2012, "last": 2150}}),
        ("change", {"series": SERIES, "base": {"first": 2010, "last": 2011}, "test": {"first": 2012, "last": 2014}}),
        ("level", {"series": SERIES, "window": {"first": 2012, "last": 2014}}),
    ],
)  # fmt: skip
def test_the_year_of_a_figure_is_that_of_its_newest_source_and_not_the_end_of_a_window(
    name: str, ask: dict[str, object]
) -> None:
    hits = {year: {"national_security": 12, "development_and_security": 12} for year in (2010, 2011, 2012, 2013)}
    given = Given(series(SERIES, {"CHN": steps((1.0, 2010, 2013))}, "musd"), texts=[counted("gwr", hits)])
    asked = measure(name)
    assert asked.read(asked.asks.model_validate(ask), Case("CHN", "USA", given), bool).year == 2013


def test_words_of_the_users_texts_are_measured_against_words_of_the_users() -> None:
    texts = counted("mine", {2020: {"甲词": 12, "乙词": 6}}, more=("甲词", "乙词"))
    asked = measure("words_ratio")
    ask = asked.asks.model_validate({"formulations": ["甲词"], "over": ["乙词"], "collections": ["store:CHN:mine"],
                                     "test": {"first": 2020}})  # fmt: skip
    seen: list[tuple[str, ...]] = []

    class Own(Given):
        def own_texts(self, collection, words):  # type: ignore[no-untyped-def]
            seen.append(tuple(words))
            return super().own_texts(collection, words)

    assert asked.read(ask, Case("CHN", "USA", Own(own=[texts])), bool).value == 2.0
    assert set(seen) == {("甲词", "乙词")}


def test_a_damaged_store_is_no_lack_of_data() -> None:
    with pytest.raises(StoreError), verdict.testable("figures"):
        raise StoreError("it is damaged")
    with pytest.raises(verdict.NotTestableError), verdict.testable("figures"):
        raise LabelError("there is none")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: ts.claims(3), lambda: ts.claims("CHN", b"USA"), lambda: ts.claims(ids=3),
        lambda: ts.claims(year="2026"),
        lambda: ts.claims("CHN", ids=[1]), lambda: ts.explain(None), lambda: ts.explain(["MI-1", "MI-2"]),
        lambda: ts.explain("MI-1", None), lambda: ts.explain("MI-1", year=True), lambda: ts.explain(b"MI-1"),
        lambda: ts.check_claims(None), lambda: ts.check_claims(b"mine.toml"), lambda: ts.check_claims("a\0b"),
        lambda: ts.check_claims("no.toml", year=3.5), lambda: ts.timeline(3), lambda: ts.timeline({"CHN": 1}),
        lambda: ts.timeline(b"CHN"), lambda: ts.timeline(actor=object()), lambda: ts.timeline(target=[None]),
        lambda: ts.timeline(kind=3), lambda: ts.timeline(strategy=["military", 3]), lambda: ts.timeline(since="x"),
        lambda: ts.timeline(since=[2020]), lambda: ts.timeline(until=True), lambda: ts.timeline(since=2020.5),
        lambda: ts.timeline(since=10**30), lambda: ts.timeline(until=float("nan")),
    ],
)  # fmt: skip
def test_a_wrong_type_is_an_error_of_ours_with_a_hint(ask: Callable[[], object]) -> None:
    with pytest.raises(TechnostateError) as found:
        ask()
    assert found.value.hint


def test_ids_are_taken_as_they_are_typed() -> None:
    assert [it.id for it in ts.claims("CHN", ids="mi-1, MI-5", year=2026).data.verdicts] == ["MI-1", "MI-5"]
    assert ts.explain("mi-1", "china", year=2026).data.verdicts[0].id == "MI-1"


@pytest.mark.parametrize(
    "typed",
    [["claims", "CHN", "--id", ""], ["claims", "CHN", "--id", ","], ["claims", "explain", " "],
     ["states", "timeline", "--kind", ","], ["states", "timeline", "--actor", " "], ["states", "timeline", ","],
     ["states", "timeline", "--since", "99999"], ["states", "timeline", "--until", "0"]],
)  # fmt: skip
def test_an_option_that_names_nothing_is_not_everything(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(typed) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and "hint:" in printed.err
