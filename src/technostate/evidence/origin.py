"""Where a number comes from: the provenance record that travels with every figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from technostate.errors import DataError

Kind = Literal["measured", "derived", "modelled"]
#: What each kind says of a figure.
KINDS: dict[Kind, str] = {
    "measured": "published by the producer named",
    "derived": "computed from published figures",
    "modelled": "depends on a model and its assumptions",
}
#: Stands where a producer's name would, for a document whose issuer nobody has named.
NO_ISSUER = "issuer not known"
#: Stands where a licence would, for a document of which single facts are quoted: that needs none.
FACTS = "facts quoted with citation"


@dataclass(frozen=True)
class Origin:
    """Producer, title, citation, vintage, licence, address and access date of a figure.

    A derived figure names what it was computed from in `inputs`; a passage of a document
    also has `document`, `paragraph` (counted from 1) and `offset` (characters, from 0).

    Parameters
    ----------
    producer : str
        Who published it, for example ``"World Bank"``; `NO_ISSUER` where that is not known.
    title : str
        Title of the data set or document.
    citation : str
        Full citation, as the producer asks for it.
    vintage : str
        Edition or release, for example ``"2021-10"``.
    licence : str
        The words of the producer's terms, or ``"not found"``; `FACTS` for a document that is only quoted.
    url : str
        Public address of the producer's page.
    accessed : datetime.date or None
        Day on which the file was taken.
    note : str
        What was done on the way, and what to beware of.
    obtained : str
        From where the file was taken where that is not the producer: public address, commit, and that place's
        licence. The producer's terms are in `licence`; a place that states none takes nothing from them.
    inputs : tuple of Origin
        Origins of the figures this one was computed from.
    imported : str
        Name of the user's file and the day on which it was imported; empty for what ships.

    Raises
    ------
    DataError
        If producer, title, vintage or licence is empty.

    Examples
    --------
    >>> wdi = Origin("World Bank", "World Development Indicators", "World Bank (2021). WDI.", "2021-10", "CC BY 4.0",
    ...              "https://data.worldbank.org")
    >>> wdi.short()
    'World Bank, World Development Indicators (2021-10)'
    """

    producer: str
    title: str
    citation: str
    vintage: str
    licence: str
    url: str = ""
    accessed: dt.date | None = None
    note: str = ""
    obtained: str = ""
    inputs: tuple[Origin, ...] = field(default=())
    imported: str = ""
    document: str | None = None
    paragraph: int | None = None
    offset: int | None = None

    def __post_init__(self) -> None:
        empty = [name for name in ("producer", "title", "vintage", "licence") if not getattr(self, name).strip()]
        if empty:
            raise DataError(
                f"an origin has no {', '.join(empty)}", hint="write 'not found' for a licence that could not be found"
            )

    @property
    def author(self) -> str:
        """The producer as an author of a reference; empty where none is known."""
        return "" if self.producer == NO_ISSUER else self.producer

    def short(self) -> str:
        """Return producer, title and vintage in one line, and from which file of the user's they were imported."""
        return f"{self.producer}, {self.title} ({'; '.join(filter(None, (self.vintage, self.imported)))})"

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain JSON types, empty fields left out."""
        record = {key: value for key, value in asdict(self).items() if value not in (None, "", ())}
        if self.accessed is not None:
            record["accessed"] = self.accessed.isoformat()
        if self.inputs:
            record["inputs"] = [origin.as_dict() for origin in self.inputs]
        return record

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Origin:
        """Return the origin that `as_dict` wrote; raises `DataError` on an unknown field."""
        fields = dict(record)
        if "accessed" in fields:
            fields["accessed"] = dt.date.fromisoformat(fields["accessed"])
        fields["inputs"] = tuple(cls.from_dict(item) for item in fields.get("inputs", ()))
        try:
            return cls(**fields)
        except TypeError as error:
            raise DataError(f"malformed origin record: {error}", hint="see technostate.evidence.Origin") from None


def derived_from(title: str, *inputs: Origin, note: str = "") -> Origin:
    """Return the origin of a figure that technostate computed from `inputs`.

    Parameters
    ----------
    title : str
        What was computed.
    inputs : Origin
        What it was computed from; each once, citations, vintages and licences joined.
    note : str
        How it was computed.

    Raises
    ------
    DataError
        If no input is named: a derived figure is computed from something.
    """
    if not inputs:
        raise DataError(f"derived figure {title!r} names no input", hint="pass the origins it was computed from")
    unique = tuple(dict.fromkeys(inputs))
    return Origin(
        producer="technostate",
        title=title,
        citation="; ".join(dict.fromkeys(origin.citation for origin in unique)),
        vintage="; ".join(dict.fromkeys(f"{origin.producer} {origin.vintage}" for origin in unique)),
        licence="; ".join(dict.fromkeys(origin.licence for origin in unique)),
        note=note,
        inputs=unique,
    )
