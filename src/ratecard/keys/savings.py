"""Whether each platform that prices are compared with is one on which the book sells."""

from ratecard.book.markets import MarketHistory
from ratecard.book.once import Once
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import Keyed
from ratecard.terms.facts import DeclaredFacts

AGAINST = ("savings", "against")


def check_savings(markets: list[MarketHistory], _: list[MarketHistory], __: DeclaredFacts, once: Once) -> None:
    """Reports each platform that `savings` name and on which the book has no market."""
    known = sorted({history.key.platform for history in markets})
    lists = (items for history in markets for items in history.ever(AGAINST) if isinstance(items, tuple))
    for item in [item for items in lists for item in items if isinstance(item.value, Keyed)]:
        name = item.value.name
        if name not in known:
            hint, offers = meant_or(name, known, "write the id of a platform of this book")
            once.tell(
                "unknown-platform",
                f"{name} is a platform that the rules do not declare",
                item.place,
                hint,
                offers=offers,
            )
