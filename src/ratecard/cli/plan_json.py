"""A plan as data: all edits, all changes, and all that is judged otherwise."""

from fractions import Fraction

import msgspec

from ratecard.cli.answers import Json, moment, place_json, to_json
from ratecard.currency import Currency
from ratecard.guards.findings import Finding
from ratecard.money import Money
from ratecard.plan.asking import CHOSEN, PAYOUT, PaidThing
from ratecard.plan.edits import Edit
from ratecard.plan.figures import (
    Answer,
    ExchangeFigures,
    GiftFigures,
    NoAnswer,
    PaidFigures,
    PurchaseFigures,
    WorthFigures,
)
from ratecard.plan.grouping import timeline_of, units_for_equal_proceeds
from ratecard.plan.planning import Plan, PlannedChange
from ratecard.plan.verdicts import CaseVerdict, Verdicts


def plan_json(plan: Plan, verdicts: Verdicts | None, impact: Json | None = None) -> str:
    """All of it, and the impact on sales where that was asked for.

    Edits are numbered in their order, from 0; changes name those that they come of.
    """
    data: Json = {
        "before": plan.before,
        "after": plan.after,
        "now": moment(plan.now),
        "edits": [_edit(edit) for edit in plan.edits],
        "changes": [_change(own) for own in plan.changes],
        "timeline": [{"day": own.day.isoformat(), "changes": own.number} for own in timeline_of(plan)],
    }
    if verdicts is not None:
        data["guards"] = {
            "found": [_finding(own) for own in verdicts.found],
            "notFoundAnyMore": [_finding(own) for own in verdicts.mended],
        }
        data["cases"] = [_case(own) for own in verdicts.cases]
    if impact is not None:
        data["impact"] = impact
    return to_json(data)


def _edit(edit: Edit) -> Json:
    return {
        **place_json(edit.place),
        "inOlderBook": edit.in_older,
        "path": ".".join(edit.path),
        "case": edit.case or None,
        "was": edit.was or None,
        "now": edit.now or None,
        "moved": _exact(edit.moved),
        "sentence": edit.sentence or None,
        "from": moment(edit.start),
        "until": moment(edit.end),
        "day": edit.day.isoformat(),
        "markets": [{"region": region, "platform": platform or None} for region, platform in edit.markets],
    }


def _change(own: PlannedChange) -> Json:
    change = own.change
    paid = PaidThing.of(change.thing) if change.kind == PAYOUT else None
    thing, _, number = change.thing.partition(" ")
    return {
        "kind": change.kind,
        "region": change.key.region,
        "platform": change.key.platform or None,
        "thing": thing,
        "number": int(number) if change.kind == CHOSEN else None,
        "diamonds": None if paid is None else paid.diamonds,
        "sourceRegion": None if paid is None else paid.source,
        "facts": {name: value if isinstance(value, bool) else str(value) for name, value in change.facts.items()},
        "cases": change.cases,
        "from": moment(change.start),
        "until": moment(change.end),
        "day": change.day.isoformat(),
        "was": _answer(change.was),
        "now": _answer(change.now),
        "unitsForEqualProceeds": _exact(units_for_equal_proceeds(own)),
        "edits": list(own.causes),
    }


def _answer(answer: Answer) -> Json:
    if isinstance(answer, NoAnswer):
        return {"refusal": answer.code, "message": answer.sentence or None}
    if isinstance(answer, PurchaseFigures):
        return _purchase(answer)
    if isinstance(answer, WorthFigures):
        return {"price": _money(answer.listed, answer.currency), "coins": answer.total, "coin": _coin(answer)}
    if isinstance(answer, ExchangeFigures | GiftFigures):
        return dict(msgspec.to_builtins(answer))
    return _payout(answer)


def _purchase(own: PurchaseFigures) -> Json:
    amounts = ("regular", "listed", "gross", "net", "tax", "commission", "withheld", "proceeds")
    opened = [
        {"promotion": name, "listed": _money(listed, own.currency), "coins": coins}
        for name, listed, coins in own.opened
    ]
    return {
        **{name: _money(getattr(own, name), own.currency) for name in amounts},
        "taxLines": {name: _money(minor, own.currency) for name, minor in own.lines},
        "coins": own.coins,
        "bonus": own.bonus,
        "coin": _coin(own),
        "margin": _exact(own.kept),
        "units": dict(own.units),
        "promotions": list(own.promotions),
        "openPromotions": opened,
        "needs": list(own.needs),
    }


def _payout(own: PaidFigures) -> Json:
    amounts = ("value", "withheld", "fee", "minimum")
    return {
        **{name: _money(getattr(own, name), own.currency) for name in amounts},
        "paid": _money(own.paid, own.paid_in),
        "startsOn": own.starts,
        "paidOn": own.arrives,
        "limits": list(own.limits),
        "needs": list(own.needs),
    }


def _money(minor: int | None, currency: Currency | None) -> Json | None:
    if minor is None or currency is None:
        return None
    return {"amount": Money(minor, currency).amount, "minorUnits": str(minor), "currency": currency.code}


def _coin(own: PurchaseFigures | WorthFigures) -> Json | None:
    """The exact price of one coin in major units."""
    each = own.per_coin
    return None if each is None else {"exact": _exact(each / 10**own.currency.exponent), "currency": own.currency.code}


def _exact(share: Fraction | None) -> Json | None:
    """An exact number: numerator and denominator as texts."""
    return None if share is None else {"numerator": str(share.numerator), "denominator": str(share.denominator)}


def _finding(own: Finding) -> Json:
    region, platform = own.market
    return {
        "guard": own.guard,
        "region": region,
        "platform": platform or None,
        "of": own.of or None,
        "sentence": own.sentence,
        **place_json(own.place),
    }


def _case(own: CaseVerdict) -> Json:
    return {
        **place_json(own.now.case.place),
        "sentence": own.now.case.sentence,
        "passed": {"was": own.was.passed, "now": own.now.passed},
        "differences": [
            {"figure": other.figure, "expected": other.expected, "actual": other.actual}
            for other in (own.now if not own.now.passed else own.was).differences
        ],
    }
