"""The terms of one computed price, of those of its source; in each case, where any of them varies by facts."""

from fractions import Fraction
from functools import partial
from typing import NamedTuple

from ratecard.currency import Currency
from ratecard.keys.price_parts import (
    Here,
    PriceParts,
    PriceTrouble,
    inside,
    no_point,
    not_rounded,
    of_no_number,
    of_nothing,
    tax_wanting,
    without_coins,
    without_number,
)
from ratecard.keys.price_standing import Derive
from ratecard.money import Money
from ratecard.rulefiles.keys.facts import AMOUNT, COINS, KIND
from ratecard.rulefiles.stated import BROKEN, Word
from ratecard.rulefiles.values.derives import SWAP
from ratecard.terms.cases import CASES_MOST
from ratecard.terms.computed import Derivation, NoPrice, PriceConversion, Whose, computed_price, conversion_of
from ratecard.terms.facts import VARYING, OtherCurrency, varies_by
from ratecard.terms.given import Input
from ratecard.terms.lifting import lifted, with_facts
from ratecard.terms.packages import ChosenCoins, PackageTerms
from ratecard.terms.per_coin import PerCoinDerivation, PerCoinTerms, comes_to_nothing
from ratecard.terms.prices import PriceAs, PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.purchase_facts import with_package

OF_THE_PACKAGE = (COINS, KIND)
"""What is known of a purchase by the package itself: of the source's own, for its prices and taxes."""


VARYING_TYPES = frozenset(VARYING)


class DeriveWay(NamedTuple):
    """The market in which a price is computed, that of its source, whose price it is, and by which derive."""

    here: Here
    there: Here
    source: Whose
    derive: Derive


class Deriving:
    """Computes prices, of which each may have at most so many cases as any terms.

    What becomes of any price of a source is put together once for all packages.
    """

    def __init__(self, parts: PriceParts) -> None:
        self._parts = parts
        self._cases = 0
        self._conversions: dict[tuple[object, ...], PriceConversion | PriceTrouble | Word] = {}

    def derived(self, here: Here, there: Here, package: str, derive: Derive, theirs: object) -> object:
        """The price of a package by a derive, where `theirs` is that of its source.

        In each case a price, None, `NoPrice`, `PriceTrouble`, or BROKEN where something is reported already.
        """
        self._cases = 0
        swap, way = derive.tax == SWAP, DeriveWay(here, there, there.whose(package), derive)
        tax, put_in = (there.terms("tax"), here.terms("tax")) if swap else (None, None)
        pricing = here.terms("pricing")
        if type(theirs) is PriceTerms and VARYING_TYPES.isdisjoint((type(tax), type(put_in), type(pricing))):
            return self._converted(way, theirs, tax, put_in, pricing)
        if not any(varies_by(terms, fact) for terms in (theirs, tax) for fact in OF_THE_PACKAGE):
            return lifted(partial(self._of_price, way, tax, put_in), theirs)

        def holding(own: object) -> object:
            if not isinstance(own, PackageTerms):
                return NoPrice(way.source)
            facts = with_package({}, own)
            return lifted(partial(self._of_price, way, with_facts(tax, facts), put_in), with_facts(theirs, facts))

        return lifted(holding, there.sold(package))

    def _of_price(self, way: DeriveWay, tax: object, put_in: object, price: object) -> object:
        """What comes of one price of the source, whose tax may vary by it."""
        if price is None:
            return NoPrice(way.source)
        if not isinstance(price, PriceTerms):
            return price
        if isinstance(tax, VARYING):
            try:
                tax = with_facts(tax, {AMOUNT: Money(price.listed_minor, price.currency)})
            except OtherCurrency:
                return BROKEN  # thresholds in another currency than the market's are reported
        return lifted(partial(self._converted, way, price), tax, put_in, way.here.terms("pricing"))

    def _converted(self, way: DeriveWay, price: PriceTerms, tax: object, put_in: object, pricing: object) -> object:
        """One price, of plain terms."""
        here = way.here
        key = (here.history.key, here.at, id(way.derive), price.currency.code, id(tax), id(put_in), id(pricing))
        by = self._conversions.get(key)
        if by is None:
            by = self._conversions[key] = self._conversion(way, price.currency, tax, put_in, pricing)
        return self._finished(here, by, way.source, price) if isinstance(by, PriceConversion) else by

    def _conversion(
        self, way: DeriveWay, of: Currency, tax: object, put_in: object, pricing: object
    ) -> PriceConversion | PriceTrouble | Word:
        """What becomes of any price of the source, or what is wanting for it."""
        here, there, _, derive = way
        if here.currency is None or BROKEN in (tax, put_in, pricing):
            return BROKEN
        cross = self._parts.cross(here, derive, of, here.currency)
        if isinstance(cross, PriceTrouble | Word):
            return cross
        wanting, factor = tax_wanting(here, derive), self._parts.factor(here, derive)
        if wanting is not None:
            return wanting
        if isinstance(factor, PriceTrouble | Word):
            return factor
        taken_out = inside(tax, there.history, derive.stated)
        own = inside(put_in, here.history, derive.stated)
        if isinstance(taken_out, PriceTrouble):
            return taken_out
        if isinstance(own, PriceTrouble):
            return own
        if not isinstance(pricing, PricingTerms):
            return not_rounded(here, derive.stated)
        currencies, taxes = (of, here.currency), (taken_out, own)
        return conversion_of(derive.stated, currencies, pricing, taxes, cross, factor, there.currency_stated)

    def as_another(self, here: Here, package: str, price: PriceAs, theirs: object) -> object:
        """The price of a package by that of one paid coin of another, whose price `theirs` is; as by `derived`."""
        self._cases = 0
        own, other = here.sold(package), here.terms("packages", price.package)
        make, pricing = partial(self._of_coins, here, price), here.terms("pricing")
        if not any(varies_by(theirs, fact) for fact in OF_THE_PACKAGE):
            return lifted(make, theirs, own, other, pricing)

        def holding(their: object) -> object:
            facts = with_package({}, their) if isinstance(their, PackageTerms) else {}
            return lifted(lambda *of: make(of[0], of[1], their, of[2]), with_facts(theirs, facts), own, pricing)

        return lifted(holding, other)

    def _of_coins(
        self, here: Here, stated: PriceAs, price: object, own: object, other: object, pricing: object
    ) -> object:
        """So many coins at the price of one paid coin of another package."""
        source = here.whose(stated.package)
        if isinstance(own, PackageTerms) and not own.coins:
            return without_coins(stated, own)
        if isinstance(own, ChosenCoins) or isinstance(other, ChosenCoins):
            return of_no_number(stated)
        if price is None or other is None:
            return NoPrice(source)
        if not isinstance(price, PriceTerms):
            return price
        if not isinstance(own, PackageTerms) or not isinstance(other, PackageTerms) or pricing is BROKEN:
            return None if own is None else BROKEN
        if not isinstance(pricing, PricingTerms):
            return not_rounded(here, stated.stated)
        theirs = Input(f"coins of {other.id}", int(other.coins), other.coins_stated.place, other.coins_stated.source)
        coins = theirs, Input("coins each", int(own.coins), own.coins_stated.place, own.coins_stated.source)
        given = stated.factor
        factor = None if given is None else Input("factor", given.value, given.place, given.source)
        by = conversion_of(stated.stated, (price.currency, price.currency), pricing, factor=factor)
        return self._finished(here, by, source, price, coins)

    def per_coin(self, here: Here, package: str, theirs: object) -> object:
        """A price of which some cases are of each coin, for the coins that the package has; as by `derived`."""
        self._cases = 0

        def holding(own: object) -> object:
            if isinstance(own, ChosenCoins):
                return theirs  # until the question says how many
            facts = with_package({}, own) if isinstance(own, PackageTerms) else {}
            return lifted(partial(self._of_each, here, own), with_facts(theirs, facts), here.terms("pricing"))

        return lifted(holding, here.sold(package))

    def _of_each(self, here: Here, own: object, price: object, pricing: object) -> object:
        """So many coins at their price, if it is a price of each."""
        if not isinstance(price, PerCoinTerms):
            return price
        if not isinstance(own, PackageTerms) or pricing is BROKEN:
            return own if own is None else BROKEN
        if not own.coins:
            return without_number(price, own)
        if not isinstance(pricing, PricingTerms):
            return not_rounded(here, price.stated)
        self._cases += 1
        made = PerCoinDerivation(price, Input("coins each", int(own.coins), own.coins_stated.place), pricing)
        if comes_to_nothing(Fraction(*made.exact_minor), pricing):
            return of_nothing(made)
        found = pricing.rounded(*made.exact_minor)
        if found is None:
            return no_point(here, made, price.stated)
        return PriceTerms(found, price.currency, price.stated, made)

    def _finished(
        self,
        here: Here,
        by: PriceConversion,
        source: Whose,
        price: PriceTerms,
        coins: tuple[Input, Input] | None = None,
    ) -> object:
        """The price, or that none is allowed that it could become."""
        self._cases += 1
        if self._cases > CASES_MOST:
            reason = f"it varies by facts in more than {CASES_MOST:,} ways"
            hint = "let what it follows vary by fewer facts"
            return PriceTrouble("too-many-cases", reason, by.stated.place, hint)
        derivation = Derivation(source, price, by, coins)
        found = computed_price(derivation)
        return no_point(here, derivation, by.stated) if found is None else found
