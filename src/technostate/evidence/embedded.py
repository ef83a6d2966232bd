"""The data that ship inside the package: where they are, what the manifest says, whether they are intact."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from technostate.errors import DataError
from technostate.evidence.build import MANIFEST, checksum

#: What every damaged-file message advises.
REPAIR = "reinstall technostate, or rebuild with: technostate data build --from DIR"


def root() -> Path:
    """Return the folder of the embedded data."""
    return Path(str(resources.files("technostate.evidence").joinpath("embedded")))


@cache
def manifest() -> dict[str, Any]:
    """Return the manifest of the embedded data: ``{"products": [...]}``, sorted by path.

    Each product has path, title, kind, recipe, sources, sha256, bytes, shape, units, licences, origins and `done`.
    """
    return read_manifest(root())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of any embedded folder; raises `DataError` if it is absent or malformed."""
    path = folder / MANIFEST
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise DataError(f"there is no {MANIFEST} in {folder}", hint=REPAIR) from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is not JSON: {error}", hint=REPAIR) from None
    products = record.get("products") if isinstance(record, dict) else None
    if not isinstance(products, list):
        raise DataError(f"{path} lists no products", hint=REPAIR)
    if not all(isinstance(item, dict) and {"path", "sha256"} <= item.keys() for item in products):
        raise DataError(f"{path} lists products without path and checksum", hint=REPAIR)
    return {**record}


@dataclass(frozen=True)
class Check:
    """The state of one file: ``"ok"``, ``"changed"``, ``"missing"`` or ``"not in the manifest"``."""

    path: str
    state: str
    bytes: int


def inspect(folder: Path | None = None) -> tuple[Check, ...]:
    """Return the state of every file of the manifest and of every file beside them, sorted by path."""
    base = folder or root()
    checks = []
    listed = {MANIFEST}
    for record in read_manifest(base)["products"]:
        path = base / record["path"]
        listed.add(record["path"])
        if not path.is_file():
            checks.append(Check(record["path"], "missing", 0))
            continue
        state = "ok" if checksum(path) == record["sha256"] else "changed"
        checks.append(Check(record["path"], state, path.stat().st_size))
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base).as_posix()
        if path.is_file() and name not in listed:
            checks.append(Check(name, "not in the manifest", path.stat().st_size))
    return tuple(sorted(checks, key=lambda check: check.path))


def verify(folder: Path | None = None) -> tuple[Check, ...]:
    """Return the checks of all files if every one is intact.

    Raises
    ------
    DataError
        If a file is missing, changed or not in the manifest; all are named.
    """
    checks = inspect(folder)
    bad = [check for check in checks if check.state != "ok"]
    if bad:
        listing = "; ".join(f"{check.path}: {check.state}" for check in bad[:20])
        more = f" and {len(bad) - 20} more" if len(bad) > 20 else ""
        raise DataError(f"{len(bad)} of {len(checks)} embedded files are not intact: {listing}{more}", hint=REPAIR)
    return checks
