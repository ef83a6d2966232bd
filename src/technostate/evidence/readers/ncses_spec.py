"""Which tables of the Science and Engineering Indicators are read, under which name, from which edition."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from technostate.evidence.origin import Origin

_HONG_KONG = "the table has no row for Hong Kong, which may be counted in China"

LICENCE = "US Government work, public domain; NCSES asks to be cited"


@dataclass(frozen=True)
class Table:
    """A table: its number in the raw file, our slug, title, unit, edition, a factor, and a filter on its paths.

    Parameters
    ----------
    modal_id : str
        NCSES's number of the table on its site.
    slug : str
        Last part of the series id.
    edition : int
        Year of the Science and Engineering Indicators.
    factor : float
        What the table's figures are multiplied by.
    path : str
        Beginning of the `path` of the rows to take; empty: all.
    without_eu : bool
        True where the table's European Union still counts the United Kingdom.
    """

    modal_id: str
    slug: str
    title: str
    unit: str
    edition: int
    factor: float = 1.0
    path: str = ""
    without_eu: bool = False


def slug(text: str) -> str:
    """Return words joined by hyphens.

    Examples
    --------
    >>> slug("Computer and information sciences"), slug("machine tools")
    ('computer-and-information-sciences', 'machine-tools')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def origin(table_number: str, edition: int, sources: str, note: str = "") -> Origin:
    """Return the origin of a table of one edition; `sources` are those NCSES names under it."""
    return Origin(
        "NCSES",
        f"Science and Engineering Indicators {edition}, table {table_number}",
        f"National Center for Science and Engineering Statistics, National Science Board ({edition}). Science and "
        f"Engineering Indicators {edition}, table {table_number}. Alexandria, VA: National Science Foundation.",
        f"SEI {edition}",
        LICENCE,
        "https://ncses.nsf.gov/indicators",
        dt.date(2025, 3, 27),
        "; ".join(part for part in (f"underlying sources: {sources}" if sources else "", note, _HONG_KONG) if part),
    )


_FIELDS = (
    "all S&E fields", "agricultural sciences", "astronomy and astrophysics", "biological and biomedical sciences",
    "chemistry", "computer and information sciences", "engineering",
    "geosciences, atmospheric sciences, and ocean sciences", "health sciences", "materials science",
    "mathematics and statistics", "natural resources and conservation", "physics", "psychology", "social sciences",
)  # fmt: skip

#: WIPO technology field → numbers of its tables: international patent families, USPTO patents (edition 2022).
_WIPO = {
    "electrical machinery, apparatus, energy": (5821, 5860),
    "audio-visual technology": (5822, 5861),
    "telecommunications": (5823, 5862),
    "digital communication": (5824, 5863),
    "basic communication processes": (5818, 5857),
    "computer technology": (5819, 5858),
    "IT methods for management": (5827, 5869),
    "semiconductors": (5828, 5870),
    "optics": (5829, 5871),
    "measurement": (5830, 5864),
    "analysis of biological materials": (5831, 5865),
    "control": (5825, 5866),
    "medical technology": (5826, 5867),
    "organic fine chemistry": (5834, 5868),
    "biotechnology": (5835, 5874),
    "pharmaceuticals": (5836, 5875),
    "macromolecular chemistry, polymers": (5837, 5876),
    "food chemistry": (5838, 5877),
    "basic materials chemistry": (5832, 5878),
    "materials, metallurgy": (5833, 5872),
    "surface technology, coating": (5841, 5873),
    "microstructural technology and nanotechnology": (5842, 5880),
    "chemical engineering": (5843, 5881),
    "environmental technology": (5844, 5882),
    "handling": (5845, 5883),
    "machine tools": (5839, 5884),
    "engines, pumps, turbines": (5840, 5885),
    "textile and paper machines": (5847, 5879),
    "other special machines": (5848, 5888),
    "thermal processes and apparatus": (5849, 5889),
    "mechanical elements": (5850, 5890),
    "transport": (5851, 5891),
    "furniture, games": (5846, 5892),
    "other consumer goods": (5853, 5893),
    "civil engineering": (5854, 5894),
}

#: Industry as the long table of 2024 writes it → slug, title, number of its table in edition 2022.
INDUSTRIES: dict[str, tuple[str, str, str]] = {
    "All KTI industries": ("kti", "knowledge- and technology-intensive industries", "6248"),
    "KTI manufacturing industries": ("kti-manufacturing", "knowledge- and technology-intensive manufacturing", "6242"),
    "KTI service industries": ("kti-services", "knowledge- and technology-intensive services", "6243"),
    "Chemicals and chemical products": ("chemicals", "chemicals and chemical products", "6244"),
    "Pharmaceuticals, medicinal chemical, and botanical products": ("pharmaceuticals", "pharmaceuticals", "6241"),
    "Weapons and ammunition": ("weapons", "weapons and ammunition", ""),
    "Computer, electronic, and optical products": (
        "computers-electronics-optics", "computer, electronic and optical products", "6245",
    ),
    "Electrical equipment": ("electrical-equipment", "electrical equipment", "6237"),
    "Machinery and equipment nec": ("machinery", "machinery and equipment", "6240"),
    "Motor vehicles, trailers, and semi-trailers": ("motor-vehicles", "motor vehicles", "6239"),
    "Railroad, military vehicles, and transport equipment nec": (
        "railroad-military-vehicles", "railroad, military vehicles and other transport equipment", "6236",
    ),
    "Air and spacecraft and related machinery": ("aerospace", "air and spacecraft and related machinery", "6238"),
    "Medical and dental instruments and supplies": ("medical-instruments", "medical and dental instruments", "6213"),
    "Software publishing": ("software", "software publishing", "6233"),
    "IT and other information services": ("it-services", "IT and other information services", "6214"),
    "Scientific R&D": ("scientific-rd", "scientific research and development", "6235"),
    "All manufacturing": ("manufacturing", "all manufacturing", ""),
}  # fmt: skip


def _tables() -> tuple[Table, ...]:
    found = [
        Table(
            str(9970 + place),
            "articles" if place == 0 else f"articles-{slug(name)}",
            f"Science and engineering articles in {'all fields' if place == 0 else name}, fractional count",
            "count", 2024,
        )
        for place, name in enumerate(_FIELDS)
    ]  # fmt: skip
    found += [
        Table(
            str(10022 + place),
            "top1-all" if place == 0 else f"top1-{slug(name)}",
            "Share of own articles among the world's 1 % most cited, "
            f"{'all fields' if place == 0 else name}, fractional count (world = 1)",
            "%", 2024,
        )
        for place, name in enumerate(_FIELDS)
    ]  # fmt: skip
    for name, (families, grants) in _WIPO.items():
        found.append(Table(
            str(families), f"patent-families-{slug(name)}", f"International patent families in {name}", "count", 2022
        ))  # fmt: skip
        found.append(Table(str(grants), f"uspto-{slug(name)}", f"USPTO utility patents in {name}", "count", 2022))
    for _, (name, title, number) in INDUSTRIES.items():
        if number:
            found.append(Table(number, f"value-added-{name}", f"Value added of {title}", "musd", 2022))
    return (*found, *_SINGLE)


_SINGLE = (
    Table("9985", "articles-whole", "Science and engineering articles in all fields, whole count", "count", 2024),
    Table("9968", "ai-articles", "Articles on artificial intelligence, whole count", "count", 2024),
    Table("5820", "patent-families", "International patent families", "count", 2022),
    Table("5859", "uspto-patents", "USPTO utility patents granted to inventors", "count", 2022),
    Table("10551", "uspto-patents", "USPTO utility patents granted to inventors", "count", 2024),
    Table("10557", "uspto-semiconductors", "USPTO utility patents in semiconductors", "count", 2024),
    Table("10553", "uspto-electrical-engineering", "USPTO utility patents in electrical engineering", "count", 2024),
    Table("10554", "uspto-instruments", "USPTO utility patents in instruments", "count", 2024),
    Table("10555", "uspto-mechanical-engineering", "USPTO utility patents in mechanical engineering", "count", 2024),
    Table("10552", "uspto-chemistry", "USPTO utility patents in chemistry", "count", 2024),
    Table("10558", "pct-applications", "Patent Cooperation Treaty applications", "count", 2024),
    Table("1979", "value-added-aerospace", "Value added of air and spacecraft", "musd", 2020, without_eu=True),
    Table("1984", "value-added-weapons", "Value added of weapons and ammunition", "musd", 2020, without_eu=True),
    Table("10578", "venture-capital", "Venture capital invested in firms by seat of the firm", "musd", 2024),
    Table("6208", "ai-venture-capital", "Venture capital raised for artificial intelligence", "musd", 2022),
    # The table's index says millions; its figures are billions (world exports of 6,942 in 2018).
    Table(
        "6234", "kti-exports", "Exports of knowledge- and technology-intensive industries", "musd", 2022, 1e3, "Exports"
    ),
    Table(
        "6234", "kti-imports", "Imports of knowledge- and technology-intensive industries", "musd", 2022, 1e3, "Imports"
    ),
    Table("1993", "high-rd-exports", "Exports of high R&D intensive products", "musd", 2020, 1.0, "Exports", True),
    Table("1993", "high-rd-imports", "Imports of high R&D intensive products", "musd", 2020, 1.0, "Imports", True),
)

TABLES = _tables()

#: The long table of value added by industry and economy, edition 2024, whose economies have to be restored.
LONG_TABLE = "10758"

#: Its economies in the order of its blocks.
LONG_TABLE_ECONOMIES = ("WLD", "CAN", "CHN", "EU", "FRA", "DEU", "IND", "ITA", "JPN", "KOR", "GBR", "USA")
