"""The register of measures as a page's table."""

from __future__ import annotations

from technostate.exposure.register import MEASURES

_NEEDS = {"no": "–", "may": "may", "must": "must"}


def markdown() -> str:
    """Return the register as one markdown table, a row a measure, in the register's order.

    Examples
    --------
    >>> print(markdown().splitlines()[2][:60])
    | `foreign_input_reliance` | Sum of foreign rows over sum of
    """
    lines = [
        "| measure | definition | unit, kind | `--supplier` | `--sector` | other definitions | reference |",
        "|---|---|---|---|---|---|---|",
    ]
    for entry in MEASURES.values():
        partner = "–" if entry.partner == "no" else f"{_NEEDS[entry.partner]}: {entry.partner_is}"
        others = ", ".join(f"`{name}`" for name in entry.competing) or "–"
        lines.append(
            f"| `{entry.name}` | {entry.definition} | {entry.unit}, {entry.kind} | {partner} | "
            f"{_NEEDS[entry.sector]} | {others} | {entry.reference} |"
        )
    return "\n".join(lines) + "\n"
