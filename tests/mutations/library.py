"""Mistakes of a book that stands on the library of the world: lines beside its lines, values that hide its values.

A book that names no library has no place for any of them.
"""

from functools import lru_cache

from tests.books import library_of
from tests.mutations.edits import Edit, inserted, mistake, replaced
from tests.mutations.sources import RULES, Source, Spot

NAME = "name: {en: Zodiac, de: Zodiak, fr: Zodiaque, ja: 黄道, ar: زودياك, bg: Зодиак, nb: Zodiak, pl: Zodiak}"
"""In each language that the book on the library speaks: a line without a name is another mistake."""


@lru_cache(maxsize=1)
def _library(regions: tuple[str, ...]) -> Source:
    """What the installed library states of some regions."""
    return Source(library_of(*regions))


def _named(source: Source) -> list[Spot]:
    """Where a book names its library; nothing for one without."""
    return [spot for spot in source.spots if spot.path == ("library",) and spot.layer == RULES and spot.is_scalar]


def _is_on_library(source: Source) -> bool:
    return bool(_named(source))


def _taxed(source: Source) -> dict[str, str]:
    """The file of each country in which the library levies a tax and of which the book states none; by its code."""
    if not _is_on_library(source):
        return {}
    library = _library(tuple(sorted(source.regions)))
    of_library = {spot.file.removeprefix("world/") for spot in library.of("rate") if spot.path[:2] == ("tax", "lines")}
    own = {spot.file for spot in source.spots if "tax" in spot.path}
    return {code: file for code, file in source.regions.items() if file in of_library - own and "-" not in code}


@mistake("line-beside-library")
def a_tax_has_a_name_of_its_own(source: Source) -> list[Edit]:
    """A country states its tax by another name than the library's, and so takes it twice."""
    start = "tax: {lines: {"
    line = f"{start}zodiac: {{{NAME}, rate: 5 %}}}}}}"
    return [inserted(source, file, source.roots[file], line, len(start)) for file in _taxed(source).values()]


@mistake("line-beside-library")
def a_tax_of_the_gross_stands_beside_the_librarys(source: Source) -> list[Edit]:
    """A country states a tax of the gross from a day on, beside the tax of the library."""
    start = "tax: {lines: {"
    line = f"{start}zodiac: {{{NAME}, base: gross, rate: {{begins: none, 2027-01-01: 2.5 %}}}}}}}}"
    return [inserted(source, file, source.roots[file], line, len(start)) for file in _taxed(source).values()]


@mistake("line-beside-library")
def a_stores_fee_has_a_name_of_its_own(source: Source) -> list[Edit]:
    """A country states what a store keeps by another name than the library's."""
    start = "ios: {commission: {lines: {zodiac: {rate: "
    line = f"{start}15 %, base: net}}}}}}}}"
    files = set(source.regions.values()) if _is_on_library(source) else ()
    platforms = [spot for spot in source.spots if spot.path == ("platforms",) and spot.file in files]
    return [inserted(source, spot.file, spot.node, line, len(start)) for spot in platforms if spot.is_mapping]


@mistake("line-beside-library")
def a_country_restates_what_a_part_has_joined(source: Source) -> list[Edit]:
    """Canada's file restates its GST, which stands in the HST of Ontario already."""
    file = _taxed(source).get("CA", "")
    start = "tax: {lines: {"
    return [inserted(source, file, source.roots[file], f"{start}gst: {{rate: 5 %}}}}}}", len(start))] if file else []


@mistake("line-beside-library", beside=("name-lacks-language",))
def one_rate_is_stated_for_every_country(source: Source) -> list[Edit]:
    """The rules state a VAT for all, also where the library's tax has another name."""
    start = "tax: {lines: {"
    files = _rules_without_tax(source) if "CA" in _taxed(source) else ()
    return [
        inserted(source, file, source.roots[file], f"{start}vat: {{rate: 19.5 %}}}}}}", len(start)) for file in files
    ]


def _rules_without_tax(source: Source) -> list[str]:
    """The files under rules/ of a book on the library in which nothing is said of taxes."""
    own = {spot.file for spot in source.spots if "tax" in spot.path}
    return [file for file in source.files if _is_on_library(source) and file.startswith("rules/") and file not in own]


@mistake("hides-library", warning=True)
def prices_are_said_to_leave_tax_out_everywhere(source: Source) -> list[Edit]:
    """The rules say that prices are shown without tax, where the library has countries that show them with it."""
    start = "tax: {display: "
    files = _rules_without_tax(source) if {"DE", "JP"} & set(_taxed_or_divided(source)) else ()
    return [inserted(source, file, source.roots[file], f"{start}exclusive}}", len(start)) for file in files]


def _taxed_or_divided(source: Source) -> list[str]:
    """The countries of which the book says nothing of taxes."""
    own = {spot.file for spot in source.spots if "tax" in spot.path}
    return [code for code, file in source.regions.items() if file not in own and "-" not in code]


@mistake("hides-library", warning=True)
def one_rate_is_stated_for_a_group(source: Source) -> list[Edit]:
    """A group states one rate for countries of which the library has one each."""
    euro = [spot.file for spot in source.of("group") if spot.text == "euro" and {"DE", "FR"} <= set(_taxed(source))]
    start = "tax: {lines: {vat: {rate: "
    return [inserted(source, file, source.roots[file], f"{start}19.5 %}}}}}}", len(start)) for file in euro]


@mistake("hides-library", warning=True)
def a_country_hides_the_taxes_of_its_parts(source: Source) -> list[Edit]:
    """The file of the US states one sales tax, which then holds in each state in place of the library's."""
    start = "tax: {lines: {sales: {rate: "
    files = [source.regions[code] for code in _taxed_or_divided(source) if code == "US" and _is_on_library(source)]
    return [inserted(source, file, source.roots[file], f"{start}none}}}}}}", len(start)) for file in files]


@mistake("other-edition")
def the_book_was_checked_with_an_older_edition(source: Source) -> list[Edit]:
    """The library has been updated since the book was checked."""
    return replaced(_named(source), "world 2026.10")


@mistake("other-edition")
def the_book_was_checked_with_a_newer_edition(source: Source) -> list[Edit]:
    """The installed library is older than the one that the book was checked with."""
    return replaced(_named(source), "world 2031.01")


NOT_SOLD_IN = "AT"
"""A country that the library and the group of the euro know, and in which the hard book does not sell."""


@mistake("nothing-sold", warning=True)
def a_region_is_listed_without_prices(source: Source) -> list[Edit]:
    """The book lists a region to sell in, and no file has a price for it."""
    start = "sells_in: ["
    files = [spot.file for spot in _named(source) if NOT_SOLD_IN not in source.regions]
    return [inserted(source, file, source.roots[file], f"{start}{NOT_SOLD_IN}]", len(start)) for file in files]


@mistake("nothing-sold", warning=True)
def a_country_of_a_group_is_not_sold_in(source: Source) -> list[Edit]:
    """A group takes in a country in which the book does not sell."""
    start = "members: ["
    groups = source.of("group") if _is_on_library(source) and NOT_SOLD_IN not in source.regions else ()
    listed = {spot.file for spot in source.spots if spot.path == ("members",)}
    files = [spot.file for spot in groups if spot.file not in listed]
    return [inserted(source, file, source.roots[file], f"{start}{NOT_SOLD_IN}]", len(start)) for file in files]
