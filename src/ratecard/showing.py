"""What answers show of engine values, the same in GraphQL and on the command line. Knows no web framework."""

from functools import lru_cache

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, datetime_of
from ratecard.locale.amounts import format_count, format_unit_price
from ratecard.locale.labels import label, noun
from ratecard.locale.names import Names, pick_name
from ratecard.money import Rate, UnitPrice, decimal_text
from ratecard.refusal_messages import message_of
from ratecard.refusals import Refusal
from ratecard.rounding import Rounding, round_ratio
from ratecard.terms.packages import PackageTerms
from ratecard.terms.payouts import LimitTerms

RATE_DIGITS_MOST = 40
"""More decimals than a rate in a rule file can have; one that has not ended after them is shown as a fraction."""


class Reader(msgspec.Struct, frozen=True):
    """Whom an answer is written for: a locale, and the book whose names and units are used."""

    book: RuleBook
    locale: str

    def name(self, names: Names, otherwise: str) -> str:
        """The name in the reader's language, or `otherwise` where no language has one."""
        return pick_name(names, self.locale, self.book.languages[0])[0] if names else otherwise

    def package_label(self, package: PackageTerms) -> tuple[str, str]:
        """What people call a package, and the language of that: its own name, or its coins ("1.000 Münzen")."""
        first = self.book.languages[0]
        if package.names:
            return pick_name(package.names, self.locale, first)
        return label(package.coins, self.book.coin.names, self.locale, first)

    def coins(self, count: int) -> str:
        """A number of coins for people: "1.000 Münzen"."""
        return label(count, self.book.coin.names, self.locale, self.book.languages[0])[0]

    def diamonds(self, count: int) -> str:
        """A number of diamonds for people: "20.000 Diamanten"; the bare number where the book has no name for them."""
        if self.book.diamond is None:
            return format_count(count, self.locale)
        return label(count, self.book.diamond.names, self.locale, self.book.languages[0])[0]

    def noun_of_coins(self, count: int) -> str:
        """What people call this many coins, without the number: "Münzen"."""
        return noun(count, self.book.coin.names, self.locale, self.book.languages[0])

    def noun_of_diamonds(self, count: int) -> str:
        """What people call this many diamonds, without the number: "Diamanten"; "diamonds" where it has no name."""
        if self.book.diamond is None:
            return "diamonds"
        return noun(count, self.book.diamond.names, self.locale, self.book.languages[0])

    def message(self, refusal: Refusal) -> str:
        """Why a question gets no figure, with the book's name of the earned unit."""
        return message_of(refusal, self.diamonds)

    def limit(self, limit: LimitTerms) -> str:
        """The most of a limit with its unit: "1000.00 USD", "3 payouts", "6,700 diamonds"."""
        return self.diamonds(limit.most) if limit.unit == "diamonds" else limit.text

    def rarity(self, rarity: str | None) -> str | None:
        """What people call a rarity; None where a gift has none."""
        if rarity is None:
            return None
        declared = self.book.rarities.get(rarity)
        return self.name(declared.names, rarity) if declared is not None else rarity

    def unit_price_digits(self, price: UnitPrice) -> int:
        """How many decimals a price of one coin is shown with."""
        return price.currency.exponent + self.book.coin.price_extra_digits

    def unit_price_amount(self, price: UnitPrice) -> str:
        """A price of one coin as a plain decimal, rounded as the rules state: "0.01332"."""
        digits, exact = self.unit_price_digits(price), price.fraction
        rounding = Rounding(self.book.coin.price_mode)
        return decimal_text(round_ratio(exact.numerator * 10**digits, exact.denominator, rounding), digits)

    def unit_price_formatted(self, price: UnitPrice) -> str:
        """A price of one coin for people: "0,01332 €"."""
        exact, mode = price.fraction, self.book.coin.price_mode
        return format_unit_price(
            exact.numerator, exact.denominator, price.currency, self.unit_price_digits(price), mode, self.locale
        )

    def unit_price_rounding(self, price: UnitPrice) -> str:
        """How a shown price of one coin is rounded, as rule files write it: "half up to 0.00001"."""
        return f"{self.book.coin.price_mode.value} to {decimal_text(1, self.unit_price_digits(price))}"


@lru_cache(maxsize=4096)
def instant_text(instant: Instant) -> str:
    """RFC 3339 in UTC: "2026-06-30T22:00:00Z". Most answers of a day end at the same few midnights."""
    return datetime_of(instant).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=4096)
def rate_text(rate: Rate) -> str:
    """A rate exactly: a plain decimal where it ends ("0.19"), else a fraction ("1/3")."""
    for digits in range(RATE_DIGITS_MOST + 1):
        scaled = rate.fraction * 10**digits
        if scaled.denominator == 1:
            return decimal_text(scaled.numerator, digits)
    return f"{rate.numerator}/{rate.denominator}"
