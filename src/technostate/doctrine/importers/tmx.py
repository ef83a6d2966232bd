"""Translation memories (TMX): one document a language, passages numbered by translation unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from technostate.doctrine.documents import Passage
from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.found import Found, Said, from_text
from technostate.doctrine.importers.languages import language_code, language_of
from technostate.doctrine.importers.limits import PASSAGES, SourceFile
from technostate.doctrine.importers.xml import parse
from technostate.errors import DataError

#: More languages are no translation memory of a document.
_LANGUAGES = 20
#: Markup inside a segment whose content is code, not text.
_CODE = frozenset({"bpt", "ept", "it", "ph", "ut"})


@dataclass
class _Memory:
    """State of the reader."""

    unit: int = 0
    language: str = ""
    inside: int = 0
    code: int = 0
    pieces: list[str] = field(default_factory=list)
    sides: dict[str, list[Passage]] = field(default_factory=dict)
    second: dict[str, int] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tu":
            self.unit += 1
        elif tag == "tuv":
            self.language = language_code(clean(attributes.get("lang") or "")) or "und"
        elif tag == "seg":
            self.inside, self.code, self.pieces = 1, 0, []
        elif tag in _CODE:
            self.code += 1

    def text(self, characters: str) -> None:
        if self.inside and not self.code:
            self.pieces.append(characters)

    def end(self, tag: str) -> None:
        if tag in _CODE:
            self.code -= 1
        if tag != "seg":
            return
        self.inside = 0
        side = self.sides.setdefault(self.language, [])
        found = clean("".join(self.pieces)).strip()
        if found and self.unit and side and side[-1].number == self.unit:
            self.second[self.language] = self.second.get(self.language, 0) + 1
        elif found and self.unit:
            side.append(Passage(self.unit, found))


def read_tmx(file: SourceFile) -> Iterator[Found]:
    """Yield a document for each language of the file; a unit that lacks a side has no passage there.

    Raises
    ------
    DataError
        If the file is not well-formed, has no units, or too many.
    """
    memory = _Memory()
    parse(file.data, file.name, memory.start, memory.end, memory.text)
    sides = {language: passages for language, passages in memory.sides.items() if passages}
    if not sides:
        raise DataError(f"{file.name} has no translation units", hint="a TMX file has <tu> elements with <seg> texts")
    if len(sides) > _LANGUAGES or memory.unit > PASSAGES:
        raise DataError(f"{file.name} has {len(sides)} languages and {memory.unit} units", hint="split the file")
    file.remarks.extend(
        f"{file.name}: {count} units have a second text in {language}, which is left out"
        for language, count in memory.second.items()
    )
    for language, passages in sides.items():
        whole = from_text(file, "", "utf-8", Said(passages[0].text[:200]), pieces=[item.text for item in passages])
        named = language if language != "und" else language_of(" ".join(item.text for item in passages[:200]))
        yield Found(replace(whole.document, language=named), tuple(passages))
