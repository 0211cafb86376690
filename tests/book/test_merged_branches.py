"""What several parts of the language mean together: names that are cancelled, late regions, what is not known."""

import pytest

from ratecard.money import Diamonds
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import Lot, PayoutRequest, PurchaseRequest
from ratecard.refusals import FxStale
from tests.book.asking import at
from tests.books import sound
from tests.cases.smallest import DE, codes, germany, load, only

DIAMOND = "units: {diamond: {name: {en: {one: d, other: d}}, price: {rounding: half up, extra_digits: 3}}}\n"
PAYOUTS = (
    "fx: {base: EUR, rounding: down, spread: 1 %, maximum_age: 5 days, rates: {USD: RATE}}\n"
    "payouts: {currency: EUR, diamond: 0.005 USD each, value_by: earned, order: [oldest], rounding: down, "
    "pays: {from: request, after: 2 days}, methods: {paypal: {name: PayPal, fee: none}}}\n" + DIAMOND
)


def test_a_region_that_begins_later_makes_no_rate_newer() -> None:
    for rate in ("1.1", "{begins: 1.1}", "{begins: 1.1, 2026-06-01: 1.3}"):
        changes = {"rules/fx.yaml": PAYOUTS.replace("RATE", rate), "regions/de.yaml": f"begins: 2026-03-01\n{DE}"}
        lot = Lot(Diamonds(20_000), at("2026-03-01"))
        request = PayoutRequest("DE", "paypal", at("2026-03-03"), Diamonds(20_000), (lot,))
        assert isinstance(quote_payout(sound(load(changes)), request), FxStale), rate


def test_a_value_of_which_every_date_is_cancelled_is_told() -> None:
    cancelled = germany(("coins_100: 1.29", "coins_100: {wave: 1.29}"))
    found = only({"rules/dates.yaml": "dates: {wave: never}\n", **cancelled})
    assert (found.code, found.place and found.place.file) == ("never-holds", "regions/de.yaml")
    beside = germany(("coins_100: 1.29", "coins_100: {begins: 1.29, wave: 1.39}"))
    assert codes({"rules/dates.yaml": "dates: {wave: never}\n", **beside}) == []


def test_a_split_in_part_unknown_beside_another_way_is_one_error() -> None:
    earnings = (
        "earnings: {live: {base: coins, diamonds: 1 per 2, split: {creator: unknown, platform: rest}, "
        "rounding: down, scope: total}}\n"
    )
    assert "two-shares" in codes({"rules/earnings.yaml": earnings + DIAMOND})


def test_a_line_of_which_the_kind_is_not_known_is_no_cut_of_the_store() -> None:
    line = "dst: {rate: 3 %, base: proceeds}"
    changes = {
        "regions/groups/eu.yaml": "group: eu\nplatforms: {ios: {commission: {lines: {dst: unknown}}}}\n",
        **germany(
            ("currency: EUR\n", "currency: EUR\ngroups: [eu]\n"),
            ("\nprices:", f"\nplatforms: {{ios: {{commission: {{lines: {{{line}}}}}}}}}\nprices:"),
        ),
    }
    quote = quote_purchase(sound(load(changes)), PurchaseRequest("DE", "ios", "coins_1000", at("2026-07-01")))
    assert isinstance(quote, PurchaseQuote)
    assert (quote.commission_minor, quote.withheld_minor) == (None, None)
    assert any("dst" in path for path in quote.unknown_values)


@pytest.mark.parametrize(
    ("split", "rounding", "said"),
    [
        ("creator: 90 %, x: 80 %, a: unknown, platform: rest", "down", ["bad-split"]),
        ("creator: rest, a: unknown, platform: rest", "down", ["bad-split"]),
        ("b: 10 %, a: unknown", "down", ["bad-split"]),
        ("creator: 50 %, b: 20 %, a: unknown", "half up", ["bad-split"]),
        ("creator: 50 %, a: unknown, platform: rest", "half up", ["bad-split"]),
        ("creator: 50 %, a: unknown", "half up", []),
        ("creator: 50 %, a: unknown, platform: rest", "down", []),
        ("creator: unknown, platform: unknown", "half up", []),
    ],
)
def test_what_is_known_of_a_split_is_looked_at_beside_what_is_not(split: str, rounding: str, said: list[str]) -> None:
    kind = f"{{base: coins, split: {{{split}}}, rounding: {rounding}, scope: total}}"
    changes = {
        "rules/earnings.yaml": f"earnings: {{live: {kind}}}\n{DIAMOND}",
        "rules/gifts.yaml": "gifts: {rose: {coins: 1, kinds: [live], name: {en: Rose}}}\n",
    }
    assert [code for code in codes(changes) if code == "bad-split"] == said


def test_what_ends_by_inheriting_from_nobody_is_told() -> None:
    def told(line: str) -> list[tuple[str, str]]:
        found = load(germany(("coins_100: 1.29", f"coins_100: {line}"))).diagnostics
        return [(each.code, each.severity.value) for each in found]

    assert told("{begins: 1.29, 2026-03-01: inherit}") == [("silent-after", "warning")]
    assert told("{begins: 1.29, 2026-03-01: none}") == []
    assert told("{begins: inherit, 2026-03-01: 1.29}") == [("silent-before", "warning")]
    group = {"regions/groups/eu.yaml": "group: eu\nprices: {coins_100: 1.19 EUR}\n"}
    in_it = ("currency: EUR\n", "currency: EUR\ngroups: [eu]\n")
    broader = germany(in_it, ("coins_100: 1.29", "coins_100: {begins: 1.29, 2026-03-01: inherit}"))
    assert codes({**group, **broader}) == []
    left = germany(
        ("currency: EUR\n", "currency: EUR\ngroups: {begins: [eu], 2026-03-01: []}\n"), ("  coins_100: 1.29\n", "")
    )
    assert codes({**group, **left}) == ["silent-after"]
