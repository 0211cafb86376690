"""A small book with promotions of gifts, and a short way to ask it."""

from ratecard.book.rulebook import RuleBook
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftRequest, UsedBefore
from ratecard.refusals import Refusal
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import FactValue
from tests.quotes.small_chain import DE, book, noon, payouts

GIFTS = "gifts: {rose: {name: Rose, coins: 99, kinds: [live, video]}, lion: {name: Lion, coins: 500, kinds: [live]}}\n"
EACH = "{base: coins, diamonds: 1 per 2, rounding: down, scope: each}"
TOTAL = "{base: coins, diamonds: 1 per 2, rounding: down, scope: total}"
DAY = "2026-11-27"


def promoting(promotions: str, earnings: str = EACH, more: str = "", region: str = "", gifts: str = GIFTS) -> RuleBook:
    """A book with these promotions, in which creators earn a diamond for two coins, unless other earnings are told."""
    kinds = f"earnings: {{live: {earnings}, video: {earnings}}}\n"
    own = f"promotions:\n{promotions}" if promotions else ""
    worth = "prices: {c: 1.00}\nworth_at: {package: c, rounding: half up}\n"
    return book(gifts + kinds + payouts() + own + more, DE + worth + region)


def send(
    rules: RuleBook,
    gift: str = "rose",
    count: int = 1,
    kind: str | None = None,
    codes: tuple[str, ...] = (),
    used: tuple[tuple[str, int, str], ...] = (),
    **facts: FactValue,
) -> GiftQuote | Refusal:
    """The answer to a question about some gifts; what was used is told as limit, number and unit."""
    told = tuple([UsedBefore(limit, CountOf(number, unit)) for limit, number, unit in used])
    typed = {name.replace("_", "."): value for name, value in facts.items()}
    return quote_gift(rules, GiftRequest("DE", "ios", "DE", gift, noon(DAY), count, kind, typed, told, codes))


def sent(*asked: object, **options: object) -> GiftQuote:
    """The quote of some gifts that are one."""
    answer = send(*asked, **options)  # type: ignore[arg-type]
    assert isinstance(answer, GiftQuote), answer
    return answer
