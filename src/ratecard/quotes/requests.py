"""What can be asked: purchases and price lists, exchanges of units, gifts, payouts, eligibility."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms import packages
from ratecard.terms.facts import Facts

NO_FACTS: Facts = MappingProxyType({})
NO_PACKAGE_FACTS: Mapping[str, Facts] = MappingProxyType({})

QUANTITY_LEAST = 1
QUANTITY_MOST = packages.QUANTITY_MOST
GIFTS_MOST = 1_000_000


CODES_MOST = 10
"""How many codes one question may bring."""

Amount = Money | CountOf
"""Money, or a number with its unit, which may be zero: what limits and budgets compare."""


class UsedBefore(msgspec.Struct, frozen=True):
    """What was used of a limit before: 2 units of coins_1000 of the limit `promotions.first_of_each.limits.each`.

    `limit_id` is the limit's path. `limits.` may be left out of it, and leading parts while what is left names one
    limit of the question. Without a package, gift, way or item the amount counts for each of them.
    """

    limit_id: str
    amount: Amount
    package: str | None = None
    gift: str | None = None
    way: str | None = None
    item: str | None = None


class Budget(msgspec.Struct, frozen=True):
    """The most that the caller wants to spend, and what of it was used before, in the same unit; None is nothing."""

    most: Amount
    used: Amount | None = None


class PurchaseRequest(msgspec.Struct, frozen=True, gc=False):
    """One purchase asked about: `quantity` units of `package` in the market `region` on `platform`, as of `at`.

    `facts` holds typed values by declared name ({"buyer.age": 21, "buyer.member": True}); absent is unknown. `used` is
    what earlier purchases used of limits, and `budget` the caller's own limit. `codes` are those that the buyer
    brought, as they were typed.
    """

    region: str
    platform: str
    package: str
    at: Instant
    quantity: int = 1
    facts: Facts = NO_FACTS
    used: tuple[UsedBefore, ...] = ()
    budget: Budget | None = None
    codes: tuple[str, ...] = ()


class ItemRequest(msgspec.Struct, frozen=True, gc=False):
    """One purchase of an item asked about: `quantity` units of `item`; all else as for a package."""

    region: str
    platform: str
    item: str
    at: Instant
    quantity: int = 1
    facts: Facts = NO_FACTS
    used: tuple[UsedBefore, ...] = ()
    budget: Budget | None = None
    codes: tuple[str, ...] = ()


COINS_MOST = 10**9
MINOR_MOST = 10**18
"""How many coins, and minor units, a question may choose."""


class ChosenRequest(msgspec.Struct, frozen=True, gc=False):
    """One purchase of a package or an item of which the number is chosen; all else as for a package.

    `coins` are those of a package, `amount` is that of an item, and `spend` the most that all units may cost. At most
    one of them is stated; with none of them the answer says what may be chosen.
    """

    region: str
    platform: str
    thing: str
    at: Instant
    coins: int | None = None
    amount: Money | None = None
    spend: Money | None = None
    quantity: int = 1
    facts: Facts = NO_FACTS
    used: tuple[UsedBefore, ...] = ()
    budget: Budget | None = None
    codes: tuple[str, ...] = ()


class PriceListRequest(msgspec.Struct, frozen=True, gc=False):
    """Every package and item that the market `region` on `platform` sells as of `at`, one unit each.

    `package_facts` holds, by package, facts that are kept for each one ({"coins_100": {"buyer.purchases": 3}}). They
    come before `facts`, which are of every package. `used`, `budget` and `codes` are as for a purchase of each. `ways`
    asks for the prices by each way of paying besides.
    """

    region: str
    platform: str
    at: Instant
    facts: Facts = NO_FACTS
    package_facts: Mapping[str, Facts] = NO_PACKAGE_FACTS
    used: tuple[UsedBefore, ...] = ()
    budget: Budget | None = None
    codes: tuple[str, ...] = ()
    ways: bool = False


EXCHANGED_MOST = 1_000_000_000


class ExchangeRequest(msgspec.Struct, frozen=True, gc=False):
    """What `count` of `unit` give of another unit in the market `region` on `platform`, as of `at`."""

    region: str
    platform: str
    unit: str
    at: Instant
    count: int = 1
    facts: Facts = NO_FACTS


DIAMONDS_LEAST = 1
DIAMONDS_MOST = 10**15
LOTS_MOST = 10_000


class GiftRequest(msgspec.Struct, frozen=True, gc=False):
    """One gift asked about: `count` of `gift`, sent from the market `region` on `platform` to a creator elsewhere.

    `kind` is the kind of spending ("live"); None takes the gift's usual one. Facts are about buyer and creator alike.
    `codes` are those that the buyer brought, and `used` is what was used of promotions' limits before.
    """

    region: str
    platform: str
    creator_region: str
    gift: str
    at: Instant
    count: int = 1
    kind: str | None = None
    facts: Facts = NO_FACTS
    used: tuple[UsedBefore, ...] = ()
    codes: tuple[str, ...] = ()


class GiftListRequest(msgspec.Struct, frozen=True, gc=False):
    """Every gift that is available in the market `region` on `platform` as of `at`, one of each.

    `codes` and `used` are as for a question about each, sent as its usual kind of spending.
    """

    region: str
    platform: str
    at: Instant
    facts: Facts = NO_FACTS
    used: tuple[UsedBefore, ...] = ()
    codes: tuple[str, ...] = ()


class Lot(msgspec.Struct, frozen=True, gc=False):
    """Diamonds earned at one time. `facts` are the lot's own (lot.class, or the creator.grade of that day).

    They come before the request's. `source_region` is where the money for them came from; None is unknown.
    """

    diamonds: Diamonds
    earned: Instant
    source_region: str | None = None
    facts: Facts = NO_FACTS


class PayoutRequest(msgspec.Struct, frozen=True, gc=False):
    """One payout asked about, by `method` to a creator in `region`, requested at `at`.

    `diamonds` of the `lots`, in the order that the rules state; None is all of them. Without lots they are one lot
    earned at `at`. `want` asks for the fewest diamonds that pay at least that amount, in the currency paid in;
    `diamonds` is None then. `used` is what earlier payouts took of each limit in its window, by the limit's id.
    """

    region: str
    method: str
    at: Instant
    diamonds: Diamonds | None = None
    lots: tuple[Lot, ...] = ()
    want: Money | None = None
    used: Mapping[str, Money | int] = MappingProxyType({})
    facts: Facts = NO_FACTS


class EligibilityRequest(msgspec.Struct, frozen=True, gc=False):
    """What the rules of `region` require of buyers and creators as of `at`, judged by what is known."""

    region: str
    at: Instant
    facts: Facts = NO_FACTS
