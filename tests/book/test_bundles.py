"""What markets read alike is resolved once, whatever their zones are called, and nothing else is shared."""

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from tests.book.cashing import CASH


def gifts_of(book: RuleBook, region: str) -> int:
    """Which bundle of gifts the website of a region reads."""
    return id(book.line((region, "web")).bundles["gifts"])


def test_regions_whose_days_begin_together_share_what_they_read_alike_and_others_do_not() -> None:
    files = dict(CASH)
    germany = files["regions/de.yaml"]
    files["regions/fr.yaml"] = germany.replace("region: DE", "region: FR").replace("Europe/Berlin", "Europe/Paris")
    files["regions/fi.yaml"] = germany.replace("region: DE", "region: FI").replace("Europe/Berlin", "Europe/Helsinki")
    book = load_texts(files).book
    assert book is not None
    assert gifts_of(book, "DE") == gifts_of(book, "FR")
    assert gifts_of(book, "FI") != gifts_of(book, "DE")


def test_regions_whose_days_part_at_one_date_alone_share_nothing_that_has_that_date() -> None:
    """Both days begin an hour before UTC's on 2025-01-01, and two hours apart on 2026-07-01."""
    files = dict(CASH)
    files["rules/gifts.yaml"] = files["rules/gifts.yaml"].replace("2026-01-01: 6", "2026-07-01: 6")
    lagos = files["regions/de.yaml"].replace("region: DE", "region: NG").replace("Europe/Berlin", "Africa/Lagos")
    files["regions/ng.yaml"] = lagos
    book = load_texts(files).book
    assert book is not None
    assert book.line(("NG", "web")).begins == book.line(("DE", "web")).begins
    assert gifts_of(book, "NG") != gifts_of(book, "DE")
    packages = [id(book.line((region, "web")).bundles["packages"]) for region in ("NG", "DE")]
    assert packages[0] == packages[1]
