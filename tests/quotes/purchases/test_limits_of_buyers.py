"""Limits of buyers and their own budgets: what is refused with what is left, what stays open, and what is used."""

from datetime import UTC, datetime

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.instants import datetime_of
from ratecard.loading import Loaded, load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import Amount, Budget, PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.refusals import AboveLimit, InvalidInput, OverBudget, Refusal, UnknownLimit
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import Facts
from tests.book.asking import NOON
from tests.books import sound
from tests.cases.smallest import changed, germany

EUR, USD = CURRENCIES["EUR"], CURRENCIES["USD"]
DAILY, ONCE = "purchases.limits.daily", "packages.coins_100.limits.once"


def loaded(limits: str = "", of_package: str = "", more: str = "", own: str = "") -> Loaded:
    """The smallest book, 1.29 EUR for 100 coins in Germany, with limits of purchases and of its package."""
    rules = f"facts: {{buyer.age: {{type: count}}, buyer.country: {{type: one of, of: [a, b]}}}}\n{more}"
    rules += f"purchases: {{limits: {{{limits}}}}}\n" if limits else ""
    rules += f"packages: {{coins_100: {{limits: {{{of_package}}}}}}}\n" if of_package else ""
    region = changed({})["regions/de.yaml"] + own
    return load_texts(changed({"rules/limits.yaml": rules, "regions/de.yaml": region}))


def book(limits: str = "", of_package: str = "", more: str = "", own: str = "") -> RuleBook:
    """The book of these limits."""
    return sound(loaded(limits, of_package, more, own))


def used(limit: str, amount: Amount, package: str | None = None) -> UsedBefore:
    """One statement of what was used."""
    return UsedBefore(limit, amount, package)


def ask(
    rules: RuleBook, *stated: UsedBefore, quantity: int = 1, facts: Facts | None = None, budget: Budget | None = None
) -> PurchaseQuote | Refusal:
    """The answer for some of coins_100 in Germany."""
    return quote_purchase(
        rules, PurchaseRequest("DE", "web", "coins_100", NOON, quantity, facts or {}, tuple(stated), budget)
    )


def quoted(rules: RuleBook, *stated: UsedBefore, quantity: int = 1, facts: Facts | None = None) -> PurchaseQuote:
    """The quote of a purchase that is allowed."""
    answer = ask(rules, *stated, quantity=quantity, facts=facts)
    assert isinstance(answer, PurchaseQuote), answer
    return answer


TEN_A_DAY = "daily: {most: 10.32 EUR, per: calendar day}"


@pytest.mark.parametrize(("minor", "fits"), [(902, True), (903, True), (904, False)])
def test_a_limit_may_be_reached_and_not_passed(minor: int, fits: bool) -> None:
    answer = ask(book(TEN_A_DAY), used(DAILY, Money(minor, EUR)))
    assert isinstance(answer, PurchaseQuote) is fits


def test_a_refusal_says_what_is_left_and_when_the_day_ends_in_the_market() -> None:
    answer = ask(book(TEN_A_DAY), used("daily", Money(904, EUR)))
    assert isinstance(answer, AboveLimit)
    assert (answer.limit_id, answer.per, answer.allowed) == (DAILY, "calendar day", "10.32 EUR")
    assert (answer.used, answer.asked, answer.left) == ("9.04 EUR", "1.29 EUR", "1.28 EUR")
    assert answer.resets_at is not None
    assert datetime_of(answer.resets_at) == datetime(2025, 6, 1, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("per", "ends"),
    [
        ("calendar day", "2025-06-01T22:00:00+00:00"),
        ("calendar week", "2025-06-01T22:00:00+00:00"),
        ("calendar month", "2025-06-30T22:00:00+00:00"),
        ("calendar year", "2025-12-31T23:00:00+00:00"),
        ("rolling 24 hours", None),
        ("rolling 7 days", None),
        (None, None),
    ],
)
def test_windows_end_in_local_days_and_rolling_ones_never(per: str | None, ends: str | None) -> None:
    rules = book("daily: {most: 2 units" + (f", per: {per}}}" if per else "}"))
    answer = ask(rules, used("daily", CountOf(2, "units")))
    assert isinstance(answer, AboveLimit)
    assert answer.per == per
    assert (None if answer.resets_at is None else datetime_of(answer.resets_at).isoformat()) == ends
    kept = quoted(rules, used("daily", CountOf(0, "units")))
    assert kept.used_rolling is (per is not None and per.startswith("rolling"))
    if ends is not None:
        assert kept.period.end is not None
        assert datetime_of(kept.period.end).isoformat() == ends
    else:
        assert kept.period == kept.market.period


@pytest.mark.parametrize(
    ("most", "unit", "takes"),
    [("500 coins", "coins", 300), ("5 units", "units", 3), ("5 purchases", "purchases", 1)],
)
def test_each_unit_counts_what_it_says(most: str, unit: str, takes: int) -> None:
    rules = book(f"some: {{most: {most}}}")
    left = int(most.split(maxsplit=1)[0]) - takes
    answer = quoted(rules, used("some", CountOf(left, unit)), quantity=3)
    assert answer.uses == (UsedBefore("purchases.limits.some", CountOf(takes, unit)),)
    assert isinstance(ask(rules, used("some", CountOf(left + 1, unit)), quantity=3), AboveLimit)


def test_nothing_told_leaves_a_limit_open_unless_the_purchase_alone_breaks_it() -> None:
    rules = book(TEN_A_DAY)
    answer = quoted(rules, quantity=8)
    assert [(limit.limit_id, limit.most, limit.fact) for limit in answer.open_limits] == [(DAILY, "10.32 EUR", None)]
    assert answer.uses == (UsedBefore(DAILY, Money(1032, EUR)),)
    alone = ask(rules, quantity=9)
    assert isinstance(alone, AboveLimit)
    assert (alone.used, alone.left, alone.asked) == (None, None, "11.61 EUR")


def test_a_purchase_by_itself_needs_no_word_of_what_was_used() -> None:
    rules = book("each: {most: 2 units, per: purchase}")
    answer = quoted(rules, quantity=2)
    assert (answer.open_limits, answer.uses) == ((), ())
    refused = ask(rules, quantity=3)
    assert isinstance(refused, AboveLimit)
    assert (refused.left, refused.resets_at) == ("2 units", None)


BY_AGE = "daily: {most: {by: buyer.age, from: {0: 2 units, 18: 5 units}}, per: calendar day}"
OR_NONE = "daily: {most: {by: buyer.age, from: {0: 2 units, 18: none}}, per: calendar day}"
WITH_OTHER = "daily: {most: {by: buyer.age, from: {0: 2 units, 18: 5 units}, other: 2 units}, per: calendar day}"


@pytest.mark.parametrize(
    ("limit", "age", "quantity", "expected"),
    [
        (BY_AGE, 17, 3, "2 units"),
        (BY_AGE, 18, 3, None),
        (BY_AGE, None, 5, None),
        (BY_AGE, None, 6, "5 units"),
        (OR_NONE, None, 10_000, None),
        (OR_NONE, 17, 3, "2 units"),
        (OR_NONE, 18, 10_000, None),
        (WITH_OTHER, None, 3, "2 units"),
    ],
)
def test_a_fact_that_is_not_known_is_never_needed(
    limit: str, age: int | None, quantity: int, expected: str | None
) -> None:
    facts: Facts = {} if age is None else {"buyer.age": age}
    answer = ask(book(limit), quantity=quantity, facts=facts)
    assert (answer.allowed if isinstance(answer, AboveLimit) else None) == expected
    assert isinstance(answer, AboveLimit | PurchaseQuote)


def test_an_unknown_fact_without_other_is_listed_and_with_other_assumed() -> None:
    told = used("daily", CountOf(0, "units"))
    opened = quoted(book(BY_AGE), told)
    assert [(limit.limit_id, limit.most, limit.fact) for limit in opened.open_limits] == [(DAILY, None, "buyer.age")]
    assert opened.assumed == ()
    assumed = quoted(book(WITH_OTHER), told)
    assert (assumed.open_limits, assumed.assumed) == ((), ("buyer.age",))
    broken = ask(book(BY_AGE), used("daily", CountOf(5, "units")))
    assert isinstance(broken, AboveLimit)


def test_a_refusal_says_for_which_facts_it_took_other() -> None:
    broken = ask(book(WITH_OTHER), used("daily", CountOf(5, "units")))
    assert isinstance(broken, AboveLimit)
    assert broken.assumed_facts == ("buyer.age",)
    assert broken.message.endswith(", with buyer.age not given")
    told = ask(book(WITH_OTHER), used("daily", CountOf(5, "units")), facts={"buyer.age": 17})
    assert isinstance(told, AboveLimit)
    assert (told.assumed_facts, "not given" in told.message) == ((), False)


def test_the_limits_of_a_package_come_first_and_bind_it_alone() -> None:
    rules = book(TEN_A_DAY, "once: {most: 1 unit}")
    answer = ask(rules, used("starter.once", CountOf(0, "units")))
    assert answer == UnknownLimit("starter.once", (ONCE, DAILY))
    assert isinstance(ask(rules, used(ONCE, CountOf(1, "units"))), AboveLimit)
    allowed = quoted(rules, used("coins_100.once", CountOf(0, "units")), used("daily", Money(0, EUR)))
    assert [use.limit_id for use in allowed.uses] == [ONCE, DAILY]
    assert allowed.open_limits == ()


def test_a_limit_of_each_package_counts_what_was_bought_of_that_one() -> None:
    rules = book("each: {most: 2 units, of: package}")
    other = quoted(rules, used("each", CountOf(2, "units"), "coins_500"))
    assert [limit.limit_id for limit in other.open_limits] == ["purchases.limits.each"]
    assert other.uses == (UsedBefore("purchases.limits.each", CountOf(1, "units"), "coins_100"),)
    assert isinstance(ask(rules, used("each", CountOf(2, "units"), "coins_100")), AboveLimit)
    assert isinstance(ask(rules, used("each", CountOf(2, "units"))), AboveLimit)


@pytest.mark.parametrize(
    ("stated", "path"),
    [
        (used("daily", Money(1, USD)), ("used", "0", "amount")),
        (used("daily", CountOf(1, "units")), ("used", "0", "amount")),
        (used("daily", Money(1, EUR), "coins_100"), ("used", "0", "packageId")),
    ],
)
def test_what_was_used_is_in_the_unit_of_the_limit(stated: UsedBefore, path: tuple[str, ...]) -> None:
    answer = ask(book(TEN_A_DAY), stated)
    assert isinstance(answer, InvalidInput)
    assert answer.path == path


def test_a_book_without_limits_knows_none() -> None:
    assert ask(book(), used("daily", Money(1, EUR))) == UnknownLimit("daily", ())


def test_where_gross_is_not_known_the_listed_price_is_compared_and_that_is_said() -> None:
    rules = sound(
        load_texts(
            changed(
                {
                    **germany(("tax:\n", "tax:\n  display: exclusive\n"), ("19 %", "unknown")),
                    "rules/limits.yaml": "purchases: {limits: {daily: {most: 3 EUR, per: calendar day}}}\n",
                }
            )
        )
    )
    kept = quoted(rules, used("daily", Money(0, EUR)))
    assert (kept.gross_minor, kept.limits_by_listed) == (None, True)
    assert kept.uses == (UsedBefore(DAILY, Money(kept.listed_minor, EUR)),)
    refused = ask(rules, used("daily", Money(250, EUR)))
    assert isinstance(refused, AboveLimit)
    assert refused.by_listed
    assert ", by the listed price, because what the buyer pays is not known, and begins anew at" in refused.message
    over = ask(rules, used("daily", Money(0, EUR)), budget=Budget(Money(100, EUR)))
    assert isinstance(over, OverBudget)
    assert over.by_listed
    assert not quoted(book(TEN_A_DAY)).limits_by_listed


@pytest.mark.parametrize(
    ("budget", "quantity", "left"),
    [
        (Budget(Money(129, EUR)), 1, None),
        (Budget(Money(128, EUR)), 1, "1.28 EUR"),
        (Budget(Money(500, EUR), Money(372, EUR)), 1, "1.28 EUR"),
        (Budget(Money(500, EUR), Money(371, EUR)), 1, None),
        (Budget(Money(500, EUR), Money(600, EUR)), 1, "0.00 EUR"),
        (Budget(CountOf(250, "coins")), 3, "250 coins"),
        (Budget(CountOf(3, "units"), CountOf(2, "units")), 2, "1 unit"),
    ],
)
def test_a_budget_is_one_more_limit(budget: Budget, quantity: int, left: str | None) -> None:
    answer = ask(book(), quantity=quantity, budget=budget)
    assert (answer.left if isinstance(answer, OverBudget) else None) == left


@pytest.mark.parametrize(
    "budget", [Budget(Money(1, USD)), Budget(Money(9000, EUR), CountOf(1, "coins")), Budget(CountOf(1, "diamonds"))]
)
def test_a_budget_in_another_unit_is_refused(budget: Budget) -> None:
    answer = ask(book(), budget=budget)
    assert isinstance(answer, InvalidInput)


def test_limits_come_before_the_budget() -> None:
    assert isinstance(ask(book("one: {most: 1 unit}"), quantity=2, budget=Budget(CountOf(1, "units"))), AboveLimit)


def test_a_price_list_withholds_what_is_above_a_limit() -> None:
    rules = book(TEN_A_DAY, "once: {most: 1 unit}")
    asked = PriceListRequest("DE", "web", NOON, used=(used("once", CountOf(1, "units")), used("daily", Money(0, EUR))))
    listed = list_prices(rules, asked)
    assert isinstance(listed, PriceList)
    limits = [(each.package, each.refusal.limit_id) for each in listed.refused if isinstance(each.refusal, AboveLimit)]
    assert limits == [("coins_100", ONCE), ("coins_1000", DAILY)]
    assert listed.period.end is not None
    assert datetime_of(listed.period.end) == datetime(2025, 6, 1, 22, tzinfo=UTC)
    wrong = list_prices(rules, PriceListRequest("DE", "web", NOON, used=(used("weekly", Money(0, EUR)),)))
    assert wrong == UnknownLimit("weekly", (ONCE, DAILY))


@pytest.mark.parametrize(
    ("limits", "paths"),
    [
        ("daily: unknown", ["purchases.limits.daily"]),
        ("daily: {most: unknown}", ["purchases.limits.daily.most"]),
    ],
)
def test_a_limit_that_is_not_known_refuses_nothing(limits: str, paths: list[str]) -> None:
    answer = quoted(book(limits), used("daily", Money(1, EUR)))
    assert (list(answer.unknown_values), answer.uses, answer.open_limits) == (paths, (), ())


def test_of_limits_of_which_not_even_the_names_are_known_any_may_be_told() -> None:
    answer = quoted(book(more="purchases: {limits: unknown}\n"), used("daily", Money(1, EUR)))
    assert list(answer.unknown_values) == ["purchases.limits"]
    of_package = quoted(book(more="packages: {coins_100: {limits: unknown}}\n"), used("once", CountOf(1, "units")))
    assert list(of_package.unknown_values) == ["packages.coins_100.limits"]


def test_a_limit_that_is_none_in_every_case_is_as_if_it_were_not_there() -> None:
    rules = book("daily: {most: {by: buyer.age, from: {0: none, 18: none}}}")
    assert quoted(rules).market.limits is None


def test_a_narrower_layer_lifts_a_limit() -> None:
    assert quoted(book(TEN_A_DAY, own="purchases: {limits: {daily: none}}\n"), quantity=9).open_limits == ()
    more = book(TEN_A_DAY, own="purchases: {limits: {daily: {most: 20 EUR}}}\n")
    assert [limit.most for limit in quoted(more, quantity=9).open_limits] == ["20.00 EUR"]
