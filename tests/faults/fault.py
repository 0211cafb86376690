"""What a fault is, and which tests must catch it."""

from dataclasses import dataclass

PURCHASES = "tests/quotes/test_agreement.py"
UNKNOWN = "tests/quotes/purchases/test_unknown_values.py"
UNKNOWN_PAYOUTS = "tests/quotes/payouts/test_unknown_values.py"
UNKNOWN_GIFTS = "tests/quotes/gifts/test_unknown_earnings.py"
CHAIN = "tests/quotes/test_chain_agreement.py"
PROPERTIES = "tests/quotes/test_chain_properties.py"
LOTS = "tests/quotes/payouts/test_lot_by_lot.py"
MEMO = "tests/book/test_memo.py"
TRAPS = "tests/quotes/test_chain_traps.py"
WORKED = "tests/quotes/purchases/test_promotion_cases.py"
ASSUMED = "tests/quotes/purchases/test_what_promotions_assume.py"
REMEMBERED = "tests/quotes/purchases/test_remembered_promotions.py"
PROMOTED_GIFTS = "tests/quotes/gifts/test_promotions.py"
QUESTION = "tests/quotes/purchases/test_promotions_of_the_question.py"
BESIDE = "tests/quotes/purchases/test_beside_a_price.py"
REDUCTIONS = "tests/quotes/purchases/test_reductions.py"
POINTS = "tests/keys/test_allowed_prices.py"
COMPLETED = "tests/quotes/purchases/test_completed_taxes.py"
PRICE_TRAPS = "tests/quotes/test_traps.py"
EXCHANGES = "tests/quotes/exchanges/test_exchanges.py"
ITEMS = "tests/quotes/purchases/test_items.py"
COMPUTED = "tests/quotes/purchases/test_computed_prices.py"
COMPUTED_BOOKS = "tests/keys/test_computed_prices.py"
CHOSEN = "tests/quotes/purchases/test_chosen_numbers.py"
CHOSEN_BOOKS = "tests/keys/test_chosen_things.py"
CHOSEN_GUARDS = "tests/guards/test_chosen_numbers.py"
CHOSEN_MARGINS = "tests/guards/test_chosen_margins.py"
RUNS = "tests/quotes/purchases/test_runs.py"


@dataclass(frozen=True)
class Fault:
    """A short name, what goes wrong, the file under src/ratecard, and the text that is replaced."""

    name: str
    what: str
    file: str
    text: str
    instead: str
    tests: str = PURCHASES
