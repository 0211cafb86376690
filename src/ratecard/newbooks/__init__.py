"""A new book: planned from prices or from a few answers, written in the fewest lines, and put in place whole."""
