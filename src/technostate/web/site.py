"""The observatory as files: the same pages and twins, for any web server or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from technostate.errors import DataError, TechnostateError
from technostate.web import ahead, assets, shell
from technostate.web.around import around
from technostate.web.asked import Asked, read
from technostate.web.bundle import WHOLE, Bundle
from technostate.web.links import entrance
from technostate.web.parameter import Parameter
from technostate.web.questions import QUESTIONS
from technostate.web.relative import Places, page_as_file, stem
from technostate.web.route import found
from technostate.web.shelf import Shelf
from technostate.write import files

#: Said of a page that is made: words, and which fraction is done.
Show = Callable[[str, float | None], None]


@dataclass(frozen=True)
class Written:
    """What was written, and what was not and why."""

    files: int
    pages: int
    left_out: tuple[tuple[str, str], ...]


def pages(states: Sequence[str], *, long: bool = True) -> Iterator[Asked]:
    """Yield what becomes a page: the examples of every question and the pages of states.

    Parameters
    ----------
    long : bool
        Whether answers that take minutes are among them.
    """
    seen: set[str] = set()
    for asked in _all(states):
        about = asked.given.get("state")
        if asked.address not in seen and (long or not asked.question.long) and (about in states or about is None):
            seen.add(asked.address)
            yield asked


def _all(states: Sequence[str]) -> Iterator[Asked]:
    yield from ahead.examples()
    for row in QUESTIONS:
        address = entrance(row)
        if address is not None:
            path, _, query = address.partition("?")
            yield found(path, parse_qsl(query))[0]
        if row.required == ("state",):
            yield from (read(row, {"state": state}) for state in states)


def write(out: Path, asks: Sequence[Asked], shelf: Shelf, show: Show = lambda words, done: None) -> Written:
    """Write pages, twins and what they load; what is on the shelf is not made again.

    Raises
    ------
    DataError
        If the folder holds files that are no site.
    """
    from technostate.web.answer import answer

    _check(out)
    made: dict[str, Asked] = {}
    left_out: list[tuple[str, str]] = []
    for number, asked in enumerate(asks):
        show(asked.address, number / len(asks))
        try:
            answer(asked, shelf)
        except TechnostateError as error:
            left_out.append((asked.address, error.full()))
        else:
            made[asked.address] = asked
    links = Places(made.values())
    for asked in made.values():
        links.files |= set(_members(asked, _kept(shelf, asked)))
    links.files |= {f"static/{name}" for name in assets.assets()}
    count = 0
    for asked in made.values():
        bundle = _kept(shelf, asked)
        for place, content in _members(asked, bundle).items():
            text = page_as_file(content.decode(), place, links).encode() if place.endswith(".html") else content
            count += _put(out, place, text)
    for name, item in assets.assets().items():
        if not name.endswith(".js"):
            count += _put(out, f"static/{name}", item.content)
    _put(out, _MARK, b"The pages of technostate site; written anew each time.\n")
    return Written(count, len(made), tuple(left_out))


#: Tells a folder of ours from another.
_MARK = "technostate-site.txt"


def _check(out: Path) -> None:
    try:
        if out.exists() and any(out.iterdir()) and not (out / _MARK).is_file():
            raise DataError(f"{out} holds files that are no site", hint="name a new folder with --out")
        out.mkdir(parents=True, exist_ok=True)
        (out / _MARK).touch()
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error.strerror}", hint="name another folder with --out") from None


def _kept(shelf: Shelf, asked: Asked) -> Bundle:
    found = shelf.read(shelf.key(asked))
    if found is None:
        raise DataError(f"the answer of {asked.address} cannot be read again", hint="ask again")
    return found


def _members(asked: Asked, bundle: Bundle) -> dict[str, bytes]:
    """Return the files of an answer: place → content, links as the server has them."""
    name = stem(asked)
    pages = {name: shell.page(asked, bundle, around=around(asked, bundle), live=False)}
    if WHOLE in bundle.members:
        said = {"whole": "yes"}
        pages[f"{name}.whole"] = shell.page(asked, bundle, around=around(asked, bundle), beside=said, live=False)
    members = {f"{place}.html": page.encode() for place, page in pages.items()}
    members |= {
        f"{name}{suffix}": found[1].encode()
        for suffix, _ in asked.question.texts
        if (found := asked.text(suffix)) is not None
    }
    for member, content in bundle.members.items():
        if member.startswith("data."):
            members[name + member.removeprefix("data")] = content
        elif member.startswith("chart-"):
            members[f"{name}.{member}"] = content
    return members


def _put(out: Path, place: str, content: bytes) -> int:
    target = out / place
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.is_file() or target.read_bytes() != content:
        files.write(target, content)
    return 1


def states_named(words: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of states that are named, those of the examples by default.

    Raises
    ------
    LabelError
        If one is unknown.
    """
    one = Parameter("states", "state", "States")
    if words:
        return tuple(dict.fromkeys(one.canonical(word) for word in words))
    return tuple(dict.fromkeys(state for asked in ahead.examples() if (state := asked.given.get("state"))))
