"""The promotions of gifts: runs of gifts that cost the same, and who bears what is taken off.

What people pay is the regular coins less all discounts together, rounded down, gift by gift. What creators earn is of
the regular coins less those discounts alone that creators bear: a sale cuts nobody's pay who did not agree to it.
"""

from collections.abc import Iterable, Sequence

import msgspec

from ratecard.instants import Instant
from ratecard.money import Coins
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.keeping import NOTHING_KEPT, Kept
from ratecard.quotes.purchases.choice import Candidate, Regular, Unit, choose_unit, listed_with
from ratecard.quotes.purchases.promotions import (
    Loser,
    choices_of,
    is_listed,
    losers_of,
    outcomes_of,
    stands_of,
    take_assumed,
    uses_of,
)
from ratecard.quotes.purchases.standing import Asker, PromotionNeeds, Standing, Stands
from ratecard.quotes.requests import UsedBefore
from ratecard.quotes.used import NOTHING_TOLD, ToldUses
from ratecard.refusals import InvalidInput
from ratecard.rounding import divide_up
from ratecard.rulefiles.values.offered import folded
from ratecard.terms.facts import Facts
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Market, Period
from ratecard.terms.promoted import Promoted
from ratecard.terms.promotions import PromotionTerms

CREATOR = "creator"
"""Who bears a promotion that cuts what creators earn."""


class WholeCoins:
    """How an exact number of coins becomes a whole one: what is taken off is rounded down, the rest hence up."""

    def rounded(self, numerator: int, denominator: int, regular_minor: int | None = None) -> int:
        """15 % off 99 coins are 14.85, of which 14 are taken off: 85 are left."""
        coins = divide_up(numerator, denominator)
        return coins if regular_minor is None else min(coins, regular_minor)


WHOLE_COINS = WholeCoins()


class GiftRun(msgspec.Struct, frozen=True, gc=False):
    """Equal gifts: how many, what each costs and cost before promotions, and the coins that its creator earns of.

    `applied` are the promotions that apply, in order of id, and `borne` those among them that creators bear.
    """

    gifts: int
    regular: Coins
    coins: Coins
    earning: Coins
    applied: tuple[Candidate, ...] = ()

    @property
    def borne(self) -> tuple[Candidate, ...]:
        """Those promotions that creators bear."""
        return borne_by_creators(self.applied)

    def has(self, promotion: str) -> bool:
        """Whether a promotion applies."""
        return any(candidate.id == promotion for candidate in self.applied)


class OpenedGift(msgspec.Struct, frozen=True):
    """A promotion that may apply yet, what it needs, and one gift as if that were met; None where it varies."""

    terms: PromotionTerms
    needs: PromotionNeeds
    run: GiftRun | None

    @property
    def coins(self) -> Coins | None:
        """What one gift would cost."""
        return None if self.run is None else self.run.coins


class GiftDeal(msgspec.Struct, frozen=True):
    """What promotions do to gifts, beside their runs; as of a purchase."""

    losers: tuple[Loser, ...] = ()
    opened: tuple[OpenedGift, ...] = ()
    codes: tuple[tuple[str, CodeOutcome], ...] = ()
    uses: tuple[UsedBefore, ...] = ()


class DealtGifts(msgspec.Struct, frozen=True):
    """The runs of gifts, and what promotions did; None where none is of the gift and no code was brought.

    `told` is what was used of limits; it counts in `used_in`, and with `used_rolling` it is another one at each
    instant. `kept` is how the gifts stand to the limits of senders, once these were looked at.
    """

    runs: tuple[GiftRun, ...]
    deal: GiftDeal | None = None
    told: ToldUses = NOTHING_TOLD
    used_in: Period | None = None
    used_rolling: bool = False
    kept: Kept = NOTHING_KEPT

    @property
    def uses(self) -> tuple[UsedBefore, ...]:
        """What the gifts use of all limits: of their promotions, and of those of senders."""
        return self.kept.uses if self.deal is None else (*self.deal.uses, *self.kept.uses)


class GiftsAsked(msgspec.Struct, frozen=True):
    """What is asked of a gift: how many of it, as which kind of spending, with which facts, codes and used limits."""

    gift: GiftTerms
    kind: str
    count: int
    facts: Facts
    codes: tuple[str, ...]
    used: tuple[UsedBefore, ...]
    at: Instant


def borne_by_creators(applied: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those promotions that creators bear."""
    return tuple([candidate for candidate in applied if candidate.promoted.terms.borne_by == CREATOR])


def deal_of_gifts(
    market: Market, asked: GiftsAsked, promoted: tuple[Promoted, ...], told: ToldUses, assumed: list[str]
) -> DealtGifts | InvalidInput:
    """What promotions make of so many gifts; or what was wrong of what was used of their limits.

    The facts that were unknown and for which `other` was taken are appended to `assumed`.
    """
    coins = asked.gift.coins
    if not promoted and not asked.codes:
        return DealtGifts((GiftRun(asked.count, coins, coins, coins),))
    codes = [folded(code) for code in asked.codes]
    asker = Asker(asked.facts, codes, told, market.currency, coins, gift=asked.gift.id)
    stands = stands_of(promoted, asker)
    if isinstance(stands, InvalidInput):
        return stands
    take_assumed(stands, assumed)
    return _dealt(market, asked, asker, Regular(coins, coins, 0, WHOLE_COINS), stands)


def _dealt(market: Market, asked: GiftsAsked, asker: Asker, regular: Regular, stands: Sequence[Stands]) -> DealtGifts:
    choices = choices_of(regular, stands, asked.count)
    applied = {candidate.id: candidate for unit, _ in choices for candidate in unit.applied}
    deal = GiftDeal(
        losers=tuple(losers_of(stands, applied, choices, regular.coins)),
        opened=tuple([_opened(regular, own, stands) for own in stands if is_listed(own)]),
        codes=outcomes_of(market, asked.codes, asked.at, stands, applied),
        uses=uses_of(stands, choices, asker),
    )
    return DealtGifts(tuple([_run(regular, unit, number) for unit, number in choices]), deal)


def _run(regular: Regular, unit: Unit, number: int) -> GiftRun:
    earning = listed_with(regular, borne_by_creators(unit.applied))
    return GiftRun(number, Coins(regular.minor), Coins(unit.listed_minor), Coins(earning), unit.applied)


def _opened(regular: Regular, own: Stands, stands: Sequence[Stands]) -> OpenedGift:
    """An open promotion, with one gift as if what it needs were met."""
    if own.candidate is None:
        return OpenedGift(own.promoted.terms, own.needs, None)
    beside = [other for other in stands if other is own or other.standing is Standing.MAY_APPLY]
    unit = choose_unit(regular, [other.candidate for other in beside if other.candidate is not None])
    return OpenedGift(own.promoted.terms, own.needs, _run(regular, unit, 1))
