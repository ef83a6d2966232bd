"""The design system states numbers; here they are computed from the tokens of the style sheet."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from technostate.web import assets

STYLE = Path(__file__).parents[2] / "src/technostate/write/style.css"
DOCS = Path(__file__).parents[2] / "docs/design-system.md"
STATES = ("CHN", "USA", "EU", "JPN", "IND", "KOR", "TWN", "RUS", "GBR")
#: Text needs 4.5, marks and the edges of controls 3 (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT = ("ink", "soft", "link", "warn", *(f"{code}-ink" for code in STATES))
MARKS = ("edge", "other", *STATES)


@cache
def tokens(theme: str) -> dict[str, str]:
    """Return the colours of a theme; dark ones stand twice and must be the same."""
    text = STYLE.read_text("utf-8")
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", text.partition("@media")[0]))
    if theme == "light":
        return light
    system = text.partition("prefers-color-scheme: dark")[2].partition("@media")[0]
    forced = text.partition("[data-theme=dark]")[2].partition("/*")[0]
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in (system, forced)]
    assert found[0] == found[1]
    assert set(found[0]) == set(light)
    return found[0]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "pale"])
def test_text_and_marks_stand_out(theme: str, ground: str) -> None:
    found = tokens(theme)
    low = {name: round(contrast(found[name], found[ground]), 2) for name in TEXT}
    assert {name: value for name, value in low.items() if value < 4.5} == {}
    marks = {name: round(contrast(found[name], found[ground]), 2) for name in MARKS}
    assert {name: value for name, value in marks.items() if value < 3} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_warning_can_be_read(theme: str) -> None:
    found = tokens(theme)
    assert min(contrast(found[name], found["warnbg"]) for name in ("ink", "link", "soft")) >= 4.5


def test_the_page_states_the_contrast_of_the_tokens() -> None:
    rows = re.findall(r"^\| `--([\w-]+)` \| (\w[^|]*)\| ([\d.]+) \| ([\d.]+) \|$", DOCS.read_text("utf-8"), re.M)
    assert len(rows) >= 12
    for name, _, light, dark in rows:
        said = [f"{contrast(tokens(theme)[name], tokens(theme)['paper']):.1f}" for theme in ("light", "dark")]
        assert [light, dark] == said, name


def test_the_page_states_sizes_as_they_are() -> None:
    text = DOCS.read_text("utf-8")
    style = STYLE.read_text("utf-8")
    for said, rule in (
        (".78 rem", ".src { font-size: .78rem"), ("1.12 rem", ".fig .ti { font: 600 1.12rem"),
        ("44 rem", "p { margin: .5rem 0; max-width: 44rem"), ("3 px", "outline: 3px solid"),
    ):  # fmt: skip
        assert said in text
        assert rule in style


def test_the_style_sheet_asks_nobody_and_is_light() -> None:
    import gzip

    style = next(asset for asset in assets.assets().values() if asset.name == "style.css")
    assert b"@import" not in style.content
    assert not re.search(rb"url\((?:https?:|//|data:)", style.content)
    assert len(gzip.compress(style.content)) < 12_000
