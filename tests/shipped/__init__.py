"""The shipped regions as a whole: what must hold of every market on every day."""
