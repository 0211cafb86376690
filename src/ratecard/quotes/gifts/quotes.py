"""What gifts come to: frozen figures in coins, diamonds and minor units, beside the terms they were computed from."""

import msgspec

from ratecard.money import Coins, Diamonds
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.gifts.promotions import DealtGifts, GiftDeal, GiftRun, OpenedGift
from ratecard.quotes.gifts.worth import MoneyBase, Worth, unknown_worth, worth_of
from ratecard.quotes.limits import OpenLimit
from ratecard.quotes.purchases.promotions import AppliedPromotion
from ratecard.quotes.requests import GiftRequest, UsedBefore
from ratecard.refusals import Condition
from ratecard.terms.earnings import CREATOR, EarningsTerms, Recipient
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Catalogue, Market, Period, common_period
from ratecard.terms.region import Region
from ratecard.terms.shows import NOTHING_SHOWN, ShownTerms
from ratecard.terms.unknown import Unknowns, UnknownValue, paths_of, together


class GiftRoute(msgspec.Struct, frozen=True, gc=False):
    """From where to where a gift goes: the sender's market with its gifts, and the creator's region."""

    market: Market
    catalogue: Catalogue
    region: Region


class EarnedEach(msgspec.Struct, frozen=True, gc=False):
    """What each gift of a run becomes, all recipients together and each of them."""

    amount: int
    parts: tuple[int, ...]


class Earned(msgspec.Struct, frozen=True, gc=False):
    """What the coins of gifts become in diamonds, all recipients together, and how.

    `each` are what was rounded at once where each gift is, for each run; else there are none.
    `parts` are those of each recipient of a split, in
    its order, and sum to `amount`; without a split there are none, and the creator gets all. `base` is the money that
    the share is of, None where it is of coins. `amount` is None where it needs what is `unknown`.
    """

    terms: EarningsTerms
    base: MoneyBase | None
    each: tuple[EarnedEach, ...]
    amount: Diamonds | None
    parts: tuple[int, ...]
    unknown: Unknowns = ()


class GiftQuote(msgspec.Struct, frozen=True, gc=False):
    """Gifts to one creator, answered; figures are of the whole count.

    `worth_at` is the package that tells the worth of coins, None where the rules name none there. `earned` is None
    where earnings are not for whoever asks. `assumed` names facts that were unknown while a value varies by them;
    `open` the conditions that they leave open. `dealt` is what promotions made of them,
    `shows` what is shown beside the gift and makes no figure.
    """

    request: GiftRequest
    route: GiftRoute
    gift: GiftTerms
    kind: str
    worth_at: Worth | None
    earned: Earned | None
    assumed: tuple[str, ...]
    open: tuple[Condition, ...]
    dealt: DealtGifts
    shows: ShownTerms = NOTHING_SHOWN

    @property
    def runs(self) -> tuple[GiftRun, ...]:
        """The gifts in runs of those that cost the same."""
        return self.dealt.runs

    @property
    def deal(self) -> GiftDeal | None:
        """What promotions did; None where none is of the gift and no code was brought."""
        return self.dealt.deal

    @property
    def used_rolling(self) -> bool:
        """Whether what was used of limits counts at this instant alone."""
        return self.dealt.used_rolling

    @property
    def market(self) -> Market:
        """The sender's market."""
        return self.route.market

    @property
    def catalogue(self) -> Catalogue:
        """The gifts of the sender's market."""
        return self.route.catalogue

    @property
    def region(self) -> Region:
        """The creator's region."""
        return self.route.region

    @property
    def coins(self) -> Coins:
        """What the sender spends."""
        return Coins(sum([run.gifts * run.coins for run in self.runs]))

    @property
    def regular_coins(self) -> Coins:
        """What the gifts cost without promotions."""
        return Coins(self.gift.coins * self.request.count)

    @property
    def earning_coins(self) -> Coins:
        """The coins that the creator earns of: the regular ones, less what promotions take off that creators bear."""
        return Coins(sum([run.gifts * run.earning for run in self.runs]))

    @property
    def subsidy(self) -> Coins:
        """The coins that the platform bears: those that the creator earns of and the sender does not spend."""
        return Coins(self.earning_coins - self.coins)

    @property
    def promotions(self) -> tuple[AppliedPromotion, ...]:
        """The promotions that apply to any of the gifts, in order of id, each with how many it applies to."""
        applied = {candidate.id: candidate.promoted.terms for run in self.runs for candidate in run.applied}
        counts = {name: sum([run.gifts for run in self.runs if run.has(name)]) for name in applied}
        return tuple([AppliedPromotion(applied[name], counts[name]) for name in sorted(applied)])

    @property
    def open_promotions(self) -> tuple[OpenedGift, ...]:
        """The promotions that may apply yet, in order of id."""
        return () if self.deal is None else self.deal.opened

    @property
    def codes(self) -> tuple[tuple[str, CodeOutcome], ...]:
        """Each code that was brought, with what became of it."""
        return () if self.deal is None else self.deal.codes

    @property
    def uses(self) -> tuple[UsedBefore, ...]:
        """What this uses up of limits: of promotions, in order of path, and of those of senders."""
        return self.dealt.uses

    @property
    def open_limits(self) -> tuple[OpenLimit, ...]:
        """The limits of senders that this keeps as far as is known, in order of path."""
        return self.dealt.kept.open_limits

    @property
    def worth_minor(self) -> int | None:
        """What the coins are worth, in minor units of the market's currency; None where the rules tell none.

        None also where it needs what they do not know: `worth_unknown`.
        """
        return None if self.worth_at is None else worth_of(self.market, self.worth_at, self.coins)

    @property
    def shown(self) -> Earned:
        """What is earned of it. Who may not see that is not asked for it."""
        assert self.earned is not None, "earnings are not for whoever asked"
        return self.earned

    @property
    def earnings(self) -> EarningsTerms:
        """How the creator earns of it."""
        return self.shown.terms

    @property
    def amount(self) -> Diamonds | None:
        """The diamonds of all recipients together; None where they need what the rules do not know."""
        return self.shown.amount

    @property
    def parts(self) -> tuple[int, ...]:
        """The diamonds of each recipient of a split, in its order; none where they are not known."""
        return self.shown.parts

    @property
    def shares(self) -> tuple[tuple[Recipient, int], ...]:
        """Each recipient of a split with its diamonds; none where these are not known."""
        return tuple(zip(self.earnings.split, self.parts, strict=True)) if self.parts else ()

    @property
    def diamonds(self) -> Diamonds | None:
        """What the creator earns; None where that needs what the rules do not know."""
        earned = self.shown
        terms = earned.terms
        if not terms.split or earned.amount is None:
            return None if terms.parts_unknown else earned.amount
        recipients = [recipient.id for recipient in terms.split]
        return Diamonds(earned.parts[recipients.index(CREATOR)])

    @property
    def unknown(self) -> Unknowns:
        """What this quote needs and the rules do not know, in order of path: figures, and whether it is allowed."""
        return together((*self.figures_unknown, *self.not_told))

    @property
    def figures_unknown(self) -> Unknowns:
        """What figures need and the rules do not know."""
        return together((*self.worth_unknown, *self.diamonds_unknown, self.age_unknown))

    @property
    def not_told(self) -> Unknowns:
        """What decides whether the gift is allowed and the rules do not know: of its sender, and of the creator."""
        own = (*self.market.buyer_unknown, self.gift.level_unknown, *self.dealt.kept.unknown)
        return together((*own, *self.region.creator_unknown))

    @property
    def worth_unknown(self) -> Unknowns:
        """What the worth of the coins needs and the rules do not know."""
        return unknown_worth(self.market, self.worth_at)

    @property
    def diamonds_unknown(self) -> Unknowns:
        """What the diamonds need and the rules do not know."""
        if self.earned is None:
            return ()
        return together((*self.earned.terms.parts_unknown, *self.earned.unknown))

    @property
    def age_unknown(self) -> UnknownValue | None:
        """That it is unknown how long the rates may be used that bring money to diamonds."""
        base = None if self.earned is None else self.earned.base
        return None if base is None or base.cross is None else base.cross.age_unknown

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what is unknown, as the rules write them: "earnings.live.share"."""
        return paths_of(self.unknown)

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.market.digest

    @property
    def period(self) -> Period:
        """For how long this answer holds: as long as market, gifts, the creator's region and what was used do."""
        used_in = () if self.dealt.used_in is None else (self.dealt.used_in,)
        return common_period(self.market.period, self.catalogue.period, self.region.period, *used_in)
