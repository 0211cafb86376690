"""What is shown beside a package or a gift."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.scalars import LocaleTag, locale_tag
from ratecard.showing import Reader
from ratecard.terms import shows


@strawberry.enum(description="What a perk is.")
class PerkKind(Enum):
    """What a perk is; the values here are the engine's words."""

    TEXT = strawberry.enum_value("text", description="A text.")
    COUNT = strawberry.enum_value("count", description="A whole number from 0.")
    DURATION = strawberry.enum_value("duration", description='A length of time: "30 minutes".')
    YES_OR_NO = strawberry.enum_value("yes or no", description='"yes" or "no".')


@api_type
class Perk:
    """One perk that is shown beside a package or a gift."""

    perk: strawberry.Private[shows.Perk]

    @field(Audience.PUBLIC)
    def perk_id(self) -> strawberry.ID:
        """The perk's id in the rules, such as "pinned"."""
        return strawberry.ID(self.perk.id)

    @field(Audience.PUBLIC)
    def kind(self) -> PerkKind:
        """What the perk is."""
        return PerkKind(self.perk.kind.value)

    @field(Audience.PUBLIC)
    def value(self) -> str:
        """The perk as rule files write it: "30 minutes", "5", "yes"."""
        return self.perk.value


@api_type
class Shown:
    """What is shown beside a package or a gift. It is for display, and no figure depends on it."""

    shown: strawberry.Private[shows.ShownTerms]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def image(self) -> str | None:
        """The address or the name of an image. Null where the rules show none."""
        return self.shown.image

    @field(Audience.PUBLIC)
    def badge(self) -> str | None:
        """A few words on it, in the locale's language where the rules have them. Null where the rules show none."""
        return self.reader.name(self.shown.badge, "") if self.shown.badge else None

    @field(Audience.PUBLIC)
    def badge_locale(self) -> LocaleTag | None:
        """The language of `badge`. Null where there is none, or where it is in none."""
        return locale_tag(self.reader.name_locale(self.shown.badge))

    @field(Audience.PUBLIC)
    def recommended(self) -> bool:
        """Whether it is recommended."""
        return self.shown.recommended

    @field(Audience.PUBLIC)
    def perks(self) -> list[Perk]:
        """The perks, in order of id."""
        return [Perk(perk=perk) for perk in self.shown.perks]
