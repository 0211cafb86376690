"""Engine and reference compared on gifts, payouts and eligibility: figure by figure, or refusal by refusal."""

from collections.abc import Iterable
from typing import Any

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.quotes.eligibility import Eligibility, EligibilityAnswer
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.refusals import Condition, NotEnoughDiamonds, Refusal
from tests.quotes import test_agreement
from tests.reference import earning, eligibility, paying

HINTS = ("nearest", "allowed", "message", "known", "reason", "unmet", "open")


def sorted_conditions(conditions: Iterable[Condition]) -> list[tuple[str, str, list[str], str]]:
    """Conditions in one order, each once: buyer and gift may ask for the same."""
    found = test_agreement.sorted_conditions(conditions)
    return [one for index, one in enumerate(found) if one not in found[:index]]


def comparable(refusal: Refusal) -> tuple[object, ...]:
    """A refusal without its hints, and with money as text."""
    said = [getattr(refusal, name) for name in refusal.__struct_fields__ if name not in HINTS]
    conditions = [sorted_conditions(getattr(refusal, name, ())) for name in ("unmet", "open")]
    return (type(refusal).__name__, *(str(each) if isinstance(each, Money) else each for each in said), *conditions)


def gift_figures(quote: GiftQuote) -> dict[str, object]:
    """The engine's figures, by the reference's names."""
    period = quote.period
    return {
        "kind": quote.kind,
        "coins": quote.coins,
        "regular": quote.regular_coins,
        "subsidy": quote.subsidy,
        "runs": [(run.gifts, run.coins, run.earning, tuple(own.id for own in run.applied)) for run in quote.runs],
        "worth": quote.worth_minor,
        "amount": quote.amount,
        "parts": {each.id: part for each, part in quote.shares},
        "unknown": list(quote.unknown_values),
        "diamonds": quote.diamonds,
        "limits": sorted(limit.limit_id for limit in quote.open_limits),
        "assumed": sorted(quote.assumed),
        "open": sorted_conditions(quote.open),
        "period": (period.start, period.end),
    }


def payout_figures(quote: PayoutQuote) -> dict[str, object]:
    """The engine's figures, by the reference's names."""
    figures = quote.figures
    lines = [kept.line.id for kept in quote.withholding]
    return {
        "currency": _code(quote.value_currency),
        "paid_in": _code(quote.offer.paid_in),
        "diamonds": quote.diamonds,
        "value": figures.value,
        "withheld_lines": dict(zip(lines, figures.withheld_lines, strict=True)),
        "withheld": figures.withheld,
        "fee": figures.fee,
        "remainder": figures.remainder,
        "paid": figures.paid,
        "cost": quote.exchange_cost,
        "raised": quote.raised,
        "used": tuple((used.valued.number, used.diamonds) for used in quote.used),
        "lots_assumed": quote.lots_assumed,
        "released": quote.released,
        "paid_on": quote.paid_on,
        "ends": quote.period.end,
        "open_limits": sorted(each.id for each in quote.open_limits),
        "assumed": sorted(quote.assumed),
        "open": sorted_conditions(quote.open),
        "unknown": list(quote.unknown_values),
    }


def _code(currency: Currency | None) -> str | None:
    return None if currency is None else currency.code


def expected(answer: earning.Earned | paying.Paid) -> dict[str, object]:
    """The reference's figures, in the same form."""
    found: dict[str, Any] = {name: getattr(answer, name) for name in answer.__dataclass_fields__}
    found |= {"assumed": sorted(answer.assumed), "open": sorted_conditions(answer.open)}
    found |= {"unknown": sorted(answer.unknown)}
    if isinstance(answer, earning.Earned):
        found["limits"] = [limit.id for limit in answer.limits if limit.is_open]
        found["runs"] = [(run.gifts, run.coins, run.earning, run.applied) for run in found.pop("deal").runs]
    return found | ({"open_limits": sorted(answer.open_limits)} if isinstance(answer, paying.Paid) else {})


def assert_same_gift(answer: GiftQuote | Refusal, reference: earning.Earned | Refusal) -> None:
    """The same figures, or the same refusal."""
    if isinstance(answer, GiftQuote):
        assert isinstance(reference, earning.Earned), reference
        assert gift_figures(answer) == expected(reference)
    else:
        assert not isinstance(reference, earning.Earned), answer
        assert comparable(answer) == comparable(reference)


def assert_same_payout(answer: PayoutQuote | Refusal, reference: paying.Paid | Refusal) -> None:
    """The same figures, or the same refusal."""
    if isinstance(answer, PayoutQuote):
        assert isinstance(reference, paying.Paid), reference
        assert payout_figures(answer) == expected(reference)
    else:
        assert not isinstance(reference, paying.Paid), answer
        assert comparable(_tried(answer, reference)) == comparable(reference)


def _tried(refusal: Refusal, reference: Refusal) -> Refusal:
    """A refusal as the reference can give it: where it gives no number, it tried a few hundred diamonds and no more."""
    if not isinstance(refusal, NotEnoughDiamonds) or refusal.needed is None:
        return refusal
    if not isinstance(reference, NotEnoughDiamonds) or reference.needed is not None:
        return refusal
    few = refusal.needed <= refusal.available + paying.FURTHER_MOST
    return refusal if few else NotEnoughDiamonds(refusal.available, None)


def assert_same_gifts(answer: GiftList | Refusal, reference: earning.Gifts | Refusal) -> None:
    """The same gifts in the same order, and the same ones refused."""
    if not isinstance(answer, GiftList):
        assert not isinstance(reference, earning.Gifts), answer
        assert comparable(answer) == comparable(reference)
        return
    assert isinstance(reference, earning.Gifts), reference
    listed = [
        (each.gift.id, each.gift.coins, each.worth_minor, sorted(each.assumed), sorted_conditions(each.open))
        for each in answer.gifts
    ]
    assert listed == [(*each[:3], sorted(each[3]), sorted_conditions(each[4])) for each in reference.gifts]
    assert answer.assumed == tuple(sorted(reference.assumed))
    assert answer.unknown_values == tuple(sorted(reference.unknown))
    refused = {name: comparable(refusal) for name, refusal in answer.refused}
    assert refused == {name: comparable(refusal) for name, refusal in reference.refused.items()}


def assert_same_eligibility(
    answer: EligibilityAnswer | Refusal, reference: tuple[eligibility.Verdict, eligibility.Verdict] | Refusal
) -> None:
    """The same verdicts, with the same conditions met, unmet and open."""
    if not isinstance(answer, EligibilityAnswer):
        assert not isinstance(reference, tuple), answer
        assert comparable(answer) == comparable(reference)
        return
    assert isinstance(reference, tuple), reference
    assert [_shown(each) for each in (answer.buyer, answer.creator)] == [_expected(each) for each in reference]


def _shown(each: Eligibility) -> tuple[object, ...]:
    return (each.verdict.value.lower(), *_all_of(each.unmet, each.open), list(each.unknown_values))


def _expected(each: eligibility.Verdict) -> tuple[object, ...]:
    return (each.verdict, *_all_of(each.unmet, each.open), sorted(each.unknown))


def _all_of(*conditions: Iterable[Condition]) -> list[object]:
    return [sorted_conditions(each) for each in conditions]
