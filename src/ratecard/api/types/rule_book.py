"""What the rule book in force declares."""

from enum import Enum

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.scalars import LocaleTag, PlatformCode, RegionCode, locale_tag
from ratecard.instants import Instant
from ratecard.showing import Reader
from ratecard.terms.facts import FactType


@strawberry.enum(description="What values a fact has.")
class FactKind(Enum):
    """What values a fact has; the values here are the rule files' words."""

    ONE_OF = strawberry.enum_value("one of", description="One of the listed values.")
    YES_OR_NO = strawberry.enum_value("yes or no", description='"yes" or "no".')
    COUNT = strawberry.enum_value("count", description="A whole number from 0.")
    MONEY = strawberry.enum_value("money", description='An amount with its currency, from 0: "12.34 EUR".')


@api_type
class Fact:
    """Something that the rules may ask about a buyer or a purchase, and that callers state."""

    declared: strawberry.Private[FactType]
    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def name(self) -> str:
        """The declared name, such as "buyer.age"."""
        return self.declared.name

    @field(Audience.PUBLIC)
    def label(self) -> str:
        """What people call the fact, in the locale's language where the rules have it."""
        return self.reader.name(self.declared.names, self.declared.name)

    @field(Audience.PUBLIC)
    def label_locale(self) -> LocaleTag | None:
        """The language of `label`. Null where it is the declared name, which is in no language."""
        return locale_tag(self.reader.name_locale(self.declared.names))

    @field(Audience.PUBLIC)
    def kind(self) -> FactKind:
        """What values the fact has."""
        return FactKind(self.declared.kind)

    @field(Audience.PUBLIC)
    def values(self) -> list[str]:
        """The values of a fact that is one of several; else empty."""
        return list(self.declared.values)

    @field(Audience.PUBLIC)
    def per_package(self) -> bool:
        """Whether the fact is kept for each package apart."""
        return self.declared.each_package


@api_type
class RuleBook:
    """The rule book in force: all rules, checked and resolved."""

    reader: strawberry.Private[Reader]

    @field(Audience.PUBLIC)
    def digest(self) -> str:
        """The digest of the resolved content that you may see. Books with equal digests give you equal answers."""
        return self.reader.book.digest

    @field(Audience.PUBLIC)
    def begins(self) -> Instant:
        """The first instant about which the book answers anywhere. Each market says when it begins itself."""
        book = self.reader.book
        return min(book.history(key).begins for key in book.markets())

    @field(Audience.PUBLIC)
    def languages(self) -> list[LocaleTag]:
        """The languages in which every name is due. The first is taken where a request names no locale."""
        return [LocaleTag(tag) for tag in self.reader.book.languages]

    @field(Audience.PUBLIC)
    def regions(self) -> list[RegionCode]:
        """The code of every region, sorted."""
        return [RegionCode(code) for code in self.reader.book.regions]

    @field(Audience.PUBLIC)
    def platforms(self) -> list[PlatformCode]:
        """The id of every declared platform, sorted."""
        return [PlatformCode(code) for code in sorted(self.reader.book.platforms)]

    @field(Audience.PUBLIC)
    def package_ids(self) -> list[strawberry.ID]:
        """The id of every package that any market ever sells, sorted."""
        return [strawberry.ID(package) for package in sorted(self.reader.book.packages)]

    @field(Audience.PUBLIC)
    def facts(self) -> list[Fact]:
        """The common facts that are declared, and every one that something you may see asks for, in order of name."""
        return [Fact(declared=fact, reader=self.reader) for _, fact in sorted(self.reader.book.facts.items())]
