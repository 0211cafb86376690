"""What a gift is, in the list of a market and in a quote alike."""

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.scalars import LocaleTag, locale_tag
from ratecard.api.types.shows import Shown
from ratecard.showing import Reader
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.shows import ShownTerms


@api_type
class Rarity:
    """How rare a gift is."""

    rarity: strawberry.Private[str]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def rarity_id(self) -> strawberry.ID:
        """The rarity's id, such as "legendary"."""
        return strawberry.ID(self.rarity)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call it, in the locale's language where the rules have it."""
        return self.reader.rarity(self.rarity)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.reader.rarity_names(self.rarity)))

    @field(Audience.PUBLIC)
    def order(self) -> int:
        """Where it stands among the rarities; the commonest comes first."""
        declared = self.reader.book.rarities.get(self.rarity)
        return declared.order if declared is not None else 0


@api_type
class GiftIdentity:
    """What a gift is. This class lends its fields to others and is itself no type of the API."""

    terms: strawberry.Private[GiftTerms]
    shown: strawberry.Private[ShownTerms]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def gift_id(self) -> strawberry.ID:
        """The gift's id. Names repeat; ids do not."""
        return strawberry.ID(self.terms.id)

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """What people call the gift; its id where the rules name it in no language."""
        return self.reader.name(self.terms.names, self.terms.id)

    @field(Audience.PUBLIC)
    def name_locale(self) -> LocaleTag | None:
        """The language of `name`. Null where it is the id, which is in no language."""
        return locale_tag(self.reader.name_locale(self.terms.names))

    @field(Audience.PUBLIC)
    def rarity(self) -> Rarity | None:
        """How rare it is; null where the rules give it no rarity."""
        return None if self.terms.rarity is None else Rarity(rarity=self.terms.rarity, reader=self.reader)

    @field(Audience.PUBLIC)
    def kinds(self) -> list[str]:
        """The kinds of spending it is for, such as "live", the usual one first."""
        return list(self.terms.kinds)

    @field(Audience.PUBLIC)
    def shows(self) -> Shown:
        """What is shown beside the gift. No figure depends on it."""
        return Shown(shown=self.shown, reader=self.reader)

    @field(Audience.PUBLIC)
    def level(self) -> int | None:
        """The level that a buyer must have, the fact buyer.level; null where any will do.

        Null also where the rules do not know it: then `unknownValues` names "gifts.castle.level".
        """
        return self.terms.level
