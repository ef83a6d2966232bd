"""XML read as events: no entity is declared or fetched, nesting is bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from technostate.doctrine.importers.encodings import decode
from technostate.doctrine.importers.limits import DEPTH
from technostate.errors import DataError

_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{2,30})[\"']")
_KNOWN = frozenset({b"utf-8", b"utf-16", b"iso-8859-1", b"us-ascii"})

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(data: bytes, name: str, start: Start, end: End, text: Text) -> None:
    """Call the handlers for every element, by local name, and every piece of text.

    Parameters
    ----------
    name : str
        For the error.
    start : callable
        Local name and attributes, their names local too.
    end : callable
        Local name.
    text : callable
        Characters.

    Raises
    ------
    DataError
        If the file is not well-formed, declares entities, or nests deeper than `limits.DEPTH`.
    """
    depth = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise DataError(f"{name} nests elements more than {DEPTH} deep", hint="the file is damaged or hostile")
        start(_local(tag), {_local(key): value for key, value in attributes.items()})

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(_local(tag))

    def refuse(*_: object) -> int:
        raise DataError(f"{name} declares XML entities", hint="remove its document type declaration")

    declared = _ENCODING.match(data)
    encoding = None
    if declared and declared[1].lower() not in _KNOWN:
        # The parser knows four encodings, and of others only those of one byte.
        data, encoding = decode(data, name, declared[1].decode("ascii"))[0].encode(), "utf-8"
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        raise DataError(f"{name} is not well-formed XML: {error}", hint="save it again with its program") from None


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]
