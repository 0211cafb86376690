"""What a list of gifts comes to: each gift of a market with what it costs one asker now."""

import msgspec

from ratecard.money import Coins
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.gifts.promotions import DealtGifts, GiftRun, OpenedGift
from ratecard.quotes.purchases.promotions import AppliedPromotion
from ratecard.quotes.requests import GiftListRequest
from ratecard.refusals import Condition, Refusal
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Catalogue, Market, Period, common_period
from ratecard.terms.shows import NOTHING_SHOWN, ShownTerms
from ratecard.terms.unknown import Unknowns, paths_of, together


class ListedGift(msgspec.Struct, frozen=True, kw_only=True):
    """One gift of a list, with its worth where the rules tell one, and what it leaves open for this asker.

    `dealt` is what promotions made of one such gift.

    `unknown` is what the worth needs and the rules do not know, `not_told` what decides whether the gift is allowed.
    """

    gift: GiftTerms
    worth_minor: int | None
    assumed: tuple[str, ...]
    open: tuple[Condition, ...]
    unknown: Unknowns = ()
    not_told: Unknowns = ()
    dealt: DealtGifts
    shows: ShownTerms = NOTHING_SHOWN

    @property
    def run(self) -> GiftRun:
        """The one gift, with what applies to it."""
        return self.dealt.runs[0]

    @property
    def coins(self) -> Coins:
        """What it costs this asker."""
        return self.run.coins

    @property
    def regular_coins(self) -> Coins:
        """What it costs without promotions."""
        return self.run.regular

    @property
    def promotions(self) -> tuple[AppliedPromotion, ...]:
        """The promotions that apply to it."""
        return tuple([AppliedPromotion(candidate.promoted.terms, 1) for candidate in self.run.applied])

    @property
    def open_promotions(self) -> tuple[OpenedGift, ...]:
        """The promotions that may apply yet."""
        return () if self.dealt.deal is None else self.dealt.deal.opened


class GiftList(msgspec.Struct, frozen=True):
    """Every gift that is available in a market, the cheapest first; those refused to this asker have the reason.

    `assumed` names the facts that were unknown while any figure of the list varies by them, or while it depends on them
    whether a gift is available at all. `counted` is what promotions made of each gift for which limits were looked at:
    of those listed, and of those that a limit refuses.
    """

    request: GiftListRequest
    market: Market
    catalogue: Catalogue
    gifts: tuple[ListedGift, ...]
    refused: tuple[tuple[str, Refusal], ...]
    assumed: tuple[str, ...] = ()
    counted: tuple[DealtGifts, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.market.digest

    @property
    def period(self) -> Period:
        """For how long this list holds: as long as market, gifts and what was used of limits do."""
        used_in = [dealt.used_in for dealt in self.counted if dealt.used_in is not None]
        return common_period(self.market.period, self.catalogue.period, *used_in)

    @property
    def used_rolling(self) -> bool:
        """Whether what was used of limits counts at this instant alone."""
        return any(dealt.used_rolling for dealt in self.counted)

    @property
    def codes(self) -> tuple[tuple[str, CodeOutcome], ...]:
        """The codes that were brought, each with the best that became of it for any gift."""
        outcomes = list(CodeOutcome)
        told = [listed.dealt.deal.codes for listed in self.gifts if listed.dealt.deal is not None]
        return tuple(
            (code, min([of[index][1] for of in told], key=outcomes.index, default=CodeOutcome.UNKNOWN))
            for index, code in enumerate(self.request.codes)
        )

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what any gift needs and the rules do not know: its worth, and whether it is allowed."""
        return paths_of(value for gift in self.gifts for value in (*gift.unknown, *gift.not_told))

    @property
    def figures_unknown(self) -> Unknowns:
        """What the worth of any gift needs and the rules do not know."""
        return together(value for gift in self.gifts for value in gift.unknown)
