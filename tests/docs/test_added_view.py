"""The worked example of docs/adding-a-view.md is a view like those that ship, and every door agrees on it."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-view.md"
TITLED = re.compile(r'^```python title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def module(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


def test_the_smallest_view_is_one_file_and_its_test_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (name, source), (test_name, test) = TITLED.findall(PAGE.read_text("utf-8"))
    assert (name, test_name) == ("src/technostate/view/newest.py", "tests/view/test_view_newest.py")
    (tmp_path / "newest.py").write_text(source, "utf-8")
    (tmp_path / "asked.py").write_text(test.replace("from .doors", "from view.doors"), "utf-8")
    for made in ("technostate.view.newest", "view.test_view_newest"):
        monkeypatch.setitem(sys.modules, made, ModuleType(made))
    view = module(tmp_path / "newest.py", "technostate.view.newest")
    asked = module(tmp_path / "asked.py", "view.test_view_newest")
    asked.test_every_door_says_the_newest_figure()
    answer = view.newest("worldbank/wdi/GB.XPD.RSDV.GD.ZS", "CHN")
    assert "China: 2.58\u00a0% of GDP in 2023. [1]" in answer.text()
    with pytest.raises(view.DataError, match="has no figure of TUV"):
        view.newest("worldbank/wdi/GB.XPD.RSDV.GD.ZS", "TUV")
