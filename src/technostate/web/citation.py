"""How to cite an answer itself: as text and for reference managers. The sources behind it are cited apart."""

from __future__ import annotations

import hashlib
import json
import re

from technostate import __version__
from technostate.evidence.entries import bibtex, latex, ris


def citations(title: str, address: str, edition: str, year: int) -> dict[str, str]:
    r"""Return style → citation of an answer: program, version, title, edition of the data, address.

    Examples
    --------
    >>> made = citations("Who depends on whom", "/exposure/CHN", "0.1.0-1a2b3c4d", 2026)
    >>> made["text"].startswith("technostate (2026). Who depends on whom. Version ")
    True
    >>> made["bibtex"].splitlines()[0]
    '@misc{technostate-2026-exposure-chn-fcfc49,'
    """
    words = re.sub(r"[^a-z0-9]+", "-", address.partition("?")[0].casefold()).strip("-") or "home"
    key = f"technostate-{year}-{words[:40]}-{hashlib.sha256(f'{address} {edition}'.encode()).hexdigest()[:6]}"
    version = f"{__version__}, edition {edition}"
    fields = {
        "author": "{technostate}",
        "title": f"{{{latex(title)}}}",
        "year": str(year),
        "version": latex(version),
        "note": latex(f"Address in the observatory: {address}"),
    }
    pairs = [
        ("TY", "DATA"), ("AU", "technostate"), ("TI", title), ("PY", str(year)), ("ET", version),
        ("N1", f"Address in the observatory: {address}"),
    ]  # fmt: skip
    item = {
        "id": key, "type": "dataset", "title": title, "version": version, "author": [{"literal": "technostate"}],
        "issued": {"date-parts": [[year]]}, "note": f"Address in the observatory: {address}",
    }  # fmt: skip
    return {
        "text": f"technostate ({year}). {title}. Version {__version__}, edition {edition}. {address}",
        "bibtex": bibtex(key, fields) + "\n",
        "ris": ris(pairs) + "\n",
        "csl-json": json.dumps([item], ensure_ascii=False, indent=1) + "\n",
    }
