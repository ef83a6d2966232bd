"""A view: an answer with every door to it, from the terminal's text to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate.write.answer import Answer, T_co

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, eq=False, repr=False)
class View(Answer[T_co]):
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
    >>> from technostate.write import Prose
    >>> view = View("Two", {"n": 2}, (Prose("There are 2."),), ({"n": 2},))
    >>> view
    <Two: 1 row; .frame(), .to_pandas(), .text(), .save(path)>
    >>> print(view.text(), end="")
    Two
    <BLANKLINE>
    There are 2.
    """

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
        return self._written("md")

    def html(self) -> str:
        """Return the answer as one self-contained page."""
        return self._written("html")

    def json(self) -> str:
        """Return the typed result as JSON, each origin once."""
        return self._written("json")

    def csv(self) -> str:
        """Return the tidy rows as CSV."""
        return self._written("csv")

    def _written(self, format: str) -> str:
        from technostate.write.formats import written

        return str(written(self, format))

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
        """Return the answer for a cell of a notebook: its first blocks, and how to get the rest."""
        from technostate.write.notebook import cell

        return cell(self)


#: Makes a view; what commands hand to `technostate.cli.output`, so that a wrong target is refused before the work.
Make = Callable[[], "View[Any]"]
