"""Whether a payout in pieces brings a creator more than at once: in each region, by each method, of any diamonds alike.

All diamonds of a payout are of one lot, and its pieces of the same terms: what changes from payout to payout, as facts
do, and limits are left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.findings import Finding, Unproved, percent
from ratecard.guards.payouts import DIAMONDS_WORTH
from ratecard.guards.pieces import Paying, PayoutPieces, Undecided, WorstPieces, worst_pieces
from ratecard.guards.splitting import SPLITTING
from ratecard.instants import Instant, datetime_of
from ratecard.money import Diamonds, Money
from ratecard.quotes.payouts.lots import ValuedLot
from ratecard.quotes.requests import Lot
from ratecard.terms.cases import TooManyCases, cases_of
from ratecard.terms.exchange import Exchange
from ratecard.terms.methods import MethodTerms
from ratecard.terms.payout_offers import PayoutOffer, PayoutWay, payout_offer
from ratecard.terms.payouts import DiamondTerms, MinimumTerms, PayoutTerms
from ratecard.terms.region import Region
from ratecard.terms.withholding import WithholdingTerms


class Paid(NamedTuple):
    """Who is paid how: the region, since when, and the method, with what a diamond is worth and how it is paid."""

    history: MarketHistory
    since: Instant
    method: MethodTerms
    diamond: DiamondTerms
    offer: PayoutOffer
    withholding: WithholdingTerms | None


def payouts_in_pieces(
    book: RuleBook, creators: Iterable[MarketHistory], above: Fraction | None
) -> Iterator[Finding | Unproved]:
    """Each method by which payouts in pieces bring more, by a greater share than a bound; by any where that is None.

    What is the same in several regions by the same line, or at several times, is told of the first.
    """
    known: dict[tuple[object, ...], WorstPieces | Undecided | None] = {}
    told: set[tuple[object, ...]] = set()
    for paid in _every(book, creators):
        if isinstance(paid, Unproved):
            yield paid
            continue
        for paying in _sources(paid):
            figures = _figures(paying)
            if figures not in known:
                known[figures] = worst_pieces(paying, above)
            found = known[figures]
            same = (figures, paid.method.id, _place(paid))
            if same in told or found is None:
                continue
            told.add(same)
            if isinstance(found, Undecided):
                yield Unproved(SPLITTING, found.why, f"payouts by {paid.method.id}")
            elif found.gain > (above or 0):
                yield _finding(paid, paying, found, above)


def _every(book: RuleBook, creators: Iterable[MarketHistory]) -> Iterator[Paid | Unproved]:
    """Each method in each region and period, in each joint case of facts; once for the same terms."""
    seen: set[tuple[object, ...]] = set()
    for history in creators:
        for since in history.starts if DIAMONDS_WORTH in history.sections else ():
            region = book.region(history.key.region, since)
            assert isinstance(region, Region), "the book has it from its first period on"
            for name, way in region.ways.items():
                rates = [
                    (code, own.numerator, own.denominator) if isinstance(own, Exchange) else (code, type(own))
                    for code, own in way.exchanges.items()
                ]
                key = (id(region.diamond), id(way.by_lot), *map(id, way.sections), *rates)
                if key not in seen:
                    seen.add(key)
                    yield from _of_way(book, history, since, region, name, way)


def _of_way(
    book: RuleBook, history: MarketHistory, since: Instant, region: Region, name: str, way: PayoutWay
) -> Iterator[Paid | Unproved]:
    of = f"payouts by {name}"
    payouts, method, minimum, withholding, *_ = way.sections
    by_lot = way.by_lot is not None
    try:
        kept = way.by_lot if by_lot else withholding
        cases = cases_of(book.facts, region.diamond, payouts, method, minimum, kept)
    except TooManyCases as too_many:
        yield Unproved(SPLITTING, f"undecided, {too_many}", of)
        return
    for case in cases:
        diamond, general, own, least, taxes = case.terms
        if not isinstance(general, PayoutTerms) or not isinstance(own, MethodTerms):
            continue
        every = taxes if isinstance(taxes, WithholdingTerms) else None
        least = least if isinstance(least, MinimumTerms) else None
        whole = None if by_lot else every
        offer = payout_offer(general, own, least, whole, every if by_lot else None, (), way.exchanges)
        is_told = least is None or least.unknown is None
        if not isinstance(diamond, DiamondTerms) or not offer.knows_all or not is_told or own.minimum.unknown:
            yield Unproved(SPLITTING, "it is unknown", of)
        elif offer.no_exchange is None:
            yield Paid(history, since, own, diamond, offer, every)


def _sources(paid: Paid) -> Iterator[Paying]:
    """Diamonds from nowhere that is named, and from each region of which a tax is kept back."""
    lines = () if paid.withholding is None else paid.withholding.lines
    by_lot = paid.withholding if paid.offer.by_lot is not None else None
    for source in (None, *sorted({line.domestic for line in lines if line.domestic is not None})):
        lot = Lot(Diamonds(1), paid.since, source)
        value = (paid.diamond.minor, paid.diamond.units)
        valued = ValuedLot(
            number=1,
            lot=lot,
            diamond=paid.diamond,
            cross=None,
            value=value,
            hold=None,
            withholding=by_lot,
            assumed=(),
            worth_assumed=(),
        )
        yield Paying(paid.offer, valued)


def _figures(paying: Paying) -> tuple[object, ...]:
    """All that decides what arrives."""
    offer, fee = paying.offer, paying.offer.method.fee
    terms = offer.withholding if paying.lot.withholding is None else paying.lot.withholding
    return (
        paying.lot.value,
        offer.payouts.rounding,
        paying.lot.withholding is None,
        *paying.rates,
        terms.rounding,
        None if fee is None else (fee.fixed, fee.rate.fraction, fee.floor, fee.cap, fee.rounding),
        offer.minimum_minor,
        None if offer.exchange is None else (paying.into, offer.exchange.divide),
    )


def _place(paid: Paid) -> Place:
    """Where it is stated how payouts are rounded; else what a diamond is worth."""
    stated = (paid.offer.payouts.rounding_stated, paid.offer.withholding.rounding_stated)
    return next((own.place for own in stated if own is not None), paid.diamond.stated.place)


def _finding(paid: Paid, paying: Paying, found: WorstPieces, above: Fraction | None) -> Finding:
    region, method, worst = paid.history.key.region, paid.method.id, found.worst
    currency = paid.offer.paid_in
    assert currency is not None
    bound = "" if above is None else f" (bound {percent(above)})"
    rows = [
        (f"{name}: {_diamonds(own)}", _named(own), *(str(Money(minor, currency)) for minor in (own.at_once, own.apart)))
        for name, own in (("worst", worst), ("shortest", found.shortest))
    ]
    source = paying.lot.lot.source_region
    lot = "" if source is None else f" --lot {sum(worst.sizes)}@{datetime_of(paid.since).date()}/{source}"
    return Finding(
        guard=SPLITTING,
        market=paid.history.key,
        of=method,
        since=paid.since,
        seen=found.gain,
        sentence=(
            f"a payout of {_diamonds(worst)} by {method} in {region} brings {rows[0][2]} at once, and {rows[0][3]} as "
            f"{_named(worst)}: up to {percent(found.gain)} more{bound}; the shortest such split has "
            f"{len(found.shortest.sizes)} pieces"
        ),
        place=_place(paid),
        hint="round down, or state a least payout; each payout is rounded by itself",
        table=(("at once", "in pieces", "arrives at once", "in pieces"), *rows),
        question=f"ratecard quote payout --region {region} --method {method} --diamonds {sum(worst.sizes)}{lot}",
    )


def _diamonds(pieces: PayoutPieces) -> str:
    return f"{sum(pieces.sizes):,} diamonds"


def _named(pieces: PayoutPieces) -> str:
    """The pieces for people: "3 × 120 and 1 × 130"."""
    return " and ".join(f"{number:,} × {size:,}" for size, number in sorted(Counter(pieces.sizes).items()))
