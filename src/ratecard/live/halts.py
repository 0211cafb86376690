"""What is withheld for a while, in a file of the server's own: made and ended by people, read again when it changes."""

import os
import re
import secrets
import time
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ratecard.book.halting import Halts
from ratecard.book.rulebook import RuleBook
from ratecard.files import UnreadableFile, UnwritableFile, locked, read_regular, replace_whole
from ratecard.instants import Instant, instant_of
from ratecard.terms.halts import Halt, HaltOf
from ratecard.terms.market import MarketKey
from ratecard.waves.where import PriceFilter, WhereFault, is_met, parse_where

PACKAGES, PROMOTIONS, PAYOUTS = "packages", "promotions", "payouts"
HALTED_KINDS = (PACKAGES, PROMOTIONS, PAYOUTS)
"""What can be withheld. Items count as packages; payouts are named by their methods."""

FILE_BYTES_MOST = 4_000_000
FILE_MODE = 0o644
ID_BYTES = 4
REASON_CHARACTERS_MOST = 400
KEYS = {
    PACKAGES: ("region", "country", "platform", "package", "item"),
    PROMOTIONS: ("region", "country", "platform", "promotion"),
    PAYOUTS: ("region", "country", "method"),
}
"""What may be compared of each kind."""

THINGS = {PACKAGES: "a package", PROMOTIONS: "a promotion", PAYOUTS: "a payout"}


class StoredHalt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One halt as the file holds it: what, where in the words of an expression ("" is everywhere), from when to when.

    `by` is who made it. One that was `ended` before its end holds no longer from then on.
    """

    id: str
    what: str
    where: str
    since: datetime
    until: datetime
    reason: str
    by: str
    ended: datetime | None = None

    @property
    def end(self) -> Instant:
        """From when on it does not hold any more."""
        return instant_of(self.until if self.ended is None else min(self.ended, self.until))


class HaltFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All halts, also those that are over: who withheld what, and why, stays known."""

    halts: tuple[StoredHalt, ...]


class UnreadableHalts(Exception):
    """A file that holds no halts. The sentence says why."""


def read_halts(file: Path) -> tuple[StoredHalt, ...]:
    """The halts of a file, none where there is no file. Raises UnreadableHalts."""
    try:
        if not os.path.lexists(file):
            return ()
        found = msgspec.json.decode(read_regular(file, FILE_BYTES_MOST), type=HaltFile).halts
    except UnreadableFile as problem:
        raise UnreadableHalts(str(problem)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableHalts(f"{file} is not a file of halts: {error}") from None
    for halt in found:
        wrong = _wrong_in(halt)
        if wrong is not None:
            raise UnreadableHalts(f"{file} is not a file of halts: {halt.id} {wrong}")
    return found


def kind_in(where: str) -> str | None:
    """Of what kind the things are that an expression compares; None where it does not say."""
    own = {"package": PACKAGES, "item": PACKAGES, "promotion": PROMOTIONS, "method": PAYOUTS}
    kinds = {kind for key, kind in own.items() if re.search(rf"\b{key}\b\s*(?:=|!=|in\b|not\b)", where)}
    return kinds.pop() if len(kinds) == 1 else None


def _wrong_in(halt: StoredHalt) -> str | None:
    """Why nobody can tell what a halt withholds; None where it can be told."""
    if halt.what not in HALTED_KINDS:
        return f"is of {halt.what}, and not of {', '.join(HALTED_KINDS)}"
    instants = [halt.since, halt.until, *([] if halt.ended is None else [halt.ended])]
    if any(own.tzinfo is None for own in instants):
        return "has an instant without an offset"
    problem = wrong_where(halt.what, halt.where)
    return None if problem is None else f"is somewhere that cannot be read: {problem}"


def wrong_where(what: str, where: str) -> str | None:
    """Why an expression cannot be read, whatever it names; None where it can."""
    try:
        if where:
            parse_where(where, dict.fromkeys(KEYS[what]), THINGS[what])
    except WhereFault as fault:
        return fault.sentence
    return None


def add_halt(file: Path, what: str, where: str, until: datetime, reason: str, by: str) -> StoredHalt:
    """A new halt from now on, stored in the file, which is made if there is none.

    Raises UnreadableHalts and UnwritableFile.
    """
    since = datetime.fromtimestamp(int(time.time()), UTC)
    made = StoredHalt(secrets.token_hex(ID_BYTES), what, where, since, until.astimezone(UTC), reason, by)
    with locked(file):
        _write(file, (*read_halts(file), made))
    return made


def end_halt(file: Path, halt_id: str) -> StoredHalt | None:
    """Ends a halt now; None where the file has none of this id that holds. Raises as `add_halt` does."""
    now = datetime.fromtimestamp(int(time.time()), UTC)
    with locked(file):
        every = read_halts(file)
        found = next((own for own in every if own.id == halt_id and own.end > instant_of(now)), None)
        if found is None:
            return None
        ended = msgspec.structs.replace(found, ended=now)
        _write(file, tuple(ended if own is found else own for own in every))
        return ended


def _write(file: Path, halts: tuple[StoredHalt, ...]) -> None:
    content = msgspec.json.format(msgspec.json.encode(HaltFile(halts)), indent=2) + b"\n"
    if len(content) > FILE_BYTES_MOST:
        raise UnwritableFile(
            f"{file} would have more than {FILE_BYTES_MOST:,} bytes; move halts that are over out of it"
        )
    replace_whole(file, content, FILE_MODE)


def halts_in(book: RuleBook, stored: Collection[StoredHalt], now: Instant) -> Halts:
    """What of a book is withheld by halts that are not over, by market; those of `read_halts`.

    Names that the book does not know any more mean nothing in it; what else is named is withheld all the same.
    """
    found: dict[MarketKey, list[HaltOf]] = {}
    for halt in stored:
        if halt.end <= now:
            continue
        for key, thing in meant_by(book, halt.what, halt.where, strict=False):
            own = Halt(halt.id, instant_of(halt.since), halt.end, halt.reason)
            section = (PROMOTIONS, thing) if halt.what == PROMOTIONS else ()
            found.setdefault(key, []).append(HaltOf(thing, own, section))
    return {key: tuple(halts) for key, halts in found.items()}


def meant_by(book: RuleBook, what: str, where: str, *, strict: bool = True) -> list[tuple[MarketKey, str]]:
    """The things of a kind that an expression means, by their markets. Raises WhereFault.

    Also for a name that the book does not know, where it is `strict`: such a halt would be believed to hold.
    """
    every = list(_things(book, what))
    if not where:
        return every
    ids = sorted({thing for _, thing in every})
    known = _known(book, what, ids) if strict else dict.fromkeys(KEYS[what])
    condition: PriceFilter = parse_where(where, known, THINGS[what])
    return [(key, thing) for key, thing in every if is_met(condition, _names(book, what, key, thing))]


def _things(book: RuleBook, what: str) -> Iterator[tuple[MarketKey, str]]:
    if what == PAYOUTS:
        for region in book.regions:
            methods = sorted({method for period in book.region_periods(region) for method in period.ways})
            yield from ((MarketKey(region, ""), method) for method in methods)
        return
    table = "prices" if what == PACKAGES else "promotions"
    for key in book.markets():
        sections = book.history(key).sections.of(table)
        yield from ((key, thing) for thing in sorted({section[1] for section in sections if len(section) > 1}))


def _known(book: RuleBook, what: str, ids: Collection[str]) -> dict[str, Collection[str]]:
    """The names of each key that may be compared."""
    places = {"region": book.regions, "country": {region.partition("-")[0] for region in book.regions}}
    if what == PAYOUTS:
        return {**places, "method": ids}
    if what == PROMOTIONS:
        return {**places, "platform": book.platforms, "promotion": ids}
    return {**places, "platform": book.platforms, "package": book.packages, "item": book.items}


def _names(book: RuleBook, what: str, key: MarketKey, thing: str) -> Mapping[str, Collection[str] | None]:
    """What a thing has, by key."""
    places: dict[str, Collection[str] | None] = {"region": (key.region,), "country": (key.region.partition("-")[0],)}
    if what == PAYOUTS:
        return {**places, "method": (thing,)}
    if what == PROMOTIONS:
        return {**places, "platform": (key.platform,), "promotion": (thing,)}
    is_item = thing in book.items
    package, item = (None, (thing,)) if is_item else ((thing,), None)
    return {**places, "platform": (key.platform,), "package": package, "item": item}
