"""One mistake in a book on the library of the world is one error, at a place of the book."""

from ratecard.loading import Loaded, load_texts
from tests.book.test_library import BOOK, IOS, codes, load, world

GERMANY = "region: DE\nprices: {c: 11.90}\n"
PAID = (
    "payouts: {diamond: 0.01 EUR each, pays: {from: request, after: 1 day}, methods: {bank: {name: Bank, fee: none}}}\n"
)


def load_files(rules: str, **regions: str) -> Loaded:
    """A book on the small library, with the texts of region files whole."""
    files = {f"regions/{name}.yaml": text for name, text in regions.items()}
    return load_texts({"rules/book.yaml": rules, **files}, world=world())


def test_of_a_region_that_no_country_is_nothing_else_is_missed() -> None:
    assert codes(load_files(BOOK + IOS, de=GERMANY, uk=GERMANY.replace("DE", "UK"))) == ["unknown-country"]
    assert codes(load_files(BOOK + IOS, uk=GERMANY.replace("DE", "UK"))) == ["unknown-country"]


def test_a_mistake_in_the_languages_hides_no_name_of_the_library() -> None:
    used = "platforms: {web: {prices: {c: 9.90}}}"
    assert codes(load("languages: [en_US, de]\n", de=used)) == ["not-a-language"]
    assert codes(load("languages: en\n", de=used)) == ["not-a-list"]


def test_a_group_file_that_does_not_say_which_may_be_one_of_the_library() -> None:
    files = {
        "rules/book.yaml": BOOK + IOS + PAID,
        "regions/de.yaml": GERMANY,
        "regions/groups/euro.yaml": "payouts: {currency: EUR}\n",
    }
    assert codes(load_texts(files, world=world())) == ["missing-key"]


def test_what_terms_lack_is_told_in_the_book() -> None:
    loaded = load_files(BOOK + IOS + PAID, de=GERMANY)
    (error,) = loaded.diagnostics
    assert error.code == "incomplete-terms"
    assert error.place is not None
    assert error.place.file == "rules/book.yaml"
