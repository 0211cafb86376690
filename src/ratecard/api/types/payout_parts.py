"""The parts of a payout quote: what each lot gives, each tax keeps back, each limit leaves open."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.money import Money
from ratecard.api.types.scalars import DiamondCount, LocaleTag, RateText, RegionCode, locale_tag
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Money as ExactMoney
from ratecard.quotes.payouts import quoting as engine
from ratecard.quotes.payouts.lots import UsedLot
from ratecard.quotes.payouts.withholding import KeptBack
from ratecard.showing import Reader, rate_text


@api_type
class PaidLot:
    """The diamonds that a payout takes from one lot."""

    used: strawberry.Private[UsedLot]
    quote: strawberry.Private[engine.PayoutQuote]

    @field(Audience.SERVICE)
    def lot(self) -> int:
        """Which lot, counted from 1 in the order given."""
        return self.used.valued.number

    @field(Audience.SERVICE)
    def diamonds(self) -> DiamondCount:
        """How many of its diamonds are taken."""
        return DiamondCount(self.used.diamonds)

    @field(Audience.SERVICE)
    def earned_at(self) -> Instant:
        """When they were earned."""
        return self.used.valued.lot.earned

    @field(Audience.SERVICE)
    def source_region(self) -> RegionCode | None:
        """Where the money for them came from; null where that was not stated."""
        source = self.used.valued.lot.source_region
        return None if source is None else RegionCode(source)

    @field(Audience.SERVICE)
    def released_at(self) -> Instant | None:
        """When their hold ends. Null where the rules do not know how long it is: `unknownValues` of the quote."""
        return self.quote.released_of(self.used)


@api_type
class Withheld:
    """One tax kept back."""

    kept: strawberry.Private[KeptBack]
    unit: strawberry.Private[Currency]
    reader: strawberry.Private[Reader]

    @field(Audience.SERVICE)
    def withholding_line_id(self) -> strawberry.ID:
        """The line's id in the rules."""
        return strawberry.ID(self.kept.line.id)

    @field(Audience.SERVICE)
    def name(self) -> str:
        """What people call this tax."""
        return self.reader.name(self.kept.line.names, self.kept.line.id)

    @field(Audience.SERVICE)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.kept.line.names))

    @field(Audience.SERVICE)
    def rate(self) -> RateText | None:
        """Its rate, exact: "0.24" for 24 %. Null where it differs between the lots of this payout."""
        return None if self.kept.rate is None else RateText(rate_text(self.kept.rate))

    @field(Audience.SERVICE)
    def amount(self) -> Money:
        """What it keeps back."""
        return Money(exact=ExactMoney(self.kept.minor, self.unit), reader=self.reader)


@api_type
class RaisedWant:
    """A wanted amount that is less than what the minimum pays, and what is paid instead."""

    quote: strawberry.Private[engine.PayoutQuote]
    reader: strawberry.Private[Reader]

    @field(Audience.SERVICE)
    def wanted(self) -> Money:
        """What was wanted."""
        want = self.quote.request.want
        assert want is not None
        return Money(exact=want, reader=self.reader)

    @field(Audience.SERVICE)
    def paid(self) -> Money:
        """What it was raised to: the least that this method pays out, in the currency that it pays in."""
        return _money(self.quote.in_paid(self.quote.figures.paid), self.reader)

    @field(Audience.SERVICE)
    def minimum(self) -> Money:
        """The minimum that asked for more: the least value of the diamonds."""
        return _money(self.quote.minimum, self.reader)


def _money(exact: ExactMoney | None, reader: Reader) -> Money:
    assert exact is not None, "only a payout whose figures are known is raised"
    return Money(exact=exact, reader=reader)
