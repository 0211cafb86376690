"""Exchanges of units."""
