"""Purchases and price lists of a book that says what it does not know."""

import pytest

from ratecard.loading import Loaded
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PriceListRequest
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.quotes.small_chain import noon
from tests.quotes.test_traps import NO_COMMISSION, THIRTY_OF_NET, ask, codes, load

SHOWN = "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store}"
ON_TOP = SHOWN.replace("inclusive", "exclusive").replace("store", "seller")
DE = "currency: EUR\nprices: {c: 11.90}"
Figures = tuple[int | None, ...]


def sound(*rules: str, **regions: str) -> Loaded:
    """A book without errors."""
    loaded = load(*rules, **regions)
    assert codes(loaded) == set(), loaded.diagnostics
    return loaded


def quoted(loaded: Loaded, region: str = "DE", at: str = "2026-11-01") -> PurchaseQuote:
    """The quote of one purchase."""
    answer = ask(loaded, region, at, 1)
    assert isinstance(answer, PurchaseQuote), answer
    return answer


def split(quote: PurchaseQuote) -> Figures:
    """Net, tax, gross, commission, proceeds and remittance."""
    taxed = (quote.net_minor, quote.tax_minor, quote.gross_minor)
    return (*taxed, quote.commission_minor, quote.proceeds_minor, quote.remittance_minor)


@pytest.mark.parametrize(
    ("lines", "unknown"),
    [
        ("{vat: {name: VAT, rate: unknown}}", "tax.lines.vat.rate"),
        ("{vat: unknown}", "tax.lines.vat"),
        ("unknown", "tax.lines"),
        ("{value: unknown, source: nobody says}", "tax.lines"),
    ],
)
def test_gross_is_listed_where_the_tax_is_inside_and_unknown(lines: str, unknown: str) -> None:
    quote = quoted(sound(SHOWN, THIRTY_OF_NET, DE=f"{DE}\ntax: {{lines: {lines}}}"))
    assert quote.tax.status.value == "UNDETERMINED"
    assert split(quote) == (None, None, 1190, None, None, None)
    assert (quote.listed_minor, quote.tax_lines, quote.unknown_values) == (1190, (), (unknown,))


def test_proceeds_of_net_follow_where_the_tax_comes_on_top() -> None:
    loaded = sound(ON_TOP, THIRTY_OF_NET, DE=f"{DE}\ntax: {{lines: {{vat: {{name: VAT, rate: unknown}}}}}}")
    quote = quoted(loaded)
    assert split(quote) == (1190, None, None, 357, 833, None)
    assert quote.unknown_values == ("tax.lines.vat.rate",)


def test_one_unknown_line_beside_a_known_one_leaves_the_tax_open() -> None:
    both = "{gst: {name: GST, rate: 5 %}, pst: {name: PST, rate: unknown}}"
    rules = ON_TOP.replace("tax: {", "tax: {rounded: each line, ")
    quote = quoted(sound(rules, NO_COMMISSION, DE=f"{DE}\ntax: {{lines: {both}}}"))
    assert split(quote)[:3] == (1190, None, None)
    assert quote.tax_lines == ()


def test_an_unknown_tax_does_not_say_whether_it_is_inside_either() -> None:
    quote = quoted(sound("tax: unknown", THIRTY_OF_NET, DE=DE))
    assert split(quote) == (None,) * 6
    assert (quote.listed_minor, quote.unknown_values) == (1190, ("tax",))


def test_a_narrower_line_ends_only_its_own_path() -> None:
    region = f"{DE}\ntax: {{display: inclusive}}"
    loaded = sound("tax: unknown", NO_COMMISSION, DE=region, DE_BY="tax: {collected_by: store}")
    assert [split(quoted(loaded, region))[2] for region in ("DE", "DE-BY")] == [1190, 1190]
    assert quoted(loaded, "DE").unknown_values == ("tax",)
    whole = SHOWN[:-1] + ", lines: {vat: {name: VAT, rate: 19 %}}}"
    known = quoted(sound("tax: unknown", NO_COMMISSION, DE=f"{DE}\n{whole}"))
    assert (split(known), known.unknown_values) == ((1000, 190, 1190, 0, 1000, 1000), ())


def test_the_first_narrower_layer_that_states_an_entry_ends_an_unknown_table() -> None:
    loaded = sound(
        SHOWN[:-1] + ", lines: {vat: {name: VAT, rate: 19 %}}}",
        NO_COMMISSION,
        DE=f"{DE}\ntax: {{lines: unknown}}",
        DE_BY="tax: {lines: {city: {name: City, rate: 10 %}}}",
        DE_HE="tax: {lines: {vat: none}}",
        DE_HH="tax: {lines: none}",
        DE_SN="tax: {lines: {vat: {rate: 7 %}}}",
        FR=DE,
    )
    assert [line.id for line in quoted(loaded, "DE-BY").tax.lines] == ["city"]
    assert split(quoted(loaded, "DE-BY"))[:3] == (1082, 108, 1190)
    assert quoted(loaded, "DE-HE").unknown_values == ("tax.lines",)
    assert split(quoted(loaded, "DE-HH"))[:3] == (1190, 0, 1190)
    assert split(quoted(loaded, "DE-SN"))[:3] == (1112, 78, 1190)
    assert quoted(loaded, "DE-SN").tax.lines[0].names == {}
    assert split(quoted(loaded, "FR"))[:3] == (1000, 190, 1190)


def test_an_unknown_commission_leaves_the_tax_known() -> None:
    vat = "tax: {lines: {vat: {name: VAT, rate: 19 %}}}"
    for stated, path in (
        ("commission: unknown", "commission"),
        ("commission: {lines: unknown}", "commission.lines"),
        ("commission: {lines: {store: {rate: unknown, base: net}}}", "commission.lines.store.rate"),
        ("commission: {lines: {store: {fixed: unknown}}}", "commission.lines.store.fixed"),
    ):
        quote = quoted(sound(SHOWN, stated, DE=f"{DE}\n{vat}"))
        assert split(quote) == (1000, 190, 1190, None, None, None), stated
        assert quote.unknown_values == (path,)


def test_a_line_ends_that_the_lines_of_a_commission_are_unknown() -> None:
    vat = "tax: {lines: {vat: {name: VAT, rate: 19 %}}}"
    unknown = "commission: {lines: unknown, rounding: half up, per: unit}"
    for line, proceeds in (("{rate: 30 %, base: net}", 700), ("{fixed: 0.50 EUR}", 950)):
        own = f"commission: {{lines: {{store: {line}}}}}"
        quote = quoted(sound(SHOWN, unknown, DE=f"{DE}\n{vat}\n{own}"))
        assert (quote.proceeds_minor, quote.unknown_values) == (proceeds, ())


@pytest.mark.parametrize(
    ("said", "below", "proceeds", "unknown"),
    [
        ("store: unknown", "store: {fixed: none}", None, ("commission.lines.store",)),
        ("store: unknown", "store: {rate: none}", None, ("commission.lines.store",)),
        ("store: unknown", "store: {rate: none, fixed: none}", 1000, ()),
        ("store: unknown", "store: {rate: 30 %, base: net}", None, ("commission.lines.store",)),  # its kind
        ("store: unknown", "store: {kind: commission, rate: 30 %, base: net}", 700, ()),
        ("LINES", "store: {rate: 30 %, base: net}", 700, ()),
        ("LINES", "store: {fixed: 0.50 EUR}", 950, ()),
        ("LINES", "store: {rate: unknown, base: net}", None, ("commission.lines.store.rate",)),
        ("store: unknown", "store: {kind: commission, fixed: 0.50 EUR}", 950, ()),
    ],
)
def test_a_line_that_is_unknown_stays_so_where_one_part_of_it_is_none(
    said: str, below: str, proceeds: int | None, unknown: tuple[str, ...]
) -> None:
    vat = "tax: {lines: {vat: {name: VAT, rate: 19 %}}}"
    lines = "unknown" if said == "LINES" else f"{{{said}}}"
    rules = f"commission: {{rounding: half up, per: unit, lines: {lines}}}"
    quote = quoted(sound(SHOWN, rules, DE=f"{DE}\n{vat}\ncommission: {{lines: {{{below}}}}}"))
    assert (quote.proceeds_minor, quote.unknown_values) == (proceeds, unknown)


def test_unknown_holds_from_a_day_and_in_a_case() -> None:
    dated = "tax: {lines: {vat: {name: VAT, rate: {2025-01-01: unknown, 2026-01-01: 19 %}}}}"
    loaded = sound(SHOWN, NO_COMMISSION, DE=f"{DE}\n{dated}")
    assert quoted(loaded, at="2025-12-31").unknown_values == ("tax.lines.vat.rate",)
    assert split(quoted(loaded, at="2026-01-02"))[:3] == (1000, 190, 1190)


def test_where_a_subdivision_decides_nothing_is_unknown() -> None:
    country = "tax: {depends_on: subdivision, lines: unknown}"
    loaded = sound(SHOWN, NO_COMMISSION, US=f"currency: USD\nprices: {{c: 11.90}}\n{country}", US_NY="note: as the US")
    assert (quoted(loaded, "US").tax.status.value, quoted(loaded, "US").unknown_values) == ("UNDETERMINED", ())
    assert quoted(loaded, "US-NY").unknown_values == ("tax.lines",)
    region = "currency: USD\nprices: {c: 11.90}\ntax: {depends_on: unknown, lines: none}"
    doubtful = sound(SHOWN, NO_COMMISSION, US=region)
    assert quoted(doubtful, "US").unknown_values == ("tax.depends_on",)


def test_who_pays_the_tax_over_is_asked_for_where_there_is_a_tax() -> None:
    known = "tax: {display: inclusive, rounding: half up, per: unit, lines: {vat: {name: VAT, rate: 19 %}}}"
    quote = quoted(sound("tax: unknown", THIRTY_OF_NET, DE=f"{DE}\n{known}"))
    assert split(quote) == (1000, 190, 1190, 300, 700, None)
    assert (quote.tax.status.value, quote.unknown_values) == ("INCLUDED", ("tax",))


def test_a_price_list_tells_what_its_quotes_tell() -> None:
    loaded = sound(SHOWN, "commission: unknown", DE=f"{DE}\ntax: {{lines: unknown}}")
    assert loaded.book is not None
    listed = list_prices(loaded.book, PriceListRequest("DE", "ios", noon("2026-11-01")))
    assert isinstance(listed, PriceList)
    assert listed.unknown_values == ("commission", "tax.lines")


def test_the_digest_tells_unknown_from_none_and_where_it_is_written() -> None:
    stated = (
        "{lines: none}",
        *(f"{{lines: {each}}}" for each in ("unknown", "{vat: unknown}", "{vat: {rate: unknown}}")),
    )
    books = [load(SHOWN, NO_COMMISSION, DE=f"{DE}\ntax: {each}").book for each in stated]
    assert None not in books
    assert len({book.digest for book in books if book is not None}) == len(stated)


def test_a_trace_says_what_is_unknown_and_which_figures_need_it() -> None:
    steps = trace_purchase(quoted(sound(SHOWN, "commission: unknown", DE=f"{DE}\ntax: {{lines: unknown}}")))
    said = {step.figure: formula(step) for step in steps if step.operation.value == "unknown"}
    assert said == {
        "unknown tax.lines": "stated to be unknown",
        "net": "needs tax.lines",
        "tax": "needs tax.lines",
        "unknown commission": "stated to be unknown",
        "proceeds": "needs commission and tax.lines",
        "commission": "needs commission and tax.lines",
        "withheld": "needs commission and tax.lines",
        "remittance": "needs commission and tax.lines",
    }


@pytest.mark.parametrize(
    "stated",
    [
        "prices: {c: unknown}",
        "prices: unknown",
        "currency: unknown",
        "time_zone: unknown",
        "groups: unknown",
        "packages: {c: {coins: unknown}}",
        "packages: {c: {bonus: unknown}}",
        "packages: {c: {name: unknown}}",
        "tax: {rounding: unknown}",
        "tax: {display: unknown}",
        "commission: {lines: {store: {base: unknown}}}",
    ],
)
def test_unknown_is_refused_where_something_must_be_known(stated: str) -> None:
    key = stated.partition(":")[0]
    base = "\n".join(line for line in DE.splitlines() if not line.startswith(key))
    loaded = load(SHOWN, NO_COMMISSION, DE=f"{base}\n{stated}")
    found = [each for each in loaded.diagnostics if each.code == "cannot-be-unknown"]
    assert len(found) == 1, loaded.diagnostics
    assert found[0].hint


def test_unknown_holds_in_one_case_of_a_fact() -> None:
    rate = "{by: buyer.member, is: {yes: unknown}, other: 19 %}"
    loaded = sound(SHOWN, NO_COMMISSION, DE=f"{DE}\ntax: {{lines: {{vat: {{name: VAT, rate: {rate}}}}}}}")
    answers = [ask(loaded, "DE", "2026-11-01", 1, {"buyer.member": member}) for member in (True, False)]
    assert [answer.unknown_values for answer in answers if isinstance(answer, PurchaseQuote)] == [
        ("tax.lines.vat.rate",),
        (),
    ]


def test_what_is_said_beside_an_unknown_part_is_looked_at_all_the_same() -> None:
    cut = "commission: {lines: {store: {rate: 100 %, base: net}, card: {rate: unknown}}}"
    assert codes(load(SHOWN, cut, DE=f"{DE}\ntax: {{lines: unknown}}")) == {"rate-above-whole"}
    lines = "{vat: {name: VAT, rate: unknown}, city: {name: City, rate: 1 %, on: county}}"
    assert codes(load(SHOWN, NO_COMMISSION, DE=f"{DE}\ntax: {{lines: {lines}}}")) == {"unknown-tax-line"}


@pytest.mark.parametrize(
    ("line", "is_told"),
    [("{rate: 3 %}", True), ("{rate: 3 %, base: gross}", False), ("{fixed: unknown}", False), ("unknown", False)],
)
def test_a_rate_whose_base_was_forgotten_is_missing_also_beside_lines_that_are_unknown(
    line: str, is_told: bool
) -> None:
    """`commission: {lines: unknown}` is what the library says of the web; a line beside it says what it is of."""
    rules = "commission: {lines: unknown, rounding: half up, per: unit}"
    loaded = load(
        SHOWN, rules, DE=f"{DE}\ntax: {{lines: none}}\nplatforms: {{ios: {{commission: {{lines: {{card: {line}}}}}}}}}"
    )
    told = [own.sentence for own in loaded.diagnostics if own.code == "incomplete-market"]
    assert bool(told) is is_told
    assert all("commission.lines.card.base" in sentence for sentence in told)
