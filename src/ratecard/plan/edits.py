"""The edits between two books, and which of them an answer that differs comes of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.guards.declared import declared_otherwise
from ratecard.guards.differing import StatementDifference, differences, of_both
from ratecard.guards.ladders import PRICES
from ratecard.guards.made_of import holds, made_of
from ratecard.guards.saying import amounts_moved, value_said
from ratecard.instants import Instant, local_day
from ratecard.money import Rate
from ratecard.plan.asking import CHOSEN, EXCHANGE, GIFT, ITEM, PAYOUT, PURCHASE, WORTH, TwoBooks
from ratecard.plan.figures import NoAnswer, PurchaseFigures, WorthFigures
from ratecard.plan.walking import AnswerChange
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath
from ratecard.terms.facts import possible_terms
from ratecard.terms.market import Market, MarketKey
from ratecard.terms.prices import PriceTerms
from ratecard.terms.resolved import Resolved

OF_THINGS = frozenset({"prices", "packages", "items", "gifts"})
"""The keys below which each thing has its own mapping."""

OF_BUYING = ("tax", "commission", "pricing", "promotions", "ways", "currency", "eligibility", "purchases", "spending")
BESIDE_PRICES = ("savings", "lowest_price", "second_currency", "price_points", "price_bounds", "envelope", "facts")
OF_GIFTS = ("earnings", "promotions", "eligibility", "spending", "fx", "currency", "ways", "facts")
CONCERN = {
    PURCHASE: frozenset((*OF_BUYING, *BESIDE_PRICES)),
    ITEM: frozenset((*OF_BUYING, *BESIDE_PRICES)),
    CHOSEN: frozenset((*OF_BUYING, *BESIDE_PRICES)),
    EXCHANGE: frozenset(("exchange", "ways", "facts")),
    WORTH: frozenset(("worth_at", "currency", "pricing", "price_points", "price_bounds")),
    GIFT: frozenset(OF_GIFTS),
    PAYOUT: frozenset(("payouts", "fx", "eligibility", "currency", "facts")),
}
"""The keys that count for every thing of a kind."""

PROMOTIONS: KeyPath = ("promotions",)
DIAMOND: KeyPath = ("payouts", "diamond")
"""What a diamond is worth: earnings of money are brought to diamonds by it."""


NEW_MARKET, GONE_MARKET = "is a new market", "is gone as a market"


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that the newer book makes otherwise in `markets`, from `start` up to `end`, None for good.

    `was` and `now` are its values in words; `place` is in the newer book, or where nothing is stated any more in the
    older one, as `in_older` says. `case` names a case of facts. `moved` is the share by which an amount moved. One that
    is declared for the book, or of a market that is new or gone, has no path: `sentence` says what it is.
    """

    place: Place
    in_older: bool
    markets: tuple[MarketKey, ...]
    start: Instant
    end: Instant | None
    day: date
    path: KeyPath = ()
    case: str = ""
    was: str = ""
    now: str = ""
    moved: Fraction | None = None
    sentence: str = ""

    @property
    def is_of_market(self) -> bool:
        """Whether it is that a market is new, or gone."""
        return self.sentence.endswith((NEW_MARKET, GONE_MARKET))

    @property
    def key(self) -> str:
        """The key below which it stands; what is declared for the book by its first word: "factors", "facts"."""
        return self.path[0] if self.path else self.sentence.partition(".")[0]

    @property
    def name(self) -> str:
        """What is edited: "tax.lines.vat.rate", "prices.coins_1000 for buyer.member yes"."""
        return f"{'.'.join(self.path)}{f' for {self.case}' if self.case else ''}"


def edits_between(books: TwoBooks, now: Instant) -> list[Edit]:
    """Each edit, in the order of files and lines."""
    edits = [_edit(own) for own in differences(*books, now)]
    edits += _of_none(books)
    edits += _declared(books, now)
    edits += _of_markets(books)
    return sorted(edits, key=lambda own: (own.place, own.start))


def _edit(own: StatementDifference) -> Edit:
    stated = own.now or own.was
    assert stated is not None
    return Edit(
        place=stated.place,
        in_older=own.now is None,
        markets=own.markets,
        start=own.start,
        end=own.end,
        day=local_day(own.start, own.new.in_zone),
        path=own.path,
        case=own.case,
        was=value_said(own.was),
        now=value_said(own.now),
        moved=None if own.now is not None and isinstance(own.now.value, Rate) else amounts_moved(own),
    )


def _of_none(books: TwoBooks) -> Iterator[Edit]:
    """Each `none` of one book where the other says nothing: of prices that follow others they are not the same."""
    found: dict[Place, Edit] = {}
    for old, new in of_both(*books):
        if not (old.computed or new.computed):
            continue
        both = [history.below(PRICES) for history in (old, new)]
        for path in dict.fromkeys((*both[0], *both[1])):
            lines = [own.get(path) for own in both]
            starts = sorted({max(start, new.begins) for line in lines if line is not None for start in line.starts})
            for start, end in zip(starts, (*starts[1:], None), strict=True):
                was, now = (None if line is None else line.at(start) for line in lines)
                if _says_none(was) is not _says_none(now) and not (_is_said(was) and _is_said(now)):
                    stated = (now or was).stated  # type: ignore[union-attr]
                    first = found.get(stated.place) or Edit(
                        place=stated.place,
                        in_older=now is None,
                        markets=(),
                        start=start,
                        end=end,
                        day=local_day(start, new.in_zone),
                        path=path,
                        was=value_said(None if was is None else was.stated),
                        now=value_said(None if now is None else now.stated),
                    )
                    found[stated.place] = msgspec.structs.replace(first, markets=(*first.markets, new.key))
    yield from found.values()


def _says_none(resolved: Resolved[object] | None) -> bool:
    return resolved is not None and resolved.stated.value is NONE


def _is_said(resolved: Resolved[object] | None) -> bool:
    """Whether anything but `none` is said."""
    return resolved is not None and resolved.stated.value not in (NONE, ABSENT)


def _declared(books: TwoBooks, now: Instant) -> Iterator[Edit]:
    """What is declared otherwise: factors, facts, units, beginnings, zones."""
    known = set(books.before.markets())
    for own, _ in declared_otherwise(*books, now):
        if own.market.platform and own.market not in known:
            continue  # a market that is new
        zone = books.after.history(own.market).in_zone
        yield Edit(
            place=own.place,
            in_older=False,
            markets=(own.market,) if own.of in ("begins", "time_zone") else (),
            start=books.after.history(own.market).begins,
            end=None,
            day=local_day(own.since, zone),
            sentence=own.sentence,
        )


def _of_markets(books: TwoBooks) -> Iterator[Edit]:
    """Each market that one of the books alone has."""
    old, new = (dict.fromkeys(book.markets()) for book in books)
    for key in sorted(old.keys() ^ new.keys()):
        history = (books.after if key in new else books.before).history(key)
        day = local_day(history.begins, history.in_zone)
        what = NEW_MARKET if key in new else GONE_MARKET
        yield Edit(
            place=history.place,
            in_older=key not in new,
            markets=(key, MarketKey(key.region, "")),
            start=history.begins,
            end=None,
            day=day,
            sentence=f"{key.shown} {what}",
        )


class Causes:
    """Finds the edits that answers come of."""

    def __init__(self, books: TwoBooks, edits: Sequence[Edit]) -> None:
        self._books, self._edits = books, edits
        self._of: dict[MarketKey, list[int]] = defaultdict(list)
        for number, edit in enumerate(edits):
            for market in edit.markets:
                self._of[market].append(number)

    def of(self, change: AnswerChange) -> tuple[int, ...]:
        """The numbers of the edits that make a difference, in order; of several that may, all.

        First those of the thing itself and of what counts for every thing of its kind; then what its price is computed
        of elsewhere; else all that is edited of its market, and last all edits.
        """
        here = [number for number in self._near(change) if _overlaps(self._edits[number], change)]
        found = [number for number in here if _concerns(self._edits[number].path, change)]
        if any(self._edits[number].path[:1] == PROMOTIONS for number in found):
            promoted = self._promoted(change)
            paths = {number: self._edits[number].path for number in found}
            found = [number for number in found if paths[number][:1] != PROMOTIONS or {*paths[number][1:2]} <= promoted]
        if _may_be_computed(change):
            found += self._computed(change)
        if not found:
            found = here or [number for number, edit in enumerate(self._edits) if not edit.path]
        return tuple(sorted(set(found or range(len(self._edits)))))

    def _promoted(self, change: AnswerChange) -> set[str]:
        """The promotions that are open for a thing when it changes, in either book."""
        found: set[str] = set()
        for book in self._books:
            market = book.market(change.key, change.start) if change.key.platform else None
            promotions = market.promotions if isinstance(market, Market) else None
            if promotions is not None:
                thing = change.thing.partition(" ")[0]
                every = promotions.of_gifts if change.kind == GIFT else promotions.of(thing)
                found |= {own.id for own in every}
        return found

    def _near(self, change: AnswerChange) -> Iterable[int]:
        region = MarketKey(change.key.region, "")
        keys = {PAYOUT: (region,), GIFT: (change.key, region)}.get(change.kind, (change.key,))
        return (number for key in keys for number in self._of.get(key, ()))

    def _computed(self, change: AnswerChange) -> list[int]:
        """The edits that hold a place of which the price is made, in the newer book or the older one."""
        found = []
        for book, is_older in ((self._books.after, False), (self._books.before, True)):
            places = {
                place for price in _prices(book.market(change.key, change.start), change) for place in made_of(price)
            }
            for number, edit in enumerate(self._edits):
                if edit.in_older is is_older and any(holds(edit.place, place) for place in places):
                    found.append(number)
        return found


def _prices(market: object, change: AnswerChange) -> Iterator[PriceTerms]:
    offer = market.sold(change.thing) if isinstance(market, Market) else None
    for own in () if offer is None else possible_terms(offer.price):
        if isinstance(own, PriceTerms) and own.derivation is not None:
            yield own


def _overlaps(edit: Edit, change: AnswerChange) -> bool:
    begins = change.end is None or edit.start < change.end
    return begins and (edit.end is None or change.start < edit.end)


def _concerns(path: KeyPath, change: AnswerChange) -> bool:
    """Whether an edit of a path may make a difference to a thing."""
    if not path:
        return True
    if path[0] in OF_THINGS:
        is_own = (path[0] == "gifts") is (change.kind == GIFT) and change.kind != PAYOUT
        return is_own and (len(path) < 2 or path[1] == change.thing.partition(" ")[0])
    of_diamonds = change.kind == GIFT and path[:2] == DIAMOND
    return of_diamonds or path[0] in CONCERN[change.kind]


def _may_be_computed(change: AnswerChange) -> bool:
    """Whether the price itself is another one, or there is one in one of the books alone."""
    both = (change.was, change.now)
    prices = [own.regular for own in both if isinstance(own, PurchaseFigures)]
    prices += [own.listed for own in both if isinstance(own, WorthFigures)]
    absent = any(isinstance(own, NoAnswer) for own in both)
    return change.kind in (PURCHASE, ITEM, WORTH) and (absent or len(set(prices)) > 1)
