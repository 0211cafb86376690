"""How much of a text that somebody gave is said back to them: its beginning. Whoever sent it knows the rest."""

CHARACTERS_MOST = 60


def cut(text: str) -> str:
    """The text, or its beginning with "…" where it has more than 60 characters."""
    return text if len(text) <= CHARACTERS_MOST else text[: CHARACTERS_MOST - 3] + "…"
