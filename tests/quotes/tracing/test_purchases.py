"""A trace is the quote's own arithmetic: each step replays, and the value at its place decides its figure."""

import re
from collections.abc import Iterator

import pytest

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.loading import Loaded, load_texts
from ratecard.loading.world import installed_world, world_of
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.quotes.tracing.formulas import formula
from ratecard.quotes.tracing.purchases import trace_purchase
from ratecard.quotes.tracing.steps import Arithmetic, Step
from ratecard.rulefiles.stated import UNKNOWN
from tests.books import GROUPS_OF_FOLLOWERS, hard_texts, shipped, sound
from tests.quotes.test_traps import quoted
from tests.quotes.tracing.replaying import OF_DAYS, exact, replay

OF_PAYOUTS = OF_DAYS | {Arithmetic.EXCHANGE, Arithmetic.FEE}
OF_PROMOTIONS = {Arithmetic.TAKE_OFF_COINS, Arithmetic.GREATER, Arithmetic.TAKE_OFF, Arithmetic.LEFT_OUT}
COMPUTED = {Arithmetic.PUT_IN_TAX, Arithmetic.ROUND_TO_ALLOWED}
"""Operations of prices that follow others, of which the toy has none."""

AT = Instant(1_793_000_000)  # 2026-10-25
QUANTITIES = (1, 7)


def quotes(book: RuleBook) -> Iterator[PurchaseQuote]:
    """A quote of every package in every market of a book, of one unit and of seven."""
    for key in book.markets():
        for package in sorted(book.packages):
            for quantity in QUANTITIES:
                quote = quote_purchase(book, PurchaseRequest(key.region, key.platform, package, AT, quantity))
                if isinstance(quote, PurchaseQuote):
                    yield quote


# Terms that no shipped market has: tax on tax, orders, steps, a bonus rate, a net bound.
UNUSUAL = {
    "rules/book.yaml": "begins: 2020-01-01\nlanguages: [en]\n",
    "rules/units.yaml": (
        "units: {coin: {name: {en: {one: coin, other: coins}}, price: {rounding: half up, extra_digits: 3}}}\n"
    ),
    "rules/platforms.yaml": """
platforms:
  order:
    name: Order
    tax: {per: order, rounded: together, rounding: half even}
    commission: {lines: {store: {rate: 1/7, base: gross}, card: {fixed: 0.21 CAD}}, rounding: up, per: order}
  unit:
    name: Unit
    tax: {per: unit, rounded: together, rounding: up to 0.05}
    commission:
      lines:
        store: {rate: 30 %, base: net}
        card: {fixed: 0.21 CAD}
        levy: {rate: 5 %, base: proceeds, kind: tax}
      rounding: half even
      per: unit
  mixed:
    name: Mixed
    tax: {per: order, rounded: each line, rounding: down}
    commission: {lines: {store: {rate: 1 bps, base: net}}, rounding: up, per: unit}
  free:
    name: Free
    tax: {per: unit, rounded: each line, rounding: down}
    commission: none
""",
    "rules/packages.yaml": """
packages:
  small: {coins: 333, bonus: 7 %}
  big: {coins: 9_007_199_254_740_993, bonus: 5}
""",
    "regions/ca.yaml": """
region: CA
currency: CAD
time_zone: America/Toronto
tax:
  display: exclusive
  collected_by: seller
  lines:
    a: {name: A, rate: 5 %}
    b: {name: B, rate: 9.975 %, on: a}
prices: {small: 1.07, big: 90071992547409.93}
""",
    "regions/br.yaml": """
region: BR
currency: CAD
time_zone: America/Sao_Paulo
tax:
  display: exclusive
  collected_by: seller
  lines:
    icms: {name: ICMS, rate: 12 %, base: gross}
    iss: {name: ISS, rate: 5 %}
prices: {small: 1.07, big: 90071992547409.93}
""",
    "regions/co.yaml": """
region: CO
currency: CAD
time_zone: America/Bogota
tax:
  display: inclusive
  collected_by: seller
  lines:
    a: {name: A, rate: 19 %, base: gross}
    b: {name: B, rate: 8 %}
prices: {small: 1.07, big: 90071992547409.93}
""",
    "regions/mx.yaml": """
region: MX
currency: CAD
time_zone: America/Toronto
tax:
  display: inclusive
  collected_by: store
  lines:
    a: {name: A, rate: 1/3}
    b: {name: B, rate: 1/3}
    c: {name: C, rate: 0.3 %}
prices: {small: 1.07, big: 90071992547409.93}
""",
}


@pytest.fixture(scope="module", params=["shipped", "unusual"])
def book(request: pytest.FixtureRequest) -> RuleBook:
    return shipped() if request.param == "shipped" else sound(load_texts(UNUSUAL))


def test_every_step_replays_from_its_inputs_to_its_output(book: RuleBook) -> None:
    operations: set[Arithmetic] = set()
    for quote in quotes(book):
        for step in trace_purchase(quote):
            operations.add(step.operation)
            replayed = replay(step)
            if replayed is not None:
                assert replayed == exact(step.output), (step, formula(step))
    unused = {Arithmetic.LESSER, Arithmetic.TAX_OF_LINE, Arithmetic.CUT_OF_LINE} if book is shipped() else set()
    known = set(Arithmetic) - unused - OF_PAYOUTS - OF_PROMOTIONS - COMPUTED - {Arithmetic.UNKNOWN}
    if book is shipped():
        known |= COMPUTED | {Arithmetic.EXCHANGE}
    assert operations - OF_PROMOTIONS == known


def test_steps_end_in_the_figures_of_the_quote_and_read_only_figures_before_them(book: RuleBook) -> None:
    for quote in quotes(book):
        figures: dict[str, object] = {}
        for step in trace_purchase(quote):
            for each in step.inputs:
                if each.name in figures:
                    assert figures[each.name] == each.value, (step.figure, each)
            figures[step.figure] = step.output
        expected = {
            "coins": quote.coins,
            "total": quote.total,
            "listed": quote.listed_minor,
            "net": quote.net_minor,
            "tax": quote.tax_minor,
            "gross": quote.gross_minor,
            "commission": quote.commission_minor,
            "proceeds": quote.proceeds_minor,
            "remittance": quote.remittance_minor,
            **{f"tax {line.id}": minor for line, minor in quote.tax_lines},
        }
        for name, value in expected.items():
            shown = figures.get(name)
            assert (shown.minor if isinstance(shown, Money) else shown) == value, name


def edited(texts: dict[str, str], place: Place) -> dict[str, str]:
    """The texts with the value at a place changed a great deal."""
    lines = texts[place.file].split("\n")
    line = lines[place.line - 1]
    value = line[place.column - 1 : place.end_column - 1]
    lines[place.line - 1] = line[: place.column - 1] + much_changed(value) + line[place.end_column - 1 :]
    return {**texts, place.file: "\n".join(lines)}


def much_changed(value: str) -> str:
    """A rate becomes 47 % (or 43 %), a number three times itself and 1,700 more."""
    if value.endswith(("%", "bps")) or "/" in value:
        return "47 %" if value != "47 %" else "43 %"
    number = re.fullmatch(r"([\d_]+)(\.\d+)?( [A-Z]{3})?", value)
    assert number, f"nothing is known of changing {value}"
    return f"{int(number[1]) * 3 + 1700}{number[2] or ''}{number[3] or ''}"


def with_edit(texts: dict[str, str], place: Place, memo: Memo) -> Loaded:
    """The book of these texts with the value at a place changed, be it in the library below it."""
    if place.file in texts:
        return load_texts(edited(texts, place), memo=memo)
    library = {path: text.decode() for path, text in installed_world().texts.items()}
    return load_texts(
        texts, world=world_of({path: text.encode() for path, text in edited(library, place).items()}), memo=memo
    )


def without_followers(texts: dict[str, str]) -> dict[str, str]:
    """A book in which no price follows another one: a large edit may leave such a one no price point."""
    return {file: text for file, text in texts.items() if file not in GROUPS_OF_FOLLOWERS and file != "regions/th.yaml"}


def without_promotions(texts: dict[str, str]) -> dict[str, str]:
    """A book whose prices have no price points to go to: a price may be changed to any other."""
    plain = {file: text for file, text in texts.items() if file != "rules/promotions.yaml"}
    return {file: re.sub(r"\n +top_up: .*", "", text) for file, text in plain.items()}


@pytest.mark.parametrize("name", ["hard", "unusual"])
def test_a_large_edit_of_the_value_at_a_steps_place_changes_that_figure(name: str) -> None:
    texts = without_promotions(without_followers(hard_texts())) if name == "hard" else UNUSUAL
    texts = {path: text for path, text in texts.items() if path != "rules/envelope.yaml"}  # such edits lie outside
    book = sound(load_texts(texts))
    by_place: dict[Place, list[tuple[PurchaseQuote, Step]]] = {}
    for quote in quotes(book):
        for step in trace_purchase(quote):
            asked = name == "unusual" or quote.request.quantity == QUANTITIES[1]
            if step.place is not None and step.output is not UNKNOWN and asked:
                by_place.setdefault(step.place, []).append((quote, step))
    assert len(by_place) > 10
    memo = Memo()
    for place, decided in by_place.items():
        changed_book = sound(with_edit(texts, place, memo))
        for quote, step in decided[:: max(1, len(decided) // 12)]:
            changed = quote_purchase(changed_book, quote.request)
            assert isinstance(changed, PurchaseQuote)
            after = {each.figure: each.output for each in trace_purchase(changed)}
            assert after[step.figure] != step.output, (place, step.figure, quote.request)


def test_every_figure_but_a_tax_that_is_not_levied_names_the_place_that_decided_it(book: RuleBook) -> None:
    for quote in quotes(book):
        for step in trace_purchase(quote):
            if step.figure == "tax" and quote.tax.status.value == "NONE":
                assert step.inputs[0].place is not None
            elif step.figure == "commission" and quote.commission.rounding is None:
                assert quote.commission_minor == 0
            else:
                assert step.place is not None, step.figure


def test_the_formula_of_a_worked_example_reads_as_arithmetic() -> None:
    quote = quote_purchase(shipped(), PurchaseRequest("DE", "ios", "coins_1000", AT, 2))
    assert isinstance(quote, PurchaseQuote)
    formulas = {step.figure: formula(step) for step in trace_purchase(quote)}
    assert formulas["listed"] == "13.99 EUR × 2"
    assert formulas["net each"] == "13.99 EUR ÷ (1 + 19 %), half up"
    assert formulas["proceeds each"] == "13.99 EUR ÷ (1 + 19 %) × (1 − 30 %), half up"
    assert formulas["total"] == "2000 + 100"


@pytest.mark.parametrize(
    ("tax", "expected"),
    [
        (
            "display: exclusive, rounded: each line",
            {
                "tax iss": "100.00 EUR × 10 %, half up",
                "tax icms": "100.00 EUR × 12 % × (1 + 10 %) ÷ (1 − 12 %), half up",
                "proceeds": "100.00 EUR × (1 − 30 %) − 100.00 EUR × (1 + 10 %) ÷ (1 − 12 %) × 1 %, half up",
            },
        ),
        (
            "display: exclusive, rounded: together",
            {
                "tax": "100.00 EUR × ((1 + 10 %) ÷ (1 − 12 %) − 1), half up",
                "tax icms": "share of 25.00 EUR by 12 % of gross : 10 %",
            },
        ),
        (
            "display: inclusive",
            {
                "net": "100.00 EUR × (1 − 12 %) ÷ (1 + 10 %), half up",
                "proceeds": "100.00 EUR × (1 − 12 %) ÷ (1 + 10 %) × (1 − 30 %) − 100.00 EUR × 1 %, half up",
            },
        ),
    ],
)
def test_the_formula_of_a_tax_of_the_gross_shows_the_rate_that_is_stated(tax: str, expected: dict[str, str]) -> None:
    lines = "{icms: {rate: 12 %, base: gross}, iss: {rate: 10 %}}"
    cuts = "{store: {rate: 30 %, base: net}, card: {rate: 1 %, base: gross}}"
    quote = quoted(
        "100.00",
        f"tax: {{{tax}, rounding: half up, per: unit, collected_by: store, lines: {lines}}}",
        f"commission: {{lines: {cuts}, rounding: half up, per: unit}}",
    )
    formulas = {step.figure: formula(step) for step in trace_purchase(quote)}
    assert {figure: formulas[figure] for figure in expected} == expected


@pytest.mark.parametrize(("quantity", "listed"), [(1, ["listed"]), (2, ["listed each", "listed"])])
def test_one_unit_is_multiplied_by_nothing(quantity: int, listed: list[str]) -> None:
    quote = quote_purchase(shipped(), PurchaseRequest("DE", "ios", "coins_1000", AT, quantity))
    assert isinstance(quote, PurchaseQuote)
    assert [step.name for step in trace_purchase(quote) if step.name.startswith("listed")] == listed
