"""Whether creators can be paid at all: the least payout is above its fee, and within the limits."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import held_terms
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, Unproved
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.facts import possible_terms
from ratecard.terms.limits import MONEY, LimitTerms
from ratecard.terms.methods import MethodTerms, charged
from ratecard.terms.payouts import DiamondTerms, MinimumTerms

PAYOUT = "payout"

PAYOUTS = "payouts"
DIAMONDS = "diamonds"
DIAMONDS_WORTH: KeyPath = (PAYOUTS, "diamond")
LEAST: KeyPath = (PAYOUTS, "minimum")


def payouts_out_of_reach(creators: Iterable[MarketHistory]) -> Iterator[Finding | Unproved]:
    """Each least payout of which nothing arrives, and each limit below it, from the first time at which it is so."""
    seen: set[tuple[Place, Fraction]] = set()
    for history in creators:
        for since in history.starts if DIAMONDS_WORTH in history.sections else ():
            for result in _at(history, since):
                if isinstance(result, Unproved):
                    yield result
                elif (result.place, result.seen) not in seen:
                    seen.add((result.place, result.seen))
                    yield result


def _at(history: MarketHistory, at: Instant) -> Iterator[Finding | Unproved]:
    """What is wrong in one region at an instant, in any case of facts."""
    diamonds = [terms for terms in held_in(history, DIAMONDS_WORTH, at) if isinstance(terms, DiamondTerms)]
    if not diamonds:
        return
    least = [terms for terms in held_in(history, LEAST, at) if isinstance(terms, MinimumTerms)]
    general = least or [MinimumTerms(0, None)]
    if any(terms.unknown is not None for terms in general):
        yield Unproved(PAYOUT, "it is unknown", f"payouts.minimum in {history.key.region}")
    methods = methods_in(history, at)
    for method in methods:
        if method.fee is None and method.costs:
            yield Unproved(PAYOUT, "it is unknown", f"payouts.methods.{method.id}.fee in {history.key.region}")
        for minimum in general:
            yield from _of_method(history, at, method, minimum, diamonds[0].currency)
    for section in history.sections:
        if section[:2] == (PAYOUTS, "limits") and len(section) == 3:
            limits = [terms for terms in held_in(history, section, at) if isinstance(terms, LimitTerms)]
            for limit in limits:
                yield from _of_limit(history, at, limit, general, methods, diamonds)


def methods_in(history: MarketHistory, at: Instant) -> list[MethodTerms]:
    """The ways to be paid in a region at an instant, in any case of facts."""
    return [
        method
        for section in history.sections
        if section[:2] == (PAYOUTS, "methods") and len(section) == 3
        for method in held_in(history, section, at)
        if isinstance(method, MethodTerms)
    ]


def held_in(history: MarketHistory, section: KeyPath, at: Instant) -> list[object]:
    """The terms of a section at an instant, of all cases of facts."""
    timeline = history.sections.get(section)
    return [] if timeline is None else possible_terms(held_terms(timeline, at))


def _of_method(
    history: MarketHistory, at: Instant, method: MethodTerms, general: MinimumTerms, currency: Currency
) -> Iterator[Finding]:
    minimum = max((general, method.minimum), key=lambda terms: terms.minor)
    if method.fee is None or not minimum.minor:
        return
    fee = charged(method.fee, minimum.minor)
    if fee >= minimum.minor:
        sentence = (
            f"the least payout by {method.id} in {history.key.region} is {Money(minimum.minor, currency)}, and its fee "
            f"is {Money(fee, currency)}: nothing arrives"
        )
        ratio = Fraction(fee, minimum.minor)
        hint = f"raise the minimum above {Money(fee, currency)}, or lower the fee"
        yield _finding(history, at, method.id, ratio, sentence, (method.fee.stated, minimum.stated), hint)


def _of_limit(
    history: MarketHistory,
    at: Instant,
    limit: LimitTerms,
    general: list[MinimumTerms],
    methods: list[MethodTerms],
    diamonds: list[DiamondTerms],
) -> Iterator[Finding]:
    """A limit that is below a least payout: the general one in any case, or that of one method."""
    if not limit.is_kept or limit.unit not in (MONEY, DIAMONDS):
        return
    currency, region = diamonds[0].currency, history.key.region
    most = Fraction(limit.most)
    if limit.unit == DIAMONDS:
        most = max(Fraction(limit.most * diamond.minor, diamond.units) for diamond in diamonds)
    highest = max(general, key=lambda terms: terms.minor)
    if most < highest.minor:
        least = Money(highest.minor, currency)
        sentence = f"the least payout in {region} is {least}, and {limit.path} allows {limit.text}: nobody is ever paid"
        hint = f"raise the limit to {least} at least, or lower the minimum"
        ratio = Fraction(highest.minor) / most if most else Fraction(highest.minor)
        yield _finding(history, at, limit.id, ratio, sentence, (limit.stated, highest.stated), hint)
        return
    for method in methods:
        if most < method.minimum.minor and method.minimum.stated is not None:
            least = Money(method.minimum.minor, currency)
            sentence = (
                f"the least payout by {method.id} in {region} is {least}, and {limit.path} allows {limit.text}: nobody "
                f"is ever paid by it"
            )
            hint = f"lower the minimum to {limit.text} at most, or raise the limit"
            ratio = Fraction(method.minimum.minor) / most if most else Fraction(method.minimum.minor)
            yield _finding(
                history, at, method.id, ratio, sentence, (method.minimum.stated, limit.stated), hint, "the limit"
            )


def _finding(
    history: MarketHistory,
    since: Instant,
    of: str,
    seen: Fraction,
    sentence: str,
    stated: tuple[Stated[object], Stated[object] | None],
    hint: str,
    against: str = "the minimum",
) -> Finding:
    place, other = stated
    return Finding(
        guard=PAYOUT,
        market=history.key,
        of=of,
        since=since,
        seen=seen,
        sentence=sentence,
        place=place.place,
        hint=hint,
        notes=() if other is None else (Note(other.place, against),),
    )
