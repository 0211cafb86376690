"""Items, amounts that are chosen, units that come with packages, and exchanges, worked by hand."""

from ratecard.money import Money
from ratecard.quotes.requests import PriceListRequest
from ratecard.refusals import InvalidInput, NotSold
from tests.reference.answering import Listed, listed
from tests.reference.buying import Bought, Chosen, all_chosen, buy, items
from tests.reference.choices import Choice, OutOfRange, Range, SpendTooLow
from tests.reference.exchanging import Exchanged, NotExchanged, exchange
from tests.reference.reading import Book
from tests.reference.selling import Sold
from tests.reference.small_worlds import price, request, world
from tests.reference.told import NOTHING_TOLD, OverLimit, Told
from tests.reference.used_before import Used
from tests.reference.writing import money_of

RULES = """
pricing: {rounding: half up}
items:
  tier_1: {name: {en: Tier 1}, kinds: [subscription], order: 2}
  tier_2: {name: {en: Tier 2}, kinds: [subscription], order: 1, limits: {once: {most: 1 unit}}}
  chat: {name: {en: Super Chat}, kinds: [chat]}
facts: {purchase.kind: {type: one of, of: [subscription, chat]}, purchase.coins: {type: count}}
platforms:
  ios:
    commission:
      lines: {store: {rate: {by: purchase.kind, is: {subscription: 15 %}, other: 30 %}, base: net}}
      rounding: half up
      per: unit
"""
US = "prices: {tier_1: 4.99, tier_2: 9.99, chat: {least: 1.00, most: 500.00, step: 1.00}, coins_100: 1.19}\n"
CA = """
currency: CAD
time_zone: America/Toronto
tax: {display: exclusive, lines: {gst: {rate: 5 %}}}
prices: {chat: {least: 1.00, most: 500.00, step: 1.00}, tier_1: 5.00}
"""
AT = request("US ios tier_1").at


def bought(
    book: Book, where: str, amount: str | None = None, told: Told = NOTHING_TOLD, spend: str | None = None
) -> Bought:
    """What an item comes to."""

    def money(written: str) -> Money:
        digits, _, currency = written.partition(" ")
        return money_of(int(digits.replace(".", "")), currency)

    choice = Choice() if amount is None else Choice(amount=money(amount))
    return buy(book, request(where), choice, told, None if spend is None else money(spend))


def test_an_item_has_price_tax_and_commission_and_no_coins() -> None:
    answer = bought(world(RULES, ca=CA), "CA ios tier_1")
    assert isinstance(answer, Sold)
    figures = answer.figures
    assert (figures.coins, figures.bonus, figures.per_coin) == (0, 0, None)
    assert (figures.net, figures.tax, figures.gross) == (500, 25, 525)
    assert (figures.proceeds, figures.commission) == (425, 75)  # 15 %, by its kind


def test_an_item_holds_no_coins_where_something_asks_for_them() -> None:
    rules = RULES.replace(
        "purchase.kind, is: {subscription: 15 %}, other: 30 %", "purchase.coins, from: {0: 20 %, 100: 30 %}"
    )
    answers = [bought(world(rules, us=US), f"US ios {thing}") for thing in ("tier_1", "coins_100")]
    taken = [answer.offer.coins for answer in answers if isinstance(answer, Sold)]
    assert taken == [0, 100]
    book = world(rules, ca=CA.replace("tier_1: 5.00", "tier_1: 5.00, coins_100: 5.00"))
    found = [bought(book, f"CA ios {thing}") for thing in ("tier_1", "coins_100")]
    assert [answer.figures.commission for answer in found if isinstance(answer, Sold)] == [100, 150]


def test_a_promotion_of_an_item_takes_the_least_price() -> None:
    sales = """
promotions:
  fifth: {items: [tier_1], discount: 20 %}
  fixed: {items: [tier_1], price: {tier_1: 3.50 USD}, exclusive: yes}
  all_packages: {discount: 90 %}
"""
    answer = bought(world(RULES + sales, us=US), "US ios tier_1")
    assert isinstance(answer, Sold)
    assert (answer.figures.listed, answer.promoted.applied) == (350, ("fixed",))  # 4.99 less a fifth is 3.99
    other = bought(world(RULES + sales, us=US), "US ios tier_2")
    assert isinstance(other, Sold)
    assert (other.figures.listed, other.promoted.applied) == (999, ())


def test_promotions_name_items_by_kind_or_by_what_they_give() -> None:
    for sale in ("{kinds: [subscription], discount: 20 %}", "{discount: {tier_1: 20 %}}"):
        answer = bought(world(f"{RULES}promotions: {{sale: {sale}}}\n", us=US), "US ios tier_1")
        assert isinstance(answer, Sold)
        assert answer.figures.listed == 399  # 3.992


def test_a_limit_of_an_item_refuses_the_second_one() -> None:
    book = world(RULES, us=US)
    used = Told(used=(Used("items.tier_2.limits.once", "1 unit"),))
    answer = bought(book, "US ios tier_2", told=used)
    assert isinstance(answer, OverLimit)
    assert (answer.limit.id, answer.limit.left) == ("items.tier_2.limits.once", 0)
    first = bought(book, "US ios tier_2", told=Told(used=(Used("once", "0 units"),)))
    assert isinstance(first, Sold)
    assert [use.amount for use in first.uses] == ["1 unit"]


def test_items_are_listed_apart_by_their_order() -> None:
    asked = PriceListRequest("US", "ios", AT)
    book = world(RULES, us=US)
    assert [one.figures.package for one in items(book, asked).sold] == ["tier_2", "tier_1"]
    packages = listed(book, asked)
    assert isinstance(packages, Listed)
    assert [one.figures.package for one in packages.sold] == ["coins_100"]
    assert all_chosen(book, asked) == (Chosen("chat", "USD", Range(100, 50_000, 100), (), False, ""),)


def test_an_item_is_derived_like_a_package_and_one_of_a_chosen_amount_is_not() -> None:
    web = "derive: {from: {platform: ios}, factor: 0.8}"
    book = world(RULES.replace("platforms:", f"platforms:\n  web: {{pricing: {{{web}}}}}"), us=US)
    assert price(book, "US web tier_1") == "3.99 USD"  # 3.992
    assert isinstance(bought(book, "US web chat", "5.00 USD"), Sold)


def test_an_amount_is_chosen_on_a_step() -> None:
    book = world(RULES, us=US)
    answer = bought(book, "US ios chat", "5.00 USD")
    assert isinstance(answer, Sold)
    assert (answer.figures.listed, answer.regular) == (500, 500)
    within = Range(100, 50_000, 100)
    assert bought(book, "US ios chat", "5.50 USD") == OutOfRange("chat", 550, within, (500, 600))
    assert bought(book, "US ios chat") == OutOfRange("chat", None, within, ())
    assert bought(book, "US ios chat", "5.00 EUR") == InvalidInput(("amount",), "")
    assert bought(book, "US ios tier_1", "5.00 USD") == InvalidInput(("amount",), "")
    assert buy(book, request("US ios chat"), Choice(coins=5)) == InvalidInput(("coins",), "")
    assert bought(world(RULES, us=""), "US ios chat", "5.00 USD") == NotSold("US", "ios", "chat", AT)


def test_the_most_of_an_item_is_the_greatest_amount_on_a_step_that_the_money_pays() -> None:
    book = world(RULES, ca=CA)
    answer = bought(book, "CA ios chat", spend="20.00 CAD")
    assert isinstance(answer, Sold)
    assert (answer.figures.listed, answer.figures.gross) == (1900, 1995)  # 20.00 would be 21.00
    assert bought(book, "CA ios chat", spend="1.04 CAD") == SpendTooLow("chat", 100, 105)


def test_other_units_come_with_each_unit_of_a_package() -> None:
    rules = """
units: {ticket: {name: Ticket}, gem: {name: Gem}}
packages: {starter: {coins: 100, with: {ticket: 5, gem: {begins: 1, 2026-07-01: none}}}}
"""
    book = world(rules, us="prices: {starter: 1.00}\n")
    asked = request("US ios starter")
    answer = buy(book, type(asked)(asked.region, asked.platform, asked.package, asked.at, 2))
    before = buy(book, request("US ios starter", "2026-06-30T12:00+00:00"))
    assert isinstance(answer, Sold)
    assert isinstance(before, Sold)
    assert (answer.units, before.units) == ({"ticket": 10}, {"ticket": 5, "gem": 1})
    assert answer.figures.coins == 200


def test_gems_give_coins_rounded_once() -> None:
    rules = "exchange: {gem: {for: coin, at: RATE, rounding: down}}\n"
    for rate, given, received in (("10 each", 25, 250), ("1 per 3", 10, 3), ("0.5 each", 7, 3)):
        book = world(rules.replace("RATE", rate), us="")
        assert exchange(book, ("US", "ios"), AT, "gem", given) == Exchanged("gem", given, "coin", received, frozenset())
    book = world(
        rules.replace("RATE", "1 per 3"), us="exchange: {ticket: {for: gem, at: 2 each}}\n", de="exchange: none\n"
    )
    assert exchange(book, ("US", "ios"), AT, "gem", 2) == NotExchanged("gem", 2)
    assert exchange(book, ("US", "ios"), AT, "ticket", 2) == Exchanged("ticket", 2, "gem", 4, frozenset())
    assert exchange(book, ("DE", "ios"), AT, "gem", 9) == NotExchanged("gem")
