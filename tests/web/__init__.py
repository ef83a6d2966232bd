"""Tests of the observatory."""
