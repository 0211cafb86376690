"""Terms of markets that follow those of other markets, such as prices that are derived from them.

They are completed when all markets are built, each after the market that it follows. Whom a market follows may change
with time, so the order is one of each instant: two markets may follow each other in turn, and it is a circle only where
it closes at some instant.

A region begins when its first day begins, some hours before or after others do. A market that begins before the one
that it follows takes the terms with which that one begins.
"""

from collections.abc import Collection, Iterator, Mapping

from msgspec import structs

from ratecard.book.bundles import SectionPath
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.once import Once
from ratecard.book.records import Follows
from ratecard.book.section_terms import NOTHING, Sections, SectionTerms, held_terms, of_path, period_starts
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Note
from ratecard.instants import Instant
from ratecard.rulefiles.stated import BROKEN, Stated, Word
from ratecard.terms.facts import VARYING
from ratecard.terms.market import MarketKey

Histories = Mapping[MarketKey, MarketHistory]
HeldTerms = Mapping[SectionPath, SectionTerms]
"""The terms of a market's sections at one instant."""

At = tuple[MarketKey, Instant]
"""A market at an instant at which it has begun."""

CIRCLE_SEPARATOR = " → "


def followed(histories: Histories, keys: Keys, once: Once) -> dict[MarketKey, MarketHistory]:
    """All markets, with the terms that follow others' completed; circles are reported, and end in what is stated."""
    completed = dict(histories)
    for follows in keys.following:
        completed |= _Following(follows, completed, keys, once).histories()
    return completed


class _Following:
    """The markets whose terms of one key follow others'."""

    def __init__(self, follows: Follows, histories: Histories, keys: Keys, once: Once) -> None:
        self._follows = follows
        self._histories = histories
        self._keys = keys
        self._once = once
        self._memo: Memo = once.memo
        self._known: dict[At, HeldTerms] = {}
        self._circles: set[frozenset[MarketKey]] = set()

    def histories(self) -> dict[MarketKey, MarketHistory]:
        """Those that ever follow another, completed."""
        table = self._memo.table(f"following {self._follows.of}")
        found = {}
        for key in sorted(self._histories):
            reached = self._reached(key)
            if len(reached) > 1:
                of = tuple(self._histories[market] for market in reached)
                known = table.find(of)
                if known is not None:
                    found[key] = known.value
                    continue
                since = self._memo.mark()
                found[key] = self._completed(key, reached)
                if not self._circles:  # else a later load might take what a circle left, and not hear of it
                    table.keep(of, None, found[key], since)
        return found

    def _reached(self, key: MarketKey) -> list[MarketKey]:
        """The market, and all that it follows at any time, through others too."""
        reached = [key]
        for market in reached:
            history = self._histories[market]
            for timeline in of_path(self._follows.of, history.sections).values():
                sources = [self._source_of(section_terms.terms, market) for section_terms in timeline.values]
                reached += {stated.value for stated in sources if stated is not None} - set(reached)
        return [key, *sorted(reached[1:])]

    def _source(self, key: MarketKey, instant: Instant) -> Stated[MarketKey] | None:
        timeline = self._histories[key].sections.get(self._follows.of)
        return None if timeline is None else self._source_of(held_terms(timeline, instant), key)

    def _source_of(self, terms: object, key: MarketKey) -> Stated[MarketKey] | None:
        """The market that these terms of a market follow; None for nobody, for itself and for one that is not there.

        Broken terms follow nobody, and neither do those that vary by a fact, which the key's own check refuses.
        """
        stated = None if terms is None or isinstance(terms, (Word, *VARYING)) else self._follows.source(terms, key)
        return stated if stated is not None and stated.value != key and stated.value in self._histories else None

    def _completed(self, key: MarketKey, reached: Collection[MarketKey]) -> MarketHistory:
        history = self._histories[key]
        starts = sorted({max(start, history.begins) for market in reached for start in self._starts(market)})
        held = [self._held(key, start) for start in starts]
        given = {
            section: _timeline(starts, [terms.get(section, NOTHING) for terms in held], history.sections.get(section))
            for section in sorted({section for terms in held for section in terms if self._is_given(section)})
        }
        kept = {section: terms for section, terms in history.sections.items() if not self._is_given(section)}
        sections = dict(sorted({**kept, **given}.items()))
        changed = {name: bundle.changes for name, bundle in history.bundles.items()}
        periods, own_starts = period_starts(history.begins, changed, sections, self._keys)
        return structs.replace(history, sections=sections, starts=periods, own_starts=own_starts)

    def _starts(self, market: MarketKey) -> Iterator[Instant]:
        """The instants at which what counts of a market may change."""
        history = self._histories[market]
        yield history.begins
        for timeline in self._counted(history.sections).values():
            yield from timeline.starts

    def _counted(self, sections: Sections) -> Sections:
        """The sections that say whom a market follows, what is read of both, and what is given."""
        paths = (self._follows.of, *self._follows.reads, (self._follows.gives,))
        return {section: timeline for path in paths for section, timeline in of_path(path, sections).items()}

    def _is_given(self, section: SectionPath) -> bool:
        return section[0] == self._follows.gives

    def _held(self, key: MarketKey, instant: Instant) -> HeldTerms:
        """The terms of a market at an instant, completed along the chain of those that it follows."""
        here = self._at(key, instant)
        chain: list[At] = []
        source: At | None = None
        while here not in self._known:
            chain.append(here)
            stated = self._source(*here)
            source = None if stated is None else self._at(stated.value, here[1])
            if source in chain:
                self._tell_circle(chain[chain.index(source) :])
                source = None
            if source is None:
                break
            here = source
        for follower in reversed(chain):
            own = self._own(*follower)
            self._known[follower] = own if source is None else self._given(own, self._known[source])
            source = follower
        return self._known[self._at(key, instant)]

    def _at(self, market: MarketKey, instant: Instant) -> At:
        """A market at an instant, or at its beginning where that comes later."""
        return market, max(instant, self._histories[market].begins)

    def _own(self, market: MarketKey, instant: Instant) -> HeldTerms:
        sections = self._counted(self._histories[market].sections)
        return {name: timeline.at(instant) or NOTHING for name, timeline in sections.items()}

    def _given(self, own: HeldTerms, theirs: HeldTerms) -> HeldTerms:
        terms = self._follows.terms(_stated(own), _stated(theirs))
        kept = {
            section: section_terms
            for section, section_terms in own.items()
            if not self._is_given(section) or section_terms.terms is BROKEN
        }
        same = {section: own[section] for section in terms if section in own and own[section].terms is terms[section]}
        return {**kept, **{section: SectionTerms(new_terms) for section, new_terms in terms.items()}, **same}

    def _tell_circle(self, circle: list[At]) -> None:
        """Reports a circle once, at the market of it that comes first by name."""
        markets = frozenset(market for market, _ in circle)
        if markets in self._circles:
            return
        self._circles.add(markets)
        first = circle.index(min(circle))
        circle = [*circle[first:], *circle[:first]]
        sources = [self._source(*follower) for follower in circle]
        places = [stated.place for stated in sources if stated is not None]
        written = CIRCLE_SEPARATOR.join(f"{market.region}/{market.platform}" for market, _ in (*circle, circle[0]))
        notes = tuple([Note(place, "and this market follows here") for place in dict.fromkeys(places[1:])])
        follows = self._follows
        self._once.tell(follows.code, follows.sentence.format(written), places[0], follows.hint, notes=notes)


def _stated(held: HeldTerms) -> dict[SectionPath, object]:
    """The terms of the sections that have any, and none that are broken."""
    terms = {section: held_then.terms for section, held_then in held.items()}
    return {section: own for section, own in terms.items() if own is not None and own is not BROKEN}


def _timeline(
    starts: list[Instant], held: list[SectionTerms], before: Timeline[SectionTerms] | None
) -> Timeline[SectionTerms]:
    """A section over time, from the instants at which its terms change; the one from before where nothing is new."""
    changes = [index for index, terms in enumerate(held) if index == 0 or terms != held[index - 1]]
    timeline = Timeline(tuple([starts[index] for index in changes]), tuple([held[index] for index in changes]))
    return before if before is not None and before == timeline else timeline
