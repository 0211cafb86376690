"""Limits of senders of gifts, worked out by hand: engine and reference come to the same."""

from datetime import UTC, datetime

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.instants import datetime_of
from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftListRequest, GiftRequest, UsedBefore
from ratecard.refusals import AboveLimit, InvalidInput, Refusal, UnknownLimit
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import Facts
from tests.quotes.gifts.promoted import DAY, EACH, GIFTS, promoting
from tests.quotes.small_chain import BOOK, DE, TAXES, noon, payouts
from tests.reference import earning, reading
from tests.reference.told import OverLimit

NOW = noon(DAY)
DAILY, EACH_GIFT, ONCE = "spending.limits.daily", "spending.limits.each", "gifts.rose.limits.once"
SALE = "promotions: {sale: {name: Sale, gifts: [rose], discount: 15 %, borne_by: platform}}\n"


class Asked:
    """A book with these limits, as engine and reference read it."""

    def __init__(self, limits: str = "", of_rose: str = "", more: str = "") -> None:
        stated = f"spending: {{limits: {{{limits}}}}}\n" if limits else ""
        own = f"gifts: {{rose: {{limits: {{{of_rose}}}}}}}\n" if of_rose else ""
        kinds = f"earnings: {{live: {EACH}, video: {EACH}}}\n"
        worth = "prices: {c: 1.00}\nworth_at: {package: c, rounding: half up}\n"
        self.rules: RuleBook = promoting("", more=stated + more, region=own)
        text = BOOK + TAXES + GIFTS + kinds + payouts() + stated + more
        self.reference = reading.read({"rules/book.yaml": text, "regions/de.yaml": DE + worth + own})

    def send(
        self, count: int = 1, *used: UsedBefore, gift: str = "rose", facts: Facts | None = None
    ) -> GiftQuote | Refusal:
        """The engine's answer, to which that of the reference is compared."""
        request = GiftRequest("DE", "ios", "DE", gift, NOW, count, None, facts or {}, used)
        answer = quote_gift(self.rules, request)
        if isinstance(answer, UnknownLimit | InvalidInput):
            return answer
        expected = earning.send(self.reference, request)
        if isinstance(answer, GiftQuote):
            assert isinstance(expected, earning.Earned), expected
            assert answer.coins == expected.coins
            assert [(use.limit_id, str(use.amount), use.gift) for use in answer.uses] == [
                (use.limit, use.amount, use.package) for use in expected.uses
            ]
            opened = sorted(limit.limit_id for limit in answer.open_limits)
            assert opened == [limit.id for limit in expected.limits if limit.is_open]
            assert sorted(answer.assumed) == sorted(expected.assumed)
        else:
            assert isinstance(answer, AboveLimit), answer
            assert isinstance(expected, OverLimit), expected
            limit = expected.limit
            left = None if limit.left is None else str(CountOf(limit.left, f"{limit.unit}s"))
            assert (answer.limit_id, answer.per, answer.left) == (limit.id, limit.per, left)
            assert (None if answer.resets_at is None else int(datetime_of(answer.resets_at).timestamp())) == (
                limit.resets_at
            )
        return answer

    def sent(self, count: int = 1, *used: UsedBefore, gift: str = "rose", facts: Facts | None = None) -> GiftQuote:
        """The quote of gifts that are allowed."""
        answer = self.send(count, *used, gift=gift, facts=facts)
        assert isinstance(answer, GiftQuote), answer
        return answer

    def over(self, count: int = 1, *used: UsedBefore, gift: str = "rose", facts: Facts | None = None) -> AboveLimit:
        """The limit that is broken."""
        answer = self.send(count, *used, gift=gift, facts=facts)
        assert isinstance(answer, AboveLimit), answer
        return answer

    def listed(self, *used: UsedBefore) -> GiftList:
        """The list of gifts, to which that of the reference is compared."""
        request = GiftListRequest("DE", "ios", NOW, {}, used)
        answer, expected = list_gifts(self.rules, request), earning.gift_list(self.reference, request)
        assert isinstance(answer, GiftList), answer
        assert isinstance(expected, earning.Gifts), expected
        assert [gift.gift.id for gift in answer.gifts] == [gift[0] for gift in expected.gifts]
        above = {name: of.limit_id for name, of in answer.refused if isinstance(of, AboveLimit)}
        assert above == {name: limit.id for name, limit in expected.over.items()}
        return answer


def used(limit: str, number: int, unit: str = "coins", gift: str | None = None) -> UsedBefore:
    """One statement of what was used."""
    return UsedBefore(limit, CountOf(number, unit), gift=gift)


A_DAY = "daily: {most: 500 coins, per: calendar day}"


def test_a_limit_may_be_reached_and_a_coin_more_is_refused_with_what_is_left() -> None:
    asked = Asked(A_DAY)
    assert asked.sent(3, used("daily", 203)).coins == 297
    refused = asked.over(3, used("daily", 204))
    assert (refused.limit_id, refused.allowed, refused.used) == (DAILY, "500 coins", "204 coins")
    assert (refused.asked, refused.left) == ("297 coins", "296 coins")
    assert refused.resets_at is not None
    assert datetime_of(refused.resets_at) == datetime(2026, 11, 27, 23, tzinfo=UTC)


def test_what_is_counted_is_what_is_paid_after_promotions() -> None:
    asked = Asked(A_DAY, more=SALE)
    quote = asked.sent(3, used("daily", 245))
    assert (quote.regular_coins, quote.coins) == (297, 255)
    assert [(use.limit_id, str(use.amount)) for use in quote.uses] == [(DAILY, "255 coins")]
    assert asked.over(3, used("daily", 246)).left == "254 coins"


def test_gifts_are_counted_and_each_gift_by_itself() -> None:
    asked = Asked("each: {most: 5 gifts, of: gift}")
    quote = asked.sent(2, used("each", 3, "gifts", "rose"), used("each", 5, "gifts", "lion"))
    assert [(use.limit_id, str(use.amount), use.gift) for use in quote.uses] == [(EACH_GIFT, "2 gifts", "rose")]
    assert asked.over(3, used("each", 3, "gifts", "rose")).resets_at is None
    assert asked.over(1, used("each", 5, "gifts")).left == "0 gifts"


def test_nothing_told_leaves_it_open_unless_the_gifts_alone_are_too_much() -> None:
    asked = Asked(A_DAY, of_rose="once: {most: 9 gifts}")
    quote = asked.sent(5)
    assert [(limit.limit_id, limit.most, limit.fact) for limit in quote.open_limits] == [
        (ONCE, "9 gifts", None),
        (DAILY, "500 coins", None),
    ]
    refused = asked.over(6)
    assert (refused.limit_id, refused.used, refused.left) == (DAILY, None, None)
    assert [limit.limit_id for limit in asked.sent(1, gift="lion").open_limits] == [DAILY]


def test_a_question_by_itself_keeps_no_count() -> None:
    asked = Asked("large: {most: 3 gifts, per: gift}")
    quote = asked.sent(3)
    assert (quote.open_limits, quote.uses) == ((), ())
    refused = asked.over(4)
    assert (refused.left, refused.per, refused.resets_at) == ("3 gifts", "gift", None)


BY_LEVEL = "daily: {most: {by: buyer.level, from: {0: 100 coins, 5: 300 coins}}, per: calendar day}"


def test_a_limit_by_a_fact_never_asks_for_it() -> None:
    asked = Asked(BY_LEVEL)
    opened = asked.sent(3)
    assert [(limit.limit_id, limit.most, limit.fact) for limit in opened.open_limits] == [(DAILY, None, "buyer.level")]
    assert asked.over(4).allowed == "300 coins"
    assert asked.over(2, facts={"buyer.level": 4}).allowed == "100 coins"
    assert Asked(BY_LEVEL.replace("}}, per", "}, other: 200 coins}, per")).sent(2).assumed == ("buyer.level",)


@pytest.mark.parametrize(
    ("per", "ends", "rolls"),
    [
        (", per: calendar day", datetime(2026, 11, 27, 23, tzinfo=UTC), False),
        (", per: calendar month", datetime(2026, 11, 30, 23, tzinfo=UTC), False),
        (", per: rolling 24 hours", None, True),
        ("", None, False),
    ],
)
def test_what_was_used_holds_as_long_as_its_window(per: str, ends: datetime | None, rolls: bool) -> None:
    asked = Asked(f"daily: {{most: 500 coins{per}}}")
    for answer in (asked.sent(1, used("daily", 0)), asked.listed(used("daily", 0)), asked.listed(used("daily", 500))):
        assert (None if answer.period.end is None else datetime_of(answer.period.end)) == ends
        assert answer.used_rolling is rolls


def test_a_list_withholds_what_one_gift_would_break_already() -> None:
    asked = Asked(A_DAY, of_rose="once: {most: 2 gifts}")
    assert [listed.gift.id for listed in asked.listed().gifts] == ["rose", "lion"]
    assert [name for name, _ in asked.listed(used("daily", 1)).refused] == ["lion"]
    assert [name for name, _ in asked.listed(used("once", 2, "gifts")).refused] == ["rose"]


@pytest.mark.parametrize(
    "stated", [used("daily", 1, "gifts"), used("daily", 1, gift="rose")], ids=["another unit", "of a gift"]
)
def test_what_was_used_in_another_unit_or_of_what_is_not_told_apart_is_wrong(stated: UsedBefore) -> None:
    assert isinstance(Asked(A_DAY).send(1, stated), InvalidInput)


def test_a_limit_of_another_gift_says_nothing_and_one_of_nobody_is_unknown() -> None:
    asked = Asked(of_rose="once: {most: 2 gifts}")
    assert asked.sent(1, used("gifts.rose.once", 2, "gifts"), gift="lion").uses == ()
    assert isinstance(asked.send(1, used("weekly", 2, "gifts")), UnknownLimit)


@pytest.mark.parametrize(
    ("limits", "paths"),
    [("spending: {limits: unknown}", ["spending.limits"]), ("gifts: {rose: {limits: unknown}}", ["gifts.rose.limits"])],
)
def test_a_limit_that_nobody_knows_refuses_nobody(limits: str, paths: list[str]) -> None:
    rules = promoting("", region=f"{limits}\n")
    answer = quote_gift(rules, GiftRequest("DE", "ios", "DE", "rose", NOW, 9))
    assert isinstance(answer, GiftQuote), answer
    assert (list(answer.unknown_values), answer.open_limits, answer.uses) == (paths, (), ())
    assert answer.diamonds == 441
