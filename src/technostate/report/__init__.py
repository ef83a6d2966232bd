"""The report: one assessment as plain data, and three ways to write it down."""

from technostate.report.assessment import Assessment, assess, to_json
from technostate.report.markdown import to_markdown
from technostate.report.page import to_html

__all__ = ["Assessment", "assess", "to_html", "to_json", "to_markdown"]
