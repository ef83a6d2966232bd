"""Every example in README.md and docs/ is run, and must print what the page shows.

``python`` blocks with ``>>>`` run as doctests, one namespace a page. In ``console`` blocks each line
``$ technostate …`` runs the command line in an empty folder; the lines below it, if any, are compared
with what it prints (``...`` stands for anything).
"""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from technostate.cli.app import run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[tuple[int, str]]:
    text = page.read_text("utf-8")
    return [(text[: m.start()].count("\n") + 2, m[2]) for m in FENCE.finditer(text) if m[1] == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_python_examples(page: Path) -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=FLAGS)
    namespace: dict[str, object] = {}
    for line, source in blocks(page, "python"):
        example = parser.get_doctest(source, namespace, page.name, str(page), line)
        out: list[str] = []
        runner.run(example, out=out.append, clear_globs=False)
        namespace.update(example.globs)
        assert not runner.failures, "".join(out)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_console_examples(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    checker = doctest.OutputChecker()
    for line, block in blocks(page, "console"):
        for command, expected in re.findall(r"^\$ (.*(?:\\\n.*)*)\n((?:(?!\$ ).*\n?)*)", block, re.MULTILINE):
            words = shlex.split(command.replace("\\\n", " "))
            if words[0] != "technostate":
                continue
            capsys.readouterr()
            assert run(words[1:]) == 0, f"{page.name}, line {line}: {command}\n{capsys.readouterr().err}"
            # Numbers and their units are joined by spaces that do not break; a page may have plain ones.
            expected, got = (re.sub("[\u00a0\u202f]", " ", text) for text in (expected, capsys.readouterr().out))
            if expected.strip():
                assert checker.check_output(expected, got, FLAGS), f"{page.name}: {command} printed\n{got}"
