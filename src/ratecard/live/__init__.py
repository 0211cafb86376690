"""A book that changes while it is answered from: who looks for changes, loads them, and hands them to those who answer.

One process loads (`loader`), any number of others answer (`following`). Between them is one place in memory (`board`)
that holds the newest sound book as bytes, and how it stands with the files.
"""
