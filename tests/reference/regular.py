"""The regular price of one unit: stated, or computed and then rounded once onto the allowed prices.

Computed is what is derived from another market, what is sold `as` so many coins of another package, and what has a
price per coin. Each source's price is its own final one, asked for anew: nothing is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from msgspec import structs

from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import FactNeeded
from tests.reference import fx
from tests.reference.amounts import with_currencies
from tests.reference.book_errors import CannotDerive, ChainTooLong, Circle, NothingLeft, Priced
from tests.reference.choices import NOTHING_CHOSEN, Choice, said_for
from tests.reference.dates import second
from tests.reference.facts import Facts, asks
from tests.reference.holding import held_by, known_of_package, section_of
from tests.reference.layering import CURRENCY, Held, Market, market, zone_of
from tests.reference.per_coin import Tiers, comes_to_nothing, is_per_coin, tiers_of
from tests.reference.points import allowed
from tests.reference.price_standing import Derive, all_cases, factor_of, fx_instant, number, standing
from tests.reference.reading import Path, Tree, unwrapped
from tests.reference.settling import Settled, amount, settle
from tests.reference.tax import taxes
from tests.reference.writing import count, decimals_of, money_of

CHAIN_MOST = 8
"""Over so many steps a price may follow others."""

HOW_ROUNDED: Mapping[Path, str] = {("tax", "rounding"): "up", ("tax", "per"): "unit", ("tax", "rounded"): "together"}
"""Nothing is rounded where a tax is taken out or put in exactly, so that this need not be known."""

Everything = Mapping[Path, Held]


@dataclass(frozen=True)
class Regular:
    """A regular price in minor units, what was assumed for it, and the steps to it in major units, by their names."""

    minor: int
    currency: str
    assumed: frozenset[str]
    steps: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Unsold:
    """There is no price. `source` is whose price is missing, where it is not the asked one's own.

    `for_some` says whether there is one in another case of a choice.
    """

    assumed: frozenset[str]
    source: Priced | None
    for_some: bool = False


Found = Regular | Unsold | FactNeeded


@dataclass(frozen=True)
class Asked:
    """Whose price is asked for: of `request.package` in `here`, by whom `behind` it, the first of them first.

    `held_ways` are the ways of paying of the market in which somebody buys.
    """

    here: Market
    request: PurchaseRequest
    behind: tuple[Priced, ...] = ()
    held_ways: Everything | None = None
    choice: Choice = NOTHING_CHOSEN

    @property
    def whose(self) -> Priced:
        """The market and the thing."""
        assert self.here.platform is not None
        return self.here.region, self.here.platform, self.request.package

    def held(self) -> dict[Path, Held]:
        """What holds in the market, with the ways of paying of the one in which somebody buys."""
        held = self.here.everything_held(self.request.at)
        if self.held_ways is None:
            return held
        return {path: said for path, said in held.items() if path[0] != "ways"} | dict(self.held_ways)

    def source(self, here: Market, request: PurchaseRequest) -> "Asked":
        """The same question to a source, where nothing is chosen."""
        own = {path: said for path, said in self.held().items() if path[0] == "ways"}
        return Asked(here, request, (*self.behind, self.whose), own)


@dataclass
class Steps:
    """The steps to a price, as they are taken, and what was assumed on the way."""

    taken: list[tuple[str, Fraction]] = field(default_factory=list)
    assumed: set[str] = field(default_factory=set)

    def to(self, name: str, amount_after: Fraction) -> Fraction:
        """The amount after one more step."""
        self.taken.append((name, amount_after))
        return amount_after


def regular(asked: Asked) -> Found:
    """The regular price of one unit at an instant, for what is known of whoever buys."""
    if asked.whose in asked.behind:
        raise Circle((*asked.behind[asked.behind.index(asked.whose) :], asked.whose))
    if len(asked.behind) > CHAIN_MOST:
        raise ChainTooLong(asked.behind)
    found = standing(asked.here, asked.request.package, asked.request.at)
    if found is None:
        return Unsold(frozenset(), _missing(asked))
    return _derived(asked, found) if isinstance(found, Derive) else _stated(asked, found)


def _missing(asked: Asked) -> Priced | None:
    return asked.whose if asked.behind else None


def _stated(asked: Asked, price: Held) -> Found:
    """What a stated price comes to: money as it is, anything else computed."""
    path: Path = ("prices", asked.request.package)
    held = {**asked.held(), path: with_currencies(asked.here, {path: price})[path]}
    holds, facts = known(asked, held)
    settled = settle(path, held, facts)
    if isinstance(settled, FactNeeded):
        return holds if isinstance(holds, FactNeeded) and settled.fact == "purchase.coins" else settled
    assumed = settled.assumed
    if asks(price.says) == "purchase.coins" and isinstance(holds, Settled):
        assumed |= holds.assumed
    taken = said_for(held, path, facts)
    if taken == "none":
        return Unsold(assumed, _missing(asked), any(case != "none" for case in all_cases(price.says)))
    currency = str(held[CURRENCY].says)
    assert taken is not None
    if is_per_coin(taken):
        return _per_coin(asked, tiers_of(taken), (holds, facts, assumed), currency)
    if isinstance(taken, dict) and "as" in taken:
        return _as_another(asked, taken, holds, assumed)
    if isinstance(taken, dict):
        assert asked.choice.amount is not None, "an amount has to be chosen"
        minor = asked.choice.amount.minor
        return Regular(minor, currency, assumed, (("chosen", _major(minor, currency)),))
    minor = amount(asked.here, price, str(taken), currency)
    return Regular(minor, currency, assumed, (("stated", _major(minor, currency)),))


def known(asked: Asked, held: Everything) -> tuple[Settled | FactNeeded, Facts]:
    """What the thing holds, and what is known of the purchase then."""
    holds = held_by(asked.request, held, asked.choice)
    of_item = section_of(held, asked.request.package)[0] == "items"
    return holds, known_of_package(holds, asked.request, asked.choice, of_item=of_item)


def _per_coin(
    asked: Asked, tiers: Tiers, of: tuple[Settled | FactNeeded, Facts, frozenset[str]], currency: str
) -> Found:
    """So many coins at their price per coin, rounded once."""
    holds, facts, assumed = of
    if isinstance(holds, FactNeeded):
        return holds
    assert tiers.currency == currency, f"{asked.whose} is priced in {tiers.currency}"
    coins = facts["purchase.coins"]
    assert isinstance(coins, int)
    assert coins > 0, f"{asked.whose} holds no coins"
    steps = Steps([], {*assumed, *holds.assumed})
    exact = steps.to("coins", tiers.exact(coins) / 10 ** decimals_of(currency))
    prices = allowed(asked.here, asked.request.at, currency)
    if prices is not None and comes_to_nothing(exact * 10 ** decimals_of(currency), prices):
        raise NothingLeft(f"{coins} coins of {'/'.join(asked.whose)}")
    return rounded_price(asked, exact, currency, steps)


def _as_another(
    asked: Asked, written: Mapping[str, Tree], holds: Settled | FactNeeded, assumed: frozenset[str]
) -> Found:
    """So many coins at the exact price of one paid coin of another package: 1,500 at 1.40 per 100 × 0.95 are 19.95."""
    other = str(unwrapped(written["as"]))
    source = asked.source(asked.here, structs.replace(asked.request, package=other))
    found = regular(source)
    if not isinstance(found, Regular):
        return _with_assumed(found, assumed)
    held = asked.held()
    theirs = held_by(source.request, held)
    for needed in (holds, theirs):
        if isinstance(needed, FactNeeded):
            return needed
    assert isinstance(holds, Settled)
    assert isinstance(theirs, Settled)
    steps = Steps([("source", _major(found.minor, found.currency))], {*assumed, *found.assumed})
    steps.assumed |= holds.assumed | theirs.assumed
    per_coin = steps.to("per coin", steps.taken[-1][1] / count(theirs.says["packages", other, "coins"]))
    own_coins = count(holds.says["packages", asked.request.package, "coins"])
    exact = steps.to("coins", per_coin * own_coins)
    exact = steps.to("factor", exact * number(str(unwrapped(written.get("factor", "1")))))
    return rounded_price(asked, exact, found.currency, steps)


def _with_assumed(found: Unsold | FactNeeded, assumed: frozenset[str]) -> Unsold | FactNeeded:
    return replace(found, assumed=found.assumed | assumed) if isinstance(found, Unsold) else found


def _derived(asked: Asked, derive: Derive) -> Found:
    """Another market's regular price: tax out, exchange, factor, tax in, and one rounding."""
    at, here, book = asked.request.at, asked.here, asked.here.book
    there = market(book, derive.region, derive.platform)
    if at < there.begins and there.begins != second(str(book.stated("begins")), zone_of(book, derive.region)):
        return Unsold(frozenset(), (derive.region, derive.platform, asked.request.package))
    then = max(at, there.begins)  # where the day of the beginning begins later there, its first prices hold
    where = {"region": derive.region, "platform": derive.platform, "at": then}
    source = asked.source(there, structs.replace(asked.request, **where))
    found = regular(source)
    if not isinstance(found, Regular):
        return found
    currency = str(asked.held()[CURRENCY].says)
    steps = Steps([("source", _major(found.minor, found.currency))], set(found.assumed))
    taxed_there = _gross_of_net(source, derive, steps, found)
    if isinstance(taxed_there, FactNeeded):
        return taxed_there
    exact = steps.to("net", steps.taken[-1][1] / taxed_there)
    exact = steps.to("exchanged", exact * _cross(asked, derive, found.currency, currency))
    factor = factor_of(here, derive.factor, at)
    if factor is None:
        raise CannotDerive(asked.whose, f"factor {derive.factor}")
    exact = steps.to("factor", exact * factor)
    taxed_here = _gross_of_net(asked, derive, steps, None)
    if isinstance(taxed_here, FactNeeded):
        return taxed_here
    exact = steps.to("taxed", exact * taxed_here)
    return rounded_price(asked, exact, currency, steps)


def rounded_price(asked: Asked, exact: Fraction, currency: str, steps: Steps) -> Regular:
    """A computed price, in major units, as the allowed one that it becomes."""
    prices = allowed(asked.here, asked.request.at, currency)
    if prices is None:
        raise CannotDerive(asked.whose, "pricing.rounding")
    minor = prices.computed(exact * 10 ** decimals_of(currency))
    steps.to("rounded", _major(minor, currency))
    return Regular(minor, currency, frozenset(steps.assumed), tuple(steps.taken))


def _gross_of_net(asked: Asked, derive: Derive, steps: Steps, price: Regular | None) -> Fraction | FactNeeded:
    """What a net price is to be multiplied by for the tax that this market's prices hold: 1.19; 1 where they hold none.

    Only what is inclusive has to be known. A rate that varies by the price itself is no one rate.
    """
    if derive.tax == "keep":
        return Fraction(1)
    if derive.tax != "swap":
        raise CannotDerive(asked.whose, "tax: swap or keep")
    held = asked.held()
    _, facts = known(asked, held)
    if any(path[0] == "tax" and asks(said.says) == "purchase.amount" for path, said in held.items()):
        if price is None:
            raise CannotDerive(asked.whose, "a tax that does not vary by the price")
        facts = {**facts, "purchase.amount": money_of(price.minor, price.currency)}
    settled = settle(("tax",), held, facts)
    if isinstance(settled, FactNeeded):
        return settled
    taxed = taxes({**settled.says, **HOW_ROUNDED}, asked.here.region)
    if taxed.status == "UNDETERMINED" and taxed.listed_is != "net":
        raise CannotDerive(asked.whose, "tax")
    if taxed.status == "INCLUDED":
        steps.assumed |= settled.assumed
        return 1 + taxed.all
    return Fraction(1)


def _cross(asked: Asked, derive: Derive, one: str, other: str) -> Fraction:
    """How many units of this market's currency one of the source's is, by the rates of the day that is named."""
    if one == other or derive.fx == "none":
        return Fraction(1)
    if not derive.fx:
        raise CannotDerive(asked.whose, f"fx from {one} to {other}")
    at = fx_instant(asked.here, derive)
    creators = Market(asked.here.book, asked.here.region, None, asked.here.begins)
    held = {path: said for path, said in creators.everything_held(at).items() if path != ("fx", "maximum_age")}
    found = fx.cross(creators, held, one, other, at)
    if not isinstance(found, Fraction):
        raise CannotDerive(asked.whose, f"a rate between {one} and {other}")
    return found


def _major(minor: int, currency: str) -> Fraction:
    return Fraction(minor, 10 ** decimals_of(currency))
