"""Files and folders that mean harm, or that an accident made: none may crash, stall or slip past the checker.

files.py builds single files that are too large or too odd to be kept, each with all that must be reported of it.
Small ones are kept in tests/cases/bad. Bounds are on counted work: events read, calls made; one watchdog stands behind.
"""
