"""Whether a commission ever takes more than there is of a price: a fixed part that a cheap package cannot bear.

Every market, package and period is looked at, with every case of what varies by facts; the figures are those of a quote
of one unit.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ratecard.book.doubts import Whole
from ratecard.book.markets import MarketHistory
from ratecard.book.missing import since_when
from ratecard.book.section_terms import SectionTerms
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE
from ratecard.rulefiles.stated import Stated
from ratecard.terms.assumptions import admits
from ratecard.terms.cases import Case, TooManyCases, cases_of
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import Facts, FactType, fact_text, possible_terms
from ratecard.terms.kept import Left, kept_share, lefts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.purchase_facts import of_purchase
from ratecard.terms.tax import TaxTerms, split_price

Terms = Timeline[SectionTerms]


class Loss(msgspec.Struct, frozen=True):
    """A price of which less than nothing is left: the market, the package, since when, for whom, and the proceeds."""

    history: MarketHistory
    package: str
    since: Instant
    facts: Facts
    price: PriceTerms
    proceeds: Money
    cause: Stated[object]


def doubt_proceeds(whole: Whole) -> None:
    """Warns of each statement of a commission by which the proceeds of a package are below zero, at the worst one."""
    worst: dict[Place, Loss] = {}
    markets: dict[Place, set[tuple[str, str, str]]] = {}
    table, declared = whole.once.memo.table("losses"), whole.declarations.facts
    about = tuple((fact.name, fact.kind, fact.values, fact.each_package) for fact in declared.values())

    def of_history(history: MarketHistory) -> tuple[Loss, ...]:
        return tuple(_losses(history, declared))

    for history in whole.markets:
        for loss in table.of(of_history, history, about=about):
            at = loss.cause.place
            markets.setdefault(at, set()).add((history.key.region, history.key.platform, loss.package))
            if at not in worst or loss.proceeds.minor < worst[at].proceeds.minor:
                worst[at] = loss
    for at, loss in worst.items():
        key, price = loss.history.key, Money(loss.price.listed_minor, loss.price.currency)
        more = f", and {len(markets[at]) - 1} more like it" if len(markets[at]) > 1 else ""
        told = f" where {_written(loss.facts)}" if loss.facts else ""
        when = since_when(loss.since, loss.history.begins)
        sentence = (
            f"of {loss.package} at {price} in {key.shown}{told}, {loss.proceeds} is left{when}: "
            f"the commission takes more than there is{more}"
        )
        hint = "look for a point in the wrong place; leave it if it is meant"
        notes = (Note(loss.price.listed_stated.place, "the price"),)
        whole.once.warn("proceeds-below-zero", sentence, at, hint, notes)


def _written(facts: Facts) -> str:
    return " and ".join(f"{name} is {fact_text(value)}" for name, value in facts.items())


def _losses(history: MarketHistory, declared: Mapping[str, FactType]) -> Iterator[Loss]:
    taken, taxed = history.sections.get(("commission",)), history.sections.get(("tax",))
    if taken is None or taxed is None or not _can_lose(taken, taxed):
        return
    for section, priced in history.sections.of("prices").items():
        for since in sorted({*taken.starts, *taxed.starts, *priced.starts}):
            found = [timeline.at(since) for timeline in (priced, taxed, taken)]
            terms = tuple([None if section_terms is None else section_terms.terms for section_terms in found])
            cases = cases_at(declared, terms) if None not in terms else ()
            packages = history.sections.get(("packages", section[1]))
            sold = None if packages is None else packages.at(since)
            held = [] if sold is None else possible_terms(sold.terms)
            losses = (_loss(history, section[1], since, case) for case in cases if _can_be(case, held))
            yield from (loss for loss in losses if loss is not None)


def cases_at(declared: Mapping[str, FactType], terms: tuple[object, ...]) -> tuple[Case, ...]:
    """The cases of these terms jointly; none where there are too many to be looked at."""
    try:
        return cases_of(declared, *terms)
    except TooManyCases:
        return ()


def _can_be(case: Case, packages: list[object]) -> bool:
    """Whether what is assumed of the purchase itself is true of one unit of the package at the price of the case."""
    price = case.terms[0]
    if not isinstance(price, PriceTerms):
        return True
    one_unit = [of_purchase({}, package, price, 1) for package in packages if isinstance(package, PackageTerms)]
    asked = {name: assumed for name, assumed in case.facts.items() if name in STATED_BY_ENGINE}
    return not asked or any(all(admits(asked[name], facts.get(name)) for name in asked) for facts in one_unit)


def _can_lose(taken: Terms, taxed: Terms) -> bool:
    """Whether a fixed part is taken, or rates beside a tax may take all. The first is rare, and the other hardly ever.

    Rates alone leave something of the net: they are below 100 % together. What varies by facts is looked at.
    """
    for section_terms in taken.values:
        terms = section_terms.terms
        if not isinstance(terms, CommissionTerms):
            if terms is not None:
                return True
            continue
        if terms.fixed_minor or terms.last is not None:
            return True
        if terms.gross_weight:
            for other in taxed.values:
                share = kept_share(terms, other.terms) if isinstance(other.terms, TaxTerms) else (-1, 1)
                if share is not None and share[0] < 0:
                    return True
    return False


def _loss(history: MarketHistory, package: str, since: Instant, case: Case) -> Loss | None:
    """What one unit loses; None where something is left of it, or where it is not known."""
    price, tax, commission = case.terms
    if not (isinstance(price, PriceTerms) and isinstance(tax, TaxTerms) and isinstance(commission, CommissionTerms)):
        return None
    listed = price.listed_minor
    proceeds = proceeds_of_unit(commission, tax, listed)
    if proceeds is None or proceeds >= 0:
        return None
    return Loss(history, package, since, case.witness, price, Money(proceeds, price.currency), _cause(commission))


def proceeds_of_unit(commission: CommissionTerms, tax: TaxTerms, listed: int) -> int | None:
    """What is left of one unit, in minor units, as a quote has it; None where it is not known.

    It is the least where it is open how the tax is rounded.
    Without a rounding it is the rounded net without the fixed parts: 0.29 at 19 % leaves 0.24, and 0.30 is taken.
    """
    return left_of_unit(commission, lefts(commission, tax), listed, split_price(tax, listed)[0])


def left_of_unit(commission: CommissionTerms, ways: Sequence[Left], listed: int, net: int | None) -> int | None:
    """The same of a unit of which the exact proceeds are the least of these, and the net is known already."""
    if not ways or (commission.rounding is None and net is None):
        return None
    if commission.rounding is None:
        assert net is not None, "an unknown net was looked at"
        return net - commission.fixed_minor
    first = ways[0]
    left = commission.divide(listed * first.kept - first.fixed, first.divisor)
    for way in ways[1:]:
        left = min(left, commission.divide(listed * way.kept - way.fixed, way.divisor))
    return left if net is None else min(left, net)


def _cause(commission: CommissionTerms) -> Stated[object]:
    """The greatest fixed part, or where there is none, the greatest rate."""
    fixed = [line for line in commission.lines if line.fixed_stated is not None]
    if fixed:
        stated = max(fixed, key=lambda line: line.fixed_minor).fixed_stated
    else:
        rated = [line for line in commission.lines if line.rate is not None]
        stated = max(rated, key=lambda line: line.rate.fraction if line.rate is not None else 0).rate_stated
    assert stated is not None
    return stated
