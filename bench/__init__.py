"""Measurements of the whole pipeline, as a user would time it."""
