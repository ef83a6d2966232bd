"""What is wrong in a state's file is said in plain words, with exit code 2 and without a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate import states
from technostate.cli.app import run
from technostate.errors import DataError

from .made_up import FILE

STEP = 'title = "Plan issued"'
DUTIES = 'targets = ["ARG", "CHL"]'
MET = 'status = "met"\nstatus_since = "2021-02-28"\nstatus_source = "plan"'
EVENT = FILE[FILE.rindex("[[chronology]]") : FILE.index("[[partners]]")]
GOAL = FILE[FILE.index("[[goals]]") : FILE.index('[[goals]]\nkey = "research-2025"')]

#: What is written → in place of what, and what is said of it.
WRONG: dict[str, tuple[str, str, str]] = {
    # goals
    "status misspelt": ('status = "met"', 'status = "mett"', "goal 'satellite': status is 'mett'; write 'standing'"),
    "status a number": ('status = "met"', "status = 1", "goal 'satellite': status is 1; write 'standing', 'met'"),
    "status without a source": (
        'status_since = "2021-02-28"\nstatus_source = "plan"',
        'status_since = "2021-02-28"',
        "goal 'satellite' is met and has no status_source; name the document in which the state says so",
    ),
    "status without a date": (
        MET,
        'status = "met"\nstatus_source = "plan"',
        "goal 'satellite' is met and has no status_since; say since when",
    ),
    "status of an unknown source": (
        MET,
        MET.replace('"plan"', '"plam"'),
        "goal 'satellite': unknown source 'plam'; did you mean plan",
    ),
    "status source a number": (
        MET,
        MET.replace('"plan"', "3"),
        "goal 'satellite' is met and has no status_source; name",
    ),
    "status before the goal": (
        MET,
        MET.replace("2021-02-28", "2015"),
        "goal 'satellite' is met since 2015, before it was stated (2016)",
    ),
    "status on no day": (MET, MET.replace("2021-02-28", "2021-02-29"), "status_since: '2021-02-29' is not a date"),
    "standing, with a date": (
        'stated = "2024-07"',
        'stated = "2024-07"\nstatus_since = "2024"',
        "goal 'research-2030' is standing and has status_since; take it out, or say by status what became of the goal",
    ),
    "superseded by nobody": (
        'superseded_by = "research-2030"\n',
        "",
        "goal 'research-2025' is superseded and has no superseded_by; name the goal that took its place",
    ),
    "superseded by an unknown goal": (
        'superseded_by = "research-2030"',
        'superseded_by = "research-2031"',
        "goal 'research-2025' is superseded by 'research-2031', which is no other goal of this file; did you mean",
    ),
    "superseded by itself": (
        'superseded_by = "research-2030"',
        'superseded_by = "research-2025"',
        "goal 'research-2025' is superseded by 'research-2025', which is no other goal",
    ),
    "met, and superseded_by": (
        MET,
        f'{MET}\nsuperseded_by = "research-2030"',
        "goal 'satellite' is met and has superseded_by; say status = \"superseded\" or take it out",
    ),
    "a circle of goals": (
        'stated = "2024-07"',
        'stated = "2015"\nstatus = "superseded"\nstatus_since = "2024"\nstatus_source = "plan"\n'
        'superseded_by = "research-2025"',
        "goals research-2030, research-2025 are superseded by one another in a circle",
    ),
    # events
    "no day": (
        'date = "2025-02-01"',
        'date = "2026-02-30"',
        "event 'Duties on made-up goods': date: '2026-02-30' is not a",
    ),
    "a date with a time": ('date = "2025-02-01"', "date = 2025-02-01T10:00:00", "is not a date; write"),
    "no date_kind": (
        'date_kind = "in_force"\n',
        "",
        "event 'Duties on made-up goods' has no date_kind; write announced, signed, in_force or ended",
    ),
    "no standing": (
        'standing = "copy"\n',
        "",
        "source 'old-plan' has no standing; write official or copy or secondary",
    ),
    "date_kind misspelt": (
        'date_kind = "in_force"',
        'date_kind = "inforce"',
        "event 'Duties on made-up goods': date_kind is 'inforce'; write",
    ),
    "kind misspelt": (
        'kind = "pressure"',
        'kind = "presure"',
        "kind is 'presure'; write 'pressure', 'easing' or 'step'",
    ),
    "unknown target": (
        DUTIES,
        'targets = ["ARX", "CHL"]',
        "event 'Duties on made-up goods': 'ARX' is no ISO 3166 alpha-3 code and no group; did you mean ARE or ARG",
    ),
    "target in small letters": (
        DUTIES,
        'targets = ["arg"]',
        "'arg' is no ISO 3166 alpha-3 code and no group; did you mean ARG",
    ),
    "target equals actor": (DUTIES, 'targets = ["BRA"]', "event 'Duties on made-up goods': 'BRA' is actor and target"),
    "target twice": (DUTIES, 'targets = ["ARG", "ARG"]', "event 'Duties on made-up goods': target 'ARG' twice"),
    "everyone and others": (
        DUTIES,
        'targets = ["WLD", "ARG"]',
        "event 'Duties on made-up goods' names WLD, which is everyone, and others",
    ),
    "target as text": (DUTIES, 'targets = "ARG"', "event 'Duties on made-up goods': targets is 'ARG'; write a list"),
    "targets are numbers": (DUTIES, "targets = [1, 2]", "targets.0 is 1; write text in quotes"),
    "an empty target": (DUTIES, 'targets = [""]', "event 'Duties on made-up goods': targets.0 is empty"),
    "pressure on nobody": (DUTIES, "targets = []", "event 'Duties on made-up goods' is pressure and names no targets"),
    "a step with targets": (STEP, f"{STEP}\n{DUTIES}", "event 'Plan issued' is a step and names targets"),
    "everyone as actor": (
        'actor = "BRA"\ntitle',
        'actor = "WLD"\ntitle',
        "event 'Plan issued': 'WLD' is no ISO 3166 alpha-3 code",
    ),
    "an actor that is a list": (
        'actor = "BRA"\ntitle',
        'actor = ["BRA"]\ntitle',
        "actor is ['BRA']; write text in quotes",
    ),
    "an event of others": (
        'actor = "BRA"\ntargets',
        'actor = "USA"\ntargets',
        "event 'Duties on made-up goods' is neither by BRA nor towards it; keep it in the file of USA",
    ),
    "the same event twice": (
        "[[partners]]",
        f"{EVENT}[[partners]]",
        "event 2025-02-01, BRA, Duties on made-up goods is given 2 times",
    ),
    "an unknown field": (DUTIES, f'{DUTIES}\ntarget = "ARG"', "unknown field 'target'; did you mean targets"),
    # sources
    "standing misspelt": (
        'standing = "official"',
        'standing = "offical"',
        "source 'plan': standing is 'offical'; write 'official'",
    ),
    "an encyclopaedia as official": (
        'standing = "copy"',
        'standing = "official"',
        "source 'old-plan' is official and its address is of en.wikisource.org, which is not the issuer",
    ),
    "a blog as official": (
        "https://example.org/plan",
        "https://ministry.substack.com/p/plan",
        "source 'plan' is official and its address is of ministry.substack.com, which is not the issuer",
    ),
    "a source that no fact cites": (
        "[sources.plan]",
        "[sources.plan2]\n[sources.plan]",
        "source 'plan2' is cited by no fact",
    ),
    "an address of a script": (
        "https://example.org/plan",
        "javascript:alert(1)",
        "url is 'javascript:alert(1)'; write an address",
    ),
    "an address that is a list": (
        'url = "https://example.org/plan"',
        "url = [1]",
        "source 'plan': url is [1]; write text in quotes",
    ),
    # anything
    "control characters": (
        STEP,
        'title = "Plan\\u001b]0;x\\u0007"',
        "chronology.1.title has characters that cannot be printed",
    ),
    "a title turned round": (
        STEP,
        'title = "Plan\\u202eissued"',
        "chronology.1.title has characters that cannot be printed",
    ),
    "a title of a book": (
        STEP,
        f'title = "{"x" * 100_000}"',
        "chronology.1.title has 100,000 letters, more than 5,000",
    ),
    "a list without end": (DUTIES, f"targets = {['ARG'] * 20_000}", "target 'ARG' twice"),
    "lists in lists": (DUTIES, f"targets = {'[' * 50}{']' * 50}", "nested too deeply"),
    "markup": (STEP, 'title = "<script>"\nsource2 = "plan"', "unknown field 'source2'; did you mean source"),
    "events that are one table": (
        "[[chronology]]",
        "[chronologies]",
        "unknown field 'chronologies'; did you mean chronology",
    ),
    "events that are a number": (FILE[FILE.index("[[chronology]]") : FILE.index("[[partners]]")], "", "chronology"),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "bra.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_wrong_with_the_made_up_file(tmp_path: Path) -> None:
    assert states.check(written(tmp_path, FILE), ["rd_share_of_gdp"]) == ()


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_is_wrong_is_said_and_the_command_ends_with_2(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, said = WRONG[case]
    assert old in FILE
    text = (
        FILE.replace(old, new, 1) if case != "events that are a number" else f"chronology = 3\n{FILE.replace(old, new)}"
    )
    path = written(tmp_path, text)
    assert run(["states", "check", str(path)]) == 2
    error = capsys.readouterr().err
    assert said in error, error
    assert "Traceback" not in error and "pydantic" not in error and "\x1b" not in error and "\u202e" not in error
    assert max(map(len, error.splitlines())) < 420
    with pytest.raises(DataError):
        states.load(path)
