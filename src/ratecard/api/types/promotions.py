"""Promotions as answers tell of them: those that apply, those that may apply yet, and what became of codes."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.price import Price
from ratecard.api.types.refusals import Condition, conditions_of
from ratecard.api.types.scalars import CoinCount, LocaleTag, locale_tag
from ratecard.instants import Instant
from ratecard.quotes.gifts.promotions import OpenedGift
from ratecard.quotes.purchases.promotions import AppliedPromotion as Applied
from ratecard.quotes.purchases.promotions import OpenPromotion as Opened
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.showing import Reader


@strawberry.enum(description="Who bears what a promotion takes off, where creators earn from what is promoted.")
class BorneBy(Enum):
    """Who bears a promotion."""

    PLATFORM = strawberry.enum_value("PLATFORM", description="The platform: creators earn as without it.")
    CREATOR = strawberry.enum_value("CREATOR", description="The creator, who earns of what is paid.")


@strawberry.enum(description="What became of a code that was brought.")
class CodeOutcome(Enum):
    """The engine's outcomes, each with what it means."""

    APPLIED = strawberry.enum_value("APPLIED", description="Its promotion applies.")
    NOT_NEEDED = strawberry.enum_value(
        "NOT_NEEDED", description="Its promotion might apply, and other promotions give as much or more."
    )
    LIMIT_REACHED = strawberry.enum_value("LIMIT_REACHED", description="A limit of its promotion leaves nothing.")
    NOT_MET = strawberry.enum_value(
        "NOT_MET",
        description="Its promotion is for other packages, or asks for more that is not met, or not known to be.",
    )
    EXPIRED = strawberry.enum_value("EXPIRED", description="Its promotion is over.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="No promotion has this code now.")


@api_type
class AppliedPromotion:
    """A promotion that applies to what is quoted."""

    applied: strawberry.Private[Applied]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def promotion_id(self) -> strawberry.ID:
        """The promotion's id in the rules, such as "black_friday"."""
        return strawberry.ID(self.applied.terms.id)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call it, in the locale's language where the rules have it."""
        return self.reader.name(self.applied.terms.names, self.applied.terms.id)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.applied.terms.names))

    @field(Audience.PUBLIC)
    def until(self) -> Instant | None:
        """The instant from which it does not apply any more. Null where it has no end."""
        return self.applied.terms.window.closes

    @field(Audience.PUBLIC)
    def units(self) -> int:
        """To how many units or gifts it applies: its limits may leave fewer than are asked for."""
        return self.applied.units

    @field(Audience.SERVICE)
    def borne_by(self) -> BorneBy | None:
        """Who bears it, where the rules say so."""
        stated = self.applied.terms.borne_by
        return None if stated is None else BorneBy[stated.upper()]


@api_type
class PromotionNeeds:
    """What a promotion needs that is open. This class lends its fields to others and is itself no type of the API.

    One with a code that must not be guessed is never told of.
    """

    opened: strawberry.Private[Opened[PurchaseQuote] | OpenedGift]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def promotion_id(self) -> strawberry.ID:
        """The promotion's id in the rules, such as "welcome"."""
        return strawberry.ID(self.opened.terms.id)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call it, in the locale's language where the rules have it."""
        return self.reader.name(self.opened.terms.names, self.opened.terms.id)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.opened.terms.names))

    @field(Audience.PUBLIC)
    def until(self) -> Instant | None:
        """The instant from which it does not apply any more. Null where it has no end."""
        return self.opened.terms.window.closes

    @field(Audience.PUBLIC)
    def needs_code(self) -> bool:
        """Whether a code has to be brought. Which one is told nowhere."""
        return self.opened.needs.code

    @field(Audience.PUBLIC)
    def needed_facts(self) -> list[str]:
        """The facts that decide what it gives and are not known."""
        return list(self.opened.needs.facts)

    @field(Audience.PUBLIC)
    def conditions(self) -> list[Condition]:
        """The conditions on facts that are not known."""
        return conditions_of(self.opened.needs.conditions)

    @field(Audience.PUBLIC)
    def needed_limits(self) -> list[strawberry.ID]:
        """The limits of which it is not known what was used before, by their paths: state `used` of each."""
        return [strawberry.ID(path) for path in self.opened.needs.limits]


@api_type
class OpenPromotion(PromotionNeeds):
    """A promotion that does not apply as far as is known, and may: what it needs, and what one unit would be with it.

    One with a code that must not be guessed is never told of.
    """

    @property
    def _unit(self) -> PurchaseQuote | None:
        return self.opened.unit if isinstance(self.opened, Opened) else None

    @field(Audience.PUBLIC)
    def price(self) -> Price | None:
        """The price of one unit as if all that is needed were met. Null where a fact, or the envelope, decides."""
        return None if self._unit is None else Price(quote=self._unit, reader=self.reader)

    @field(Audience.PUBLIC)
    def bonus(self) -> CoinCount | None:
        """The bonus of that unit."""
        return None if self._unit is None else CoinCount(self._unit.bonus)

    @field(Audience.PUBLIC)
    def total(self) -> CoinCount | None:
        """The coins of that unit with its bonus."""
        return None if self._unit is None else CoinCount(self._unit.total)


@api_type
class OpenGiftPromotion(PromotionNeeds):
    """A promotion of gifts that does not apply as far as is known, and may: what it needs, and what a gift would cost.

    One with a code that must not be guessed is never told of.
    """

    @field(Audience.PUBLIC)
    def coins(self) -> CoinCount | None:
        """What one gift would cost as if all that is needed were met. Null where a fact decides what it gives."""
        coins = self.opened.coins if isinstance(self.opened, OpenedGift) else None
        return None if coins is None else CoinCount(coins)


@api_type
class BroughtCode:
    """A code that was brought, and what became of it."""

    text: strawberry.Private[str]
    became: strawberry.Private[str]

    @field(Audience.PUBLIC)
    def code(self) -> str:
        """The code as it was brought."""
        return self.text

    @field(Audience.PUBLIC)
    def outcome(self) -> CodeOutcome:
        """What became of it."""
        return CodeOutcome[self.became]
