"""Lots of diamonds: in which order they leave, and what holds of each one that a payout uses, chosen lot by lot.

What a lot says of itself comes before what the question says. A lot that is not used is asked for nothing: neither for
its value, nor for a fact, nor for where its money came from.
"""

from collections.abc import Mapping, Sequence

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.money import Diamonds
from ratecard.quotes.facts import check_facts
from ratecard.quotes.payouts.valuing import NumberedLot, Ratio, value_of
from ratecard.quotes.requests import DIAMONDS_MOST, LOTS_MOST, Lot, PayoutRequest
from ratecard.refusals import FactNeeded, InvalidLot, Refusal
from ratecard.rulefiles.keys.facts import OF_A_LOT
from ratecard.terms.facts import FactType, choose
from ratecard.terms.fx import CrossRate
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.payouts import CLASS_FACT, DiamondTerms, HoldTerms, PayoutTerms
from ratecard.terms.region import Region
from ratecard.terms.unknown import Unknowns, UnknownValue
from ratecard.terms.withholding import WithholdingTerms

SOURCE_REGION = "lot.source_region"


class ValuedLot(msgspec.Struct, frozen=True, gc=False):
    """A lot with its own terms, and the `value` of one of its diamonds, exactly, in minor units.

    The value is in the value currency; `cross` brought it from another one, or is None. `withholding` is None where
    that is not chosen lot by lot. `assumed` names the facts that were not known of this lot, and `worth_assumed` those
    of them by which its value varies.
    Where the value needs what is `unknown`, it is nothing that counts, and `diamond` is None if it is that itself; so
    is `hold` where `hold_unknown` is.
    """

    number: int
    lot: Lot
    diamond: DiamondTerms | None
    cross: CrossRate | None
    value: Ratio
    hold: HoldTerms | None
    withholding: WithholdingTerms | None
    assumed: tuple[str, ...]
    worth_assumed: tuple[str, ...]
    unknown: Unknowns = ()
    hold_unknown: UnknownValue | None = None


class UsedLot(msgspec.Struct, frozen=True, gc=False):
    """How many diamonds of a lot a payout takes."""

    valued: ValuedLot
    diamonds: Diamonds


def leaving_order(book: RuleBook, payouts: PayoutTerms, request: PayoutRequest) -> list[NumberedLot] | Refusal:
    """The lots in the order in which they leave; or what is wrong with the first that is stated wrongly.

    Where none is stated, all the diamonds are one lot, earned at the instant asked about. They are as given where it is
    not known which leaves first.
    """
    lots = request.lots
    if not lots:
        return [(1, Lot(Diamonds(DIAMONDS_MOST) if request.diamonds is None else request.diamonds, request.at))]
    if len(lots) > LOTS_MOST:
        return InvalidLot(LOTS_MOST + 1, f"is one of {len(lots):,}, and at most {LOTS_MOST:,} are answered")
    numbered = list(enumerate(lots, start=1))
    for number, lot in numbered:
        if not 0 < lot.diamonds <= DIAMONDS_MOST:
            return InvalidLot(number, f"holds {lot.diamonds:,}, and a lot holds from 1 to {DIAMONDS_MOST:,}")
        if lot.earned > request.at:
            return InvalidLot(number, "was earned after the instant asked about")
        wrong = check_facts(book, lot.facts) if lot.facts else None
        if wrong is not None:
            return wrong
    if len(numbered) == 1 or payouts.unknown.order is not None:
        return numbered
    return _ordered(book.facts.get(CLASS_FACT), payouts.order, numbered, request)


def _ordered(
    classes: FactType | None, order: tuple[str, ...], lots: list[NumberedLot], request: PayoutRequest
) -> list[NumberedLot] | FactNeeded:
    """The lots in the order in which they leave; at a tie the earlier, then as given.

    A class that only some lots state leaves no order among them: the others' is needed.
    """
    ranks = {name: rank for rank, name in enumerate(classes.values)} if classes is not None else {}
    stated = {number: lot.facts.get(CLASS_FACT, request.facts.get(CLASS_FACT)) for number, lot in lots}
    if "class" in order and None in stated.values() and any(name is not None for name in stated.values()):
        return FactNeeded(CLASS_FACT)

    def key(numbered: NumberedLot) -> tuple[int, ...]:
        number, lot = numbered
        parts = {"class": ranks.get(str(stated[number]), 0), "oldest": lot.earned, "newest": -lot.earned}
        return (*[parts[name] for name in order], lot.earned, number)

    return sorted(lots, key=key)


def value_lots(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, lots: Sequence[NumberedLot], enough: int
) -> tuple[list[ValuedLot], Refusal | None]:
    """The first lots, in this order, that hold at least `enough` diamonds, each with the terms of its own facts.

    Beside them is what the next one lacks, because of which it could not be valued; None where they are enough, or
    there are no more.
    """
    if len(lots) == 1 and enough > 0:
        only = _valued(book, region, offer, request, lots[0])
        return ([only], None) if isinstance(only, ValuedLot) else ([], only)
    valued: list[ValuedLot] = []
    held = 0
    for numbered in lots:
        if held >= enough:
            break
        lot = _valued(book, region, offer, request, numbered)
        if not isinstance(lot, ValuedLot):
            return valued, lot
        valued.append(lot)
        held += numbered[1].diamonds
    return valued, None


def _valued(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, numbered: NumberedLot
) -> ValuedLot | Refusal:
    """A used lot with its terms: the value of its diamonds, its hold, and what is kept back of it."""
    number, lot = numbered
    assumed: list[str] = []
    facts = {**request.facts, **lot.facts} if lot.facts else request.facts
    worth = value_of(book, region, offer, request, numbered, facts, assumed)
    if not isinstance(worth, tuple):
        return worth
    diamond, cross, value, unknown = worth
    worth_assumed = tuple(assumed)
    hold, not_known = region.hold, None
    if hold is not None and type(hold) is not HoldTerms:
        chosen = choose(hold, facts, assumed)
        if isinstance(chosen, FactNeeded):
            return chosen
        hold = chosen if type(chosen) is HoldTerms else None
        not_known = chosen if type(chosen) is UnknownValue else None
    withholding = None
    if offer.by_lot is not None:
        kept = _withholding(offer, request, lot, assumed)
        if isinstance(kept, FactNeeded):
            return kept
        withholding = kept
    if lot.source_region is None and (withholding or offer.withholding).asks_source:
        return FactNeeded(SOURCE_REGION)
    return ValuedLot(
        number,
        lot,
        diamond,
        cross,
        value,
        hold,
        withholding,
        tuple(assumed),
        worth_assumed=worth_assumed,
        unknown=unknown,
        hold_unknown=not_known,
    )


def _withholding(
    offer: PayoutOffer, request: PayoutRequest, lot: Lot, assumed: list[str]
) -> WithholdingTerms | FactNeeded:
    """What is kept back of a lot: by its own facts, and by what is known of the creator on the day of the payout.

    Tax is kept back of the payout, so what a lot says of its creator's grade or form of that time does not count here.
    """
    own = {name: value for name, value in lot.facts.items() if name.startswith(OF_A_LOT)}
    terms = choose(offer.by_lot, {**request.facts, **own}, assumed)
    if isinstance(terms, FactNeeded):
        return terms
    assert isinstance(terms, WithholdingTerms)
    return terms


def further_lot(
    book: RuleBook, region: Region, offer: PayoutOffer, request: PayoutRequest, valued: Sequence[ValuedLot]
) -> ValuedLot:
    """What a diamond would be worth that is earned at the instant asked about, and else is like those that leave last.

    Like those in its class, its other facts and its source region; and in its value too, where the rules give none for
    that instant.
    """
    last = valued[-1]
    lot = msgspec.structs.replace(last.lot, diamonds=Diamonds(1), earned=request.at)
    found = _valued(book, region, offer, request, (len(valued) + 1, lot))
    return found if isinstance(found, ValuedLot) else last


def together(valued: Sequence[ValuedLot]) -> list[ValuedLot]:
    """Lots that are all used, those put together that nothing tells apart: thousands are often a few.

    What tells them apart is the value of a diamond, the source region, and what is kept back of them.
    """
    sums: dict[tuple[Ratio, str | None, int], ValuedLot] = {}
    for entry in valued:
        key = (entry.value, entry.lot.source_region, id(entry.withholding))
        before = sums.get(key)
        if before is not None:
            lot = msgspec.structs.replace(before.lot, diamonds=before.lot.diamonds + entry.lot.diamonds)
            entry = msgspec.structs.replace(before, lot=lot)  # noqa: PLW2901
        sums[key] = entry
    return list(sums.values())


def use(valued: Sequence[ValuedLot], diamonds: int) -> tuple[UsedLot, ...]:
    """The first lots that hold this many diamonds, the last of them in part. There are at least as many."""
    if len(valued) == 1:
        return (UsedLot(valued[0], Diamonds(diamonds)),)
    used: list[UsedLot] = []
    for entry in valued:
        held = entry.lot.diamonds
        if held >= diamonds:
            used.append(UsedLot(entry, Diamonds(diamonds)))
            break
        used.append(UsedLot(entry, held))
        diamonds -= held
    return tuple(used)


def exact_value(used: Sequence[UsedLot]) -> Ratio:
    """The value of used lots in minor units of the value currency, exactly."""
    if len(used) == 1:
        (only,) = used
        numerator, denominator = only.valued.value
        return only.diamonds * numerator, denominator
    sums: dict[int, int] = {}
    for used_lot in used:
        numerator, denominator = used_lot.valued.value
        sums[denominator] = sums.get(denominator, 0) + used_lot.diamonds * numerator
    return sum_of(sums)


def sum_of(sums: Mapping[int, int]) -> Ratio:
    """The sum of numerators by denominator, exactly: {2: 1, 3: 1} is 5/6. Thousands of lots have a few denominators."""
    numerator, denominator = 0, 1
    for below, above in sums.items():
        numerator, denominator = numerator * below + above * denominator, denominator * below
    return numerator, denominator


def is_in(region: str | None, domestic: str) -> bool:
    """Whether a source region is a region or lies in it: US-NY is in US."""
    return region is not None and (region == domestic or region.startswith(domestic + "-"))
