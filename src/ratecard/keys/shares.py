"""What the stated terms of creators need of one another: payouts all their parts, shares of money a worth of coins.

Nothing may be stated and yet answer no question. `none` is an answer of the book: who states `payouts: none` or
`worth_at: none` has said that there is nothing, and nothing is missing beside it. What has dates begins with the first
of them: before a diamond has a value nothing is paid out, and that is an answer too. Where a diamond is always whole
minor units of the currency that is paid in, no rounding is asked for.
"""

from collections.abc import Iterable, Iterator

import msgspec

from ratecard.book.incomplete import Lack, NeededBy
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.section_terms import SectionTerms
from ratecard.book.stretches import StatedBelow, stretches
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.rulefiles.stated import BROKEN, NONE, UNKNOWN, KeyPath, is_broken_above
from ratecard.terms.earnings import COINS, EarningsTerms
from ratecard.terms.facts import possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.payouts import DiamondTerms, PayoutTerms

PAYOUTS, DIAMOND, METHODS = ("payouts",), ("payouts", "diamond"), ("payouts", "methods")
FEE_OF_A_METHOD: KeyPath = ("payouts", "methods", "*", "fee")
WORTH = ("worth_at",)
PAYOUT_ROUNDING = ("payouts", "rounding")
NEEDED_BY_PAYOUTS: tuple[KeyPath, ...] = (
    ("payouts", "currency"),
    DIAMOND,
    ("payouts", "order"),
    ("payouts", "pays", "from"),
    PAYOUT_ROUNDING,
    ("payouts", "value_by"),
)


class Share(msgspec.Struct, frozen=True):
    """A kind of spending of which creators of a region ever earn a share of money, and where that is stated."""

    kind: str
    base: str
    place: Place
    region: str

    def needs(self, what: str) -> NeededBy:
        """That this share needs something which nothing states."""
        return NeededBy(f"earnings.{self.kind} is a share of {self.base}, and nothing states {what}", self.place)


def shares_of_money(creators: Iterable[MarketHistory], memo: Memo) -> list[Share]:
    """Every kind of spending that ever earns a share of net or proceeds, by region."""
    table = memo.table("shares of money")
    return [share for history in creators for share in table.of(_shares, history)]


def _shares(history: MarketHistory) -> tuple[Share, ...]:
    earned = ((section[1], timeline) for section, timeline in history.sections.of("earnings").items())
    found = (_share(history, kind, timeline) for kind, timeline in earned)
    return tuple(share for share in found if share is not None)


def _share(history: MarketHistory, kind: str, timeline: Iterable[tuple[Instant, SectionTerms]]) -> Share | None:
    for start, section_terms in timeline:
        for terms in possible_terms(section_terms.terms):
            if isinstance(terms, EarningsTerms) and terms.base != COINS:
                base = history.below("earnings")["earnings", kind, "base"].at(start)
                assert base is not None
                return Share(kind, terms.base, base.stated.place, history.key.region)
    return None


def lacking_payouts(_: list[MarketHistory], creators: list[MarketHistory], keys: Keys, memo: Memo) -> Iterator[Lack]:
    """What the payouts of every region lack."""
    table = memo.table("lacking payouts")
    for history in creators:
        yield from table.of(lambda history: tuple(_lacking_payouts(history, keys)), history)


def _lacking_payouts(history: MarketHistory, keys: Keys) -> Iterator[Lack]:
    """What payouts lack while a diamond has a value, or where it never has one and any other part is stated.

    Where shares of money count in diamonds, their value alone is not a payout; it is missing where it is never stated.
    """
    every = list(stretches(PAYOUTS[0], history))
    share = next(iter(_shares(history)), None)
    ever = any(DIAMOND in statements and keys.is_positive(DIAMOND, statements[DIAMOND]) for _, _, statements in every)
    anything, exact = False, _is_exact(history)
    for start, _, statements in every:
        positive = [path for path, stated in statements.items() if keys.is_positive(path, stated)]
        anything = anything or bool(positive)
        if positive and (DIAMOND in positive or not ever) and not (share is not None and positive == [DIAMOND]):
            missing = _missing_of_payouts(statements, positive)
            yield from (Lack(path, history, start) for path in missing if not (exact and path == PAYOUT_ROUNDING))
    if share is not None and not anything and not any(PAYOUTS in statements for _, _, statements in every):
        yield Lack(DIAMOND, history, history.begins, share.needs("the value of a diamond"))


def _is_exact(history: MarketHistory) -> bool:
    """Whether every diamond, whenever it was earned, is whole minor units of each currency that is ever paid in."""
    diamonds = [terms for terms in _ever(history, DIAMOND) if isinstance(terms, DiamondTerms)]
    paid_in = {terms.currency for terms in _ever(history, PAYOUTS) if isinstance(terms, PayoutTerms)}
    return bool(diamonds) and all(terms.minor % terms.units == 0 and paid_in <= {terms.currency} for terms in diamonds)


def _ever(history: MarketHistory, section: KeyPath) -> Iterator[object]:
    """All terms that a section ever has."""
    for section_terms in history.sections[section].values if section in history.sections else ():
        yield from possible_terms(section_terms.terms)


def _missing_of_payouts(held: StatedBelow, positive: list[KeyPath]) -> list[KeyPath]:
    """What is missing at one instant of all that a payout needs."""
    missing = [path for path in NEEDED_BY_PAYOUTS if path not in positive and not _is_unknown(held, path)]
    pays = held.get(("payouts", "pays"))
    if pays is not None and pays.value is NONE and ("payouts", "pays", "from") in missing:
        missing.remove(("payouts", "pays", "from"))
    offered = any(path[:2] == METHODS and (path[2:] or held[path].value is BROKEN) for path in positive)
    missing += [] if offered or _is_unknown(held, METHODS) else [METHODS]
    return [path for path in missing if not is_broken_above(path, lambda at: (held[at].value,) if at in held else ())]


def _is_unknown(held: StatedBelow, path: KeyPath) -> bool:
    """Whether a path is stated to be unknown, or where nothing is said of it the nearest mapping above it is."""
    said = (held[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in held)
    nearest = next(said, None)
    return nearest is not None and nearest.value is UNKNOWN


def lacking_worth(markets: list[MarketHistory], creators: list[MarketHistory], _: Keys, memo: Memo) -> Iterator[Lack]:
    """The markets that sell gifts of such a kind, and in which nothing ever says what coins are worth, nor `none`."""
    first = {share.kind: share for share in reversed(shares_of_money(creators, memo))}
    says, given = memo.table("worth"), memo.table("kinds given")
    for history in markets if first else ():
        if not says.of(_says_worth, history):
            kind = min(given.of(kinds_given, history) & first.keys(), default=None)
            if kind is not None:
                yield Lack(WORTH, history, history.begins, first[kind].needs("the worth of coins"))


def _says_worth(history: MarketHistory) -> bool:
    return any(statements for _, _, statements in stretches(WORTH[0], history))


def kinds_given(history: MarketHistory) -> set[str]:
    """The kinds of spending for which a market ever sells a gift."""
    timelines = [timeline for section, timeline in history.sections.of("gifts").items() if len(section) == 2]
    gifts = [leaf for timeline in timelines for section in timeline.values for leaf in possible_terms(section.terms)]
    return {kind for gift in gifts if isinstance(gift, GiftTerms) for kind in gift.kinds}
