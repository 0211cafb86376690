"""Chosen prices to new values in lines of files; what would change more than was chosen is refused."""

from collections.abc import Iterable, Iterator, Sequence, Set

from ratecard.book.markets import MarketHistory
from ratecard.book.rulebook import RuleBook
from ratecard.book.starts import bind_instant
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant, datetime_of, local_day
from ratecard.money import Money
from ratecard.rulefiles.rewriting.edits import AddDated, AddKey, FileEdit, SetValue
from ratecard.rulefiles.rewriting.statements import PLATFORMS
from ratecard.rulefiles.stated import BEGINS, INHERIT
from ratecard.terms.market import MarketKey
from ratecard.waves.amounts import AmountFault, PriceUntil, exact_price
from ratecard.waves.lines import PRICES, PriceLine, PriceLines
from ratecard.waves.prices import PriceThere, begins_at, next_statement, price_at, prices_later
from ratecard.waves.rounding import allowing
from ratecard.waves.wave import LaterPrice, NewPrice, Wave, WaveAsked, WaveLine, WaveReason, WaveRefused

NAMED_MOST = 6
"""How many prices a sentence names."""

ThingThere = tuple[MarketKey, str]


def wave_of(book: RuleBook, lines: PriceLines, chosen: Sequence[PriceThere], asked: WaveAsked, now: Instant) -> Wave:
    """The wave over chosen prices. Raises WaveRefused with every reason."""
    reasons: list[WaveReason] = []
    followers = tuple(price for price in chosen if price.follows)
    written = [price for price in chosen if asked.pins or not price.follows]
    if not written:
        reasons.append(_nothing_stated(followers))
    if asked.start is not None and not asked.is_backdated and any(price.at < now for price in written):
        sentence = f"{asked.written} has begun already, and answers about it would become others"
        reasons.append(WaveReason(sentence, None, "name a later day, or add --backdated where the past is to change"))
    new = [price for own in written if (price := _new_price(book, own, asked, reasons)) is not None]
    made = _Making(book, lines, _Readers(book, {(own.key, own.thing) for own in chosen}, asked, now), asked)
    changes = list(made.of(new, reasons))
    if reasons:
        raise WaveRefused(tuple(dict.fromkeys(reasons)))
    return Wave(
        asked=asked,
        lines=tuple(sorted(changes, key=lambda change: (change.file, change.path))),
        same=tuple(price for price in new if not price.is_new),
        followers=() if asked.pins else followers,
        later=tuple(_later(book, changes)),
    )


def _nothing_stated(followers: Sequence[PriceThere]) -> WaveReason:
    sentence = f"all chosen prices follow others, such as {followers[0].name}, and are not overwritten unasked"
    return WaveReason(sentence, followers[0].place, "change what they follow, or add --pin to state them")


def _new_price(book: RuleBook, there: PriceThere, asked: WaveAsked, reasons: list[WaveReason]) -> NewPrice | None:
    """What becomes of a price; None where it cannot be, which is added to the reasons."""
    history = book.history(there.key)
    if len(there.cases) > 1:
        sentence = f"{there.name} has several prices, by a fact"
        reasons.append(WaveReason(sentence, there.place, "change those by hand, and leave it out: package != NAME"))
        return None
    before = there if asked.start is None else price_at(book, there.key, there.thing, Instant(there.at - 1))
    was = _money(before) if before is not None and len(before.cases) == 1 else None
    currency = there.price.currency
    try:
        exact = exact_price(asked.change, PriceUntil(there.key.region, there.at, history.in_zone, was, currency.code))
        price = allowing(history, there.at, currency, asked.rounding).price(exact)
    except AmountFault as fault:
        reasons.append(WaveReason(f"{there.name}: {fault.sentence}", there.place, fault.hint))
        return None
    current = _money(there)
    return NewPrice(there, was, exact, price, None if current in (was, price) else current)


def _money(there: PriceThere) -> Money:
    return Money(there.price.listed_minor, there.price.currency)


class _Readers:
    """Who reads the value at a place, from the start of a wave on: prices of these things that were not chosen.

    Of a value that is set where it stands, whoever reads it at any time does.
    """

    def __init__(self, book: RuleBook, chosen: Set[ThingThere], asked: WaveAsked, now: Instant) -> None:
        self._of: dict[Place, dict[ThingThere, None]] = {}
        things = sorted({thing for _, thing in chosen})
        for key in book.markets():
            instants = _instants(book.history(key), asked, now)
            for thing in things:
                if (key, thing) not in chosen:
                    self._read(book, key, thing, instants)

    def at(self, place: Place) -> list[ThingThere]:
        """Those of one place."""
        return list(self._of.get(place, ()))

    def _read(self, book: RuleBook, key: MarketKey, thing: str, instants: Iterable[Instant]) -> None:
        for at in instants:
            there = price_at(book, key, thing, at)
            for case in () if there is None else there.cases:
                if case.derivation is None:
                    self._of.setdefault(case.listed_stated.place, {})[key, thing] = None


def _instants(history: MarketHistory, asked: WaveAsked, now: Instant) -> list[Instant]:
    """The start of a wave in a market, and those of all its periods after that."""
    start = None if asked.start is None else begins_at(asked.start, history, now)
    first = history.begins if start is None else start
    return [first, *(own for own in history.starts if own > first)]


class _Making:
    """Makes the changes of lines."""

    def __init__(self, book: RuleBook, lines: PriceLines, readers: _Readers, asked: WaveAsked) -> None:
        self._book, self._lines, self._readers, self._asked = book, lines, readers, asked

    def of(self, prices: Iterable[NewPrice], reasons: list[WaveReason]) -> Iterator[WaveLine]:
        """The changes of lines; what is wrong is added to the reasons."""
        by_line: dict[PriceLine, list[NewPrice]] = {}
        for own in prices:
            line = self._lines.at(own.there.place)
            if own.there.follows:
                yield from self._narrow(own, reasons)
            elif line is None:
                sentence = f"the price of {own.there.name} is not money that stands alone in a file of this book"
                reasons.append(WaveReason(sentence, own.there.place, "change it by hand, and leave it out"))
            else:
                by_line.setdefault(line, []).append(own)
        for line, of_line in by_line.items():
            yield from self._changes(line, of_line, reasons)

    def _changes(self, line: PriceLine, prices: list[NewPrice], reasons: list[WaveReason]) -> Iterator[WaveLine]:
        """The new value of one line; or several, each at a narrower place."""
        if not any(own.is_new for own in prices):
            return
        texts = sorted({_text(own, line) for own in prices})
        others = sorted({thing for own in prices for thing in self._readers.at(own.there.place)})
        if len(texts) == 1 and not others:
            edits = (self._edit(line, prices, texts[0]),)
            yield WaveLine(line.file, line.path, texts[0], edits, False, tuple(prices))
        elif self._asked.splits:
            for own in prices:
                yield from self._narrow(own, reasons, line) if own.is_new else ()
        elif others:
            reasons.append(_decides_for_others(line, prices[0].there.place, others))
        else:
            names = ", ".join(texts[:NAMED_MOST])
            sentence = f"{line.name} would have to be several prices at once: {names}"
            hint = "add --split to state each for its market alone, or choose fewer by --where"
            reasons.append(WaveReason(sentence, prices[0].there.place, hint))

    def _edit(self, line: PriceLine, prices: list[NewPrice], text: str) -> FileEdit:
        if self._asked.start is None:
            return SetValue(self._lines.value_path(line, prices[0].there.place), text)
        return AddDated(line.path, self._asked.written, text)

    def _narrow(self, own: NewPrice, reasons: list[WaveReason], line: PriceLine | None = None) -> Iterator[WaveLine]:
        """The new price where only its own market reads it: in the file of its region, under its platform."""
        (region, platform), thing = own.there.key, own.there.thing
        file, path = self._lines.file_of(region), (PLATFORMS, platform, PRICES, thing)
        if file is None or (line is not None and (line.file, line.path) == (file, path)):
            where = "has no file" if file is None else "has no place that others do not read"
            sentence = f"{region} {where}, so that a price of {own.there.name} alone cannot be stated"
            reasons.append(
                WaveReason(sentence, own.there.place, f"add regions/{region.lower()}.yaml, or choose others too")
            )
            return
        text, is_there = own.price.amount, self._lines.states(file, path)
        entries = {self._asked.written: text, **self._ending(own)}
        if is_there:
            edits: tuple[FileEdit, ...] = tuple(AddDated(path, start, value) for start, value in entries.items())
        else:
            before = {BEGINS.name: INHERIT.value} if own.there.follows else {}
            edits = (AddKey(path, {**before, **entries}),)
        yield WaveLine(file, path, text, edits, not is_there, (own,))

    def _ending(self, own: NewPrice) -> dict[str, str]:
        """From when on the broader layers speak again behind a narrow price: where they state another one later."""
        start = next_statement(self._book, own.there)
        if start is None:
            return {}
        return {_written(self._book.history(own.there.key), start): INHERIT.value}


def _written(history: MarketHistory, at: Instant) -> str:
    """An instant as a key of a time line has it: the day that begins then in a market, else 2026-07-02T06:00:00Z."""
    day = local_day(at, history.in_zone)
    is_day = bind_instant(day, history.in_zone) == at
    return day.isoformat() if is_day else datetime_of(at).isoformat().replace("+00:00", "Z")


def _text(own: NewPrice, line: PriceLine) -> str:
    return str(own.price) if line.names_currency else own.price.amount


def _decides_for_others(line: PriceLine, place: Place, others: Sequence[ThingThere]) -> WaveReason:
    shown = ", ".join(f"{thing} in {key.shown}" for key, thing in others[:NAMED_MOST])
    more = f" and {len(others) - NAMED_MOST:,} more" if len(others) > NAMED_MOST else ""
    sentence = f"{line.name} also decides for prices that were not chosen: {shown}{more}"
    hint = "choose them too, or add --split to state the new price for the chosen markets alone"
    return WaveReason(sentence, place, hint)


def _later(book: RuleBook, changes: Iterable[WaveLine]) -> Iterator[LaterPrice]:
    """The first price that the book states for each chosen market at a later time; it stays."""
    every = [own for change in changes for own in change.prices]
    changed = {own.there.place for own in every}
    for own in every:
        for later in prices_later(book, own.there):
            if later.place not in changed and len(later.cases) == 1 and not later.follows:
                since = _written(book.history(later.key), later.at)
                yield LaterPrice(own.there, later.at, since, _money(later), later.place)
                break
