"""What the engine and the reference say of promotions, in one form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.promotions import OpenPromotion
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.refusals import AboveLimit, Refusal, UnknownLimit
from ratecard.rulefiles.values.limits import CountOf
from tests.quotes.promoted_questions import sold, written
from tests.quotes.test_agreement import comparable, expected, figures
from tests.reference import reading
from tests.reference.answering import Sold
from tests.reference.limits_of_buyers import Limited
from tests.reference.promotion_standing import Need
from tests.reference.told import OverBudget, OverLimit
from tests.reference.used_before import COUNTED, Used
from tests.strategies.promotion_questions import Question


def engine_of(files: Mapping[str, str]) -> RuleBook:
    """The engine's book of these texts."""
    found = load_texts(files)
    assert found.book is not None, [str(diagnostic) for diagnostic in found.diagnostics]
    return found.book


def request_of(question: Question) -> PurchaseRequest:
    """A question as the engine takes it."""
    used = [UsedBefore(each.limit, amount_of(written(each.number, each.unit)), each.package) for each in question.used]
    return msgspec.structs.replace(question.request, codes=question.codes, used=tuple(used))


def amount_of(written: str) -> Money | CountOf:
    """`1 unit` or `10.00 EUR`, as the engine takes them."""
    number, _, unit = written.partition(" ")
    if unit.removesuffix("s") in COUNTED:
        return CountOf(int(number), f"{unit.removesuffix('s')}s")
    currency = CURRENCIES[unit]
    whole, _, part = number.partition(".")
    return Money(int(whole + part.ljust(currency.exponent, "0")), currency)


def asked_of_engine(book: RuleBook, question: Question) -> tuple[PurchaseQuote | Refusal, Question]:
    """What the engine answers, and the question without what was used of limits that are none of that market."""
    while True:
        answer = quote_purchase(book, request_of(question))
        if not isinstance(answer, UnknownLimit):
            return answer, question
        limit = answer.limit_id
        question = replace(question, used=tuple(each for each in question.used if each.limit != limit))


def list_request(question: Question) -> PriceListRequest:
    """The question for a price list where and when a purchase is asked about."""
    one = request_of(question)
    return PriceListRequest(one.region, one.platform, one.at, one.facts, used=one.used, codes=one.codes)


def asked_for_list(book: RuleBook, question: Question) -> tuple[PriceList | Refusal, Question]:
    """The price list, and the question without what was used of limits that are none of that market."""
    while True:
        answer = list_prices(book, list_request(question))
        if not isinstance(answer, UnknownLimit):
            return answer, question
        limit = answer.limit_id
        question = replace(question, used=tuple(each for each in question.used if each.limit != limit))


def needs_of(opened: OpenPromotion[PurchaseQuote]) -> frozenset[Need]:
    """What the engine says that an open promotion needs, as the reference says it."""
    needs = opened.needs
    found: set[Need] = {("condition", condition.fact, condition.requirement) for condition in needs.conditions}
    found |= {("fact", fact) for fact in needs.facts} | {("limit", limit) for limit in needs.limits}
    return frozenset(found | ({("code",)} if needs.code else set()))


def said_by_engine(quote: PurchaseQuote) -> dict[str, object]:
    """All figures of a quote, and what promotions did."""
    units = {opened.terms.id: opened.unit for opened in quote.open_promotions}
    return {
        **figures(quote),
        "regular": quote.regular_minor,
        "discount": quote.discount_minor,
        "runs": [(run.units, run.regular_minor, run.listed_minor, run.bonus, run.applied) for run in quote.runs],
        "applied": [applied.terms.id for applied in quote.promotions],
        "open": {
            promotion: None if unit is None else (unit.listed_minor, unit.bonus) for promotion, unit in units.items()
        },
        "needs": {opened.terms.id: needs_of(opened) for opened in quote.open_promotions},
        "codes": [(code, outcome.name) for code, outcome in quote.codes],
        "uses": sorted((use.limit_id, use.package or use.item or "", str(use.amount)) for use in quote.uses),
        "open_limits": sorted(limit.limit_id for limit in quote.open_limits),
    }


def said_by_reference(answer: Sold) -> dict[str, object]:
    """The same of the reference."""
    deal = answer.promoted
    regular = answer.offer.regular
    return {
        **expected(answer.figures),
        "regular": answer.regular,
        "discount": answer.discount,
        "runs": [(run.units, regular, run.unit.listed, run.unit.bonus, run.applied) for run in deal.runs],
        "applied": list(deal.applied),
        "open": {each.id: None if each.unit is None else (each.unit.listed, each.unit.bonus) for each in deal.open},
        "needs": {each.id: each.needs for each in deal.open},
        "codes": list(deal.codes),
        "uses": sorted(_use(use) for use in answer.uses),
        "open_limits": sorted(limit.id for limit in answer.limits if limit.is_open),
    }


def _use(use: Used) -> tuple[str, str, str]:
    return use.limit, use.package or "", use.amount


@dataclass(frozen=True)
class Both:
    """The engine's book and the reference's, of the same texts."""

    engine: RuleBook
    reference: reading.Book

    @classmethod
    def of(cls, files: Mapping[str, str]) -> "Both":
        """Both, of the texts of a book."""
        return cls(engine_of(files), reading.read(files))

    def sold(self, question: Question) -> Sold | None:
        """What both answer, which has to be the same; None where it is a refusal."""
        answer, asked = asked_of_engine(self.engine, question)
        known = sold(self.reference, asked)
        if isinstance(answer, PurchaseQuote):
            assert isinstance(known, Sold), known
            assert said_by_engine(answer) == said_by_reference(known)
            return known
        if isinstance(known, OverLimit):
            assert isinstance(answer, AboveLimit)
            assert refused_by(answer) == refused_by_reference(known.limit)
            assert answer.assumed_facts == tuple(sorted(known.assumed))
        else:
            assert not isinstance(known, Sold | OverBudget), answer
            assert comparable(answer) == comparable(known)
        return None


def number_of(written: str | None) -> int | None:
    """Of an amount its number: minor units, or a count."""
    if written is None:
        return None
    amount = amount_of(written)
    return amount.minor if isinstance(amount, Money) else amount.count


def refused_by(refusal: AboveLimit) -> tuple[object, ...]:
    """Which limit a purchase breaks, by what, what is left of it, and when it begins anew."""
    numbers = (number_of(said) for said in (refusal.allowed, refusal.used, refusal.asked, refusal.left))
    return (refusal.limit_id, refusal.per, *numbers, refusal.resets_at)


def refused_by_reference(limit: Limited) -> tuple[object, ...]:
    """The same of the reference."""
    return (limit.id, limit.per, limit.most, limit.used, limit.asked, limit.left, limit.resets_at)
