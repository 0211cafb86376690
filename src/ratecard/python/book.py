"""A book for Python callers: loaded from a folder, and asked by methods with keyword arguments."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.diagnostics.text import render_text
from ratecard.loading import Folder, source_lines
from ratecard.loading import load as load_source
from ratecard.loading.guarding import unless_blocked
from ratecard.money import Money
from ratecard.python.asking import GivenFacts
from ratecard.python.chosen import ChosenQuote, ask_chosen
from ratecard.python.exchanges import ExchangeQuote, ask_exchange
from ratecard.python.gifts import GiftQuote, ask_gift
from ratecard.python.items import ItemQuote, ask_item
from ratecard.python.limits import Budget, UsedAmount
from ratecard.python.payouts import Lot, PayoutQuote, ask_payout
from ratecard.python.purchases import PriceList, PurchaseQuote, ask_price_list, ask_purchase
from ratecard.refusals import Refusal
from ratecard.terms.market import MarketKey

NO_FACTS: GivenFacts = MappingProxyType({})
NO_PACKAGE_FACTS: Mapping[str, GivenFacts] = MappingProxyType({})
NOTHING_USED: Mapping[str, Money | int] = MappingProxyType({})


class InvalidBook(Exception):
    """The rules in a folder have errors, and give no book. Its text is what `ratecard check` prints.

    `diagnostics` are all errors and warnings, sorted by place; each has a code, a sentence, a place and a hint.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...], text: str) -> None:
        super().__init__(diagnostics, text)
        self.diagnostics = diagnostics
        self.text = text

    def __str__(self) -> str:
        return self.text


class Book:
    """The rules of one folder, checked and resolved. Made by `load`; an edit of the folder needs another one.

    Answers never change, so a book may be shared by any number of threads without a lock. Every answer is a quote or a
    list with exact figures, or a `Refusal`: a value with a `code` and facts of its own, never an exception.

    Regions are ISO 3166 codes: "DE", "DEU", "US-NY". `at` is the instant asked about, an aware datetime; it has no
    default, since what is asked "now" and again a second later need not be the same question. `facts` are what is known
    of buyer, creator and purchase, by the names that the rules declare; what is left out, or None, is unknown.

    Raises TypeError and ValueError for a wrong call: a naive datetime, a float for a count.
    """

    def __init__(self, rules: RuleBook, warnings: tuple[Diagnostic, ...]) -> None:
        self._rules = rules
        self.warnings = warnings
        """What `ratecard check` warns of, sorted by place."""

    @property
    def digest(self) -> str:
        """What identifies the rules: books with equal digests answer equally."""
        return self._rules.digest

    @property
    def markets(self) -> tuple[MarketKey, ...]:
        """Every market, a `region` and a `platform`, sorted."""
        return self._rules.markets()

    def purchase(
        self,
        *,
        region: str,
        platform: str,
        package: str,
        at: datetime,
        quantity: int = 1,
        facts: GivenFacts = NO_FACTS,
        used: Sequence[UsedAmount] = (),
        budget: Budget | None = None,
        codes: Sequence[str] = (),
    ) -> PurchaseQuote | Refusal:
        """The quote of `quantity` units of a package, or why there is none.

        10 of 1.29 EUR with 19 % inside are 12.90 listed: 10.80 net and 2.10 tax, where each unit is rounded.
        `used` is what earlier purchases used of limits, and `budget` the caller's own limit.
        `codes` are those that the buyer brings, as they were typed: ["WELCOME10"].
        """
        return ask_purchase(
            self._rules,
            region=region,
            platform=platform,
            package=package,
            at=at,
            quantity=quantity,
            facts=facts,
            used=used,
            budget=budget,
            codes=codes,
        )

    def item(
        self,
        *,
        region: str,
        platform: str,
        item: str,
        at: datetime,
        quantity: int = 1,
        facts: GivenFacts = NO_FACTS,
        used: Sequence[UsedAmount] = (),
        budget: Budget | None = None,
        codes: Sequence[str] = (),
    ) -> ItemQuote | Refusal:
        """The quote of `quantity` units of an item, such as a subscription, or why there is none; as of a package."""
        return ask_item(
            self._rules,
            region=region,
            platform=platform,
            item=item,
            at=at,
            quantity=quantity,
            facts=facts,
            used=used,
            budget=budget,
            codes=codes,
        )

    def chosen(
        self,
        *,
        region: str,
        platform: str,
        thing: str,
        at: datetime,
        coins: int | None = None,
        amount: Money | None = None,
        spend: Money | None = None,
        quantity: int = 1,
        facts: GivenFacts = NO_FACTS,
        used: Sequence[UsedAmount] = (),
        budget: Budget | None = None,
        codes: Sequence[str] = (),
    ) -> ChosenQuote | Refusal:
        """The quote of a package or an item of which the number is chosen, or why there is none.

        State the `coins` of a package, the `amount` of an item, or what all units may cost at most: `spend` is answered
        with the greatest number that costs no more.
        """
        return ask_chosen(
            self._rules,
            region=region,
            platform=platform,
            thing=thing,
            at=at,
            coins=coins,
            amount=amount,
            spend=spend,
            quantity=quantity,
            facts=facts,
            used=used,
            budget=budget,
            codes=codes,
        )

    def price_list(
        self,
        *,
        region: str,
        platform: str,
        at: datetime,
        facts: GivenFacts = NO_FACTS,
        package_facts: Mapping[str, GivenFacts] = NO_PACKAGE_FACTS,
        used: Sequence[UsedAmount] = (),
        budget: Budget | None = None,
        codes: Sequence[str] = (),
        ways: bool = False,
    ) -> PriceList | Refusal:
        """All that a market sells, or why there is no list: packages and items quoted for one unit, and what is chosen.

        `package_facts` are those of single packages, {"coins_100": {"buyer.purchases": 3}}; they come before `facts`.
        What is above a limit or the `budget` is withheld. With `ways` it has the prices by each way of paying besides.
        """
        return ask_price_list(
            self._rules,
            region=region,
            platform=platform,
            at=at,
            facts=facts,
            package_facts=package_facts,
            used=used,
            budget=budget,
            codes=codes,
            ways=ways,
        )

    def exchange(
        self,
        *,
        region: str,
        platform: str,
        unit: str,
        at: datetime,
        count: int = 1,
        facts: GivenFacts = NO_FACTS,
    ) -> ExchangeQuote | Refusal:
        """What `count` of a unit give of another one, or why they give nothing: 25 gems at 10 each are 250 coins."""
        return ask_exchange(self._rules, region=region, platform=platform, unit=unit, at=at, count=count, facts=facts)

    def gift(
        self,
        *,
        region: str,
        platform: str,
        creator_region: str,
        gift: str,
        at: datetime,
        count: int = 1,
        kind: str | None = None,
        facts: GivenFacts = NO_FACTS,
        used: Sequence[UsedAmount] = (),
        codes: Sequence[str] = (),
    ) -> GiftQuote | Refusal:
        """The quote of `count` gifts from a sender in `region` to a creator in `creator_region`, or why there is none.

        `kind` is the kind of spending, such as "live"; left out, it is the gift's usual one.
        `codes` are those that the sender brings, and `used` is what was used of promotions' limits before.
        """
        return ask_gift(
            self._rules,
            region=region,
            platform=platform,
            creator_region=creator_region,
            gift=gift,
            at=at,
            count=count,
            kind=kind,
            facts=facts,
            used=used,
            codes=codes,
        )

    def payout(
        self,
        *,
        region: str,
        method: str,
        at: datetime,
        diamonds: int | None = None,
        lots: Sequence[Lot] = (),
        want: Money | None = None,
        used: Mapping[str, Money | int] = NOTHING_USED,
        facts: GivenFacts = NO_FACTS,
    ) -> PayoutQuote | Refusal:
        """The quote of a payout to a creator in `region`, or why there is none.

        State `diamonds`, `lots`, or both; with `want` it is the fewest diamonds that pay at least that much. Without
        lots, the diamonds count as earned at `at`. `used` is what earlier payouts took of limits, by the limit's id.
        """
        return ask_payout(
            self._rules,
            region=region,
            method=method,
            at=at,
            diamonds=diamonds,
            lots=lots,
            want=want,
            used=used,
            facts=facts,
        )


def load(folder: str | os.PathLike[str]) -> Book:
    """The book in a folder that holds `rules/` and `regions/`, checked in full. Raises InvalidBook where it has errors.

    Loading takes a second or so for a hundred regions: do it once, and share the book.
    """
    where = Folder(Path(folder))
    loaded = unless_blocked(load_source(where))
    if loaded.book is None:
        raise InvalidBook(loaded.diagnostics, render_text(loaded.diagnostics, source_lines(where)))
    return Book(loaded.book, loaded.diagnostics)
