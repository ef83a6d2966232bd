"""Tests of the states' files."""
