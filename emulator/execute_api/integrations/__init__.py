"""Backends that routes call."""
