"""Doctrine: what states say, counted so that anyone can recount it."""
