"""The report: a state beside a comparator, as two pages (`brief`) and as the long annex (`assess`), made of views."""

from technostate.report.assessment import assess
from technostate.report.brief import brief
from technostate.report.brief_record import Brief
from technostate.report.record import Assessment

__all__ = ["Assessment", "Brief", "assess", "brief"]
