"""Which values of the library decided a figure: exactly those whose change changes one, and none that are hidden."""

import pickle
from datetime import UTC, datetime

import pytest

import ratecard
from ratecard.audience import Audience
from ratecard.book.rulebook import RuleBook
from ratecard.loading import Loaded, load_texts
from ratecard.loading.world import World, world_of
from ratecard.money import Diamonds
from ratecard.packing import pack, unpack
from ratecard.python import purchases
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import GiftRequest, Lot, PayoutRequest, PriceListRequest, PurchaseRequest
from ratecard.quotes.tracing.library_values import of_gift, of_payout, of_price_list, of_purchase
from tests.book.test_library import BOOK, WORLD, world
from tests.quotes.small_chain import noon

SHOPS = "sells_on: [ios, web]\n"
DE = "prices: {c: 11.90}"
US = "prices: {c: 9.90}"
AT = noon("2026-06-01")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TAXED = ("currency", "tax.display", "tax.lines.vat.rate", "tax.rounding")
CUT = ("commission.lines.store.base", "commission.lines.store.rate", "commission.rounding")


def load(own: World | None = None, rules: str = "", **files: str) -> Loaded:
    """A book on the small library: `de="prices: …"` for regions."""
    texts = {"rules/book.yaml": BOOK + SHOPS + rules}
    texts |= {
        f"regions/{name.replace('_', '-')}.yaml": f"region: {name.upper().replace('_', '-')}\n{text}\n"
        for name, text in files.items()
    }
    return load_texts(texts, world=own or world())


def book_of(loaded: Loaded) -> RuleBook:
    """The book, which loads."""
    assert loaded.book is not None, loaded.diagnostics
    return loaded.book


def quoted(book: RuleBook, region: str = "DE", platform: str = "ios", quantity: int = 1) -> PurchaseQuote:
    """A purchase of the one package."""
    answer = quote_purchase(book, PurchaseRequest(region, platform, "c", AT, quantity))
    assert isinstance(answer, PurchaseQuote), answer
    return answer


def used(
    loaded: Loaded, region: str = "DE", platform: str = "ios", quantity: int = 1, to: Audience = Audience.FINANCE
) -> tuple[str, ...]:
    """What of the library a purchase is told to rest on."""
    book = book_of(loaded).seen_by(to)
    return of_purchase(book, quoted(book, region, platform, quantity))


def figures(loaded: Loaded, region: str, platform: str, quantity: int) -> object:
    """All figures of a purchase, and its currency."""
    quote = quoted(book_of(loaded), region, platform, quantity)
    split = (quote.net_minor, quote.tax_line_minors, quote.gross_minor, quote.tax.status, quote.currency.code)
    return (*split, quote.proceeds_minor, quote.remittance_minor, quote.unknown_values)


def test_each_audience_is_told_those_that_it_may_see() -> None:
    loaded = load(de=DE)
    assert used(loaded, to=Audience.PUBLIC) == TAXED
    assert used(loaded, to=Audience.SERVICE) == TAXED
    assert used(loaded) == tuple(sorted((*TAXED, *CUT, "tax.collected_by")))


def test_what_the_book_states_itself_is_not_the_librarys() -> None:
    of_store = "platforms: {ios: {commission: {lines: {store: {rate: 15 %}}}}}"
    own = f"tax: {{rounding: down, lines: {{vat: {{rate: 25 %}}}}}}\n{of_store}"
    assert used(load(de=f"{DE}\n{own}")) == (
        *("commission.lines.store.base", "commission.rounding", "currency", "tax.collected_by", "tax.display"),
    )


def test_what_the_library_does_not_know_and_what_a_part_decides_are_among_them() -> None:
    loaded = load(de=DE, us=US)
    assert used(loaded, platform="web") == tuple(sorted((*TAXED, "commission.lines")))
    assert used(loaded, "US", to=Audience.PUBLIC) == ("currency", "tax.depends_on", "tax.display")
    assert used(loaded, "US-NY", to=Audience.PUBLIC) == ("currency", "tax.lines")
    assert used(loaded, "US-WA", to=Audience.PUBLIC) == (
        *("currency", "tax.display", "tax.lines.sales.rate", "tax.rounding"),
    )


CHANGES = (
    ("regions/de.yaml", "2016-01-01: 19 %", "2016-01-01: 7 %", "tax.lines.vat.rate"),
    ("regions/de.yaml", "currency: EUR", "currency: CHF", "currency"),
    ("regions/de.yaml", "2032-01-01: 20 %", "2032-01-01: 21 %", None),
    ("regions/de.yaml", "Europe/Berlin", "Europe/Vienna", None),
    ("regions/fr.yaml", "rate: 20 %", "rate: 21 %", None),
    ("rules/conventions.yaml", "display: inclusive", "display: exclusive", "tax.display"),
    ("rules/conventions.yaml", "rounding: half up, per: unit, coll", "rounding: down, per: unit, coll", "tax.rounding"),
    ("rules/conventions.yaml", "per: unit, collected_by", "per: order, collected_by", "tax.per"),
    ("rules/conventions.yaml", "collected_by: store", "collected_by: seller", "tax.collected_by"),
    ("rules/conventions.yaml", "rounding: down}", "rounding: half up}", None),
    ("rules/platforms.yaml", "rate: 30 %", "rate: 15 %", "commission.lines.store.rate"),
    ("rules/platforms.yaml", "base: net", "base: gross", "commission.lines.store.base"),
    ("rules/platforms.yaml", "commission: {rounding: half up", "commission: {rounding: up", "commission.rounding"),
    ("rules/platforms.yaml", "rounding: half up, per: unit, lines", "rounding: half up, per: order, lines",
     "commission.per"),
    ("rules/platforms.yaml", "name: App Store", "name: Store of Apps", None),
    ("rules/platforms.yaml", "lines: unknown", "lines: none", None),
    ("regions/groups/eu.yaml", "en: VAT", "en: V.A.T.", None),
    ("rules/units.yaml", "extra_digits: 3", "extra_digits: 2", None),
)  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "path"), CHANGES)
def test_a_value_that_changes_a_figure_is_among_them(file: str, old: str, new: str, path: str | None) -> None:
    changed = {**WORLD, f"world/{file}": WORLD[f"world/{file}"].replace(old, new, 1)}
    other = load(world_of({name: text.encode() for name, text in changed.items()}), de="prices: {c: 11.99}")
    own = load(de="prices: {c: 11.99}")
    told = {
        quantity: figures(own, "DE", "ios", quantity) != figures(other, "DE", "ios", quantity) for quantity in (1, 3)
    }
    assert any(told.values()) == (path is not None)
    for quantity, differs in told.items():
        if differs:
            assert path in used(own, quantity=quantity)


def test_a_price_list_names_those_of_all_its_packages() -> None:
    packages = "packages: {c: {coins: 100}, d: {coins: 200}}\n"
    loaded = load_texts(
        {
            "rules/book.yaml": BOOK.replace("packages: {c: {coins: 100}}\n", packages) + SHOPS,
            "regions/de.yaml": "region: DE\nprices: {c: 11.90, d: 20.00}\n",
        },
        world=world(),
    )
    book = book_of(loaded).seen_by(Audience.PUBLIC)
    listed = list_prices(book, PriceListRequest("DE", "ios", AT))
    assert isinstance(listed, PriceList)
    assert of_price_list(book, listed) == TAXED


def test_a_book_without_a_library_names_none() -> None:
    texts = {
        "rules/book.yaml": (
            "begins: 2025-01-01\nlanguages: [en]\npackages: {c: {coins: 100}}\n"
            "units: {coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}}\n"
            "platforms: {ios: {name: App Store, commission: none}}\ntax: none\n"
        ),
        "regions/de.yaml": "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\nprices: {c: 11.90}\n",
    }
    assert used(load_texts(texts)) == ()


EARNING = (
    "gifts: {rose: {coins: 10, kinds: [live], name: Rose}}\nworth_at: {package: c, rounding: half up}\n"
    "payouts: {currency: EUR, diamond: 0.01 EUR each, pays: {from: request}, "
    "methods: {bank: {name: Bank, fee: none}}}\n"
)
BY_COINS = "earnings: {live: {diamonds: 1 per 2, base: coins, rounding: down, scope: each}}\n"


@pytest.mark.parametrize(
    ("base", "service"),
    [
        ("coins", ("currency",)),
        ("net", ("currency", "tax.display", "tax.lines.vat.rate")),
        (
            "proceeds",
            (
                *("commission.lines.store.base", "commission.lines.store.rate", "currency"),
                *("tax.display", "tax.lines.vat.rate"),
            ),
        ),
    ],
)
def test_a_gift_names_those_of_its_worth_and_of_earnings_for_whoever_sees_them(
    base: str, service: tuple[str, ...]
) -> None:
    earns = f"earnings: {{live: {{share: 50 %, base: {base}, rounding: down, scope: total}}}}\n"
    if base == "coins":
        earns = BY_COINS
    whole = book_of(load(de=f"{DE}\n{EARNING}{earns}"))
    told = {}
    for audience in Audience:
        book = whole.seen_by(audience)
        answer = quote_gift(book, GiftRequest("DE", "ios", "DE", "rose", AT, 2))
        assert isinstance(answer, GiftQuote), answer
        told[audience] = of_gift(book, answer)
    assert told == {Audience.PUBLIC: ("currency",), Audience.SERVICE: service, Audience.FINANCE: service}


@pytest.mark.parametrize(("lots", "order"), [(1, ()), (2, ("payouts.order",))])
def test_a_payout_names_its_conventions(lots: int, order: tuple[str, ...]) -> None:
    book = book_of(load(de=f"{DE}\n{EARNING}{BY_COINS}")).seen_by(Audience.SERVICE)
    earned = tuple(Lot(Diamonds(1000), noon(f"2026-05-0{day + 1}")) for day in range(lots))
    answer = quote_payout(book, PayoutRequest("DE", "bank", AT, Diamonds(500), earned))
    assert isinstance(answer, PayoutQuote), answer
    assert of_payout(book, answer) == tuple(sorted(("currency", *order, "payouts.rounding", "payouts.value_by")))


def test_python_callers_read_them_late_and_keep_them_in_another_process() -> None:
    book = book_of(load(de=DE))
    quote = purchases.ask_purchase(
        book, region="DE", platform="ios", package="c", at=NOON, quantity=1, facts={}, codes=()
    )
    assert isinstance(quote, ratecard.PurchaseQuote)
    assert set(quote.library_values) == {*TAXED, *CUT, "tax.collected_by"}
    assert pickle.loads(pickle.dumps(quote)).library_values == quote.library_values
    listed = purchases.ask_price_list(book, region="DE", platform="ios", at=NOON, facts={}, package_facts={}, codes=())
    assert isinstance(listed, ratecard.PriceList)
    assert listed.library_values == quote.library_values
    assert pickle.loads(pickle.dumps(listed)).library_values == quote.library_values


def test_a_packed_book_tells_the_same() -> None:
    book = book_of(load(de=DE))
    there = unpack(pack(book, b"secret" * 8), b"secret" * 8)
    assert there.library == book.library
    assert of_purchase(there, quoted(there)) == of_purchase(book, quoted(book))
