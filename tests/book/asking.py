"""Questions to a book for tests: what a market answers at a local time, in figures that a person can read."""

from datetime import datetime

from ratecard.book.provenance import provenance
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, instant_of
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import NO_FACTS, PurchaseRequest
from ratecard.refusals import Refusal
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import Facts
from ratecard.terms.market import Market
from ratecard.terms.resolved import Resolved


def at(text: str) -> Instant:
    """The instant of a date (its midnight in UTC) or of a time with its offset."""
    return instant_of(datetime.fromisoformat(text if "T" in text else f"{text}T00:00+00:00"))


NOON = at("2025-06-01T12:00+00:00")
"""Some instant in the first year of the smallest book."""


def asked(
    book: RuleBook,
    package: str = "coins_100",
    when: Instant = NOON,
    region: str = "DE",
    platform: str = "web",
    facts: Facts = NO_FACTS,
) -> PurchaseQuote | Refusal:
    """The answer for one unit of a package."""
    return quote_purchase(book, PurchaseRequest(region, platform, package, when, 1, facts))


def quoted(
    book: RuleBook,
    package: str = "coins_100",
    when: Instant = NOON,
    region: str = "DE",
    platform: str = "web",
    facts: Facts = NO_FACTS,
) -> PurchaseQuote:
    """The quote of one unit of a package that is sold."""
    answer = asked(book, package, when, region, platform, facts)
    assert type(answer) is PurchaseQuote, answer
    return answer


def price(
    book: RuleBook,
    package: str = "coins_100",
    when: Instant = NOON,
    region: str = "DE",
    platform: str = "web",
    facts: Facts = NO_FACTS,
) -> str:
    """The listed price of one unit ("1.29 EUR"), or the code of the refusal ("NOT_SOLD")."""
    answer = asked(book, package, when, region, platform, facts)
    return str(Money(answer.listed_minor, answer.currency)) if isinstance(answer, PurchaseQuote) else answer.code


def rates(book: RuleBook, when: Instant = NOON, region: str = "DE", platform: str = "web") -> dict[str, str]:
    """The levied tax lines with their rates: {"vat": "19 %"}."""
    return {line.id: str(line.rate) for line in quoted(book, "coins_100", when, region, platform).tax.lines}


def market_of(book: RuleBook, when: Instant = NOON, region: str = "DE", platform: str = "web") -> Market:
    """A market that is there."""
    market = book.market((region, platform), when)
    assert type(market) is Market, market
    return market


def resolved(
    book: RuleBook, path: KeyPath, when: Instant = NOON, region: str = "DE", platform: str = "web"
) -> Resolved[object]:
    """What holds for a path in a market, with what it replaced."""
    found = [
        each for stated_path, each in provenance(book.history((region, platform)), when).values() if stated_path == path
    ]
    assert len(found) == 1, found
    return found[0]


def chain(
    book: RuleBook, path: KeyPath, when: Instant = NOON, region: str = "DE", platform: str = "web"
) -> list[tuple[str, str]]:
    """The winning statement of a path and those that it replaced, each as its value and "file:line"."""
    winner = resolved(book, path, when, region, platform)
    return [
        (str(getattr(each.value, "value", each.value)), f"{each.place.file}:{each.place.line}")
        for each in (winner.stated, *winner.replaced)
    ]
