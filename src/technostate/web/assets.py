"""Static files: style sheet, faces and script, each at an address that carries its digest and may be kept for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Where static files are served.
STATIC = "/static"
#: How long a browser may keep them: their addresses change with their content.
KEPT = "public, max-age=31536000, immutable"

#: Family, file, format and descriptors of the faces; the last loads only where a page holds Chinese or Japanese.
_FACES = (
    ("technostate Sans", "sans.woff2", "woff2", "font-weight: 400 700;"),
    ("technostate Serif", "serif.woff2", "woff2", "font-weight: 600;"),
    ("technostate CJK", "cjk-subset.woff", "woff",
     "unicode-range: U+3000-30FF, U+3400-9FFF, U+F900-FAFF, U+FF00-FFEF;"),
)  # fmt: skip


@dataclass(frozen=True)
class Asset:
    """A static file.

    Parameters
    ----------
    name : str
        As it is called here, without digest.
    kind : str
        Media type.
    """

    name: str
    kind: str
    content: bytes

    @property
    def file(self) -> str:
        """Its name with a digest of its content, which is the end of its address."""
        stem, _, suffix = self.name.rpartition(".")
        return f"{stem}.{hashlib.sha256(self.content).hexdigest()[:10]}.{suffix}"

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"{STATIC}/{self.file}"


@cache
def assets() -> dict[str, Asset]:
    """Return every static file by its name with digest: all that is served or written, and nothing else.

    Examples
    --------
    >>> sorted(asset.name for asset in assets().values())
    ['cjk-subset.woff', 'htmx.min.js', 'icon.svg', 'sans.woff2', 'serif.woff2', 'style.css']
    """
    return {asset.file: asset for asset in _named().values()}


def address(name: str) -> str:
    """Return the address of a static file.

    Parameters
    ----------
    name : str
        Without digest: ``style.css``.
    """
    return _named()[name].address


@cache
def _named() -> dict[str, Asset]:
    write, here = files("technostate.write"), files("technostate.web") / "static"
    faces = [
        Asset(file, f"font/{kind}", (write / "fonts" / file).read_bytes()) for _, file, kind, _ in _FACES
    ]  # fmt: skip
    rules = "".join(
        f'@font-face{{font-family:"{family}";src:url({face.file}) format("{kind}");{more}font-display:swap}}\n'
        for (family, _, kind, more), face in zip(_FACES, faces, strict=True)
    )
    # Sheets of single pages come after that of all of them.
    own = sorted(name for item in here.iterdir() if (name := item.name).endswith(".css") and name != "observatory.css")
    sheets = [file.read_text("utf-8") for file in (write / "style.css", *(here / n for n in ("observatory.css", *own)))]
    style = Asset("style.css", "text/css; charset=utf-8", (rules + "\n".join(sheets)).encode())
    script = Asset("htmx.min.js", "text/javascript; charset=utf-8", (here / "htmx.min.js").read_bytes())
    icon = Asset("icon.svg", "image/svg+xml", (here / "icon.svg").read_bytes())
    return {asset.name: asset for asset in (style, script, icon, *faces)}
