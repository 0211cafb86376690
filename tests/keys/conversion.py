"""The key `conversion`, which only tests have: prices in a second currency, at the exchange rates of the region."""

from fractions import Fraction

import msgspec

from ratecard.audience import Audience
from ratecard.book.records import Home, Key, TermsOf
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.rulefiles.keys.shapes import KnownKeys, Value
from ratecard.rulefiles.values.types import CURRENCY
from ratecard.terms.fx import FxRate, FxTerms
from ratecard.terms.resolved import Reads
from ratecard.terms.values import Values


class ConversionTerms(msgspec.Struct, frozen=True):
    """Units of `into` for one of the market's currency, less what an exchange costs, up to, and without, `until`."""

    into: Currency
    rate: Fraction
    until: Instant | None


def conversion_terms(values: Values) -> ConversionTerms | None:
    """The conversion of a market; None where it states none, or has no rate."""
    into = values.stated_as(Currency, "conversion", "into")
    fx = values.terms("fx")
    if into is None or not isinstance(fx, FxTerms) or fx.base is None or values.currency is None:
        return None
    needed = [code for code in (into.value.code, values.currency.code) if code != fx.base.code]
    found = {code: fx.rates.get(code) for code in needed}
    rates = {code: rate for code, rate in found.items() if isinstance(rate, FxRate)}
    if len(rates) < len(needed):
        return None
    one, other = (
        rates[each.code].rate.fraction if each.code in rates else Fraction(1) for each in (into.value, values.currency)
    )
    kept = 1 if fx.spread is None else 1 - fx.spread.fraction
    ends = [rate.expires for rate in rates.values() if rate.expires is not None]
    return ConversionTerms(into.value, one / other * kept, min(ends, default=None))


def endings(terms: ConversionTerms) -> list[Instant]:
    """The instant from which its rates are too old."""
    return [terms.until] if terms.until is not None else []


CONVERSION = Key(
    name="conversion",
    home=Home.MARKET,
    shape=KnownKeys(about="A second currency.", keys={"into": Value(type=CURRENCY, none=True, about="Which.")}),
    audience=Audience.SERVICE,
    terms=(
        TermsOf(
            path=("conversion",),
            build=conversion_terms,
            reads=frozenset({Reads.CURRENCY}),
            of=(("fx",),),
            ends=endings,
        ),
    ),
)
