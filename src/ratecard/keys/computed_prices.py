"""The prices of all markets, those that are computed of others among them: completed when all markets are built."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from msgspec import structs

from ratecard.book.bundles import Bundle, SectionPath
from ratecard.book.declarations import Declarations
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import MemoTable
from ratecard.book.once import Once
from ratecard.book.section_terms import NOTHING, SectionTerms, held_terms, of_path, period_starts
from ratecard.book.timeline import Timeline
from ratecard.instants import Instant
from ratecard.keys.deriving import Deriving
from ratecard.keys.factor_tables import factor_tables
from ratecard.keys.following_prices import Followed, FollowingPrices, PriceNode
from ratecard.keys.price_parts import PriceParts, PriceTrouble
from ratecard.keys.price_standing import DERIVE, PRICES, Standings
from ratecard.money import UnitPrice
from ratecard.rulefiles.stated import BROKEN, KeyPath, Stated, StatedParts
from ratecard.terms.computed import NoPrice
from ratecard.terms.facts import VARYING, BoundChoice, ByFact, branches, possible_terms
from ratecard.terms.lifting import lifted
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms

T = TypeVar("T")

READ: tuple[KeyPath, ...] = (PRICES, ("packages",), ("items",), ("pricing",), ("tax",))
"""The sections of which computed prices are made."""

READ_KEYS = ("prices", "packages", "items", "pricing", "price_points", "price_bounds", "tax", "currency")
"""The keys of a market that its computed prices depend on; of the region it is the rates of exchange."""

FX: KeyPath = ("fx",)
FACTORS = "factors"
SHOWN_MOST = 3


def with_computed_prices(
    histories: Mapping[MarketKey, MarketHistory],
    creators: Mapping[str, MarketHistory],
    declarations: Declarations,
    once: Once,
) -> dict[MarketKey, MarketHistory]:
    """All markets, with the prices computed that follow others; what is wrong with those is reported."""
    standings = Standings(histories)
    following = [key for key, history in sorted(histories.items()) if _follows(history, standings, once)]
    if not following:
        return dict(histories)
    return _Completing(histories, creators, declarations, standings, once).completed(following)


def _follows(history: MarketHistory, standings: Standings, once: Once) -> bool:
    """Whether any price of a market ever follows another one."""
    prices = history.bundles.get(PRICES[0])
    if prices is not None and once.memo.table("prices as others").of(_has_parts, prices):
        return True
    return next(standings.every_derive(history), None) is not None


def _has_parts(prices: Bundle) -> bool:
    """Whether any price is stated as that of another package, or of each coin."""
    stated = (resolved.stated for timeline in prices.paths.values() for resolved in timeline.values)
    return any(_is_of_parts(price.value) for price in stated)


def _is_of_parts(value: object) -> bool:
    if type(value) is BoundChoice:
        cases = (*(case for _, case in value.cases), value.other)
        return any(isinstance(case, Stated) and _is_of_parts(case.value) for case in cases)
    return type(value) is StatedParts or type(value) is UnitPrice


class _Section(NamedTuple):
    """The price of a package over time: its terms, whose lack it is where it has none, and where it is stated."""

    terms: Timeline[SectionTerms]
    unsold: Timeline[object] | None
    stated: Timeline[Stated[object] | None]


class _Computed(NamedTuple):
    """The prices of a market that are not all as it states them itself, and what the digest is made of for them."""

    sections: Mapping[SectionPath, Timeline[SectionTerms]]
    stated: Mapping[SectionPath, Timeline[Stated[object] | None]]
    unsold: Mapping[SectionPath, Timeline[object]]
    text: str


class _Completing:
    """Completes markets. What is wrong is told once for all markets in which the same is."""

    def __init__(
        self,
        histories: Mapping[MarketKey, MarketHistory],
        creators: Mapping[str, MarketHistory],
        declarations: Declarations,
        standings: Standings,
        once: Once,
    ) -> None:
        self._histories = histories
        self._creators = creators
        self._standings = standings
        self._once = once
        self._keys = declarations.keys
        self._kept = {path: leaf for path, leaf in declarations.kept.items() if path[0] == FACTORS}
        self._begins = declarations.begins
        self._parts = PriceParts(creators, factor_tables(declarations.kept), known=once.sound)
        self._starts_known: dict[MarketKey, frozenset[Instant]] = {}
        self._troubles: dict[PriceTrouble, list[tuple[MarketKey, str]]] = {}
        deriving = Deriving(self._parts)
        self._prices = FollowingPrices(histories, deriving, standings, declarations.begins, self._tell)

    def completed(self, following: Iterable[MarketKey]) -> dict[MarketKey, MarketHistory]:
        """All markets, those that follow others completed."""
        table: MemoTable[_Computed] = self._once.memo.table("computed prices")
        histories: MemoTable[MarketHistory] = self._once.memo.table("markets with computed prices")
        completed = dict(self._histories)
        for key in following:
            reached = self._reached(key)
            about, made_of = self._read(reached)
            known = table.find(made_of, about)
            if known is None:
                since = self._once.memo.mark()
                computed = self._computed(key, reached)
                if self._troubles:  # else a later load might take it, and not hear of what is wrong
                    completed[key] = self._history(self._histories[key], computed)
                    continue
                known = table.add(made_of, about, computed, since)
            of = (self._histories[key], known.value)
            own = histories.find(of)
            if own is None:
                since = self._once.memo.mark()
                completed[key] = histories.keep(of, None, self._history(*of), since)
            else:
                completed[key] = own.value
        self._report()
        return completed

    def _read(self, reached: Sequence[MarketKey]) -> tuple[tuple[object, ...], tuple[object, ...]]:
        """All that the prices of a market are made of: what names it, and the objects that it is."""
        names: list[object] = [self._once.sound, self._begins, tuple(self._kept)]
        parts: list[object] = [*self._kept.values()]
        for market in reached:
            history, lent = self._histories[market], self._creators[market.region]
            sections = {name: own for name, own in history.sections.items() if name[0] in READ_KEYS}
            names += [market, history.begins, history.in_zone.key, tuple(sections)]
            parts += [*sections.values(), *(history.bundles.get(key) for key in READ_KEYS)]
            parts += [lent.sections.get(FX), lent.bundles.get(FX[0])]
        return tuple(names), tuple(parts)

    def _reached(self, key: MarketKey) -> list[MarketKey]:
        """The market, and all that it may follow at any time, through others too."""
        reached = [key]
        for market in reached:
            sources = {derive.source for derive in self._standings.every_derive(self._histories[market])}
            reached += sorted(source for source in sources - set(reached) if source in self._histories)
        return reached

    def _computed(self, key: MarketKey, reached: Iterable[MarketKey]) -> _Computed:
        history = self._histories[key]
        instants = set[Instant]().union(*(self._starts_of(market) for market in reached))
        starts = sorted({max(start, history.begins) for start in instants})
        sections: dict[SectionPath, Timeline[SectionTerms]] = {}
        stated: dict[SectionPath, Timeline[Stated[object] | None]] = {}
        unsold: dict[SectionPath, Timeline[object]] = {}
        sold = {section[1] for table in ("packages", "items", "prices") for section in history.sections.of(table)}
        for package in sorted(sold):
            section = (*PRICES, package)
            found = self._section(key, package, starts)
            if found is not None:
                sections[section], stated[section] = found.terms, found.stated
                if found.unsold is not None:
                    unsold[section] = found.unsold
        text = "".join([_line(section, own) for section, own in sections.items()])
        return _Computed(sections, stated, unsold, text)

    def _history(self, history: MarketHistory, found: _Computed) -> MarketHistory:
        """A market with its computed prices in the place of its own."""
        sections = history.sections.replaced(PRICES[0], found.sections)
        changed = {name: bundle.changes for name, bundle in history.bundles.items()}
        history = structs.replace(
            history, sections=sections, computed=found.stated, unsold=found.unsold, computed_text=found.text
        )
        also = history.changing_by_others
        periods, own_starts = period_starts(history.begins, changed, sections, self._keys, self._once.memo, also)
        return structs.replace(history, starts=periods, own_starts=own_starts)

    def _starts_of(self, market: MarketKey) -> frozenset[Instant]:
        """The instants of `_starts`, put together once for all that follow the market."""
        if market not in self._starts_known:
            self._starts_known[market] = frozenset(self._starts(market))
        return self._starts_known[market]

    def _starts(self, market: MarketKey) -> Iterator[Instant]:
        """The instants at which what a market's prices are made of may change."""
        history = self._histories[market]
        yield history.begins
        for path in READ:
            for timeline in of_path(path, history.sections).values():
                yield from timeline.starts
        said = (*history.below(PRICES[0]).values(), history.below(DERIVE[0]).get(DERIVE), history.currency)
        for statements in said:
            yield from () if statements is None else statements.starts
        for derive in self._standings.every_derive(history):
            yield from self._parts.instants(derive, history)

    def _section(self, key: MarketKey, package: str, starts: list[Instant]) -> _Section | None:
        """The price of a package over time; None where it is always as the market itself states it."""
        found = [self._prices.price(PriceNode(key, package, start)) for start in starts]
        if not any(price.steps for price in found) and self._is_own(key, package, starts, found):
            return None
        terms = _timeline(starts, [_held(price) for price in found])
        unsold = [_unsold(price.terms) for price in found]
        stated = _timeline(starts, [_statement(price) for price in found])
        return _Section(terms, _timeline(starts, unsold) if any(unsold) else None, stated)

    def _is_own(self, key: MarketKey, package: str, starts: list[Instant], found: list[Followed]) -> bool:
        """Whether nothing that follows others ever stands, so that the terms are those that the market has itself."""
        timeline = self._histories[key].sections.get((*PRICES, package))
        own = [None if timeline is None else held_terms(timeline, start) for start in starts]
        return all(price.terms is terms for price, terms in zip(found, own, strict=True))

    def _tell(self, trouble: PriceTrouble, market: MarketKey, package: str) -> None:
        self._troubles.setdefault(trouble, []).append((market, package))

    def _report(self) -> None:
        for trouble, whose in self._troubles.items():
            (first, package), *_ = whose
            others = sorted({market for market, _ in whose} - {first})
            more = f" and {len(others) - SHOWN_MOST} more" if len(others) > SHOWN_MOST else ""
            named = ", ".join([market.shown for market in others[:SHOWN_MOST]])
            also = f"; the same holds in {named}{more}" if others else ""
            sentence = f"{package} in {first.shown} has no price that can be computed: {trouble.reason}{also}"
            if trouble.code == "unknown-factors":
                sentence = trouble.reason
            self._once.tell(
                trouble.code, sentence, trouble.place, trouble.hint, offers=trouble.offers, notes=trouble.notes
            )


def _held(price: Followed) -> SectionTerms:
    """A price as the terms of its section, in which there is none where that which it follows is not sold."""
    if price.terms is None:
        return NOTHING
    if type(price.terms) is PriceTerms:
        return SectionTerms(price.terms)
    if price.terms is BROKEN:
        return SectionTerms(BROKEN)
    return SectionTerms(lifted(lambda case: None if isinstance(case, NoPrice) else case, price.terms))


def _unsold(terms: object) -> object:
    """Whose lack it is, in each case in which there is no price because that which it follows is not sold."""
    if type(terms) is PriceTerms or not any(isinstance(case, NoPrice) for case in possible_terms(terms)):
        return None
    return lifted(lambda case: case if isinstance(case, NoPrice) else None, terms)


def _statement(price: Followed) -> Stated[object] | None:
    """The statement by which a package is sold, a price or a derive; None where it is not sold in any case."""
    sold = price.terms is BROKEN or any(not isinstance(case, NoPrice) for case in possible_terms(price.terms))
    return price.stated if sold else None


def _line(section: SectionPath, prices: Timeline[SectionTerms]) -> str:
    """What a computed price comes to over time: "computed prices.coins_100:1767222000=999 EUR"."""
    parts = [f"{start}={_text(section_terms.terms)}" for start, section_terms in prices]
    return f"computed {'.'.join(section)}:{';'.join(parts)}\n"


def _text(terms: object) -> str:
    if isinstance(terms, VARYING):
        keys = terms.cases if isinstance(terms, ByFact) else terms.starts
        cases = [f"{key!r}:{_text(case)}" for key, case in zip(keys, branches(terms), strict=False)]
        return f"{terms.fact} {{{','.join(cases)}}} {_text(terms.other) if terms.has_other else '-'}"
    return f"{terms.listed_minor} {terms.currency.code}" if isinstance(terms, PriceTerms) else "none"


def _timeline(starts: list[Instant], values: list[T]) -> Timeline[T]:
    """Values over time, from the instants at which they change."""
    changes = [index for index, value in enumerate(values) if index == 0 or value != values[index - 1]]
    return Timeline(tuple([starts[index] for index in changes]), tuple([values[index] for index in changes]))
