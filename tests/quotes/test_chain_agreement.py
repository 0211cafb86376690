"""The engine against the reference, and against what was put into random books, on gifts, payouts and eligibility."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ratecard.quotes.eligibility import answer_eligibility
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.terms.facts import FactValue
from tests.quotes.chain_agreement import (
    assert_same_eligibility,
    assert_same_gift,
    assert_same_gifts,
    assert_same_payout,
)
from tests.quotes.known import known as known_of
from tests.quotes.test_agreement import QUESTIONS_MOST, asked, loaded, patiently
from tests.reference import earning, eligibility, paying, reading
from tests.strategies.books import Book
from tests.strategies.chain_questions import (
    eligibility_requests,
    gift_list_requests,
    gift_requests,
    payout_requests,
    wanted_requests,
)
from tests.strategies.chains import chains
from tests.strategies.values import Amount, Each, Word


@patiently
@given(chains(), st.data())
def test_engine_and_reference_quote_the_same_gifts(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book.files), reading.read(book.files)
    for request in asked(data, gift_requests, book, QUESTIONS_MOST):
        assert_same_gift(quote_gift(engine, request), earning.quote(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_list_the_same_gifts(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book.files), reading.read(book.files)
    for request in asked(data, gift_list_requests, book, 3):
        assert_same_gifts(list_gifts(engine, request), earning.gift_list(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_quote_the_same_payouts(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book.files), reading.read(book.files)
    for request in asked(data, payout_requests, book, QUESTIONS_MOST):
        assert_same_payout(quote_payout(engine, request), paying.quote(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_find_the_same_fewest_diamonds(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book.files), reading.read(book.files)
    for request in asked(data, wanted_requests, book):
        assert_same_payout(quote_payout(engine, request), paying.quote(reference, request))


@patiently
@given(chains(), st.data())
def test_engine_and_reference_judge_eligibility_alike(book: Book, data: st.DataObject) -> None:
    engine, reference = loaded(book.files), reading.read(book.files)
    for request in asked(data, eligibility_requests, book):
        assert_same_eligibility(answer_eligibility(engine, request), eligibility.answer(reference, request))


@patiently
@given(chains(), st.data())
def test_a_gift_quote_holds_what_was_put_into_the_book(book: Book, data: st.DataObject) -> None:
    engine = loaded(book.files)
    for request in asked(data, gift_requests, book, QUESTIONS_MOST):
        quote = quote_gift(engine, request)
        if not isinstance(quote, GiftQuote):
            continue
        facts = {**request.facts, "gift.coins": quote.gift.coins, "gift.total": quote.coins}
        sent = Known(book, request.region, request.platform, request.at, request.facts)
        assert quote.gift.coins == sent.put_in("gifts", request.gift, "coins")
        assert quote.gift.kinds == sent.put_in("gifts", request.gift, "kinds")
        assert quote.gift.level == sent.put_in("gifts", request.gift, "level")
        earned = Known(book, request.creator_region, request.platform, request.at, facts)
        terms, path = quote.earnings, ("earnings", quote.kind)
        assert terms.base == earned.put_in(*path, "base")
        step = f" to {terms.rounding.step}" if terms.rounding.step != 1 else ""
        rounded = None if terms.rounding_stated is None else f"{terms.rounding.mode.value}{step}"
        assert rounded == earned.put_in(*path, "rounding")
        if rounded is not None:
            assert terms.by_total == (earned.put_in(*path, "scope") == "total")
        stated = earned.put_in(*path, "diamonds") or earned.put_in(*path, "share")
        if not terms.split and stated is not None:
            assert Fraction(terms.numerator, terms.denominator) == stated
        for each in terms.split:
            rate = each.rate.fraction if each.rate is not None else "rest"
            assert rate == earned.put_in(*path, "split", each.id)


@patiently
@given(chains(), st.data())
def test_a_payout_quote_holds_what_was_put_into_the_book(book: Book, data: st.DataObject) -> None:
    engine = loaded(book.files)
    for request in asked(data, payout_requests, book, QUESTIONS_MOST):
        quote = quote_payout(engine, request)
        if not isinstance(quote, PayoutQuote):
            continue
        known = Known(book, request.region, book.world.platforms[0], request.at, request.facts)
        offer, method = quote.offer, ("payouts", "methods", request.method)
        paid_in = known.put_in(*method, "currency") or known.put_in("payouts", "currency")
        assert known_of(offer.paid_in).code == paid_in
        assert offer.payouts.by_earned == (known.put_in("payouts", "value_by") == "earned")
        assert offer.payouts.order == known.put_in("payouts", "order")
        assert (str(offer.method.after) if offer.method.after else None) == known.put_in(*method, "after")
        assert offer.minimum.minor == known.minor("payouts", "minimum")
        assert offer.method.minimum.minor == known.minor(*method, "minimum")
        if offer.method.fee is not None:
            fee = offer.method.fee
            assert [fee.fixed, fee.floor] == [known.minor(*method, "fee", part) for part in ("fixed", "floor")]
            assert (fee.cap or 0) == known.minor(*method, "fee", "cap")
            assert fee.rate.fraction == (known.put_in(*method, "fee", "rate") or 0)
        for kept in quote.withholding if offer.by_lot is None else ():
            rate = known.put_in("payouts", "withholding", "lines", kept.line.id, "rate")
            assert kept.rate is not None
            assert kept.rate.fraction == rate
        for limit in offer.limits:
            most = known.put_in("payouts", "limits", limit.id, "most")
            assert limit.most == (most.minor if isinstance(most, Amount) else getattr(most, "number", None))
        for used in quote.used:
            lot = used.valued.lot
            at = lot.earned if offer.payouts.by_earned else request.at
            then = replace(known, at=at, facts={**request.facts, **lot.facts})
            value, diamond = then.put_in("payouts", "diamond"), known_of(used.valued.diamond)
            assert value == Each(Fraction(diamond.minor, diamond.units), diamond.currency.code)
            at_request = replace(known, facts={**request.facts, **lot.facts})
            hold = used.valued.hold
            assert (str(hold.duration) if hold else None) == at_request.put_in("payouts", "hold")
            own = {name: fact for name, fact in lot.facts.items() if name.startswith("lot.")}
            of_lot = replace(known, facts={**request.facts, **own})
            for line in used.valued.withholding.lines if used.valued.withholding else ():
                assert line.rate.fraction == of_lot.put_in("payouts", "withholding", "lines", line.id, "rate")


@dataclass(frozen=True)
class Known:
    """What was put into a book and shows in one market at an instant, for these facts."""

    book: Book
    region: str
    platform: str
    at: int
    facts: Mapping[str, FactValue]

    def put_in(self, *path: str) -> object:
        """The value of a path; None for nothing, and for `none`. Counts are numbers, durations texts."""
        found = self.book.known(self.region, self.platform, path, self.at, self.facts)
        if found is None or found is Word.NONE:
            return None
        return int(found) if isinstance(found, str) and found.isdigit() else found

    def minor(self, *path: str) -> int:
        """Minor units of an amount; 0 where there is none."""
        found = self.put_in(*path)
        return found.minor if isinstance(found, Amount) else 0
