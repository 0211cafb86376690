"""Chosen numbers in a book: which prices fit, what is named, what rounding takes off, and what ordinary quotes see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.loading import load_texts
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.requests import ItemRequest, PriceListRequest
from ratecard.refusals import ChoiceOutOfRange
from tests.quotes.purchases.worlds import FOR_THE_ENGINE
from tests.reference import buying, reading
from tests.reference.small_worlds import request, texts_of

RULES = """
facts: {purchase.coins: {type: count}}
pricing: {rounding: half up}
packages: {top_up: {coins: {least: 30, most: 10_000}}}
items: {chat: {name: Chat}}
"""
CHAT = "{least: 1.00, most: 500.00, step: 0.50}"
AT = request("DE ios top_up").at


def texts(price: str, rules: str = RULES, chat: str = CHAT, more: str = "") -> dict[str, str]:
    own = f"prices: {{top_up: {price}, chat: {chat}, coins_100: 1.39}}\n{more}"
    return texts_of(rules, de=own) | {"rules/engine.yaml": FOR_THE_ENGINE}


def found(files: dict[str, str], severity: Severity = Severity.ERROR) -> list[Diagnostic]:
    every = load_texts(files).diagnostics
    return [own for own in every if own.severity is severity and own.code != "name-lacks-language"]


CENT = "0.01 EUR each"
BY_COINS = "{by: purchase.coins, from: {0: 1, 9: 2}}"
CHOSEN_IN_PART = RULES.replace("{least: 30, most: 10_000}", "{by: buyer.member, is: {yes: {most: 9}}, other: 100}")


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        (texts("4.99"), "unfitting-price", "one amount is the price of all"),
        (texts("{least: 1.00, most: 9.00}"), "unfitting-price", "the amount of an item alone may be chosen"),
        (texts("{as: coins_100}"), "unfitting-price", "the buyer chooses the coins of one of the two"),
        (texts("0.01 EUR each", CHOSEN_IN_PART), "unfitting-price", "in some cases"),
        (texts(CENT, chat="{by: buyer.member, is: {yes: 5.00}, other: {most: 9.00}}"), "unfitting-price", "chat"),
        (texts("0.0049 EUR each", RULES.replace("30", "1")), "price-of-nothing", "1 coins at 0.0049 EUR each"),
        (texts(CENT, RULES.replace("least: 30", "least: 0")), "package-without-coins", "top_up holds 0 coins"),
        (texts("0.01 EUR each", RULES.replace("half up", "half up to a price point")), "no-price-point", "no price"),
        (texts(CENT, RULES.replace("pricing: {rounding: half up}", "")), "cannot-derive", "how it is rounded"),
        (texts("0.01 EUR each", chat="{least: 1.00, most: 9.00, step: 0}"), "not-money", "the step is 0"),
        (texts("0.01 EUR each", RULES.replace("least: 30", "least: 20_000")), "cap-below-floor", "below the least"),
        (
            texts(CENT, RULES + "platforms: {web: {pricing: {derive: {from: {platform: ios}, items: chat}}}}\n"),
            "chosen-is-derived",
            "the number of chat is chosen",
        ),
        (
            texts(CENT, f"{RULES}platforms: {{ios: {{packages: {{coins_100: {{bonus: {BY_COINS}}}}}}}}}\n"),
            "fact-not-known-here",
            "its coins are a fixed number",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_once(files: dict[str, str], code: str, said: str) -> None:
    (error,) = found(files)
    assert error.code == code, error
    assert said in error.sentence, error


OPEN = "discount: 20 %"
FIXED_ON_WEB = "platforms: {web: {packages: {top_up: {coins: 500}}, prices: {top_up: 5.99}}}\n"


@pytest.mark.parametrize(
    ("promotion", "rules", "more", "names"),
    [
        ("packages: [coins_100, top_up]", "", "", ["top_up"]),
        ("items: [chat]", "", "", ["chat"]),
        ("packages: [top_up], items: [chat]", "", "", ["chat", "top_up"]),
        ("when: {buyer.member: yes}, packages: [top_up]", "", "", ["top_up"]),
        ("last_day: 2026-02-28, packages: [top_up]", "", "", ["top_up"]),
        ("", "", "", []),
        ("packages: [coins_100]", "", "", []),
        ("packages: [top_up]", "", FIXED_ON_WEB, []),
        # It is sold at a fixed number of coins once the promotion is open, or no longer.
        ("from: 2026-06-01, packages: [later]", "", "", []),
        ("last_day: 2026-05-30, packages: [later]", "", "", ["later"]),
        ("packages: [later]", "", "", []),
        ("last_day: 2025-12-31, packages: [top_up]", "", "", []),
        # Nobody sells chat on the web: where it is sold its amount is chosen.
        ("items: [chat]", "platforms: {web: {prices: {chat: none}}}\n", "", ["chat"]),
    ],
)
def test_a_promotion_names_nothing_of_which_the_number_is_chosen(
    promotion: str, rules: str, more: str, names: list[str]
) -> None:
    own = "packages: {later: {coins: {begins: {most: 500}, 2026-06-01: 700}}}\n" if "later" in promotion else ""
    price = "prices: {later: {begins: 0.01 EUR each, 2026-06-01: 6.99 EUR}}\n"
    own += f"promotions: {{sale: {{name: Sale, {OPEN}{', ' if promotion else ''}{promotion}}}}}\n"
    files = texts(CENT, RULES, more=more) | {"rules/sale.yaml": own + rules + (price if "later" in promotion else "")}
    errors = found(files)
    assert {error.code for error in errors} <= {"chosen-is-promoted"}, errors
    assert sorted(error.sentence.split()[3] for error in errors) == names, errors
    for error in errors:
        assert error.place is not None
        line = files["rules/sale.yaml"].splitlines()[error.place.line - 1]
        assert line[error.place.column - 1 :].startswith(error.sentence.split()[3])


@pytest.mark.parametrize("figure", ["discount: {coins_100: 20 %, top_up: 30 %}", "bonus: {coins_100: 5 %, top_up: 9}"])
def test_a_figure_of_what_is_chosen_is_a_name_too(figure: str) -> None:
    (error,) = found(texts(CENT) | {"rules/sale.yaml": f"promotions: {{sale: {{name: Sale, {figure}}}}}\n"})
    assert (error.code, error.place and error.place.column) == (
        "chosen-is-promoted",
        len(f"promotions: {{sale: {{name: Sale, {figure}") - (4 if "30 %" in figure else 1),
    )


def test_lists_and_plain_questions_leave_out_what_is_chosen() -> None:
    loaded = load_texts(texts("0.0139 EUR each"))
    assert loaded.errors == 0, loaded.diagnostics
    assert loaded.book is not None
    listed = list_prices(loaded.book, PriceListRequest("DE", "ios", AT))
    assert isinstance(listed, PriceList)
    assert ([quote.package.id for quote in listed.sold], listed.refused, listed.refused_items) == (
        ["coins_100"],
        (),
        (),
    )
    told = quote_purchase(loaded.book, request("DE ios top_up"))
    assert told == ChoiceOutOfRange("top_up", None, "30", "10000", "1", ())
    told = quote_item(loaded.book, ItemRequest("DE", "ios", "chat", AT))
    assert told == ChoiceOutOfRange("chat", None, "1.00 EUR", "500.00 EUR", "0.50 EUR", ())


def warned(price: str, coins: str, rounding: str, points: str = "") -> list[str]:
    rules = RULES.replace("{least: 30, most: 10_000}", coins).replace("half up", rounding) + points
    assert not found(texts(price, rules))
    return [own.sentence for own in found(texts(price, rules), Severity.WARNING) if own.code == "rounds-below"]


@pytest.mark.parametrize(
    ("coins", "said"),
    [
        ("{least: 30, most: 10_000}", ""),
        ("{least: 10, most: 10_000}", "14 coins of top_up in DE on ios are 0.1946 EUR and cost 0.19 EUR"),
        ("{least: 1, most: 10_000}", "1 coins of top_up in DE on ios are 0.0139 EUR and cost 0.01 EUR"),
        ("{least: 14, most: 28, step: 14}", "14 coins"),
    ],
)
def test_the_number_of_which_rounding_takes_most_off_is_named(coins: str, said: str) -> None:
    sentences = warned("0.0139 EUR each", coins, "half up")
    assert [said in sentence for sentence in sentences] == ([True] if said else []), sentences


EACH = ("0.0139 EUR each", "0.3 EUR each", "0.011 EUR each", "0.0061 EUR each")


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(EACH),
    st.sampled_from(EACH),
    st.sampled_from((1, 3, 15)),
    st.sampled_from((1, 1, 4)),
    st.sampled_from(("down", "half up", "half up to 0.05", "down to a price point")),
    st.booleans(),
)
def test_it_is_the_number_of_the_reference(
    first: str, second: str, least: int, step: int, rounding: str, each: bool
) -> None:
    tiers = f"{{0: {first}, 40: {second}}}"
    price = f"{{tiers: {tiers}}}" if each else f"{{by: purchase.coins, from: {tiers}}}"
    points = "price_points: {EUR: [{least: 0.01, most: 0.10, step: 0.03}, {least: 0.11, most: 99.11, step: 0.25}]}\n"
    points = points if "point" in rounding else ""
    coins = f"{{least: {least}, most: {least + 75 * step}, step: {step}}}"
    rules = RULES.replace("{least: 30, most: 10_000}", coins).replace("half up", rounding) + points
    if found(texts(price, rules)):
        return
    known = buying.cheapest_by_rounding(reading.read(texts(price, rules)), request("DE ios top_up"))
    sentences = warned(price, coins, rounding, points)
    assert bool(sentences) == (known is not None), (sentences, known)
    told = [sentence.partition(" ")[0] for sentence in sentences]  # one for each line of a price
    assert known is None or str(known[0]) in told, (sentences, known)
