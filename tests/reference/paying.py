"""Payout quotes: what diamonds come to on a creator's account, step by step, and how many are needed for an amount.

Of a question with several faults the first of these answers: diamonds, region, instant, facts, payouts, method,
eligibility, a fact that a value needs, lots, what a used lot lacks, exchange rates, nothing left, minimum, limits.
Where an amount is wanted, exchange rates come before what the lots lack that are looked at for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ratecard.quotes.requests import DIAMONDS_LEAST, DIAMONDS_MOST, Lot, PayoutRequest
from ratecard.refusals import (
    BelowMinimum,
    Condition,
    CreatorNotEligible,
    DiamondsOutOfRange,
    FactNeeded,
    NoPayouts,
    NotEnoughDiamonds,
    NothingLeft,
    Refusal,
    UnknownMethod,
    WrongCurrency,
)
from tests.reference import fx
from tests.reference.dates import after_waits, day_at, days_later, first_second, later, month_end
from tests.reference.facts import cases, judged
from tests.reference.layering import Held, Market, zone_of
from tests.reference.limiting import check_limits
from tests.reference.lots import Asked, Rates, Valued, by_lot, in_order, rates_of, settled_lot, take
from tests.reference.reading import Book, Path
from tests.reference.rounding import rounded
from tests.reference.settling import Settled, amount, asked_region, required, settle, wrong_fact
from tests.reference.writing import money_text, rate, rounding, same, text, unit_price

APART = [("payouts", key) for key in ("diamond", "hold", "minimum", "withholding", "limits", "methods")]


@dataclass(frozen=True)
class Paid:
    """The answer to one payout; amounts in minor units of the value currency, `paid` and `cost` of that paid in."""

    currency: str
    paid_in: str
    diamonds: int
    value: int
    withheld_lines: Mapping[str, int]
    withheld: int
    fee: int
    remainder: int
    paid: int
    cost: int
    raised: bool
    used: tuple[tuple[int, int], ...]
    lots_assumed: bool
    released: int
    paid_on: date
    ends: int
    open_limits: frozenset[str]
    assumed: frozenset[str]
    open: tuple[Condition, ...]


@dataclass(frozen=True)
class Terms:
    """What holds for one payout, its choices made."""

    here: Market
    held: fx.Everything
    method: str
    settled: Mapping[str, Settled]
    limits: Mapping[str, Settled]
    currency: str
    paid_in: str

    @property
    def by_lot(self) -> bool:
        """Whether withholding is settled lot by lot."""
        return "withholding" not in self.settled

    @property
    def rates(self) -> Rates:
        """The withholding lines that hold for the whole payout; none where they are settled lot by lot."""
        return {} if self.by_lot else rates_of(self.settled["withholding"])

    def said(self, section: str, *path: str) -> str | None:
        """What a path of a section says; None for nothing or `none`."""
        return self.settled[section].get("payouts", *path)

    def mode(self, section: str, *path: str) -> tuple[str, int]:
        """How a section rounds."""
        return rounding(str(self.said(section, *path)), self.currency)

    def money(self, section: str, *path: str) -> int | None:
        """An amount of a section in minor units of the value currency; None for none."""
        found = self.said(section, *path)
        return None if found is None else amount(self.here, self.held["payouts", *path], found, self.currency)

    @property
    def minimum(self) -> int:
        """The least value that is paid out: the greater of the general one and the method's."""
        own = self.money("method", "methods", self.method, "minimum")
        return max(self.money("minimum", "minimum") or 0, own or 0)


@dataclass(frozen=True)
class Figures:
    """The amounts of one payout, in the order in which they follow from each other."""

    value: int
    lines: Mapping[str, int]
    fee: int
    remainder: int
    paid: int
    at_mid: int


def quote(book: Book, request: PayoutRequest) -> Paid | Refusal:
    """The figures of one payout, or why there are none."""
    wrong = _diamonds_out_of_range(request)
    if wrong is not None:
        return wrong
    here = asked_region(book, request.region, request.at)
    if not isinstance(here, Market):
        return here
    wrong_one = wrong_fact(book, request.facts)
    if wrong_one is not None:
        return wrong_one
    terms = _terms(here, request)
    if not isinstance(terms, Terms):
        return terms
    lots = request.lots or (Lot(same(request.diamonds or DIAMONDS_MOST), request.at),)
    ordered = in_order(book, request, lots, str(terms.said("payouts", "order")))
    if not isinstance(ordered, list):
        return ordered
    asked = Asked(book, here, request, terms.held, terms.currency, _earned(terms), _needs_source(terms.rates))
    if request.want is not None:
        return _wanted(terms, asked, ordered)
    available = sum(lot.diamonds for lot in lots)
    number = available if request.diamonds is None else request.diamonds
    used: list[Valued] = []
    for position, lot in ordered:
        if sum(each.diamonds for each in used) >= number:
            break
        settled = settled_lot(asked, position, lot)
        if not isinstance(settled, Valued):
            return settled
        used.append(settled)
    between = fx.cross(here, terms.held, terms.currency, terms.paid_in, request.at)
    if not isinstance(between, Fraction):
        return between
    if number > available:
        return NotEnoughDiamonds(same(available), same(number))
    return _quoted(terms, request, used, between, number)


def _wanted(terms: Terms, asked: Asked, ordered: list[tuple[int, Lot]]) -> Paid | Refusal:
    """The payout of the fewest diamonds that pay an amount; a lot that lacks something counts once no others do."""
    request, want = asked.request, asked.request.want
    assert want is not None
    between = fx.cross(terms.here, terms.held, terms.currency, terms.paid_in, request.at)
    if not isinstance(between, Fraction):
        return between
    if want.currency.code != terms.paid_in:
        return WrongCurrency("the amount wanted", want.currency.code, terms.paid_in)
    whole: list[Valued] = []
    lacking: Refusal | None = None
    for position, lot in ordered:
        settled = settled_lot(asked, position, lot)
        if not isinstance(settled, Valued):
            lacking = settled
            break
        whole.append(settled)
    number = fewest(terms, whole, between, want.minor)
    if number is not None:
        raised = was_raised(terms, whole, between, want.minor, number)
        return _quoted(terms, request, whole, between, number, raised)
    return lacking or _needed(terms, asked, ordered, whole, between)


def _needed(
    terms: Terms, asked: Asked, ordered: list[tuple[int, Lot]], whole: list[Valued], between: Fraction
) -> NotEnoughDiamonds:
    """How many diamonds it would take, if those beyond the lots were like the lot that leaves last, and earned now."""
    want = asked.request.want
    assert want is not None
    last = ordered[-1][1]
    like = Lot(same(1), asked.request.at, last.source_region, last.facts)
    found = settled_lot(asked, len(ordered) + 1, like)
    further = found if isinstance(found, Valued) else whole[-1]
    available = sum(lot.diamonds for lot in whole)
    more = [*whole, replace(further, diamonds=FURTHER_MOST)]
    for number in range(available + 1, available + FURTHER_MOST + 1):
        if is_enough(terms, more, between, want.minor, number):
            return NotEnoughDiamonds(same(available), same(number))
    return NotEnoughDiamonds(same(available), None)


def _needs_source(rates: Rates) -> bool:
    """Whether what is kept back depends on where the money for a lot came from."""
    return any(share > 0 and region is not None for share, region in rates.values())


def _earned(terms: Terms) -> bool:
    return terms.said("payouts", "value_by") == "earned"


def _diamonds_out_of_range(request: PayoutRequest) -> DiamondsOutOfRange | None:
    number = request.diamonds
    if number is None and (request.lots or request.want is not None):
        return None
    if number is not None and DIAMONDS_LEAST <= number <= DIAMONDS_MOST:
        return None
    return DiamondsOutOfRange(same(number or 0), same(DIAMONDS_LEAST), same(DIAMONDS_MOST))


def _terms(here: Market, request: PayoutRequest) -> Terms | Refusal:
    """The terms of a payout: whether there are any, the method, eligibility, and then the facts that they need."""
    held = here.everything_held(request.at)
    if fx.stated(held, "payouts", "currency") is None or ("payouts", "diamond") not in held:
        return NoPayouts(here.region, request.at)
    methods = {path[2] for path, each in held.items() if path[:2] == ("payouts", "methods") and _offers(path, each)}
    if request.method not in methods:
        return UnknownMethod(here.region, request.method, tuple(sorted(methods)))
    _, unmet, opened = judged(required(held, "creator"), request.facts)
    if unmet:
        return CreatorNotEligible(here.region, tuple(unmet), tuple(opened))
    limits = sorted({path[2] for path in held if path[:2] == ("payouts", "limits") and len(path) > 2})
    sections = {
        "payouts": ("payouts",),
        "method": ("payouts", "methods", request.method),
        "minimum": ("payouts", "minimum"),
        **({} if by_lot(held) else {"withholding": ("payouts", "withholding")}),
        **{f"limit {name}": ("payouts", "limits", name) for name in limits},
    }
    settled: dict[str, Settled] = {}
    for name, section in sections.items():
        found = settle(section, held, request.facts, APART if name == "payouts" else ())
        if isinstance(found, FactNeeded):
            return found
        settled[name] = found
    in_force = {name: settled[f"limit {name}"] for name in limits}
    in_force = {name: each for name, each in in_force.items() if each.get("payouts", "limits", name, "most")}
    currency = _value_currency(held)
    own = settled["method"].get("payouts", "methods", request.method, "currency")
    general = str(settled["payouts"].get("payouts", "currency"))
    return Terms(here, held, request.method, settled, in_force, currency, own or general)


def _offers(path: Path, each: Held) -> bool:
    """Whether a statement below a method says that there is one: that it costs nothing says so too."""
    return each.says != "none" or (path[3:] == ("fee",) and each.statement.path == path)


def _value_currency(held: fx.Everything) -> str:
    """The currency in which a diamond has its value: all cases of a choice name the same one."""
    written = held["payouts", "diamond"].says
    if isinstance(written, dict):
        written = next(iter(cases(written.get("is", written.get("from", {}))).values()))
    return unit_price(text(written))[1]


def figures(terms: Terms, used: Sequence[tuple[Valued, int]], between: Fraction) -> Figures:
    """Value, withholding, fee, remainder and exchange of the lots that are used."""
    value = rounded(sum((lot.value * number for lot, number in used), Fraction(0)), terms.mode("payouts", "rounding"))
    lines = _withheld(terms, used, value)
    left = value - sum(lines.values())
    fee = _fee(terms, left)
    paid, at_mid = fx.exchanged(terms.held, left - fee, terms.currency, terms.paid_in, between)
    return Figures(value, lines, fee, left - fee, paid, at_mid)


def _withheld(terms: Terms, used: Sequence[tuple[Valued, int]], value: int) -> dict[str, int]:
    """What each line keeps back, in order of id: of the value, of lots from one region, or of each lot by its rate."""
    lines: dict[str, int] = {}
    left = value
    for line in sorted({*terms.rates, *(name for lot, _ in used for name in lot.rates)}):
        if terms.by_lot:
            parts = [(lot, number, *lot.rates[line]) for lot, number in used if line in lot.rates]
        else:
            parts = [(lot, number, *terms.rates[line]) for lot, number in used]
        exact = sum(
            (lot.value * number * share for lot, number, share, region in parts if not region or lot.is_from(region)),
            Fraction(0),
        )
        if not terms.by_lot and terms.rates[line][1] is None:
            exact = Fraction(value) * terms.rates[line][0]
        written = used[0][0].mode if terms.by_lot else terms.said("withholding", "withholding", "rounding")
        lines[line] = min(rounded(exact, rounding(str(written), terms.currency)), left)
        left -= lines[line]
    return lines


def _fee(terms: Terms, left: int) -> int:
    """The fee of the method on what is left after withholding: at least its floor, at most its cap and what is left."""
    path = ("methods", terms.method, "fee")
    fixed, floor, cap = [terms.money("method", *path, part) for part in ("fixed", "floor", "cap")]
    share = terms.said("method", *path, "rate")
    if fixed is None and share is None and floor is None:
        return 0
    exact = (fixed or 0) + left * (rate(share) if share is not None else Fraction(0))
    fee = max(rounded(Fraction(exact), terms.mode("method", *path, "rounding")), floor or 0)
    return min(fee, left if cap is None else min(cap, left))


FURTHER_MOST = 400
"""How many diamonds beyond the lots are tried one by one."""


def is_enough(terms: Terms, valued: Sequence[Valued], between: Fraction, wanted: int, number: int) -> bool:
    """Whether this many diamonds are worth the minimum and pay what is wanted."""
    found = figures(terms, take(valued, number), between)
    return found.value >= terms.minimum and found.paid >= max(wanted, 1)


def fewest(terms: Terms, valued: Sequence[Valued], between: Fraction, wanted: int, most: int = 10**5) -> int | None:
    """The least number of diamonds whose value reaches the minimum and that pays enough: one after the other.

    None where these lots do not reach that.
    """
    available = sum(lot.diamonds for lot in valued)
    for number in range(1, min(available, most) + 1):
        if is_enough(terms, valued, between, wanted, number):
            return number
    assert available <= most, "too many diamonds to try them one by one"
    return None


def was_raised(terms: Terms, valued: Sequence[Valued], between: Fraction, wanted: int, number: int) -> bool:
    """Whether only the minimum asks for so many: one diamond fewer pays what was wanted and is worth too little."""
    if number == 1:
        return False
    found = figures(terms, take(valued, number - 1), between)
    return found.value < terms.minimum and found.paid >= max(wanted, 1)


def _quoted(
    terms: Terms,
    request: PayoutRequest,
    valued: Sequence[Valued],
    between: Fraction,
    number: int,
    raised: bool = False,
) -> Paid | Refusal:
    used = take(valued, number)
    found = figures(terms, used, between)
    withheld = sum(found.lines.values())
    value = money_text(found.value, terms.currency)
    if found.remainder <= 0 or found.paid <= 0:
        return NothingLeft(value, money_text(withheld, terms.currency), money_text(found.fee, terms.currency))
    if found.value < terms.minimum:
        return BelowMinimum(value, money_text(terms.minimum, terms.currency))
    open_limits = check_limits(terms.limits, request.used, found.value, number, terms.currency)
    if not isinstance(open_limits, frozenset):
        return open_limits
    zone = zone_of(terms.here.book, terms.here.region)
    releases = [later(lot.earned, lot.hold, zone) if lot.hold is not None else lot.earned for lot, _ in used]
    day, at_month_end = day_at(max(*releases, request.at), zone), terms.said("payouts", "pays", "from") == "month end"
    waits = (terms.said("payouts", "pays", "after"), terms.said("method", "methods", terms.method, "after"))
    day = after_waits(
        month_end(day) if at_month_end else day, [wait for wait in waits if wait is not None], at_month_end
    )
    ends = [first_second(days_later(day_at(request.at, zone), "1 day"), zone), *releases]
    period_end = fx.period(terms.here, request.at)[1]
    ends += [] if period_end is None else [period_end]
    _, _, opened = judged(required(terms.held, "creator"), request.facts)
    assumed = frozenset[str]().union(*(each.assumed for each in terms.settled.values()))
    return Paid(
        currency=terms.currency,
        paid_in=terms.paid_in,
        diamonds=number,
        value=found.value,
        withheld_lines=found.lines,
        withheld=withheld,
        fee=found.fee,
        remainder=found.remainder,
        paid=found.paid,
        cost=found.at_mid - found.paid,
        raised=raised,
        used=tuple((lot.number, taken) for lot, taken in used),
        lots_assumed=not request.lots,
        released=max(releases),
        paid_on=day,
        ends=min(end for end in ends if end > request.at),
        open_limits=open_limits,
        assumed=assumed.union(*(lot.assumed for lot, _ in used)),
        open=tuple(opened),
    )
