"""What the guards of a book say of it, beside what its files say."""

from collections.abc import Sequence

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic, Severity, by_place
from ratecard.guards.against import AGAINST
from ratecard.guards.enclosed import ENVELOPE
from ratecard.guards.findings import Finding
from ratecard.guards.running import Guarded, guard
from ratecard.guards.settings import settings_of
from ratecard.instants import Instant
from ratecard.loading.books import Loaded, collector_paused
from ratecard.loading.known import known_world


def guarded(
    book: RuleBook,
    now: Instant | None,
    before: RuleBook | None = None,
    *,
    informing: bool = False,
    beside: Sequence[Finding] = (),
) -> Guarded:
    """What the guards of a book find, with what the installed library knows of countries; the rest as for `guard`."""
    with collector_paused():
        return guard(book, now, known_world(), before, informing=informing, beside=beside)


def with_guards(
    loaded: Loaded, now: Instant | None, before: RuleBook | None = None, beside: Sequence[Finding] = ()
) -> Loaded:
    """The book with all that its guards find, also against an older one; none where that is what it calls an error.

    `beside` are findings of what does not belong to a book, as its cases.
    """
    if loaded.book is None:
        return loaded
    return _told(loaded, guarded(loaded.book, now, before, beside=beside))


LOSES, LITTLE_LEFT = "proceeds-below-zero", "margin-below-bound"
"""What a file says of a commission that takes more than there is, and what a guard then says of the same place."""


def _blocks(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.ERROR


def _told(loaded: Loaded, found: Guarded) -> Loaded:
    """The book with what was found; none where that is an error."""
    lossy = {own.place for own in loaded.diagnostics if own.code == LOSES}
    more = [own for own in found.diagnostics if own.code != LITTLE_LEFT or own.place not in lossy or _blocks(own)]
    told = tuple(sorted((*loaded.diagnostics, *more), key=by_place))
    is_wrong = any(diagnostic.severity is Severity.ERROR for diagnostic in found.diagnostics)
    return Loaded(None if is_wrong else loaded.book, told)


def guarded_to_answer(loaded: Loaded, now: Instant) -> tuple[Loaded, Guarded | None]:
    """The book to answer from as `unless_blocked` has it, with what its guards find, which runs them once.

    Without a book nothing is found. Where they call something an error as of `now`, they run again without a calendar:
    what counts as an error then counts on every day.
    """
    if loaded.book is None:
        return loaded, None
    found = guarded(loaded.book, now, informing=True)
    if all(diagnostic.severity is not Severity.ERROR for diagnostic in found.diagnostics):
        return loaded, found
    allowed = unless_blocked(loaded)
    return allowed, None if allowed.book is None else found


def unless_blocked(loaded: Loaded) -> Loaded:
    """The book to answer from; none, and the errors, where its guards find what it calls an error.

    Guards that only warn do not run: who answers has no time for them. An exception that is over still counts here: a
    book that was answered from yesterday is not withdrawn because a day has come. `check` tells of it.
    """
    if loaded.book is None:
        return loaded
    severities = settings_of(loaded.book.kept).severities
    blocking = {name for name, severity in severities.items() if severity is Severity.ERROR} - set(AGAINST)
    if not any(path[0] == ENVELOPE for path in loaded.book.kept):
        blocking -= {ENVELOPE}
    if not blocking:
        return loaded
    with collector_paused():
        whole = _told(loaded, guard(loaded.book, None, known_world(), only=blocking))
    if whole.book is not None:
        return loaded
    errors = tuple(diagnostic for diagnostic in whole.diagnostics if diagnostic.severity is Severity.ERROR)
    return msgspec.structs.replace(whole, diagnostics=errors)
