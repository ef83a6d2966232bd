"""Pages of the site that are made: the README is its start, each notebook is a page, with a link to the file."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from nbclient import NotebookClient
from traitlets.config import Config

#: Files of the repository's root → their names in the site.
_FROM_ROOT = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
_BENCHMARKS = "benchmarks/results/"
#: A link to a file of the repository: words, path, anchor.
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)\s#]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made; with EXECUTE=1 notebooks are run and show what they print."""
    docs = Path(config.docs_dir)
    for source, target in _FROM_ROOT.items():
        text = (docs.parent / source).read_text("utf-8")
        files.append(File.generated(config, target, content=_LINK.sub(_within, text).replace("](docs/", "](")))
    for path in sorted((docs.parent / _BENCHMARKS).glob("*.md")):
        files.append(File.generated(config, f"benchmarks/{path.name}", content=path.read_text("utf-8")))
    for path in sorted((docs / "notebooks").glob("*.ipynb")):
        notebook = executed(path) if os.environ.get("EXECUTE") == "1" else nbformat.read(path, as_version=4)
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=as_markdown(notebook, path.name)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Point links to the benchmarks, which lie beside the documentation, to their pages."""
    up = "../" * page.file.src_uri.count("/")
    return markdown.replace(f"](../{up}{_BENCHMARKS}", f"]({up}benchmarks/")


def executed(path: Path) -> Any:
    """Return a notebook with its outputs, run in an empty folder; an error in a cell is an error here."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        # Files as the kernel's sockets instead of ports: nobody else can reach it.
        kernel = {"transport": "ipc", "connection_file": str(Path(folder) / "kernel.json")}
        (work := Path(folder) / "work").mkdir()
        told = Config({"AsyncKernelManager": kernel})
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(work)}}, config=told).execute()
    return notebook


def as_markdown(notebook: Any, name: str) -> str:
    """Return a notebook as a page: its words, its code, and what the cells printed, where they were run.

    Parameters
    ----------
    name : str
        File name, for the link under the title.
    """
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            continue
        parts.append(f"```python\n{cell.source}\n```")
        printed = "\n".join(filter(None, map(_printed, cell.get("outputs", ()))))
        if printed:
            parts.append(f"```text\n{printed}\n```")
    title, *rest = parts
    head, _, below = title.partition("\n")
    return "\n\n".join([head, below.strip(), f"[This page as a notebook]({name}).", *rest]) + "\n"


def _printed(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text).rstrip("\n")
    return str(output.get("data", {}).get("text/plain", ""))


def _within(match: re.Match[str]) -> str:
    """Return a link of a page of the root as a link of the site; of what the site does not hold, the words."""
    words, path, anchor = match[1], match[2], match[3] or ""
    if path in _FROM_ROOT:
        return f"[{words}]({_FROM_ROOT[path]}{anchor})"
    if path.startswith("docs/"):
        return f"[{words}]({path.removeprefix('docs/')}{anchor})"
    if path.startswith(_BENCHMARKS):
        return f"[{words}](benchmarks/{path.removeprefix(_BENCHMARKS)}{anchor})"
    return words
