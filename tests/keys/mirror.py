"""The key `mirror`, which only tests have: a market sells at twice the prices of another, but for those it states."""

from collections.abc import Mapping

import msgspec

from ratecard.audience import Audience
from ratecard.book.records import Follows, Home, Key, TermsOf
from ratecard.currency import Currency
from ratecard.rulefiles.keys.shapes import KnownKeys, Value
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.rulefiles.values.types import IDENTIFIER, REGION
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms
from ratecard.terms.resolved import Reads
from ratecard.terms.values import Values


class MirrorTerms(msgspec.Struct, frozen=True):
    """The region and the platform of the market that is followed; a platform of None is one's own."""

    region: Stated[str]
    platform: str | None
    currency: Currency


def mirror_terms(values: Values) -> MirrorTerms | None:
    """Whom a market follows; None where it follows nobody."""
    region, platform = values.stated_as(str, "mirror", "region"), values.stated_as(str, "mirror", "platform")
    if region is None or values.currency is None:
        return None
    return MirrorTerms(region, None if platform is None else platform.value, values.currency)


def source(terms: MirrorTerms, market: MarketKey) -> Stated[MarketKey]:
    """The market that is followed, and where that is stated."""
    return Stated(MarketKey(terms.region.value, terms.platform or market.platform), terms.region.place)


def doubled(own: Mapping[KeyPath, object], theirs: Mapping[KeyPath, object]) -> Mapping[KeyPath, object]:
    """The prices of a market: its own, and for all other packages twice the number that the other asks."""
    mirror = own["mirror",]
    assert isinstance(mirror, MirrorTerms)
    prices: dict[KeyPath, object] = {}
    for section, terms in theirs.items():
        if isinstance(terms, PriceTerms):
            prices[section] = PriceTerms(terms.listed_minor * 2, mirror.currency, terms.listed_stated)
    return prices | {section: terms for section, terms in own.items() if section[0] == "prices"}


MIRROR = Key(
    name="mirror",
    home=Home.MARKET,
    shape=KnownKeys(
        about="The market whose prices are followed.",
        keys={
            "region": Value(type=REGION, none=True, about="Its region."),
            "platform": Value(type=IDENTIFIER, none=True, about="Its platform; by default the market's own."),
        },
    ),
    audience=Audience.PUBLIC,
    terms=(TermsOf(path=("mirror",), build=mirror_terms, reads=frozenset({Reads.CURRENCY})),),
    follows=Follows(
        of=("mirror",),
        source=source,
        gives="prices",
        terms=doubled,
        code="tax-circle",
        sentence="these markets follow one another in a circle: {}",
        hint="state the prices of one of them",
    ),
)
