"""What price lists say of packages and items of which the number is chosen."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_interface, api_type, field
from ratecard.api.types.money import ExactMoney, UnitPrice
from ratecard.api.types.price_rounding import AmountRange, CoinRange, PriceRounding
from ratecard.api.types.refusals import Condition, Refusal, conditions_of, refusal_of
from ratecard.api.types.scalars import CoinCount, LocaleTag, RateText
from ratecard.api.types.shows import Shown
from ratecard.quotes.purchases.chosen_listed import ListedChosen
from ratecard.quotes.purchases.chosen_tiers import ListedBonus, ListedTier
from ratecard.quotes.purchases.lists import RefusedChosen
from ratecard.showing import Reader, rate_text


@api_type
class ChosenTier:
    """What numbers of coins cost from one number on, up to the next tier: exactly n × `price` + `plus`."""

    tier: strawberry.Private[ListedTier]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def from_coins(self) -> CoinCount:
        """The number of coins from which it counts. That of the first tier may lie below the least of the range."""
        return CoinCount(self.tier.start)

    @field(Audience.PUBLIC)
    def price(self) -> UnitPrice | None:
        """The exact price of one coin. Null where such numbers are not sold."""
        return None if self.tier.price is None else UnitPrice(exact=self.tier.price, reader=self.reader)

    @field(Audience.PUBLIC)
    def plus(self) -> ExactMoney:
        """What is added to n × `price`: 0 where all coins are at this price.

        Where each coin is at that of its own tier, it is what those below cost more, or if negative less.
        """
        return ExactMoney(exact=self.tier.plus)

    @field(Audience.PUBLIC)
    def each_coin(self) -> bool:
        """Whether the price is that of the coins beyond `fromCoins` alone; else it is that of all coins."""
        return self.tier.each


@api_type
class ChosenBonus:
    """The bonus of n coins from one number on, up to the next: n × `rate`, rounded down, and `coins` more."""

    bonus: strawberry.Private[ListedBonus]

    @field(Audience.PUBLIC)
    def from_coins(self) -> CoinCount:
        """The number of coins from which it counts."""
        return CoinCount(self.bonus.start)

    @field(Audience.PUBLIC)
    def rate(self) -> RateText:
        """The bonus as a share of the coins; 0 where it is a number."""
        return RateText(rate_text(self.bonus.rate))

    @field(Audience.PUBLIC)
    def coins(self) -> CoinCount:
        """The bonus as a number of coins; 0 where it is a share, or where there is none."""
        return CoinCount(self.bonus.coins)


@api_interface
class ChosenThing:
    """A package or an item of which the buyer chooses the number. `chosenQuote` quotes one number."""

    own: strawberry.Private[ListedChosen]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def thing_id(self) -> strawberry.ID:
        """The id of the package or item, the same in every market and at every time."""
        return strawberry.ID(self.own.id)

    @field(Audience.PUBLIC)
    def label(self) -> str:
        """What people call it, in the locale's language where the rules have it; else its id."""
        return self.reader.label_of_chosen(self.own.package)[0]

    @field(Audience.PUBLIC)
    def label_locale(self) -> LocaleTag:
        """The language of `label`; the reader's where it is the id."""
        return LocaleTag(self.reader.label_of_chosen(self.own.package)[1])

    @field(Audience.PUBLIC)
    def store_product_id(self) -> strawberry.ID | None:
        """The id under which the platform's store sells it. Null where the rules tell none."""
        product = self.own.store_product_id
        return None if product is None else strawberry.ID(product)

    @field(Audience.PUBLIC)
    def kinds(self) -> list[str]:
        """The kinds of spending that it is for, the usual one first. Empty for a plain package."""
        return list(self.own.package.kinds)

    @field(Audience.PUBLIC)
    def way_id(self) -> strawberry.ID | None:
        """The way of paying: the one given as purchase.way, or the first of the market's where anything varies by it.

        `assumedFacts` then names purchase.way. Null where no way was given and none makes a difference.
        """
        return None if self.own.way is None else strawberry.ID(self.own.way)

    @field(Audience.PUBLIC)
    def shows(self) -> Shown:
        """What is shown beside the first number that is sold. A quote says what is shown beside its own."""
        return Shown(shown=self.own.shows, reader=self.reader)

    @field(Audience.PUBLIC)
    def open_conditions(self) -> list[Condition]:
        """Conditions on facts that were not given, the number itself among these. A quote of a number decides them."""
        return conditions_of(self.own.open)

    @field(Audience.PUBLIC)
    def assumed_facts(self) -> list[str]:
        """Facts that were not given though the numbers, their prices or their quotes vary by them.

        What the rules say for that case was taken.
        """
        return list(self.own.assumed)

    @field(Audience.PUBLIC)
    def unknown_values(self) -> list[str]:
        """What its quotes need and the rules do not know, by its path in the rules. Sorted."""
        return list(self.own.unknown_values)


@api_type
class ChosenCoins(ChosenThing):
    """A package of which the buyer chooses the coins, at a price of each coin.

    The regular price of n coins is that of the last of `tiers` that begins at n or below, rounded once by `rounding`.
    No promotion changes it.
    """

    @field(Audience.PUBLIC)
    def coins(self) -> CoinRange:
        """The numbers that may be chosen."""
        return CoinRange(within=self.own.range)

    @field(Audience.PUBLIC)
    def tiers(self) -> list[ChosenTier]:
        """The prices of a coin, in rising order of the numbers from which they count. Each number is at one of them."""
        return [ChosenTier(tier=tier, reader=self.reader) for tier in self.own.tiers]

    @field(Audience.PUBLIC)
    def bonuses(self) -> list[ChosenBonus]:
        """The bonus, in rising order of the numbers from which it counts; the first counts from the least number."""
        return [ChosenBonus(bonus=bonus) for bonus in self.own.bonuses]

    @field(Audience.PUBLIC)
    def rounding(self) -> PriceRounding:
        """How the exact price of a number is rounded."""
        if self.own.pricing is None:
            raise ValueError(f"nothing rounds the prices of {self.own.id}, as in no sound book")
        return PriceRounding(pricing=self.own.pricing, reader=self.reader)


@api_type
class ChosenAmount(ChosenThing):
    """An item of which the buyer chooses the amount that is paid: its regular price. No promotion changes it."""

    @field(Audience.PUBLIC)
    def amount(self) -> AmountRange:
        """The amounts that may be chosen."""
        return AmountRange(within=self.own.range, reader=self.reader)


def chosen_things(listed: tuple[ListedChosen, ...], reader: Reader) -> list[ChosenThing]:
    """What is chosen, as the API shows it."""
    return [(ChosenAmount if own.is_item else ChosenCoins)(own=own, reader=reader) for own in listed]


@api_type
class WithheldChosen:
    """What the market sells in chosen numbers, and this asker gets no price for, whatever the number."""

    refused: strawberry.Private[RefusedChosen]

    @field(Audience.PUBLIC)
    def thing_id(self) -> strawberry.ID:
        """The id of the package or item."""
        return strawberry.ID(self.refused.thing)

    @field(Audience.PUBLIC)
    def refusal(self) -> Refusal:
        """Why there is no price: as it is said of a package or an item that is withheld.

        What is not sold to this asker is sold to others.
        """
        return refusal_of(self.refused.refusal)
