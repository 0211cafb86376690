"""How long signed quotes hold in a market, or for the creators of a region."""

from zoneinfo import ZoneInfo

import msgspec

from ratecard.instants import EARLIEST, Duration, Instant, instant_after, zone
from ratecard.rulefiles.keys.quotes import HONOUR, VALID
from ratecard.terms.values import Values

QUOTES = "quotes"


class QuotesTerms(msgspec.Struct, frozen=True, gc=False):
    """`valid` is the usual and the greatest life of a signed quote.

    `honour` is how long after its issue what was bought before it expired is confirmed.
    """

    valid: Duration
    honour: Duration

    def expires_at_most(self, issued: Instant, in_zone: ZoneInfo) -> Instant:
        """The instant from which a quote that was issued then is not valid any more, if not sooner."""
        return instant_after(issued, self.valid, in_zone)

    def honoured_until(self, issued: Instant, in_zone: ZoneInfo) -> Instant:
        """The instant from which nothing that was bought at it is confirmed any more."""
        return instant_after(issued, self.honour, in_zone)


def quotes_terms(values: Values) -> QuotesTerms | None:
    """How long signed quotes hold; None where none is signed, or the terms are incomplete, which is recorded."""
    if values.absent(QUOTES) is not None or not values.ids(QUOTES):
        return None
    valid, honour = values.needed_as(Duration, QUOTES, VALID), values.needed_as(Duration, QUOTES, HONOUR)
    if not values.usable or valid is None or honour is None:
        return None
    terms, utc = QuotesTerms(valid.value, honour.value), zone("UTC")
    if utc is not None and terms.honoured_until(EARLIEST, utc) < terms.expires_at_most(EARLIEST, utc):
        values.problem(
            "honoured-too-briefly",
            f"quotes are valid for {valid.value} and honoured for {honour.value}",
            honour,
            f"write {valid.value} or longer, so that what is bought at a valid quote is confirmed",
        )
        return None
    return terms
