"""What is asked of a payout, and how it becomes a request of the engine."""

import strawberry

from ratecard.api import bounds
from ratecard.api.context import Context
from ratecard.api.types.facts import CreatorInput, FactInput, FactsRefused, of_one_package, typed_facts
from ratecard.api.types.fields import api_input, given
from ratecard.api.types.limits import UsedInput
from ratecard.api.types.scalars import CurrencyCode, Decimal, DiamondCount, RegionCode
from ratecard.api.types.signed import REFERENCE
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.locale.territories import wrong_country
from ratecard.money import Diamonds, Money
from ratecard.quotes.amounts import used_of, wanted
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.requests import Lot, PayoutRequest
from ratecard.refusals import InvalidInput
from ratecard.terms.payouts import CLASS_FACT


@api_input
class LotInput:
    """Diamonds that were earned at one time."""

    diamonds: DiamondCount = given("How many.")
    earned_at: Instant = given("When they were earned.")
    lot_class: str | None = given('Their class, such as "promotional": the fact lot.class.', default=None)
    source_region: RegionCode | None = given("Where the money for them came from.", default=None)
    facts: list[FactInput] | None = given(
        "Facts of that time, such as the creator.grade of the day; they come before the payout's. "
        f"At most {bounds.FACTS}.",
        default=None,
    )


@api_input
class WantedInput:
    """An amount to be paid."""

    amount: Decimal = given("The amount in major units.")
    currency: CurrencyCode = given("The currency that the method pays in.")


@api_input
class PayoutQuoteInput:
    """One payout to quote. State diamonds, lots or want; without lots the diamonds count as earned at the instant."""

    region: RegionCode = given("Where the creator is.")
    method_id: strawberry.ID = given('The payout method\'s id, such as "paypal".')
    diamonds: DiamondCount | None = given("How many diamonds to pay out. Left out, all of the lots.", default=None)
    lots: list[LotInput] | None = given(
        f"The creator's diamonds by when they were earned, at most {bounds.LOTS}; one request holds at most "
        f"{bounds.REQUEST_LOTS}.",
        default=None,
    )
    want: WantedInput | None = given(
        "An amount to be paid: the answer is for the fewest diamonds that pay at least that, and at least the minimum.",
        default=None,
    )
    used: list[UsedInput] | None = given(f"What earlier payouts took of limits, at most {bounds.USED}.", default=None)
    creator: CreatorInput | None = given("The common facts about the creator.", default=None)
    facts: list[FactInput] | None = given(f"Further declared facts, at most {bounds.FACTS}.", default=None)
    reference: str | None = given(REFERENCE, default=None)


def payout_request(context: Context, asked: PayoutQuoteInput, at: Instant | None) -> PayoutRequest | FactsRefused:
    """What is asked of the engine, or the first thing in it that cannot be meant."""
    facts = typed_facts(context.book, None, asked.facts, asked.creator)
    if isinstance(facts, FactsRefused):
        return facts
    lots = _lots(context, asked.lots or [])
    if isinstance(lots, FactsRefused):
        return lots
    want = None if asked.want is None else wanted(asked.want.amount, CURRENCIES[asked.want.currency])
    if isinstance(want, InvalidInput):
        return want
    used = _used(asked.used or [])
    if isinstance(used, InvalidInput):
        return used
    diamonds = None if asked.diamonds is None else Diamonds(asked.diamonds)
    return PayoutRequest(asked.region, asked.method_id, context.instant(at), diamonds, lots, want, used, facts)


def _lots(context: Context, stated: list[LotInput]) -> tuple[Lot, ...] | FactsRefused:
    lots: list[Lot] = []
    for index, lot in enumerate(stated):
        wrong = None if lot.source_region is None else wrong_country(lot.source_region)
        if wrong is not None:
            return InvalidInput(("lots", str(index), "sourceRegion"), wrong)
        pairs = [(fact.name, fact.value) for fact in lot.facts or ()]
        pairs += [(CLASS_FACT, lot.lot_class)] if lot.lot_class is not None else []
        facts = of_one_package(lot.facts) or parse_facts(context.book, pairs)
        if isinstance(facts, FactsRefused):
            return facts
        lots.append(Lot(Diamonds(lot.diamonds), lot.earned_at, lot.source_region, facts))
    return tuple(lots)


def _used(stated: list[UsedInput]) -> dict[str, Money | int] | InvalidInput:
    """What earlier payouts took of limits; none of these counts packages or ways of paying by themselves."""
    for index, entry in enumerate(stated):
        for name, of in (("packageId", entry.package_id), ("wayId", entry.way_id)):
            if of is not None:
                sentence = f"limits of payouts count all together; state what was used without {name}"
                return InvalidInput(("used", str(index), name), sentence)
    return used_of([(entry.limit_id, entry.amount) for entry in stated])
