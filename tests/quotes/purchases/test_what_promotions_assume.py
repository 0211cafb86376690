"""Which facts an answer says that promotions assumed: those for which something of `other` is in the answer."""

from typing import NamedTuple

import pytest

from ratecard.instants import Instant
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest, UsedBefore
from ratecard.rulefiles.values.limits import CountOf
from tests.book.asking import NOON
from tests.cases.smallest import book, changed, replaced
from tests.reference import answering, reading
from tests.reference.told import Told
from tests.reference.used_before import Used

AGE, MEMBER = "buyer.age", "buyer.member"
RULES = {
    "rules/facts.yaml": "facts: {buyer.member: {type: yes or no}, buyer.age: {type: count}}\n",
    "rules/pricing.yaml": "pricing: {rounding: half up}\n",
}
BY_AGE = "{by: buyer.age, from: {0: 1.00 EUR, 18: 2.00 EUR}, other: 0.50 EUR}"
MEMBERS = "{by: buyer.member, is: {yes: 50, no: 10}}"
UP_TO = "limits: {some: {most: {by: buyer.age, from: {0: 1 unit, 18: 5 units}, other: 2 units}}}"
SECRET = "sha256:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"


class Asked(NamedTuple):
    """A promotion, how many units were used before, the price of a unit in cents, and what is assumed."""

    promotion: str
    listed: int
    assumed: tuple[str, ...]
    used: int | None = None


WORKED = {
    "what is given takes other": Asked(f"discount: {BY_AGE}", 1249, (AGE,)),
    "an open one shows a unit that takes other": Asked(f"discount: {BY_AGE}, code: SUMMER", 1299, (AGE,)),
    "an open one shows no unit": Asked(f"discount: {BY_AGE}, bonus: {MEMBERS}", 1299, ()),
    "an open one shows no unit by the same fact": Asked(
        f"discount: {BY_AGE}, bonus: {{by: buyer.age, from: {{0: 50, 18: 10}}}}", 1299, ()
    ),
    "a condition drops it": Asked(f"discount: {BY_AGE}, when: {{purchase.quantity: {{at least: 2}}}}", 1299, ()),
    "a code by its hash alone": Asked(f"discount: {BY_AGE}, code: {SECRET}", 1299, ()),
    "a limit takes other and leaves some": Asked(f"discount: 1.00 EUR, {UP_TO}", 1199, (AGE,), used=1),
    "a limit takes other and leaves none": Asked(f"discount: 1.00 EUR, {UP_TO}", 1299, (AGE,), used=2),
    "a limit leaves none of what takes other": Asked(
        f"discount: {BY_AGE}, limits: {{some: {{most: 2 units}}}}", 1299, (), used=2
    ),
    "nothing says what was used of a limit": Asked(f"discount: 1.00 EUR, {UP_TO}", 1299, (AGE,)),
}


@pytest.mark.parametrize("case", WORKED)
def test_what_was_assumed_is_what_the_answer_takes(case: str) -> None:
    asked = WORKED[case]
    promotion = f"promotions: {{sale: {{name: Sale, packages: [coins_1000], {asked.promotion}}}}}"
    files = {**RULES, **replaced("regions/de.yaml", ("prices:", f"{promotion}\nprices:"))}
    files["rules/facts.yaml"] = files["rules/facts.yaml"].replace("}}\n", "}, purchase.quantity: {type: count}}\n")
    told = () if asked.used is None else (UsedBefore("some", CountOf(asked.used, "units")),)
    mine = Told(used=() if asked.used is None else (Used("some", f"{asked.used} units"),))
    rules = book(files)
    quote = quote_purchase(rules, PurchaseRequest("DE", "web", "coins_1000", Instant(NOON), used=told))
    known = answering.sell(
        reading.read(changed(files)), PurchaseRequest("DE", "web", "coins_1000", Instant(NOON)), mine
    )
    listed = list_prices(rules, PriceListRequest("DE", "web", Instant(NOON), used=told))
    assert isinstance(quote, PurchaseQuote), quote
    assert isinstance(known, answering.Sold), known
    assert isinstance(listed, PriceList), listed
    assert (known.figures.listed, tuple(sorted(known.figures.assumed))) == (asked.listed, asked.assumed)
    assert (quote.listed_minor, quote.assumed) == (asked.listed, asked.assumed)
    assert listed.assumed == asked.assumed
