"""The envelope of each market, as a book states it once: compiled when the book is loaded, and looked at for slips."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.book.section_terms import held_terms
from ratecard.currency import CURRENCIES, Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.keys.sending import Sending, regular_gifts
from ratecard.keys.worth import Worths
from ratecard.money import Rate
from ratecard.rulefiles.stated import BROKEN, KeyPath, Leaf, Leaves, Stated
from ratecard.terms.envelope import COINS, GROSS, LEAST, MARGIN, MOST, Envelope, WorthOfCoins, band_of
from ratecard.terms.fx import FxRate, FxTerms
from ratecard.terms.market import MarketKey

KEY = "envelope"
TABLES = (GROSS, COINS)
SHOWN_MOST = 5
"""How many currencies without bounds are named."""

Ratio = tuple[int, int]


def envelopes_of(
    kept: Mapping[KeyPath, Leaf], markets: Sequence[MarketHistory], creators: Sequence[MarketHistory]
) -> dict[MarketKey, dict[str, Envelope]]:
    """The envelopes of each market by currency; of none that nothing is stated for."""
    bounds = _bounds(kept)
    if not bounds:
        return {}
    margin = bounds.get((MARGIN, LEAST))
    sending = Sending(regular_gifts(markets), ())
    proof = None if margin is None else _Worths(Worths(sending, creators), creators, 1 - margin)
    found: dict[MarketKey, dict[str, Envelope]] = {}
    for history in markets:
        own = {}
        for currency in _currencies(history):
            worth = None if proof is None else proof.of(history.key.region, currency)
            envelope = _envelope(bounds, currency, worth)
            if envelope is not None:
                own[currency.code] = envelope
        if own:
            found[history.key] = own
    return found


def _bounds(kept: Mapping[KeyPath, Leaf]) -> dict[tuple[str, ...], Fraction]:
    """Every bound that is stated, by what stands below the key: ("gross_per_coin", "EUR", "least")."""
    stated = ((path[1:], leaf) for path, leaf in kept.items() if path[0] == KEY and isinstance(leaf, Stated))
    return {path: leaf.value.fraction for path, leaf in stated if isinstance(leaf.value, Rate)}


def _envelope(
    bounds: Mapping[tuple[str, ...], Fraction], currency: Currency, worth: WorthOfCoins | None
) -> Envelope | None:
    """The envelope of answers in one currency; None where no bound is of it."""
    own = {f"{path[0]}.{path[-1]}": bound for path, bound in bounds.items() if path[1:-1] in ((currency.code,), ())}
    major = 10**currency.exponent
    low, high = own.get(f"{GROSS}.{LEAST}"), own.get(f"{GROSS}.{MOST}")
    gross = band_of(None if low is None else low * major, None if high is None else high * major)
    few, many = own.get(f"{COINS}.{LEAST}"), own.get(f"{COINS}.{MOST}")  # the most coins are the least price of one
    listed = band_of(None if many is None else major / many, None if few is None else major / few)
    return Envelope(currency, gross, listed, worth, own) if gross or listed or worth else None


class _Worths:
    """What a coin is worth at most over time, in each region and currency, by the latest rate of each instant.

    A rate counts until a later one, whatever its age: an envelope does not end where a rate is too old to pay by.
    """

    def __init__(self, worths: Worths, creators: Iterable[MarketHistory], kept: Fraction) -> None:
        self._worths, self._kept = worths, kept
        self._fx = {history.key.region: history.sections.get(("fx",)) for history in creators}
        self._rates: dict[tuple[int, Currency, Currency], Fraction | None] = {}
        self._known: dict[tuple[object, ...], WorthOfCoins | None] = {}

    def of(self, region: str, into: Currency) -> WorthOfCoins | None:
        """What a coin is worth at most by the rates of a region; None where nobody earns, or no rate says it."""
        fx = self._fx[region]
        key = (into, () if fx is None else (fx.starts, tuple([id(own) for own in fx.values])))
        if key not in self._known:
            over_time = list(self._over_time(region, into))
            starts, ratios = tuple([at for at, _ in over_time]), tuple([ratio for _, ratio in over_time])
            self._known[key] = WorthOfCoins(starts, ratios, self._kept) if over_time else None
        return self._known[key]

    def _over_time(self, region: str, into: Currency) -> Iterator[tuple[Instant, Ratio]]:
        """Each instant from which a coin is worth another amount, with coins × first > proceeds × second as a pair."""
        fx = self._fx[region]
        latest: dict[Currency, Fraction] = {}
        before: Ratio | None = None
        for at in sorted({*self._worths.instants, *(() if fx is None else fx.starts)}):
            every = []
            for currency, worth in self._worths.at(at).items():
                terms = None if fx is None else held_terms(fx, at)
                rate = Fraction(1) if currency == into else self._rate(terms, currency, into)
                if rate is not None:
                    latest[currency] = rate
                if currency in latest:
                    every.append(worth.each * latest[currency] * 10**into.exponent)
            most = max(every, default=Fraction(0))
            ratio = (most.numerator * self._kept.denominator, most.denominator * self._kept.numerator)
            if ratio != before:
                yield at, ratio
            before = ratio

    def _rate(self, terms: object, of: Currency, into: Currency) -> Fraction | None:
        key = (id(terms), of, into)
        if key not in self._rates:
            rates = [_for_the_base(terms, own) for own in (into, of)] if isinstance(terms, FxTerms) else [None, None]
            self._rates[key] = rates[0] / rates[1] if rates[0] is not None and rates[1] is not None else None
        return self._rates[key]


def _for_the_base(terms: FxTerms, currency: Currency) -> Fraction | None:
    """Units of a currency for one of the base, by the latest rate, however old; None where none is known."""
    if terms.base is not None and currency.code == terms.base.code:
        return Fraction(1)
    found = terms.rates.get(currency.code)
    return found.rate.fraction if isinstance(found, FxRate) else None


def _currencies(history: MarketHistory) -> list[Currency]:
    """Every currency that a market has at any time."""
    over_time = history.currency
    values = () if over_time is None else [resolved.stated.value for resolved in over_time.values]
    return list(dict.fromkeys(value for value in values if type(value) is Currency))


def check_envelope(kept: Leaves, markets: list[MarketHistory], once: Once) -> None:
    """Reports bounds that nothing keeps, and warns of currencies that no market has, or that have no bounds."""
    for table in TABLES:
        stated = {path[2:]: leaf for path, leaf in kept.items() if path[:2] == (KEY, table) and path[2:]}
        if not stated:
            continue
        codes = {path[0] for path in stated}
        for code in sorted(codes):
            _check_order(table, code, stated, once)
        used = {currency.code for history in markets for currency in _currencies(history)}
        lacking = sorted(used - codes)
        needless = sorted((codes - used) & CURRENCIES.keys())
        if needless and lacking:
            _of_no_market(table, needless[0], lacking[0], stated, once)
        elif lacking and not any(_is_broken(leaf) for leaf in stated.values()):
            _lacking(table, lacking, min(leaf.place for leaf in stated.values()), once)


def _of_no_market(table: str, code: str, lacking: str, stated: Mapping[KeyPath, Leaf], once: Once) -> None:
    """Warns of a code that was probably meant for another one. Where none is lacking, a needless one harms nobody."""
    place = min(leaf.place for path, leaf in stated.items() if path[0] == code)
    sentence = f"{table} has bounds in {code}, which no market has, and none in {lacking}, in which the book sells"
    once.warn("envelope-of-no-market", sentence, place, f"write {lacking}, if that is meant, or {lacking}: none")


def _lacking(table: str, lacking: Sequence[str], place: Place, once: Once) -> None:
    more = f" and {len(lacking) - SHOWN_MOST} more" if len(lacking) > SHOWN_MOST else ""
    sentence = f"{table} has no bounds in {', '.join(lacking[:SHOWN_MOST])}{more}, in which the book sells"
    hint = f"state them, or none where none are wanted: {lacking[0]}: none"
    once.warn("currency-without-envelope", sentence, place, hint)


def _check_order(table: str, code: str, stated: Mapping[KeyPath, Leaf], once: Once) -> None:
    """Reports a least that is above the most."""
    least, most = stated.get((code, LEAST)), stated.get((code, MOST))
    if isinstance(least, Stated) and isinstance(most, Stated):
        low, high = least.value, most.value
        if isinstance(low, Rate) and isinstance(high, Rate) and low.fraction > high.fraction:
            sentence = f"the least of {table} in {code} is above its most"
            notes = (Note(least.place, "the least is stated here"),)
            once.tell("cap-below-floor", sentence, most.place, "swap the two", notes=notes)


def _is_broken(leaf: Leaf) -> bool:
    return isinstance(leaf, Stated) and leaf.value is BROKEN


def place_of(kept: Mapping[KeyPath, Leaf], bound: str, currency: Currency) -> Place | None:
    """Where a bound of a currency is stated, by its name: "gross_per_coin.least"."""
    table, name = bound.split(".")
    leaf = kept.get((KEY, table, name)) or kept.get((KEY, table, currency.code, name))
    return None if leaf is None else leaf.place
