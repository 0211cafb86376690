"""Payouts, as Python callers ask for them and are answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from ratecard.answers.payouts import PAID_LOT, PAYOUT_QUOTE, RAISED_WANT, WITHHELD
from ratecard.book.rulebook import RuleBook
from ratecard.locale.territories import wrong_country
from ratecard.money import Diamonds, Money, Rate
from ratecard.python.answers import OF_A_QUOTE, Explained, Maker, steps_of
from ratecard.python.asking import GivenFacts, facts_of, instant, mapping, read_region, text, whole
from ratecard.python.limits import MAKE_OPEN_LIMIT, OpenLimit
from ratecard.quotes import requests
from ratecard.quotes.amounts import used_amount, wanted
from ratecard.quotes.payouts import quoting as engine
from ratecard.quotes.tracing.library_values import of_payout
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.refusals import InvalidFact, InvalidInput, Refusal
from ratecard.terms.facts import fact_text
from ratecard.terms.payouts import CLASS_FACT


@dataclass(frozen=True)
class Lot:
    """Diamonds that were earned at one time. `facts` are of that time, and come before those of the payout.

    `lot_class` is the fact lot.class; `source_region` is where the money for them came from, None where unknown.
    """

    diamonds: int
    earned_at: datetime
    lot_class: str | None = None
    source_region: str | None = None
    facts: GivenFacts = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class PaidLot:
    """The diamonds that a payout takes from one lot, whose number counts from 1 in the order given.

    `released_at` is None where the rules do not know the hold.
    """

    lot: int
    diamonds: Diamonds
    earned_at: datetime
    source_region: str | None
    released_at: datetime | None


@dataclass(frozen=True)
class Withheld:
    """One tax kept back. `rate` is None where it differs between the lots that were used."""

    withholding_line_id: str
    names: Mapping[str, str] = field(hash=False)
    rate: Rate | None
    amount: Money


@dataclass(frozen=True)
class RaisedWant:
    """A wanted amount that is less than what the `minimum` pays, and what is paid instead."""

    wanted: Money
    paid: Money
    minimum: Money


@dataclass(frozen=True, kw_only=True)
class PayoutQuote(Explained):
    """One payout, answered: value = withheld + fee + remainder, and `paid` is what arrives of the remainder.

    `names` are the method's, by language. `lots` are in the order in which they leave; `lots_assumed` where none were
    given, so that all diamonds count as earned at `at`. `paid_on` is a day in the creator's region. Do not pay while a
    condition or a limit is open.
    `unknown_values` are the paths of what the quote needs and the rules do not know. Figures that need one are None; of
    minimums, limits and what is required none does, and while one is listed it is not known if the payout is allowed.
    """

    region: str
    method_id: str
    names: Mapping[str, str] = field(hash=False)
    diamonds: Diamonds | None
    lots: tuple[PaidLot, ...]
    lots_assumed: bool
    value: Money | None
    withheld: Money | None
    withholding: tuple[Withheld, ...]
    fee: Money | None
    remainder: Money | None
    paid: Money | None
    exchange_cost: Money | None
    raised: RaisedWant | None
    released_at: datetime | None
    paid_on: date | None
    open_limits: tuple[OpenLimit, ...]
    unknown_values: tuple[str, ...]


MAKE_QUOTE = Maker(
    PayoutQuote,
    PAYOUT_QUOTE,
    Maker(PaidLot, PAID_LOT),
    Maker(Withheld, WITHHELD),
    MAKE_OPEN_LIMIT,
    Maker(RaisedWant, RAISED_WANT),
    beside=OF_A_QUOTE,
)


def ask_payout(
    book: RuleBook,
    *,
    region: str,
    method: str,
    at: datetime,
    diamonds: int | None,
    lots: Sequence[Lot],
    want: Money | None,
    used: Mapping[str, Money | int],
    facts: GivenFacts,
) -> PayoutQuote | Refusal:
    """The quote of one payout, or why there is none."""
    where, asked, as_of = read_region(region, "region"), facts_of(book, facts), instant("at", at)
    way = text("method", method)
    number = None if diamonds is None else Diamonds(whole("diamonds", diamonds))
    if not isinstance(lots, Iterable):
        raise TypeError(f"lots are a sequence of Lots, and {lots!r} is a {type(lots).__name__}")
    given = [_lot(book, index, lot) for index, lot in enumerate(lots)]
    amount, before = _wanted(want), _used(used)
    for part in (where, *given, amount, before):
        if isinstance(part, InvalidInput | InvalidFact):
            return part.brief()
    assert isinstance(where, str)
    assert not isinstance(amount, InvalidInput)
    assert not isinstance(before, InvalidInput)
    sound = tuple(lot for lot in given if isinstance(lot, requests.Lot))
    request = requests.PayoutRequest(where, way, as_of, number, sound, amount, before, asked)
    answer = engine.quote_payout(book, request)
    return _quote(book, answer) if isinstance(answer, engine.PayoutQuote) else answer.brief()


def _lot(book: RuleBook, index: int, lot: Lot) -> requests.Lot | InvalidInput | InvalidFact:
    """A lot as the engine takes it, or what in it cannot be meant."""
    name = f"lots[{index}]"
    if not isinstance(lot, Lot):
        raise TypeError(f"{name} is a Lot, and {lot!r} is a {type(lot).__name__}")
    facts = dict(facts_of(book, lot.facts))
    if lot.lot_class is not None:
        stated = facts.setdefault(CLASS_FACT, text(f"the lot_class of {name}", lot.lot_class))
        if stated != lot.lot_class:
            return InvalidFact(CLASS_FACT, fact_text(stated), "one value, stated once")
    path = ("lots", str(index), "source_region")
    source = None if lot.source_region is None else read_region(lot.source_region, *path)
    if isinstance(source, InvalidInput):
        return source
    wrong = None if source is None else wrong_country(source)
    if wrong is not None:
        return InvalidInput(path, wrong)
    earned = instant(f"the earned_at of {name}", lot.earned_at)
    return requests.Lot(Diamonds(whole(f"the diamonds of {name}", lot.diamonds)), earned, source, facts)


def _wanted(want: Money | None) -> Money | InvalidInput | None:
    if want is not None and not isinstance(want, Money):
        raise TypeError(f"want is Money, and {want!r} is a {type(want).__name__}")
    if want is None:
        return None
    whole("the minor units of want", want.minor)
    return wanted(want.amount, want.currency)


def _used(used: Mapping[str, Money | int]) -> dict[str, Money | int] | InvalidInput:
    """A copy of what was used by the limit's id, or the first amount that cannot have been."""
    for limit, spent in mapping("used", used).items():
        whole(f"used[{limit!r}]", spent.minor if isinstance(spent, Money) else spent)
        found = used_amount(str(spent))
        if isinstance(found, str):
            return InvalidInput(("used", text("the id of a limit", limit)), found)
    return dict(used)


def _quote(book: RuleBook, quote: engine.PayoutQuote) -> PayoutQuote:
    traced, looked_up = partial(steps_of, trace_payout, quote), partial(of_payout, book, quote)
    return MAKE_QUOTE(quote, facts=dict(quote.request.facts), traced=traced, looked_up=looked_up)
