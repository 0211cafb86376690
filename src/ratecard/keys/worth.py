"""What a coin is worth at most to any creator: in all regions, kinds and cases of facts, by the best gift."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.section_terms import Sections, held_terms
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.keys.sending import ByKind, Sending, Sent
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.earnings import COINS, CREATOR, EarningsTerms, share_out
from ratecard.terms.facts import possible_terms
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.unknown import UnknownValue

EARNINGS, DIAMOND = "earnings", ("payouts", "diamond")


class GreatestWorth(msgspec.Struct, frozen=True):
    """The most that one coin is worth to any creator, in major units of a currency: by which kind, and where.

    `sent` is the gift by which it is, None where it is as near as is wanted to the exact share.
    """

    each: Fraction
    currency: Currency
    region: str
    earnings: EarningsTerms
    diamond: DiamondTerms
    sent: Sent | None = None

    @property
    def by(self) -> Place | None:
        """Where the promotion of gifts stands by which it is so much; None where none is."""
        return None if self.sent is None else self.sent.by


class Worths:
    """What coins are worth to creators over time: the greatest worth in each currency, from each instant on."""

    def __init__(self, sending: Sending, creators: Iterable[MarketHistory]) -> None:
        self.sending, self._distinct = sending, _distinct(creators)
        sections = [timeline for _, own in self._distinct for timeline in own.values()]
        self._known: dict[tuple[int, ...], list[GreatestWorth]] = {}
        starts = sorted({start for timeline in sections for start in timeline.starts} | {*sending.starts})
        self._over_time = Timeline(*self._changes(starts))

    @property
    def instants(self) -> tuple[Instant, ...]:
        """When the greatest worth in any currency changes."""
        return self._over_time.starts

    def at(self, instant: Instant) -> Mapping[Currency, GreatestWorth]:
        """The greatest worth in each currency at an instant."""
        return self._over_time.at(instant) or {}

    def _changes(
        self, starts: Iterable[Instant]
    ) -> tuple[tuple[Instant, ...], tuple[Mapping[Currency, GreatestWorth], ...]]:
        """The instants at which the greatest worth is another one, each with what it is from then on."""
        found: list[tuple[Instant, Mapping[Currency, GreatestWorth]]] = []
        for start in starts:
            best = self._best(start)
            if not found or _figures(best) != _figures(found[-1][1]):
                found.append((start, best))
        return tuple([start for start, _ in found]), tuple([best for _, best in found])

    def _best(self, at: Instant) -> Mapping[Currency, GreatestWorth]:
        best: dict[Currency, GreatestWorth] = {}
        sent = self.sending.at(at)
        for region, sections in self._distinct:
            for worth in self._worths(region, sections, at, sent):
                if worth.currency not in best or worth.each > best[worth.currency].each:
                    best[worth.currency] = worth
        return best

    def _worths(self, region: str, sections: Sections, at: Instant, sent: ByKind) -> list[GreatestWorth]:
        """What coins are worth in one region; found once for regions that have the same terms."""
        held = {section: held_terms(timeline, at) for section, timeline in sections.items()}
        key = (id(sent), *[id(terms) for terms in held.values()])
        if key not in self._known:
            self._known[key] = list(self._of_terms(region, held, sent))
        return self._known[key]

    def _of_terms(self, region: str, held: Mapping[KeyPath, object], sent: ByKind) -> Iterator[GreatestWorth]:
        valued = [terms for terms in possible_terms(held.get(DIAMOND)) if isinstance(terms, DiamondTerms)]
        for section, varying in held.items():
            for terms in possible_terms(varying) if section != DIAMOND and valued else ():
                if isinstance(terms, EarningsTerms) and terms.base == COINS and not terms.amount_unknown:
                    most, gift = most_per_coin(terms, Fraction(1), sent.get(section[1], ()))
                    for diamond in valued:
                        each = most * value_of(diamond)
                        yield GreatestWorth(each, diamond.currency, region, terms, diamond, gift)

    def unproved(self) -> Iterator[tuple[str, str]]:
        """What of earnings is not looked at, once for each kind: why, and which."""
        seen: set[str] = set()
        for region, sections in self._distinct:
            for section, timeline in sections.items():
                name = ".".join(section)
                if name in seen:
                    continue
                every = [terms for own in timeline.values for terms in possible_terms(own.terms)]
                earned = [terms for terms in every if isinstance(terms, EarningsTerms)]
                if any(terms.amount_unknown for terms in earned) or any(_is_unknown(terms) for terms in every):
                    seen.add(name)
                    yield "it is unknown", f"{name} in {region}"


def _distinct(creators: Iterable[MarketHistory]) -> list[tuple[str, Sections]]:
    """What creators earn and what a diamond is worth in each region; once for regions in which it is the same."""
    found: dict[tuple[object, ...], tuple[str, Sections]] = {}
    for history in creators:
        own = {
            section: timeline
            for section, timeline in history.sections.items()
            if section[0] == EARNINGS or section == DIAMOND
        }
        terms = {section: [id(entry.terms) for entry in timeline.values] for section, timeline in own.items()}
        same = tuple([(section, timeline.starts, *terms[section]) for section, timeline in own.items()])
        found.setdefault(same, (history.key.region, own))
    return list(found.values())


def _is_unknown(terms: object) -> bool:
    """Whether the value of a diamond is not known."""
    return isinstance(terms, UnknownValue)


def _figures(best: Mapping[Currency, GreatestWorth]) -> dict[Currency, Fraction]:
    """What a coin is worth in each currency."""
    return {currency: worth.each for currency, worth in best.items()}


def value_of(diamond: DiamondTerms) -> Fraction:
    """What a diamond is worth in major units of its currency."""
    return Fraction(diamond.minor, diamond.units * 10**diamond.currency.exponent)


def most_per_coin(terms: EarningsTerms, of_coin: Fraction, gifts: Collection[Sent]) -> tuple[Fraction, Sent | None]:
    """The diamonds that one coin brings the creator at most, by the gift whose rounding gives most, and that gift.

    `of_coin` is what a coin counts as before the share is taken: one coin, or its money in diamonds. Where all gifts
    of a question are rounded together, many come as near to the exact share as is wanted.
    """
    share = share_of(terms) * of_coin
    most, most_by, best = 0, 1, None
    for sent in gifts:
        counts = of_coin * sent.earning if of_coin != 1 else sent.earning
        diamonds, by = diamonds_of_gift(terms, counts) * sent.paid.denominator, sent.paid.numerator
        if terms.by_total and share.numerator * sent.earning * sent.paid.denominator > diamonds * share.denominator:
            diamonds = share.numerator * sent.earning * sent.paid.denominator
            by *= share.denominator
        more = diamonds * most_by - most * by
        if best is None or more > 0 or (more == 0 and sent.by is None and best.by is not None):
            most, most_by, best = diamonds, by, sent
    return (Fraction(most, most_by), best) if gifts else (share, None)


def share_of(terms: EarningsTerms) -> Fraction:
    """The creator's share of what counts, before any rounding."""
    return Fraction(terms.numerator, terms.denominator) * creators_part(terms)


def creators_part(terms: EarningsTerms) -> Fraction:
    """The creator's part of a split; all of it where there is none."""
    if not terms.split:
        return Fraction(1)
    named = {recipient.id: recipient.rate for recipient in terms.split}
    own = named.get(CREATOR)
    if own is not None:
        return own.fraction
    return 1 - sum((rate.fraction for rate in named.values() if rate is not None), Fraction(0))


def diamonds_of_gift(terms: EarningsTerms, counts: Fraction | int) -> int:
    """The creator's diamonds for one gift that counts as so much, rounded as stated."""
    amount = terms.divide(counts.numerator * terms.numerator, counts.denominator * terms.denominator)
    if not terms.split:
        return amount
    parts = share_out(terms.split, amount, terms.divide)
    return next(part for recipient, part in zip(terms.split, parts, strict=True) if recipient.id == CREATOR)
