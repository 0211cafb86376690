"""Price lists: one quote of one unit for each package and item, what is chosen, what is refused, and by each way."""

import msgspec

from ratecard.instants import Instant
from ratecard.quotes.codes import CodeOutcome, best_outcomes
from ratecard.quotes.purchases.chosen_listed import ListedChosen
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.savings import best_value
from ratecard.quotes.requests import PriceListRequest
from ratecard.refusals import OutsideEnvelope, Refusal
from ratecard.terms.market import Market, Period, common_period
from ratecard.terms.price_points import PriceBounds
from ratecard.terms.unknown import Unknowns, paths_of, together
from ratecard.terms.ways import WayTerms


class RefusedPackage(msgspec.Struct, frozen=True):
    """A package that the market sells and this asker gets no price for, with the reason."""

    package: str
    refusal: Refusal


class RefusedItem(msgspec.Struct, frozen=True):
    """An item that the market sells and this asker gets no price for, with the reason."""

    item: str
    refusal: Refusal


class RefusedChosen(msgspec.Struct, frozen=True):
    """What the market sells in chosen numbers and this asker gets no price for, at any of them; with the reason."""

    thing: str
    refusal: Refusal


class PricesByWay(msgspec.Struct, frozen=True):
    """Packages and items of a price list as they are paid in one way, those refused, and what was assumed."""

    way: WayTerms
    packages: tuple[PurchaseQuote, ...]
    refused: tuple[RefusedPackage, ...]
    assumed: tuple[str, ...]
    items: tuple[PurchaseQuote, ...] = ()
    refused_items: tuple[RefusedItem, ...] = ()
    chosen: tuple[ListedChosen, ...] = ()
    refused_chosen: tuple[RefusedChosen, ...] = ()


class PriceList(msgspec.Struct, frozen=True):
    """All that a market sells as of an instant, in order of the rules: packages and items, one quote of one unit each.

    `chosen` are the packages and items of which a question chooses the number.
    `refused` are packages that facts or conditions keep from this asker, or that have a price for others alone, which
    are not sold to this one. `assumed` names the facts that were unknown while any figure of the list varies by them,
    or while it depends on them whether a package is sold at all. Where nothing is sold to anybody, `sells_from` is the
    first later instant at which something is, or None where the rules name none.
    `by_way` has the same for each way of paying, the one that is taken untold first; none unless they were asked for.
    """

    request: PriceListRequest
    market: Market
    packages: tuple[PurchaseQuote, ...]
    refused: tuple[RefusedPackage, ...]
    assumed: tuple[str, ...] = ()
    sells_from: Instant | None = None
    by_way: tuple[PricesByWay, ...] = ()
    used_in: Period | None = None
    used_rolling: bool = False
    items: tuple[PurchaseQuote, ...] = ()
    refused_items: tuple[RefusedItem, ...] = ()
    chosen: tuple[ListedChosen, ...] = ()
    refused_chosen: tuple[RefusedChosen, ...] = ()

    @property
    def sold(self) -> tuple[PurchaseQuote, ...]:
        """The quotes of packages, then those of items."""
        return (*self.packages, *self.items)

    @property
    def _every_quote(self) -> tuple[PurchaseQuote, ...]:
        """Those, and the one of each thing that is chosen."""
        return (*self.sold, *[own.quote for own in self.chosen])

    @property
    def best_value(self) -> str | None:
        """The package of which one coin costs least; None where nothing is priced, or where that is not known.

        It is looked for when it is read: most lists are answered without it.
        """
        return best_value(self.packages)

    @property
    def codes(self) -> tuple[tuple[str, CodeOutcome], ...]:
        """The codes that were brought, each with the best that became of it for any package or item."""
        return best_outcomes(self.request.codes, [quote.codes for quote in self._every_quote])

    @property
    def digest(self) -> str:
        """The digest of the rules that answered."""
        return self.market.digest

    @property
    def period(self) -> Period:
        """For how long this list holds: as long as the market does, and each quote of it."""
        own = self.market.period if self.used_in is None else common_period(self.market.period, self.used_in)
        return common_period(own, *[quote.period for quote in self._every_quote])

    @property
    def price_bounds(self) -> PriceBounds | None:
        """The least and the most that a price of the market may be; None where none are stated."""
        return self.market.price_bounds

    @property
    def unknown_values(self) -> tuple[str, ...]:
        """The paths of what anything that is sold needs and the rules do not know."""
        of_chosen = [value for own in self.chosen for value in own.unknown]
        return paths_of((*[value for quote in self.sold for value in quote.unknown], *of_chosen))

    @property
    def figures_unknown(self) -> Unknowns:
        """What figures of anything that is sold need and the rules do not know."""
        return together(value for quote in self._every_quote for value in quote.figures_unknown)

    @property
    def outside_envelope(self) -> tuple[OutsideEnvelope, ...]:
        """The packages that have no price because theirs lay outside of the envelope, in any way of paying."""
        lists: tuple[PriceList | PricesByWay, ...] = (self, *self.by_way)
        every = [own.refusal for listed in lists for own in listed.refused]
        every += [own.refusal for listed in lists for own in listed.refused_chosen]
        return tuple([refusal for refusal in every if isinstance(refusal, OutsideEnvelope)])

    @property
    def sells_nothing(self) -> bool:
        """Whether the market sells nothing at all; what is refused is sold to others."""
        return not (self.sold or self.chosen or self.refused or self.refused_items or self.refused_chosen)
