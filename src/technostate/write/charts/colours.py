"""Which states have a colour of their own, and what the style sheet's names of colours are in the light theme."""

from __future__ import annotations

#: Colours of marks in the light theme, by token (style.css has the same, and the dark ones); `-ink` ones are for text.
LIGHT = {
    "CHN": "#a8320a", "USA": "#0f6cbd", "EU": "#ad7f00", "JPN": "#b05aa4", "IND": "#007f5f",
    "KOR": "#3490c5", "TWN": "#43269e", "RUS": "#4a2f28", "GBR": "#5b6470",
    "CHN-ink": "#a8320a", "USA-ink": "#0f6cbd", "EU-ink": "#7d5c00", "JPN-ink": "#96418b", "IND-ink": "#007f5f",
    "KOR-ink": "#1f6f9c", "TWN-ink": "#43269e", "RUS-ink": "#4a2f28", "GBR-ink": "#5b6470",
    "other": "#767d85", "paper": "#ffffff", "pale": "#f7f5f0", "ink": "#15191e", "soft": "#4c555f", "line": "#d8d5cc",
    "edge": "#767d85", "warn": "#7a4b00", "never": "#ece8df", "hatch": "#b9b4a8", "slate": "#606a76",
}  # fmt: skip
#: States that have a colour of their own; all others are grey and told apart by their labels.
COLOURED = frozenset({"CHN", "USA", "EU", "JPN", "IND", "KOR", "TWN", "RUS", "GBR"})
#: Colour classes of series that are no state's, in turn: grey, ink, soft.
GREYS = "other", "ink", "soft"


def hue(region: str, turn: int = 0) -> str:
    """Return the token of a region's colour; a grey, by turn, for those without one.

    Examples
    --------
    >>> hue("CHN"), hue("VNM"), hue("", 1)
    ('CHN', 'other', 'ink')
    """
    return region if region in COLOURED else GREYS[turn % len(GREYS)]


def mark(token: str) -> str:
    """Return the colour of marks of a token in the light theme."""
    return LIGHT[token]


def text(token: str) -> str:
    """Return the colour of text of a token in the light theme: dark enough to be read."""
    return LIGHT.get(f"{token}-ink") or {"other": LIGHT["soft"]}.get(token, LIGHT[token])


def mixed(token: str, part: float) -> str:
    """Return a token's colour mixed with white, as a tint behind ink text.

    Parameters
    ----------
    part : float
        Between 0 (white) and 1.

    Examples
    --------
    >>> mixed("ink", 0.0), mixed("USA", 1.0)
    ('#ffffff', '#0f6cbd')
    """
    channels = (int(LIGHT[token][at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (channel - 255) * part):02x}" for channel in channels)


def shade(value: float, largest: float) -> float:
    """Return how strongly an amount is tinted: from .04 to .58, never so dark that ink on it cannot be read.

    Examples
    --------
    >>> shade(0.0, 5.0), shade(-5.0, 5.0), shade(1.0, 0.0)
    (0.04, 0.58, 0.04)
    """
    if largest <= 0:
        return 0.04
    return round(0.04 + 0.54 * min(abs(value) / largest, 1.0), 3)
