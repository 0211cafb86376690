"""The rule book: every market, checked and resolved, identified by the digest of its resolved content."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import cast

import msgspec

from ratecard.audience import Audience
from ratecard.book.declarations import Declarations
from ratecard.book.declared_units import DeclaredUnit
from ratecard.book.digest import digest_of
from ratecard.book.doubtful import Doubtful
from ratecard.book.folding import Folding
from ratecard.book.indexes import index_at, indexes_between
from ratecard.book.keys import Keys
from ratecard.book.library import EditionNamed
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.seen import seen_by
from ratecard.book.snapshots import catalogue_at, market_at, region_at, terms_at
from ratecard.instants import Instant
from ratecard.refusals import BeforeRules, UnknownPlatform, UnknownRegion
from ratecard.rulefiles.near import NEAREST_MOST
from ratecard.rulefiles.nearby import Geography, RegionsMeant
from ratecard.rulefiles.stated import KeyPath, StatedInstant
from ratecard.terms.market import Catalogue, Market, MarketKey
from ratecard.terms.payout_offers import Offers
from ratecard.terms.region import Region


class Contents(msgspec.Struct, frozen=True):
    """All that a book is made of, but for the keys of the language and what is known of geography.

    `declared` are the fields of its declarations but their keys, `seen` the books of other audiences that were made.
    """

    histories: Mapping[MarketKey, MarketHistory]
    creators: Mapping[str, MarketHistory]
    declared: Mapping[str, object]
    digest: str
    audience: Audience
    seen: "tuple[Contents, ...]"


class RuleBook:
    """All rules of one book, resolved. Immutable for its callers; a market's snapshot is made on first use and kept.

    `digest` is over the resolved content only: comments, layout, the order of keys and files, sources and notes do not
    change it. `audience` may see all that this book holds; `seen_by` is the book of another one.
    `kept` is what it states for what looks at the whole of it, by path. `offers` are the offers of payouts that were
    made of its terms, each once. With the `memo` of its load, what other audiences see is made of what they saw before.
    """

    def __init__(
        self,
        histories: Mapping[MarketKey, MarketHistory],
        creators: Mapping[str, MarketHistory],
        declarations: Declarations,
        digest: str,
        geography: Geography,
        *,
        audience: Audience = Audience.FINANCE,
        whole: "RuleBook | None" = None,
        memo: Memo | None = None,
    ) -> None:
        self.digest, self.audience, self.kept = digest, audience, declarations.kept
        self._declarations, self._geography = declarations, geography
        self._whole, self._memo = whole, memo if memo is not None and memo.lasting else None
        self._seen: dict[Audience, RuleBook] = {}
        self.languages, self.facts = declarations.languages, declarations.facts
        self.languages_place, self.key_places = declarations.languages_place, declarations.key_places
        assert declarations.begins is not None
        assert declarations.coin is not None
        self.begins: StatedInstant = declarations.begins
        self.coin: DeclaredUnit = declarations.coin
        self.diamond: DeclaredUnit | None = declarations.diamond
        self.units, self.rarities = declarations.units, declarations.rarities
        self.gifts, self.packages, self.items = (declarations.ids_of(key) for key in ("gifts", "packages", "items"))
        self.platforms = declarations.platforms
        self.regions = tuple(sorted({key.region for key in histories}))
        self.time_zones: Mapping[str, str] = {key.region: history.time_zone for key, history in histories.items()}
        self._histories = histories
        self._markets = tuple(sorted(histories))
        self._snapshots: dict[tuple[str, str], tuple[tuple[Instant, ...], list[Market | None]]] = {
            key: (history.starts, [None] * len(history.starts)) for key, history in histories.items()
        }
        self._catalogues: dict[tuple[str, str], list[Catalogue | None]] = {
            key: [None] * len(history.own_starts) for key, history in histories.items()
        }
        self.offers, self._creators = Offers(), creators
        self._regions: dict[str, tuple[tuple[Instant, ...], list[Region | None]]] = {
            code: (history.starts, [None] * len(history.starts)) for code, history in creators.items()
        }

    @classmethod
    def of(cls, contents: Contents, keys: Keys, geography: Geography, *, whole: "RuleBook | None" = None) -> "RuleBook":
        """The book of these contents, which is `whole` as an audience sees it where that is given."""
        declarations = Declarations(keys=keys, **contents.declared)  # type: ignore[arg-type]
        histories, creators, audience = contents.histories, contents.creators, contents.audience
        book = cls(histories, creators, declarations, contents.digest, geography, audience=audience, whole=whole)
        book._seen.update({seen.audience: cls.of(seen, keys, geography, whole=book) for seen in contents.seen})
        return book

    @cached_property
    def _meant(self) -> RegionsMeant:
        return RegionsMeant(self.regions, self._geography)

    @property
    def library(self) -> EditionNamed | None:
        """The edition of the library of the world that lies below the book; None where it stands on none."""
        return self._declarations.library

    @property
    def doubtful_declarations(self) -> tuple[Doubtful, ...]:
        """The values that are stated once for the book and that nobody verified, or knows."""
        return self._declarations.doubtful

    @property
    def keys(self) -> Keys:
        """The keys of the language that the book is written in."""
        return self._declarations.keys

    def contents(self) -> Contents:
        """All that this book is made of, with bundles folded, so that it can travel to another process."""
        return self._contents(Folding())

    def _contents(self, folding: Folding) -> Contents:
        fields = (name for name in Declarations.__struct_fields__ if name not in ("keys", "key_places"))
        return Contents(
            histories={key: folding.history(history) for key, history in self._histories.items()},
            creators={code: folding.history(history) for code, history in self._creators.items()},
            declared={name: getattr(self._declarations, name) for name in fields},
            digest=self.digest,
            audience=self.audience,
            seen=tuple([book._contents(folding) for book in self._seen.values()]),
        )

    def market(
        self, key: MarketKey | tuple[str, str], at: Instant
    ) -> Market | UnknownRegion | UnknownPlatform | BeforeRules:
        """The market of `key` (region, platform) as of `at`, or why there is none."""
        found = self._snapshots.get(key)
        if found is None:
            return self._unknown(*key)
        starts, snapshots = found
        index = bisect_right(starts, at) - 1
        if index < 0:
            return BeforeRules(at, starts[0])
        return snapshots[index] or self._snapshot(snapshots, cast(MarketKey, key), index)

    def catalogue(self, market: Market, at: Instant) -> Catalogue:
        """What of a market has periods of its own, as of `at`, an instant at which the market is asked about."""
        history = self._histories[market.key]
        return self._catalogue(history, index_at(history.own_starts, at))

    def region(self, code: str, at: Instant) -> Region | UnknownRegion | BeforeRules:
        """The region of `code` as its creators see it as of `at`, or why there is none."""
        found = self._regions.get(code)
        if found is None:
            return self._unknown_region(code)
        starts, snapshots = found
        index = bisect_right(starts, at) - 1
        if index < 0:
            return BeforeRules(at, starts[0])
        return snapshots[index] or self._region(code, index)

    def market_periods(
        self, key: MarketKey | tuple[str, str], since: Instant | None = None, until: Instant | None = None
    ) -> Iterator[Market]:
        """A market in each of its periods, the first first: from the book's beginning on, each period once.

        Those that share an instant with `since` up to, and without, `until`; None is the beginning, and for good.
        Each `period` runs from its start up to the next one's. Raises KeyError for an unknown market.
        """
        known, (starts, snapshots) = MarketKey(*key), self._snapshots[key]
        return (
            snapshots[index] or self._snapshot(snapshots, known, index)
            for index in indexes_between(starts, since, until)
        )

    def catalogue_periods(
        self, key: MarketKey | tuple[str, str], since: Instant | None = None, until: Instant | None = None
    ) -> Iterator[Catalogue]:
        """What of a market has periods of its own, in each of them, as `market_periods` gives the market's."""
        history = self._histories[MarketKey(*key)]
        return (self._catalogue(history, index) for index in indexes_between(history.own_starts, since, until))

    def region_periods(self, code: str, since: Instant | None = None, until: Instant | None = None) -> Iterator[Region]:
        """A region, as its creators see it, in each of its periods, as `market_periods` gives a market."""
        starts, _ = self._regions[code]
        return (self._region(code, index) for index in indexes_between(starts, since, until))

    def seen_by(self, audience: Audience) -> "RuleBook":
        """The whole book as an audience may see it, made on first use and kept: what is hidden is not in it.

        It has a digest of its own, of what it holds. For the audience of this book it is this book itself.
        """
        if audience is self.audience:
            return self
        if self._whole is not None:
            return self._whole.seen_by(audience)
        known = self._seen.get(audience)
        if known is None:
            memo = Memo() if self._memo is None else self._memo.of_audience(audience)
            with memo.loading((self.keys,)):
                seen = seen_by(audience, self._histories, self._creators, self._declarations, memo)
                digest = digest_of(seen.counted, seen.declarations, memo, self._memo)
                memo.close(good=True)
            known = self._seen[audience] = RuleBook(
                seen.histories, seen.creators, seen.declarations, digest, self._geography, audience=audience, whole=self
            )
        return known

    def changed(
        self, history_of: Callable[[MarketHistory], MarketHistory], digest_of_it: Callable[[str], str]
    ) -> "RuleBook":
        """This whole book, and what other audiences see of it, with other histories and digests."""
        return self._changed(history_of, digest_of_it, None)

    def _changed(
        self, of: Callable[[MarketHistory], MarketHistory], digest: Callable[[str], str], whole: "RuleBook | None"
    ) -> "RuleBook":
        histories = {key: of(history) for key, history in self._histories.items()}
        creators = {code: of(history) for code, history in self._creators.items()}
        given = (histories, creators, self._declarations, digest(self.digest), self._geography)
        book = RuleBook(*given, audience=self.audience, whole=whole, memo=self._memo)
        book._seen.update({audience: seen._changed(of, digest, book) for audience, seen in self._seen.items()})
        return book

    def is_seen_as(self, digest: str) -> bool:
        """Whether an audience for which this whole book was made sees it under a digest."""
        return digest == self.digest or any(digest == seen.digest for seen in self._seen.values())

    def let_go(self) -> None:
        """Drops the books of other audiences, which hold this one, so that it is freed once nobody else holds it."""
        self._seen.clear()

    def whole_market(self, market: Market, at: Instant) -> Market:
        """A market of this book as of `at` with all its terms, for an answer that tells the hidden ones anyway."""
        if self._whole is None:
            return market
        found = self._whole.market(market.key, at)
        assert isinstance(found, Market)
        return found

    def whole_history(self, key: tuple[str, str]) -> MarketHistory:
        """A known market over all its time with all that is stated, for an answer that tells hidden parts anyway."""
        return (self._whole or self).history(key)

    def markets(self) -> tuple[MarketKey, ...]:
        """Every market, sorted."""
        return self._markets

    def history(self, key: tuple[str, str]) -> MarketHistory:
        """A known market over all its time; with "" for the platform a region. Raises KeyError for another key."""
        return self._histories[MarketKey(*key)] if key[1] else self._creators[key[0]]

    def terms(self, key: tuple[str, str], section: KeyPath, at: Instant) -> object:
        """The terms of one section in a known market or, with "" for the platform, region; they may vary by facts.

        None where nothing is stated of it. Raises KeyError for an unknown market.
        """
        return terms_at(self.history(key), section, at)

    def _unknown(self, region: str, platform: str) -> UnknownRegion | UnknownPlatform:
        if region not in self.regions:
            return self._unknown_region(region)
        return UnknownPlatform(platform, tuple(sorted(self.platforms)))

    def _unknown_region(self, code: str) -> UnknownRegion:
        return UnknownRegion(code, self._meant.by(code)[:NEAREST_MOST])

    def _snapshot(self, snapshots: list[Market | None], key: MarketKey, index: int) -> Market:
        market = market_at(self._histories[MarketKey(*key)], index, self.digest, self._declarations.keys)
        snapshots[index] = market
        return market

    def _catalogue(self, history: MarketHistory, index: int) -> Catalogue:
        snapshots = self._catalogues[history.key]
        known = snapshots[index]
        if known is None:
            known = snapshots[index] = catalogue_at(history, index, self._declarations.keys)
        return known

    def _region(self, code: str, index: int) -> Region:
        snapshots = self._regions[code][1]
        known = snapshots[index]
        if known is None:
            known = snapshots[index] = region_at(
                self._creators[code], index, self.digest, beyond_public=self.audience is not Audience.PUBLIC
            )
        return known
