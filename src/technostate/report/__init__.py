"""The report: a state beside a comparator, one view made of the views of every room."""

from technostate.report.assessment import assess
from technostate.report.record import Assessment

__all__ = ["Assessment", "assess"]
