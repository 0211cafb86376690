"""The files of a new book, checked before anybody has them: the book is loaded, and its prices are read back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.instants import Instant, first_instant, zone
from ratecard.keys.registry import KEYS
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.newbooks.companions import companion_texts
from ratecard.newbooks.grouping import layout_of
from ratecard.newbooks.plans import LibraryFacts, NewBookPlan, change_days, on_sale
from ratecard.newbooks.writing import rule_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PriceListRequest
from ratecard.rulefiles.editors.json_schema import rule_schemas
from ratecard.schemas import known_in_files, with_library
from ratecard.sheets.timelines import BEGINS


class NotSound(Exception):
    """A book of these values has errors, which the diagnostics tell of the texts."""

    def __init__(self, diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
        super().__init__("the book would not be sound")
        self.diagnostics = tuple(diagnostics)
        self.texts = texts


class Otherwise(Exception):
    """A book that would not say the prices of its plan. The sentence names the first that differs."""


def contents_of(plan: NewBookPlan, library: LibraryFacts) -> dict[str, bytes]:
    """The files of the book of a plan, by path, with what stands around its rules. Raises NotSound and Otherwise."""
    rules = checked_rules(plan, library)
    texts = rules | companion_texts(plan) | schema_texts_of(rules)
    return {path: text.encode() for path, text in texts.items()}


def checked_rules(plan: NewBookPlan, library: LibraryFacts) -> dict[str, str]:
    """The rule files of a plan. Raises NotSound where they have errors, and Otherwise where prices would differ."""
    rules = rule_texts(plan, layout_of(plan, library), library)
    loaded = load_texts(rules)
    if loaded.book is None:
        raise NotSound(loaded.diagnostics, rules)
    _read_back(loaded.book, plan)
    return rules


def schema_texts_of(rules: Mapping[str, str]) -> dict[str, str]:
    """The JSON Schemas for editors, without line ends: they offer what these files and the library name."""
    known = with_library(known_in_files({path: text.encode() for path, text in rules.items()}))
    encoder = msgspec.json.Encoder(decimal_format="number")
    schemas = rule_schemas(known, KEYS.grammar)
    return {f"schema/{name}": f"{encoder.encode(schema).decode()}\n" for name, schema in schemas.items()}


def _read_back(book: RuleBook, plan: NewBookPlan) -> None:
    """Compares the prices that a book answers at its beginning, and around each later day, with those of its plan."""
    for region in plan.regions:
        for day, at in _moments(book, plan, region):
            prices = on_sale(plan.prices[region], day)
            for platform in plan.platforms:
                wanted = {package: price for (where, package), price in prices.items() if where == platform}
                said = prices_of(book, region, platform, at)
                if wanted != said:
                    when = "" if day == BEGINS else f" from {day}"
                    raise Otherwise(f"the book would say {said} in {region} on {platform}{when}, and not {wanted}")


def _moments(book: RuleBook, plan: NewBookPlan, region: str) -> Iterator[tuple[date, Instant]]:
    """The first and the last instant between the days on which a region's prices change, each with that first day."""
    days = change_days(plan.prices[region])
    for day, following in zip(days, (*days[1:], None), strict=True):
        yield day, _first_instant(book, region, plan.begins if day == BEGINS else day)
        if following is not None:
            yield day, Instant(_first_instant(book, region, following) - 1)


def prices_of(book: RuleBook, region: str, platform: str, at: Instant) -> dict[str, Money]:
    """The listed prices of a market by package; none where nothing is sold."""
    answer = list_prices(book, PriceListRequest(region, platform, at))
    return {quote.request.package: _listed(quote) for quote in answer.packages} if isinstance(answer, PriceList) else {}


def _listed(quote: PurchaseQuote) -> Money:
    return Money(quote.listed_minor, quote.currency)


def _first_instant(book: RuleBook, region: str, day: date) -> Instant:
    in_zone = zone(book.time_zones[region])
    instant = first_instant(day, in_zone) if in_zone is not None else None
    assert instant is not None, "a book that loads has days alone that exist where they count"
    return instant
