"""The impact of a change on sales, for people: sums by currency, and by what they are asked for."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ratecard.currency import CURRENCIES
from ratecard.guards.findings import decimal, percent
from ratecard.money import decimal_text
from ratecard.plan.asking import GIFT, PAYOUT
from ratecard.plan.grouping import moved, signed
from ratecard.plan.impact import AMOUNTS, PAID, BothSums, Impact, SalesGroup, Sums, with_volume
from ratecard.plan.parts import PlanPart

FIELDS = ("region", "platform", "package")
"""By what sums may be told beside their currency."""

ROWS_MOST = 12


def impact_parts(impact: Impact, by: Sequence[str], volume: Fraction | None) -> Iterator[PlanPart]:
    """The sums of purchases and items, of gifts, and of payouts, each where there are any."""
    when = "each as of its own day" if impact.day is None else f"all as of {impact.day}"
    source = "supposed: a thousand units of each" if impact.supposed else f"{impact.rows:,} rows of sales"
    every = impact.by(lambda group: _larger(group, by))
    groups = {group: both for group, both in every.items() if any(sums.units for sums in both)}
    yield PlanPart(f"impact, {source}, {when}", tuple(_sold_out(impact)))
    bought = {group: both for group, both in groups.items() if group.what not in (GIFT, PAYOUT)}
    if bought:
        more = () if volume is None else (f"proceeds at {signed(volume)} units",)
        header = (*_heads(by), "units", *AMOUNTS, "margin", *more)
        rows = [_bought(group, both, by, volume) for group, both in bought.items()]
        yield PlanPart("purchases", tuple(_more(rows)), header, tuple(rows[:ROWS_MOST]))
    gifts = {group: both for group, both in groups.items() if group.what == GIFT}
    if gifts:
        header = (*_heads(by)[:-1], "gifts", "coins", "diamonds of creators")
        rows = [_sent(group, both, by) for group, both in gifts.items()]
        yield PlanPart("gifts", tuple(_more(rows)), header, tuple(rows[:ROWS_MOST]))
    paid = {group: both for group, both in groups.items() if group.what == PAYOUT}
    if paid:
        header = (*_heads(by), "payouts", "diamonds", "paid")
        rows = [_paid(group, both, by) for group, both in paid.items()]
        yield PlanPart("payouts", tuple(_more(rows)), header, tuple(rows[:ROWS_MOST]))


def _heads(by: Sequence[str]) -> tuple[str, ...]:
    return (*by, "currency")


def _larger(group: SalesGroup, by: Sequence[str]) -> SalesGroup:
    what = group.what if group.what in (GIFT, PAYOUT) else ""
    region, platform, name = (own if field in by else "" for field, own in zip(FIELDS, group[1:4], strict=True))
    return SalesGroup(what, region, platform, name, group.currency)


def _keys(group: SalesGroup, by: Sequence[str]) -> tuple[str, ...]:
    own = dict(zip(FIELDS, group[1:4], strict=True))
    return tuple(own[field] for field in by)


def _bought(group: SalesGroup, both: BothSums, by: Sequence[str], volume: Fraction | None) -> tuple[str, ...]:
    amounts = [_pair(both, name, group.currency) for name in AMOUNTS]
    more = [] if volume is None else [_at_volume(both, group.currency, volume)]
    units = _numbers(both.was.units, both.now.units)
    return (*_keys(group, by), group.currency, units, *amounts, _margins(both), *more)


def _margins(both: BothSums) -> str:
    """The share of the net that is left to the seller, by both books."""
    nets = [own.amounts["gross"] - own.amounts["tax"] for own in both]
    pairs = zip(both, nets, strict=True)
    texts = [percent(Fraction(own.amounts["proceeds"], net)) if net else "?" for own, net in pairs]
    return texts[0] if texts[0] == texts[1] else " → ".join(texts)


def _at_volume(both: BothSums, currency: str, volume: Fraction) -> str:
    left, exponent = with_volume(both.now, volume), CURRENCIES[currency].exponent
    share = moved(both.was.amounts["proceeds"], left)
    return f"{decimal(left / 10**exponent, exponent)}{'' if share is None else f' ({signed(share)})'}"


def _sent(group: SalesGroup, both: BothSums, by: Sequence[str]) -> tuple[str, ...]:
    was, now = both
    numbers = ((was.units, now.units), (was.coins, now.coins), (was.diamonds, now.diamonds))
    return (*_keys(group, by), *(_numbers(*pair) for pair in numbers))


def _paid(group: SalesGroup, both: BothSums, by: Sequence[str]) -> tuple[str, ...]:
    was, now = both
    numbers = (_numbers(was.units, now.units), _numbers(was.diamonds, now.diamonds))
    return (*_keys(group, by), group.currency, *numbers, _pair(both, PAID[-1], group.currency))


def _numbers(was: int, now: int) -> str:
    return f"{was:,}" if was == now else f"{was:,} → {now:,}"


def _pair(both: BothSums, name: str, currency: str) -> str:
    exponent = CURRENCIES[currency].exponent if currency else 0
    was, now = (own.amounts[name] for own in both)
    share = moved(was, now)
    texts = [f"{decimal_text(minor, exponent)}" for minor in (was, now)]
    much = "" if share is None or was == now else f" ({signed(share)})"
    return texts[0] if was == now else f"{texts[0]} → {texts[1]}{much}"


def _sold_out(impact: Impact) -> Iterator[str]:
    """What is in no sum: refused by one of the books, or not determined."""
    every = Sums(), Sums()
    for both in impact.groups.values():
        for into, own in zip(every, both, strict=True):
            into.add(own)
    for sums, book in zip(every, ("older", "newer"), strict=True):
        codes = ", ".join(f"{number:,} {code}" for code, number in sorted(sums.refused.items()))
        if codes:
            yield f"refused by the {book} book, and in no sum of it: {codes}"
        if sums.unknown:
            yield f"{sums.unknown:,} units have figures that the {book} book does not determine, and that are in no sum"


def _more(rows: Sequence[object]) -> Iterator[str]:
    if len(rows) > ROWS_MOST:
        yield f"the first {ROWS_MOST} of {len(rows):,}, what changes first; --format json has all"
