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
from ratecard.rulefiles.stated import Stated
from ratecard.terms.facts import possible_terms
from ratecard.terms.limits import MONEY, LimitTerms
from ratecard.terms.methods import MethodTerms, charged
from ratecard.terms.payouts import DiamondTerms, MinimumTerms

PAYOUT = "payout"

PAYOUTS = "payouts"
DIAMONDS = "diamonds"


def payouts_out_of_reach(creators: Iterable[MarketHistory]) -> Iterator[Finding | Unproved]:
    """Each least payout of which nothing arrives, and each limit below it, from the first time at which it is so."""
    seen: set[tuple[Place, Fraction]] = set()
    for history in creators:
        for since in history.starts if (PAYOUTS, "diamond") in history.sections else ():
            for finding in _at(history, since):
                if (finding.place, finding.seen) not in seen:
                    seen.add((finding.place, finding.seen))
                    yield finding


def _at(history: MarketHistory, at: Instant) -> Iterator[Finding]:
    """What is wrong in one region at an instant; of what varies by facts, in the case in which it is worst."""
    diamonds = [terms for terms in _held(history, (PAYOUTS, "diamond"), at) if isinstance(terms, DiamondTerms)]
    if not diamonds:
        return
    least = [terms for terms in _held(history, (PAYOUTS, "minimum"), at) if isinstance(terms, MinimumTerms)]
    general = min(least, key=lambda terms: terms.minor, default=MinimumTerms(0, None))
    for section in history.sections:
        if section[:2] == (PAYOUTS, "methods") and len(section) == 3:
            methods = [terms for terms in _held(history, section, at) if isinstance(terms, MethodTerms)]
            for method in methods:
                yield from _of_method(history, at, method, general, diamonds[0].currency)
        if section[:2] == (PAYOUTS, "limits") and len(section) == 3:
            limits = [terms for terms in _held(history, section, at) if isinstance(terms, LimitTerms)]
            for limit in limits:
                yield from _of_limit(history, at, limit, general, diamonds)


def _held(history: MarketHistory, section: tuple[str, ...], at: Instant) -> list[object]:
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
    history: MarketHistory, at: Instant, limit: LimitTerms, general: MinimumTerms, diamonds: list[DiamondTerms]
) -> Iterator[Finding]:
    if not limit.is_kept or not general.minor or limit.unit not in (MONEY, DIAMONDS):
        return
    currency = diamonds[0].currency
    most = Fraction(limit.most)
    if limit.unit == DIAMONDS:
        most = max(Fraction(limit.most * diamond.minor, diamond.units) for diamond in diamonds)
    if most < general.minor:
        sentence = (
            f"the least payout in {history.key.region} is {Money(general.minor, currency)}, and {limit.path} allows "
            f"{limit.text}: nobody is ever paid"
        )
        ratio = Fraction(general.minor) / most if most else Fraction(general.minor)
        hint = f"raise the limit to {Money(general.minor, currency)} at least, or lower the minimum"
        yield _finding(history, at, limit.id, ratio, sentence, (limit.stated, general.stated), hint)


def _finding(
    history: MarketHistory,
    since: Instant,
    of: str,
    seen: Fraction,
    sentence: str,
    stated: tuple[Stated[object], Stated[object] | None],
    hint: str,
) -> Finding:
    place, minimum = stated
    return Finding(
        guard=PAYOUT,
        market=history.key,
        of=of,
        since=since,
        seen=seen,
        sentence=sentence,
        place=place.place,
        hint=hint,
        notes=() if minimum is None else (Note(minimum.place, "the minimum"),),
    )
