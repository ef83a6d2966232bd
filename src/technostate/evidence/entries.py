"""Entries for reference managers: BibTeX and RIS, whatever the fields hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def line(text: str) -> str:
    """Return a text as one line with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def latex(text: str) -> str:
    """Return a text as one line in which LaTeX reads every character as itself."""
    return "".join(_LATEX.get(character, character) for character in line(text))


def public(address: str) -> str:
    """Return a public address with what would end a field or a line percent-encoded; empty for any other."""
    if not address.startswith(("http://", "https://")):
        return ""
    return re.sub(r"[\s{}\\\"<>^`|]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)


def bibtex(key: str, fields: Mapping[str, str], bare: Collection[str] = ()) -> str:
    r"""Return a BibTeX entry of the fields that have a value, which are LaTeX already.

    Parameters
    ----------
    bare : collection of str
        Fields that stand without braces.

    Examples
    --------
    >>> bibtex("a", {"title": latex("R & D"), "year": ""})
    '@misc{a,\n  title = {R \\& D},\n}'
    """
    lines = [f"  {name} = {value if name in bare else '{' + value + '}'}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def ris(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a RIS entry of the tags that have a value."""
    return "\r\n".join([*(f"{tag}  - {line(value)}" for tag, value in pairs if value), "ER  - "])
