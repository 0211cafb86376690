"""Many prices changed at once."""
