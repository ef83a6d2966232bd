"""The form of the shock lab, drawn from its address alone: it works without script; and its page of YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from technostate.shocks.written import KINDS, LISTS, MOST, RANGES, Line, Written, shipped_lines, shipped_names, written
from technostate.shocks.written.line import PARTS
from technostate.shocks.written.page import STARTS
from technostate.shocks.written.shipped import shipped
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.pages import lab_words as words
from technostate.web.pages.lab_fold import shown_amount
from technostate.write.markup import Markup, Node, element, join

#: Horizons as a reader sees them.
HORIZONS = {"all": "weeks, year and decade", "weeks": "weeks", "year": "year", "path": "years 1 to 10",
            "decade": "decade"}  # fmt: skip
#: Value of an address → the command line's option.
_OPTIONS = {"horizon": "--horizon", "path": "--path", "draws": "--draws", "seed": "--seed", "days": "--days",
            "doubt": "--doubt", "coalition": "--coalition", "mirrored": "--mirror",
            "lasting": "--lasting"}  # fmt: skip

#: Fields of a measure that most readers leave as they are.
_RARE = ("use", "rent", "to", "starts", "ends", "name")


def around(asked: Asked, bundle: Bundle | None, wrong: Sequence[str] = ()) -> Markup:
    """Return the form of the lab, and below it what to do with the shock: save, compare.

    Parameters
    ----------
    wrong : sequence of str
        What is wrong, as the reader of shocks says it; what is about a measure stands beside it.
    """
    given, shown = asked.given, written(asked.given)
    own = shown.lines if not shown.kept or shown.lines else shipped_lines(shown.base)
    rows = own if len(own) <= MOST else ()
    inside = [
        element("button", "Check", formaction="/ask/lab-check", class_="vh", tabindex=-1),
        _start(shown),
        _kept(shown, rows),
        [measure(at, row, _about(at, row, wrong)) for at, row in enumerate(rows, 1)],
        _button("add", "Add a measure") if len(rows) < MOST else None,
        _run(given),
        _world(given),
        element(
            "p", element("button", "Run", formaction="/jobs", formmethod="post", class_="main"), " ",
            element("button", "Check only", formaction="/ask/lab-check"), " ",
            element("button", "Save as YAML", formaction="/lab.yaml"), class_="do",
        ),
        _open(),
    ]  # fmt: skip
    lists = [_datalist("lab-states", words.states()), _datalist("lab-sectors", words.SECTORS)]
    form = element("form", element("h2", "Build a shock"), _hidden("question", "lab"), inside, lists, action="/ask/lab")
    return element("div", form, _beside(asked, shown), class_="lab")


def yaml(asked: Asked) -> str:
    """Return the page of YAML that the command line runs to the same numbers, with the command as its first line."""
    shown = written(asked.given)
    said = [f"{flag}{'' if asked.given[name] == 'yes' else ' ' + asked.given[name]}"
            for name, flag in _OPTIONS.items() if name in dict(asked.values)]  # fmt: skip
    return f"# {' '.join(['technostate shock', f'{shown.name}.yaml', *said])}\n{shown.yaml()}"


def file(asked: Asked) -> tuple[str, str]:
    """Return the name and the text of the file of a shock."""
    return f"{written(asked.given).name}.yaml", yaml(asked)


def _about(number: int, row: Line, wrong: Sequence[str]) -> list[str]:
    """Return what is wrong with a measure."""
    heads = (f"measure {number} (", f"measure {number} has", f"measure {number}:", f"{row.named(number)}:")
    return [text for line in wrong if (text := line.strip().removeprefix("- ")).startswith(heads)]


def _start(shown: Written) -> Node:
    options = [element("option", "nothing", value="", selected=not shown.base)]
    options += [element("option", _titled(name), value=name, selected=name == shown.base) for name in shipped_names()]
    first = shown.starts or (str(shipped(shown.base).get("starts", "")) if shown.base else STARTS)
    return join(
        _field("Start from", element("select", options, name="from")),
        _button("start", "Start from it"),
        _hidden("start", shown.base),
        _field("Title", element("input", name="title", value=shown.title, maxlength=120, placeholder=shown.named())),
        _field("First day", element("input", name="starts", type="date", value=first)),
    )


def _titled(name: str) -> str:
    title = str(shipped(name)["title"])
    return f"{name}: {title}" if len(title) < 60 else f"{name}: {title[:57].rsplit(' ', 1)[0]} …"


def _kept(shown: Written, rows: Sequence[Line]) -> Node:
    """Return whether the measures of the shock it starts from stay, where it has more than a form can hold."""
    count = len(shipped_lines(shown.base)) if shown.base else 0
    if not count or (count <= MOST and not shown.keep):
        return None
    said = f"keep the {count} measures of {shown.base} as they are"
    if not rows:
        return join(element("p", f"It keeps the {count} measures of {shown.base}."), _hidden("keep", "yes"))
    return element("label", _tick("keep", shown.kept), said, class_="tick")


def measure(number: int, row: Line, wrong: Sequence[str] = ()) -> Markup:
    """Return the fields of one measure, with what is wrong with it."""
    kinds = words.KINDS if row.kind in words.KINDS else {row.kind: row.kind, **words.KINDS}
    kind = element("select", _options(kinds, row.kind), name=f"m{number}.kind")
    names = (*KINDS.get(row.kind, ()), "starts", "ends", "name")
    few = [_one(number, row, name, wrong) for name in names if name not in _RARE]
    rare = [_one(number, row, name, wrong) for name in names if name in _RARE]
    opened = any(row.get(name) for name in ("use", "rent", "to", "starts", "ends"))
    said = [text for text in wrong if not any(_names(text, name) for name in KINDS.get(row.kind, ()))]
    return element(
        "fieldset",
        element("legend", f"Measure {number}: {words.KINDS.get(row.kind, row.kind)}"),
        [element("p", text, class_="wrong") for text in said],
        _field("Kind", kind),
        element("div", few, class_="fields"),
        element("details", element("summary", "Days, use, rent, name"), rare, open=opened),
        _button(f"remove-{number}", "Remove", label=f"Remove measure {number}"),
    )


def _names(text: str, field: str) -> bool:
    """Return whether what is wrong is about a field."""
    told = text.partition("): ")[2] or text
    return told.startswith((f"{field}:", f"{field} is", f"{field}.")) or (field == "sectors" and "sector" in told)


def _one(number: int, row: Line, name: str, wrong: Sequence[str]) -> Markup:
    key, value = f"m{number}.{name}", row.get(name)
    said = [element("span", text.partition("): ")[2] or text, class_="wrong") for text in wrong if _names(text, name)]
    if name in RANGES:
        return join(_amount(key, row, name), said)
    control: Markup
    if name in words.CHOICES:
        choices = words.CHOICES[name]
        choices = choices if value in choices else {**choices, value: value}
        control = element("select", _options(choices, value), name=key)
    elif name in LISTS:
        known = "lab-sectors" if name == "sectors" else "lab-states"
        control = element("input", name=key, value=value, list=known, maxlength=300, autocomplete="off")
    elif name in ("starts", "ends"):
        control = element("input", name=key, type="date", value=value)
    else:
        control = element("input", name=key, value=value, maxlength=60)
    return _field(words.FIELDS[name], control, said)


def _amount(key: str, row: Line, name: str) -> Markup:
    title, per_cent = words.amount(row.kind, name)
    parts = row.get(name).split(",")
    low, central, high = parts * 3 if len(parts) == 1 else (*parts, "", "", "")[:3]
    if len(parts) == 1:
        low = high = ""
    if (row.kind, name) == ("delay", "share"):
        return _field(title, _number(f"{key}.central", shown_amount(central, per_cent)))
    each = zip(PARTS, (low, central, high), strict=True)
    fields = [_field(part, _number(f"{key}.{part}", shown_amount(text, per_cent))) for part, text in each]
    return element("fieldset", element("legend", title), fields, class_="range")


def _number(name: str, value: str) -> Markup:
    return element("input", name=name, value=value, inputmode="decimal", maxlength=20)


def _run(given: Mapping[str, str]) -> Node:
    horizon = element("select", _options(HORIZONS, given.get("horizon", "all")), name="horizon")
    ticks = {"path": "years 1 to 10 too", "coalition": "as a coalition grows", "mirrored": "sides exchanged",
             "lasting": "measures last"}  # fmt: skip
    return element(
        "fieldset", element("legend", "How it is run"), _field("Horizon", horizon),
        [element("label", _tick(name, bool(given.get(name))), said, class_="tick") for name, said in ticks.items()],
        element(
            "div",
            _field("Cases drawn", element("input", name="draws", value=given.get("draws", ""), inputmode="numeric",
                                          placeholder="64; weeks 8")),
            _field("Seed", element("input", name="seed", value=given.get("seed", ""), inputmode="numeric",
                                   placeholder="0")),
            class_="fields",
        ),
    )  # fmt: skip


def _world(given: Mapping[str, str]) -> Node:
    worlds = {"": "the shock’s own", **{name: name for name in words.WORLDS}}
    names = ("world", "products", "tariffs", "days", "doubt")
    return element(
        "details", element("summary", "World, products, tariffs, days"),
        _field("World", element("select", _options(worlds, given.get("world", "")), name="world")),
        _field("Products cut out of it", element("input", name="products", value=given.get("products", ""),
                                                 list="lab-products")),
        _field("Tariffs of", element("input", name="tariffs", value=given.get("tariffs", ""), placeholder="2024")),
        _field("Days of the weeks", element("input", name="days", value=given.get("days", ""), placeholder="91")),
        _field("Share of cases without substitutes",
               element("input", name="doubt", value=given.get("doubt", ""), placeholder="0.2")),
        _datalist("lab-products", {name: name for name in words.PRODUCTS}),
        open=any(given.get(name) for name in names),
    )  # fmt: skip


def _open() -> Node:
    area = element("textarea", Markup(""), name="yaml", rows=6, maxlength=6000, spellcheck="false")
    return element(
        "details", element("summary", "Open a page of YAML"), _field("The text of its file", area),
        _button("open", "Open it"),
    )  # fmt: skip


def _beside(asked: Asked, shown: Written) -> Node:
    """Return the shock as YAML, and the way to a second one."""
    lab = asked.changed() if asked.question.key == "lab" else None
    compare = "/lab/compare?" + _query(a=lab.address if lab else f"/lab?{asked.query}".rstrip("?"))
    return join(
        element("details", element("summary", "This shock as YAML"), element("pre", yaml(asked)), class_="yaml"),
        element("p", element("a", "Compare with another", href=compare)),
        element("p", element("a", "Named shocks", href="/shocks")),
    )


def _query(**values: str) -> str:
    from urllib.parse import urlencode

    return urlencode(values)


def _field(title: str, control: Markup, said: Node = None) -> Markup:
    return element("label", element("span", title), control, said)


def _options(choices: Mapping[str, str], value: str) -> list[Markup]:
    return [element("option", said, value=key, selected=key == value) for key, said in choices.items()]


def _tick(name: str, on: bool) -> Markup:
    return element("input", type="checkbox", name=name, value="yes", checked=on)


def _hidden(name: str, value: str) -> Markup:
    return element("input", type="hidden", name=name, value=value)


def _button(does: str, said: str, label: str | None = None) -> Markup:
    return element("button", said, name="do", value=does, aria_label=label)


def _datalist(name: str, choices: Mapping[str, str]) -> Markup:
    return element("datalist", [element("option", said, value=key) for key, said in choices.items()], id=name)
