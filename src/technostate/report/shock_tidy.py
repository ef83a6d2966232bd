"""The long table of a shock's figures as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from technostate.shocks.impact.long_table import COLUMNS, tidy
from technostate.shocks.impact.record import Impact


def to_csv(impacts: Iterable[Impact]) -> str:
    """Return the long table as CSV text: a header, then one row a figure; what is not known is empty.

    Parameters
    ----------
    impacts : iterable of Impact
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(tidy(impacts))
    return text.getvalue()
