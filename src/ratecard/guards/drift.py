"""Whether a price that nobody touched is worth much more, or less, than on the day on which it was written."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, percent
from ratecard.guards.ladders import PRICES
from ratecard.guards.levels import ExactRates
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.fx import FxRate
from ratecard.terms.prices import PriceTerms

DRIFTED = "drifted"

FRESH = 31 * 86_400
"""A rate of so many seconds before is that of the day."""


def drifted_prices(histories: Iterable[MarketHistory], rates: ExactRates, beyond: Fraction) -> Iterator[Finding]:
    """The last price of each package whose currency has moved by more than a share since, by the book's last rate."""
    seen: set[int] = set()
    for history in histories:
        for section, timeline in history.sections.items():
            if section[0] != PRICES or len(section) != 2 or not timeline.values:
                continue
            terms, since = timeline.values[-1].terms, max(timeline.starts[-1], history.begins)
            if isinstance(terms, PriceTerms) and id(terms.listed_stated) not in seen:
                seen.add(id(terms.listed_stated))
                found = _drifted(history, section, terms, since, rates, beyond)
                if found is not None:
                    yield found


def _rate_of_then(region: str, currency: Currency, since: Instant, rates: ExactRates) -> Instant:
    """When the rate holds that is nearest to the day on which a price was written: books have few rates of the past."""
    terms = rates.of(region, since)
    rate = None if terms is None else terms.rates.get(currency.code)
    if isinstance(rate, FxRate) and since - rate.since <= FRESH:
        return since
    for later in (start for start in rates.instants(region) if start > since):
        terms = rates.of(region, later)
        following = None if terms is None else terms.rates.get(currency.code)
        if isinstance(following, FxRate) and following.since == later:
            return later if not isinstance(rate, FxRate) or later - since < since - rate.since else since
    return since


def _drifted(
    history: MarketHistory, section: KeyPath, terms: PriceTerms, since: Instant, rates: ExactRates, beyond: Fraction
) -> Finding | None:
    region = history.key.region
    last = max(rates.instants(region), default=since)
    known = rates.of(region, last)
    base = None if known is None else known.base
    if base is None or last <= since or base == terms.currency:
        return None
    written = _rate_of_then(region, terms.currency, since, rates)
    was, now = (rates.between(region, terms.currency, base, at) for at in (written, last))
    if was is None or now is None or abs(now / was - 1) <= beyond:
        return None
    moved, package, zone = now / was - 1, section[1], history.in_zone
    price = Money(terms.listed_minor, terms.currency)
    rate = known.rates.get(terms.currency.code) if known is not None else None
    return Finding(
        guard=DRIFTED,
        market=history.key,
        of=package,
        since=last,
        seen=abs(moved),
        sentence=(
            f"{package} in {history.key.shown} is {price} since {local_day(since, zone)}, and by "
            f"{local_day(last, zone)} that is worth {percent(abs(moved))} {'more' if moved > 0 else 'less'} in {base}"
        ),
        place=terms.listed_stated.place,
        hint="look at the price again",
        notes=(Note(rate.stated.place, f"the rate of {terms.currency}"),) if isinstance(rate, FxRate) else (),
        together=f"{terms.currency} {local_day(since, zone)}",
        beside=(terms.currency.code,),
    )
