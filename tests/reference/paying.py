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
    AboveLimit,
    BelowMinimum,
    Condition,
    DiamondsOutOfRange,
    NotEnoughDiamonds,
    NothingLeft,
    Refusal,
    WrongCurrency,
)
from tests.reference import fx
from tests.reference.dates import after_waits, day_at, days_later, first_second, later, month_end
from tests.reference.facts import judged
from tests.reference.layering import Market, zone_of
from tests.reference.limiting import check_limits
from tests.reference.lots import Asked, Rates, Valued, in_order, needs_source, settled_lot, take
from tests.reference.needing import Rules, costs, kept_back, needs, of_fee
from tests.reference.payout_terms import Terms, terms_of
from tests.reference.reading import Book
from tests.reference.rounding import rounded
from tests.reference.settling import asked_region, required, required_unknown, wrong_fact
from tests.reference.unknown import Says, entries, unknown_at
from tests.reference.writing import money_text, rate, rounding, same


@dataclass(frozen=True)
class Paid:
    """The answer to one payout; amounts in minor units of the value currency, `paid` and `cost` of that paid in.

    What needs what is `unknown` is None.
    """

    currency: str | None
    paid_in: str | None
    diamonds: int | None
    value: int | None
    withheld_lines: Mapping[str, int]
    withheld: int | None
    fee: int | None
    remainder: int | None
    paid: int | None
    cost: int | None
    raised: bool
    used: tuple[tuple[int, int], ...]
    lots_assumed: bool
    released: int | None
    paid_on: date | None
    ends: int
    open_limits: frozenset[str]
    assumed: frozenset[str]
    open: tuple[Condition, ...]
    unknown: frozenset[str]


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
    terms = terms_of(here, request)
    if not isinstance(terms, Terms):
        return terms
    lots = request.lots or (Lot(same(request.diamonds or DIAMONDS_MOST), request.at),)
    ordered = in_order(book, request, lots, terms.said("payouts", "order") or "")
    if not isinstance(ordered, list):
        return ordered
    of_all = unknown_at(terms.settled["payouts"].says, "payouts", "value_by")
    source = _needs_source(terms.rates) or (not terms.by_lot and needs_source(terms.settled["withholding"].says))
    asked = Asked(book, here, request, terms.held, terms.currency, _earned(terms), source, of_all)
    if request.want is not None:
        return _wanted(terms, asked, ordered)
    available = sum(lot.diamonds for lot in lots)
    number = available if request.diamonds is None else request.diamonds
    order = unknown_at(terms.settled["payouts"].says, "payouts", "order")
    if order and len(lots) > 1 and number < available:
        between = _exchange(terms, request)
        if not isinstance(between, Fraction | frozenset):
            return between
        return _partly(terms, request, None, between, number, order)
    used: list[Valued] = []
    for position, lot in ordered:
        if sum(each.diamonds for each in used) >= number:
            break
        settled = settled_lot(asked, position, lot)
        if not isinstance(settled, Valued):
            return settled
        used.append(settled)
    between = _exchange(terms, request)
    if not isinstance(between, Fraction | frozenset):
        return between
    if number > available:
        return NotEnoughDiamonds(same(available), same(number))
    return _partly(terms, request, used, between, number, frozenset())


def _wanted(terms: Terms, asked: Asked, ordered: list[tuple[int, Lot]]) -> Paid | Refusal:
    """The payout of the fewest diamonds that pay an amount; a lot that lacks something counts once no others do."""
    request, want = asked.request, asked.request.want
    assert want is not None
    between = _exchange(terms, request)
    if not isinstance(between, Fraction | frozenset):
        return between
    if terms.paid_in is not None and want.currency.code != terms.paid_in:
        return WrongCurrency("the amount wanted", want.currency.code, terms.paid_in)
    general = _of_any(terms, between, len(ordered) > 1)
    if general:
        return _partly(terms, request, None, between, None, general)
    assert isinstance(between, Fraction)
    whole: list[Valued] = []
    lacking: Refusal | frozenset[str] | None = None
    for position, lot in ordered:
        settled = settled_lot(asked, position, lot)
        if not isinstance(settled, Valued):
            lacking = settled
            break
        unknown = _of_lot(terms, settled)
        if unknown:
            lacking = unknown
            break
        whole.append(settled)
    number = fewest(terms, whole, between, want.minor)
    if number is not None:
        raised = was_raised(terms, whole, between, want.minor, number)
        return _partly(terms, request, whole, between, number, frozenset(), raised)
    if isinstance(lacking, frozenset):
        return _partly(terms, request, None, between, None, lacking)
    return lacking or _needed(terms, asked, ordered, whole, between)


def _exchange(terms: Terms, request: PayoutRequest) -> Fraction | frozenset[str] | Refusal:
    """The exact rate from the value currency into the one paid in; 1 where either is unknown, or what of it is."""
    if terms.currency is None or terms.paid_in is None:
        return Fraction(1)
    found = fx.cross(terms.here, terms.held, terms.currency, terms.paid_in, request.at)
    costs_more = fx.costs_unknown(terms.held) if terms.currency != terms.paid_in else frozenset[str]()
    return costs_more if isinstance(found, Fraction) and costs_more else found


def _of_any(terms: Terms, between: Fraction | frozenset[str], many: bool) -> frozenset[str]:
    """What it needs that is unknown to say what any diamonds pay."""
    rules = terms.rules(between if isinstance(between, frozenset) else frozenset())
    found = needs(replace(rules, withholding=None), (), frozenset())["paid"]
    if not terms.by_lot:
        says = terms.settled["withholding"].says
        if not entries(says, "payouts", "withholding", "lines"):
            found |= unknown_at(says, "payouts", "withholding", "lines")
        elif terms.rates:
            found |= unknown_at(says, "payouts", "withholding", "rounding")
    return found | (unknown_at(rules.payouts, "payouts", "order") if many else frozenset())


def _of_lot(terms: Terms, lot: Valued) -> frozenset[str]:
    """What it needs that is unknown to say what diamonds of this lot pay."""
    says = lot.kept if terms.by_lot else terms.settled["withholding"].says
    return lot.unknown | (kept_back(says, [lot])[0] if says is not None else frozenset())


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
    if _of_lot(terms, further):
        return NotEnoughDiamonds(same(sum(lot.diamonds for lot in whole)), None)
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


def figures(terms: Terms, used: Sequence[tuple[Valued, int]], between: Fraction) -> Figures:
    """Value, withholding, fee, remainder and exchange of the lots that are used."""
    value = terms.value_of(sum((lot.value * number for lot, number in used), Fraction(0)))
    lines = _withheld(terms, used, value)
    left = value - sum(lines.values())
    fee = _fee(terms, left)
    paid, at_mid = fx.exchanged(terms.held, left - fee, str(terms.currency), str(terms.paid_in), between)
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
        lines[line] = min(rounded(exact, rounding(str(written), str(terms.currency))), left)
        left -= lines[line]
    return lines


def _fee(terms: Terms, left: int | None) -> int:
    """The fee of the method on what is left after withholding: at least its floor, at most its cap and what is left.

    Where nobody knows what is left it is the least that it charges.
    """
    path = ("methods", terms.method, "fee")
    fixed, floor, cap = [terms.money("method", *path, part) for part in ("fixed", "floor", "cap")]
    share = terms.said("method", *path, "rate")
    if fixed is None and share is None and floor is None:
        return 0
    exact = Fraction(fixed or 0) + (left or 0) * (rate(share) if share is not None else Fraction(0))
    if share is not None or terms.said("method", *path, "rounding") is not None:
        exact = Fraction(rounded(exact, terms.mode("method", *path, "rounding")))
    fee = max(int(exact), floor or 0)
    fee = fee if cap is None else min(cap, fee)
    return fee if left is None else min(fee, left)


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


def _led_to(terms: Terms, limit: str, used: Sequence[tuple[Valued, int]]) -> frozenset[str]:
    """The facts assumed for a limit that is broken: its own, and where it is of money those of what diamonds are worth.

    Where an amount is wanted, how many diamonds leave depends on everything, and so does the limit.
    """
    own = terms.limits[limit]
    if str(own.get("payouts", "limits", limit, "most")).split(" ")[1] in ("diamond", "diamonds", "payout", "payouts"):
        return own.assumed
    return own.assumed.union(*(lot.worth_assumed for lot, _ in used))


def _partly(
    terms: Terms,
    request: PayoutRequest,
    valued: Sequence[Valued] | None,
    between: Fraction | frozenset[str],
    number: int | None,
    nobody_knows: frozenset[str],
    raised: bool = False,
) -> Paid | Refusal:
    """The quote of these lots, or of any (None), as far as nothing of it needs what is unknown."""
    used = take(valued, number) if valued is not None and number is not None else []
    exchange = between if isinstance(between, frozenset) else frozenset[str]()
    rules = terms.rules(exchange)
    lack = needs(rules, [lot for lot, _ in used] if valued is not None else None, nobody_knows)
    lines: Mapping[str, int] = {}
    value = withheld = fee = remainder = paid = at_mid = None
    if not lack["value"]:
        exact = sum((lot.value * taken for lot, taken in used), Fraction(0))
        value = terms.value_of(exact)
    if not lack["withheld"]:
        lines = _withheld(terms, used, value or 0)
        withheld = sum(lines.values())
    if not lack["fee"]:
        fee = _fee(terms, value - withheld if value is not None and withheld is not None else None)
    if value is not None and withheld is not None and fee is not None:
        remainder = value - withheld - fee
    if remainder is not None and not lack["paid"]:
        assert isinstance(between, Fraction)
        paid, at_mid = fx.exchanged(terms.held, remainder, str(terms.currency), str(terms.paid_in), between)
    refused = _refused(terms, used, between, (value, withheld, fee)) if value is not None else None
    if refused is not None:
        return refused
    zone = zone_of(terms.here.book, terms.here.region)
    now = request.at, zone
    open_limits = check_limits(
        terms.limits, request.used, value, number, terms.currency, now, terms.unknown_limits, terms.any_limit
    )
    assumed = frozenset[str]().union(*(each.assumed for each in terms.settled.values()))
    assumed = assumed.union(*(lot.assumed for lot, _ in used))
    if isinstance(open_limits, AboveLimit):
        return open_limits.assuming(assumed if request.want is not None else _led_to(terms, open_limits.limit_id, used))
    if not isinstance(open_limits, frozenset):
        return open_limits
    held_back = [lot for lot, _ in used if not lot.hold_unknown]
    releases = [later(lot.earned, lot.hold, zone) if lot.hold is not None else lot.earned for lot in held_back]
    at_month_end = terms.said("payouts", "pays", "from") == "month end"
    day = day_at(max([*releases, request.at]), zone)
    waits = (terms.said("payouts", "pays", "after"), terms.said("method", "methods", terms.method, "after"))
    day = after_waits(
        month_end(day) if at_month_end else day, [wait for wait in waits if wait is not None], at_month_end
    )
    ends = [first_second(days_later(day_at(request.at, zone), "1 day"), zone), *releases]
    period_end = fx.period(terms.here, request.at)[1]
    ends += [] if period_end is None else [period_end]
    _, _, opened = judged(required(terms.held, "creator"), request.facts)
    return Paid(
        currency=terms.currency,
        paid_in=terms.paid_in,
        diamonds=number,
        value=value,
        withheld_lines=lines,
        withheld=withheld,
        fee=fee,
        remainder=remainder,
        paid=paid,
        cost=at_mid - paid if at_mid is not None and paid is not None else None if lack["cost"] else 0,
        raised=raised,
        used=tuple((lot.number, taken) for lot, taken in used),
        lots_assumed=not request.lots,
        released=None if lack["released"] else max(releases),
        paid_on=None if lack["paid_on"] else day,
        ends=min(end for end in ends if end > request.at),
        open_limits=open_limits,
        assumed=assumed,
        open=tuple(opened),
        unknown=terms.not_told.union(
            nobody_knows, _old_rates(terms, used, between), required_unknown(terms.held, "creator"), *lack.values()
        ),
    )


def _old_rates(terms: Terms, used: Sequence[tuple[Valued, int]], between: Fraction | frozenset[str]) -> frozenset[str]:
    """That nobody knows how long a rate may be used, where one is."""
    paid = terms.currency is not None and terms.paid_in not in (None, terms.currency) and isinstance(between, Fraction)
    return fx.age_unknown(terms.held) if paid or any(lot.exchanged for lot, _ in used) else frozenset()


def _refused(
    terms: Terms,
    used: Sequence[tuple[Valued, int]],
    between: Fraction | frozenset[str],
    amounts: tuple[int, int | None, int | None],
) -> NothingLeft | BelowMinimum | None:
    """That nothing is left whatever the unknown parts are, or that the value is below the least that is paid out."""
    value, withheld, fee = amounts
    currency = str(terms.currency)
    rules = terms.rules(frozenset())
    kept = withheld
    if kept is None:
        own = [lot.kept for lot, _ in used if lot.kept is not None] if terms.by_lot else [rules.withholding or {}]
        mode = [unknown_at(says, "payouts", "withholding", "rounding") for says in own if rates_known(says)]
        kept = 0 if any(mode) else sum(_withheld(terms, used, value).values())
    least = fee if fee is not None else _least_fee(terms, rules)
    most = value - kept - least
    paid = most
    if isinstance(between, Fraction) and terms.paid_in not in (None, currency):
        paid = fx.exchanged(terms.held, most, currency, str(terms.paid_in), between)[0]
    if most <= 0 or paid <= 0:
        if value == 0:
            withheld = fee = 0
        elif withheld is None:
            fee = 0 if not costs(rules) and not of_fee(rules) else None
        texts = [None if minor is None else money_text(minor, currency) for minor in (withheld, fee)]
        return NothingLeft(money_text(value, currency), *texts)
    if value < terms.minimum:
        return BelowMinimum(money_text(value, currency), money_text(terms.minimum, currency))
    return None


def rates_known(says: Says) -> bool:
    """Whether any line is known."""
    return kept_back(says, None)[1]


def _least_fee(terms: Terms, rules: Rules) -> int:
    """The least that a fee can be, of which something is unknown, or that is of what nobody knows."""
    if of_fee(rules):
        return terms.money("method", "methods", terms.method, "fee", "floor") or 0
    return _fee(terms, None)
