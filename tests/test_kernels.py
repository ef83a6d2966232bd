"""Compiled functions on disk: damaged files are compiled anew, and no folder to write into is no reason to stop."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from technostate import caches, kernels, notices
from technostate.errors import Notice

OUTER = """
from technostate.kernels import compiled
from {inner} import twice

@compiled()
def twice_and_one(x: float) -> float:
    return twice(x) + 1.0
"""
INNER = """
import numpy as np
from technostate.kernels import compiled

@compiled()
def twice(x: float) -> float:
    return {factor} * x
"""

numbers = itertools.count()
Load = Callable[..., Callable[[float], float]]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Load two modules of kernels as a new process would."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    folder = tmp_path / "engine"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(notices, "_told", set())
    inner = f"inner_{next(numbers)}"

    def loaded(factor: str = "2.0") -> Callable[[float], float]:
        kernels._folder.cache_clear()
        kernels._stamp.cache_clear()
        (folder / f"{inner}.py").write_text(INNER.format(factor=factor))
        (folder / "outer.py").write_text(OUTER.format(inner=inner))
        import sys

        sys.modules.pop(inner, None)
        importlib.invalidate_caches()
        spec = importlib.util.spec_from_file_location("outer", folder / "outer.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found: Callable[[float], float] = module.twice_and_one
        return found

    yield loaded
    kernels._folder.cache_clear()
    kernels._stamp.cache_clear()
    notices.listen(None)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.kernel"))


def flipped(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


DAMAGES = {"empty": lambda content: b"", "cut": lambda content: content[:-9], "junk": lambda content: b"junk"}


@pytest.mark.parametrize("damage", [*DAMAGES.values(), flipped], ids=[*DAMAGES, "bit"])
def test_a_damaged_kernel_is_compiled_anew(load: Load, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    assert load()(3.0) == 7.0
    for path in kept(tmp_path):
        path.write_bytes(damage(path.read_bytes()))
    told: list[str] = []
    notices.listen(told.append)
    assert load()(3.0) == 7.0
    assert told == [kernels.COMPILING]
    assert all(caches.read_whole(path, kernels._WORD) for path in kept(tmp_path))


def test_two_kernels_that_were_exchanged_are_compiled_anew(load: Load, tmp_path: Path) -> None:
    assert load()(3.0) == 7.0
    one, two = kept(tmp_path)
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    assert load()(3.0) == 7.0


def test_a_kept_kernel_is_not_compiled_again_and_compiling_is_said_once(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    notices.listen(told.append)
    load()(3.0)
    assert told == [kernels.COMPILING]
    monkeypatch.setattr(notices, "_told", set())
    assert load()(3.0) == 7.0
    assert len(told) == 1


def test_a_change_in_a_kernel_that_is_called_from_another_module_is_seen(load: Load, tmp_path: Path) -> None:
    assert load()(3.0) == 7.0
    names = kept(tmp_path)
    assert load("5.0")(3.0) == 16.0
    assert len(kept(tmp_path)) == len(names)
    assert not set(kept(tmp_path)) & set(names)


def test_a_full_disk_is_said_once_and_the_answer_stands(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caches, "write_whole", full)
    with pytest.warns(Notice, match="were not kept.*No space left on device") as said:
        assert load()(3.0) == 7.0
    assert len(said) == 1


def test_where_no_folder_of_the_user_can_be_written_a_temporary_one_is_used(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = tmp_path / "temporary"
    free.mkdir()
    write = caches.can_write
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(free))
    monkeypatch.setattr(caches, "can_write", lambda folder: folder.is_relative_to(free) and write(folder))
    monkeypatch.setattr(caches, "user_cache", lambda: None)
    with pytest.warns(Notice, match=f"no cache of yours can be written; .* kept in {free}") as said:
        assert load()(3.0) == 7.0
    assert len(said) == 1
    assert len(kept(free)) == 2


def test_where_nothing_can_be_written_every_run_compiles(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(caches, "can_write", lambda folder: False)
    with pytest.warns(Notice, match="compiled anew in every run"):
        assert load()(3.0) == 7.0
    assert kept(tmp_path) == []


def test_a_kernel_calls_its_own_copies_of_others(load: Load) -> None:
    """A copy under a shared name would be exchanged for whichever a process loaded first."""
    # Longer than what is put in place of a call.
    made: Any = load(" * ".join(["2.0", *(f"np.sin(x + {at})" for at in range(100))]))
    made(1.0)
    (overload,) = made.overloads.values()
    words = overload.library.get_llvm_str()
    assert "call" in words and "linkonce_odr" not in words
