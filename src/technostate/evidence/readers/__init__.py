"""Readers of raw data sets: one table each under `sets`, and code for what a table cannot say."""
