"""Benchmarks: the engine beside a hand-written ceiling and other rule engines, in one run. `make bench` runs them.

Ratios are what counts: peers take turns in short rounds, so that a slow moment of the machine slows all of them.
Nothing here asserts a timing; the run fails only where two of them answer differently.
"""
