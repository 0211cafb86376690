"""The small worlds in which the reference's prices are worked by hand, as books of the engine."""

from collections.abc import Mapping

from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.loading import Loaded, load_texts
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.refusals import NotSold, Refusal
from tests.reference.facts import Known
from tests.reference.small_worlds import request, texts_of

FOR_THE_ENGINE = """
units: {coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}}
fx: {rounding: half up}
"""
"""What the engine asks of a book and the reference does not."""


class World:
    """A book of the engine, with the texts that it is made of."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.texts = {name: text.encode() for name, text in files.items()}
        self.texts["rules/engine.yaml"] = FOR_THE_ENGINE.encode()
        self.loaded: Loaded = load_texts(self.texts)

    @property
    def errors(self) -> list[Diagnostic]:
        """What is wrong with it."""
        return [found for found in self.loaded.diagnostics if found.severity is Severity.ERROR]

    def answer(self, asked: PurchaseRequest) -> PurchaseQuote | Refusal:
        """The quote of one purchase; no book that has an error is asked."""
        assert self.loaded.book is not None, self.errors
        assert not self.errors, self.errors
        return quote_purchase(self.loaded.book, asked)


def world(rules: str = "", groups: Mapping[str, str] | None = None, **regions: str) -> World:
    """A book of these texts, as `tests.reference.small_worlds.world` reads them."""
    return World(texts_of(rules, groups, **regions))


def price(book: World, where: str, at: str = "2026-07-01T12:00+00:00", **facts: Known) -> str:
    """The regular price as people read it: `13.99 EUR`; `not sold`, and by whose lack, where there is none."""
    answer = book.answer(request(where, at, **facts))
    if isinstance(answer, PurchaseQuote):
        return str(Money(answer.regular_minor, answer.market.currency))
    assert isinstance(answer, NotSold), answer
    source = (answer.source_region, answer.source_platform, answer.source_package_id)
    return f"not sold: {' '.join(map(str, source))}" if answer.source_region else "not sold"
