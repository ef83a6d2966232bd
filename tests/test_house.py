"""The house stands as drawn: rooms import only downward, everything public is documented, nothing heavy loads early."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "technostate"

#: Rooms from top to bottom; a module may import its own room and those after it (docs/conventions.md).
ROOMS = (
    "cli", "web", "report", "view", "write", "claims", "futures", "strategies", "dynamics", "shocks", "exposure",
    "doctrine", "world", "states", "evidence", "kernels", "caches", "notices", "notation", "units", "errors",
)  # fmt: skip
#: Modules of the package that belong to no room: entry points, and assertions shipped to users.
OUTSIDE = {"__init__", "__main__", "testing"}

MODULES = sorted(PACKAGE.rglob("*.py"))
BINARY = {".npz", ".parquet", ".woff", ".woff2", ".png", ".svg"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Rooms named by import statements anywhere in a module, lazy imports inside functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "technostate" else [base]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "technostate" and len(parts) > 1 and parts[1] in ROOMS:
                yield parts[1], node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_import_only_downward(path: Path) -> None:
    room = room_of(path)
    if room in OUTSIDE:
        return
    assert room in ROOMS, f"{room} is not a room of the house"
    for other, line in imported_rooms(ast.parse(path.read_text("utf-8"))):
        assert ROOMS.index(other) >= ROOMS.index(room), f"line {line}: {room} imports {other}, which lies above it"


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Public functions, classes and methods of a module, as a reader of the documentation meets them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    item for item in node.body if isinstance(item, ast.FunctionDef) and not item.name.startswith("_")
                )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_everything_public_is_documented_and_annotated(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in public_definitions(tree):
        text = ast.get_docstring(node)
        assert text, f"{node.name} has no docstring"
        assert not re.search(r"\b(TODO|FIXME|TYPE|XXX)\b", text), f"{node.name}: unfinished docstring"
        if isinstance(node, ast.FunctionDef):
            assert node.returns is not None, f"{node.name} does not annotate what it returns"


#: An entry of a Parameters section; what stands under it is indented further.
_ENTRY = re.compile(r"^(?P<names>\*{0,2}\w+(?:, \*{0,2}\w+)*) : (?P<type>.+)$")


def bare_entries(text: str) -> list[str]:
    """Entries of a Parameters section that say no more than the signature: neither words nor a shape or a choice."""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\S[^\n]*\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    lines = section[1].splitlines() if section else []
    found = []
    for at, line in enumerate(lines):
        entry = _ENTRY.match(line)
        said = at + 1 < len(lines) and lines[at + 1].startswith(" ")
        if entry and not said and not re.search(r"[({\[]", entry["type"]):
            found.append(line)
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_entry_of_a_docstring_says_only_what_the_signature_says(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and (text := ast.get_docstring(node)):
            assert not (bare := bare_entries(text)), f"{node.name}, line {node.lineno}: {bare}"


#: Kernels whose loops stay in one function, so that they are compiled as one: no array is made between their steps.
KERNELS = {
    "shocks.decade.kernel.equations.residuals": "every equation at one point, in one pass over regions and sectors",
    "shocks.decade.kernel.sweeps.solve": "the sweeps to a fixed point, whose state stays in registers between them",
}

LENGTHS = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}


@pytest.mark.parametrize("name", LENGTHS)
def test_no_module_is_longer_than_400_lines(name: str) -> None:
    assert LENGTHS[name] <= 400


def test_half_of_all_modules_have_at_most_130_lines() -> None:
    assert median(LENGTHS.values()) <= 130


def lines_without_docstring(node: ast.FunctionDef) -> int:
    assert node.end_lineno is not None
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node):
        lines -= node.body[0].end_lineno - node.body[0].lineno + 1
    return lines


def functions(tree: ast.AST, inside: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function with its dotted name, methods and functions within functions included."""
    for node in ast.iter_child_nodes(tree):
        name = f"{inside}.{node.name}" if isinstance(node, ast.FunctionDef | ast.ClassDef) else inside
        if isinstance(node, ast.FunctionDef):
            yield name, node
        yield from functions(node, name)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_is_longer_than_60_lines_without_its_docstring(path: Path) -> None:
    found = functions(ast.parse(path.read_text("utf-8")), name_of(path))
    long = {name: lines for name, node in found if (lines := lines_without_docstring(node)) > 60}
    assert not {name: lines for name, lines in long.items() if name not in KERNELS}


def test_kernels_that_are_allowed_to_be_long_still_are() -> None:
    for name in KERNELS:
        module = name.rpartition(".")[0]
        tree = ast.parse((PACKAGE / Path(*module.split("."))).with_suffix(".py").read_text("utf-8"))
        assert [lines_without_docstring(node) > 60 for found, node in functions(tree, module) if found == name] == [
            True
        ]


def graph_of_imports(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """Module → modules that it names in an import of any kind: at the top, inside a function, or for types alone.

    Parameters
    ----------
    sources : mapping of str to str
        Dotted name → text; what is imported from elsewhere is left out.
    """
    graph: dict[str, set[str]] = {}
    for name, text in sources.items():
        found: set[str] = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                # A name that is no module of its own stands in the module it is taken from.
                parts = (f"{node.module}.{alias.name}" for alias in node.names)
                found |= {part if part in sources else node.module or "" for part in parts}
        graph[name] = (found & set(sources)) - {name}
    return graph


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Modules that name each other in a circle, the first again as the last; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_no_modules_name_each_other_in_a_circle() -> None:
    """An import that runs late, or never, is one too: who reads one module of a circle must read all of them."""
    dotted = {".".join(("technostate", *name_of(path).split("."))).removesuffix(".__init__"): path for path in MODULES}
    graph = graph_of_imports({name: path.read_text("utf-8") for name, path in dotted.items()})
    assert sum(map(len, graph.values())) > 1500
    assert not (found := circle(graph)), " → ".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "from a import one",
        "import a.one",
        "def late() -> None:\n    from a.one import thing",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.one import Thing",
    ],
)
def test_a_circle_is_seen_however_the_import_is_written(text: str) -> None:
    sources = {"a": "", "a.one": "from a.two import other", "a.two": text, "a.three": "from a import one, two"}
    assert sorted(set(circle(graph_of_imports(sources)))) == ["a.one", "a.two"]
    assert circle(graph_of_imports({**sources, "a.two": "import ast"})) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_value_that_is_missing_is_taken_for_zero(path: Path) -> None:
    """Convention 2: a figure whose range alone is known has no value; `value_of` refuses it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and isinstance(node.values[-1], ast.Constant):
            given = node.values[0]
            zero = node.values[-1].value == 0 and isinstance(node.values[-1].value, int | float)
            number = isinstance(given, ast.Attribute) and given.attr in {"value", "low", "high"}
            assert not (zero and number), f"line {node.lineno}: {ast.unparse(node)}"


def test_help_and_import_load_nothing_heavy() -> None:
    program = (
        "import sys; from technostate.cli.app import run; run(['--help']); "
        "print([m for m in ('numpy','scipy','polars','altair','pandas','pydantic','vl_convert') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.split("\0") if name]


def test_no_machine_paths_or_registry_addresses_are_committed() -> None:
    pattern = re.compile(r"(?<!\w)/(?:home|Users|root|work)/[A-Za-z.]|https?://[^\s\"]*/(?:simple|packages)/")
    for path in tracked_files():
        if path.suffix in BINARY or path == Path(__file__) or not path.is_file():
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert not pattern.search(line), f"{path.relative_to(ROOT)}:{number}: {line[:120]}"


def test_every_lock_line_is_pinned_with_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        for requirement in lock.read_text("utf-8").replace("\\\n", " ").splitlines():
            if requirement.strip() and not requirement.startswith("#"):
                assert "==" in requirement and "--hash=sha256:" in requirement, f"{lock.name}: {requirement[:60]}"


def test_no_gpl_code_is_a_runtime_dependency() -> None:
    from importlib import metadata

    names = re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE)
    assert len(names) > 15
    for name in set(names):
        try:
            meta = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        terms = " ".join([meta.get("License-Expression") or "", *(meta.get_all("Classifier") or [])])
        assert not re.search(r"\b(A?GPL|GNU (Affero )?General Public)", terms), f"{name}: {terms}"


def test_embedded_data_fits_the_wheel() -> None:
    total = sum(path.stat().st_size for path in (PACKAGE / "evidence" / "embedded").rglob("*") if path.is_file())
    assert 0 < total <= 30 * 2**20
