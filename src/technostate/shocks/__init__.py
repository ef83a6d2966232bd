"""Shocks: what a sanction, an export control, a tariff or an embargo does after weeks, a year and a decade."""
