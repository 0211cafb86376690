"""A tax that is half known: lines that hold for a whole country, whose tax depends on its subdivisions all the same."""

import pytest

from ratecard.currency import CURRENCIES
from ratecard.loading import Loaded
from ratecard.money import Money
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.requests import PriceListRequest
from ratecard.quotes.tracing.purchases import trace_purchase
from tests.quotes.small_chain import noon
from tests.quotes.test_traps import NO_COMMISSION, THIRTY_OF_NET, ask, codes, load
from tests.quotes.tracing.replaying import exact, replay

GENERAL = "tax: {rounding: half up, rounded: each line, per: unit, collected_by: seller}"
GST = "gst: {name: GST, rate: 5 %}"


def canada(display: str = "exclusive", lines: str = f"{{{GST}}}", commission: str = NO_COMMISSION) -> Loaded:
    """Canada with these lines, Alberta that states nothing, Quebec with a tax of its own, Nunavut without any."""
    country = f"tax: {{display: {display}, depends_on: subdivision, lines: {lines}}}"
    loaded = load(
        GENERAL,
        commission,
        CA=f"currency: CAD\n{country}\nprices: {{c: 10.00}}",
        CA_AB="note: as Canada",
        CA_QC="tax: {lines: {qst: {name: QST, rate: 9.975 %}}}",
        CA_NU="tax: {lines: none}",
    )
    assert codes(loaded) == set()
    return loaded


def quoted(loaded: Loaded, region: str, at: str = "2026-11-01", quantity: int = 1) -> PurchaseQuote:
    """The quote of a purchase that has one."""
    answer = ask(loaded, region, at, quantity)
    assert isinstance(answer, PurchaseQuote), answer
    return answer


def split(quote: PurchaseQuote) -> tuple[str, int | None, int | None, int | None]:
    """Status, net, tax and gross."""
    return quote.tax.status.value, quote.net_minor, quote.tax_minor, quote.gross_minor


def test_a_country_with_a_line_is_undetermined_until_a_subdivision_is_asked() -> None:
    loaded = canada()
    assert split(quoted(loaded, "CA")) == ("UNDETERMINED", 1000, None, None)
    assert split(quoted(loaded, "CA-AB")) == ("ADDED", 1000, 50, 1050)
    assert split(quoted(loaded, "CA-QC")) == ("ADDED", 1000, 150, 1150)
    assert split(quoted(loaded, "CA-NU")) == ("NONE", 1000, 0, 1000)
    assert quoted(loaded, "CA").tax_lines == ()
    assert [line.id for line, _ in quoted(loaded, "CA-QC").tax_lines] == ["gst", "qst"]


@pytest.mark.parametrize(
    "lines", ["{gst: {name: GST, rate: {2025-01-01: 5 %, 2026-01-01: none}}}", "none", "{gst: {name: GST, rate: none}}"]
)
def test_a_country_whose_line_ended_or_that_levies_none_itself_is_undetermined_all_the_same(lines: str) -> None:
    loaded = canada(lines=lines)
    assert split(quoted(loaded, "CA")) == ("UNDETERMINED", 1000, None, None)
    assert split(quoted(loaded, "CA-AB")) == ("NONE", 1000, 0, 1000)
    assert split(quoted(loaded, "CA-QC")) == ("ADDED", 1000, 100, 1100)


def test_a_line_of_the_country_may_leave_its_rate_to_the_subdivisions() -> None:
    loaded = load(
        GENERAL,
        CA="currency: CAD\ntax: {display: exclusive, depends_on: subdivision, lines: {pst: {name: PST}}}\n"
        "prices: {c: 10.00}",
        CA_BC="tax: {lines: {pst: {rate: 7 %}}}",
    )
    assert codes(loaded) == set()
    assert split(quoted(loaded, "CA")) == ("UNDETERMINED", 1000, None, None)
    assert split(quoted(loaded, "CA-BC")) == ("ADDED", 1000, 70, 1070)


def test_from_the_day_on_which_it_depends_on_a_subdivision_no_more_the_line_holds() -> None:
    depends = "depends_on: {2025-01-01: subdivision, 2026-01-01: none}"
    loaded = load(
        GENERAL,
        CA=f"currency: CAD\ntax: {{display: exclusive, {depends}, lines: {{{GST}}}}}\nprices: {{c: 10.00}}",
    )
    assert split(quoted(loaded, "CA", "2025-12-31")) == ("UNDETERMINED", 1000, None, None)
    assert split(quoted(loaded, "CA", "2026-01-02")) == ("ADDED", 1000, 50, 1050)


@pytest.mark.parametrize("quantity", [1, 7])
def test_where_the_price_holds_the_tax_the_gross_is_listed_though_the_tax_is_not_known(quantity: int) -> None:
    loaded = canada("inclusive", commission=THIRTY_OF_NET)
    quote = quoted(loaded, "CA", quantity=quantity)
    assert split(quote) == ("UNDETERMINED", None, None, 1000 * quantity)
    assert (quote.proceeds_minor, quote.commission_minor, quote.remittance_minor) == (None, None, None)
    steps = {step.figure: step for step in trace_purchase(quote)}
    assert steps["gross"].output == Money(1000 * quantity, CURRENCIES["CAD"])
    assert replay(steps["gross"]) == exact(steps["listed"].output)
    assert "net" not in steps
    assert "tax" not in steps
    assert split(quoted(loaded, "CA-AB", quantity=quantity))[0] == "INCLUDED"


def test_what_follows_from_a_net_that_is_listed_is_known_and_what_needs_the_gross_is_not() -> None:
    of_net = quoted(canada(commission=THIRTY_OF_NET), "CA", quantity=2)
    assert (of_net.proceeds_minor, of_net.commission_minor, of_net.remittance_minor) == (1400, 600, None)
    of_gross = quoted(canada(commission=THIRTY_OF_NET.replace("base: net", "base: gross")), "CA")
    assert (of_gross.proceeds_minor, of_gross.commission_minor) == (None, None)
    figures = {step.figure for step in trace_purchase(of_net)}
    assert {"net", "proceeds", "commission"} <= figures
    assert not figures & {"tax", "gross", "remittance"}


def test_a_price_list_of_the_country_says_what_its_quotes_say() -> None:
    loaded = canada("inclusive")
    assert loaded.book is not None
    listed = list_prices(loaded.book, PriceListRequest("CA", "ios", noon("2026-11-01")))
    assert isinstance(listed, PriceList)
    assert [split(quote) for quote in listed.packages] == [("UNDETERMINED", None, None, 1000)]


def test_lines_none_of_a_commission_says_that_nothing_is_kept() -> None:
    whole = THIRTY_OF_NET.replace("{store: {rate: 30 %, base: net}}", "none")
    loaded = load("tax: none", whole, DE="currency: EUR\nprices: {c: 10.00}")
    assert codes(loaded) == set()
    quote = quoted(loaded, "DE")
    assert (quote.proceeds_minor, quote.commission_minor) == (1000, 0)
    bare = load("tax: none", "commission: {lines: none}", DE="currency: EUR\nprices: {c: 10.00}")
    assert codes(bare) == set()
    assert quoted(bare, "DE").commission_minor == 0


def test_a_region_may_lift_the_commission_of_the_rules_by_lines_none() -> None:
    region = "currency: EUR\nprices: {c: 10.00}\ncommission: {lines: none}"
    loaded = load("tax: none", THIRTY_OF_NET, DE=region)
    assert codes(loaded) == set()
    assert quoted(loaded, "DE").proceeds_minor == 1000


def test_lines_that_a_narrower_layer_states_again_are_kept_back() -> None:
    loaded = load(
        "tax: none",
        THIRTY_OF_NET,
        US="currency: USD\nprices: {c: 10.00}\ncommission: {lines: none}",
        US_NY="commission: {lines: {card: {rate: 3 %, base: net}}}",
    )
    assert codes(loaded) == set()
    assert [quoted(loaded, region).proceeds_minor for region in ("US", "US-NY")] == [1000, 970]
