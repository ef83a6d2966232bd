"""An answer: a typed result, the blocks that say it and the rows that keep it; what every writer takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from technostate.evidence.figure import Figure
from technostate.evidence.origin import Origin
from technostate.write import blocks as made_of
from technostate.write.blocks import Block, Chart
from technostate.write.frame import Row

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, eq=False, repr=False)
class Answer(Generic[T_co]):
    """The answer to one question; `technostate.write.view.View`, which has the doors to it, explains the fields."""

    title: str
    data: T_co
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...] = ()
    command: str = ""
    lead: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that the blocks show."""
        return made_of.figures(self.blocks)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The origins of all figures, shown or only in the rows, each once."""
        kept = (row["figure"].origin for row in self.rows if isinstance(row.get("figure"), Figure))
        return tuple(dict.fromkeys((*made_of.origins(self.blocks), *kept)))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts, in their order."""
        return tuple(block for block in made_of.walk(self.blocks) if isinstance(block, Chart))
