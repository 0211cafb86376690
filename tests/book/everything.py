"""Every question about everything that a book declares, and whether a refusal lies in the question or in the book.

A refusal lies in the question where the book says `none`, or says nothing of the thing in the place that is asked
about; where the question leaves a fact open, or asks for too much, too little, too early or too late. It lies in the
book where a thing is stated, and what it needs is neither stated nor said to be none: such a book is unsound. The table
stands in docs/decisions/0041. What is stated is read from the resolved statements, before they become terms.
"""

from collections.abc import Iterator, Sequence
from random import Random

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.quotes.eligibility import answer_eligibility
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.quotes import PurchaseQuote
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
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import (
    FactNeeded,
    GiftUnavailable,
    NoEarnings,
    NoFxRate,
    NoMoneyBase,
    NoPayouts,
    NotSold,
    Refusal,
    UnknownMethod,
)
from ratecard.rulefiles.keys.facts import GIFT_COINS, GIFT_TOTAL, OF_A_LOT, STATED_BY_ENGINE, WAY
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath
from ratecard.terms.facts import BoundChoice, Facts, FactValue, plain_number

COUNTS = (0, 1, 17, 18, 64, 100, 10**6)
AMOUNTS = tuple(Money(minor, CURRENCIES["USD"]) for minor in (0, 1, 5000, 9990, 10**12))
DIAMONDS = (1, 20_000, 10**6)
NO_PLATFORM = ""
DIAMOND: KeyPath = ("payouts", "diamond")

Request = PurchaseRequest | PriceListRequest | GiftRequest | GiftListRequest | PayoutRequest | EligibilityRequest


def requests(book: RuleBook, random: Random, most: int) -> Iterator[Request]:
    """Questions of every kind about all that the book declares, with no fact and with all of them, in any order.

    At most so many of each kind: drawn from all of them, where there are more.
    """
    for kind in (_purchases, _lists, _gifts, _payouts, _eligibilities):
        every = list(kind(book, random))
        yield from random.sample(every, min(most, len(every)))


def _facts(book: RuleBook, random: Random) -> list[Facts]:
    """No facts, and all of them, twice; but for those that the engine states itself, and for the way of paying."""
    found: list[Facts] = [{}]
    for _ in range(2):
        values: dict[str, FactValue] = {}
        for name, fact in sorted(book.facts.items()):
            if name not in (*STATED_BY_ENGINE, WAY):
                options: dict[str, Sequence[FactValue]] = {
                    "count": COUNTS,
                    "yes or no": (True, False),
                    "money": AMOUNTS,
                }
                values[name] = random.choice(options.get(fact.kind, fact.values))
        found.append(values)
    return found


def _market_starts(book: RuleBook, region: str, platform: str) -> list[Instant]:
    key = (region, platform)
    own = {market.period.start for market in book.market_periods(key)}
    return sorted(own | {catalogue.period.start for catalogue in book.catalogue_periods(key)})


def _region_starts(book: RuleBook, code: str) -> list[Instant]:
    return [region.period.start for region in book.region_periods(code)]


def _purchases(book: RuleBook, random: Random) -> Iterator[Request]:
    for region, platform in book.markets():
        for at in _market_starts(book, region, platform):
            for package in sorted(book.packages):
                for facts in _facts(book, random):
                    yield PurchaseRequest(region, platform, package, at, random.choice((1, 3)), facts)


def _lists(book: RuleBook, random: Random) -> Iterator[Request]:
    for region, platform in book.markets():
        for at in _market_starts(book, region, platform):
            for facts in _facts(book, random):
                yield PriceListRequest(region, platform, at, facts)
                yield GiftListRequest(region, platform, at, facts)


def _gifts(book: RuleBook, random: Random) -> Iterator[Request]:
    kinds = _below(book, "earnings", 1)
    for region, platform in book.markets():
        for creator in book.regions:
            starts = [*_market_starts(book, region, platform), *_region_starts(book, creator)]
            for gift in sorted(book.gifts):
                for kind in (None, *kinds):
                    at, facts = random.choice(starts), random.choice(_facts(book, random))
                    yield GiftRequest(region, platform, creator, gift, at, 2, kind, facts)


def _payouts(book: RuleBook, random: Random) -> Iterator[Request]:
    methods = _below(book, "payouts", 2, "methods")
    for region in book.regions:
        starts = _region_starts(book, region)
        for at in starts:
            for method in methods:
                for facts in _facts(book, random):
                    diamonds = Diamonds(random.choice(DIAMONDS))
                    own = {name: value for name, value in facts.items() if name.startswith(OF_A_LOT)}
                    lots = (Lot(diamonds, random.choice(starts[: starts.index(at) + 1]), "US", own),)
                    yield PayoutRequest(region, method, at, None, lots, facts=facts)


def _eligibilities(book: RuleBook, random: Random) -> Iterator[Request]:
    for region in book.regions:
        for at in _region_starts(book, region):
            for facts in _facts(book, random):
                yield EligibilityRequest(region, at, facts)


def _below(book: RuleBook, key: str, depth: int, *rest: str) -> list[str]:
    """The names that stand at a depth below a key in some region."""
    prefix = (key, *rest)
    histories = [book.history((region, NO_PLATFORM)) for region in book.regions]
    paths = {path for history in histories for path in history.paths if path[:depth] == prefix and len(path) > depth}
    return sorted({path[depth] for path in paths})


def ask(book: RuleBook, request: Request) -> object:
    """The answer to a question, with its reasons, its period and its message: all that may raise."""
    match request:
        case PurchaseRequest():
            answer: object = quote_purchase(book, request)
        case PriceListRequest():
            answer = list_prices(book, request)
        case GiftRequest():
            answer = quote_gift(book, request)
        case GiftListRequest():
            answer = list_gifts(book, request)
        case PayoutRequest():
            answer = quote_payout(book, request)
        case EligibilityRequest():
            answer = answer_eligibility(book, request)
    match answer:
        case PurchaseQuote():
            assert trace_purchase(answer)
        case GiftQuote():
            assert trace_gift(answer)
            assert answer.period
        case PayoutQuote():
            assert trace_payout(answer)
            assert answer.period
            assert answer.paid_on
    if isinstance(answer, Refusal):
        assert answer.message
    return answer


class Statements:
    """What holds in one market or region at one instant for somebody with these facts, as it is stated."""

    def __init__(self, book: RuleBook, region: str, platform: str, at: Instant, facts: Facts) -> None:
        paths = book.history((region, platform)).paths
        held = {path: timeline.at(at) for path, timeline in paths.items()}
        self.values = {path: _chosen(found.stated.value, facts) for path, found in held.items() if found is not None}

    def says(self, *path: str) -> object:
        """The value at a path; None where none or nothing is stated."""
        value = self.values.get(path, ABSENT)
        return None if value in (NONE, ABSENT) else value

    def denies(self, *path: str) -> bool:
        """Whether `none` is stated there, or for a mapping above it."""
        return any(self.values.get(path[:depth]) is NONE for depth in range(1, len(path) + 1))

    def states(self, *prefix: str) -> bool:
        """Whether anything but `none` is stated below."""
        depth = len(prefix)
        return any(path[:depth] == prefix and value not in (NONE, ABSENT) for path, value in self.values.items())


def _chosen(value: object, facts: Facts) -> object:
    """The case of a choice that holds for these facts."""
    if not isinstance(value, BoundChoice):
        return value
    given = facts.get(value.by)
    cases = [stated for case, stated in value.cases if _reached(case, given, value.thresholds)]
    stated = cases[-1] if cases else value.other
    return ABSENT if stated is None else stated.value  # type: ignore[attr-defined]


def _reached(case: FactValue, given: FactValue | None, thresholds: bool) -> bool:
    if given is None:
        return False
    return plain_number(case) <= plain_number(given) if thresholds else case == given


def lies_in_the_book(book: RuleBook, request: Request, answer: object) -> str | None:
    """Why the book is to blame for a refusal; None for an answer, and for a refusal that lies in the question."""
    match answer:
        case FactNeeded(fact):
            return f"{fact} is needed although it is given" if request.facts else None
        case NotSold(region, platform, package, at):
            here = Statements(book, region, platform, at, request.facts)
            return "its price is stated" if here.says("prices", package) is not None else None
        case GiftUnavailable(region, platform, gift, at):
            here = Statements(book, region, platform, at, request.facts)
            return "what it costs is stated" if here.says("gifts", gift, "coins") is not None else None
        case NoEarnings(region, kind, at):
            assert isinstance(request, GiftRequest)
            return _no_earnings(Statements(book, region, NO_PLATFORM, at, _with_coins(book, request)), kind)
        case NoPayouts(region, at):
            return _no_payouts(book, Statements(book, region, NO_PLATFORM, at, request.facts), region)
        case UnknownMethod(region, method, _):
            assert isinstance(request, PayoutRequest)
            there = Statements(book, region, NO_PLATFORM, request.at, request.facts)
            return "the method is stated" if there.states("payouts", "methods", method) else None
        case NoMoneyBase():
            assert isinstance(request, GiftRequest)
            return _no_money(book, request, answer)
        case NoFxRate(currency, _):
            region = request.creator_region if isinstance(request, GiftRequest) else request.region
            return None if _ever(book, region, ("fx", "rates", currency)) else "it never has a rate"
    return None


def _with_coins(book: RuleBook, request: GiftRequest) -> Facts:
    """The facts of a question about a gift, and what it costs, which the engine states itself."""
    coins = Statements(book, request.region, request.platform, request.at, request.facts).says(
        "gifts", request.gift, "coins"
    )
    of_gift = {GIFT_COINS: coins, GIFT_TOTAL: coins * request.count} if isinstance(coins, int) else {}
    return {**request.facts, **of_gift}


def _no_payouts(book: RuleBook, there: Statements, region: str) -> str | None:
    """Nothing is paid out where nothing or `none` is stated, where a diamond has no value yet, or where that is all."""
    stated = [path for path, value in there.values.items() if path[0] == "payouts" and value not in (NONE, ABSENT)]
    if there.denies("payouts", "diamond") or not [path for path in stated if path != DIAMOND]:
        return None
    return "payouts are stated" if DIAMOND in stated or not _ever(book, region, DIAMOND) else None


def _ever(book: RuleBook, region: str, path: KeyPath) -> bool:
    """Whether anything but `none` is ever stated at a path for creators of a region."""
    timeline = book.history((region, NO_PLATFORM)).paths.get(path)
    return timeline is not None and any(each.stated.value not in (NONE, ABSENT) for each in timeline.values)


def _no_earnings(there: Statements, kind: str) -> str | None:
    ways: list[KeyPath] = [("earnings", kind, way) for way in ("diamonds", "share", "split")]
    if not there.states("earnings", kind) or any(there.denies(*way) for way in ways):
        return None
    return "its earnings are stated"


def _no_money(book: RuleBook, request: GiftRequest, answer: NoMoneyBase) -> str | None:
    facts = _with_coins(book, request)
    here = Statements(book, request.region, request.platform, request.at, facts)
    there = Statements(book, request.creator_region, NO_PLATFORM, request.at, facts)
    package = here.says("worth_at", "package")
    if package is None:
        return None if here.denies("worth_at", "package") else "nothing tells the worth of coins"
    if here.says("prices", str(package)) is None:
        return None
    if "undetermined" in answer.reason:
        return None
    if there.denies("payouts", "diamond") or _ever(book, request.creator_region, DIAMOND):
        return None
    return "nothing states the value of a diamond"


def faults(book: RuleBook, random: Random, most: int) -> list[str]:
    """What is wrong with the answers to at most so many questions of each kind: a question that raises, or the book."""
    found = []
    for request in requests(book, random, most):
        try:
            reason = lies_in_the_book(book, request, ask(book, request))
        except Exception as error:
            reason = f"raises {type(error).__name__}: {error}"
        if reason is not None:
            found.append(f"{reason}: {request}")
    return found
