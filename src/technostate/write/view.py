"""A view: the answer to one question, as a typed result and the blocks that say it, written by every writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from technostate.evidence.figure import Figure
from technostate.evidence.origin import Origin
from technostate.write import blocks as made_of
from technostate.write.blocks import Block, Chart, walk
from technostate.write.frame import Row

if TYPE_CHECKING:
    import polars as pl

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, eq=False, repr=False)
class View(Generic[T_co]):
    """The answer to one question.

    Parameters
    ----------
    title : str
        What is answered, for example ``China: icio-2022, 2022``.
    data : object
        The frozen, typed result; JSON is made from it.
    blocks : tuple of Block
        What says it; text, Markdown and pages are made from them.
    rows : tuple of mapping
        The tidy rows, one a figure (under ``figure``); CSV, xlsx, Parquet and `frame` are made from them.
    command : str
        What to type for the same figures.
    lead : str
        One sentence under the title.

    Examples
    --------
    >>> view = View("Two", {"n": 2}, (made_of.Prose("There are 2."),), ({"n": 2},))
    >>> view
    <Two: 1 row; .frame(), .to_pandas(), .text(), .save(path)>
    >>> print(view.text(), end="")
    Two
    <BLANKLINE>
    There are 2.
    """

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
        return tuple(block for block in walk(self.blocks) if isinstance(block, Chart))

    def frame(self) -> pl.DataFrame:
        """Return the tidy rows as a polars frame."""
        from technostate.write.frame import frame

        return frame(self.rows)

    def to_pandas(self) -> Any:
        """Return the tidy rows as a pandas frame; pandas must be installed."""
        from technostate.errors import DataError

        try:
            import pandas
        except ImportError as error:
            raise DataError(f"pandas cannot be imported: {error}", hint="pip install pandas, or use .frame()") from None
        from technostate.write.frame import columns

        return pandas.DataFrame(columns(self.rows))

    def text(self, width: int = 110, *, whole: bool = False) -> str:
        """Return the answer as plain text; `whole` keeps each row of a table in one line, however wide."""
        from technostate.write.text import to_text

        return to_text(self.title, self.blocks, width=width, whole=whole)

    def markdown(self) -> str:
        """Return the answer as Markdown."""
        from technostate.write.markdown import to_markdown

        return to_markdown(self.title, self.blocks)

    def html(self) -> str:
        """Return the answer as one self-contained page."""
        from technostate.write.page import to_page

        return to_page(self.title, self.blocks, lead=self.lead, command=self.command)

    def json(self) -> str:
        """Return the typed result as JSON, each origin once."""
        from technostate.write.data import to_json

        return to_json(self.data)

    def csv(self) -> str:
        """Return the tidy rows as CSV."""
        from technostate.write.data import to_csv

        return to_csv(self.rows)

    def cite(self, style: str = "text") -> str:
        """Return one citation for each origin: ``text``, ``bibtex``, ``ris`` or ``csl-json``."""
        from technostate.write.cite import cite

        return cite(self.origins, style)

    def save(self, path: str | Path, format: str | None = None) -> Path:
        """Write the answer into a file; its suffix says how: .html .md .txt .json .csv .xlsx .parquet, or a chart's.

        Parameters
        ----------
        path : str or Path
            A link's target is written; a device or pipe is written to.
        format : str, optional
            A name of `technostate.write.formats.FORMATS`, where the suffix does not say it.

        Raises
        ------
        DataError
            If the format is unknown, or the file cannot be written.
        """
        from technostate.write.formats import save

        return save(self, Path(path), format)

    def __repr__(self) -> str:
        """Return what this is in one line, never the answer itself."""
        count = f"{len(self.rows)} row{'s' * (len(self.rows) != 1)}"
        return f"<{self.title}: {count}; .frame(), .to_pandas(), .text(), .save(path)>"

    def _repr_html_(self) -> str:
        """Return the answer for a cell of a notebook: the page itself, in a frame of its own style."""
        from technostate.write.notebook import cell

        return cell(self)


#: Makes a view; what commands hand to `technostate.cli.output`, so that a wrong target is refused before the work.
Make = Callable[[], "View[Any]"]
