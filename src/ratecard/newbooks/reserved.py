"""Names that a new book does not give to its own things, because the rule language or YAML means something by them."""

from ratecard.book.date_names import OF_VALUES

_OF_YAML = ("yes", "no", "true", "false", "on", "off", "y", "n", "null", "~")
RESERVED = frozenset((*OF_VALUES, *_OF_YAML))


def is_reserved(name: str) -> bool:
    """Whether a name is such a word, in whatever letters: "none", "Unknown", "YES"."""
    return name.strip().casefold() in RESERVED
