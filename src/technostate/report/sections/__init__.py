"""Sections of the page, one a module: each takes the assessment and returns markup, or nothing where it has no data."""
