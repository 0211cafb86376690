"""Payout quotes: what diamonds come to on a creator's account, step by step, and how many are needed for an amount.

Of a question with several faults the first of these answers: diamonds, region, instant, facts, payouts, method,
eligibility, a fact that a value needs, lots, exchange rates, nothing left, minimum, limits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from tests.reference.dates import day_at, days_later, first_second, later, month_end
from tests.reference.facts import cases, judged
from tests.reference.layering import Held, Market, zone_of
from tests.reference.limiting import check_limits
from tests.reference.lots import Valued, take, valued_lots
from tests.reference.reading import Book, Path
from tests.reference.rounding import rounded
from tests.reference.settling import Settled, amount, asked_region, required, settle, wrong_fact
from tests.reference.writing import money_text, rate, rounding, same, text, unit_price

APART = [("payouts", key) for key in ("diamond", "minimum", "withholding", "limits", "methods")]


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
    valued = valued_lots(book, here, request, lots, str(terms.said("payouts", "order")), terms.currency, _earned(terms))
    if not isinstance(valued, tuple):
        return valued
    domestic = any(share > 0 and region is not None for share, region in withholding_lines(terms).values())
    if domestic and any(lot.source_region is None for lot in lots):
        return FactNeeded("lot.source_region")
    between = fx.cross(here, terms.held, terms.currency, terms.paid_in, request.at)
    if not isinstance(between, Fraction):
        return between
    available, want = sum(lot.diamonds for lot in lots), request.want
    if want is not None and want.currency.code != terms.paid_in:
        return WrongCurrency("the amount wanted", want.currency.code, terms.paid_in)
    if want is not None:
        found = fewest(terms, valued, between, want.minor)
        if not isinstance(found, int):
            return found
        asked = found
    else:
        asked = available if request.diamonds is None else request.diamonds
        if asked > available:
            return NotEnoughDiamonds(same(available), same(asked))
    return _quoted(terms, request, valued, between, asked)


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
        "withholding": ("payouts", "withholding"),
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


def withholding_lines(terms: Terms) -> dict[str, tuple[Fraction, str | None]]:
    """The rate of each line that holds, and the region that it is of, None for the whole."""
    found = {}
    for path in terms.settled["withholding"].says:
        if path[:3] == ("payouts", "withholding", "lines") and path[4:] == ("rate",):
            line, said = path[3], terms.said("withholding", *path[1:])
            if said is not None:
                domestic = terms.said("withholding", *path[1:4], "of") == "domestic"
                region = str(terms.said("withholding", *path[1:4], "domestic")) if domestic else None
                found[line] = (rate(said), region)
    return dict(sorted(found.items()))


def _withheld(terms: Terms, used: Sequence[tuple[Valued, int]], value: int) -> dict[str, int]:
    lines: dict[str, int] = {}
    left = value
    for line, (share, region) in withholding_lines(terms).items():
        part = Fraction(value)
        if region is not None:
            part = sum((lot.value * number for lot, number in used if lot.is_from(region)), Fraction(0))
        lines[line] = min(rounded(part * share, terms.mode("withholding", "withholding", "rounding")), left)
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


def fewest(
    terms: Terms, valued: tuple[Valued, ...], between: Fraction, wanted: int, most: int = 10**5
) -> int | NotEnoughDiamonds:
    """The least number of diamonds whose value reaches the minimum and that pays enough: one after the other."""
    available = sum(lot.diamonds for lot in valued)
    for number in range(1, min(available, most) + 1):
        used = take(valued, number)
        found = figures(terms, used, between)
        if found.value >= terms.minimum and found.paid >= max(wanted, 1):
            return number
    assert available <= most, "too many diamonds to try them one by one"
    return NotEnoughDiamonds(same(available), None)


def _quoted(
    terms: Terms, request: PayoutRequest, valued: tuple[Valued, ...], between: Fraction, number: int
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
    hold = terms.said("payouts", "hold")
    releases = [later(lot.earned, hold, zone) if hold is not None else lot.earned for lot, _ in used]
    day = day_at(max(*releases, request.at), zone)
    if terms.said("payouts", "pays", "from") == "month end":
        day = month_end(day)
    for wait in (terms.said("payouts", "pays", "after"), terms.said("method", "methods", terms.method, "after")):
        day = day if wait is None else days_later(day, wait)
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
        used=tuple((lot.number, taken) for lot, taken in used),
        lots_assumed=not request.lots,
        released=max(releases),
        paid_on=day,
        ends=min(end for end in ends if end > request.at),
        open_limits=open_limits,
        assumed=assumed.union(*(lot.assumed for lot in valued)),
        open=tuple(opened),
    )
