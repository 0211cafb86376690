"""What a book answers: its terms in every market and period, and questions about all that it sells and pays."""

from collections.abc import Iterator, Mapping
from itertools import islice
from random import Random

from ratecard.answers.eligibility import ELIGIBILITY_CHECK
from ratecard.answers.gifts import GIFT_LIST, GIFT_QUOTE
from ratecard.answers.payouts import PAYOUT_QUOTE
from ratecard.answers.purchases import PRICE_LIST, PURCHASE_QUOTE
from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import answer_json, refusal_json, step_json
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.locale.preferences import WantedTags, preferences, read_preferences
from ratecard.money import Diamonds, Money
from ratecard.quotes.eligibility import EligibilityAnswer, answer_eligibility
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import (
    EligibilityRequest,
    GiftListRequest,
    GiftRequest,
    PayoutRequest,
    PriceListRequest,
    PurchaseRequest,
)
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE
from ratecard.showing import Reader
from ratecard.terms.facts import Facts, FactValue
from tests.snapshots.texts import Digests, digest, of_json

GIFTS_A_PERIOD = 5
"""How many gifts of each period are quoted, other ones in each; all of them in the last one of a market's."""

COUNTS = (3, 0, 18, 100, 10**6)
AMOUNTS = tuple(Money(minor, CURRENCIES["USD"]) for minor in (0, 1, 5000, 9990, 10**12))


def lines_of(book: RuleBook, name: str) -> Iterator[str]:
    """A line for each audience, market and region of a book: its periods, its terms, and answers to questions."""
    digests = Digests()
    for audience in Audience:
        seen = book.seen_by(audience)
        yield f"{name} {audience.value} book {seen.digest} {digests.of(seen.facts)}"
        asking = _Asking(seen, digests)
        for region, platform in seen.markets():
            yield f"{name} {audience.value} {region}/{platform} {asking.market(region, platform)}"
        for region in seen.regions:
            yield f"{name} {audience.value} {region} {asking.region(region)}"


OPTIONS: Mapping[str, tuple[FactValue, ...]] = {"count": COUNTS, "yes or no": (True, False), "money": AMOUNTS}


def facts_of(book: RuleBook, random: Random) -> dict[str, FactValue]:
    """A value of every declared fact, but those that the engine states itself."""
    values: dict[str, FactValue] = {}
    for name, fact in sorted(book.facts.items()):
        if name not in STATED_BY_ENGINE:
            values[name] = random.choice(OPTIONS.get(fact.kind, fact.values))
    return values


class _Asking:
    def __init__(self, book: RuleBook, digests: Digests) -> None:
        self.book = book
        self.digests = digests
        english = read_preferences("en")
        assert isinstance(english, WantedTags)
        self.reader = Reader(book, preferences(english, book.languages))
        self.random = Random(7)
        self.gifts = sorted(book.gifts)
        self.kinds = sorted({kind for code in book.regions for kind in self._below(code, "earnings", 1)})

    def _below(self, region: str, key: str, depth: int) -> set[str]:
        bundle = self.book.history((region, "")).bundles.get(key)
        return {path[depth] for path in bundle.paths if path[depth:]} if bundle is not None else set()

    def market(self, region: str, platform: str) -> str:
        """Periods and terms of a market, its lists, and quotes of every package and of some gifts."""
        history = self.book.history((region, platform))
        terms, answers = [self.digests.of(history.paths)], []
        markets = list(self.book.market_periods((region, platform)))
        before = Instant(history.begins - 1)
        terms.append(self.digests.of(self.book.market((region, platform), before)))
        terms.extend(self.digests.of(market) for market in markets)
        for at in (before, *(market.period.start for market in markets)):
            for facts in ({}, facts_of(self.book, self.random)):
                answers.append(self._list(PriceListRequest(region, platform, at, facts)))
                for package in sorted(self.book.packages):
                    answers.append(self._purchase(PurchaseRequest(region, platform, package, at, 3, facts)))
        catalogues = list(self.book.catalogue_periods((region, platform)))
        for index, catalogue in enumerate(catalogues):
            at = catalogue.period.start
            terms.append(self.digests.of(catalogue))
            answers.append(self._gift_list(GiftListRequest(region, platform, at)))
            every = catalogue is catalogues[-1]
            some = self.gifts if every else [self.gifts[(index * 7 + n * 11) % len(self.gifts)] for n in self._some()]
            for gift in some:
                answers.append(self._gift(region, platform, gift, at))
        return f"{len(markets)} {len(catalogues)} periods, terms {digest(*terms)} answers {digest(*answers)}"

    def _some(self) -> Iterator[int]:
        return islice(iter(range(len(self.gifts))), GIFTS_A_PERIOD)

    def region(self, code: str) -> str:
        """Periods and terms of a region, and quotes of a payout by every method."""
        history = self.book.history((code, ""))
        terms, answers = [self.digests.of(history.paths)], []
        methods = sorted(self._below(code, "payouts", 2)) or ["bank"]
        regions = list(self.book.region_periods(code))
        before = Instant(history.begins - 1)
        terms.append(self.digests.of(self.book.region(code, before)))
        terms.extend(self.digests.of(region) for region in regions)
        for at in (before, *(region.period.start for region in regions)):
            for facts in ({}, facts_of(self.book, self.random)):
                answers.append(self._eligibility(EligibilityRequest(code, at, facts)))
                for method in methods:
                    answers.append(self._payout(PayoutRequest(code, method, at, Diamonds(60_007), facts=facts)))
        return f"{len(regions)} periods, terms {digest(*terms)} answers {digest(*answers)}"

    def _list(self, request: PriceListRequest) -> str:
        answer = list_prices(self.book, request)
        if not isinstance(answer, PriceList):
            return of_json(refusal_json(answer, self.reader))
        return of_json(answer_json(PRICE_LIST, answer, self.reader))

    def _gift_list(self, request: GiftListRequest) -> str:
        answer = list_gifts(self.book, request)
        if not isinstance(answer, GiftList):
            return of_json(refusal_json(answer, self.reader))
        return of_json(answer_json(GIFT_LIST, answer, self.reader))

    def _purchase(self, request: PurchaseRequest) -> str:
        answer = quote_purchase(self.book, request)
        if not isinstance(answer, PurchaseQuote):
            return of_json(refusal_json(answer, self.reader))
        if self.book.audience is not Audience.FINANCE:
            return self.digests.of(answer)
        return of_json([answer_json(PURCHASE_QUOTE, answer, self.reader), *map(step_json, trace_purchase(answer))])

    def _gift(self, region: str, platform: str, gift: str, at: Instant) -> str:
        facts: Facts = facts_of(self.book, self.random) if self.random.random() < 0.8 else {}
        creator, kind = self.random.choice(self.book.regions), self.random.choice((None, *self.kinds))
        answer = quote_gift(self.book, GiftRequest(region, platform, creator, gift, at, 7, kind, facts))
        if not isinstance(answer, GiftQuote):
            return of_json(refusal_json(answer, self.reader))
        if self.book.audience is not Audience.FINANCE:
            return self.digests.of(answer)
        return of_json([answer_json(GIFT_QUOTE, answer, self.reader), *map(step_json, trace_gift(answer))])

    def _payout(self, request: PayoutRequest) -> str:
        answer = quote_payout(self.book, request)
        if not isinstance(answer, PayoutQuote):
            return of_json(refusal_json(answer, self.reader))
        return of_json([answer_json(PAYOUT_QUOTE, answer, self.reader), *map(step_json, trace_payout(answer))])

    def _eligibility(self, request: EligibilityRequest) -> str:
        answer = answer_eligibility(self.book, request)
        if not isinstance(answer, EligibilityAnswer):
            return of_json(refusal_json(answer, self.reader))
        return of_json(answer_json(ELIGIBILITY_CHECK, answer, self.reader))
