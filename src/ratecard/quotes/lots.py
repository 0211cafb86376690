"""Lots of diamonds: in which order they leave, and what each used one is worth, exactly."""

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.money import Diamonds
from ratecard.quotes.facts import check_facts
from ratecard.quotes.requests import DIAMONDS_MOST, LOTS_MOST, Lot, PayoutRequest
from ratecard.refusals import FactNeeded, FxStale, InvalidLot, NoFxRate, Refusal
from ratecard.terms.facts import FactType, settle
from ratecard.terms.fx import CrossRate, cross_rate
from ratecard.terms.payouts import DiamondTerms, PayoutTerms
from ratecard.terms.region import Region

CLASS_FACT = "lot.class"


class ValuedLot(msgspec.Struct, frozen=True, gc=False):
    """A lot with the value of one of its diamonds: `numerator` ÷ `denominator` minor units of the value currency.

    `number` counts the lots as given, from 1. `cross` brought the value from another currency, or is None.
    """

    number: int
    lot: Lot
    diamond: DiamondTerms
    cross: CrossRate | None
    numerator: int
    denominator: int


class UsedLot(msgspec.Struct, frozen=True, gc=False):
    """How many diamonds of a lot a payout takes."""

    valued: ValuedLot
    diamonds: Diamonds


def lots_of(request: PayoutRequest) -> tuple[Lot, ...]:
    """The lots asked about: without any, all the diamonds as one, earned at the instant asked about."""
    if request.lots:
        return request.lots
    return (Lot(request.diamonds if request.diamonds is not None else Diamonds(DIAMONDS_MOST), request.at),)


def value_lots(
    book: RuleBook, region: Region, payouts: PayoutTerms, request: PayoutRequest, assumed: list[str]
) -> list[ValuedLot] | Refusal:
    """Every lot with its value, in the order in which they leave; or why the first can not be valued that can not."""
    lots = lots_of(request)
    if len(lots) == 1:
        only = _valued(book, region, payouts, request, 1, lots[0], assumed)
        return [only] if isinstance(only, ValuedLot) else only
    if len(lots) > LOTS_MOST:
        return InvalidLot(LOTS_MOST + 1, f"is one of {len(lots)}, and at most {LOTS_MOST} are answered")
    valued: list[ValuedLot] = []
    for number, lot in enumerate(lots, start=1):
        found = _valued(book, region, payouts, request, number, lot, assumed)
        if not isinstance(found, ValuedLot):
            return found
        valued.append(found)
    return _ordered(book.facts.get(CLASS_FACT), payouts.order, valued, request)


def _valued(
    book: RuleBook,
    region: Region,
    payouts: PayoutTerms,
    request: PayoutRequest,
    number: int,
    lot: Lot,
    assumed: list[str],
) -> ValuedLot | Refusal:
    if not 0 < lot.diamonds <= DIAMONDS_MOST:
        return InvalidLot(number, f"holds {lot.diamonds}, and a lot holds from 1 to {DIAMONDS_MOST}")
    if lot.earned > request.at:
        return InvalidLot(number, "was earned after the instant asked about")
    facts = request.facts
    if lot.facts:
        wrong = check_facts(book, lot.facts)
        if wrong is not None:
            return wrong
        facts = {**facts, **lot.facts}
    then = region
    if payouts.by_earned and lot.earned < region.period.start:
        found = book.region(region.code, lot.earned)
        if not isinstance(found, Region):
            return InvalidLot(number, "was earned before the rules begin there")
        then = found
    diamond = settle(then.diamond, facts, assumed)
    if isinstance(diamond, FactNeeded):
        return diamond
    if not isinstance(diamond, DiamondTerms):
        return InvalidLot(number, "was earned while it had no value there")
    currency = region.value_currency
    assert currency is not None
    if diamond.currency.code == currency.code:
        return ValuedLot(number, lot, diamond, None, diamond.minor, diamond.units)
    if region.fx is None:
        return NoFxRate(diamond.currency.code, request.at)
    cross = cross_rate(region.fx, diamond.currency, currency, request.at)
    if isinstance(cross, FxStale | NoFxRate):
        return cross
    shift = currency.exponent - diamond.currency.exponent
    numerator = diamond.minor * cross.value.numerator * 10 ** max(shift, 0)
    denominator = diamond.units * cross.value.denominator * 10 ** max(-shift, 0)
    return ValuedLot(number, lot, diamond, cross, numerator, denominator)


def _ordered(
    classes: FactType | None, order: tuple[str, ...], valued: list[ValuedLot], request: PayoutRequest
) -> list[ValuedLot] | FactNeeded:
    """The lots in the order in which they leave; at a tie the earlier, then as given.

    A class that only some lots state leaves no order among them: the others' is needed.
    """
    ranks = {name: rank for rank, name in enumerate(classes.values)} if classes is not None else {}
    stated = [each.lot.facts.get(CLASS_FACT, request.facts.get(CLASS_FACT)) for each in valued]
    if "class" in order and None in stated and any(each is not None for each in stated):
        return FactNeeded(CLASS_FACT)

    def key(each: ValuedLot) -> tuple[int, ...]:
        parts = {
            "class": ranks.get(str(each.lot.facts.get(CLASS_FACT, request.facts.get(CLASS_FACT))), 0),
            "oldest": each.lot.earned,
            "newest": -each.lot.earned,
        }
        return (*[parts[name] for name in order], each.lot.earned, each.number)

    return sorted(valued, key=key)


def further_lot(
    book: RuleBook, region: Region, payouts: PayoutTerms, request: PayoutRequest, valued: list[ValuedLot]
) -> ValuedLot:
    """What a diamond would be worth that is earned at the instant asked about, and else is like those that leave last.

    Like those in its class, its other facts and its source region; and in its value too, where the rules give none for
    that instant.
    """
    last = valued[-1]
    lot = msgspec.structs.replace(last.lot, diamonds=Diamonds(1), earned=request.at)
    found = _valued(book, region, payouts, request, len(valued) + 1, lot, [])
    return found if isinstance(found, ValuedLot) else last


def together(valued: list[ValuedLot]) -> list[ValuedLot]:
    """Lots that are all used, those of one value and one source region put together: thousands are often a few."""
    sums: dict[tuple[int, int, str | None], ValuedLot] = {}
    for each in valued:
        key = (each.numerator, each.denominator, each.lot.source_region)
        before = sums.get(key)
        if before is not None:
            lot = msgspec.structs.replace(before.lot, diamonds=before.lot.diamonds + each.lot.diamonds)
            each = msgspec.structs.replace(before, lot=lot)  # noqa: PLW2901
        sums[key] = each
    return list(sums.values())


def use(valued: list[ValuedLot], diamonds: int) -> tuple[UsedLot, ...]:
    """The first lots that hold this many diamonds, the last of them in part. There are at least as many."""
    used: list[UsedLot] = []
    for each in valued:
        held = each.lot.diamonds
        if held >= diamonds:
            used.append(UsedLot(each, Diamonds(diamonds)))
            break
        used.append(UsedLot(each, held))
        diamonds -= held
    return tuple(used)


def exact_value(used: tuple[UsedLot, ...]) -> tuple[int, int]:
    """The value of used lots in minor units of the value currency, exactly: numerator and denominator."""
    numerator, denominator = 0, 1
    for each in used:
        lot = each.valued
        if lot.denominator == denominator:
            numerator += each.diamonds * lot.numerator
        else:
            numerator = numerator * lot.denominator + each.diamonds * lot.numerator * denominator
            denominator *= lot.denominator
    return numerator, denominator


def is_in(region: str | None, domestic: str) -> bool:
    """Whether a source region is a region or lies in it: US-NY is in US."""
    return region is not None and (region == domestic or region.startswith(domestic + "-"))
