"""From a Vega-Lite specification to an SVG element that can stand inside a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from technostate.report.charts import theme
from technostate.write.markup import Markup, clean, escape

_SVG = "http://www.w3.org/2000/svg"
_DROPPED = ("aria-hidden", "aria-label", "aria-roledescription", "role", "class", "pointer-events", "version")


def inline(*rows: dict[str, Any]) -> Any:
    """Return rows as inline data of a chart; text loses control characters."""
    import altair

    tidy = [{key: clean(value) if isinstance(value, str) else value for key, value in row.items()} for row in rows]
    return altair.InlineData(values=tidy)


@contextmanager
def quickly() -> Iterator[None]:
    """Switch off Altair's validation, which takes most of a chart's time; the tests draw every chart with it."""
    from altair.utils import schemapi

    with schemapi.debug_mode(False):
        yield


def render(chart: Any, alternative: str, name: str) -> Markup:
    """Return an Altair chart as inline SVG.

    Parameters
    ----------
    chart : altair.TopLevelMixin
        With inline data.
    alternative : str
        What the picture says, for those who do not see it.
    name : str
        Unique in the page: prefix of the identifiers inside the picture, which would collide otherwise.

    Returns
    -------
    Markup
        ``<svg role="img" aria-label=…>`` that scales down with its box and never up.
    """
    import vl_convert

    text = vl_convert.vegalite_to_svg(
        chart.to_dict(validate=_validated()) | {"config": theme.config()}, show_warnings=False
    )
    root = ElementTree.fromstring(clean(text))
    _tidy(root, name)
    width, height = root.get("width", ""), root.get("height", "")
    ElementTree.register_namespace("", _SVG)
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    inner = re.sub(r' xmlns(?::\w+)?="[^"]*"', "", inner)
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(alternative)}">{inner}</svg>'
    )


def _validated() -> bool:
    from altair.utils import schemapi

    return bool(schemapi.DEBUG_MODE)


def _tidy(root: ElementTree.Element, name: str) -> None:
    """Drop what a reader never sees, round coordinates and make identifiers unique to the picture."""
    for parent in root.iter():
        for child in [child for child in parent if child.get("display") == "none"]:
            parent.remove(child)
        for key in _DROPPED:
            parent.attrib.pop(key, None)
        for key, value in parent.attrib.items():
            if key == "id":
                value = f"{name}-{value}"
            elif "url(#" in value:
                value = value.replace("url(#", f"url(#{name}-")
            elif key in {"d", "transform"}:
                value = re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
            parent.set(key, value)
    for parent in root.iter():
        for child in [child for child in parent if not len(child) and not child.text and child.tag == f"{{{_SVG}}}g"]:
            parent.remove(child)
