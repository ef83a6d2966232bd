"""`technostate method`: how figures are made."""

from __future__ import annotations

from technostate.cli.output import STANDARD, Output, emit


def method(*, output: Output = STANDARD) -> None:
    """Say how figures are made: kinds, ranges, engines with their limits, checks against the past, terms."""
    from technostate.view.method import method as view

    emit(output, view)
