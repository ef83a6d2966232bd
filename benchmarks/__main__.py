"""`python -m benchmarks` runs all benchmarks, `--list` names them, `NAME [options]` runs one.

Those that make pages of the documentation take minutes and run by name alone. A name with an underscore is a part of
the benchmark before it: all together run it once.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks

#: Make pages of the documentation (and their figures) instead of times.
PAGES = ("estimates", "mechanisms", "study")


def available() -> dict[str, str]:
    """Name → first line of its docstring, for every module here that has a `main`."""
    names = [item.name for item in pkgutil.iter_modules(benchmarks.__path__) if not item.name.startswith("_")]
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in names}
    return {name: (module.__doc__ or "").splitlines()[0] for name, module in modules.items() if hasattr(module, "main")}


def run(words: list[str]) -> int:
    """Run the benchmark named by the first word, all without a word, or list them."""
    known = available()
    if words == ["--list"]:
        for name, text in known.items():
            print(f"{name:<16}{text}")
        return 0
    if not words:
        return max(run([name]) for name in known if "_" not in name and name not in PAGES)
    if words[0] not in known:
        print(f"benchmarks: unknown benchmark {words[0]!r}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"benchmarks.{words[0]}").main(words[1:]))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
