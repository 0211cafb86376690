"""What holds of earning, paying out and exchanging whatever the rules say; and what does not, with books that show it.

Engine only: no reference. Small rules are drawn one by one, because most random books refuse most questions.
"""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.refusals import NotEnoughDiamonds, NothingLeft
from ratecard.terms.earnings import CREATOR
from tests.quotes.known import known, whole
from tests.quotes.small_chain import DAY, book, give, lot, paid, pay, payouts
from tests.quotes.test_agreement import QUESTIONS, QUESTIONS_MOST, asked, loaded, patiently
from tests.strategies.books import Book
from tests.strategies.chain_questions import gift_requests, payout_requests
from tests.strategies.chains import chains

PRICES = st.sampled_from(("0.0033 USD each", "0.01 USD each", "1 USD per 7", "0.0149 USD each", "0.2 USD each"))
MODES = st.sampled_from(("down", "half up", "half even", "up", "half up to 0.05", "down to 0.10"))
LINES = st.sampled_from(
    (
        "none",
        "{a: {rate: 33 %, of: whole}, b: {rate: 33 %, of: whole}}",
        "{a: {rate: 24 %, of: whole}}",
        "{a: {rate: 15 %, of: domestic, domestic: US}, b: {rate: 1/7, of: whole}}",
        "{a: {rate: 60 %, of: domestic, domestic: US}, b: {rate: 40 %, of: whole}}",
    )
)
FEES = st.sampled_from(
    (
        "none",
        "{rate: 2 %, rounding: half up}",
        "{rate: 3/7, floor: 0.02 USD, cap: 0.30 USD, rounding: half even}",
        "{fixed: 0.05 USD, rate: 10 %, rounding: up}",
        "{rate: 1 %, floor: 0.25 USD, rounding: down to 0.05}",
    )
)
MINIMA = st.sampled_from(("none", "0.10 USD", "0.50 USD"))
FX = "fx: {base: USD, rounding: down, spread: 1 %, rates: {JPY: 150.3, EUR: 0.86, KWD: 0.308}}\n"
PAID_IN = st.sampled_from(("USD", "EUR", "JPY", "KWD"))
LOTS = (lot(37, "2026-05-01", "US-NY"), lot(3, "2026-05-02", "DE"), lot(160, "2026-05-03", "US"))


@patiently
@given(chains(), st.data())
def test_amounts_of_payouts_are_conserved(rules: Book, data: st.DataObject) -> None:
    engine = loaded(rules.files)
    for request in asked(data, payout_requests, rules, QUESTIONS_MOST):
        quote = quote_payout(engine, request)
        if isinstance(quote, PayoutQuote):
            figures = whole(quote)
            assert figures.value == figures.withheld + figures.fee + figures.remainder
            assert figures.withheld == sum(figures.withheld_lines)
            assert min(figures.fee, known(quote.exchange_cost), *figures.withheld_lines, 0) == 0
            assert min(figures.remainder, figures.paid) > 0
            assert sum(used.diamonds for used in quote.used) == quote.diamonds
            if quote.offer.paid_in == quote.value_currency:
                assert (figures.paid, quote.exchange_cost) == (figures.remainder, 0)


@patiently
@given(chains(), st.data(), st.integers(1, 60), st.integers(1, 60))
def test_earning_in_pieces_and_at_once(rules: Book, data: st.DataObject, one: int, other: int) -> None:
    """Each by itself: the same. In total and rounded down: never more, but for the recipient of the rest."""
    engine = loaded(rules.files)
    for request in asked(data, gift_requests, rules, QUESTIONS):
        counts = (one, other, one + other)
        quotes = [quote_gift(engine, replace(request, count=count)) for count in counts]
        if not all(isinstance(quote, GiftQuote) for quote in quotes):
            continue
        first, second, whole = [quote for quote in quotes if isinstance(quote, GiftQuote)]
        amounts = [known(quote.amount) for quote in (first, second, whole)]
        diamonds = [known(quote.diamonds) for quote in (first, second, whole)]
        assert sum(whole.parts) == (whole.amount if whole.parts else 0)
        assert min(whole.parts, default=0) >= 0
        if not whole.earnings.by_total:
            assert amounts[0] + amounts[1] == amounts[2]
            assert [a + b for a, b in zip(first.parts, second.parts, strict=True)] == list(whole.parts)
        elif whole.earnings.rounding.mode.value == "down":
            assert amounts[0] + amounts[1] <= amounts[2]
            named = whole.earnings.split == () or all(
                each.id != CREATOR or each.rate is not None for each in whole.earnings.split
            )
            if named:
                assert diamonds[0] + diamonds[1] <= diamonds[2]


def test_who_gets_the_rest_may_earn_more_in_pieces() -> None:
    split = "split: {owner: 50 %, creator: rest}"
    gift = "gifts: {g: {coins: 1, kinds: [live]}}\n"
    engine = book(f"{gift}earnings: {{live: {{base: coins, {split}, rounding: down, scope: total}}}}")
    assert (give(engine, 1).diamonds, give(engine, 2).diamonds) == (1, 1)


@given(PRICES, MODES, LINES, FEES, PAID_IN, st.integers(1, 80), st.integers(1, 80))
def test_the_value_of_pieces_rounded_down_is_never_more_than_at_once(
    price: str, mode: str, lines: str, fee: str, currency: str, one: int, other: int
) -> None:
    rules = _rules(price, mode, lines, fee, currency, "none")
    engine = book(rules)
    answers = [pay(engine, number, LOTS[2]) for number in (one, other, one + other)]
    values = [_value(answer) for answer in answers]
    if mode.startswith("down"):
        assert values[0] + values[1] <= values[2]
    else:
        assert abs(values[0] + values[1] - values[2]) <= 3 * (5 if "to" in mode else 1)
    assert values[2] >= max(values[:2])  # more diamonds are never worth less


def test_what_is_paid_is_not_monotone_in_the_diamonds() -> None:
    """A cent each: of 4, 1.32 is withheld twice, as 1; of 5, 1.65 as 2. So 4 diamonds pay 2 cents, and 5 pay 1."""
    lines = "{a: {rate: 33 %, of: whole}, b: {rate: 33 %, of: whole}}"
    engine = book(payouts("0.01 USD each", withholding=f"{{rounding: half up, lines: {lines}}}"))
    assert [paid(engine, number).figures.paid for number in (4, 5)] == [2, 1]
    assert isinstance(pay(engine, 2), NothingLeft)
    # So paying out in pieces may pay more than at once: two cents for two diamonds one by one, and none together.
    assert paid(engine, 1).figures.paid == 1
    # The inverse finds the first that is enough, not the last from which on all are.
    found = [paid(engine, None, lot(100, "2026-05-01"), want=(cents, "USD")).diamonds for cents in (1, 2, 3)]
    assert found == [1, 4, 7]


def test_a_fixed_fee_is_taken_from_each_piece() -> None:
    fee = "{bank: {name: Bank, fee: {fixed: 0.05 USD, rounding: down}}}"
    engine = book(payouts("0.01 USD each", methods=fee))
    assert [paid(engine, number).figures.paid for number in (10, 20)] == [5, 15]


@given(PRICES, MODES, LINES, FEES, PAID_IN, MINIMA, st.integers(1, 400))
def test_the_inverse_is_the_least_number_that_pays_enough(
    price: str, mode: str, lines: str, fee: str, currency: str, minimum: str, want: int
) -> None:
    engine = book(_rules(price, mode, lines, fee, currency, minimum))
    found = pay(engine, None, *LOTS, want=(want, currency))
    enough = (number for number in range(1, 201) if _pays(pay(engine, number, *LOTS)) >= want)
    least = next(enough, None)
    if least is None:
        assert isinstance(found, NotEnoughDiamonds)
        assert found.available == 200
        assert found.needed == _beyond(engine, want, found.needed or FURTHER_TRIED)
        return
    assert isinstance(found, PayoutQuote)
    assert found.diamonds == least
    assert whole(found).paid >= want
    fewer = pay(book(_rules(price, mode, lines, fee, currency, "none")), least - 1, *LOTS) if least > 1 else None
    assert found.raised == (_pays(fewer) >= want and whole(fewer).value < known(found.minimum).minor)  # type: ignore[arg-type]


FURTHER_TRIED = 600


def _beyond(engine: RuleBook, want: int, most: int) -> int | None:
    """The least number above 200 that pays enough, were there as many more like the last and earned on that day."""
    if most > FURTHER_TRIED:
        return most  # too many to try one by one
    lots = (*LOTS, lot(FURTHER_TRIED, DAY, "US"))
    return next((number for number in range(201, most + 1) if _pays(pay(engine, number, *lots)) >= want), None)


@given(st.integers(1, 10**9), st.sampled_from(("0 %", "1 %", "1/3")))
def test_the_exchange_costs_what_the_spread_says(diamonds: int, spread: str) -> None:
    fx = f"fx: {{base: USD, rounding: half up, spread: {spread}, rates: {{EUR: 0.86}}}}"
    answer = pay(book(payouts("1 USD each", currency="EUR") + fx), diamonds)
    assert isinstance(answer, PayoutQuote)
    share = {"0 %": Fraction(0), "1 %": Fraction(1, 100), "1/3": Fraction(1, 3)}[spread]
    exact = Fraction(diamonds) * 86 * share
    cost = known(answer.exchange_cost)
    assert abs(cost - exact) <= 1
    assert whole(answer).paid + cost == diamonds * 86


def _rules(price: str, mode: str, lines: str, fee: str, currency: str, minimum: str) -> str:
    withholding = f"{{rounding: half up, lines: {lines}}}"
    methods = f"{{bank: {{name: Bank, fee: {fee}}}}}"
    return FX + payouts(
        price, rounding=mode, withholding=withholding, methods=methods, currency=currency, minimum=minimum
    )


def _value(answer: object) -> int:
    if isinstance(answer, PayoutQuote):
        return whole(answer).value
    assert isinstance(answer, NothingLeft), answer
    return answer.worth.minor


def _pays(answer: object) -> int:
    return whole(answer).paid if isinstance(answer, PayoutQuote) else 0
