"""What price lists say of chosen numbers, worked by hand: for whom, in which order, at which tiers, until when."""

from collections.abc import Mapping

import pytest

from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.money import Money
from ratecard.quotes.codes import CodeOutcome
from ratecard.quotes.purchases.chosen_listed import ListedChosen
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.requests import Budget, PriceListRequest, UsedBefore
from ratecard.refusals import (
    AboveLimit,
    FactNeeded,
    InvalidFact,
    ItemNotEligible,
    ItemNotSold,
    NotEligible,
    NotSold,
    OutsideEnvelope,
    OverBudget,
    Refusal,
)
from ratecard.rounding import RoundingMode
from ratecard.terms.facts import FactValue
from tests.books import sound
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.reference.dates import second
from tests.reference.small_worlds import texts_of

AT = Instant(second("2026-07-01T12:00+00:00", "UTC"))
FACTS = "facts: {purchase.coins: {type: count}, purchase.amount: {type: money}, buyer.spent: {type: money}}\n"
RULES = f"""
{FACTS}
pricing: {{rounding: half up}}
packages: {{top_up: {{coins: {{least: 30, most: 10_000}}}}}}
items: {{chat: {{name: Chat}}}}
"""
EACH = "{tiers: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"
WHOLE = "{by: purchase.coins, from: {0: 0.0139 EUR each, 5000: 0.0135 EUR each}}"
CHAT = "{least: 1.00, most: 500.00, step: 0.50}"


def listed(
    price: str = EACH,
    rules: str = RULES,
    chat: str = CHAT,
    more: str = "",
    at: Instant = AT,
    ways: bool = False,
    told: Mapping[str, FactValue] | None = None,
    used: tuple[UsedBefore, ...] = (),
    budget: Budget | None = None,
    codes: tuple[str, ...] = (),
) -> PriceList:
    """The list of Germany on the web."""
    own = f"prices: {{top_up: {price}, chat: {chat}}}\n{more}"
    book = sound(load_texts(texts_of(rules, de=own) | {"rules/engine.yaml": FOR_THE_ENGINE}))
    request = PriceListRequest("DE", "web", at, told or {}, used=used, budget=budget, codes=codes, ways=ways)
    answer = list_prices(book, request)
    assert isinstance(answer, PriceList), answer
    return answer


def chosen(answer: PriceList, thing: str = "top_up") -> ListedChosen:
    """What is said of one thing."""
    return next(own for own in answer.chosen if own.id == thing)


def tiers(answer: PriceList) -> list[tuple[int, str, str, bool]]:
    return [(own.start, str(own.price), str(own.plus), own.each) for own in chosen(answer).tiers]


def refused(answer: PriceList) -> dict[str, Refusal]:
    return {own.thing: own.refusal for own in answer.refused_chosen}


@pytest.mark.parametrize(
    ("coins", "price", "expected"),
    [
        (
            "{least: 30, most: 10_000}",
            EACH,
            [(0, "0.0139 EUR each", "0.00 EUR", True), (5000, "0.0135 EUR each", "2.00 EUR", True)],
        ),
        ("{least: 30, most: 5_000}", EACH, [(0, "0.0139 EUR each", "0.00 EUR", True)]),
        (
            "{least: 6_000, most: 7_000}",
            EACH,
            [(0, "0.0139 EUR each", "0.00 EUR", True), (5000, "0.0135 EUR each", "2.00 EUR", True)],
        ),
        (
            "{least: 30, most: 9_980, step: 50}",  # 5,030 is the first number from 5,000 on
            WHOLE,
            [(30, "0.0139 EUR each", "0.00 EUR", False), (5030, "0.0135 EUR each", "0.00 EUR", False)],
        ),
        ("{least: 30, most: 4_980, step: 50}", WHOLE, [(30, "0.0139 EUR each", "0.00 EUR", False)]),
        ("{least: 30, most: 99}", "1 EUR per 80", [(30, "1.00 EUR per 80", "0.00 EUR", False)]),
        (
            "{least: 30, most: 9_000}",
            f"{{by: purchase.coins, from: {{0: 0.02 EUR each, 100: {EACH}}}}}",
            [
                (30, "0.02 EUR each", "0.00 EUR", False),
                (100, "0.0139 EUR each", "0.00 EUR", True),
                (5000, "0.0135 EUR each", "2.00 EUR", True),
            ],
        ),
        (
            "{least: 30, most: 9_000}",  # the second price begins where its own second tier does
            "{by: purchase.coins, from: {0: 0.02 EUR each, 100: {tiers: {0: 0.03 EUR each, 100: 0.01 EUR each}}}}",
            [(30, "0.02 EUR each", "0.00 EUR", False), (100, "0.01 EUR each", "2.00 EUR", True)],
        ),
        (
            "{least: 30, most: 100, step: 70}",  # and no number lies beyond it
            "{by: purchase.coins, from: {0: 0.02 EUR each, 100: {tiers: {0: 0.03 EUR each, 100: 0.01 EUR each}}}}",
            [(30, "0.02 EUR each", "0.00 EUR", False), (100, "0.03 EUR each", "0.00 EUR", True)],
        ),
        (
            "{least: 30, most: 9_000}",
            "{by: purchase.coins, from: {0: none, 60: none, 100: 0.02 EUR each, 500: none}}",
            [
                (30, "None", "0.00 EUR", False),
                (100, "0.02 EUR each", "0.00 EUR", False),
                (500, "None", "0.00 EUR", False),
            ],
        ),
        (
            "{least: 30, most: 900}",
            "{tiers: {0: 0.01 EUR each, 100: 0.02 EUR each}}",  # dearer beyond 100
            [(0, "0.01 EUR each", "0.00 EUR", True), (100, "0.02 EUR each", "-1.00 EUR", True)],
        ),
    ],
)
def test_the_tiers_that_numbers_of_the_range_reach(
    coins: str, price: str, expected: list[tuple[int, str, str, bool]]
) -> None:
    assert tiers(listed(price, RULES.replace("{least: 30, most: 10_000}", coins))) == expected


def bonuses(bonus: str) -> list[tuple[int, str, int]]:
    own = chosen(listed(rules=RULES.replace("10_000}", f"10_000}}, bonus: {bonus}")))
    return [(part.start, str(part.rate), part.coins) for part in own.bonuses]


@pytest.mark.parametrize(
    ("bonus", "expected"),
    [
        ("0", [(30, "0 %", 0)]),
        ("7", [(30, "0 %", 7)]),
        ("2.5 %", [(30, "2.5 %", 0)]),
        (
            "{by: purchase.coins, from: {0: 0, 70: 5 %, 5000: 300}}",
            [(30, "0 %", 0), (70, "5 %", 0), (5000, "0 %", 300)],
        ),
        ("{by: purchase.coins, from: {0: 3, 70: 3, 90: 4}}", [(30, "0 %", 3), (90, "0 %", 4)]),
        ("{by: purchase.coins, from: {0: 0, 20_000: 5 %}}", [(30, "0 %", 0)]),
        ("{by: buyer.member, is: {yes: 5 %}, other: 1 %}", [(30, "1 %", 0)]),
    ],
)
def test_the_bonus_of_each_number_is_told(bonus: str, expected: list[tuple[int, str, int]]) -> None:
    assert bonuses(bonus) == expected
    assert chosen(listed(), "chat").bonuses == ()


def test_a_bonus_by_coins_cuts_no_tier() -> None:
    rules = RULES.replace("10_000}", "10_000}, bonus: {by: purchase.coins, from: {0: 0, 70: 5 %}}")
    assert tiers(listed("0.02 EUR each", rules)) == [(30, "0.02 EUR each", "0.00 EUR", False)]
    assert len(tiers(listed(EACH, rules))) == 2


def test_numbers_and_rounding_are_those_of_the_market() -> None:
    own = chosen(listed(rules=RULES.replace("half up", "down to 0.05")))
    assert (own.range.least, own.range.most, own.range.step) == (30, 10_000, 1)
    assert own.pricing is not None
    assert (own.pricing.mode, own.pricing.step, own.pricing.points) == (RoundingMode.DOWN, 5, None)
    points = "price_points: {EUR: [0.29, {least: 0.99, most: 199.99, step: 1.00}]}\n"
    points += "price_bounds: {EUR: {least: 0.50, most: 150.00}}\n"
    own = chosen(listed(rules=RULES.replace("half up", "half up to a price point") + points))
    assert own.pricing is not None
    assert own.pricing.step is None
    assert own.pricing.points is not None
    assert [str(of) for of in own.pricing.points.ranges] == ["{least: 0.99 EUR, most: 149.99 EUR, step: 1.00 EUR}"]
    assert (own.pricing.lowest, own.pricing.highest) == (99, 14_999)


def test_an_item_has_amounts_on_a_step_and_no_tiers() -> None:
    assert not listed().sells_nothing
    own = chosen(listed(), "chat")
    assert str(own.range) == "{least: 1.00 EUR, most: 500.00 EUR, step: 0.50 EUR}"
    assert (own.is_item, own.tiers, own.pricing) == (True, (), None)


def test_order_is_that_of_the_rules_then_of_coins_and_ids() -> None:
    def ids(packages: str, items: str = "{chat: {name: Chat}}") -> list[str]:
        rules = f"{FACTS}pricing: {{rounding: half up}}\npackages: {packages}\nitems: {items}\n"
        return [own.id for own in listed(rules=rules, more="").chosen]

    assert ids("{top_up: {coins: {least: 30, most: 90}}}") == ["chat", "top_up"]
    assert ids("{top_up: {coins: {least: 30, most: 90}, order: 2}}", "{chat: {name: Chat, order: 3}}") == [
        "top_up",
        "chat",
    ]


def test_what_is_sold_to_nobody_is_left_out_and_what_is_sold_to_others_is_refused() -> None:
    answer = listed("none", chat="none")
    assert (answer.chosen, answer.refused_chosen, answer.sells_nothing) == ((), (), True)
    members = "{by: buyer.member, is: {yes: 0.02 EUR each}, other: none}"
    answer = listed(members, chat="none")
    assert isinstance(refused(answer)["top_up"], NotSold)
    assert (answer.assumed, answer.sells_nothing) == (("buyer.member",), False)
    answer = listed("none", chat=f"{{by: buyer.member, is: {{yes: {CHAT}}}, other: none}}")
    assert isinstance(refused(answer)["chat"], ItemNotSold)
    assert answer.assumed == ("buyer.member",)
    answer = listed(members, chat="none", told={"buyer.member": True})
    assert (tiers(answer), answer.refused_chosen, answer.assumed) == (
        [(30, "0.02 EUR each", "0.00 EUR", False)],
        (),
        (),
    )
    beyond = "{by: purchase.coins, from: {0: none, 20_000: 0.01 EUR each}}"
    answer = listed(beyond, chat="none")
    assert (answer.chosen, answer.refused_chosen, answer.sells_nothing) == ((), (), True)


def test_a_list_of_nothing_says_from_when_a_number_can_be_chosen() -> None:
    price = "{begins: none, 2026-08-01: 0.02 EUR each}"
    answer = listed(price, chat="none")
    assert answer.sells_nothing
    assert answer.sells_from == second("2026-08-01T00:00+02:00", "UTC")
    assert listed(price, chat=CHAT).sells_from is None
    for_members = "{begins: none, 2026-08-01: {by: buyer.member, is: {yes: {least: 1.00, most: 9.00}}, other: none}}"
    assert listed("none", chat=for_members).sells_from == answer.sells_from


def test_a_list_ends_where_a_range_or_a_price_does() -> None:
    coins = RULES.replace("{least: 30, most: 10_000}", "{begins: {least: 30, most: 10_000}, 2026-08-01: {most: 9}}")
    for answer in (listed(rules=coins), listed("{begins: 0.02 EUR each, 2026-08-01: 0.03 EUR each}")):
        assert answer.period.end == second("2026-08-01T00:00+02:00", "UTC")
    assert chosen(listed(rules=coins, at=Instant(second("2026-08-01T00:00+02:00", "UTC")))).range.most == 9


def test_a_fact_that_decides_is_needed_or_assumed() -> None:
    taxed = "platforms: {web: {tax: {lines: {extra: {rate: {by: buyer.member, is: {yes: 1 %}, other: 2 %}}}}}}\n"
    assert chosen(listed(more=taxed)).assumed == ("buyer.member",)
    needs = "{by: buyer.member, is: {yes: 0.02 EUR each, no: 0.03 EUR each}}"
    answer = listed(needs)
    assert refused(answer) == {"top_up": FactNeeded("buyer.member")}
    assert tiers(listed(needs, told={"buyer.member": False})) == [(30, "0.03 EUR each", "0.00 EUR", False)]
    ranges = "{by: buyer.member, is: {yes: {least: 10, most: 90}}, other: {least: 30, most: 60}}"
    answer = listed(rules=RULES.replace("{least: 30, most: 10_000}", ranges))
    assert (chosen(answer).range.most, chosen(answer).assumed, answer.assumed) == (
        60,
        ("buyer.member",),
        ("buyer.member",),
    )
    answer = listed(
        chat="{by: buyer.member, is: {yes: {most: 9.00}}, other: {most: 5.00}}", told={"buyer.member": True}
    )
    assert (chosen(answer, "chat").range.most, answer.assumed) == (900, ())


WAYS = "platforms: {web: {ways: {card: {name: Card, order: 1}, paypal: {name: PayPal, order: 2}}}}\n"


def test_each_way_of_paying_has_its_own_prices_and_may_have_none() -> None:
    price = "{by: purchase.way, is: {card: 0.02 EUR each, paypal: 0.03 EUR each}}"
    chat = f"{{by: purchase.way, is: {{card: none, paypal: {CHAT}}}}}"
    on_web = f"platforms: {{web: {{prices: {{top_up: {price}, chat: {chat}}}}}}}\n"
    answer = listed("none", RULES + WAYS, "none", on_web, ways=True)
    assert [tier[1] for tier in tiers(answer)] == ["0.02 EUR each"]
    assert (chosen(answer).way, answer.assumed) == ("card", ("purchase.way",))
    assert not answer.sells_nothing
    assert [own.way.id for own in answer.by_way] == ["card", "paypal"]
    assert [[own.id for own in by_way.chosen] for by_way in answer.by_way] == [["top_up"], ["chat", "top_up"]]
    assert [[own.thing for own in by_way.refused_chosen] for by_way in answer.by_way] == [["chat"], []]
    assert [
        str(chosen_in.tiers[0].price) for by_way in answer.by_way for chosen_in in by_way.chosen if chosen_in.tiers
    ] == [
        "0.02 EUR each",
        "0.03 EUR each",
    ]
    assert [by_way.chosen[-1].way for by_way in answer.by_way] == ["card", "paypal"]


def test_conditions_on_the_buyer_refuse_and_those_on_the_number_stay_open() -> None:
    rules = RULES.replace("10_000}", "10_000}, when: {buyer.member: yes, purchase.coins: {at least: 100}}")
    rules = rules.replace("{name: Chat}", "{name: Chat, when: {buyer.member: yes}}")
    answer = listed(rules=rules)
    assert [own.fact for own in chosen(answer).open] == ["buyer.member", "purchase.coins"]
    assert [own.fact for own in chosen(answer, "chat").open] == ["buyer.member"]
    answer = listed(rules=rules, told={"buyer.member": True})
    assert [(own.fact, own.requirement, own.actual) for own in chosen(answer).open] == [
        ("purchase.coins", "at least 100", None)
    ]
    answer = listed(rules=rules, told={"buyer.member": False})
    assert {name: type(own) for name, own in refused(answer).items()} == {
        "top_up": NotEligible,
        "chat": ItemNotEligible,
    }
    amounts = RULES.replace("{name: Chat}", "{name: Chat, when: {purchase.amount: {at least: 5.00 EUR}}}")
    assert [own.fact for own in chosen(listed(rules=amounts), "chat").open] == ["purchase.amount"]
    kinds = RULES.replace("10_000}", "10_000}, kinds: [tip], when: {purchase.kind: tip}").replace(
        "facts: {", "facts: {purchase.kind: {type: one of, of: [tip]}, "
    )
    assert chosen(listed(rules=kinds)).open == ()
    required = RULES + "eligibility: {buyer: {buyer.member: yes}}\n"
    assert {*refused(listed(rules=required, told={"buyer.member": False}))} == {"top_up", "chat"}


def test_a_limit_refuses_what_no_number_keeps() -> None:
    limits = RULES + "purchases: {limits: {day: {most: 5 EUR, per: calendar day}}}\n"

    def after(used: int) -> PriceList:
        before = (UsedBefore("purchases.limits.day", Money(used, CURRENCIES["EUR"])),)
        return listed(rules=limits, used=before)

    assert after(400).refused_chosen == ()
    assert {name: type(own) for name, own in refused(after(401)).items()} == {"chat": AboveLimit}
    assert {*refused(after(459))} == {"chat", "top_up"}  # 30 coins are 0.42
    assert {*refused(after(458))} == {"chat"}
    answer = listed(budget=Budget(Money(41, CURRENCIES["EUR"])))
    assert {name: type(own) for name, own in refused(answer).items()} == {"top_up": OverBudget, "chat": OverBudget}


def test_a_limit_that_only_a_cheaper_tier_keeps_refuses_nothing() -> None:
    coins = RULES.replace("least: 30", "least: 4_999")
    budget = Budget(Money(6800, CURRENCIES["EUR"]))
    assert listed(WHOLE, coins, budget=budget).refused_chosen[:1] == ()  # 4,999 are 69.49, and 5,000 are 67.50
    assert {*refused(listed(EACH, coins, budget=budget))} == {"top_up"}


def test_numbers_that_are_not_sold_are_not_the_reason() -> None:
    price = "{by: purchase.coins, from: {0: none, 100: 0.02 EUR each}}"
    assert isinstance(refused(listed(price, budget=Budget(Money(150, CURRENCIES["EUR"]))))["top_up"], OverBudget)


def test_a_limit_that_only_a_lower_tax_keeps_refuses_nothing() -> None:
    rate = "{by: purchase.amount, from: {0 EUR: 20 %, 5 EUR: 3 %}}"
    taxes = f"platforms: {{web: {{tax: {{display: exclusive, lines: {{vat: {{rate: {rate}}}}}}}}}}}\n"
    chat = "{least: 4.50, most: 9.00, step: 0.50}"
    for budget, is_refused in ((514, True), (515, False), (540, False)):  # 4.50 are 5.40 gross, and 5.00 are 5.15
        answer = listed(
            "0.05 EUR each",
            RULES.replace("least: 30", "least: 100"),
            chat,
            taxes,
            budget=Budget(Money(budget, CURRENCIES["EUR"])),
        )
        assert ("chat" in refused(answer)) == is_refused, budget


def test_what_lies_outside_of_the_envelope_is_refused_and_told() -> None:
    rules = RULES + "envelope: {gross_per_coin: {EUR: {least: 0.02, most: 0.05}}}\n"
    answer = listed(rules=rules)
    assert isinstance(refused(answer)["top_up"], OutsideEnvelope)
    assert [own.package_id for own in answer.outside_envelope] == ["top_up"]
    assert [own.id for own in answer.chosen] == ["chat"]
    assert listed("0.03 EUR each", rules).outside_envelope == ()


def test_a_fact_in_another_currency_refuses_and_names_it() -> None:
    price = "{by: buyer.spent, from: {0 EUR: 0.02 EUR each, 100 EUR: 0.01 EUR each}, other: 0.02 EUR each}"
    dollars = Money(5000, CURRENCIES["USD"])
    answer = listed(price, told={"buyer.spent": dollars})
    assert isinstance(refused(answer)["top_up"], InvalidFact)


def test_names_products_and_what_is_shown_are_told() -> None:
    rules = RULES.replace(
        "10_000}",
        "10_000}, name: {en: Top up}, kinds: [tip], product: {web: com.example.top}, shows: {image: top.png}",
    )
    own = chosen(listed(rules=rules))
    assert (own.package.names, own.package.kinds, own.store_product_id) == (
        {"en": "Top up"},
        ("tip",),
        "com.example.top",
    )
    assert own.shows.image == "top.png"


def test_what_quotes_of_it_need_and_nobody_knows_is_told() -> None:
    answer = listed(more="platforms: {web: {tax: unknown}}\n")
    assert "tax" in chosen(answer).unknown_values[0]
    assert answer.unknown_values == chosen(answer).unknown_values


def test_what_is_required_of_buyers_and_nobody_knows_is_told() -> None:
    assert chosen(listed(rules=RULES + "eligibility: {buyer: unknown}\n")).unknown_values == ("eligibility.buyer",)


def test_promotions_and_codes_pass_over_what_is_chosen() -> None:
    coded = RULES + "promotions: {half: {code: HALF, discount: 50 %}}\n"
    outcomes = (("HALF", CodeOutcome.NOT_MET), ("OTHER", CodeOutcome.UNKNOWN))
    assert listed(rules=coded, codes=("HALF", "OTHER")).codes == outcomes
    rules = RULES + "promotions: {half: {discount: 50 %}}\n"
    assert tiers(listed(rules=rules)) == tiers(listed())
