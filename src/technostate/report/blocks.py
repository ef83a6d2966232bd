"""The report's sections in their order: findings first, then the blocks of every view, method last."""

from __future__ import annotations

from technostate.evidence.origin import KINDS
from technostate.report.finding import Finding
from technostate.report.record import Assessment, Parts
from technostate.write import Cite, Items, Prose, Section
from technostate.write.blocks import Block
from technostate.write.names import name
from technostate.write.sources import producers
from technostate.write.terms import explained

_METHOD = (
    "Figures are joined on region and year exactly. A missing figure is shown as missing, never filled; an indicator "
    "shows the newest figure of each state, so years in one row may differ.",
    "Foreign input reliance: share of rows of other regions in the sum of all rows of L·x, x being the buyer’s gross "
    "output and L the Leontief inverse (Baldwin, Freeman and Theodorakopoulos 2023).",
    "External circulation: share of a state’s value added that ends in final demand abroad (Johnson and Noguera 2012).",
    "WIOD (1995–2011, 41 regions × 35 sectors) and OECD ICIO (2022, 81 × 28) are two classifications; no line joins "
    "them. The rest of the world in 2022 was constructed and is derived. Value added includes taxes less subsidies on "
    "products.",
    "China excludes Hong Kong, Macao and Taiwan in most sources. Names and boundaries follow the producers’ labels and "
    "say nothing about the status of a territory.",
    "Repression, censorship and internal security are described where data exist. They have no good direction and "
    "enter no score.",
    "Sources are listed each with its edition, the words of its terms, and when it was taken. A derived figure cites "
    "what it was computed from.",
)


def lead(data: Assessment) -> str:
    """Return the sentence under the title."""
    peers = ", ".join(map(name, data.peers))
    return (
        "What two states set out to do, where they stand, and whom they depend on, from public, aggregate sources. "
        f"{f'Shown beside them: {peers}. ' if peers else ''}"
        f"Ages of figures count to {data.as_of}; technostate {data.technostate}."
    )


def blocks(data: Assessment, parts: Parts) -> tuple[Block, ...]:
    """Return the sections of a report."""
    return (
        Section("What can be quoted", _findings(data), "findings"),
        Section("The price of security", parts.price.blocks, "price"),
        Section("Two wheels: security and development", parts.wheels.blocks, "wheels"),
        Section("Five strategies", parts.strategies.blocks, "strategies"),
        Section("Exposure", parts.exposure.blocks, "exposure"),
        Section("Shocks", parts.shocks.blocks, "shocks"),
        Section("Paths to 2050", parts.paths.blocks, "paths"),
        Section("Doctrine: what each state says", parts.doctrine.blocks, "doctrine"),
        Section("Claims, tested", parts.claims.blocks, "claims"),
        Section("Method", (Items(_METHOD),), "method"),
    )


def under(finding: Finding) -> str:
    """Return what stands below a finding: its kind, the years of its figures, and who published them."""
    years = ", ".join(map(str, finding.years))
    return f"{finding.kind}; figures of {years}; {producers(finding.origins)}"


def _findings(data: Assessment) -> tuple[Block, ...]:
    found: list[Block] = []
    if data.findings_missing:
        title = f"{len(data.findings)} of five findings could be made; the others lack figures"
        found.append(Items(tuple(f"{it.why}." for it in data.findings_missing), title, warn=True))
    if data.findings:
        items = tuple((*it.said, Cite(it.origins)) for it in data.findings)
        found.append(Items(items, ordered=True, notes=tuple(map(under, data.findings))))
    legend = "; ".join(f"{kind}: {words}" for kind, words in KINDS.items())
    return *found, explained("look_through"), Prose(f"Kinds of figures: {legend}.", note=True)
