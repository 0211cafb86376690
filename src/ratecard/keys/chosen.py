"""Whether what is chosen has a price that fits, at each number that may be chosen; and whether anything names it."""

from collections.abc import Iterator
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.keys.chosen_promoted import tell_promoted
from ratecard.keys.chosen_things import chosen_place, ever_chosen, is_chosen_at
from ratecard.keys.price_parts import Here, PriceTrouble, no_point, not_rounded, of_nothing
from ratecard.keys.price_standing import DERIVE, Standings, said_of
from ratecard.rulefiles.keys.facts import COINS
from ratecard.rulefiles.stated import BROKEN, Stated
from ratecard.terms.chosen import stretches_of
from ratecard.terms.facts import DeclaredFacts, possible_terms, varies_by
from ratecard.terms.given import Input
from ratecard.terms.lifting import lifted, with_facts
from ratecard.terms.packages import ChosenCoins, PackageTerms
from ratecard.terms.per_coin import PerCoinDerivation, PerCoinTerms, comes_to_nothing
from ratecard.terms.prices import ChosenAmount, PriceTerms
from ratecard.terms.pricing import PricingTerms

UNFITTING = "unfitting-price"
EACH_HINT = "state a price of each coin, for example 0.0139 EUR each"


def check_chosen(markets: list[MarketHistory], _: list[MarketHistory], __: DeclaredFacts, once: Once) -> None:
    """Reports prices that do not fit what is chosen, numbers without one, and derives and promotions that name it."""
    looked_at: set[tuple[int, ...]] = set()
    bonuses: set[int] = set()
    named: dict[Place, list[tuple[bool, str, MarketHistory]]] = {}
    chosen_in = [(history, ever_chosen(history)) for history in markets]
    for history, chosen in chosen_in:
        _check_bonuses(history, once, bonuses)
        for thing in sorted(chosen):
            for at in history.starts:
                _check_at(history, thing, at, once, looked_at)
        _add_named(history, named)
    _tell_named(named, once)
    tell_promoted(chosen_in, once)


def _check_bonuses(history: MarketHistory, once: Once, looked_at: set[int]) -> None:
    """Reports a bonus by the coins of a package that holds a fixed number of them: it is one bonus."""
    for section, timeline in history.sections.of("packages").items():
        if len(section) != 2 or id(timeline) in looked_at:
            continue
        looked_at.add(id(timeline))
        for own in timeline.values:
            fixed = next((case for case in possible_terms(own.terms) if isinstance(case, PackageTerms)), None)
            if fixed is not None and varies_by(own.terms, COINS) and fixed.bonus_stated is not None:
                sentence = f"the bonus of {section[1]} varies by {COINS}, and its coins are a fixed number"
                hint = "state one bonus, or coins: {least: …, most: …}"
                once.tell("fact-not-known-here", sentence, fixed.bonus_stated.place, hint)


def _check_at(history: MarketHistory, thing: str, at: Instant, once: Once, looked_at: set[tuple[int, ...]]) -> None:
    here = Here(history, at)
    package, price, pricing = here.terms("packages", thing), here.terms("prices", thing), here.terms("pricing")
    key = (id(package), id(price), id(pricing))
    if key in looked_at or BROKEN in (package, price, pricing) or price is None:
        return
    looked_at.add(key)
    cases = possible_terms(package)
    held = next((case for case in cases if isinstance(case, ChosenCoins)), None)
    if held is not None and not all(isinstance(case, ChosenCoins) for case in cases):
        sentence = f"{thing} holds a chosen number of coins in some cases, and a fixed one in others"
        once.tell(UNFITTING, sentence, held.like.coins_stated.place, "let it be chosen in all cases or in none")
        return
    wrong = _unfitting(thing, held, possible_terms(price), is_package=bool(cases))
    if wrong is not None:
        once.tell(UNFITTING, wrong[1], wrong[0].place, wrong[2])
    elif held is not None:
        for trouble in _troubles(here, package, price, pricing):
            sentence = f"{thing} in {history.key.shown} has numbers without a price: {trouble.reason}"
            once.tell(trouble.code, sentence, trouble.place, trouble.hint, notes=trouble.notes)


def _unfitting(
    thing: str, held: ChosenCoins | None, prices: list[object], *, is_package: bool
) -> tuple[Stated[object], str, str] | None:
    """The price that does not fit, why, and what to write instead."""
    for price in prices:
        if held is not None and isinstance(price, PriceTerms):
            return (
                price.listed_stated,
                f"the coins of {thing} are chosen, and one amount is the price of all",
                EACH_HINT,
            )
        if isinstance(price, ChosenAmount) and is_package:
            sentence = f"{thing} holds coins, and the amount of an item alone may be chosen"
            return price.stated, sentence, EACH_HINT
    amounts = [price for price in prices if isinstance(price, ChosenAmount)]
    if amounts and len(amounts) < len(prices):
        sentence = f"the amount of {thing} is chosen in some cases, and fixed in others"
        return amounts[0].stated, sentence, "let it be chosen in all cases or in none"
    return None


def _troubles(here: Here, package: object, price: object, pricing: object) -> Iterator[PriceTrouble]:
    """What is wrong with the numbers of a package: the first and the last between two thresholds stand for all."""
    ranges = {case.range for case in possible_terms(package) if isinstance(case, ChosenCoins)}
    found: dict[PriceTrouble, None] = {}
    for within in ranges:
        for edges in stretches_of(within, (price,)):

            def looked(
                own: object, each: object, rounding: object, edges: tuple[int, int] = edges, of: object = within
            ) -> None:
                if not isinstance(own, ChosenCoins) or own.range != of or not isinstance(each, PerCoinTerms):
                    return
                if not isinstance(rounding, PricingTerms):
                    wanting = not_rounded(here, each.stated)
                    found.update({wanting: None} if isinstance(wanting, PriceTrouble) else {})
                    return
                for number in edges:
                    trouble = _trouble(here, each, rounding, number)
                    found.update({trouble: None} if trouble is not None else {})

            lifted(looked, with_facts(package, {COINS: edges[0]}), with_facts(price, {COINS: edges[0]}), pricing)
    yield from found


def _trouble(here: Here, price: PerCoinTerms, pricing: PricingTerms, number: int) -> PriceTrouble | None:
    """Why so many coins have no price; None where they have one."""
    made = PerCoinDerivation(price, Input("coins", number), pricing)
    if comes_to_nothing(Fraction(*made.exact_minor), pricing):
        return of_nothing(made)
    wanting = no_point(here, made, price.stated) if pricing.rounded(*made.exact_minor) is None else None
    return wanting if isinstance(wanting, PriceTrouble) else None


def _add_named(history: MarketHistory, named: dict[Place, list[tuple[bool, str, MarketHistory]]]) -> None:
    """Adds each thing that a derive names, with whether it is chosen there, by its place."""
    standings = Standings()
    if next(standings.every_derive(history), None) is None:
        return
    for at in history.starts:
        for _, stated in said_of(history, DERIVE, at)[:1]:
            for item in _listed(stated):
                thing = str(item.value)
                named.setdefault(item.place, []).append((is_chosen_at(history, thing, at), thing, history))


def _listed(stated: Stated[object]) -> Iterator[Stated[object]]:
    parts = getattr(stated.value, "parts", ())
    for name, part in parts:
        if name in ("packages", "items") and isinstance(part.value, tuple):
            yield from part.value


def _tell_named(named: dict[Place, list[tuple[bool, str, MarketHistory]]], once: Once) -> None:
    for place, every in named.items():
        if all(chosen for chosen, _, _ in every):
            _, thing, history = every[0]
            at = chosen_place(history, thing)
            notes = () if at is None else (Note(at, "its number is chosen here"),)
            sentence = f"the number of {thing} is chosen, and so no market derives its price"
            once.tell("chosen-is-derived", sentence, place, "leave it out, and state its price", notes=notes)
