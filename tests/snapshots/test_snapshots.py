"""The digests are the same at every run, and tell what has changed and what has not."""

from msgspec import structs

from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.cases.smallest import SMALLEST, changed, germany
from tests.snapshots.answers import lines_of
from tests.snapshots.mistakes import shown
from tests.snapshots.texts import Digests


def lines(texts: Texts) -> list[str]:
    """The lines of a book."""
    return list(lines_of(sound(load_texts(texts)), "book"))


def test_two_loads_of_one_book_give_the_same_lines() -> None:
    assert lines(dict(SMALLEST)) == lines(dict(SMALLEST))


def test_a_price_changes_its_markets_and_the_digests_of_the_books_and_no_region() -> None:
    before, after = lines(dict(SMALLEST)), lines(changed(germany(("1.29", "1.39"))))
    differ = {one.split(" ")[2] for one, two in zip(before, after, strict=True) if one != two}
    assert {"book", "DE/ios"} <= differ
    assert "periods" in before[-1]


def test_words_of_a_diagnostic_stand_apart() -> None:
    found = load_texts(changed(germany(("currency: EUR", "currency: EURO")))).diagnostics
    assert found
    other = tuple(structs.replace(each, sentence="other words") for each in found)
    (what, _, words), (same, _, others) = (shown([each]).partition(" words ") for each in (found, other))
    assert what == same
    assert words != others


def test_a_value_that_differs_anywhere_has_another_digest() -> None:
    digests = Digests()
    assert digests.of(("a", ("b", 1))) == Digests().of(("a", ("b", 1)))
    assert digests.of(("a", ("b", 1))) != digests.of(("a", ("b", "1")))
    assert digests.of({"a": (1,)}) != digests.of({"a": (2,)})
