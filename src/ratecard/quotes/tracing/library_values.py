"""Which values of the library of the world decided a figure of an answer, by path.

The places of the trace say which values were used; the book says at which path each stands, and which of them are the
library's. What the trace has no place for, such as that prices are shown with tax inside, is named by its path. Names,
and how an amount is shown, decide no figure. Nobody is told a path that is not in the book as they see it.
"""

from collections.abc import Iterable, Iterator

from ratecard.book.doubtful import written_path
from ratecard.book.library import is_of_library
from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.gifts import trace_gift
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.quotes.tracing.steps import Step
from ratecard.rulefiles.keys.grammar import CURRENCY_PATH
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.terms.facts import BoundChoice
from ratecard.terms.prices import PriceTerms
from ratecard.terms.resolved import Covered
from ratecard.terms.tax import TaxStatus, TaxTerms

Read = tuple[str, str]
"""A market that was read, or with "" for the platform a region."""

Below = tuple[KeyPath, ...]
"""Paths of which one is, or lies above, each value that may have been used."""

EARNED: Below = (CURRENCY_PATH, ("payouts",), ("fx",))
"""Where all stands that figures of a payout are read from."""


def of_purchase(book: RuleBook, quote: PurchaseQuote) -> tuple[str, ...]:
    """The paths of the library's values that decided a figure of a purchase quote, sorted; none without a library."""
    if book.library is None:
        return ()
    request = quote.request
    used = _Used(book, request.at)
    steps = trace_purchase(quote)
    used.read((request.region, request.platform), _sold(request.package), steps, _of_purchase(quote))
    _read_sources(used, request.region, quote.offer.price, steps)
    return used.paths()


def _read_sources(used: "_Used", region: str, price: PriceTerms, steps: Iterable[Step]) -> None:
    """Adds what the library states of the prices that one follows: their taxes and roundings, and the rates between."""
    derivation = price.derivation
    while derivation is not None:
        source = derivation.source
        swapped = ("tax", "display"), CURRENCY_PATH
        beside = swapped if derivation.by.taken_out is not None else (CURRENCY_PATH,)
        used.read((source.region, source.platform), _sold(source.package), steps, beside)
        if derivation.by.cross is not None:
            used.read((region, ""), (("fx",),), steps, ())
        region, derivation = source.region, derivation.price.derivation


def of_price_list(book: RuleBook, listed: PriceList) -> tuple[str, ...]:
    """Those of a price list: of any package that is priced."""
    return tuple(sorted({path for quote in listed.packages for path in of_purchase(book, quote)}))


def of_gift(book: RuleBook, quote: GiftQuote) -> tuple[str, ...]:
    """Those of a gift quote: of the worth, and of the earnings for whoever may see them."""
    if book.library is None:
        return ()
    request, steps = quote.request, trace_gift(quote)
    base = quote.earned.base if quote.earned is not None else None
    beside: set[KeyPath] = {CURRENCY_PATH} if base is not None or quote.worth_minor is not None else set()
    if base is not None:
        beside |= set(_of_tax(base.tax))
    used = _Used(book, request.at)
    # A share of the proceeds tells of the commission, so whoever sees the share is told of both.
    told = base is not None and base.commission is not None
    market = (*(_sold(quote.worth_at.package.id) if quote.worth_at is not None else ()), ("gifts", request.gift))
    used.read((request.region, request.platform), (*market, ("worth_at",)), steps, beside, whole=told)
    used.read((request.creator_region, ""), (("earnings",), *EARNED), steps, ())
    return used.paths()


def of_payout(book: RuleBook, quote: PayoutQuote) -> tuple[str, ...]:
    """Those of a payout quote."""
    if book.library is None:
        return ()
    used = _Used(book, quote.request.at)
    used.read((quote.request.region, ""), EARNED, trace_payout(quote), _of_payout(quote))
    return used.paths()


def _sold(package: str) -> Below:
    """Where all stands that figures of a package are read from."""
    beside = (("savings",), ("lowest_price",), ("second_currency",), ("pricing",), ("price_points",), ("price_bounds",))
    return (CURRENCY_PATH, ("prices", package), ("packages", package), ("tax",), ("commission",), *beside)


def _of_purchase(quote: PurchaseQuote) -> Iterator[KeyPath]:
    """What decides figures of a purchase and has no place in its trace."""
    yield CURRENCY_PATH
    yield from _of_tax(quote.offer.tax)
    several, proceeds = quote.request.quantity != 1, quote.proceeds_minor is not None
    if several:
        yield ("tax", "per")
    if proceeds:
        yield ("tax", "collected_by")
        if several:
            yield ("commission", "per")


def _of_tax(tax: TaxTerms) -> Iterator[KeyPath]:
    if tax.status is not TaxStatus.NONE:
        yield ("tax", "display")
    if tax.status is TaxStatus.UNDETERMINED and not tax.unknown:
        yield ("tax", "depends_on")
    if len(tax.lines) > 1:
        yield ("tax", "rounded")


def _of_payout(quote: PayoutQuote) -> Iterator[KeyPath]:
    yield CURRENCY_PATH
    yield ("payouts", "value_by")
    if len(quote.request.lots or ()) > 1:
        yield ("payouts", "order")
    yield ("payouts", "pays", "from")


class _Used:
    """Gathers the library's values behind figures."""

    def __init__(self, book: RuleBook, at: Instant) -> None:
        self._book = book
        self._at = at
        self._found: set[KeyPath] = set()

    def read(
        self, key: Read, below: Below, steps: Iterable[Step], beside: Iterable[KeyPath], *, whole: bool = False
    ) -> None:
        """Adds what a market states below paths at a place of these steps, or at one of the paths beside them.

        With `whole` also what is hidden from the audience of the book.
        """
        places, asked = set(_places(steps)), set(beside)
        known: dict[KeyPath, Stated[object]] = {}
        used: set[KeyPath] = set()
        taken: set[Place] = set()
        history = self._book.whole_history(key) if whole else self._book.history(key)
        for path, stated in sorted(self._stated(history, below), key=lambda entry: len(entry[0])):
            own = stated.above if type(stated) is Covered else path
            known[own] = stated
            at = places & set(_places_of(stated))
            if own in asked or at - taken:  # a word on a mapping counts on each path below: it stands at the first
                used.add(own)
                taken |= at
        used |= self._beside_in_entries(used, known)
        self._found |= {path for path in used if is_of_library(known[path].place)}

    def _stated(self, history: MarketHistory, below: Below) -> Iterator[tuple[KeyPath, Stated[object]]]:
        for above in below:
            for path, timeline in history.below(above[0]).items():
                resolved = timeline.at(self._at) if path[: len(above)] == above[: len(path)] else None
                if resolved is not None and resolved.stated.value is not ABSENT:
                    yield path, resolved.stated

    def _beside_in_entries(self, used: set[KeyPath], known: Iterable[KeyPath]) -> set[KeyPath]:
        """What else is stated of an entry of a table that was used: the base of a commission line beside its rate."""
        tables = {table.path for table in self._book.keys.tables}
        entries = {path[: depth + 1] for path in used for depth in range(1, len(path) - 1) if path[:depth] in tables}
        return {
            path
            for path in known
            if "name" not in path and any(path[:depth] in entries for depth in range(2, len(path)))
        }

    def paths(self) -> tuple[str, ...]:
        """The paths as people write them, sorted."""
        return tuple(sorted(written_path(path) for path in self._found))


def _places(steps: Iterable[Step]) -> Iterator[Place]:
    for step in steps:
        for place in (step.place, step.rounded_at, *(given.place for given in step.inputs)):
            if place is not None:
                yield place


def _places_of(stated: Stated[object]) -> Iterator[Place]:
    """Where a value stands, and where its cases do."""
    yield stated.place
    if type(stated.value) is BoundChoice:
        for case in (*(case for _, case in stated.value.cases), stated.value.other):
            if isinstance(case, Stated):
                yield from _places_of(case)
