"""What is chosen, as Python callers ask for it and are answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from ratecard.answers.chosen import CHOSEN_QUOTE
from ratecard.book.rulebook import RuleBook
from ratecard.money import Coins, Money, UnitPrice
from ratecard.python.answers import OF_A_QUOTE, Maker, steps_of
from ratecard.python.asking import GivenFacts, whole
from ratecard.python.exchanges import MAKE_UNITS, UnitsWith
from ratecard.python.limits import Budget, UsedAmount
from ratecard.python.selling import PARTS_OF_A_QUOTE, SoldQuote, Told, read_purchase
from ratecard.quotes.purchases import quotes as engine
from ratecard.quotes.purchases.chosen import choosing, quote_chosen
from ratecard.quotes.tracing.library_values import of_purchase
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.refusals import InvalidInput, Refusal


@dataclass(frozen=True, kw_only=True)
class ChosenQuote(SoldQuote):
    """A purchase of which the number was chosen, answered. Figures are of the whole quantity, but `per_coin`.

    An item holds no coins: `coins`, `bonus` and `total` are then 0, and `per_coin` is None.
    """

    thing_id: str
    coins: Coins
    bonus: Coins
    total: Coins
    units: tuple[UnitsWith, ...]
    per_coin: UnitPrice | None


MAKE_CHOSEN = Maker(ChosenQuote, CHOSEN_QUOTE, *PARTS_OF_A_QUOTE, MAKE_UNITS, beside=OF_A_QUOTE)


def ask_chosen(
    book: RuleBook,
    *,
    region: str,
    platform: str,
    thing: str,
    at: datetime,
    coins: int | None,
    amount: Money | None,
    spend: Money | None,
    quantity: int,
    facts: GivenFacts,
    used: Sequence[UsedAmount] = (),
    budget: Budget | None = None,
    codes: Sequence[str] = (),
) -> ChosenQuote | Refusal:
    """The quote of a number that is chosen, or why there is none."""
    request = read_purchase(book, region, platform, ("thing", thing), at, quantity, Told(facts, used, budget, codes))
    number = None if coins is None else whole("coins", coins)
    for name, money in (("amount", amount), ("spend", spend)):
        if money is not None and not isinstance(money, Money):
            raise TypeError(f"{name} is Money, and {money!r} is a {type(money).__name__}")
        if money is not None:
            whole(f"the minor units of {name}", money.minor)
    if isinstance(request, InvalidInput):
        return request
    answer = quote_chosen(book, choosing(request, number, amount, spend))
    if not isinstance(answer, engine.PurchaseQuote):
        return answer.brief()
    traced, looked_up = partial(steps_of, trace_purchase, answer), partial(of_purchase, book, answer)
    return MAKE_CHOSEN(answer, facts=dict(answer.request.facts), traced=traced, looked_up=looked_up)
