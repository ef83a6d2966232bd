"""Views and their writers: what an answer is made of (blocks), and how each door writes it."""

from technostate.write.blocks import Chart, Fold, Items, Prose, Section
from technostate.write.inline import Absent, Cite, Code, Link, Local, Mark, Name, See, Shown, Strong
from technostate.write.tables import Column, Group, Table
from technostate.write.view import View

__all__ = [
    "Absent",
    "Chart",
    "Cite",
    "Code",
    "Column",
    "Fold",
    "Group",
    "Items",
    "Link",
    "Local",
    "Mark",
    "Name",
    "Prose",
    "Section",
    "See",
    "Shown",
    "Strong",
    "Table",
    "View",
]
