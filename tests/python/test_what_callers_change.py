"""What a caller writes to in an answer is the caller's own: neither the book nor another answer has it."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import msgspec
import pytest

import ratecard
from tests.python.asking import AT, CREATOR, LOTS

ASKED: dict[str, Callable[[ratecard.Book], Any]] = {
    "purchase": lambda book: book.purchase(
        region="FR", platform="web", package="coins_1000", at=AT, facts={"buyer.age": 30}
    ),
    "price list": lambda book: book.price_list(
        region="FR",
        platform="web",
        at=AT,
        facts={"buyer.age": 30},
        package_facts={"coins_100": {"buyer.purchases": 3}},
    ),
    "list with what is withheld": lambda book: book.price_list(
        region="KR", platform="ios", at=AT, facts={"buyer.age": 12}
    ),
    "gift": lambda book: book.gift(region="DE", platform="ios", creator_region="KR", gift="rose", at=AT),
    "payout": lambda book: book.payout(region="US", method="bank", at=AT, lots=LOTS, facts=CREATOR),
    "refusal": lambda book: book.purchase(region="DE", platform="ios", package="coins_9", at=AT),
    "markets": lambda book: book.markets,
    "warnings": lambda book: book.warnings,
}


def mutable_in(value: Any) -> Iterator[dict[Any, Any] | list[Any] | set[Any]]:
    """Every mapping, list and set in an answer, the innermost first."""
    if isinstance(value, Mapping):
        for part in (*value.keys(), *value.values()):
            yield from mutable_in(part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from mutable_in(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from mutable_in(getattr(value, part.name))
        if isinstance(value, ratecard.PurchaseQuote | ratecard.GiftQuote | ratecard.PayoutQuote):
            yield from mutable_in(value.trace)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from mutable_in(getattr(value, name))
    elif isinstance(value, partial):
        return  # what makes the trace is the engine's
    if isinstance(value, dict | list | set):
        yield value


@pytest.mark.parametrize("kind", ASKED)
def test_whatever_is_written_to_in_an_answer_a_new_one_is_as_before(book: ratecard.Book, kind: str) -> None:
    first = ASKED[kind](book)
    before, trace = deepcopy(first), getattr(first, "trace", None)
    assert before == first
    changed = 0
    for found in mutable_in(first):
        changed += 1
        if isinstance(found, dict):
            found.update(dict.fromkeys([*found, "changed"], "changed"))
        elif isinstance(found, list):
            found.append("changed")
        else:
            found.add("changed")
    again = ASKED[kind](book)
    assert again == before
    assert getattr(again, "trace", None) == getattr(first, "trace", None) == trace
    assert (changed > 0) is (kind in ("purchase", "price list", "gift", "payout"))


def test_what_is_written_to_in_one_offer_of_a_list_is_not_in_another(book: ratecard.Book) -> None:
    listed = book.price_list(region="DE", platform="ios", at=AT, facts={"buyer.age": 30})
    assert isinstance(listed, ratecard.PriceList)
    first, second, *_ = listed.packages
    first.facts["buyer.age"] = 3  # type: ignore[index]
    assert second.facts == {"buyer.age": 30}
    assert isinstance(first.price.lines[0].names, dict)
    first.price.lines[0].names.clear()
    assert second.price.lines[0].names
