"""A shock in short words, as an address and a form hold it, and as the page of YAML that the reader of shocks reads.

Nothing here knows what is right: that is the specification's. So it is light, and the process that serves may use it.
"""

from technostate.shocks.written.line import KINDS, LISTS, RANGES, Line, line
from technostate.shocks.written.page import EXAMPLE, MOST, Written, written
from technostate.shocks.written.shipped import opened, shipped, shipped_lines, shipped_names, shipped_text

__all__ = [
    "EXAMPLE", "KINDS", "LISTS", "MOST", "RANGES", "Line", "Written", "line", "opened", "shipped", "shipped_lines",
    "shipped_names", "shipped_text", "written",
]  # fmt: skip
