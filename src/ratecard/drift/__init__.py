"""Prices that a store has, against those that a book states: which differ, since when, and by how much."""
