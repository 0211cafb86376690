"""Expressions that say which prices are meant: what they mean, and where they are wrong."""

import pytest

from ratecard.waves.where import WhereFault, is_met, parse_where

KNOWN = {
    "region": {"DE", "FR", "US", "US-NY"},
    "country": {"DE", "FR", "US"},
    "group": {"euro", "g7"},
    "platform": {"ios", "web"},
    "package": {"coins_100", "coins_1000"},
    "item": {"badge"},
    "currency": {"EUR", "USD"},
    "file": {"regions/de.yaml", "rules/prices.yaml"},
}
PRICE = {
    "region": {"DE"},
    "country": {"DE"},
    "group": {"euro", "g7"},
    "platform": {"ios"},
    "package": {"coins_1000"},
    "item": None,
    "currency": {"EUR"},
    "file": {"regions/de.yaml"},
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("group = euro", True),
        ("group != euro", False),
        ("group not in (euro)", False),
        ("package in (coins_100, coins_1000)", True),
        ("package not in (coins_100)", True),
        ("package != coins_1000", False),
        ("item = badge", False),
        ("item != badge", False),
        ("file=regions/de.yaml", True),
        ("region = US-NY or platform = ios", True),
        ("region = FR or region = DE and platform = web", False),
        ("(region = FR or region = DE) and platform = ios", True),
        ("region = DE and (platform = web or currency = USD)", False),
    ],
)
def test_what_an_expression_means(text: str, meant: bool) -> None:
    assert is_met(parse_where(text, KNOWN), PRICE) is meant


@pytest.mark.parametrize(
    ("text", "at", "sentence", "hint"),
    [
        ("grup = euro", "grup", "grup is not something that a price has", "did you mean group?"),
        ("group = eruo", "eruo", "eruo is not a group of this book", "did you mean euro?"),
        ("platform = console", "console", "console is not a platform of this book", "known here: ios, web"),
        ("region = de", "de", "de is not a region of this book", "did you mean DE?"),
        ("package in (coins_100", "", "the list is not closed", "write ) behind its last name"),
        ("package in coins_100", "coins_100", "a list begins with a parenthesis", "write package in (ONE, TWO)"),
        ("package not coins_100", "coins_100", "in is missing behind not", "package not in (ONE, TWO)"),
        ("package > coins_100", ">", "> means nothing here", "write for example"),
        ("region = DE platform = ios", "platform", "nothing joins this to what stands before it", "write and, or or"),
        ("region = DE and", "", "a key is missing here", "write one of region, country"),
        ("(region = DE", "", "a parenthesis is not closed", "write ) here"),
        ("region", "", "what region should be is missing", "region = NAME"),
        ("", "", "a key is missing here", "write one of"),
        ("region =", "", "the name of a region is missing here", "write for example"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, at: str, sentence: str, hint: str) -> None:
    with pytest.raises(WhereFault) as raised:
        parse_where(text, KNOWN)
    fault = raised.value
    assert (text[fault.start : fault.end], fault.sentence) == (at, sentence)
    assert hint in fault.hint
    assert fault.start == (text.index(at) if at else len(text))
