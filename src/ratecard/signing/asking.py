"""Questions as tokens hold them, made of what was answered, and asked again of a book."""

from collections.abc import Iterable, Mapping

from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant
from ratecard.money import Diamonds
from ratecard.quotes.amounts import money_chosen, used_of
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import as_item, quote_item, quote_purchase
from ratecard.quotes.requests import (
    Budget,
    GiftRequest,
    Lot,
    PayoutRequest,
    PurchaseRequest,
    UsedBefore,
)
from ratecard.quotes.used_amounts import budget_of, name_of_use, named_use, used_before_of
from ratecard.refusals import InvalidInput, Refusal
from ratecard.rulefiles.keys.facts import WAY
from ratecard.signing.claims import SignedGift, SignedItem, SignedPayout, SignedPurchase, SignedQuestion
from ratecard.signing.sealing import Sealed, SealedLot
from ratecard.terms.facts import Facts, fact_text

SignableQuote = PurchaseQuote | GiftQuote | PayoutQuote


def question_of(answer: SignableQuote) -> tuple[SignedQuestion, Sealed]:
    """The question that was answered: what everybody may read of it, and the rest."""
    if isinstance(answer, PurchaseQuote):
        bought = answer.request
        make = SignedItem if answer.package.is_item else SignedPurchase
        question = make(bought.region, bought.platform, bought.package, bought.quantity, _way_told(bought.facts))
        return question, Sealed(
            facts=_facts_told(bought.facts),
            codes=bought.codes,
            used=_uses_told(bought.used),
            budget=_budget_told(bought.budget),
        )
    if isinstance(answer, GiftQuote):
        sent = answer.request
        where = (sent.region, sent.platform, sent.creator_region)
        gift = SignedGift(*where, sent.gift, sent.count, answer.kind, _way_told(sent.facts))
        return gift, Sealed(facts=_facts_told(sent.facts), codes=sent.codes, used=_uses_told(sent.used))
    paid = answer.request
    payout = SignedPayout(paid.region, paid.method, None if paid.diamonds is None else int(paid.diamonds))
    lots = tuple(
        [SealedLot(lot.diamonds, lot.earned, lot.source_region, _facts_told(lot.facts, WAY)) for lot in paid.lots]
    )
    used = tuple([(name, str(amount)) for name, amount in sorted(paid.used.items())])
    want = None if paid.want is None else str(paid.want)
    return payout, Sealed(facts=_facts_told(paid.facts, ""), used=used, lots=lots, want=want)


def answer_again(book: RuleBook, question: SignedQuestion, rest: Sealed, at: Instant) -> SignableQuote | Refusal:
    """The answer of a book to the same question at an instant. Facts that it does not ask for are left out."""
    if isinstance(question, SignedPayout):
        return _payout_again(book, question, rest, at)
    told = [*rest.facts.items()] if question.way is None else [(WAY, question.way), *rest.facts.items()]
    facts = _facts_of(book, told)
    used = used_before_of([named_use(name, amount) for name, amount in rest.used])
    budget = None if rest.budget is None else budget_of(*rest.budget)
    for read in (facts, used, budget):
        if isinstance(read, Refusal):
            return read
    assert not isinstance(facts, Refusal)
    assert isinstance(used, tuple)
    if isinstance(question, SignedGift):
        sent = GiftRequest(
            question.region,
            question.platform,
            question.creator_region,
            question.gift,
            at,
            count=question.count,
            kind=question.kind,
            facts=facts,
            used=used,
            codes=rest.codes,
        )
        return quote_gift(book, sent)
    assert not isinstance(budget, InvalidInput)
    bought = PurchaseRequest(
        question.region,
        question.platform,
        question.item if isinstance(question, SignedItem) else question.package,
        at,
        question.quantity,
        facts,
        used=used,
        budget=budget,
        codes=rest.codes,
    )
    return quote_item(book, as_item(bought)) if isinstance(question, SignedItem) else quote_purchase(book, bought)


def _payout_again(book: RuleBook, question: SignedPayout, rest: Sealed, at: Instant) -> PayoutQuote | Refusal:
    facts, used = _facts_of(book, rest.facts.items()), used_of(rest.used)
    want = None if rest.want is None else money_chosen("want", rest.want)
    lots: list[Lot] = []
    for lot in rest.lots:
        own = _facts_of(book, lot.facts.items())
        if isinstance(own, Refusal):
            return own
        lots.append(Lot(Diamonds(lot.diamonds), Instant(lot.earned), lot.source_region, own))
    for read in (facts, used, want):
        if isinstance(read, Refusal):
            return read
    assert not isinstance(facts, Refusal)
    assert isinstance(used, dict)
    assert not isinstance(want, InvalidInput)
    diamonds = None if question.diamonds is None else Diamonds(question.diamonds)
    return quote_payout(
        book, PayoutRequest(question.region, question.method, at, diamonds, tuple(lots), want, used, facts)
    )


def _way_told(facts: Facts) -> str | None:
    """The way of paying, where it was told: untold, promotions that ask for one take none."""
    way = facts.get(WAY)
    return None if way is None else str(way)


def _facts_told(facts: Facts, apart: str = WAY) -> dict[str, str]:
    """Facts in the words of rule files, without the one that stands in the question itself."""
    return {name: fact_text(value) for name, value in sorted(facts.items()) if name != apart} if facts else {}


def _uses_told(used: Iterable[UsedBefore]) -> tuple[tuple[str, str], ...]:
    return tuple([(name_of_use(use), str(use.amount)) for use in used])


def _budget_told(budget: Budget | None) -> tuple[str, str | None] | None:
    if budget is None:
        return None
    return str(budget.most), None if budget.used is None else str(budget.used)


def _facts_of(book: RuleBook, told: Iterable[tuple[str, str]]) -> Facts | Refusal:
    declared: Mapping[str, object] = book.facts
    return parse_facts(book, [(name, text) for name, text in told if name in declared])
