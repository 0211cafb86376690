"""A copy of the shipped example as a book of one's own, with what stands around any new book."""

from datetime import date

from ratecard.book.rulebook import RuleBook
from ratecard.instants import first_instant, zone
from ratecard.loading.gathering import CASES
from ratecard.newbooks.companions import companions_of_any
from ratecard.newbooks.making import prices_of
from ratecard.shipped import shipped_book

PARTS = ("rules", "regions", "schema")
KINDS = (".yaml", ".json")
FIRST_CASE = """\
# What the book must answer, whatever is edited: `ratecard test --book .` asks it.
cases:
  - case: {package} costs {price} in {region} on {platform}
    at: {day}
    quote purchase: {{region: {region}, platform: {platform}, package: {package}}}
    expect: {{listed: {price}}}
"""


def copy_of_shipped(book: RuleBook, day: date) -> dict[str, bytes]:
    """The files of a copy of the shipped book, by path. A wheel carries no cases: one of `day` is written."""
    folder = shipped_book()
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in PARTS
        for path in sorted((folder / part).rglob("*"))
        if path.is_file() and path.suffix in KINDS
    }
    region, platform = book.markets()[0]
    texts = companions_of_any("the example", region, platform)
    if not any(path.startswith(CASES) for path in found):
        texts[f"{CASES}first.yaml"] = first_case(book, day)
    return {path: text.encode() for path, text in texts.items()} | found


def first_case(book: RuleBook, day: date) -> str:
    """A file with one case: the first price of the first market that sells anything on a day."""
    for region, platform in book.markets():
        in_zone = zone(book.time_zones[region])
        at = first_instant(day, in_zone) if in_zone is not None else None
        for package, price in (prices_of(book, region, platform, at) if at is not None else {}).items():
            return FIRST_CASE.format(region=region, platform=platform, package=package, price=price, day=day)
    raise ValueError(f"the shipped book sells nothing on {day}")
