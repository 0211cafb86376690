"""Whether what prices are compared with is there: platforms on which the book sells, and ways of paying."""

from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import Keyed, KeyPath, Stated, is_broken_above
from ratecard.terms.facts import DeclaredFacts
from ratecard.terms.savings import PLATFORM

AGAINST = ("savings", "against")
WAY_FACT = "purchase.way"
WAYS: KeyPath = ("ways",)


def check_savings(markets: list[MarketHistory], _: list[MarketHistory], facts: DeclaredFacts, once: Once) -> None:
    """Reports each platform that `savings` name and on which the book has no market, and each way that is not one."""
    platforms = sorted({history.key.platform for history in markets})
    lists = (items for history in markets for items in history.ever(AGAINST) if isinstance(items, tuple))
    for item in [item for items in lists for item in items if isinstance(item.value, Keyed)]:
        if item.value.key == PLATFORM:
            _check_platform(item, item.value.name, platforms, once)
        else:
            _check_way(item, item.value.name, markets, facts, once)


def _check_platform(item: Stated[object], name: str, known: list[str], once: Once) -> None:
    if name not in known:
        hint, offers = meant_or(name, known, "write the id of a platform of this book")
        sentence = f"{name} is a platform that the rules do not declare"
        once.tell("unknown-platform", sentence, item.place, hint, offers=offers)


def _check_way(item: Stated[object], name: str, markets: list[MarketHistory], facts: DeclaredFacts, once: Once) -> None:
    way = facts.get(WAY_FACT)
    if way is None:
        if any(is_broken_above((*WAYS, name, ""), history.ever) for history in markets):
            return
        sentence = f"{name} is a way of paying, and no file declares any"
        once.tell("unknown-fact", sentence, item.place, "declare the ways of paying of a platform, or leave it out")
    elif not way.accepts(name):
        hint, offers = meant_or(name, way.values, f"write a value of {WAY_FACT}")
        once.tell("unknown-fact-value", f"{name} is not a way of paying", item.place, hint, offers=offers)
