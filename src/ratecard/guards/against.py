"""What a new book takes away against an older one: packages, prices as they were, taxes, and what creators earn.

Both are compared at every instant from now on at which one of them changes: so a change that comes into force later is
found today.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.against_values import BACKDATED, COMMISSION_MOVED, PAYOUT_MOVED, ValuesOfTwo
from ratecard.guards.earned import CoinWorth, earned_by
from ratecard.guards.findings import Finding, percent
from ratecard.guards.joint_cases import joint_cases, where_said
from ratecard.guards.levels import ExactRates
from ratecard.guards.loosened import LOOSENED, loosened
from ratecard.guards.made_of import moved_at
from ratecard.guards.near import NearLines
from ratecard.guards.settings import GuardSettings
from ratecard.guards.terms_changed import TERMS_CHANGED, terms_changed
from ratecard.guards.withdrawn import Endings, Withdrawal
from ratecard.instants import Instant, local_day
from ratecard.money import Money
from ratecard.rulefiles.keys.guards import WEAKENED
from ratecard.rulefiles.stated import NONE, KeyPath
from ratecard.terms.facts import choose, possible_terms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.packages import PackageTerms
from ratecard.terms.payouts import DiamondTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.region import Region
from ratecard.terms.tax import TaxTerms

WITHDRAWN, MOVED, TAX_GONE, EARNS_LESS = "withdrawn", "moved", "tax_gone", "earns_less"
AGAINST = (
    WITHDRAWN,
    MOVED,
    TAX_GONE,
    COMMISSION_MOVED,
    LOOSENED,
    EARNS_LESS,
    PAYOUT_MOVED,
    BACKDATED,
    WEAKENED,
    TERMS_CHANGED,
)
"""The guards that need an older book."""
TAX_LINES: KeyPath = ("tax", "lines")
OF_VALUES = (COMMISSION_MOVED, PAYOUT_MOVED, BACKDATED)
"""Those of them that may find several things of one name."""


class Comparison:
    """Compares a book with an older one, from an instant on."""

    def __init__(
        self, before: RuleBook, after: RuleBook, rates: ExactRates, settings: GuardSettings, now: Instant
    ) -> None:
        self.before, self.after, self.rates, self.now = before, after, rates, now
        self.beyond = settings.factor(MOVED, "beyond")
        far, ago = settings.factor(PAYOUT_MOVED, "beyond"), settings.length(BACKDATED, "beyond")
        self.lines, self.endings = NearLines.of(before, after), Endings(before, after)
        self.values = ValuesOfTwo(now, far, self.beyond, ago, self.lines)

    def findings(self, wanted: Container[str]) -> Iterator[Finding]:
        """What these guards find: each thing that is taken away, and each value of which none of them tells so."""
        told = [finding for finding in self._taken() if finding.guard in wanted]
        yield from told
        if TERMS_CHANGED in wanted:
            yield from terms_changed(self.before, self.after, self.now, told)

    def _taken(self) -> Iterator[Finding]:
        """Each thing that is taken away, at the first instant at which it is."""
        seen: set[tuple[object, ...]] = set()
        late = list[Finding]()
        for finding in (*self._of_markets(late), *late, *self._of_regions()):
            own = finding.place if finding.guard in OF_VALUES else None
            key = (finding.guard, finding.market, finding.of, own)
            if key not in seen:
                seen.add(key)
                yield finding

    def _instants(self, *histories: MarketHistory) -> list[Instant]:
        starts = {start for history in histories for start in history.starts if start > self.now}
        return [self.now, *sorted(starts)]

    def _of_markets(self, late: list[Finding]) -> Iterator[Finding]:
        """What is taken away in markets; what ended there because it did in another one comes `late`."""
        here = set(self.after.markets())
        for key in self.before.markets():
            old = self.before.history(key)
            new = [self.after.history(key)] if key in here else []
            for at in self._instants(old, *new):
                was, now = self.before.market(key, at), self.after.market(key, at) if new else None
                if at == self.now and new:
                    yield from (*self.values.of(old, new[0]), *self.values.gifts(old, new[0]))
                for ending in self._endings(was, now, at):
                    found = self._finding(WITHDRAWN, key, ending.of, at, Fraction(1), ending.sentence, ending.place)
                    found = msgspec.structs.replace(found, gone=ending.gone)
                    if ending.follows:
                        late.append(found)
                    else:
                        yield found
                if isinstance(was, Market) and isinstance(now, Market):
                    yield from self._of_market(was, now, at)
                    yield from loosened(old, new[0], now, at, self.lines)

    def _endings(self, was: object, now: object, at: Instant) -> Iterator[Withdrawal]:
        if isinstance(was, Market):
            yield from self.endings.of_market(was, now if isinstance(now, Market) else None, at)

    def _of_market(self, was: Market, now: Market, at: Instant) -> Iterator[Finding]:
        key, moved = was.key, list[Finding]()
        for package, offer in was.offers.items():
            if package in now.offers:
                moved += self._moved(now, package, offer.price, now.offers[package].price, at)
                yield from self._content(now, package, offer.package, now.offers[package].package, at)
        yield from _as_lists(moved, len(was.offers.keys() & now.offers.keys()))
        for item in was.items.keys() & now.items.keys():
            yield from self._moved(now, item, was.items[item].price, now.items[item].price, at)
        gone = _lines(was.tax) - _lines(now.tax)
        for line in sorted(gone) if was.offers and now.offers else ():
            sentence = f"tax.lines.{line} is not levied in {key.shown}, and was"
            told = self._finding(TAX_GONE, key, line, at, Fraction(1), sentence, self._tax_gone(key, line, at))
            yield told if _lines(now.tax) else msgspec.structs.replace(told, gone=(TAX_LINES[:1],))

    def _moved(self, market: Market, package: str, was: object, now: object, at: Instant) -> Iterator[Finding]:
        for facts in joint_cases(self.before, self.after, was, now):
            old, new = (choose(terms, facts, []) for terms in (was, now))
            if not (isinstance(old, PriceTerms) and isinstance(new, PriceTerms)) or not old.listed_minor:
                continue
            rate = self.rates.about(market.key.region, old.currency, new.currency, at)
            if rate is None or (old.listed_minor, old.currency) == (new.listed_minor, new.currency):
                continue
            before, after = Money(old.listed_minor, old.currency), Money(new.listed_minor, new.currency)
            moved = _major(after) / (_major(before) * rate) - 1
            if abs(moved) > self.beyond:
                sentence = (
                    f"{package} in {market.key.shown}{where_said(facts)} costs {after} from "
                    f"{local_day(at, market.in_zone)} on, and cost {before}: "
                    f"{percent(abs(moved))} {'more' if moved > 0 else 'less'}"
                )
                told = self._finding(MOVED, market.key, package, at, abs(moved), sentence, moved_at(old, new))
                yield msgspec.structs.replace(told, price=new.listed_stated.place)

    def _content(self, market: Market, package: str, was: object, now: object, at: Instant) -> Iterator[Finding]:
        """That a package holds fewer coins, or far more."""
        old, new = (
            next((own for own in possible_terms(terms) if isinstance(own, PackageTerms)), None) for terms in (was, now)
        )
        if old is None or new is None or not old.total:
            return
        moved, day = Fraction(new.total, old.total) - 1, local_day(at, market.in_zone)
        if moved >= 0 and moved <= self.beyond:
            return
        is_of_bonus = new.bonus_stated is not None and new.coins == old.coins
        stated = new.bonus_stated if is_of_bonus and new.bonus_stated is not None else new.coins_stated
        sentence = (
            f"{package} in {market.key.shown} holds {new.total:,} coins from {day} on, and held {old.total:,}: "
            f"{percent(abs(moved))} {'more' if moved > 0 else 'less'}"
        )
        yield self._finding(MOVED, market.key, package, at, abs(moved), sentence, stated.place)

    def _of_regions(self) -> Iterator[Finding]:
        for code in self.before.regions:
            if code not in self.after.regions:
                continue  # its markets are told
            old, new = self.before.history((code, "")), self.after.history((code, ""))
            yield from self.values.of(old, new)
            for at in self._instants(old, new):
                was, now = self.before.region(code, at), self.after.region(code, at)
                if isinstance(was, Region) and isinstance(now, Region):
                    yield from self._of_region(was, now, at)

    def _of_region(self, was: Region, now: Region, at: Instant) -> Iterator[Finding]:
        key = MarketKey(was.code, "")
        for kind, earned in was.earnings.items():
            terms = (earned, now.earnings.get(kind), was.diamond, now.diamond)
            for facts in joint_cases(self.before, self.after, *terms):
                before, after = (earned_by(region, kind, facts) for region in (was, now))
                if before is None or after is None or not before.each:
                    continue
                kept = self._kept(before, after, was.code, at)
                if kept is None or kept >= 1:
                    continue
                less = f"{percent(1 - kept)} less" if kept else "nothing"
                day = local_day(at, was.in_zone)
                sentence = f"creators in {was.code}{where_said(facts)} earn {less} of {kind} from {day} on"
                place = _moved_diamond(was, now) or after.place
                yield self._finding(EARNS_LESS, key, kind, at, 1 - kept, sentence, place)
        for method in sorted(was.ways.keys() - now.ways.keys()):
            sentence = f"creators in {was.code} are not paid by {method} from {local_day(at, was.in_zone)} on, and were"
            yield self._finding(
                WITHDRAWN, key, method, at, Fraction(1), sentence, self._stood(key, ("payouts", "methods", method))
            )

    def _kept(self, before: CoinWorth, after: CoinWorth, region: str, at: Instant) -> Fraction | None:
        """The share of what was earned that still is; None where the two cannot be compared."""
        if not after.each:
            return Fraction(0)
        rate: Fraction | None = Fraction(1)
        if before.currency is not None and after.currency is not None:
            rate = self.rates.about(region, after.currency, before.currency, at)
        elif before.of != after.of:
            rate = None
        return None if rate is None else after.each * rate / before.each

    def _stood(self, key: MarketKey, path: KeyPath) -> Place | None:
        """Where what stood at a path or below it would stand: at what is left of the key that held it."""
        old, new = (book.history(key) for book in (self.before, self.after))
        below = old.below(path[0]).items()
        stood = [own.stated.place for at, line in below if at[: len(path)] == path for own in line.values]
        return self.lines.of_gone(path, min(stood), key.region, new.place) if stood else None

    def _tax_gone(self, key: MarketKey, line: str, at: Instant) -> Place | None:
        """Where it is said that a tax is none, or anything that holds it; else beside where it stood."""
        path = (*TAX_LINES, line)
        below = self.after.history(key).below(TAX_LINES[0])
        said = [below[own].at(at) for own in (TAX_LINES[:1], TAX_LINES, path, (*path, "rate")) if own in below]
        none = next((own.stated.place for own in said if own is not None and own.stated.value is NONE), None)
        return none or self._stood(key, path)

    def _finding(
        self, guard: str, key: MarketKey, of: str, at: Instant, seen: Fraction, sentence: str, place: Place | None
    ) -> Finding:
        """What is taken away; at the file of the region where no line says so, or at any where it has none."""
        region = key.region if key.region in self.after.regions else self.after.regions[0]
        stands = place or self.after.history((region, "")).place
        question = f"ratecard prices --region {key.region} --platform {key.platform}" if key.platform else ""
        return Finding(
            guard=guard,
            market=key,
            of=of,
            since=at,
            seen=seen,
            sentence=sentence,
            place=stands,
            hint="put it back",
            question=question if key in self.after.markets() else "",
            gone=_gone(guard, of),
        )


def _gone(guard: str, of: str) -> tuple[KeyPath, ...]:
    """The paths of the older book of which a finding says that they are gone."""
    paths: Mapping[str, KeyPath] = {
        WITHDRAWN: ("payouts", "methods", of),
        TAX_GONE: (*TAX_LINES, of),
        EARNS_LESS: ("earnings", of),
    }
    return (paths[guard],) if guard in paths else ()


def _lines(tax: object) -> set[str]:
    """The ids of the taxes that are levied in any case."""
    every = [terms for terms in possible_terms(tax) if isinstance(terms, TaxTerms)]
    return {line.id for terms in every for line in terms.lines if line.effective.numerator}


def _moved_diamond(was: Region, now: Region) -> Place | None:
    """Where the value of a diamond stands that is another one; None where it is the same, or varies."""
    old, new = was.diamond, now.diamond
    if not (isinstance(old, DiamondTerms) and isinstance(new, DiamondTerms)):
        return None
    return None if old.stated.value == new.stated.value else new.stated.place


def _major(money: Money) -> Fraction:
    return Fraction(money.minor, 10**money.currency.exponent)


def _as_lists(moved: Sequence[Finding], packages: int) -> list[Finding]:
    """Prices of one market that moved; told together where all of so many packages did, by the lines of their list."""
    if packages <= 1 or len({finding.of for finding in moved}) < packages:
        return list(moved)
    lines = sorted({str(finding.place) for finding in moved})
    return [msgspec.structs.replace(finding, together=f"{MOVED} {lines}") for finding in moved]
