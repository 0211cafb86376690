"""What answers show of engine values, the same in GraphQL and on the command line. Knows no web framework."""

from functools import lru_cache

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.guards.findings import Finding
from ratecard.instants import Instant, datetime_of
from ratecard.locale.amounts import format_count, format_unit_price
from ratecard.locale.labels import label, noun
from ratecard.locale.names import NamesByLanguage, pick
from ratecard.locale.preferences import Malformed, Preferences, preferences, read_preferences
from ratecard.money import Rate, UnitPrice, decimal_text
from ratecard.refusals import Refused
from ratecard.rounding import Rounding, round_ratio
from ratecard.terms.limits import LimitTerms
from ratecard.terms.packages import PackageTerms

RATE_DIGITS_MOST = 40
"""More decimals than a rate in a rule file can have; one that has not ended after them is shown as a fraction."""

MANY = 3
"""A count whose noun is a plain plural wherever there is one: Arabic and Slovenian have a form of their own for two."""


class Reader(msgspec.Struct, frozen=True):
    """Whom an answer is written for: what they prefer to read, and the book whose names and units are used."""

    book: RuleBook
    preferences: Preferences

    @property
    def locale(self) -> str:
        """The locale that amounts, counts and days are written in: "de-AT", "ar-EG-u-nu-latn"."""
        return self.preferences.locale

    def name(self, names: NamesByLanguage, otherwise: str) -> str:
        """The name in the reader's language, or `otherwise` where no language has one."""
        return pick(names, self.preferences)[0] if names else otherwise

    def name_locale(self, names: NamesByLanguage) -> str | None:
        """The language in which `name` finds one; None where no language has one."""
        return pick(names, self.preferences)[1] if names else None

    def package_label(self, package: PackageTerms) -> tuple[str, str]:
        """What people call a package, and the language of that: its own name, or its coins ("1.000 Münzen").

        An item without a name is shown by its id.
        """
        if package.names:
            return pick(package.names, self.preferences)
        if package.is_item:
            return package.id, self.locale
        return label(package.coins, self.book.coin.names, self.preferences)

    def label_of_chosen(self, package: PackageTerms) -> tuple[str, str]:
        """What people call something of which the number is chosen, and the language of that; its id without a name."""
        return pick(package.names, self.preferences) if package.names else (package.id, self.locale)

    def coins(self, count: int) -> str:
        """A number of coins for people: "1.000 Münzen"."""
        return self.units("coin", count)[0]

    def units(self, unit: str, count: int) -> tuple[str, str | None]:
        """A number of a unit that the book declares, and the language of its noun: ("5 Tickets", "de").

        The bare number, in no language, where the book has no name for it.
        """
        declared = self.book.units.get(unit)
        if declared is None:
            return format_count(count, self.locale), None
        return label(count, declared.names, self.preferences)

    def diamonds(self, count: int) -> tuple[str, str | None]:
        """A number of diamonds for people, as `units` gives it: ("20.000 Diamanten", "de")."""
        return self.units("diamond", count)

    def noun_of_coins(self, count: int) -> str:
        """What people call this many coins, without the number: "Münzen"."""
        return noun(count, self.book.coin.names, self.preferences)

    def noun_of_diamonds(self, count: int) -> str:
        """What people call this many diamonds, without the number: "Diamanten"; "diamonds" where it has no name."""
        if self.book.diamond is None:
            return "diamonds"
        return noun(count, self.book.diamond.names, self.preferences)

    def message(self, refusal: Refused) -> str:
        """Why a question gets no figure, with the book's name of the earned unit."""
        return refusal.message_with(lambda count: self.diamonds(count)[0])

    def limit(self, limit: LimitTerms) -> str:
        """The most of a limit with its unit: "1000.00 USD", "3 payouts", "6,700 diamonds"."""
        return self.diamonds(limit.most)[0] if limit.unit == "diamonds" else limit.text

    def rarity_names(self, rarity: str) -> NamesByLanguage:
        """What people call a rarity, by language; empty where the book does not declare it."""
        declared = self.book.rarities.get(rarity)
        return declared.names if declared is not None else {}

    def rarity(self, rarity: str) -> str:
        """What people call a rarity; its id where it has no name."""
        return self.name(self.rarity_names(rarity), rarity)

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


def reader_of(book: RuleBook, locale: str | None) -> Reader:
    """The reader that a text of tags stands for, "pt-BR" or "pt-BR,pt;q=0.9,en"; of the book's first language for None.

    Raises ValueError where the text is not such a list; whoever takes it from a caller asks `read_preferences` first.
    """
    asked = read_preferences(book.languages[0] if locale is None else locale)
    if isinstance(asked, Malformed):
        raise ValueError(f"{asked.sentence}; {asked.hint}")
    return Reader(book, preferences(asked, tuple(book.languages)))


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


def guard_question(finding: Finding) -> str:
    """The command that shows what a guard found, at the time from which on it is so; "" where none does."""
    if not finding.question or "--at" in finding.question:
        return finding.question
    return f"{finding.question} --at {instant_text(finding.since)}"
