"""What a state's file holds: frozen records, every fact with its source.

A fact without a source cannot be written down: each record has a `source` and, where the document is long, the
`place` in it. Dates carry their precision, because a year is not the first of January.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from technostate.evidence.origin import FACTS, Origin
from technostate.states.dates import Date

Strategy = Literal["national_security", "innovation", "military", "fusion", "securitization"]
Direction = Literal["at_least", "at_most", "about"]
Measure = Literal["level", "change", "average_growth"]
EventKind = Literal["pressure", "easing", "step"]
DateKind = Literal["announced", "signed", "in_force", "ended"]
Standing = Literal["official", "copy", "secondary"]
GoalStatus = Literal["standing", "met", "missed", "dropped", "superseded"]
Relation = Literal[
    "treaty_ally", "security_partner", "strategic_partner", "coalition", "arms_supplier", "arms_customer", "free_trade"
]

#: Sector codes of the two classifications of the embedded worlds (WIOD 2013 release; OECD ICIO 2025 release).
WIOD_SECTORS: tuple[str, ...] = tuple(f"c{number}" for number in range(1, 36))
ICIO_SECTORS: tuple[str, ...] = (
    "A01", "A02", "A03", "B05", "B06", "B07", "B08", "B09", "C10T12", "C13T15", "C16", "C17_18", "C19", "C20",
    "C21", "C22", "C23", "C24A", "C24B", "C25", "C26", "C27", "C28", "C29", "C301", "C302T309", "C31T33", "D", "E",
    "F", "G", "H49", "H50", "H51", "H52", "H53", "I", "J58T60", "J61", "J62_63", "K", "L", "M", "N", "O", "P", "Q",
    "R", "S", "T",
)  # fmt: skip

Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_\-]*$")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(_Record):
    """A document: what it is called, who issued it when, where it is public, and how it was checked.

    `checked` says in which copy of the text the facts were read; it never quotes the text. `standing` is ``official``
    where the address is the issuer's own, a state's or an international body's; ``copy`` where it is an official text
    kept by others; ``secondary`` where others report what an official text says.
    """

    key: Key
    title: Text
    issuer: Text
    date: Date
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    checked: Text
    standing: Standing

    def origin(self, place: str = "") -> Origin:
        """Return the provenance record of a fact read at `place` in this document.

        Parameters
        ----------
        place : str
            Paragraph, article or section; may be empty.

        Examples
        --------
        >>> document = Source(key="a", title="Act", issuer="Parliament", date="2020-05", url="https://example.org",
        ...                   checked="read in full", standing="copy")
        >>> document.origin("article 4").short()
        'Parliament, Act (2020-05)'
        """
        return Origin(
            producer=self.issuer,
            title=self.title,
            citation=f"{self.issuer} ({self.date}). {self.title}. {self.url}",
            vintage=str(self.date),
            licence=FACTS,
            url=self.url,
            note=f"{place}; checked: {self.checked}" if place else f"checked: {self.checked}",
        )


class _Fact(_Record):
    source: Source
    place: str = ""


class LocalName(_Fact):
    """What a state calls one of the five strategies, in English and in its own language, and since when."""

    strategy: Strategy
    name: Text
    name_local: str = ""
    since: Date


class Goal(_Fact):
    """A stated aim, operationalised as indicator, target and year where that is possible.

    Parameters
    ----------
    key : str
        Unique within the state.
    strategy : str
        One of the five keys.
    title : str
        The aim, in neutral words.
    indicator : str
        Id in the indicator dictionary; empty where none measures the aim, and then `reason` says why.
    target : float or None
        In `unit`; None where the source gives no figure.
    unit : str
        A symbol of `technostate.units`.
    measure : {"level", "change", "average_growth"}
        Whether the target is a level in `year`, a change in per cent since `base_year`, or an average annual growth
        over the years after `base_year` up to `year`.
    base_year : int or None
        For a change or a growth rate.
    year : int
        Year by which the target is to be met.
    dated : bool
        False where the source gives no year; `year` is then the nearest horizon, and `reason` says which. Such a goal
        cannot be missed, so no distance to it is computed.
    stated : When
        When the source stated it.
    milestone_of : str
        Key of the goal that this one is a step towards; may be empty.
    reason : str
        Why no indicator measures the aim; may only be empty where `indicator` is given.
    note : str
        What to beware of: a definition that differs, an aim later replaced.
    status : {"standing", "met", "missed", "dropped", "superseded"}
        What became of the aim by the words of the state itself; a distance to a figure is computed elsewhere.
    status_since : When or None
        When it was met, missed, dropped or superseded.
    status_source : Source or None
        The document that says so; all but ``standing`` need one.
    superseded_by : str
        Key of the goal that took its place; may be empty.
    """

    key: Key
    strategy: Strategy
    title: Text
    indicator: str = ""
    target: float | None = Field(default=None, allow_inf_nan=False)
    unit: str = ""
    measure: Measure = "level"
    base_year: int | None = None
    year: int = Field(ge=1900, le=2150)
    dated: bool = True
    direction: Direction = "at_least"
    stated: Date
    milestone_of: str = ""
    reason: str = ""
    note: str = ""
    status: GoalStatus = "standing"
    status_since: Date | None = None
    status_source: Source | None = None
    superseded_by: str = ""

    @property
    def measurable(self) -> bool:
        """Whether the aim has an indicator, a figure and a year, so that a distance to it can be computed."""
        return bool(self.indicator) and self.target is not None and self.dated


class Institution(_Fact):
    """A body with a role in one or more of the five strategies."""

    key: Key
    name: Text
    name_local: str = ""
    founded: Date
    closed: Date | None = None
    role: Text
    strategies: tuple[Strategy, ...] = Field(min_length=1)


class Event(_Fact):
    """A dated event: what a state did to others, or a step of its own.

    Pressure is a measure of `actor` that restricts `targets`, easing lifts or suspends one; it says nothing on who was
    right. A step has no target. An event stands once: in the file of the actor, or of the target where the actor has
    none.

    Parameters
    ----------
    date : When
        As precisely as the source gives it.
    date_kind : {"announced", "signed", "in_force", "ended"}
        What happened on the date: made public; signed or adopted by those who decide; took effect, began or came into
        being; expired, was repealed, annulled or suspended.
    actor : str
        Code of the state or key of the group that acted.
    targets : tuple of str
        Codes or keys of whom it restricts or relieves; ``WLD`` where it names nobody and holds for all others.
    """

    date: Date
    date_kind: DateKind
    kind: EventKind
    actor: Text
    targets: tuple[Text, ...] = ()
    title: Text
    strategies: tuple[Strategy, ...] = ()


class Partner(_Fact):
    """A state or named group tied to this one by a dated relation."""

    region: Text
    relation: Relation
    title: Text
    since: Date
    until: Date | None = None


class SectorList(_Fact):
    """Sectors that an official source names, as codes of the two classifications of the worlds.

    `why` says what the source says of them; the mapping to codes is ours and coarser than the source.
    """

    key: Key
    title: Text
    wiod: tuple[str, ...]
    icio: tuple[str, ...]
    why: Text


class Member(_Fact):
    """A state's membership of a group, from `since` and, where it ended, until `until`."""

    region: Text
    since: Date
    until: Date | None = None

    def in_year(self, year: int) -> bool:
        """Whether the state was a member at the end of `year`."""
        return self.since.year <= year and (self.until is None or year < self.until.year)


class Group(_Record):
    """A named group of states with dated membership.

    `basis` says by which rule the members were chosen; a group like the sanctioning states is a rule, not a treaty.
    """

    key: Key
    name: Text
    basis: Text
    members: tuple[Member, ...] = Field(min_length=1)

    def codes(self, year: int | None = None) -> tuple[str, ...]:
        """Return the members' codes, sorted: those at the end of `year`, or today's where `year` is None."""
        chosen = (m for m in self.members if (m.until is None if year is None else m.in_year(year)))
        return tuple(sorted({member.region for member in chosen}))


class State(_Record):
    """A state, or a union of states that pursues the strategies together, as its own file describes it.

    Examples
    --------
    >>> from technostate import states
    >>> states.load("USA").comparator
    'CHN'
    """

    iso3: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
    kind: Literal["country", "group"]
    name: Text
    name_local: Text
    comparator: Text
    strategies: tuple[LocalName, ...] = ()
    goals: tuple[Goal, ...] = ()
    institutions: tuple[Institution, ...] = ()
    chronology: tuple[Event, ...] = ()
    partners: tuple[Partner, ...] = ()
    strategic_sectors: tuple[SectorList, ...] = ()
    dual_use_sectors: tuple[SectorList, ...] = ()
    members: tuple[Member, ...] = ()
    sources: tuple[Source, ...] = ()

    def source(self, key: str) -> Source:
        """Return the source with this key; raises `KeyError` if the file has none."""
        return {source.key: source for source in self.sources}[key]

    def sectors(
        self, which: Literal["strategic", "dual_use"], classification: Literal["wiod", "icio"]
    ) -> tuple[str, ...]:
        """Return the codes of the strategic or dual-use sectors in one classification, in its order, each once.

        Examples
        --------
        >>> from technostate import states
        >>> "c14" in states.load("CHN").sectors("strategic", "wiod")
        True
        """
        lists = self.strategic_sectors if which == "strategic" else self.dual_use_sectors
        order = WIOD_SECTORS if classification == "wiod" else ICIO_SECTORS
        named = {code for entry in lists for code in getattr(entry, classification)}
        return tuple(code for code in order if code in named)
