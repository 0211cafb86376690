"""Promotions as books state them: windows that cut periods, what is wrong at load, and what they never change."""

import pytest

from ratecard.audience import Audience
from ratecard.loading import load_texts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import GiftRequest, PurchaseRequest
from ratecard.refusals import InvalidInput
from ratecard.terms.market import Market
from tests.book.asking import at
from tests.books import shipped_texts
from tests.cases.smallest import book, found, replaced

HALF_UP = "pricing: {rounding: half up}\n"
FRIDAY = at("2026-11-27T12:00+00:00")
FILE = "rules/promotions.yaml"


def quoted(rules: str, codes: tuple[str, ...] = (), package: str = "coins_100") -> PurchaseQuote:
    """The quote of one unit on a Friday, by the smallest book with these rules."""
    answer = quote_purchase(book({FILE: rules}), PurchaseRequest("DE", "web", package, FRIDAY, codes=codes))
    assert isinstance(answer, PurchaseQuote)
    return answer


WRONG = {
    "promotions: {a: {name: A, from: 2026-05-02, last_day: 2026-05-01, bonus: 2}}": "window-ends-first",
    "promotions: {a: {name: A, from: 2026-05-01, before: 2026-05-01, bonus: 2}}": "window-ends-first",
    "promotions: {a: {name: A, last_day: 2026-05-01, before: 2026-05-02, bonus: 2}}": "two-ends",
    "promotions: {a: {name: A, discount: 0.10 EUR, price: 0.50 EUR}}": "discount-and-price",
    "promotions: {a: {name: A, packages: [coins_100], bonus: {coins_100: 5}}}": "packages-named-twice",
    "promotions: {a: {name: A, price: 0.50 USD}}": "price-in-other-currency",
    "promotions: {a: {name: A, from: 2026-01-01}}": "promotion-without-effect",
    "promotions: {a: {name: A, discount: 0.00 EUR}}": "promotion-without-effect",
    "promotions: {a: {name: A, bonus: 0 %}}": "promotion-without-effect",
    "promotions: {a: {name: A, bonus: 0, discount: {coins_100: 0.00 EUR}}}": "promotion-without-effect",
    "promotions: {a: {name: A, discount: 101 %}}": "rate-above-whole",
    "promotions: {a: {name: A, discount: 10 %}}": "incomplete-terms",
    "promotions: {a: {name: A, packages: [coins_9], bonus: 2}}": "unknown-package",
    "promotions: {a: {name: A, bonus: {coins_9: 2}}}": "unknown-package",
    "promotions: {a: {name: A, bonus: 3, code: sha256:12}}": "bad-code",
    "promotions: {a: {name: A, bonus: 3, from: friday}}": "unknown-date",
    "promotions: {a: {name: A, bonus: 3, last_day: 2026-05-01T00:00Z}}": "not-a-day",
    "promotions: {a: {name: A, bonus: 3, from: {2026-01-01: 2026-02-01}}}": "not-datable",
    "promotions: {a: {name: A, bonus: 3, limits: {l: {most: 10 EUR}}}}": "amount-without-unit",
    "promotions: {a: {name: A, from: 2026-01-01, bonus: {2026-02-01: 3}}}": "silent-before",
}


@pytest.mark.parametrize("rules", WRONG)
def test_what_contradicts_itself_is_an_error(rules: str) -> None:
    assert [diagnostic.code for diagnostic in found({FILE: rules})] == [WRONG[rules]]


SLIPS = [
    ("discount: 0.2", "amount-without-unit", "did you mean 20 %?"),
    ("discount: 0.25", "money-without-currency", "name its currency, for example 0.25 EUR"),
    ("discount: 20", "amount-without-unit", "did you mean 20 %?"),
    ("discount: non", "not-money", "did you mean none?"),
    ("bonus: 1, limits: {l: {most: 1}}", "amount-without-unit", "name its unit, for example 1 unit, 1 coin, "),
    ("bonus: 1, limits: {l: {most: 20 EUR}}", "amount-without-unit", "write for example 1 unit, 5000 coins, "),
    ("bonus: 1, limits: {l: {most: 20 stars}}", "amount-without-unit", "write units, coins, purchases or gifts, "),
    ("bonus: 1, limits: {l: {most: 1 untis}}", "amount-without-unit", "did you mean 1 unit?"),
    ("bonus: 1, limits: {l: {most: 1 Unit}}", "not-a-count", "write 1 unit"),
    ("bonus: 1, limits: {most: 1 unit}", "not-a-mapping", "write a name before it, for example first: {most: 1 unit}"),
    ("bonus: 1, limits: 1 unit", "not-a-mapping", "write its keys below it, for example {first: {most: 1 unit}}"),
    ("bonus: 1, limits: {l: 1 unit}", "not-a-mapping", "did you mean {most: 1 unit}?"),
    ("bonus: 1, limits: {l: {most: -1 units}}", "negative-number", "did you mean 1 unit?"),
    ("bonus: 1, limits: {l: {most: 1 unit, per: day}}", "not-one-of", "did you mean calendar day or rolling 1 day?"),
    ("bonus: 1, limits: {l: {most: 1 unit, per: rolling 24h}}", "not-one-of", "write rolling 24 hours"),
    ("bonus: double", "not-a-count", "write for example 50 or 5 %"),
    ("bonus: 1, code: yes", "bad-code", "write YES if that is the code; else write the code itself"),
    ("bonus: 1, last_day: 2026-11-29T23:59", "not-a-day", "write 2026-11-29 for that whole day; else state before: "),
    ("bonus: 1, last_day: 2026-11-29 24:00", "not-a-day", "write 2026-11-29 for that whole day; else state before: "),
    ("bonus: 1, from: never", "unknown-date", "write the name of a date, as in dates: {friday: never}; or state none"),
    ("bonus: 1, begins: 2026-11-28", "not-datable", "write from: with the first day, and last_day: with the last"),
    ("bonus: 1, limits: {l: {most: nne}}", "not-a-count", "did you mean none?"),
    ("bonus: 1, limits: {l: {most: many}}", "not-a-count", "write a number of units, coins, purchases or gifts, "),
]


@pytest.mark.parametrize(("stated", "code", "advice"), SLIPS)
def test_a_slip_is_told_with_what_may_be_written_there(stated: str, code: str, advice: str) -> None:
    (diagnostic,) = found({FILE: f"promotions: {{a: {{name: A, {stated}}}}}"})
    assert diagnostic.code == code
    assert diagnostic.advice.startswith(advice)


@pytest.mark.parametrize("discount", ["0.2", "0.5"])
def test_a_bare_amount_of_one_decimal_might_be_a_rate(discount: str) -> None:
    texts = replaced("regions/de.yaml", ("prices:", f"promotions: {{a: {{name: A, discount: {discount}}}}}\nprices:"))
    (diagnostic,) = found(texts)
    assert (diagnostic.code, diagnostic.advice) == (
        "amount-without-unit",
        f"did you mean {discount[-1]}0 % or {discount} EUR?",
    )
    assert found({"regions/de.yaml": texts["regions/de.yaml"].replace(discount, f"{discount}0")}) == ()


OUTDENTED = "promotions:\n  a:\n    bonus: 10\n    {below}\n  {beside}\n  b: {{name: B, bonus: 10}}\n"


@pytest.mark.parametrize(
    ("below", "beside"),
    [
        ("name: A", "exclusive: yes"),
        ("name: A", "last_day: 2026-11-29"),
        ("name: A", "limits: {each: {most: 1 unit}}"),
        ("name: A", "packages: [coins_100]"),
        ("exclusive: yes", "name: {en: A}"),
    ],
)
def test_a_line_of_a_promotion_that_stands_beside_it(below: str, beside: str) -> None:
    (diagnostic,) = found({FILE: OUTDENTED.format(below=below, beside=beside)})
    assert (diagnostic.code, diagnostic.advice) == (
        "misplaced-key",
        "put two more spaces before it, to stand below a",
    )
    assert diagnostic.place is not None
    assert diagnostic.place.line == 5


def test_a_rate_off_prices_needs_a_rounding_and_an_amount_does_not() -> None:
    sale = "promotions: {a: {name: A, discount: 10 %}}\n"
    (diagnostic,) = found({FILE: sale})
    assert diagnostic.hint is not None
    assert diagnostic.hint.startswith("state pricing.rounding: half up, ")
    assert diagnostic.hint.endswith("; or take off an amount of money")
    assert found({FILE: HALF_UP + sale}) == ()
    assert found({FILE: sale.replace("10 %", "0.10 EUR")}) == ()


def test_one_more_than_32_is_too_many() -> None:
    def promotions(number: int) -> str:
        return f"promotions: {{{', '.join(f'p{index:02}: {{name: P, bonus: 1}}' for index in range(number))}}}"

    assert found({FILE: promotions(32)}) == ()
    assert {diagnostic.code for diagnostic in found({FILE: promotions(33)})} == {"too-many-promotions"}


def test_money_in_another_currency_is_wrong_only_while_the_window_is_open() -> None:
    currency = "currency: {begins: EUR, 2026-03-01: USD}\n"
    region = "region: DE\ntime_zone: Europe/Berlin\ntax: {lines: {vat: {name: VAT, rate: 19 %}}}\n" + currency
    region += "prices: {coins_100: {begins: 1.29, 2026-03-01: 1.29}, coins_1000: {begins: 12.99, 2026-03-01: 12.99}}\n"
    over = "promotions: {a: {name: A, last_day: 2026-02-10, price: {coins_100: 0.99}}}\n"
    assert found({"regions/de.yaml": region + over}) == ()
    (wrong,) = found({"regions/de.yaml": region + over.replace("02-10", "03-10")})
    assert wrong.code == "price-in-other-currency"


def test_edges_of_windows_cut_the_periods_of_markets() -> None:
    rules = HALF_UP + "promotions: {a: {name: A, from: 2026-11-27, last_day: 2026-11-30, discount: 10 %}}\n"
    periods = [market.period for market in book({FILE: rules}).market_periods(("DE", "web"))]
    assert [period.start for period in periods][-2:] == [at("2026-11-26T23:00+00:00"), at("2026-11-30T23:00+00:00")]


def test_a_window_opens_also_where_a_date_of_that_day_is_hidden_by_a_narrower_layer() -> None:
    dated = "promotions: {a: {name: A, from: 2026-11-27, discount: {begins: 10 %, 2026-11-27: 10 %}}}\n"
    narrower = "platforms: {web: {promotions: {a: {discount: 20 %}}}}\n"
    rules = HALF_UP + dated + narrower
    starts = [market.period.start for market in book({FILE: rules}).market_periods(("DE", "web"))]
    assert starts[-1] == at("2026-11-26T23:00+00:00")
    assert quoted(rules, package="coins_1000").discount_minor == 260


def test_a_value_dated_at_the_beginning_of_its_promotion_is_not_silent_before() -> None:
    rules = HALF_UP + "promotions: {a: {name: A, from: 2026-11-27, discount: {2026-11-27: 10 %, 2026-11-29: 20 %}}}\n"
    assert quoted(rules).discount_minor == 13


def test_a_hashed_code_is_shown_nowhere_and_applies_when_it_is_brought() -> None:
    digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"  # of "secret"
    rules = f"promotions: {{hidden: {{name: H, code: sha256:{digest}, price: {{coins_100: 0.50 EUR}}}}}}\n"
    without, brought = quoted(rules), quoted(rules, ("SECRET ",))
    assert (without.open_promotions, without.listed_minor) == ((), 129)
    assert without.deal is not None
    assert without.deal.losers == ()
    assert (brought.listed_minor, brought.codes[0][1].name) == (50, "APPLIED")


def test_codes_are_bounded() -> None:
    rules = "promotions: {a: {name: A, bonus: 1}}\n"
    sold = book({FILE: rules})
    for codes in (("A",) * 11, ("",), ("x" * 65,), ("a\nb",)):
        answer = quote_purchase(sold, PurchaseRequest("DE", "web", "coins_100", FRIDAY, codes=codes))
        assert isinstance(answer, InvalidInput)
        assert answer.path[0] == "codes"


def test_a_last_day_is_over_where_the_zone_says() -> None:
    """The clocks of Beirut are set back at the end of 24 October, and those of Sofia an hour later."""
    sofia, beirut = ("BG", "Europe/Sofia"), ("LB", "Asia/Beirut")
    regions = {
        f"regions/{code.lower()}.yaml": f"region: {code}\ncurrency: EUR\ntime_zone: {zone}\n"
        f"prices: {{coins_100: 1.00}}\ntax: {{lines: {{vat: {{name: VAT, rate: 20 %}}}}}}\n"
        for code, zone in (sofia, beirut)
    }
    sale = HALF_UP + "promotions: {sale: {name: Sale, discount: 10 %, last_day: 2026-10-24}}\n"
    rules = book({FILE: sale, **regions})
    ends = {}
    for code, _ in (sofia, beirut):
        answer = quote_purchase(rules, PurchaseRequest(code, "web", "coins_100", at("2026-10-24T12:00+00:00")))
        assert isinstance(answer, PurchaseQuote), answer
        ends[code] = answer.period.end
    assert ends == {"BG": at("2026-10-24T21:00+00:00"), "LB": at("2026-10-24T22:00+00:00")}


def test_who_bears_it_is_for_finance_alone() -> None:
    rules = "promotions: {a: {name: A, bonus: 1, borne_by: creator}}\n"
    whole = book({FILE: rules})
    told = {}
    for audience in (Audience.PUBLIC, Audience.FINANCE):
        market = whole.seen_by(audience).market(("DE", "web"), FRIDAY)
        assert isinstance(market, Market)
        assert market.promotions is not None
        told[audience] = market.promotions.of("coins_100")[0].terms.borne_by
    assert told == {Audience.PUBLIC: "platform", Audience.FINANCE: "creator"}


def test_a_sale_never_moves_what_gifts_are_worth_nor_what_creators_earn() -> None:
    texts = shipped_texts()
    kept = {name: text for name, text in texts.items() if not name.startswith("regions/") or name == "regions/de.yaml"}
    kept |= {name: text for name, text in texts.items() if name.startswith("regions/groups/")}
    sale = {"rules/sale.yaml": "promotions: {sale: {name: {en: Sale}, discount: 50 %, bonus: 100 %}}\n"}
    answers = []
    for files in (kept, kept | sale):
        loaded = load_texts(files)
        assert loaded.book is not None, loaded.diagnostics
        gift = sorted(loaded.book.gifts)[0]
        answer = quote_gift(loaded.book, GiftRequest("DE", "ios", "DE", gift, FRIDAY, facts={"buyer.level": 50}))
        assert isinstance(answer, GiftQuote), answer
        answers.append((answer.coins, answer.worth_minor, answer.diamonds))
    assert answers[0] == answers[1]
