"""Deliberate faults, put into copies of the engine one by one: the agreement tests must catch each of them.

`python -m tests.faults` does it and prints a table; `python -m tests.faults tie window` tries those two only.
"""
