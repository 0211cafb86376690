"""A small book of the whole chain to put single rules into, and short ways to ask it."""

from collections.abc import Mapping

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.money import Diamonds, Money
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import GiftRequest, Lot, PayoutRequest
from ratecard.refusals import Refusal
from ratecard.terms.facts import FactValue
from tests.reference.dates import second

Facts = Mapping[str, FactValue]

BOOK = """
begins: 2025-01-01
languages: [en]
facts:
  creator.grade: {type: one of, of: [standard, partner]}
  creator.payouts: {type: count}
  creator.form: {type: one of, of: [missing, treaty, plain]}
  creator.age: {type: count}
  lot.class: {type: one of, of: [promotional, earned]}
  buyer.level: {type: count}
  gift.coins: {type: count}
  purchase.coins: {type: count}
units:
  coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}
  diamond: {name: {en: {one: diamond, other: diamonds}}, price: {rounding: half up, extra_digits: 3}}
platforms: {ios: {name: App Store}}
packages: {c: {coins: 100}}
"""
TAXES = "tax: none\ncommission: none\n"
DE = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\n"
GIFT = "gifts: {g: {coins: 100, kinds: [live]}}\n"
DAY = "2026-11-01"


def payouts(diamond: str = "0.005 USD each", **others: str) -> str:
    """The key `payouts`: paid in the diamond's currency by a bank that costs nothing, but for what is given."""
    currency = diamond.partition("}")[0].split(" each")[0].split(" per ")[0].split(" ")[-1]
    rules = {
        "currency": currency,
        "diamond": diamond,
        "value_by": "earned",
        "order": "[oldest]",
        "rounding": "down",
        "pays": "{from: request}",
        "methods": "{bank: {name: Bank, fee: none}}",
    }
    return f"payouts: {{{', '.join(f'{key}: {value}' for key, value in (rules | others).items())}}}\n"


def book(more: str, region: str = DE, taxes: str = TAXES, **regions: str) -> RuleBook:
    """A book of these rules and regions, which loads without an error."""
    files = {"rules/book.yaml": BOOK + taxes + more, "regions/de.yaml": region}
    files |= {f"regions/{code.lower()}.yaml": text for code, text in regions.items()}
    loaded = load_texts(files)
    assert loaded.book is not None, loaded.diagnostics
    assert loaded.errors == 0, loaded.diagnostics
    return loaded.book


def noon(day: str) -> Instant:
    """Noon of a day in UTC."""
    return Instant(second(f"{day}T12:00+00:00", "UTC"))


def lot(diamonds: int, day: str, source: str | None = None, **facts: FactValue) -> Lot:
    """A lot earned at noon of a day."""
    return Lot(Diamonds(diamonds), noon(day), source, {name.replace("_", "."): value for name, value in facts.items()})


def pay(
    rules: RuleBook,
    diamonds: int | None = None,
    *lots: Lot,
    region: str = "DE",
    method: str = "bank",
    day: str = DAY,
    facts: Facts | None = None,
    want: tuple[int, str] | None = None,
    used: Mapping[str, Money | int] | None = None,
) -> PayoutQuote | Refusal:
    """The answer to a payout."""
    wanted = Money(want[0], CURRENCIES[want[1]]) if want is not None else None
    number = Diamonds(diamonds) if diamonds is not None else None
    return quote_payout(
        rules, PayoutRequest(region, method, noon(day), number, lots, wanted, dict(used or {}), dict(facts or {}))
    )


def paid(*question: object, **options: object) -> PayoutQuote:
    """The quote of a payout that is one."""
    answer = pay(*question, **options)  # type: ignore[arg-type]
    assert isinstance(answer, PayoutQuote), answer
    return answer


def give(
    rules: RuleBook, count: int = 1, gift: str = "g", region: str = "DE", day: str = DAY, facts: Facts | None = None
) -> GiftQuote:
    """The quote of some gifts to a creator of the same region."""
    answer = quote_gift(rules, GiftRequest(region, "ios", region, gift, noon(day), count, None, dict(facts or {})))
    assert isinstance(answer, GiftQuote), answer
    return answer
