"""Plans of single edits: what changes, from when on, by how much, and by which line."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from ratecard.instants import Instant
from ratecard.loading import load_texts
from ratecard.plan.asking import CHOSEN, EXCHANGE, GIFT, PAYOUT, PURCHASE, WORTH
from ratecard.plan.figures import GiftFigures, NoAnswer, PaidFigures, PurchaseFigures, WorthFigures
from ratecard.plan.grouping import groups_of, timeline_of, units_for_equal_proceeds
from ratecard.plan.planning import Plan, plan
from ratecard.terms.market import MarketKey
from tests.books import folder_texts, sound
from tests.cases.smallest import CASES, SMALLEST

NOW = Instant(1_783_000_000)  # 2026-07-02
FOLLOWING = folder_texts(CASES / "good" / "following")
EARNING = folder_texts(CASES / "good" / "coins_to_cash")
DE_WEB = MarketKey("DE", "web")


def planned(texts: Mapping[str, str], file: str, old: str, new: str) -> Plan:
    """The plan of one edit of a book."""
    text = texts[file]
    assert old in text
    after = {**texts, file: text.replace(old, new, 1)}
    return plan(sound(load_texts(texts)), sound(load_texts(after)), NOW)


def test_a_price_from_a_day_on() -> None:
    found = planned(SMALLEST, "regions/de.yaml", "coins_1000: 12.99", "coins_1000: {begins: 12.99, 2027-01-12: 14.99}")
    (edit,) = found.edits
    assert (edit.name, edit.was, edit.now, edit.day.isoformat()) == (
        "prices.coins_1000",
        "12.99 EUR",
        "14.99 EUR",
        "2027-01-12",
    )
    assert (edit.place.line, edit.moved) == (11, Fraction(200, 1299))
    assert {own.change.key for own in found.changes} == {MarketKey("DE", "ios"), DE_WEB}
    change = next(own for own in found.changes if own.change.key == DE_WEB)
    was, now = change.change.was, change.change.now
    assert isinstance(was, PurchaseFigures)
    assert isinstance(now, PurchaseFigures)
    assert (was.gross, was.net, was.commission, was.proceeds) == (1299, 1092, 38, 1054)
    assert (now.gross, now.net, now.commission, now.proceeds) == (1499, 1260, 44, 1216)
    assert (was.per_coin, now.kept) == (Fraction(1299, 1050), Fraction(1216, 1260))
    assert units_for_equal_proceeds(change) == Fraction(1054, 1216) - 1
    assert (change.change.day.isoformat(), change.change.end, change.causes) == ("2027-01-12", None, (0,))
    assert [(own.day.isoformat(), own.number) for own in timeline_of(found)] == [("2027-01-12", 2)]


def test_a_tax_moves_net_and_proceeds_and_nothing_that_buyers_pay() -> None:
    found = planned(SMALLEST, "regions/de.yaml", "rate: 19 %", "rate: {begins: 19 %, 2027-01-01: 20 %}")
    assert len(found.changes) == 4
    for own in found.changes:
        was, now = own.change.was, own.change.now
        assert isinstance(was, PurchaseFigures)
        assert isinstance(now, PurchaseFigures)
        assert was.paid == now.paid
        assert (was.net or 0) >= (now.net or 0) > 0
        assert (was.proceeds or 0) > (now.proceeds or 0) > 0


def test_what_is_withdrawn_and_what_is_new() -> None:
    gone = planned(SMALLEST, "regions/de.yaml", "  coins_1000: 12.99\n", "")
    assert [(own.is_gone, own.is_new, own.change.thing) for own in gone.changes] == [(True, False, "coins_1000")] * 2
    assert gone.edits[0].in_older
    new = planned(SMALLEST, "regions/de.yaml", "coins_1000: 12.99", "coins_1000: {begins: none, 2027-01-01: 12.99}")
    kinds = [(own.is_gone, own.change.end is None) for own in new.changes]
    assert kinds == [(True, False)] * 2  # until 2027 alone


def test_a_new_region_and_one_that_goes() -> None:
    more = {**SMALLEST, "regions/at.yaml": SMALLEST["regions/de.yaml"].replace("DE", "AT").replace("Berlin", "Vienna")}
    before, after = (sound(load_texts(texts)) for texts in (SMALLEST, more))
    there = plan(before, after, NOW)
    assert {own.change.key.region for own in there.changes} == {"AT"}
    assert all(own.is_new for own in there.changes)
    assert [edit.sentence for edit in there.edits] == ["AT on ios is a new market", "AT on web is a new market"]
    assert all(own.is_gone for own in plan(after, before, NOW).changes)


@pytest.mark.parametrize(
    ("file", "old", "new", "things"),
    [
        ("rules/gifts.yaml", "rose: {coins: 1,", "rose: {coins: 2,", {(GIFT, "rose")}),
        ("rules/creators.yaml", "other: 1 per 2", "other: 1 per 3", {(GIFT, "rose"), (GIFT, "castle")}),
        (
            "rules/payouts.yaml",
            "fee: {rate: 2 %",
            "fee: {rate: 3 %",
            {(PAYOUT, "paypal 10000 DE"), (PAYOUT, "paypal 10000 US")},
        ),
        ("rules/packages.yaml", "bonus: 50", "bonus: 60", {(PURCHASE, "coins_1000"), (WORTH, "coins_1000")}),
    ],
)
def test_gifts_payouts_and_contents(file: str, old: str, new: str, things: set[tuple[str, str]]) -> None:
    found = planned(EARNING, file, old, new)
    assert things <= {(own.change.kind, own.change.thing) for own in found.changes}
    assert {own.causes for own in found.changes} == {(0,)}
    assert len(found.edits) == 1
    assert not found.without_effect


def test_figures_of_gifts_payouts_and_of_the_worth_of_coins() -> None:
    rose = planned(EARNING, "rules/gifts.yaml", "rose: {coins: 1,", "rose: {coins: 20,").changes[0].change
    assert isinstance(rose.was, GiftFigures)
    assert isinstance(rose.now, GiftFigures)
    assert (rose.was.coins, rose.now.coins, rose.now.diamonds) == (1, 20, 10)
    paid = [
        own.change
        for own in planned(EARNING, "rules/payouts.yaml", "fee: {rate: 2 %", "fee: {rate: 3 %").changes
        if own.change.key.region == "DE"
    ]
    was, now = paid[-1].was, paid[-1].now
    assert isinstance(was, PaidFigures)
    assert isinstance(now, PaidFigures)
    assert was.value == now.value
    assert was.fee is not None
    assert now.fee is not None
    assert was.fee < now.fee
    worth = planned(EARNING, "rules/packages.yaml", "bonus: 50", "bonus: 60").changes
    told = next(own.change for own in worth if own.change.kind == WORTH)
    assert isinstance(told.was, WorthFigures)
    assert isinstance(told.now, WorthFigures)
    assert (told.was.total, told.now.total) == (1050, 1060)


def test_numbers_that_buyers_choose_are_asked_at_their_ends_and_beside_tiers() -> None:
    chosen = folder_texts(CASES / "good" / "chosen")
    found = planned(chosen, "regions/de.yaml", "5000: 0.0135 EUR each", "5000: 0.0125 EUR each")
    numbers = {own.change.thing for own in found.changes if own.change.kind == CHOSEN}
    assert numbers
    assert all(int(number.split()[1]) > 5000 for number in numbers)
    assert {own.causes for own in found.changes} == {(0,)}


def test_an_exchange_of_units() -> None:
    items = folder_texts(CASES / "good" / "items")
    found = planned(items, "rules/book.yaml", "other: 10 each", "other: 11 each")
    assert {(own.change.kind, own.change.thing) for own in found.changes} == {(EXCHANGE, "gem")}


def test_an_answer_that_is_refused_then() -> None:
    found = planned(EARNING, "rules/payouts.yaml", "minimum: 100 USD", "minimum: 100000 USD")
    assert found.changes == () or any(isinstance(own.change.now, NoAnswer) for own in found.changes)


def test_prices_that_follow_are_told_with_the_line_of_their_source() -> None:
    found = planned(FOLLOWING, "regions/us.yaml", "coins_1000: 9.99", "coins_1000: {begins: 9.99, 2027-01-01: 10.99}")
    assert {own.change.key.region for own in found.changes} >= {"US", "TR"}
    assert {own.causes for own in found.changes} == {(0,)}
    assert found.edits[0].place.file == "regions/us.yaml"


def test_none_in_a_market_that_follows_is_an_edit_though_nothing_was_stated() -> None:
    text = FOLLOWING["regions/tr.yaml"]
    after = {**FOLLOWING, "regions/tr.yaml": f"{text}prices: {{coins_1000: none}}\n"}
    assert "prices:" not in text
    found = plan(sound(load_texts(FOLLOWING)), sound(load_texts(after)), NOW)
    gone = [own for own in found.changes if own.is_gone]
    assert {own.change.key.region for own in gone} == {"TR"}
    for own in gone:
        (cause,) = own.causes
        assert (found.edits[cause].place.file, found.edits[cause].now) == ("regions/tr.yaml", "none")


def test_a_factor_is_the_cause_of_what_it_moves() -> None:
    text = next(file for file, own in FOLLOWING.items() if "factors:" in own)
    old = next(line for line in FOLLOWING[text].splitlines() if "IN:" in line or "TR:" in line)
    found = planned(FOLLOWING, text, old, old.replace("0.", "0.1", 1))
    assert found.changes
    assert {found.edits[number].place.file for own in found.changes for number in own.causes} == {text}


def test_a_reformatting_plans_nothing() -> None:
    apart = {file: f"# moved\n\n{text}\n\n" for file, text in SMALLEST.items()}
    found = plan(sound(load_texts(SMALLEST)), sound(load_texts(apart)), NOW)
    assert found.is_empty
    assert not found.is_of_names


def test_names_alone_change_no_answer() -> None:
    found = planned(SMALLEST, "rules/platforms.yaml", "name: Website", "name: Shop")
    assert found.is_empty
    assert found.is_of_names


def test_an_edit_without_an_effect_is_told_too() -> None:
    found = planned(
        EARNING, "rules/payouts.yaml", "monthly: {most: 200_000 diamonds", "monthly: {most: 200_001 diamonds"
    )
    assert [edit.name for edit in found.edits] == ["payouts.limits.monthly.most"]


def test_groups_are_by_day_and_by_edit() -> None:
    text = SMALLEST["regions/de.yaml"]
    both = text.replace("coins_100: 1.29", "coins_100: 1.19").replace(
        "coins_1000: 12.99", "coins_1000: {begins: 12.99, 2027-01-12: 14.99}"
    )
    found = plan(sound(load_texts(SMALLEST)), sound(load_texts({**SMALLEST, "regions/de.yaml": both})), NOW)
    groups = groups_of(found, found.changes)
    assert [(own.day and own.day.isoformat(), own.causes, own.is_over) for own in groups] == [
        (None, (0,), False),
        ("2027-01-12", (1,), False),
    ]


def test_a_wave_of_edits_of_one_day_is_one_group() -> None:
    text = SMALLEST["regions/de.yaml"]
    regions = {"AT": "Vienna", "DE": "Berlin", "FR": "Paris"}
    before = {
        **SMALLEST,
        **{
            f"regions/{code.lower()}.yaml": text.replace("DE", code).replace("Berlin", city)
            for code, city in regions.items()
        },
    }
    dearer = {
        file: own.replace("1000: 12.99", "1000: {begins: 12.99, 2027-01-12: 14.99}") for file, own in before.items()
    }
    found = plan(sound(load_texts(before)), sound(load_texts(dearer)), NOW)
    (wave,) = groups_of(found, found.changes)
    assert (wave.causes, len(wave.changes)) == ((0, 1, 2), 6)


def test_what_is_over_is_told_apart() -> None:
    old = "coins_1000: 12.99"
    found = planned(SMALLEST, "regions/de.yaml", old, "coins_1000: {begins: 11.99, 2025-06-01: 12.99}")
    assert [own.is_over for own in groups_of(found, found.changes)] == [True]
