"""The terms of one computed price, of those of its source; in each case, where any of them varies by facts."""

from functools import partial

import msgspec

from ratecard.currency import Currency
from ratecard.keys.price_parts import CANNOT, Here, PriceParts, PriceTrouble, inside, no_point, tax_wanting
from ratecard.keys.price_standing import Derive
from ratecard.money import Money
from ratecard.rulefiles.keys.facts import AMOUNT, COINS, KIND
from ratecard.rulefiles.stated import BROKEN, Stated, Word
from ratecard.rulefiles.values.derives import SWAP
from ratecard.terms.cases import CASES_MOST
from ratecard.terms.computed import Derivation, NoPrice, Whose, computed_price
from ratecard.terms.facts import OtherCurrency, varies_by
from ratecard.terms.fx import CrossRate
from ratecard.terms.given import Input
from ratecard.terms.lifting import lifted, with_facts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceAs, PriceTerms
from ratecard.terms.pricing import PricingTerms
from ratecard.terms.purchase_facts import with_package

OF_THE_PACKAGE = (COINS, KIND)
"""What is known of a purchase by the package itself: of the source's own, for its prices and taxes."""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What of a computed price is the same in all cases, `cross` and `coins` as soon as they are known."""

    source: Whose
    stated: Stated[object]
    currency: Currency
    here: Here
    there: Here
    swap: bool = False
    factor: Input | None = None
    cross: CrossRate | None = None
    coins: tuple[Input, Input] | None = None


class Deriving:
    """Computes prices, of which each may have at most so many cases as any terms."""

    def __init__(self, parts: PriceParts) -> None:
        self._parts = parts
        self._cases = 0

    def derived(self, here: Here, there: Here, package: str, derive: Derive, theirs: object) -> object:
        """The price of a package by a derive, where `theirs` is that of its source.

        In each case a price, None, `NoPrice`, `PriceTrouble`, or BROKEN where something is reported already.
        """
        if here.currency is None:
            return BROKEN
        self._cases = 0
        known = Circumstances(
            source=there.whose(package),
            stated=derive.stated,
            currency=here.currency,
            here=here,
            there=there,
            swap=derive.tax == SWAP,
        )
        tax = there.terms("tax") if known.swap else None
        if not any(varies_by(terms, fact) for terms in (theirs, tax) for fact in OF_THE_PACKAGE):
            return lifted(partial(self._of_price, known, derive, tax), theirs)

        def holding(own: object) -> object:
            if not isinstance(own, PackageTerms):
                return NoPrice(known.source)
            facts = with_package({}, own)
            return lifted(partial(self._of_price, known, derive, with_facts(tax, facts)), with_facts(theirs, facts))

        return lifted(holding, there.terms("packages", package))

    def _of_price(self, known: Circumstances, derive: Derive, tax: object, price: object) -> object:
        """What comes of one price of the source, whose tax may vary by it."""
        if price is None:
            return NoPrice(known.source)
        if not isinstance(price, PriceTerms):
            return price
        cross = self._parts.cross(known.here, derive, price.currency, known.currency)
        if isinstance(cross, PriceTrouble | Word):
            return cross
        wanting, factor = tax_wanting(known.here, derive), self._parts.factor(known.here, derive)
        if wanting is not None or isinstance(factor, PriceTrouble):
            return factor if wanting is None else wanting
        try:
            taxed = with_facts(tax, {AMOUNT: Money(price.listed_minor, price.currency)})
        except OtherCurrency:
            return BROKEN  # thresholds in another currency than the market's are reported
        own = known.here.terms("tax") if known.swap else None
        exchanged = msgspec.structs.replace(known, cross=cross, factor=factor)
        return lifted(partial(self._finished, exchanged, price), taxed, own, known.here.terms("pricing"))

    def as_another(self, here: Here, package: str, price: PriceAs, theirs: object) -> object:
        """The price of a package by that of one paid coin of another, whose price `theirs` is; as by `derived`."""
        if here.currency is None:
            return BROKEN
        self._cases = 0
        factor = None if price.factor is None else Input("factor", price.factor.value, price.factor.place)
        known = Circumstances(
            source=here.whose(price.package),
            stated=price.stated,
            currency=here.currency,
            factor=factor,
            here=here,
            there=here,
        )
        own, other = here.terms("packages", package), here.terms("packages", price.package)
        make, pricing = partial(self._of_coins, known), here.terms("pricing")
        if not any(varies_by(theirs, fact) for fact in OF_THE_PACKAGE):
            return lifted(make, theirs, own, other, pricing)

        def holding(their: object) -> object:
            facts = with_package({}, their) if isinstance(their, PackageTerms) else {}
            return lifted(lambda *of: make(of[0], of[1], their, of[2]), with_facts(theirs, facts), own, pricing)

        return lifted(holding, other)

    def _of_coins(self, known: Circumstances, price: object, own: object, other: object, pricing: object) -> object:
        """So many coins at the price of one paid coin of another package."""
        if price is None or other is None:
            return NoPrice(known.source)
        if not isinstance(price, PriceTerms):
            return price
        if not isinstance(own, PackageTerms) or not isinstance(other, PackageTerms):
            return None if own is None else BROKEN
        theirs = Input(f"coins of {other.id}", int(other.coins), other.coins_stated.place)
        coins = theirs, Input("coins each", int(own.coins), own.coins_stated.place)
        return self._finished(msgspec.structs.replace(known, coins=coins), price, None, None, pricing)

    def _finished(self, known: Circumstances, price: PriceTerms, taxed: object, tax: object, pricing: object) -> object:
        """One price, of plain terms."""
        self._cases += 1
        place = known.stated.place
        if self._cases > CASES_MOST:
            reason = f"it varies by facts in more than {CASES_MOST:,} ways"
            return PriceTrouble("too-many-cases", reason, place, "let what it follows vary by fewer facts")
        if BROKEN in (taxed, tax, pricing):
            return BROKEN
        taken_out = inside(taxed, known.there.history, known.stated)
        put_in = inside(tax, known.here.history, known.stated)
        if isinstance(taken_out, PriceTrouble) or isinstance(put_in, PriceTrouble):
            return taken_out if isinstance(taken_out, PriceTrouble) else put_in
        if not isinstance(pricing, PricingTerms):
            hint = "state pricing: {rounding: half up}, or half up to a price point"
            return PriceTrouble(CANNOT, "nothing says how it is rounded", place, hint)
        derivation = Derivation(
            source=known.source,
            price=price,
            stated=known.stated,
            currency=known.currency,
            pricing=pricing,
            taken_out=taken_out,
            cross=known.cross,
            factor=known.factor,
            put_in=put_in,
            coins=known.coins,
            source_currency=known.there.currency_stated,
        )
        found = computed_price(derivation)
        return no_point(derivation) if found is None else found
