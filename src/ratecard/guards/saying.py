"""How two values of one statement are told to people: both in words, and by how much they differ."""

from fractions import Fraction

from ratecard.guards.differing import StatementDifference
from ratecard.guards.findings import percent
from ratecard.guards.ladders import PRICES
from ratecard.guards.payout_terms import seconds_of
from ratecard.guards.statements import amount_in
from ratecard.instants import Duration
from ratecard.money import Rate
from ratecard.rulefiles.stated import NONE, Stated, Word
from ratecard.terms.conditions import ConditionTerms, Test
from ratecard.terms.facts import BoundChoice

NOT_STATED = "not stated"


def value_said(stated: Stated[object] | None) -> str:
    """A value in words: "13.49 EUR", "at least 18", "3 units by buyer.level gold, else 1 unit"."""
    return NOT_STATED if stated is None else _said(stated.value)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Word):
        return "none" if value is NONE else value.value
    if isinstance(value, tuple):
        return f"[{', '.join(_said(item.value if isinstance(item, Stated) else item) for item in value)}]"
    if isinstance(value, ConditionTerms):
        tests = [
            f"{part.fact} {part.requirement}" if isinstance(part, Test) else "one of several" for part in value.all
        ]
        return " and ".join(tests)
    if isinstance(value, BoundChoice):
        cases = [f"{_said(own.value)} for {value.by} {case}" for case, own in value.cases if isinstance(own, Stated)]
        other = [f"else {_said(value.other.value)}"] if isinstance(value.other, Stated) else []
        return ", ".join([*cases, *other])
    return str(value)


def amounts_moved(own: StatementDifference) -> Fraction | None:
    """By what share of the older value the newer one is more; None where the two are not amounts of one kind."""
    amounts = []
    for stated in (own.was, own.now):
        value = None if stated is None else stated.value
        amounts.append(("time", seconds_of(value)) if isinstance(value, Duration) else amount_in(value))
    was, now = amounts
    return now[1] / was[1] - 1 if was is not None and now is not None and was[0] == now[0] and was[1] else None


def said(own: StatementDifference, where: str, day: str, moved: Fraction | None) -> str:
    """One value that is another one, as a sentence; a price as what buyers pay."""
    is_share = own.now is not None and isinstance(own.now.value, Rate)
    much = "" if not moved or is_share else f": {percent(abs(moved))} {'more' if moved > 0 else 'less'}"
    case = f" for {own.case}" if own.case else ""
    was, now = value_said(own.was), value_said(own.now)
    if own.path[:-1] == (PRICES,) and own.was is not None and own.now is not None:
        return f"{own.path[-1]} in {where}{case} costs {now} {day}, and cost {was}{much}"
    return f"{'.'.join(own.path)} in {where}{case} is {now} {day}, and was {was}{much}"
