"""A made-up state's file in which nothing is wrong, for tests that change one thing in it."""

from __future__ import annotations

FILE = """
iso3 = "BRA"
kind = "country"
name = "Brazil"
name_local = "Brasil"
comparator = "USA"

[[goals]]
key = "research-2030"
strategy = "innovation"
title = "Research and development reaches 2 per cent of GDP"
indicator = "rd_share_of_gdp"
target = 2.0
unit = "% of GDP"
year = 2030
stated = "2024-07"
source = "plan"

[[goals]]
key = "research-2025"
strategy = "innovation"
title = "Research and development reaches 1.8 per cent of GDP"
indicator = "rd_share_of_gdp"
target = 1.8
unit = "% of GDP"
year = 2025
stated = "2016"
source = "old-plan"
status = "superseded"
status_since = "2024-07"
status_source = "plan"
superseded_by = "research-2030"

[[goals]]
key = "satellite"
strategy = "military"
title = "A first own satellite in orbit"
year = 2022
stated = "2016"
source = "old-plan"
reason = "no series counts satellites"
status = "met"
status_since = "2021-02-28"
status_source = "plan"

[[chronology]]
date = "2024-07-30"
date_kind = "announced"
kind = "step"
actor = "BRA"
title = "Plan issued"
strategies = ["innovation"]
source = "plan"

[[chronology]]
date = "2025-02-01"
date_kind = "in_force"
kind = "pressure"
actor = "BRA"
targets = ["ARG", "CHL"]
title = "Duties on made-up goods"
strategies = ["securitization"]
source = "plan"

[[partners]]
region = "brics"
relation = "strategic_partner"
title = "BRICS"
since = "2009-06-16"
source = "plan"

[sources.plan]
title = "Plan"
issuer = "Government"
date = "2024-07"
url = "https://example.org/plan"
checked = "read in full"
standing = "official"

[sources.old-plan]
title = "Plan of 2016"
issuer = "Government"
date = "2016"
url = "https://en.wikisource.org/wiki/Plan"
checked = "read in a copy"
standing = "copy"
"""
