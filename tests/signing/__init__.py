"""Signed quotes: keys, tokens, what they are worth, and who reads them."""
