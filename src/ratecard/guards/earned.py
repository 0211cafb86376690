"""What a creator earns for a coin, or of a share: so that two books can be compared."""

from fractions import Fraction
from typing import NamedTuple

from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.keys.worth import creators_part
from ratecard.terms.earnings import COINS, EarningsTerms
from ratecard.terms.facts import Facts, choose
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.region import Region


class CoinWorth(NamedTuple):
    """What is earned of something: a share of it, or what diamonds for a coin are worth, in units of `currency`."""

    of: str
    each: Fraction
    currency: Currency | None
    place: Place | None


def earned_by(region: Region, kind: str, facts: Facts) -> CoinWorth | None:
    """What a creator earns of whom these facts hold, exactly: 0 for nothing, and None where it is not known."""
    earned, diamond = (choose(terms, facts, []) for terms in (region.earnings.get(kind), region.diamond))
    if earned is None:
        return CoinWorth(COINS, Fraction(0), None, None)
    if not isinstance(earned, EarningsTerms) or earned.amount_unknown:
        return None
    each, place = Fraction(earned.numerator, earned.denominator) * creators_part(earned), earned.stated.place
    if earned.base != COINS:
        return CoinWorth(earned.base, each, None, place)
    if isinstance(diamond, DiamondTerms):
        worth = each * Fraction(diamond.minor, diamond.units * 10**diamond.currency.exponent)
        return CoinWorth(COINS, worth, diamond.currency, place)
    return CoinWorth(COINS, Fraction(0), None, place) if diamond is None else None
