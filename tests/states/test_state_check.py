"""A wrong file is told all that is wrong with it, in plain words, before anything else happens."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate import states
from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.states import when

GOOD = """
iso3 = "BRA"
kind = "country"
name = "Brazil"
name_local = "Brasil"
comparator = "USA"

[[goals]]
key = "research-2030"
strategy = "innovation"
title = "Research and development reaches 2 per cent of GDP"
indicator = "rd_share_of_gdp"
target = 2.0
unit = "% of GDP"
year = 2030
stated = "2024-07"
source = "plan"

[[institutions]]
key = "ministry"
name = "Ministry of Science"
founded = "1985-03-15"
role = "Plans research"
strategies = ["innovation"]
source = "plan"

[[chronology]]
date = "2024-07-30"
date_kind = "announced"
kind = "step"
actor = "BRA"
title = "Plan issued"
strategies = ["innovation"]
source = "plan"

[[partners]]
region = "brics"
relation = "strategic_partner"
title = "BRICS"
since = 2009-06-16
source = "plan"

[[strategic_sectors]]
key = "aircraft"
title = "Aircraft"
wiod = ["c15"]
icio = ["C302T309"]
why = "Named in the plan"
source = "plan"

[sources.plan]
title = "Plan"
issuer = "Government"
date = "2024-07"
url = "https://example.org/plan"
checked = "read in full"
standing = "official"
"""


def write(folder: Path, text: str, name: str = "bra.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_adding_a_state_is_adding_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, GOOD)
    assert "BRA" not in states.codes()
    monkeypatch.setenv("TECHNOSTATE_STATES", str(tmp_path))
    assert "BRA" in states.codes()
    state = states.load("bra")
    assert (state.name, state.goals[0].source.issuer) == ("Brazil", "Government")
    assert state.partners[0].since == when("2009-06-16")
    assert state.sectors("strategic", "icio") == ("C302T309",)
    assert state.goals[0].source.origin("page 3").note == "page 3; checked: read in full"
    assert json.loads(state.model_dump_json())["goals"][0]["stated"] == "2024-07"


def test_a_path_is_loaded_without_a_folder(tmp_path: Path) -> None:
    assert states.load(write(tmp_path, GOOD)).iso3 == "BRA"
    assert states.load(str(write(tmp_path, GOOD))).iso3 == "BRA"


def test_a_folder_that_is_none_and_a_state_described_twice_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECHNOSTATE_STATES", str(tmp_path / "absent"))
    with pytest.raises(DataError, match="no folder"):
        states.codes()
    write(tmp_path, GOOD, "usa.toml")
    monkeypatch.setenv("TECHNOSTATE_STATES", str(tmp_path))
    with pytest.raises(DataError, match="two files describe USA"):
        states.codes()


#: What is changed in a right file, and what must be said of it.
WRONG = {
    "unknown country": (('iso3 = "BRA"', 'iso3 = "BRR"'), ["'BRR' is no ISO 3166 alpha-3 code; did you mean", "BRA"]),
    "unknown comparator": (('comparator = "USA"', 'comparator = "USB"'), ["comparator: 'USB'", "USA"]),
    "itself as comparator": (('comparator = "USA"', 'comparator = "BRA"'), ["'BRA' is the state itself"]),
    "unknown group": (('region = "brics"', 'region = "brcs"'), ["partner 'brcs'", "did you mean brics"]),
    "unknown strategy": (
        ('strategy = "innovation"', 'strategy = "inovation"'),
        ["goal 'research-2030': unknown strategy 'inovation'; did you mean innovation"],
    ),
    "unknown strategy of an institution": (
        ('role = "Plans research"\nstrategies = ["innovation"]', 'role = "x"\nstrategies = ["space"]'),
        ["institution 'ministry': unknown strategy 'space'; the five are national_security"],
    ),
    "goal before it was stated": (("year = 2030", "year = 2020"), ["is for 2020, before it was stated (2024-07)"]),
    "target without unit": (('unit = "% of GDP"\n', ""), ["has the target 2.0 without a unit"]),
    "unknown unit": (('unit = "% of GDP"', 'unit = "% of GDPP"'), ["unknown unit '% of GDPP'; did you mean % of GDP"]),
    "unknown indicator": (
        ("rd_share_of_gdp", "rd_share_of_gpd"),
        ["unknown indicator 'rd_share_of_gpd'; did you mean"],
    ),
    "no indicator, no reason": (('indicator = "rd_share_of_gdp"\n', ""), ["has no indicator and gives no reason"]),
    "growth without a base year": (
        ("year = 2030", 'year = 2030\nmeasure = "average_growth"'),
        ["has the measure 'average_growth' and no base_year"],
    ),
    "no source": (
        ('stated = "2024-07"\nsource = "plan"', 'stated = "2024-07"'),
        ["goal 'research-2030' has no source"],
    ),
    "unknown source": (
        (
            'title = "Plan issued"\nstrategies = ["innovation"]\nsource = "plan"',
            'title = "Plan issued"\nsource = "pln"',
        ),
        ["event 'Plan issued': unknown source 'pln'; did you mean plan"],
    ),
    "source cited by nothing": (
        ("[sources.plan]", f"[sources.more]\n{GOOD[GOOD.index('[sources.plan]') + 15 :]}\n[sources.plan]"),
        ["source 'more' is cited by no fact"],
    ),
    "source without an address": (('url = "https://example.org/plan"\n', ""), ["source 'plan': url is missing"]),
    "source without a web address": (
        ("https://example.org/plan", "the library"),
        ["source 'plan': url is 'the library'; write an address that begins with https://"],
    ),
    "misspelt field": (("comparator = ", "comparater = "), ["unknown field 'comparater'; did you mean comparator"]),
    "misspelt field of a goal": (
        ('title = "Research', 'titel = "Research'),
        ["unknown field 'titel'; did you mean title"],
    ),
    "not a date": (('date = "2024-07-30"', 'date = "2024-02-30"'), ["'2024-02-30' is not a date"]),
    "a date in words": (('founded = "1985-03-15"', 'founded = "March 1985"'), ["'March 1985' is not a date; write"]),
    "number as text": (("target = 2.0", 'target = "2 %"'), ["target is '2 %'; write a number without quotes"]),
    "unknown kind of event": (('kind = "step"', 'kind = "sanction"'), ["kind is 'sanction'; write 'pressure'"]),
    "an event by nobody": (('actor = "BRA"\n', ""), ["event 'Plan issued' names no actor; write the code"]),
    "pressure on nobody": (
        ('kind = "step"', 'kind = "pressure"'),
        ["event 'Plan issued' is pressure and names no targets"],
    ),
    "unknown sector": (('wiod = ["c15"]', 'wiod = ["c36"]'), ["unknown wiod sector 'c36'; did you mean"]),
    "no sector": (('wiod = ["c15"]\nicio = ["C302T309"]', "wiod = []\nicio = []"), ["names no sector code"]),
    "group without members": (('kind = "country"', 'kind = "group"'), ["describes a group and names no members"]),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_one_fault_is_one_problem_in_plain_words(case: str, tmp_path: Path) -> None:
    (old, new), expected = WRONG[case]
    assert GOOD.count(old) >= 1
    problems = states.check(write(tmp_path, GOOD.replace(old, new, 1)), ["rd_share_of_gdp"])
    text = "\n".join(problems)
    for words in expected:
        assert words in text, text
    assert "Traceback" not in text and "validation error" not in text and "pydantic" not in text
    # A misspelt field is also a missing one; everything else is said once.
    assert len(problems) <= (2 if "misspelt" in case else 1), text


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = GOOD
    cases = ["unknown comparator", "unknown strategy", "goal before it was stated", "not a date", "unknown sector"]
    for case in cases:
        (old, new), _ = WRONG[case]
        text = text.replace(old, new, 1)
    path = write(tmp_path, text)
    assert len(states.check(path)) == len(cases)
    with pytest.raises(DataError) as caught:
        states.load(path)
    assert str(caught.value).startswith("bra.toml has 5 problems:")
    for case in cases:
        assert WRONG[case][1][0].split(";")[0] in str(caught.value)


def test_a_key_given_twice_is_said(tmp_path: Path) -> None:
    goal = GOOD[GOOD.index("[[goals]]") : GOOD.index("[[institutions]]")]
    (problem,) = states.check(write(tmp_path, GOOD + goal))
    assert problem == "goal research-2030 is given 2 times"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            GOOD.replace('name = "Brazil"', 'name = "Brazil').encode(),
            "not valid TOML: Illegal character '\\n' (at line 4",
        ),
        (GOOD.replace("Brasil", "República").encode("latin-1"), "not UTF-8: line 5 has the byte 0xfa"),
        (GOOD.encode("utf-16"), "UTF-16; save it as UTF-8"),
        (b"x = 1\n" * 400_000, "the file has 2,400,000 bytes"),
        (b"", "iso3 is missing"),
        (b"\x00\x01\x02", "not valid TOML"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"a = " + b"1" * 5_000, "not valid TOML"),
        (".".join(["a"] * 5_000).encode() + b" = 1", "nested too deeply"),
        (GOOD.encode() + ".".join(["a"] * 30).encode() + b" = 1\n", "nested too deeply"),
        (GOOD.replace("target = 2.0", "target = inf").encode(), "target is inf; write a number that is not infinite"),
        (GOOD.replace("target = 2.0", "target = nan").encode(), "target is nan; write a number that is not infinite"),
        (GOOD.replace('"Brazil"', '"Bra\\u001b[31mzil"').encode(), "name has characters that cannot be printed"),
        (GOOD.replace('"Plan issued"', '"Plan\\u202eissued"').encode(), "chronology.1.title has characters that"),
        (GOOD.replace('"Brazil"', '"  "').encode(), "name is blank"),
        (GOOD.replace('"Brazil"', f'"{"x" * 900_000}"').encode(), "name has 900,000 letters, more than 5,000"),
        (GOOD.replace('["c15"]', '["c15", "c15"]').encode(), "wiod sector 'c15' twice"),
        (GOOD.encode() + b'"" = 1\n', "source 'plan': unknown field ''"),
        (b"goals = 3\nsources = 4\n", "write each source as a table"),
        (b"[[goals]]\n[[goals]]\nkey = 3\n", "goal number 1 has no source"),
        (b"goals = ['a', 'b']\n[sources]\nx = 1\n", "source 'x' is not a table"),
    ],
)
def test_a_file_that_is_no_state_is_refused_without_a_traceback(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    assert words in "\n".join(states.check(path))


def test_a_message_is_no_longer_than_a_reader_reads(tmp_path: Path) -> None:
    for wrong in ("x" * 1_000_000, "1" + "0" * 4_000):
        text = GOOD.replace("target = 2.0", f'target = "{wrong}"').replace("year = 2030", f"year = 1{'0' * 4_000}")
        problems = states.check(write(tmp_path, text))
        assert len(problems) >= 2 and max(map(len, problems)) <= 302


def test_devices_pipes_and_names_that_no_file_has_are_no_states(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "link.toml").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe.toml", tmp_path / "link.toml", Path("/dev/zero"), Path("/dev/null")):
        assert states.check(path) == ("the file cannot be read: it is a device, a pipe or a socket",)
    assert states.check(tmp_path) == ("the file cannot be read: Is a directory",)
    assert states.check("x" * 300 + ".toml") == ("the file cannot be read: File name too long",)
    (problem,) = states.check("a\0b.toml")
    assert problem.startswith("the file cannot be read: ") and "embedded null" in problem


@pytest.mark.parametrize("name", ["~nobody-of-this-name/x", "x" * 300, "/dev/null", "~nobody/x"])
def test_a_folder_of_states_that_cannot_be_found_is_one_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TECHNOSTATE_STATES", name)
    with pytest.raises(DataError, match="TECHNOSTATE_STATES names '") as caught:
        states.codes()
    assert caught.value.hint == "point it at a folder of TOML files"


def test_a_home_that_nobody_has_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    monkeypatch.setenv("TECHNOSTATE_STATES", "~/states")
    with pytest.raises(DataError, match="Could not determine home directory"):
        states.codes()


def test_an_own_file_is_named_by_the_code_of_its_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TECHNOSTATE_STATES", str(tmp_path))
    path = write(tmp_path, GOOD, "arg.toml")
    with pytest.raises(DataError, match=r"arg.toml describes BRA"):
        states.load("ARG")
    path.rename(tmp_path / "my notes.toml")
    with pytest.raises(DataError, match=r"my notes.toml is not named by the code of a state"):
        states.codes()


def test_a_state_without_a_file_is_named_and_no_other_is_suggested() -> None:
    with pytest.raises(LabelError) as caught:
        states.load("CHL")
    assert str(caught.value) == "Chile (CHL) has no file"
    assert caught.value.hint.startswith(f"regions there ({len(states.codes())}): ")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "bra.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert states.check(path) == ()


def test_an_unknown_state_or_group_names_the_nearest() -> None:
    with pytest.raises(LabelError) as caught:
        states.load("CHM")
    assert "CHN" in caught.value.hint
    with pytest.raises(LabelError) as caught:
        states.group("five eyes")
    assert "five_eyes" in caught.value.hint


def test_dates_keep_their_precision() -> None:
    assert [when(text).precision for text in ("2014", "2014-04", "2014-04-15")] == ["year", "month", "day"]
    assert str(when("2014-04")) == "2014-04"
    assert sorted(map(when, ("2015", "2014-04-15", "2014-04"))) == [when("2014-04"), when("2014-04-15"), when("2015")]
    for text in ("14", "2014-4", "2014-13", "2014-02-30", "0014", "", "April 2014", None, 2014):
        with pytest.raises(ValueError, match="date"):
            when(text)


def test_the_command_line_lists_shows_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["states", "list"]) == 0
    listed = capsys.readouterr().out
    assert all(code in listed for code in states.codes()) and "five_eyes" in listed
    assert run(["states", "show", "JPN"]) == 0
    assert "日本国" in capsys.readouterr().out
    assert run(["states", "show", "JPN", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["iso3"] == "JPN"
    assert run(["states", "check", str(write(tmp_path, GOOD))]) == 0
    assert "nothing wrong" in capsys.readouterr().out


def test_a_wrong_file_exits_2_with_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace("rd_share_of_gdp", "rd_shares").replace("year = 2030", "year = 2020")
    assert run(["states", "check", str(write(tmp_path, text))]) == 2
    error = capsys.readouterr().err
    assert "has 2 problems" in error and "rd_shares" in error and "before it was stated" in error
    assert "hint: " in error and "Traceback" not in error
    assert run(["states", "check", str(tmp_path / "absent.toml")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert run(["states", "show", "XXX"]) == 2


JUNK = (
    "3",
    "-1.5",
    "true",
    '""',
    '"x"',
    "[]",
    '["a", 3]',
    "{}",
    "{ a = 1 }",
    "2020-01-01",
    "2020-01-01T00:00:00",
    "inf",
)


@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 200), st.sampled_from(JUNK)), min_size=1, max_size=4))
def test_whatever_stands_in_a_field_the_answer_is_a_list_of_problems(changes: list[tuple[int, str]]) -> None:
    lines = GOOD.strip().splitlines()
    fields = [number for number, line in enumerate(lines) if " = " in line]
    for place, junk in changes:
        number = fields[place % len(fields)]
        lines[number] = f"{lines[number].split(' = ')[0]} = {junk}"
    with tempfile.TemporaryDirectory() as folder:
        problems = states.check(write(Path(folder), "\n".join(lines)), ["rd_share_of_gdp"])
    assert all(isinstance(problem, str) and problem for problem in problems)
    assert len(set(problems)) == len(problems)


@settings(max_examples=100, deadline=None)
@given(
    names=st.lists(st.sampled_from(("iso3", "goals", "sources", "members", "partners", "groups", "kind")), unique=True),
    junk=st.sampled_from(JUNK),
)
def test_whatever_the_tables_are_the_answer_is_a_list_of_problems(names: list[str], junk: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert states.check(write(Path(folder), "\n".join(f"{name} = {junk}" for name in names)))
