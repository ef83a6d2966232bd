"""What can be asked by programs: every question with its parameters, twins and an example, made from their table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.parameter import Parameter
from technostate.web.question import Question
from technostate.write.markup import Markup, element, join

if TYPE_CHECKING:
    from technostate.write import View
    from technostate.write.blocks import Block

#: Where `technostate serve` answers unless it is told otherwise.
HOST = "http://127.0.0.1:8765"
SPECIFICATION = "/api/openapi.json"


@dataclass(frozen=True)
class Told:
    """One thing that a question may be told, as a program reads it."""

    name: str
    title: str
    kind: str
    default: str
    choices: tuple[str, ...]
    many: bool
    required: bool


@dataclass(frozen=True)
class Asking:
    """A question as a program asks it.

    Parameters
    ----------
    example, curl, python : str
        An address of it, and how that is asked.
    """

    key: str
    path: str
    title: str
    words: str
    parameters: tuple[Told, ...]
    job: bool
    example: str
    curl: str
    python: str


def api() -> View[tuple[Asking, ...]]:
    """Return every question of the observatory."""
    from technostate.web.questions import QUESTIONS
    from technostate.write import View

    found = tuple(_asking(row) for row in QUESTIONS)
    rows = tuple(
        {"key": row.key, "path": row.path, "words": row.words, "job": row.job, "example": row.example,
         "parameters": " ".join(item.name for item in row.parameters), "curl": row.curl}
        for row in found
    )  # fmt: skip
    return View("What programs can ask", found, tuple(_blocks(found)), rows, "technostate serve")


def links(asked: Asked, bundle: Bundle | None) -> Markup:
    """Return the link to the specification."""
    spec = element("a", "OpenAPI specification", href=SPECIFICATION)
    return element("p", join(spec, ": all of it as other programs read it."))


def _asking(row: Question) -> Asking:
    from technostate.web.questions import ROOMS

    example = _example(row)
    address = example.address if example is not None else ""
    curl = f"curl '{HOST}{example.twin('.json')}'" if example is not None else ""
    told = tuple(_told(item, item.name in row.required) for item in row.parameters)
    return Asking(
        row.key, row.path, row.title if row.room in ROOMS else row.key, row.words, told, row.long, address, curl,
        example.python() if example is not None else "",
    )  # fmt: skip


def _told(row: Parameter, required: bool) -> Told:
    return Told(row.name, row.title, row.kind, row.default, row.choices, row.many, required)


def _example(row: Question) -> Asked | None:
    """Return an address of a question: its first example, or with its defaults; None where it must be told more."""
    from urllib.parse import parse_qsl

    from technostate.errors import LabelError
    from technostate.web.asked import read
    from technostate.web.route import found

    if row.examples:
        path, _, query = row.examples[0].partition("?")
        return found(path, parse_qsl(query))[0]
    try:
        return read(row, {})
    except LabelError:
        return None


def _blocks(rows: tuple[Asking, ...]) -> list[Block]:
    from technostate.web.questions import ROOMS, question
    from technostate.write import Items, Prose, Section

    shown = next(row for row in rows if row.curl and not row.job)
    made: list[Block] = [
        Prose(
            "Every page has twins: its address with .json has the typed answer with each origin once, with .csv the "
            "figures in rows, and charts as .svg, .png and .vl.json with chart=1, 2, … behind it. The same view "
            "answers page, program and command; what to type in a shell or in Python stands at the foot of each page."
        ),
        _verbatim(shown),
        Items(
            (
                "What takes more than seconds is asked for as a job: POST to /api/jobs with question and values, then "
                "GET /api/jobs/{id} until it is done; the answer is then at its address.",
                "A mistake has status 400, 404 or 422 and JSON with error and hint; too many questions have 429.",
                "Every address may carry edition=…, as permalinks do; it tells what the link was made with.",
                "Assistants ask the same questions through technostate mcp (extra mcp).",
            ),
            "To know",
        ),
    ]
    for room, name in ROOMS.items():
        mine = [row for row in rows if question(row.key).room == room]
        if mine:
            made.append(Section(name, tuple(block for row in mine for block in _question(row)), room))
    return made


def _verbatim(row: Asking) -> Block:
    from technostate.write.blocks import Verbatim

    return Verbatim(f"{row.curl}\n\n{row.python}")


def _question(row: Asking) -> list[Block]:
    from technostate.web.route import found
    from technostate.write import Code, Column, Fold, Prose, See, Strong, Table
    from technostate.write.blocks import Verbatim
    from technostate.write.inline import Inline

    said: list[Inline] = [Strong(row.title), " ", Code(row.path), f" {row.words}", " A job." if row.job else ""]
    if row.example:
        path, _, query = row.example.partition("?")
        asked = found(path, [(part.partition("=")[0], part.partition("=")[2]) for part in query.split("&") if part])[0]
        said += [" Example: ", See(row.example, row.key, said=asked.values)]
    blocks: list[Block] = [Prose(tuple(said))]
    inner: list[Block] = []
    if row.parameters:
        heads = ("Parameter", "What", "Kind", "Default", "One of")
        columns = tuple(Column(head, words=head in ("What", "One of")) for head in heads)
        inner.append(Table("", columns, tuple(map(_line, row.parameters))))
    if row.curl:
        inner.append(Verbatim(f"{row.curl}\n\n{row.python}"))
    if inner:
        blocks.append(Fold(f"{row.key}: parameters, curl, Python", tuple(inner)))
    return blocks


def _line(item: Told) -> tuple[str, ...]:
    name = f"{item.name} (in the path)" if item.required else item.name
    kind = f"{item.kind}, several" if item.many else item.kind
    return name, item.title, kind, item.default or "–", _choices(item)


def _choices(item: Told) -> str:
    few = item.choices[:_MOST]
    return ", ".join(few) + (f" and {len(item.choices) - len(few)} more" if len(item.choices) > len(few) else "")


#: Choices that a page names.
_MOST = 12
