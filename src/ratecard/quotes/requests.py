"""What can be asked about a purchase."""

from types import MappingProxyType

import msgspec

from ratecard.instants import Instant
from ratecard.terms.facts import Facts

NO_FACTS: Facts = MappingProxyType({})

QUANTITY_LEAST = 1
QUANTITY_MOST = 10_000


class PurchaseRequest(msgspec.Struct, frozen=True, gc=False):
    """One purchase asked about: `quantity` units of `package` in the market `region` on `platform`, as of `at`.

    `facts` holds typed values by declared name ({"buyer.age": 21, "buyer.member": True}); absent is unknown.
    """

    region: str
    platform: str
    package: str
    at: Instant
    quantity: int = 1
    facts: Facts = NO_FACTS


class PriceListRequest(msgspec.Struct, frozen=True, gc=False):
    """Every package that the market `region` on `platform` sells as of `at`, one unit each."""

    region: str
    platform: str
    at: Instant
    facts: Facts = NO_FACTS
