"""Newer figures from producers who serve them to programs: nothing is fetched unless a user asks for it."""

from technostate.evidence.fetch.client import Client
from technostate.evidence.fetch.plan import Plan, plans, read_plans
from technostate.evidence.fetch.run import Fetched, update
from technostate.evidence.fetch.sources import SOURCES

__all__ = ["SOURCES", "Client", "Fetched", "Plan", "plans", "read_plans", "update"]
