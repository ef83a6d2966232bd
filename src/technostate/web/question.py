"""A question: an address, what it may be told, and the view that answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

from technostate.web.parameter import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from technostate.write import View


@dataclass(frozen=True)
class Question:
    """What can be asked at one address.

    Parameters
    ----------
    key : str
        Its name, also in the API and for assistants.
    path : str
        Address; ``{name}`` stands for a parameter that must be said, the rest are parameters of the query.
    title : str
        In the navigation and in lists.
    words : str
        One sentence: what it answers.
    target : str
        ``module:function`` of the view; imported where numbers are made, never by the process that serves.
    parameters : tuple of Parameter
        In the order of the view's arguments.
    spread : str
        Parameter whose values are the view's positional arguments.
    room : str
        Part of the navigation that it belongs to, a key of `technostate.web.questions.ROOMS`.
    first : bool
        Whether it is the page of its part.
    long : bool
        Work of more than some seconds: asked for by a reader, as a job; a visit alone starts nothing.
    slow : bool
        Work that takes long where nothing is kept, though a visit starts it: it holds up no other page.
    around : str
        ``module:function`` of what a page has beside the answer: ``(asked, bundle or None) -> Markup`` put before it.
    below : bool
        Whether that stands after the answer instead.
    form : bool
        Whether it is a form of its own, in place of the usual controls.
    examples : tuple of str
        Addresses that are made ahead, and shown in the API.
    fixed : mapping
        Arguments that the view always gets.
    folds : str
        ``module:function`` that turns what a form of its own sends into what an address says: pairs to pairs.
    texts : tuple of (str, str)
        Suffix and ``module:function`` of twins written from the address alone: ``(asked) -> (name of the file, text)``.
    """

    key: str
    path: str
    title: str
    words: str
    target: str
    parameters: tuple[Parameter, ...] = ()
    spread: str = ""
    room: str = ""
    first: bool = False
    long: bool = False
    slow: bool = False
    around: str = ""
    below: bool = False
    form: bool = False
    examples: tuple[str, ...] = ()
    fixed: tuple[tuple[str, Any], ...] = field(default=())
    folds: str = ""
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the parameters in the path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name."""
        return next(row for row in self.parameters if row.name == name)

    def folded(self, said: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return what is said as an address says it, where a form of its own sends it in other fields.

        Raises
        ------
        LabelError
            If a field has not the form that it must have.
        """
        if not self.folds:
            return said
        module, _, name = self.folds.partition(":")
        found: list[tuple[str, str]] = getattr(import_module(module), name)(said)
        return found

    def function(self) -> Callable[..., View[Any]]:
        """Return the view's function; this imports what makes numbers."""
        module, _, name = self.target.partition(":")
        found: Callable[..., View[Any]] = getattr(import_module(module), name)
        return found

    def arguments(self, values: dict[str, str]) -> tuple[list[Any], dict[str, Any]]:
        """Return positional and named arguments of the view for canonical values; those in the path come first."""
        typed = {row.name: row.value(values[row.name]) for row in self.parameters if values.get(row.name)}
        spread = list(typed.pop(self.spread, ())) if self.spread else []
        first = [typed.pop(name) for name in self.required if name in typed]
        return [*first, *spread], {**typed, **dict(self.fixed)}

    def answer(self, values: dict[str, str], progress: Callable[[str, float | None], None] | None = None) -> View[Any]:
        """Return the view; progress is shown where the view shows any."""
        function = self.function()
        given, named = self.arguments(values)
        if progress is not None and "progress" in signature(function).parameters:
            named["progress"] = progress
        return function(*given, **named)
