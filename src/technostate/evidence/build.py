"""Build the embedded data from the raw sets: recipes run into a staging folder, which then replaces the old one whole.

A build that is killed leaves the old data as they were. The same raw files give the same bytes, so that the
checksums of the manifest can be compared between machines.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from technostate.errors import DataError, unknown_label
from technostate.evidence.origin import Kind, Origin

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Product:
    """One file that a recipe wrote, and what the manifest says about it.

    Parameters
    ----------
    path : str
        Relative to the embedded folder, with forward slashes, for example ``"series/pwt-10.01.parquet"``.
    title : str
        What it holds, in one line.
    origins : tuple of Origin
        Where it comes from; each origin's licence holds the words of the producer's terms.
    shape : tuple of int
        Rows and columns, or the axes of the main array.
    units : tuple of str
        Symbols of `technostate.units`.
    done : str
        What was done between the raw file and this one, in sentences.
    """

    path: str
    title: str
    kind: Kind
    origins: tuple[Origin, ...]
    shape: tuple[int, ...]
    units: tuple[str, ...]
    done: str


@dataclass(frozen=True)
class Recipe:
    """How to make some embedded files from raw ones.

    Parameters
    ----------
    name : str
        Unique name, shown as progress.
    source : str or tuple of str
        Folders under the raw root that must exist.
    outputs : tuple of str
        Paths it writes, relative to the embedded folder; no two recipes write the same one.
    run : callable
        ``run(raw, out)`` with the raw root (not the source folder) and the embedded root being built; returns a
        `Product` for each output.
    """

    name: str
    source: str | tuple[str, ...]
    outputs: tuple[str, ...]
    run: Callable[[Path, Path], Sequence[Product]]

    @property
    def sources(self) -> tuple[str, ...]:
        """The source folders as a tuple."""
        return (self.source,) if isinstance(self.source, str) else self.source


@contextmanager
def gathered(roots: Sequence[Path]) -> Iterator[Path]:
    """Yield one folder with the data sets of several: links, gone at the end.

    Raises
    ------
    DataError
        If two of them hold a data set of one name.
    """
    if len(roots) == 1:
        yield roots[0]
        return
    with tempfile.TemporaryDirectory(prefix="technostate-raw-") as place:
        for root in roots:
            for folder in sorted(item for item in root.iterdir() if item.is_dir()):
                link = Path(place) / folder.name
                if link.is_symlink():
                    raise DataError(f"{folder.name} is in {root} and in another folder", hint="keep one of the two")
                link.symlink_to(folder.resolve(), target_is_directory=True)
        yield Path(place)


def build(
    raw: Path,
    out: Path,
    recipes: Iterable[Recipe],
    *,
    only: Iterable[str] = (),
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, Any]:
    """Run the recipes and replace the folder `out` by what they made; return the manifest.

    Parameters
    ----------
    raw : Path
        Folder that holds one folder a raw data set.
    out : Path
        The embedded folder.
    only : iterable of str
        Names of the recipes to run; the other files of `out` are kept, and files are replaced one by one.
        Empty: all, nothing old is kept, and the folder is replaced whole.
    progress : callable, optional
        Called with (done, total, name of the recipe that starts or ``""`` at the end).

    Raises
    ------
    DataError
        If raw folders are missing, two recipes write one file, or a recipe does not write what it promised.
    LabelError
        If a name in `only` is not a recipe's.
    """
    chosen = _chosen(tuple(recipes), tuple(only))
    _check_sources(raw, chosen)
    out.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        records: dict[str, dict[str, Any]] = {}
        for index, recipe in enumerate(chosen):
            if progress:
                progress(index, len(chosen), recipe.name)
            for product in _run(recipe, raw, stage):
                records[product.path] = _record(product, recipe, stage)
        if progress:
            progress(len(chosen), len(chosen), "")
        if tuple(only):
            _replace_some(stage, out, records, {recipe.name for recipe in chosen})
        else:
            _write_manifest(stage, records)
            _swap(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return {"products": [records[path] for path in sorted(records)]}


def dump(record: Any) -> str:
    """Return JSON with sorted keys and one line end, so that the same record gives the same bytes."""
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _chosen(recipes: tuple[Recipe, ...], only: tuple[str, ...]) -> tuple[Recipe, ...]:
    names = [recipe.name for recipe in recipes]
    for name in only:
        if name not in names:
            raise unknown_label("recipe", name, names)
    owners: dict[str, str] = {}
    for recipe in recipes:
        for path in recipe.outputs:
            if path in owners:
                raise DataError(
                    f"recipes {owners[path]!r} and {recipe.name!r} both write {path}", hint="give one another path"
                )
            owners[path] = recipe.name
    return tuple(recipe for recipe in recipes if not only or recipe.name in only)


def _check_sources(raw: Path, recipes: Sequence[Recipe]) -> None:
    wanted = sorted({source for recipe in recipes for source in recipe.sources})
    missing = [source for source in wanted if not (raw / source).is_dir()]
    if missing:
        raise DataError(
            f"{raw} lacks {len(missing)} of {len(wanted)} raw data sets: {', '.join(missing)}",
            hint="--from names the folder that holds one folder a data set, for example ../shared/data",
        )


def _run(recipe: Recipe, raw: Path, stage: Path) -> Sequence[Product]:
    for path in recipe.outputs:
        (stage / path).parent.mkdir(parents=True, exist_ok=True)
    products = recipe.run(raw, stage)
    written = {product.path for product in products}
    if written != set(recipe.outputs) or any(not (stage / path).is_file() for path in written):
        raise DataError(
            f"recipe {recipe.name!r} promised {sorted(recipe.outputs)} and wrote {sorted(written)}",
            hint="outputs, products and files must agree",
        )
    return products


def _record(product: Product, recipe: Recipe, stage: Path) -> dict[str, Any]:
    path = stage / product.path
    return {
        "path": product.path,
        "title": product.title,
        "kind": product.kind,
        "recipe": recipe.name,
        "sources": list(recipe.sources),
        "sha256": checksum(path),
        "bytes": path.stat().st_size,
        "shape": list(product.shape),
        "units": sorted(set(product.units)),
        "licences": sorted({origin.licence for origin in product.origins}),
        "origins": [origin.as_dict() for origin in product.origins],
        "done": product.done,
    }


def _write_manifest(folder: Path, records: dict[str, dict[str, Any]]) -> None:
    text = dump({"products": [records[path] for path in sorted(records)]})
    draft = folder / f".{MANIFEST}"
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(folder / MANIFEST)


def _replace_some(stage: Path, out: Path, records: dict[str, dict[str, Any]], rebuilt: set[str]) -> None:
    """Move the staged files into `out` one by one, drop what the same recipes wrote before, then write the manifest."""
    old = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["products"] if (out / MANIFEST).is_file() else []
    for path in sorted(records):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (stage / path).replace(out / path)
    for record in old:
        if record["path"] in records:
            continue
        if record["recipe"] in rebuilt:
            (out / record["path"]).unlink(missing_ok=True)
        else:
            records[record["path"]] = record
    _write_manifest(out, records)


def _swap(stage: Path, out: Path) -> None:
    stage.chmod(0o755)
    old = out.with_name(f".{out.name}-old-{os.getpid()}")
    if out.exists():
        out.rename(old)
    stage.rename(out)
    shutil.rmtree(old, ignore_errors=True)
