"""Readers for tests: what a text of tags comes to with a book's languages."""

from ratecard.locale.preferences import Malformed, Preferences, preferences, read_preferences


def reader_of(text: str, *book_languages: str) -> Preferences:
    """Who asks by this text, of a book in these languages; of an English one where none are given."""
    asked = read_preferences(text)
    assert not isinstance(asked, Malformed), asked.sentence
    return preferences(asked, book_languages or ("en",))
