"""Bugs on purpose, each of which some test must catch."""
