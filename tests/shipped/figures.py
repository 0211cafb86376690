"""All that the shipped book answers, market by market and period by period, in short digests that can be kept.

`python -m tests.shipped.figures` records them anew, which only a change of the example's own figures may do;
`python -m tests.shipped.figures TR/ios` shows what is said of a market or region, to be compared between two commits.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from ratecard.answers.eligibility import ELIGIBILITY_CHECK
from ratecard.answers.gifts import GIFT_LIST, GIFT_QUOTE
from ratecard.answers.payouts import PAYOUT_QUOTE
from ratecard.answers.purchases import PRICE_LIST, PURCHASE_QUOTE
from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.money import Diamonds
from ratecard.quotes.eligibility import answer_eligibility
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import (
    EligibilityRequest,
    GiftListRequest,
    GiftRequest,
    Lot,
    PayoutRequest,
    PriceListRequest,
    PurchaseRequest,
)
from ratecard.rulefiles.keys.facts import GIFT_COINS, WAY
from ratecard.showing import instant_text
from ratecard.terms.facts import Facts
from tests.books import shipped
from tests.shipped.saying import Names, Saying

RECORDED = Path(__file__).parent / "data" / "figures.json.gz"
DIGITS = 16
"""Of a digest in hexadecimal, as many as are kept."""

KINDS = ("live", "video")
METHODS = ("paypal", "bank", "none such")
QUANTITY, COUNT, DIAMONDS = 3, 7, Diamonds(60_007)
NEWCOMER: Facts = {
    **{"buyer.age": 17, "buyer.level": 0, "buyer.member": False, "buyer.purchases": 0},
    **{"creator.age": 17, "creator.followers": 10, "creator.live_days": 0, "creator.grade": "standard"},
    **{"creator.payouts": 0, "creator.tax_form": "none"},
}
REGULAR: Facts = {
    **{"buyer.age": 34, "buyer.level": 40, "buyer.member": True, "buyer.purchases": 3},
    **{"creator.age": 29, "creator.followers": 5_000, "creator.live_days": 12, "creator.grade": "partner"},
    **{"creator.payouts": 4, "creator.tax_form": "w9"},
}
ASKERS: tuple[Facts, ...] = ({}, NEWCOMER, REGULAR)

CALLED_BEFORE = {GIFT_COINS: "purchase.coins"}
"""Facts by the names that they have now, with those under which they were recorded."""

Said = tuple[str, str, object]
"""Of what ("TR/ios"), from when ("2026-01-01T00:00:00Z gifts"), and what is answered then."""


def said(book: RuleBook, saying: Saying, only: str | None = None) -> Iterator[Said]:
    """All that a book answers, in a stable order; `only` of a market or region, if one is named."""
    asking = _Asking(book, saying)
    if only is None:
        yield from asking.declared()
    for key in book.markets():
        name = "/".join(key)
        if only in (None, name):
            yield from ((name, *part) for part in asking.market(*key))
    for region in book.regions:
        if only in (None, region):
            yield from ((region, *part) for part in asking.region(region))


class _Asking:
    """Asks a book as finance sees it; of the other audiences only when what they see begins to hold."""

    def __init__(self, book: RuleBook, saying: Saying) -> None:
        self._book = book
        self._say = saying
        self._gifts = sorted(book.gifts)
        self._packages = sorted(set(book.packages) - {"top_up"})  # whose number is chosen
        self._others = [book.seen_by(audience) for audience in Audience if audience is not book.audience]

    def declared(self) -> Iterator[Said]:
        """What holds everywhere: names, languages, facts, and how the price of one unit is shown."""
        book, say = self._book, self._say.value
        yield "book", "languages", list(book.languages)
        yield "book", "platforms", say(book.platforms)
        yield "book", "time zones", say(book.time_zones)
        for name, fact in sorted(book.facts.items()):
            if name == WAY:
                continue
            yield (
                "book",
                f"fact {CALLED_BEFORE.get(name, name)}",
                [fact.kind, list(fact.values), fact.each_package, say(fact.names)],
            )
        for name, rarity in sorted(book.rarities.items()):
            yield "book", f"rarity {name}", [rarity.order, say(rarity.names)]
        for name, unit in sorted(book.units.items()):
            yield "book", f"unit {name}", say(unit.names)
        for priced in (book.coin, book.diamond):
            assert priced is not None
            shown = [priced.price_mode.name, priced.price_extra_digits]
            yield "book", f"price of one {priced.names['en']['one']}", shown

    def market(self, region: str, platform: str) -> Iterator[tuple[str, object]]:
        """Each period of a market and of its gifts, with all that is answered at its beginning."""
        key = (region, platform)
        for seen in self._others:
            starts = [market.period.start for market in seen.market_periods(key)]
            yield f"periods {seen.audience.value}", [*starts, *(c.period.start for c in seen.catalogue_periods(key))]
        starts = [market.period.start for market in self._book.market_periods(key)]
        for at in (Instant(starts[0] - 1), *starts):
            yield instant_text(at), [self._purchases(region, platform, at, facts) for facts in ASKERS]
        for catalogue in self._book.catalogue_periods(key):
            at = catalogue.period.start
            yield f"{instant_text(at)} gifts", self._gifts_of(region, platform, at)

    def _purchases(self, region: str, platform: str, at: Instant, facts: Facts) -> list[object]:
        book, say = self._book, self._say.answer
        quotes = [
            quote_purchase(book, PurchaseRequest(region, platform, package, at, QUANTITY, facts))
            for package in self._packages
        ]
        listed = list_prices(book, PriceListRequest(region, platform, at, facts))
        return [say(PRICE_LIST, listed), *(say(PURCHASE_QUOTE, quote) for quote in quotes)]

    def _gifts_of(self, region: str, platform: str, at: Instant) -> list[object]:
        book, say = self._book, self._say.answer
        lists = [list_gifts(book, GiftListRequest(region, platform, at, facts)) for facts in ASKERS]
        quotes = [
            quote_gift(book, GiftRequest(region, platform, region, gift, at, COUNT, None, REGULAR))
            for gift in self._gifts
        ]
        return [*(say(GIFT_LIST, listed) for listed in lists), *(say(GIFT_QUOTE, quote) for quote in quotes)]

    def region(self, code: str) -> Iterator[tuple[str, object]]:
        """Each period of a region as its creators see it, with all that is answered at its beginning."""
        for seen in self._others:
            yield f"periods {seen.audience.value}", [region.period.start for region in seen.region_periods(code)]
        starts = [region.period.start for region in self._book.region_periods(code)]
        for at in (Instant(starts[0] - 1), *starts):
            yield instant_text(at), [self._creator(code, at, facts) for facts in ASKERS]

    def _creator(self, code: str, at: Instant, facts: Facts) -> list[object]:
        book, say = self._book, self._say.answer
        promoted = (Lot(DIAMONDS, at, code, {"lot.class": "promotional"}),)
        payouts = [
            quote_payout(book, PayoutRequest(code, method, at, DIAMONDS, lots, facts=facts))
            for method in METHODS
            for lots in ((), promoted)
        ]
        earnings = [
            quote_gift(book, GiftRequest(code, "web", code, self._gifts[0], at, COUNT, kind, facts)) for kind in KINDS
        ]
        verdicts = answer_eligibility(book, EligibilityRequest(code, at, facts))
        return [
            say(ELIGIBILITY_CHECK, verdicts),
            *(say(PAYOUT_QUOTE, payout) for payout in payouts),
            *(say(GIFT_QUOTE, earning) for earning in earnings),
        ]


def digest_of(answer: object) -> str:
    """Enough digits of the SHA-256 of an answer as JSON."""
    return sha256(msgspec.json.encode(answer)).hexdigest()[:DIGITS]


Digests = dict[str, dict[str, str]]


def digests(saying: Saying, names: Iterable[str] | None = None) -> Digests:
    """The digest of each answer of the shipped book, by what it is of and from when; of these names alone, if given."""
    found: Digests = {}
    for only in [None] if names is None else names:
        for name, since, answer in said(shipped(), saying, only):
            found.setdefault(name, {})[since] = digest_of(answer)
    return found


def recorded() -> tuple[Names, Digests]:
    """The names of the figures that were recorded, and their digests."""
    names, kept = json.loads(gzip.decompress(RECORDED.read_bytes()))
    return names, kept


def differences(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What is not as it was: "TR/ios 2026-01-01T00:00:00Z"."""
    return sorted(
        f"{name} {since}"
        for name in before.keys() | now.keys()
        for since in before.get(name, {}).keys() | now.get(name, {}).keys()
        if before.get(name, {}).get(since) != now.get(name, {}).get(since)
    )


def main(arguments: list[str]) -> None:
    """Records, or shows what is said of each market or region that is named."""
    for name in arguments:
        for _, since, answer in said(shipped(), Saying(), name):
            print(name, since, json.dumps(answer, ensure_ascii=False, indent=1))
    if not arguments:
        saying = Saying()
        kept = digests(saying)
        text = json.dumps([saying.names, kept], separators=(",", ":"))
        RECORDED.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
