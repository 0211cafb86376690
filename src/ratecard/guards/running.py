"""All guards of a book at once: what they find, as diagnostics, less what the book accepts."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

import msgspec

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic, by_place
from ratecard.guards.against import AGAINST, WITHDRAWN, Comparison
from ratecard.guards.breaches import ROUND_TRIP
from ratecard.guards.bulk import BULK, TRAP, bulk_is_better, bundle_trap
from ratecard.guards.causes import first_causes
from ratecard.guards.chain import broken_chains
from ratecard.guards.changes import CHANGE, jumps
from ratecard.guards.chosen_bulk import chosen_in_bulk, chosen_in_bundles
from ratecard.guards.chosen_cliffs import chosen_cliffs
from ratecard.guards.chosen_lists import chosen_lists_of
from ratecard.guards.cliffs import CLIFF, cliffs
from ratecard.guards.countries import CURRENCY, TAX, TAX_MOVED, moved_taxes, odd_currencies, odd_taxes
from ratecard.guards.drift import DRIFTED, drifted_prices
from ratecard.guards.enclosed import ENVELOPE, outside_envelope
from ratecard.guards.endless import ENDLESS, endless_promotions
from ratecard.guards.exceptions import Readers, accepted_in, doubtful_exceptions
from ratecard.guards.expected import EXPECTED, expected_paths
from ratecard.guards.findings import Finding, Meeting, Unproved
from ratecard.guards.idle import IDLE, idle_promotions
from ratecard.guards.known import NOTHING_KNOWN, Known
from ratecard.guards.ladders import Ladders, ladders_of
from ratecard.guards.levels import COPIED, LEVEL, ExactRates, LevelBounds, copied_rows, out_of_level
from ratecard.guards.listed import UNLISTED, unlisted_regions
from ratecard.guards.missing import MISSING, missing_prices
from ratecard.guards.names import SLIP, ids_one_slip_apart
from ratecard.guards.net_coins import SPREAD
from ratecard.guards.offered import Offered
from ratecard.guards.offers import MARGIN
from ratecard.guards.payout_splits import payouts_in_pieces
from ratecard.guards.payout_terms import PAYOUT_TERMS, PayoutBounds, unusual_payouts
from ratecard.guards.payouts import PAYOUT, payouts_out_of_reach
from ratecard.guards.points import POINTS, off_points
from ratecard.guards.rate_days import unreached_rates
from ratecard.guards.rates import RATE, rate_jumps
from ratecard.guards.settings import Accepted, GuardSettings, crossed_bounds, settings_of
from ratecard.guards.shape import SHAPE, out_of_line
from ratecard.guards.shrinks import SHRINKS, shrinking
from ratecard.guards.splitting import SPLITTING, splits
from ratecard.guards.spread import spreads
from ratecard.guards.statements import BookStatement, statements
from ratecard.guards.stores import MISSING_LINE, STORE_RATE, missing_lines, odd_store_rates
from ratecard.guards.takings import (
    BONUS,
    COMMISSION,
    FREE,
    SALE,
    free_prices,
    high_bonuses,
    high_commissions,
    odd_sales,
)
from ratecard.guards.telling import told_of
from ratecard.guards.values import AGE, DATES, SHARE, high_ages, odd_cases, odd_dates, share_jumps
from ratecard.guards.weakened import stricter, weakenings, widened_exceptions
from ratecard.instants import Duration, Instant
from ratecard.rulefiles.keys.guards import WEAKENED
from ratecard.terms.market import MarketKey

Result = Finding | Unproved | Meeting
GuardRun = Callable[[], Iterable[Result]]
"""A guard, ready to run."""


class Guarded(msgspec.Struct, frozen=True):
    """What the guards of a book found: what counts, what is accepted with its exception, what could not be looked at.

    `following` are findings that follow from those that count, and are not told. `meetings` are promotions that go
    together. `diagnostics` say what counts, one for each guard and place, and what is wrong with exceptions. `ran` are
    the guards that looked, `now` is the instant that they took for the present. `information` are findings of guards
    that only inform.
    """

    settings: GuardSettings
    findings: tuple[Finding, ...]
    following: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]
    unproved: tuple[Unproved, ...]
    meetings: tuple[Meeting, ...]
    diagnostics: tuple[Diagnostic, ...]
    ran: frozenset[str]
    now: Instant | None
    information: tuple[Finding, ...]


def guard(
    book: RuleBook,
    now: Instant | None,
    known: Known = NOTHING_KNOWN,
    before: RuleBook | None = None,
    *,
    informing: bool = False,
    only: Collection[str] | None = None,
    beside: Sequence[Finding] = (),
) -> Guarded:
    """Runs every guard of a sound book that is not off, or `only` these; with `informing`, also those that then inform.

    `now` says which exceptions have expired and which dates lie far ahead; None: no matter when, none is or does.
    `known` is what is known of countries; `before` an older book to compare with; `beside` are findings of its cases.
    """
    settings = _in_force(book, before, only)
    runs = runs_of(book, settings, now, known, before, informing=informing)
    results = [*beside, *(result for run in runs.values() for result in run())]
    every = [result for result in results if isinstance(result, Finding)]
    findings = [finding for finding in every if finding.guard not in settings.informing]
    left, accepted, readers = _weighed(book, settings, findings, now)
    counting, following = first_causes(left, settings.severities)
    ran = frozenset(name for name in settings.severities if before is not None or name not in AGAINST)
    doubts = doubtful_exceptions(settings, findings, accepted, readers, now, ran)
    diagnostics = [*_of_settings(book, before), *told_of(counting, following, settings, readers, now), *doubts]
    return Guarded(
        settings=settings,
        findings=tuple(counting),
        following=tuple(following),
        accepted=tuple(accepted),
        unproved=tuple(dict.fromkeys(result for result in results if isinstance(result, Unproved))),
        meetings=tuple(result for result in results if isinstance(result, Meeting)),
        diagnostics=tuple(sorted(diagnostics, key=by_place)),
        ran=ran,
        now=now,
        information=tuple(finding for finding in every if finding.guard in settings.informing),
    )


def _in_force(book: RuleBook, before: RuleBook | None, only: Collection[str] | None) -> GuardSettings:
    """The book's settings, for what compares with an older one the stricter of both; with `only` these, others off."""
    own = settings_of(book.kept)
    settings = own if before is None else stricter(settings_of(before.kept), own, frozenset(AGAINST))
    return settings if only is None else settings.of(only)


def _of_settings(book: RuleBook, before: RuleBook | None) -> Iterator[Diagnostic]:
    """What is wrong with the settings themselves, and what they accept that an older book does not."""
    yield from crossed_bounds(book.kept)
    if before is not None:
        yield from widened_exceptions(settings_of(before.kept), settings_of(book.kept))


def _weighed(
    book: RuleBook, settings: GuardSettings, findings: Sequence[Finding], now: Instant | None
) -> tuple[list[Finding], list[tuple[Finding, Accepted]], Readers]:
    """The findings that count, those that are accepted, and who reads the lines at which they are."""
    counting, accepted = list[Finding](), list[tuple[Finding, Accepted]]()
    regions = (book.history((code, "")) for code in book.regions)
    readers = Readers([*(book.history(key) for key in book.markets()), *regions], findings)
    for finding in findings:
        markets = readers.of(finding) if settings.accepted else (finding.market,)
        exceptions = {key: accepted_in(settings.accepted, finding, key, now) for key in markets}
        accepted += [(finding.moved_to(key), own) for key, own in exceptions.items() if own is not None]
        left = [key for key, own in exceptions.items() if own is None]
        counting += [finding.moved_to(left[0])] if left else []
    return counting, accepted, readers


def runs_of(
    book: RuleBook,
    settings: GuardSettings,
    now: Instant | None,
    known: Known,
    before: RuleBook | None,
    *,
    informing: bool,
) -> dict[str, GuardRun]:
    """The guards that are not off by name, each ready to run; those against an older book are one, as `WITHDRAWN`."""
    histories = {key: book.history(key) for key in book.markets()}
    creators = [book.history((region, "")) for region in book.regions]
    ladders, rates, offered = ladders_of(histories.values()), ExactRates(book, known), Offered(book.facts)
    chosen = cache(lambda: chosen_lists_of(histories.values(), ladders))
    every: dict[str, GuardRun] = {
        BULK: lambda: (*bulk_is_better(ladders.distinct), *chosen_in_bulk(chosen())),
        TRAP: lambda: (*bundle_trap(ladders.distinct), *chosen_in_bundles(chosen())),
        CLIFF: lambda: (*cliffs(list(histories.values()), ladders.distinct, offered), *chosen_cliffs(chosen())),
        ROUND_TRIP: lambda: _chain(book, offered, rates, settings),
        SPREAD: lambda: spreads(book, list(histories.values()), rates, settings.bound_of(SPREAD, "above")),
        SPLITTING: lambda: _splits(book, list(histories.values()), creators, settings.bound_of(SPLITTING, "above")),
        ENVELOPE: lambda: outside_envelope(book, list(histories.values()), offered),
        **_runs_of_prices(histories, creators, ladders, rates, settings),
        **_runs_of_values(book, histories, creators, settings, now, known),
        TAX: lambda: odd_taxes(histories.values(), known),
        STORE_RATE: lambda: odd_store_rates(histories.values(), known),
        TAX_MOVED: lambda: moved_taxes(list(histories.values()), settings.factor(TAX_MOVED, "beyond")),
        CURRENCY: lambda: odd_currencies(histories.values(), creators, known),
    }
    wanted = {name for name, severity in settings.severities.items() if severity is not None}
    wanted |= settings.informing if informing else set()
    if MARGIN in wanted:
        wanted.add(ROUND_TRIP)  # one walk finds both
    runs = {name: run for name, run in every.items() if name in wanted}
    if before is not None and now is not None:
        comparison = Comparison(before, book, rates, settings, now)
        runs[WITHDRAWN] = lambda: comparison.findings(wanted)
        if WEAKENED in wanted:
            runs[WEAKENED] = lambda: weakenings(before, book, now)
    return runs


def _runs_of_prices(
    histories: Mapping[MarketKey, MarketHistory],
    creators: Sequence[MarketHistory],
    ladders: Ladders,
    rates: ExactRates,
    settings: GuardSettings,
) -> dict[str, GuardRun]:
    """Those that weigh prices, and the rates that compare them."""
    factor = settings.factor
    return {
        MISSING: lambda: missing_prices(histories, ladders),
        SHAPE: lambda: out_of_line(ladders, factor(SHAPE, "beyond")),
        LEVEL: lambda: out_of_level(
            ladders,
            rates,
            LevelBounds(factor(LEVEL, "above"), factor(LEVEL, "below"), factor(LEVEL, "beyond"), settings.table),
        ),
        COPIED: lambda: copied_rows(ladders, rates, factor(COPIED, "beyond")),
        CHANGE: lambda: jumps(histories.values(), rates, factor(CHANGE, "beyond")),
        RATE: lambda: rate_jumps(creators, factor(RATE, "beyond"), rates.known),
        DRIFTED: lambda: drifted_prices(histories.values(), rates, factor(DRIFTED, "beyond")),
        SHRINKS: lambda: shrinking(ladders),
    }


def _runs_of_values(
    book: RuleBook,
    histories: Mapping[MarketKey, MarketHistory],
    creators: Sequence[MarketHistory],
    settings: GuardSettings,
    now: Instant | None,
    known: Known,
) -> dict[str, GuardRun]:
    """Those that look at values one by one."""
    factor, length, markets = settings.factor, settings.length, list(histories.values())
    every = [*markets, *creators]
    bounds = PayoutBounds(factor(PAYOUT_TERMS, "minimum"), factor(PAYOUT_TERMS, "fee"), length(PAYOUT_TERMS, "hold"))
    said = cache(lambda: tuple(statements(every)))
    return {
        PAYOUT: lambda: payouts_out_of_reach(creators),
        UNLISTED: lambda: unlisted_regions(book.kept, markets),
        MISSING_LINE: lambda: missing_lines(histories),
        EXPECTED: lambda: expected_paths(book.kept, markets, creators, sorted(book.platforms)),
        FREE: lambda: free_prices(markets),
        POINTS: lambda: off_points(markets),
        COMMISSION: lambda: high_commissions(markets, factor(COMMISSION, "above")),
        BONUS: lambda: high_bonuses(markets, factor(BONUS, "above")),
        SALE: lambda: odd_sales(markets, length(SALE, "shortest"), length(SALE, "longest")),
        IDLE: lambda: idle_promotions(markets),
        ENDLESS: lambda: endless_promotions(markets),
        SHARE: lambda: (*share_jumps(every, factor(SHARE, "beyond")), *odd_cases(said(), factor(SHARE, "beyond"))),
        PAYOUT_TERMS: lambda: unusual_payouts(creators, said(), known, bounds),
        SLIP: lambda: ids_one_slip_apart(every),
        AGE: lambda: high_ages(said(), factor(AGE, "above")),
        DATES: lambda: () if now is None else _dates(book, said(), markets, length(DATES, "ahead"), now),
    }


def _dates(
    book: RuleBook, said: Sequence[BookStatement], markets: Sequence[MarketHistory], ahead: Duration, now: Instant
) -> Iterator[Finding]:
    """Dates that are odd, and days of rates that are not reached."""
    yield from odd_dates(said, book.begins, ahead, now)
    yield from unreached_rates(markets, now)


def _splits(
    book: RuleBook, markets: Sequence[MarketHistory], creators: Sequence[MarketHistory], above: Fraction | None
) -> Iterator[Finding | Unproved]:
    """What pieces bring more than at once: gifts, and payouts."""
    yield from splits(book, markets, creators, above)
    yield from payouts_in_pieces(book, creators, above)


def _chain(book: RuleBook, offered: Offered, rates: ExactRates, settings: GuardSettings) -> Iterator[Result]:
    """What the guards of the chain find that are not off."""
    markets = [book.history(key) for key in book.markets()]
    creators = [book.history((region, "")) for region in book.regions]
    for result in broken_chains(book, markets, creators, offered, rates, settings.factor(MARGIN, "least")):
        if isinstance(result, Meeting) or settings.severities[result.guard] is not None:
            yield result
