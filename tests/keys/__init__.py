"""Keys as records: that one is enough, and that the book knows none."""
