"""The form with which a question is asked with other values: it works without script, and swaps the answer with it."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.evidence import regions
from technostate.web.asked import Asked
from technostate.web.links import LOOKED_AT, NOTHING, Beside, with_file
from technostate.web.parameter import Parameter
from technostate.write.markup import Markup, Node, element, join
from technostate.write.names import name

#: With script a form swaps the answer and what stands around it, and the address follows.
SWAP = {
    "hx_get": "/ask",
    "hx_target": "#main",
    "hx_select": "#main",
    "hx_swap": "outerHTML show:none",
    "hx_select_oob": "#bar,#foot,#said",
    "hx_push_url": "true",
    "hx_indicator": "#main",
}
#: Choices up to which several are ticked in boxes.
_BOXES = 8


def controls(asked: Asked, beside: Beside = NOTHING) -> Markup | None:
    """Return the form of a question: all it may be told but the states, which stand in the bar."""
    rows = [row for row in asked.question.parameters if row.name not in LOOKED_AT and not row.apart]
    if not rows:
        return None
    shown = {row.name for row in rows}
    kept = [hidden(key, value) for key, value in asked.values if key not in shown]
    rest = (row.name for row in asked.question.parameters if row.name not in (*LOOKED_AT, *asked.question.required))
    plain = asked.changed(**dict.fromkeys(rest, ""))
    reset = element("a", "Reset", href=plain.address, class_="reset") if plain != asked else None
    return element(
        "form",
        [field(row, asked.given.get(row.name, ""), explicit=asked) for row in rows],
        kept,
        hidden("theme", beside.get("theme", "")),
        element("div", element("button", "Show", id="show"), reset, class_="go"),
        **{**SWAP, "hx_get": f"/ask/{asked.question.key}"},
        action=f"/ask/{asked.question.key}",
        class_="controls",
        aria_label=f"{asked.question.title}: what is shown",
    )


def hidden(key: str, value: str) -> Markup | None:
    """Return a value that a form carries unseen; None where there is none."""
    return element("input", type="hidden", name=key, value=value) if value else None


def field(row: Parameter, value: str, *, prefix: str = "ask", explicit: Asked | None = None) -> Markup:
    """Return the labelled control of a parameter.

    Parameters
    ----------
    value : str
        Canonical; empty for nothing.
    prefix : str
        Of the control's id, so that two forms fit one page.
    """
    key = f"{prefix}-{row.name}"
    if row.kind == "choice" and row.many and len(row.choices) <= _BOXES:
        return _boxes(row, value.split(","), key)
    if row.kind == "flag":
        box = element("input", type="checkbox", name=row.name, value="yes", checked=value == "yes", id=key)
        return element("div", box, element("label", row.title, for_=key), class_="field tick")
    label = element("label", row.title, for_=key)
    required = explicit is not None and row.name in explicit.question.required
    if row.kind == "choice" and not row.many:
        control = element("select", _choices(row, value, empty=not (row.default or required)), name=row.name, id=key)
    elif row.kind == "state" and not row.many:
        options = state_options(value, empty=not (row.default or required))
        control = element("select", options, name=row.name, id=key)
    else:
        control = _typed(row, value, key, required)
    return element("div", label, control, class_=f"field {row.kind}")


def _typed(row: Parameter, value: str, key: str, required: bool) -> Markup:
    """Return a line to type in, with suggestions where there are any."""
    suggested = row.choices or (with_file() if row.kind == "state" else ())
    names = row.names or ((*map(name, suggested),) if row.kind == "state" else suggested)
    listed = None
    if suggested:
        options = [element("option", words if words != code else None, value=code)
                   for code, words in zip(suggested, names, strict=True)]  # fmt: skip
        listed = element("datalist", options, id=f"{key}-list")
    number = row.kind in ("whole", "number") and not row.many
    finite = {"min": row.least, "max": row.most} if number else {}
    box = element(
        "input",
        type="number" if number else "text",
        step=("1" if row.kind == "whole" else "any") if number else None,
        **{side: f"{end:.12g}" for side, end in finite.items() if abs(end) != float("inf")},
        name=row.name, value=value, id=key, required=required, autocomplete="off",
        maxlength=None if number else row.longest,
        list=f"{key}-list" if suggested else None,
        placeholder="several, with commas" if row.many else None,
    )  # fmt: skip
    return join(box, listed)


def _boxes(row: Parameter, chosen: Sequence[str], key: str) -> Markup:
    boxes = [
        element(
            "div",
            element("input", type="checkbox", name=row.name, value=code, checked=code in chosen, id=f"{key}-{at}"),
            element("label", words, for_=f"{key}-{at}"),
            class_="tick",
        )
        for at, (code, words) in enumerate(zip(row.choices, row.names or row.choices, strict=True))
    ]
    return element("fieldset", element("legend", row.title), boxes, class_="field")


def _choices(row: Parameter, value: str, *, empty: bool) -> list[Markup]:
    rows = [*([("", "–")] if empty else []), *zip(row.choices, row.names or row.choices, strict=True)]
    return [_option(code, words, value) for code, words in rows]


def state_options(value: str, *, empty: bool = False) -> list[Node]:
    """Return the options of a state: those that have a file first, then all others.

    Parameters
    ----------
    value : str
        The chosen one; one that is in no list stands first.
    empty : bool
        Whether nothing may be chosen.
    """
    first = with_file()
    others = sorted(set(regions.countries()) - set(first), key=name)
    known = {*first, *others}
    beyond = [value] if value and value not in known else []
    return [
        _option("", "–", value) if empty else None,
        [_option(code, name(code), value) for code in (*beyond, *first)],
        element("optgroup", [_option(code, name(code), value) for code in others], label="Other economies"),
    ]


def _option(code: str, words: str, value: str) -> Markup:
    return element("option", words, value=code, selected=code == value)
