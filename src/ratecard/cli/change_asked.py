"""What `ratecard change prices` is asked for in words, read: which prices, what becomes of them, and from when on."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

import rich_click as click

from ratecard.book.group_members import GroupMembers
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.text import visible
from ratecard.instants import Instant
from ratecard.keys.factor_tables import factor_tables
from ratecard.loading import Source, layers_of
from ratecard.rulefiles.near import known_here
from ratecard.rulefiles.rewriting.starts import Starts
from ratecard.rulefiles.stated import StatedInstant
from ratecard.waves.amounts import AmountFault, ByTable, PriceChange, parse_by, parse_set
from ratecard.waves.prices import PriceThere, chosen_prices, prices_from
from ratecard.waves.rounding import PriceRounding, parse_rounding_words
from ratecard.waves.wave import WaveAsked
from ratecard.waves.where import PriceFilter, WhereFault, parse_where

KNOWN_MOST = 8
GROUP = re.compile(r"\bgroup\b")
"""Where an expression may ask for groups: only then the book's layers are read for them."""


class ChangeRefused(Exception):
    """A change that cannot be made as it is asked for; `text` is for people, and may have several lines."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class AskedInWords(NamedTuple):
    """The options as they are written."""

    where: str
    by: str | None
    table: str | None
    amounts: str | None
    rounding: str | None
    start: str | None
    undated: bool
    backdated: bool
    splits: bool
    pins: bool


class MayBeNamed(NamedTuple):
    """The book that an expression is about, and its groups where the expression may ask for them."""

    book: RuleBook
    groups: GroupMembers | None


def known_names(book: RuleBook, source: Source, where: str) -> MayBeNamed:
    """What an expression about a book may name."""
    layers = layers_of(source, keys=book.keys) if GROUP.search(where) else None
    return MayBeNamed(book, None if layers is None else GroupMembers(book, layers))


def wave_asked(words: AskedInWords, book: RuleBook, dates: Mapping[str, StatedInstant | None]) -> WaveAsked:
    """What is asked for; `dates` are those that the book names. Raises ChangeRefused, or a usage error."""
    if sum(own is not None for own in (words.by, words.table, words.amounts)) != 1:
        raise click.UsageError("say once what becomes of the prices: --by, --factor-table or --set")
    if words.undated and (words.start or words.splits or words.pins or words.backdated):
        raise click.UsageError(
            "--undated corrects lines where they stand: leave out --from, --backdated, --split, --pin"
        )
    if words.amounts and words.rounding:
        raise click.UsageError("--set says the very prices: leave out --rounding")
    try:
        change = _change(words, book)
        rounding: PriceRounding | None = parse_rounding_words(words.rounding) if words.rounding else None
    except AmountFault as fault:
        raise ChangeRefused(f"error: {visible(fault.sentence)}\n  = {visible(fault.hint)}") from None
    return WaveAsked(
        change=change,
        rounding=rounding,
        start=None if words.undated else _start(words.start, dates),
        written=words.start or "",
        splits=words.splits,
        pins=words.pins,
        is_backdated=words.backdated,
    )


def _change(words: AskedInWords, book: RuleBook) -> PriceChange:
    if words.by is not None:
        return parse_by(words.by)
    if words.amounts is not None:
        return parse_set(words.amounts)
    assert words.table is not None
    tables = factor_tables(book.kept)
    if words.table not in tables:
        known = f"known here: {known_here(words.table, sorted(tables), KNOWN_MOST)}" if tables else "there is none"
        raise AmountFault(f"{words.table} is a table of factors that no file states", known)
    return ByTable(tables[words.table])


def _start(text: str | None, dates: Mapping[str, StatedInstant | None]) -> StatedInstant:
    if text is None:
        raise click.UsageError("say from when on: --from 2027-01-12; or --undated, which corrects the past too")
    meant = Starts(dates).meant(text)
    if isinstance(meant, date):
        return meant
    names = sorted(name for name, day in dates.items() if day is not None)
    known = f"; known names: {known_here(text, names, KNOWN_MOST)}" if names else ""
    cancelled = (
        "is the name of a date that never comes" if text in dates else "is not a day, an instant or a known name"
    )
    raise ChangeRefused(
        f"error: --from {visible(text)} {cancelled}\n  = write for example 2027-01-12{visible(known)}; "
        "or correct values where they stand by --undated"
    )


def chosen_in(where: str, asked: WaveAsked, known: MayBeNamed, now: Instant) -> list[PriceThere]:
    """The prices that an expression means. Raises ChangeRefused where it is wrong, or means none."""
    prices = list(prices_from(known.book, asked.start, now))
    members = None if known.groups is None else known.groups.of
    try:
        condition: PriceFilter = parse_where(where, _names(prices, known))
    except WhereFault as fault:
        caret = " " * fault.start + "^" * max(fault.end - fault.start, 1)
        text = f"error: --where: {visible(fault.sentence)}\n  {visible(where)}\n  {caret}\n  = {visible(fault.hint)}"
        raise ChangeRefused(text) from None
    chosen = chosen_prices(prices, condition, members)
    if not chosen:
        hint = "ratecard prices shows what is sold where; package and item never hold together"
        raise ChangeRefused(f"error: no price is meant by --where {visible(where)}\n  = {hint}")
    return chosen


def _names(prices: list[PriceThere], known: MayBeNamed) -> dict[str, Collection[str]]:
    book = known.book
    return {
        "region": book.regions,
        "country": {region.partition("-")[0] for region in book.regions},
        "group": () if known.groups is None else known.groups.names,
        "platform": book.platforms,
        "package": book.packages,
        "item": book.items,
        "currency": {case.currency.code for price in prices for case in price.cases},
        "file": {price.place.file for price in prices},
    }
