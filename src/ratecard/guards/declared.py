"""What two books declare otherwise beside the statements of markets: new markets, beginnings, zones, facts, units."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import msgspec

from ratecard.book.declared_units import DeclaredUnit
from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.differing import of_both
from ratecard.guards.findings import Finding
from ratecard.guards.kept import ENVELOPE, is_wider_envelope, kept_of, place_near
from ratecard.guards.near import NearLines
from ratecard.guards.saying import NOT_STATED
from ratecard.instants import Instant, local_day
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.facts import FactType

DECLARED = "terms_changed"
BEGINS = "begins"
LANGUAGES = "languages"
WATCHED = ("guards", "expect")
"""Keys that another guard compares: that of the watch itself."""


class DeclaredChange(NamedTuple):
    """What is declared otherwise, and where the older book stated it; None where it did not, or has no such line."""

    finding: Finding
    was: Place | None = None


def declared_otherwise(before: RuleBook, after: RuleBook, now: Instant) -> Iterator[DeclaredChange]:
    """Each market that is new; regions that begin or count days otherwise; facts and units that are others."""
    yield from (DeclaredChange(own) for own in _of_markets(before, after, now))
    yield from _of_kept(before, after, now)
    tables: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
        "facts": (_facts(before.facts), _facts(after.facts)),
        "units": (_units(before), _units(after)),
        LANGUAGES: ({"": ", ".join(before.languages)}, {"": ", ".join(after.languages)}),
    }
    for table, (was, says) in tables.items():
        for name in (name for name in dict.fromkeys((*was, *says)) if was.get(name) != says.get(name)):
            path = f"{table}.{name}" if name else table
            sentence = f"{path} is {says.get(name, NOT_STATED)}, and was {was.get(name, NOT_STATED)}"
            yield DeclaredChange(_of_book(path, sentence, after, now, _declared_at((table, name), before, after)))


def _of_book(path: str, sentence: str, after: RuleBook, now: Instant, place: Place | None) -> Finding:
    """A finding of what counts everywhere, which is accepted by its whole path."""
    first = after.history((after.regions[0], ""))
    found = _finding(first, now, sentence, of=path)
    return msgspec.structs.replace(found, place=place or found.place, everywhere=True)


def _declared_at(path: KeyPath, before: RuleBook, after: RuleBook) -> Place | None:
    """Where something is declared, or was; None where nothing says so."""
    if path[0] == LANGUAGES:
        return after.languages_place
    place, was = after.key_places.key_of(path), before.key_places.key_of(path)
    other = after.history((after.regions[0], "")).place
    return place if place is not None or was is None else NearLines.of(before, after).near(path, was, other)


def _of_markets(before: RuleBook, after: RuleBook, now: Instant) -> Iterator[Finding]:
    known = set(before.markets())
    for key in (key for key in after.markets() if key not in known):
        market = next((own for own in after.market_periods(key, now) if own.offers), None)
        if market is not None:
            start = max(market.period.start, now)
            yield _finding(
                after.history(key),
                start,
                f"{len(market.offers)} packages are sold in {key.shown} from {_day(start, after.history(key))} on, "
                f"and nothing was",
            )
    for old, new in of_both(before, after):
        if not new.key.platform:
            yield from _of_region(old, new)


def _of_kept(before: RuleBook, after: RuleBook, now: Instant) -> Iterator[DeclaredChange]:
    """Bounds of answers that are closer, so that more are refused; factors; and the list of regions to sell in."""
    old, new, lines = kept_of(before), kept_of(after), NearLines.of(before, after)
    for path in (path for path in dict.fromkeys((*old, *new)) if path[0] not in WATCHED):
        was, own = old.get(path), new.get(path)
        is_told = was is not None and path[0] == ENVELOPE and (own is None or is_wider_envelope(path, was, own))
        if is_told or (was and was.text) == (own and own.text):
            continue
        texts = [NOT_STATED if kept is None else kept.text for kept in (own, was)]
        place = own.place if own is not None else place_near(path, was.place if was is not None else None, lines, after)
        sentence = f"{'.'.join(path)} is {texts[0]}, and was {texts[1]}"
        found = _of_book(".".join(path), sentence, after, now, place)
        yield DeclaredChange(found, None if was is None else was.place)


def _of_region(old: MarketHistory, new: MarketHistory) -> Iterator[Finding]:
    if old.begins != new.begins and old.time_zone == new.time_zone:
        sentence = f"{new.key.shown} begins on {_day(new.begins, new)}, and began on {_day(old.begins, old)}"
        yield _finding(new, new.begins, sentence, of=BEGINS)
    if old.time_zone != new.time_zone:
        sentence = f"days in {new.key.shown} are those of {new.time_zone}, and were those of {old.time_zone}"
        yield _finding(new, new.begins, sentence, of="time_zone")


def _facts(facts: Mapping[str, FactType]) -> dict[str, str]:
    """What each fact can be, in words."""
    found = {}
    for name, fact in facts.items():
        values = f" {', '.join(fact.values)}" if fact.values else ""
        found[name] = f"{fact.kind}{values}{' of each package' if fact.each_package else ''}"
    return found


def _units(book: RuleBook) -> dict[str, str]:
    """How the price of one of each unit is shown, in words."""
    return {f"{unit}.price": _price_of(own) for unit, own in book.units.items() if isinstance(own, DeclaredUnit)}


def _price_of(unit: DeclaredUnit) -> str:
    return f"rounded {unit.price_mode.value} to {unit.price_extra_digits} more digits"


def _day(at: Instant, history: MarketHistory) -> str:
    return f"{local_day(at, history.in_zone)}"


def _finding(history: MarketHistory, at: Instant, sentence: str, of: str = "") -> Finding:
    region, platform = history.key
    return Finding(
        guard=DECLARED,
        market=history.key,
        of=of,
        since=at,
        seen=Fraction(0),
        sentence=sentence,
        place=history.place,
        hint="look whether it is meant",
        question=f"ratecard prices --region {region} --platform {platform}" if platform else "",
        together=(of if of == BEGINS else sentence) if of else "",
    )
