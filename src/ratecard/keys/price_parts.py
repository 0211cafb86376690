"""What a computed price is made of beside its source: the factor, the rate, the taxes; or what of that is wanting."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.diagnostics.fixes import Suggestion
from ratecard.instants import Instant
from ratecard.keys.factor_tables import FactorTable
from ratecard.keys.price_standing import Derive
from ratecard.money import ExactMoney, Rate
from ratecard.rulefiles.keys.facts import AMOUNT
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import BROKEN, NONE, Stated, Word
from ratecard.rulefiles.values.derives import SWAP
from ratecard.terms.computed import Derivation, Whose
from ratecard.terms.facts import varies_by
from ratecard.terms.fx import CrossRate, FxRate, FxTerms, UnknownRate, cross_rate
from ratecard.terms.given import Input
from ratecard.terms.packages import PackageTerms
from ratecard.terms.per_coin import PerCoinDerivation, PerCoinTerms
from ratecard.terms.prices import PriceAs
from ratecard.terms.resolved import BoundInstant
from ratecard.terms.tax import TaxTerms
from ratecard.terms.tax_lines import TaxInside

ALLOWING = ("pricing", "price_points", "price_bounds")
"""The keys that say what a price may become."""

CANNOT = "cannot-derive"
NO_FX = "state the day of the rates, for example fx: 2026-11-01, or fx: none where the number stays as it is"


class PriceTrouble(msgspec.Struct, frozen=True):
    """Why a price cannot be computed: what is said of it, where, and what to write instead or at the place."""

    code: str
    reason: str
    place: Place
    hint: str
    notes: tuple[Note, ...] = ()
    offers: tuple[Suggestion, ...] = ()


class Here(NamedTuple):
    """A market at an instant."""

    history: MarketHistory
    at: Instant

    def terms(self, *section: str) -> object:
        """The terms of a section; None where it has none."""
        timeline = self.history.sections.get(section)
        return None if timeline is None else held_terms(timeline, self.at)

    def sold(self, name: str) -> object:
        """The terms of a package, or else of an item, of this id; None where there is neither."""
        package = self.terms("packages", name)
        return self.terms("items", name) if package is None else package

    def whose(self, package: str) -> Whose:
        """The name of a price here."""
        return Whose(*self.history.key, package)

    @property
    def currency(self) -> Currency | None:
        """The currency in force."""
        return self.history.currency_at(self.at)

    @property
    def currency_stated(self) -> Stated[object] | None:
        """The statement of the currency."""
        timeline = self.history.currency
        resolved = None if timeline is None else timeline.at(self.at)
        return None if resolved is None else resolved.stated


def may_be_wrong(history: MarketHistory | None, *keys: str) -> bool:
    """Whether anything of these keys is reported as wrong: what is wanting may follow from that."""
    if history is None:
        return False
    statements = (timeline for key in keys for timeline in history.below(key).values())
    return any(resolved.stated.value is BROKEN for timeline in statements for resolved in timeline.values)


class PriceParts:
    """The exchange rates that regions read, and the tables of factors of the book, as computed prices ask for them.

    `known` says whether all tables are: a factor that is missing may else be one that is reported as wrong.
    """

    def __init__(
        self, creators: Mapping[str, MarketHistory], tables: Mapping[str, FactorTable], *, known: bool
    ) -> None:
        self._known = known
        self._creators = creators
        self._tables = tables
        self._rates: dict[tuple[str, Instant, str, str], CrossRate | UnknownRate | Word | None] = {}

    def factor(self, here: Here, derive: Derive) -> Input | PriceTrouble | Word | None:
        """The factor of a derive, by itself or of its table as of the instant asked about; None where it has none.

        BROKEN where it may be one that is reported as wrong.
        """
        stated = derive.factor
        if stated is None or isinstance(stated.value, Rate):
            return None if stated is None else Input("factor", stated.value, stated.place, stated.source)
        name, (region, _) = str(stated.value), here.history.key
        table = self._tables.get(name)
        if table is None and self._known:
            hint, offers = meant_or(name, self._tables, f"state it: factors: {{{name}: {{other: 1}}}}")
            sentence = f"{name} is a table of factors that no file states"
            return PriceTrouble("unknown-factors", sentence, stated.place, hint, offers=offers)
        found = None if table is None else table.of(region, here.at, here.history.in_zone)
        if found is None and not self._known:
            return BROKEN
        if found is None:
            hint = f"state one: factors: {{{name}: {{{region}: …}}}}, or one for all others: {{other: 1}}"
            return PriceTrouble(CANNOT, f"the table {name} has no factor for it", stated.place, hint)
        return Input(f"factor {name}", found.value, found.place, found.source)

    def instants(self, derive: Derive, history: MarketHistory) -> set[Instant]:
        """When the factor of a derive may become another one."""
        name = None if derive.factor is None else derive.factor.value
        table = self._tables.get(name) if isinstance(name, str) else None
        return set() if table is None else table.instants(history.key.region, history.in_zone)

    def cross(self, here: Here, derive: Derive, of: Currency, into: Currency) -> CrossRate | PriceTrouble | Word | None:
        """The rate from the source's currency into that of this market, as of the day that the derive names.

        None where nothing is exchanged, BROKEN where what is wrong with the rates is reported. Neither the age of rates
        nor a spread counts.
        """
        if of == into or (derive.fx is not None and derive.fx.value is NONE):
            return None
        if derive.fx is None:
            reason = f"its source is in {of}, and nothing says by which rates it becomes {into}"
            return PriceTrouble(CANNOT, reason, derive.stated.place, NO_FX)
        when = derive.fx.value
        assert isinstance(when, BoundInstant)
        key = (here.history.key.region, when.instant, of.code, into.code)
        if key not in self._rates:
            self._rates[key] = self._rate(here.history.key.region, when.instant, of, into)
        rate = self._rates[key]
        if isinstance(rate, CrossRate | Word):
            return rate
        known = "is known" if rate is not None else "is stated"
        hint = f"state fx.rates for that day, or name a day with rates between {of} and {into}"
        return PriceTrouble(CANNOT, f"no rate between {of} and {into} {known} as of {when}", derive.fx.place, hint)

    def _rate(self, region: str, at: Instant, of: Currency, into: Currency) -> CrossRate | UnknownRate | Word | None:
        creators = self._creators.get(region)
        timeline = None if creators is None else creators.sections.get(("fx",))
        held = None if timeline is None else timeline.at(at)
        fx = None if held is None else held.terms
        if not isinstance(fx, FxTerms):
            incomplete = held is not None and bool(held.missing)
            return BROKEN if fx is BROKEN or incomplete or may_be_wrong(creators, "fx") else None
        rates = {code: _ageless(rate) for code, rate in fx.rates.items()}
        found = cross_rate(msgspec.structs.replace(fx, rates=rates), of, into, at)
        if isinstance(found, CrossRate | UnknownRate):
            return found
        return BROKEN if may_be_wrong(creators, "fx") else None


def _ageless(rate: object) -> object:
    return msgspec.structs.replace(rate, expires=None) if isinstance(rate, FxRate) else rate


def tax_wanting(here: Here, derive: Derive) -> PriceTrouble | None:
    """What is wanting of the tax of a derive: what becomes of it, or one that does not vary by the very price."""
    if not derive.tax:
        reason = f"nothing says what becomes of the tax of {derive.source.region}"
        return PriceTrouble(CANNOT, reason, derive.stated.place, "state tax: swap, or tax: keep")
    if derive.tax == SWAP and varies_by(here.terms("tax"), AMOUNT):
        reason = "the tax that is put in varies by the price that it is put into"
        return PriceTrouble(
            CANNOT, reason, derive.stated.place, "state tax: keep, or a tax that does not vary by the price"
        )
    return None


def inside(tax: object, market: MarketHistory, derive: Stated[object]) -> TaxInside | PriceTrouble | None:
    """The tax that a market's prices hold; None where they hold none, or where that nothing is stated is reported."""
    if not isinstance(tax, TaxTerms) or (tax.inside is None and may_be_wrong(market, "tax")):
        return None
    if tax.inside is None:
        reason = f"how much tax the prices of {market.key.shown} hold is not known"
        notes = (Note(tax.stated.place, f"the tax of {market.key.region} is stated here"),)
        return PriceTrouble(CANNOT, reason, derive.place, "state tax: keep, or the taxes that prices hold there", notes)
    return tax.inside if tax.inside.rates else None


def not_rounded(here: Here, stated: Stated[object]) -> PriceTrouble | Word:
    """That nothing says how a price is rounded that is computed; BROKEN where that may follow from what is wrong."""
    if may_be_wrong(here.history, "pricing"):
        return BROKEN
    hint = "state pricing: {rounding: half up}, or half up to a price point"
    return PriceTrouble(CANNOT, "nothing says how it is rounded", stated.place, hint)


def without_coins(price: PriceAs, item: PackageTerms) -> PriceTrouble:
    """That an item holds no coins, and so has no price by that of one coin."""
    hint = "state its price, or derive it from that of another market"
    return PriceTrouble(CANNOT, f"{item.id} is an item, and holds no coins", price.stated.place, hint)


def of_no_number(price: PriceAs) -> PriceTrouble:
    """That the number of coins is chosen, here or of the other package, so that neither has a price by the other's."""
    hint = "state a price of each coin, for example 0.0139 EUR each"
    return PriceTrouble("unfitting-price", "the buyer chooses the coins of one of the two", price.stated.place, hint)


def no_point(here: Here, made: Derivation | PerCoinDerivation, stated: Stated[object]) -> PriceTrouble | Word:
    """That no price is allowed that a computed one could become; BROKEN where that may follow from what is wrong."""
    pricing = made.pricing
    currency = pricing.currency
    if may_be_wrong(here.history, *ALLOWING) or here.terms("price_points", currency.code) is BROKEN:
        return BROKEN
    amount = ExactMoney(*made.exact_minor, currency)
    notes = [Note(pricing.rounding_stated.place, "it is rounded so")]
    if pricing.points_stated is not None:
        notes.append(Note(pricing.points_stated.place, f"the price points of {currency}"))
    if pricing.bounds is not None:
        notes.append(Note(pricing.bounds.stated.place, "the bounds of prices"))
    instead = "another price of one coin" if isinstance(made, PerCoinDerivation) else "another price of what it follows"
    if isinstance(made, Derivation) and made.by.factor is not None:
        instead = "another factor"
    hint = f"add price_points: in {currency} that reach it, or {instead}"
    if pricing.highest is None and pricing.lowest is None:
        hint = f"state price_points: {{{currency}: …}}, or another rounding there"
    return PriceTrouble(
        "no-price-point", f"no price is allowed that {amount.readable} could become", stated.place, hint, tuple(notes)
    )


def of_nothing(made: PerCoinDerivation) -> PriceTrouble:
    """That so many coins would cost nothing, because what they come to is rounded to 0."""
    pricing, price = made.pricing, next(made.per_coin.parts(made.number))[0]
    amount = ExactMoney(*made.exact_minor, pricing.currency)
    reason = f"{made.number} coins at {price.price} are {amount}, which is rounded to 0"
    notes = (Note(pricing.rounding_stated.place, "it is rounded so"),)
    hint = "let a coin cost more, or state price_bounds with a least price"
    return PriceTrouble("price-of-nothing", reason, price.stated.place, hint, notes)


def without_number(price: PerCoinTerms, item: PackageTerms) -> PriceTrouble:
    """That an item holds no coins, and so has no price by them."""
    hint = "state its price as an amount, for example 4.99"
    return PriceTrouble("unfitting-price", f"{item.id} is an item, and holds no coins", price.stated.place, hint)
