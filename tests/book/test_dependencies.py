"""Nothing is stated that can answer no question: what terms need of one another is there, or they are an error."""

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.money import Diamonds
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import NO_FACTS, GiftRequest, Lot, PayoutRequest
from ratecard.quotes.tracing.payouts import trace_payout
from ratecard.refusals import NoEarnings, NoMoneyBase, NoPayouts
from ratecard.terms.facts import Facts
from tests.book.asking import NOON, at
from tests.book.cashing import Change, cash, found_in_cash, only_in_cash, written_at
from tests.books import sound

GIFTS, CREATORS, PAYOUTS, FX = "rules/gifts.yaml", "rules/creators.yaml", "rules/payouts.yaml", "rules/fx.yaml"
DE, JP, KR = "regions/de.yaml", "regions/jp.yaml", "regions/kr.yaml"
BY_COINS: Change = (CREATORS, "{base: net, share: 70 %,", "{base: coins, diamonds: 1 per 2,")
WORTH: Change = (GIFTS, "worth_at: {package: coins_1000, rounding: half up}\n", "")
NO_RATES = {FX: "note: none yet\n"}
WHOLE = "currency, diamond, methods, order, pays, rounding or value_by"


def with_payouts(text: str, *changes: Change) -> dict[str, str]:
    """The book with these payouts under rules/, and none in its regions."""
    texts = cash(*changes)
    for file in (DE, JP, KR):
        texts[file] = texts[file][: texts[file].index("payouts:")]
    return {**texts, PAYOUTS: text, **NO_RATES}


def errors_of(texts: dict[str, str]) -> list[Diagnostic]:
    return list(load_texts(texts).diagnostics)


def gift(book: RuleBook, kind: str, facts: Facts = NO_FACTS, to: str = "DE", when: Instant = NOON) -> object:
    return quote_gift(book, GiftRequest("DE", "web", to, "rose", when, 10, kind, facts))


def payout(book: RuleBook, method: str, facts: Facts = NO_FACTS, region: str = "DE") -> object:
    """20,000 diamonds of the region itself, earned and paid out on a day on which exchange rates are fresh."""
    when = at("2026-01-03")
    return quote_payout(
        book, PayoutRequest(region, method, when, None, (Lot(Diamonds(20_000), when, region),), facts=facts)
    )


# --- Payouts


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("payouts: {minimum: 50 USD}\n", WHOLE),
        ("payouts: {hold: 14 days}\n", WHOLE),
        ("payouts: {limits: {daily: {most: 3 payouts, per: calendar day}}}\n", WHOLE),
        (
            "payouts: {diamond: 0.005 USD each, methods: {bank: {name: Bank, fee: none}}}\n",
            "currency, order, pays, rounding or value_by",
        ),
        ("payouts: {methods: {bank: {name: Bank, fee: none}}}\n", WHOLE.replace("methods, ", "")),
        ("payouts: {diamond: 0.005 USD each}\n", WHOLE.replace("diamond, ", "")),
        (
            "payouts: {currency: USD, value_by: earned, order: [oldest], rounding: down, pays: none}\n",
            "diamond or methods",
        ),
    ],
)
def test_payouts_of_which_a_part_is_stated_lack_all_the_others_at_once(text: str, lacking: str) -> None:
    (error,) = errors_of(with_payouts(text, BY_COINS))
    assert error.code == "incomplete-terms"
    assert error.sentence == f"payouts does not state {lacking}, and cannot be used without it: DE, JP, KR"
    assert error.hint.endswith("; or payouts: none")
    assert error.place is not None
    assert (error.place.file, error.place.line) == (PAYOUTS, 1)


def test_what_to_write_for_each_part_of_payouts_is_said() -> None:
    (error,) = errors_of(with_payouts("payouts: {minimum: 50 USD}\n", BY_COINS))
    assert error.hint == (
        "state payouts.currency: for example EUR; payouts.diamond: for example 0.005 USD each; "
        "payouts.methods: {bank: {name: …, fee: …}}; payouts.order: [oldest], or [class, oldest]; "
        "payouts.pays: {from: request}, or {from: month end}; "
        "payouts.rounding: half up, half even, up or down, or half up to 0.05; "
        "payouts.value_by: earned or requested; or payouts: none"
    )


def test_payouts_that_one_region_alone_states_in_part_are_an_error_there() -> None:
    texts = with_payouts("note: nowhere yet\n", BY_COINS)
    texts[JP] += "payouts: {minimum: 50 JPY}\n"
    (error,) = errors_of(texts)
    assert error.sentence.endswith(": JP")
    assert written_at(error, texts) == "payouts"


def test_what_is_missing_from_a_day_on_is_said_with_the_day() -> None:
    error = only_in_cash((PAYOUTS, "value_by: earned", "value_by: {2025-01-01: earned, 2026-01-01: inherit}"))
    assert error.sentence == (
        "payouts does not state value_by, and cannot be used without it from 2025-12-31 23:00 UTC on: DE, JP"
    )
    assert written_at(error, cash((PAYOUTS, "value_by: earned", "value_by: {2025-01-01: earned, 2026-01-01: inherit}")))


def test_the_value_of_a_diamond_alone_is_enough_where_shares_of_money_count_in_it() -> None:
    book = sound(load_texts(with_payouts("payouts: {diamond: 0.005 USD each}\n") | {FX: cash()[FX]}))
    assert isinstance(gift(book, "video", when=at("2026-01-03")), GiftQuote)
    assert isinstance(payout(book, "bank"), NoPayouts)


# --- Methods


@pytest.mark.parametrize("written", ["{fee: none}", "{name: Cash, fee: none}", "{minimum: none, fee: none}"])
def test_a_method_is_one_without_a_name_too(written: str) -> None:
    book = sound(load_texts(cash((PAYOUTS, "  methods:", f"  methods:\n    cash: {written}"))))
    quote = payout(book, "cash")
    assert isinstance(quote, PayoutQuote)
    assert quote.figures.fee == 0


def test_a_method_that_costs_nothing_and_no_method_have_two_digests() -> None:
    plain = sound(load_texts(cash()))
    more = sound(load_texts(cash((PAYOUTS, "  methods:", "  methods:\n    cash: {fee: none}"))))
    assert plain.digest != more.digest


def test_a_method_is_removed_by_a_region_although_it_has_no_name() -> None:
    change = (PAYOUTS, "{name: Gift card, fee: none}", "{fee: none}")
    texts = cash(change, (JP, "paypal: none", "paypal: none\n    gift_card: none"))
    book = sound(load_texts(texts))
    assert "gift_card" in dict(book.region("DE", NOON).ways)  # type: ignore[union-attr]
    assert "gift_card" not in dict(book.region("JP", NOON).ways)  # type: ignore[union-attr]


def test_a_fee_whose_only_amount_is_none_costs_nothing_for_some_and_something_for_others() -> None:
    fee = "fee: {rate: {by: creator.grade, is: {partner: none}, other: 2 %}, rounding: half up}"
    change = (PAYOUTS, "fee: {rate: 2 %, floor: 0.25 USD, cap: 20 USD, rounding: half up}", fee)
    book = sound(load_texts(cash(change)))
    quotes = [payout(book, "paypal", {"creator.grade": grade}) for grade in ("partner", "standard")]
    # 20,000 diamonds are 111.11 USD, of which 3 % are kept back: 2 % of 107.78 are 2.16.
    assert [quote.figures.fee for quote in quotes if isinstance(quote, PayoutQuote)] == [0, 216]
    assert all(trace_payout(quote) for quote in quotes if isinstance(quote, PayoutQuote))


def test_that_all_payouts_were_none_does_not_make_a_method_free_of_cost() -> None:
    texts = cash()
    texts["regions/kr-11.yaml"] = (
        "region: KR-11\ntime_zone: Asia/Seoul\npayouts: {currency: USD, diamond: 0.005 USD each, value_by: earned, "
        "order: [oldest], rounding: down, pays: none, methods: {bank: {name: Bank}}}\n"
    )
    (error,) = errors_of(texts)
    assert error.sentence == "payouts.methods.bank does not state fee, and cannot be used without it: KR-11"


# --- Shares of money


def test_a_share_of_money_without_a_worth_of_coins_is_an_error_at_the_share() -> None:
    error = only_in_cash(WORTH)
    assert (error.code, written_at(error, cash(WORTH))) == ("incomplete-terms", "net")
    assert error.sentence == "earnings.video is a share of net, and nothing states the worth of coins: DE, JP, KR"
    assert error.hint == "state worth_at: {package: …, rounding: …}; or worth_at: none"


def test_a_share_of_money_without_a_value_of_the_diamond_is_an_error_at_the_share() -> None:
    (error,) = errors_of(with_payouts("note: no payouts\n"))
    assert error.code == "incomplete-terms"
    assert error.sentence == "earnings.video is a share of net, and nothing states the value of a diamond: DE, JP, KR"
    assert error.hint == "state payouts.diamond: for example 0.005 USD each; or payouts: none"


@pytest.mark.parametrize("code", ["KRWX", "WON", "QQQ", "krw", "Korea"])
def test_a_rate_whose_currency_is_wrong_may_be_any_that_lacks_one(code: str) -> None:
    change = (FX, "    KRW:", f"    {code}:")
    error = only_in_cash(change)
    assert (error.code, written_at(error, cash(change))) == ("unknown-currency", code)


def test_a_share_of_money_in_a_currency_that_never_has_a_rate_is_an_error_at_the_share() -> None:
    change = (FX, "    KRW: {2025-01-01: 1532.15, 2026-01-02: 1705.81}\n", "")
    error = only_in_cash(change)
    assert (error.code, written_at(error, cash(change))) == ("missing-fx-rate", "net")
    assert error.sentence == (
        "earnings.video is a share of net, which becomes diamonds by their value, and KRW has no exchange rate"
    )
    assert error.hint == "state fx: {rates: {KRW: …}}"


@pytest.mark.parametrize(
    "changes",
    [
        [(GIFTS, "worth_at: {package: coins_1000, rounding: half up}\n", "worth_at: none\n")],
        [BY_COINS, WORTH],
        [BY_COINS, (FX, "    KRW: {2025-01-01: 1532.15, 2026-01-02: 1705.81}\n", "")],
        [(KR, "", "worth_at: none\n"), (FX, "    KRW: {2025-01-01: 1532.15, 2026-01-02: 1705.81}\n", "")],
    ],
)
def test_nothing_is_missing_where_it_is_said_to_be_none_or_not_needed(changes: list[Change]) -> None:
    assert not found_in_cash(*changes)


def test_where_payouts_are_none_a_share_of_money_is_refused_and_the_book_is_sound() -> None:
    assert isinstance(gift(sound(load_texts(cash())), "video", to="KR", when=at("2026-01-03")), NoMoneyBase)


# --- Shares and gifts


def test_earnings_whose_only_way_is_none_for_some_are_none_for_them() -> None:
    change = (
        CREATORS,
        "{by: creator.grade, is: {partner: 3 per 5}, other: 1 per 2}",
        "{by: creator.grade, is: {partner: 3 per 5}, other: none}",
    )
    book = sound(load_texts(cash(change)))
    partner = gift(book, "live", {"creator.grade": "partner"})
    assert isinstance(partner, GiftQuote)
    assert partner.diamonds == 6
    assert isinstance(gift(book, "live", {"creator.grade": "standard"}), NoEarnings)


def test_earnings_may_end_on_a_day() -> None:
    change = (
        CREATORS,
        "{by: creator.grade, is: {partner: 3 per 5}, other: 1 per 2}",
        "{2025-01-01: 1 per 2, 2026-01-01: none}",
    )
    book = sound(load_texts(cash(change)))
    assert isinstance(gift(book, "live"), GiftQuote)
    assert isinstance(gift(book, "live", when=at("2026-06-01")), NoEarnings)


@pytest.mark.parametrize("written", ["{source: a page}", "{2025-01-01: {at least: 18}, 2026-01-01: {note: later}}"])
def test_a_requirement_that_has_a_source_alone_is_an_error_and_not_a_crash(written: str) -> None:
    error = only_in_cash((CREATORS, "{buyer.age: {at least: 18}}", f"{{buyer.age: {written}}}"))
    assert (error.code, error.sentence) == ("not-a-condition", "buyer.age states no requirement")
