"""What is asked: a question with its values, its address and the code that gives the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import quote, urlencode

from technostate.errors import LabelError, nearest
from technostate.web.question import Question

#: Parameters of every address, which are no part of what is asked: the edition a link was made with, light or dark,
#: tables with all their rows, and the states a reader looks at where a question is not about states.
BESIDE = frozenset({"edition", "theme", "whole", "state", "against"})

#: Comparator of the state that is everybody's usual comparator.
OTHER = "CHN"


#: Values that are read at once, faults that are said of them, and characters of an address; a twin's has some more.
MOST_SAID, MOST_WRONG, LONGEST_ADDRESS = 256, 12, 4000


@dataclass(frozen=True)
class Asked:
    """A question with its values.

    Parameters
    ----------
    values : tuple of (str, str)
        Canonical, in the order of the parameters; what equals its default is left out, save in the path.
    """

    question: Question
    values: tuple[tuple[str, str], ...]

    @property
    def given(self) -> dict[str, str]:
        """Every value that is said or has a default, by name."""
        return {row.name: row.default for row in self.question.parameters if row.default} | dict(self.values)

    @property
    def path(self) -> str:
        """The path of its address, without query."""
        found = self.question.path
        for name in self.question.required:
            found = found.replace(
                f"{{{name}}}", quote(self.given[name], safe="/+," if self.question.parameter(name).slashes else "+,")
            )
        return found

    @property
    def query(self) -> str:
        """The query of its address, without question mark."""
        required = self.question.required
        return urlencode([item for item in self.values if item[0] not in required], safe=",:")

    @property
    def address(self) -> str:
        """Its address: the same for the same question, however it was typed."""
        return self.twin("")

    def twin(self, suffix: str) -> str:
        """Return the address of its twin in another format.

        Parameters
        ----------
        suffix : str
            With its dot, as ``.json``.
        """
        path = self.path if self.path != "/" or not suffix else "/home"
        return path + suffix + (f"?{self.query}" if self.query else "")

    def changed(self, **values: str) -> Asked:
        """Return the same question with other values; an empty one is left out."""
        return read(self.question, self.given | values)

    def text(self, suffix: str) -> tuple[str, str] | None:
        """Return its twin that is written from the address alone, name and text of the file; None where it has none."""
        target = dict(self.question.texts).get(suffix)
        if target is None:
            return None
        module, _, name = target.partition(":")
        found: tuple[str, str] = getattr(import_module(module), name)(self)
        return found

    def record(self) -> dict[str, Any]:
        """Return what it is in plain JSON types, as the digest of its answer is made of."""
        return {"question": self.question.key, "values": dict(self.values)}

    def python(self) -> str:
        """Return the Python that gives the same numbers."""
        module, _, name = self.question.target.partition(":")
        given, named = self.question.arguments(self.given)
        words = [repr(item) for item in given] + [f"{key}={value!r}" for key, value in named.items()]
        return f"from {module} import {name}\n\n{name}({', '.join(words)}).frame()"


def beside(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what an address says beside what is asked, for the page around the answer.

    Examples
    --------
    >>> beside([("sector", "C26"), ("theme", "dark")])
    {'theme': 'dark'}
    """
    return {name: text[:60] for name, text in said if name in BESIDE}


def _another(question: Question, found: Mapping[str, str]) -> dict[str, str]:
    """Return another comparator than the usual one where that is the state itself and none was said."""
    usual = {row.name: row.default for row in question.parameters}
    state = found.get("state") or usual.get("state")
    if found.get("against") or not state or state != usual.get("against") or "against" in question.required:
        return {}
    return {"against": OTHER}


def read(question: Question, said: Mapping[str, str] | Iterable[tuple[str, str]]) -> Asked:
    """Return what is asked.

    Raises
    ------
    LabelError
        If something is not known, not possible or missing; all of it at once.
    """
    given = list(said.items()) if isinstance(said, Mapping) else list(said)
    if len(given) > MOST_SAID:
        raise LabelError(f"{len(given):,} values are said", hint=f"at most {MOST_SAID}")
    rows = question.folded(given)
    known = {row.name: row for row in question.parameters}
    found: dict[str, str] = {}
    wrong: list[str] = []
    for name, text in rows:
        if name not in known:
            if name in BESIDE:
                continue
            # Nobody reads the thousandth suggestion, and each takes time.
            close = nearest(name[:60], known) if len(wrong) < MOST_WRONG else ()
            wrong.append(
                f"{name[:60]!r} is nothing that is asked here" + (f"; did you mean {close[0]}?" if close else "")
            )
            continue
        try:
            value = known[name].canonical(text)
        except LabelError as error:
            wrong.append(str(error) + (f" ({error.hint})" if error.hint else ""))
            continue
        if name in found and value != found[name] and not known[name].many:
            wrong.append(f"{name} is said twice")
        found[name] = (
            ",".join(dict.fromkeys([*found.get(name, "").split(","), value])).strip(",")
            if (known[name].many)
            else value
        )
    if not wrong:
        found |= _another(question, found)
    wrong += [f"{name} is not said" for name in question.required if not (found.get(name) or known[name].default)]
    if wrong:
        words = f"asked here: {', '.join(known)}" if known else "nothing is asked here"
        more = [f"and {len(wrong) - MOST_WRONG} more"] if len(wrong) > MOST_WRONG else []
        raise LabelError("; ".join([*wrong[:MOST_WRONG], *more]), hint=words)
    kept = [
        (row.name, found.get(row.name) or row.default)
        for row in question.parameters
        if row.name in question.required or (found.get(row.name) or row.default) != row.default
    ]
    asked = Asked(question, tuple(kept))
    if (length := len(asked.address)) > LONGEST_ADDRESS:
        raise LabelError(f"its address would have {length:,} characters", hint=f"at most {LONGEST_ADDRESS:,}")
    return asked
