"""The report: one assessment as plain data, and three ways to write it down."""

from technostate.report.assessment import Assessment, assess, to_json

__all__ = ["Assessment", "assess", "to_json"]
