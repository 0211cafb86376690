"""How a question stands to the limits of whoever asks: which it keeps, what it uses of each, and which stay open.

They refuse a question and never split it. A limit of which nothing says what was used, or whose fact is not known, is
listed as open, unless the question alone takes more than it could allow.
"""

from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.quotes.limits import Asked, OpenLimit, broken_limit, open_limit
from ratecard.quotes.requests import Amount, UsedBefore
from ratecard.quotes.used import ToldUses, used_before
from ratecard.quotes.windows import calendar_window
from ratecard.refusals import AboveLimit, FactNeeded, InvalidInput
from ratecard.rulefiles.keys.facts import WAY
from ratecard.rulefiles.values.limits import CountOf
from ratecard.rulefiles.values.windows import is_rolling
from ratecard.terms.buyer_limits import BuyerLimits, NamedLimit
from ratecard.terms.facts import Facts, Varying, choose, possible_terms
from ratecard.terms.limits import MONEY, LimitTerms, largest_most
from ratecard.terms.market import Period, common_period
from ratecard.terms.unknown import Unknowns


class Taking(msgspec.Struct, frozen=True, gc=False):
    """What a question of a market takes, of which package, gift or item, and what was used before.

    `usual_way` is the way of paying that is taken where none is told; "" where there is none.
    """

    taken: Asked
    told: ToldUses
    facts: Facts
    currency: Currency
    package: str | None = None
    gift: str | None = None
    usual_way: str = ""
    item: str | None = None

    @property
    def thing(self) -> str:
        """The id of the package, gift or item."""
        return self.package or self.gift or self.item or ""


class Kept(msgspec.Struct, frozen=True, gc=False):
    """What a question uses of the limits that it keeps, which of them are open, and what of them is unknown."""

    uses: tuple[UsedBefore, ...] = ()
    open_limits: tuple[OpenLimit, ...] = ()
    unknown: Unknowns = ()


NOTHING_KEPT = Kept()


class _KeptOne(NamedTuple):
    """A limit that a question keeps: what it uses of it, whether it is open, and what of it is unknown."""

    use: UsedBefore | None = None
    opened: OpenLimit | None = None
    unknown: Unknowns = ()


def when_told(
    limits: Iterable[NamedLimit], told: ToldUses, at: Instant, in_zone: ZoneInfo
) -> tuple[Period | None, bool]:
    """In which period what was used of limits counts, None where it always does; and whether it is rolling.

    What was used today counts until midnight, and what was used in the last 24 hours is another amount soon.
    """
    if not told:
        return None, False
    leaves = [leaf for path, limit in limits if path in told for leaf in possible_terms(limit)]
    windows = {limit.per for limit in leaves if isinstance(limit, LimitTerms) and limit.per is not None}
    periods = [window for per in windows if (window := calendar_window(per, at, in_zone)) is not None]
    return common_period(*periods) if periods else None, any(map(is_rolling, windows))


def kept_limits(limits: BuyerLimits | None, taking: Taking, assumed: list[str]) -> Kept | AboveLimit | InvalidInput:
    """How a question keeps all limits that it has, or the first that it breaks, by path.

    The facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    if limits is None:
        return NOTHING_KEPT
    kept: list[_KeptOne] = []
    for named in limits.of(taking.thing):
        found = _kept(named, taking, assumed)
        if not isinstance(found, _KeptOne):
            return found
        kept.append(found)
    return Kept(
        tuple([limit.use for limit in kept if limit.use is not None]),
        tuple([limit.opened for limit in kept if limit.opened is not None]),
        (*limits.tables_unknown(taking.thing), *[value for limit in kept for value in limit.unknown]),
    )


def _kept(named: NamedLimit, taking: Taking, assumed: list[str]) -> _KeptOne | AboveLimit | InvalidInput:
    """How a question stands to one limit that it keeps, or why it does not."""
    path, varying = named
    own: list[str] = []
    kept = _kept_alone(path, varying, taking, own)
    assumed += [fact for fact in own if fact not in assumed]
    return kept.assuming(own) if isinstance(kept, AboveLimit) else kept


def _kept_alone(
    path: str, varying: Varying[LimitTerms], taking: Taking, assumed: list[str]
) -> _KeptOne | AboveLimit | InvalidInput:
    """The same, with just those facts in `assumed` for which this limit takes something."""
    terms = choose(varying, taking.facts, assumed)
    fact = terms.fact if isinstance(terms, FactNeeded) else None
    limit = largest_most(varying) if fact is not None else terms
    if not isinstance(limit, LimitTerms) or limit.lifted:
        return _KeptOne() if fact is None else _KeptOne(opened=OpenLimit(path, None, None, fact))
    if limit.unknown:
        return _KeptOne(unknown=limit.unknown)
    way = _way(limit, taking, assumed)
    before = used_before(limit, taking.told, taking.currency, taking.package, taking.gift, way, taking.item)
    if isinstance(before, InvalidInput):
        return before
    is_alone = limit.per == taking.taken.alone
    if is_alone:
        before = 0
    broken = broken_limit(limit, before, taking.taken, path)
    if broken is not None:
        return broken
    opened = OpenLimit(path, limit.per, None, fact) if fact is not None else None
    if opened is None and before is None:
        opened = open_limit(limit, path)
    return _KeptOne(None if is_alone else _use(limit, taking, way), opened)


def _way(limit: LimitTerms, taking: Taking, assumed: list[str]) -> str | None:
    """The way of paying: the one told, or the usual one where the limit counts each, which is assumed."""
    told = taking.facts.get(WAY)
    if told is not None or not limit.by_way or not taking.usual_way:
        return None if told is None else str(told)
    assumed += [WAY] if WAY not in assumed else []
    return taking.usual_way


def _use(limit: LimitTerms, taking: Taking, way: str | None) -> UsedBefore:
    """What a question uses of a limit, as a later question states it."""
    asked = taking.taken.of(limit.unit)
    assert asked is not None, "a question knows what it takes"
    amount: Amount = Money(asked, taking.currency) if limit.unit == MONEY else CountOf(asked, limit.unit)
    package, gift = taking.package if limit.by_package else None, taking.gift if limit.by_gift else None
    item = taking.item if limit.by_item else None
    return UsedBefore(limit.path, amount, package, gift, way if limit.by_way else None, item)
