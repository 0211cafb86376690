"""Whether every exchange rate that money of creators needs has a source and an age, and is not too old on a day.

`check` says so. A load does not: how old a rate is, depends on when somebody looks, and a book does not.
"""

from collections.abc import Iterator, Mapping

from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.missing import listed
from ratecard.book.rulebook import RuleBook
from ratecard.book.starts import bind_instant
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity, by_place
from ratecard.instants import Duration, Instant, instant_after
from ratecard.keys.exchanges import SHOWN_MOST, exchanged_currencies
from ratecard.money import ExchangeRate
from ratecard.rates.review import day_of
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.resolved import Resolved

STATE_SOURCES = "say where they come from: {value: …, source: …} for each, or rates: {source: …} for all of them"
IMPORT_NEWER = "import newer rates: ratecard fx import"

ByPlace = dict[Place, tuple[str, str]]
"""Rates by place: the currency, and what is said of it."""


def doubt_rates(book: RuleBook, now: Instant) -> list[Diagnostic]:
    """Warnings, one for each file: rates in use at `now` without a source, and those too old to be used."""
    sourceless: ByPlace = {}
    old: ByPlace = {}
    used = _used(book)
    for history in _creators(book):
        most = _maximum_age(history, now)
        for code, rate in _rates(history, used, now):
            if rate.stated.source is None:
                sourceless[rate.stated.place] = (code, code)
            if most is not None and now >= instant_after(rate.since, most, history.in_zone):
                old[rate.stated.place] = (code, f"{code} (of {day_of(rate.since, history.in_zone)}, for {most})")
    found = [
        *_told("rate-without-source", sourceless, "exchange rates without a source", STATE_SOURCES),
        *_told("rate-too-old", old, "exchange rates that are too old to be used", IMPORT_NEWER),
    ]
    return sorted(found, key=by_place)


def ageless_currencies(book: RuleBook, now: Instant) -> list[str]:
    """The currencies in use whose rate at `now` has no date, and so no age, where no `maximum_age` makes it too old."""
    used = _used(book)
    found: set[str] = set()
    for history in _creators(book):
        if _maximum_age(history, now) is None:
            begins = bind_instant(book.begins, history.in_zone)
            found |= {code for code, rate in _rates(history, used, now) if rate.since == begins}
    return sorted(found)


def _creators(book: RuleBook) -> list[MarketHistory]:
    return [book.history((region, "")) for region in book.regions]


def _used(book: RuleBook) -> Mapping[str, set[str]]:
    """The currencies that the creators of each region exchange."""
    memo = Memo()
    with memo.loading((book.keys,)):
        return exchanged_currencies([book.history(key) for key in book.markets()], _creators(book), memo)


def _maximum_age(history: MarketHistory, now: Instant) -> Duration | None:
    age = _at(history, ("fx", "maximum_age"), now)
    return age.stated.value if age is not None and isinstance(age.stated.value, Duration) else None


def _rates(
    history: MarketHistory, used: Mapping[str, set[str]], now: Instant
) -> Iterator[tuple[str, Resolved[object]]]:
    """The rates in force of the currencies that a region exchanges, apart from the base, which has none."""
    for code in sorted(used[history.key.region]):
        rate = _at(history, ("fx", "rates", code), now)
        if rate is not None and isinstance(rate.stated.value, ExchangeRate):
            yield code, rate


def _at(history: MarketHistory, path: KeyPath, now: Instant) -> Resolved[object] | None:
    timeline = history.below("fx").get(path)
    return timeline.at(now) if timeline is not None else None


def _told(code: str, rates: ByPlace, what: str, hint: str) -> Iterator[Diagnostic]:
    """A warning for each file, at its first rate, that names the currencies."""
    for file in sorted({place.file for place in rates}):
        own = {place: rate for place, rate in rates.items() if place.file == file}
        said = dict(sorted(own.values())).values()
        more = [f"{len(said) - SHOWN_MOST} more"] if len(said) > SHOWN_MOST else []
        named = listed([*list(said)[:SHOWN_MOST], *more], "and")
        sentence = f"{named} {'has' if len(said) == 1 else 'have'} {what}"
        yield Diagnostic(code=code, sentence=sentence, place=min(own), hint=hint, severity=Severity.WARNING)
