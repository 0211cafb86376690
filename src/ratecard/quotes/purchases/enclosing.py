"""Whether a quote lies in the envelope of its market: the last look at its figures, whoever computed them."""

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.runs import proceeds_of, run_of, taxed_of
from ratecard.refusals import FactNeeded, OutsideEnvelope
from ratecard.terms.offers import Offer, VaryingOffer


def enclosed(book: RuleBook, quote: PurchaseQuote) -> PurchaseQuote | OutsideEnvelope:
    """A quote of a market with an envelope, if it lies in it; else the refusal, with the bound that it breaks.

    The margin counts for those, too, who may not see what the seller keeps.
    """
    envelope, runs = quote.market.enclosing, quote.runs
    assert envelope is not None
    if len(runs) == 1:
        run = runs[0]
        listed, coins = run.units * run.listed_minor, run.units * (run.coins + run.bonus)
    else:
        listed, coins = quote.listed_minor, quote.total
    left, whole = quote.proceeds_minor, None
    if left is None and envelope.worth is not None and quote.offer.shown_commission is None:
        whole = _whole_offer(book, quote)
        left = None if whole is None else _left_of(whole, quote)
    gross, at = quote.taxed[3], quote.request.at
    bound = envelope.broken_by(gross, listed, coins, left, at)
    if not bound:
        has_open = whole is not None and quote.deal is not None and quote.deal.opened
        return msgspec.structs.replace(quote, whole=whole) if has_open else quote
    seen = envelope.seen(bound, gross, listed, coins, left, at)
    region, platform = quote.market.key
    return OutsideEnvelope(region, platform, quote.offer.package.id, bound, envelope.allowed(bound), seen)


def _whole_offer(book: RuleBook, quote: PurchaseQuote) -> Offer | None:
    """The offer of a quote that was made for somebody who may not see what the seller keeps, with that."""
    request = quote.request
    whole = book.whole_market(quote.market, request.at)
    offer: Offer | VaryingOffer | FactNeeded | None = whole.sold(request.package)
    if isinstance(offer, VaryingOffer):
        offer = offer.chosen(request.facts, request.quantity, [])
    return offer if isinstance(offer, Offer) else None


def _left_of(offer: Offer, quote: PurchaseQuote) -> int | None:
    """What the seller keeps of a quote by the whole offer; None where that is not known."""
    runs = [run_of(offer, run.units, run.coins, run.bonus, run.listed_minor, run.applied) for run in quote.runs]
    return proceeds_of(offer, runs, taxed_of(offer.tax, runs)[0])
