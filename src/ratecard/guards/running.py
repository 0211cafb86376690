"""All guards of a book at once: what they find, as diagnostics, less what the book accepts."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic, by_place
from ratecard.guards.bulk import BULK, TRAP, bulk_is_better, bundle_trap
from ratecard.guards.chain import MARGIN, ROUND_TRIP, broken_chains
from ratecard.guards.changes import CHANGE, jumps
from ratecard.guards.exceptions import accepts, doubtful_exceptions
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.ladders import Ladders, ladders_of
from ratecard.guards.levels import COPIED, LEVEL, Rates, copied_rows, out_of_level
from ratecard.guards.missing import MISSING, missing_prices
from ratecard.guards.payouts import PAYOUT, payouts_out_of_reach
from ratecard.guards.rates import RATE, rate_jumps
from ratecard.guards.settings import Accepted, Settings, settings_of
from ratecard.guards.shape import SHAPE, out_of_line
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
from ratecard.guards.telling import first_causes, told_of
from ratecard.guards.worth import Worths
from ratecard.instants import Instant


class Guarded(msgspec.Struct, frozen=True):
    """What the guards of a book found: what counts, what is accepted with its exception, what could not be looked at.

    `diagnostics` say what counts, one for each guard and place, and what is wrong with exceptions.
    """

    settings: Settings
    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]
    unproved: tuple[Unproved, ...]
    diagnostics: tuple[Diagnostic, ...]


def guard(book: RuleBook, now: Instant) -> Guarded:
    """Runs every guard of a sound book that is not off. `now` says which exceptions have expired."""
    settings = settings_of(book.kept)
    results = [result for run in _runs(book, settings) for result in run()]
    findings = [result for result in results if isinstance(result, Finding)]
    counting, accepted = list[Finding](), list[tuple[Finding, Accepted]]()
    for finding in findings:
        exception = next((own for own in settings.accepted if accepts(own, finding, now)), None)
        if exception is None:
            counting.append(finding)
        else:
            accepted.append((finding, exception))
    counting = list(first_causes(counting, settings.severities))
    diagnostics = [*told_of(counting, settings), *doubtful_exceptions(settings, findings, accepted, now)]
    return Guarded(
        settings=settings,
        findings=tuple(counting),
        accepted=tuple(accepted),
        unproved=tuple(dict.fromkeys(result for result in results if isinstance(result, Unproved))),
        diagnostics=tuple(sorted(diagnostics, key=by_place)),
    )


def _runs(book: RuleBook, settings: Settings) -> Iterator[Callable[[], Iterable[Finding | Unproved]]]:
    """The guards that are not off, each ready to run."""
    histories = {key: book.history(key) for key in book.markets()}
    creators = [book.history((region, "")) for region in book.regions]
    ladders: Ladders = ladders_of(histories.values())
    rates = Rates(book)
    factor, length = settings.factor, settings.length
    every: dict[str, Callable[[], Iterable[Finding | Unproved]]] = {
        BULK: lambda: bulk_is_better(ladders.distinct),
        TRAP: lambda: bundle_trap(ladders.distinct),
        ROUND_TRIP: lambda: _chain(book, rates, settings),
        PAYOUT: lambda: payouts_out_of_reach(creators),
        MISSING: lambda: missing_prices(histories, ladders),
        SHAPE: lambda: out_of_line(ladders, factor(SHAPE, "beyond")),
        LEVEL: lambda: out_of_level(ladders, rates, factor(LEVEL, "above"), factor(LEVEL, "below")),
        COPIED: lambda: copied_rows(ladders, rates, factor(COPIED, "beyond")),
        CHANGE: lambda: jumps(histories.values(), rates, factor(CHANGE, "beyond")),
        RATE: lambda: rate_jumps(creators, factor(RATE, "beyond")),
        FREE: lambda: free_prices(histories.values()),
        COMMISSION: lambda: high_commissions(histories.values(), factor(COMMISSION, "above")),
        BONUS: lambda: high_bonuses(histories.values(), factor(BONUS, "above")),
        SALE: lambda: odd_sales(histories.values(), length(SALE, "shortest"), length(SALE, "longest")),
    }
    wanted = {name for name, severity in settings.severities.items() if severity is not None}
    if MARGIN in wanted:
        wanted.add(ROUND_TRIP)  # one walk finds both
    yield from (run for name, run in every.items() if name in wanted)


def _chain(book: RuleBook, rates: Rates, settings: Settings) -> Iterator[Finding | Unproved]:
    """What the guards of the chain find that are not off."""
    markets = [book.history(key) for key in book.markets()]
    creators = [book.history((region, "")) for region in book.regions]
    least = settings.factor(MARGIN, "least")
    for result in broken_chains(markets, Worths(markets, creators), rates, book.facts, least):
        if settings.severities[result.guard] is not None:
            yield result
