"""What is found while values are bound and histories are built, beside diagnostics; it is judged when all is built."""

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import StatedMoney


class BareMoney(msgspec.Struct, frozen=True):
    """Money without a currency, for which a region's file has none in force: the region, since when, and where."""

    region: str
    since: Instant
    written: StatedMoney
    place: Place


class InEnded(msgspec.Struct, frozen=True):
    """What is wrong with bare money in a currency that has ended: the code, where, and what to say."""

    code: str
    place: Place
    found: Diagnostic


class HiddenValue(msgspec.Struct, frozen=True):
    """Where a value stands of which a warning says that another one hides it."""

    place: Place
