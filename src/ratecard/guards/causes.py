"""Which findings are causes, and which only follow from them: one mistake is told once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ratecard.diagnostics.diagnostic import Note, Place, Severity
from ratecard.guards.against import TAX_GONE, WITHDRAWN
from ratecard.guards.breaches import ROUND_TRIP
from ratecard.guards.bulk import BULK, TRAP
from ratecard.guards.chain import DIAMOND, EARNS
from ratecard.guards.changes import CHANGE
from ratecard.guards.cliffs import CLIFF
from ratecard.guards.countries import CURRENCY, TAX
from ratecard.guards.drift import DRIFTED
from ratecard.guards.enclosed import ENVELOPE
from ratecard.guards.findings import Finding
from ratecard.guards.idle import IDLE
from ratecard.guards.ladders import PRICES
from ratecard.guards.levels import COPIED, LEVEL
from ratecard.guards.missing import MISSING
from ratecard.guards.net_coins import SPREAD
from ratecard.guards.offers import MARGIN
from ratecard.guards.payout_terms import PAYOUT_TERMS
from ratecard.guards.payouts import PAYOUT
from ratecard.guards.points import POINTS
from ratecard.guards.rates import RATE
from ratecard.guards.settings import RANKS
from ratecard.guards.shape import SHAPE
from ratecard.guards.shrinks import SHRINKS
from ratecard.guards.stores import STORE_RATE
from ratecard.guards.takings import BONUS, COMMISSION, FREE, SALE
from ratecard.guards.values import DATES, SHARE
from ratecard.terms.market import MarketKey

CAUSES = (FREE, BONUS, CHANGE, SHRINKS, SHAPE)
"""The guards that look at single prices, the plainest first."""
FOLLOWING = (BULK, TRAP, CLIFF)
"""Those that compare the packages of a market."""

ECONOMICS = (ROUND_TRIP, MARGIN, *FOLLOWING, ENVELOPE)
"""Those that add up what is sold, the gravest first: what is wrong at one place is told by one of them."""

WORTH = frozenset({"diamond", "diamonds"})
"""Of what a share that jumps is where it is what a diamond is worth, or what a coin earns."""

SHIFTED_LEAST = 2
"""How many prices of a list that are out of line say that it was shifted."""


def first_causes(
    findings: Sequence[Finding], severities: Mapping[str, Severity | None]
) -> tuple[list[Finding], list[Finding]]:
    """The findings that are told, and those that follow from one of them.

    Of a price that is 0, jumps or is out of line nothing else is said, nor how the packages of such a list compare, nor
    how far its prices are from others. What a package holds is told once. A list that was copied, or shifted, is off
    its level too; and what a rate that jumped is worth has drifted, and is far from others. Nor is it said what an
    envelope refuses of a package that loses money, or of a region whose tax or currency is odd. What another guard
    finds as well is its to tell.
    Nothing follows from what matters less: an error is always told.
    """
    causes: list[Finding] = []
    following: list[Finding] = []
    for name in CAUSES:
        known = _Causes(causes, severities, name)
        for finding in (finding for finding in findings if finding.guard == name):
            (following if known.has(finding.place, finding.of) else causes).append(finding)
    findings = [_at_the_odd_one(finding, findings) for finding in findings]
    told = list(causes)
    by_rank = {RANKS[severity]: name for name, severity in severities.items()}
    knowing = {rank: _Causes([*causes, *findings], severities, name) for rank, name in by_rank.items()}
    for finding in (finding for finding in findings if finding.guard not in CAUSES):
        known = knowing[RANKS[severities[finding.guard]]]
        (following if _follows(finding, known, severities) else told).append(finding)
    return told, following


def _at_the_odd_one(finding: Finding, findings: Sequence[Finding]) -> Finding:
    """A limit that is below a minimum, told where the minimum stands if that is unusual by itself."""
    if finding.guard != PAYOUT:
        return finding
    odd = {own.place for own in findings if own.guard == PAYOUT_TERMS}
    other = next((note for note in finding.notes if note.place in odd and finding.place not in odd), None)
    if other is None:
        return finding
    return msgspec.structs.replace(finding, place=other.place, notes=(Note(finding.place, "the limit"),))


class _Causes:
    """The findings from which those of one guard may follow: of guards that matter at least as much."""

    def __init__(self, findings: Iterable[Finding], severities: Mapping[str, Severity | None], guard: str) -> None:
        least = RANKS[severities[guard]]
        counting = [finding for finding in findings if RANKS[severities[finding.guard]] >= least]
        causes = [finding for finding in counting if finding.guard in CAUSES]
        shapes = [finding for finding in causes if finding.guard == SHAPE and not _is_of_content(finding)]
        self.things = {(finding.place, finding.of) for finding in causes}
        self.places = {finding.place for finding in causes}
        self.contents = {(_where_held(finding), finding.of) for finding in causes if _is_of_content(finding)}
        self.shifted = {finding.together for finding in shapes}
        self.shifts = Counter({(finding.market, finding.place) for finding in shapes})
        self.steps = {finding.place for finding in counting if finding.guard in (SHARE, COMMISSION, BONUS)}
        of_held = [own for own in counting if own.guard == BULK and own.price not in (None, own.place)]
        self.held = {package for finding in of_held for package in (finding.of, *finding.beside)}
        self.far = {finding.place for finding in counting if finding.guard == PAYOUT_TERMS}
        self.unreached = {
            place
            for finding in counting
            if finding.guard == PAYOUT
            for place in (finding.place, *(note.place for note in finding.notes))
        }
        self.off_level = {finding.market for finding in counting if finding.guard in (COPIED, LEVEL)}
        self.lacking = {(finding.market, finding.of) for finding in counting if finding.guard == MISSING}
        self.withdrawn = {(finding.market, finding.of) for finding in counting if finding.guard == WITHDRAWN}
        self.copied = {finding.market for finding in counting if finding.guard == COPIED}
        self.odd_sales = {finding.of for finding in counting if finding.guard in (SALE, IDLE)}
        self.untaxed = {(finding.market, finding.place) for finding in counting if finding.guard == TAX_GONE}
        self.jumped = {finding.of for finding in counting if finding.guard == RATE}
        self.off_prices = {
            finding.price for finding in counting if finding.guard == ENVELOPE and finding.market in self.off_level
        }
        self.losing = {(finding.market, finding.of) for finding in counting if finding.guard in (MARGIN, ROUND_TRIP)}
        self.foreign = {
            finding.market.region for finding in counting if finding.guard == CURRENCY and finding.market.platform
        }
        self.mistaxed = {finding.market.region for finding in counting if finding.guard == TAX}
        self.off_places = {finding.place for finding in counting if finding.guard in (COPIED, LEVEL)}
        self.summed = {(finding.guard, finding.place) for finding in counting if finding.guard in ECONOMICS}
        self.takes_much = {_where_held(finding) for finding in counting if finding.guard in (COMMISSION, STORE_RATE)}
        self.worths = {finding.place for finding in counting if _is_of_worth(finding)}

    def has(self, place: Place, of: str) -> bool:
        """Whether one of them is of this thing at this place."""
        return (place, of) in self.things

    def has_withdrawn(self, finding: Finding) -> bool:
        """Whether one of them tells that what is missing was withdrawn since an older book."""
        return (finding.market, "" if finding.of == PRICES else finding.of) in self.withdrawn

    def has_graver(self, finding: Finding) -> bool:
        """Whether one of them that adds up what is sold says something graver of the same place."""
        graver = ECONOMICS[: ECONOMICS.index(finding.guard)]
        return any((guard, finding.place) in self.summed for guard in graver)

    def has_content(self, market: MarketKey, packages: Iterable[str]) -> bool:
        """Whether one of them is of what one of these packages holds, on the platform, in the region or everywhere."""
        return any((where, package) in self.contents for package in packages for where in ("", *market))

    def has_shifted(self, market: MarketKey) -> bool:
        """Whether several prices of a market are out of line."""
        return sum(own == market for own, _ in self.shifts) >= SHIFTED_LEAST


def _where_held(finding: Finding) -> str:
    """Where a package holds what a finding says: "" everywhere, else the region that states it, or the platform."""
    if finding.everywhere:
        return ""
    is_of_region = finding.place.file.startswith("regions/")
    return finding.market.region if is_of_region else finding.market.platform


def _is_of_worth(finding: Finding) -> bool:
    """Whether it is of what a coin earns, or what a diamond is worth, and so of everything that is sold."""
    if finding.guard == SHARE:
        return finding.of in WORTH
    notes = {note.text for note in finding.notes}
    return finding.guard in (ROUND_TRIP, MARGIN) and finding.place != finding.price and not {EARNS, DIAMOND} <= notes


def _is_of_content(finding: Finding) -> bool:
    """Whether it is of what a package holds, and not of a price."""
    return finding.everywhere or finding.of_content


def _follows(finding: Finding, causes: _Causes, severities: Mapping[str, Severity | None]) -> bool:
    """Whether a finding follows from one that is told."""
    is_other = bool(finding.follows) and RANKS[severities[finding.follows]] >= RANKS[severities[finding.guard]]
    if is_other or (finding.guard == MISSING and causes.has_withdrawn(finding)):
        return True
    if finding.guard == SHARE:
        return not causes.worths.isdisjoint(note.place for note in finding.notes)
    if finding.guard in ECONOMICS and causes.has_graver(finding):
        return True
    if finding.guard in FOLLOWING:
        compared = {finding.place, finding.price, *(note.place for note in finding.notes)}
        is_of_content = causes.has_content(finding.market, {finding.of, *finding.beside})
        is_told = finding.together in causes.shifted or (finding.market, finding.of) in causes.lacking
        return is_told or bool(compared & (causes.places | causes.off_places)) or is_of_content
    if finding.guard == LEVEL:
        is_of_list = finding.market in causes.copied or causes.has_shifted(finding.market)
        return is_of_list or bool(causes.jumped & {*finding.beside}) or finding.market.region in causes.foreign
    if finding.guard == TAX:
        return (finding.market, finding.place) in causes.untaxed
    if finding.guard == DRIFTED:
        return bool(causes.jumped & {*finding.beside})
    if finding.guard in (POINTS, SPREAD):
        return _is_of_others(finding, causes)
    if finding.guard == STORE_RATE:
        return finding.place in causes.steps
    if finding.guard == PAYOUT_TERMS:
        return finding.place in causes.steps or finding.place in causes.unreached
    if finding.guard == DATES:
        return finding.of in causes.odd_sales
    if finding.guard in (MARGIN, ROUND_TRIP, ENVELOPE):
        places = {finding.place, *(note.place for note in finding.notes)}
        if places & (causes.steps | causes.far):
            return True
        is_of_rate = bool(causes.jumped & {*finding.beside})
        is_of_content = causes.has_content(finding.market, {finding.of}) or finding.of in causes.held
        is_of_list = finding.price in causes.places | causes.off_places or finding.market in causes.off_level
        is_refused = finding.guard == ENVELOPE and _is_refused_for_another_reason(finding, causes)
        is_taken = finding.guard == MARGIN and not causes.takes_much.isdisjoint(finding.market)
        return is_of_rate or is_of_content or is_of_list or is_refused or is_taken
    return False


def _is_of_others(finding: Finding, causes: _Causes) -> bool:
    """Whether a price is off points, or far from another one, by a mistake that is told, of either or of a rate."""
    places = {finding.place, *(note.place for note in finding.notes)}
    if places & (causes.places | causes.off_places) or {finding.market, finding.other} & causes.off_level:
        return True
    if finding.guard != SPREAD:
        return False
    markets = [own for own in (finding.market, finding.other) if own is not None]
    is_of_country = not {own.region for own in markets}.isdisjoint(causes.foreign | causes.mistaxed)
    is_of_content = any(causes.has_content(own, {finding.of}) for own in markets)
    return is_of_country or is_of_content or bool(causes.jumped & {*finding.beside})


def _is_refused_for_another_reason(finding: Finding, causes: _Causes) -> bool:
    """Whether an envelope refuses what a mistake explains that is told: of a list, a loss, or a country."""
    is_loss = bool(causes.worths) or (finding.market, finding.of) in causes.losing
    if MARGIN in finding.beside and (is_loss or not causes.takes_much.isdisjoint(finding.market)):
        return True
    is_of_country = finding.market.region in causes.foreign | causes.mistaxed
    return is_of_country or finding.price in causes.off_prices
