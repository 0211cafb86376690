"""Rule files that nobody would write: any bytes at all, read, typed, resolved and shown.

`judging.py` says what must hold of any input. `__main__.py` looks for an input that breaks it, guided by coverage
(`make fuzz`); `test_corpus.py` tries the kept corpus and mutations of it in every run of the tests.
"""
