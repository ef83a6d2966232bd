"""Futures under deep uncertainty: ensembles of paths, what moves them, where goals are met, the price of security."""
