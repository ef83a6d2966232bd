"""Which of a world's origins a measure of its flows goes back to."""

from __future__ import annotations

from technostate.evidence import Origin


def flows(origin: Origin) -> tuple[Origin, ...]:
    """Return the origins of a world's flows, without those of its tariffs and trade elasticities.

    Examples
    --------
    >>> from technostate.evidence import derived_from
    >>> tables = Origin("OECD", "ICIO tables", "OECD (2025).", "2025", "terms")
    >>> duties = Origin("Teti", "Global Tariff Database", "Teti (2024).", "2024", "terms")
    >>> [part.title for part in flows(derived_from("world", tables, duties))]
    ['ICIO tables']
    """
    unread = ("tariff", "elasticit")
    kept = tuple(part for part in origin.inputs if not any(word in part.title.casefold() for word in unread))
    return kept or (origin,)
