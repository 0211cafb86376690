"""Waves over random books: each chosen price is exactly what was asked, and nothing else changes but what follows."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.loading.rule_files import rule_files
from ratecard.plan.planning import plan
from ratecard.rulefiles.rewriting.editor import edited
from ratecard.rulefiles.rewriting.edits import EditRefused
from ratecard.rulefiles.stated import StatedInstant
from ratecard.waves.amounts import ByShare
from ratecard.waves.checking import checked
from ratecard.waves.lines import PriceLines
from ratecard.waves.making import wave_of
from ratecard.waves.prices import PriceThere, next_statement, price_at, prices_from
from ratecard.waves.rounding import parse_rounding_words
from ratecard.waves.wave import Wave, WaveAsked, WaveRefused
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.strategies.derived_worlds import DerivedWorld, derived_worlds

NOW = Instant(1_767_225_600)  # 2026-01-01
STARTS: Mapping[str, StatedInstant] = {
    "2026-02-10": date(2026, 2, 10),
    "2026-03-01": date(2026, 3, 1),
    "2026-07-02T06:00Z": datetime(2026, 7, 2, 6, tzinfo=UTC),
    "2026-09-01": date(2026, 9, 1),
}
ROUNDINGS: Mapping[str, Callable[[Fraction], int]] = {
    "half up": lambda exact: int(exact + Fraction(1, 2)),
    "up": lambda exact: -int(-exact // 1),
    "down": int,
}


def bytes_of(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Texts as files hold them."""
    return {path: text.encode() for path, text in texts.items()}


def changed(texts: Mapping[str, bytes], wave: Wave) -> dict[str, bytes]:
    """The texts after a wave."""
    files = {file.file: file for file in rule_files(texts)}
    return {**texts, **{file: edited(files[file], edits) for file, edits in wave.edits.items()}}


def said(there: PriceThere | None) -> object:
    """What a price is in each case."""
    return None if there is None else [(case.listed_minor, case.currency) for case in there.cases]


def check(before: RuleBook, after: RuleBook, wave: Wave, factor: Fraction, rounding: str) -> None:
    """Every price at every start of both books."""
    asked = {(own.there.key, own.there.thing): own for own in wave.prices}
    ends = {thing: next_statement(before, own.there) for thing, own in asked.items()}
    places = {own.there.place for own in wave.prices}
    for key in before.markets():
        starts = {*before.history(key).starts, *after.history(key).starts}
        for thing in (*before.packages, *before.items):
            own = asked.get((key, thing))
            for at in sorted(starts if own is None else {*starts, own.there.at, Instant(own.there.at - 1)}):
                was, now = (price_at(book, key, thing, at) for book in (before, after))
                if own is not None and at >= own.there.at and (ends[key, thing] or at + 1) > at:
                    assert own.was is not None
                    assert said(now) == [(ROUNDINGS[rounding](own.was.minor * factor), own.was.currency)]
                elif now is None or not (now.follows or (own is not None and was is not None and was.place in places)):
                    assert said(now) == said(was), (key, thing, at)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(world=derived_worlds(), data=st.data())
def test_a_wave_changes_what_was_chosen_and_nothing_else(world: DerivedWorld, data: st.DataObject) -> None:
    texts = bytes_of({**world.files, "rules/engine.yaml": FOR_THE_ENGINE})
    book = load_texts(texts).book
    if book is None:
        event("not sound")
        return
    written = data.draw(st.sampled_from(sorted(STARTS)))
    rounding = data.draw(st.sampled_from(sorted(ROUNDINGS)))
    factor = data.draw(st.sampled_from([Fraction(21, 20), Fraction(3, 4), Fraction(10001, 10000)]))
    splits, pins = data.draw(st.booleans()), data.draw(st.booleans())
    plain = [price for price in prices_from(book, STARTS[written], NOW) if len(price.cases) == 1]
    chosen = data.draw(st.lists(st.sampled_from(plain), min_size=1, unique_by=lambda own: own.name)) if plain else []
    if not chosen:
        return
    asked = WaveAsked(
        change=ByShare(factor),
        rounding=parse_rounding_words(rounding),
        start=STARTS[written],
        written=written,
        splits=splits,
        pins=pins,
    )
    try:
        wave = wave_of(book, PriceLines(rule_files(texts)), chosen, asked, NOW)
        newer = changed(texts, wave)
        loaded = load_texts(newer)
        if loaded.book is None:
            event("the book with the wave is not sound")
            return
        checked(wave, plan(book, loaded.book, NOW), loaded.book)
    except (WaveRefused, EditRefused) as refused:
        event(f"refused: {type(refused).__name__}")
        return
    event("made" if wave.lines else "nothing to change")
    check(book, loaded.book, wave, factor, rounding)
    again = [price_at(loaded.book, own.key, own.thing, own.at) for own in chosen]
    if not pins:
        same = [own for own in again if own is not None]
        assert not wave_of(loaded.book, PriceLines(rule_files(newer)), same, asked, NOW).lines
