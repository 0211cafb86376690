"""How long a plan takes once both books are loaded: `make bench-plan`, or `... plans 20000`.

One line of VAT changes on a generated book of about 2,880 prices, for all of them: without promotions, and with three.
The best of a few rounds in processor time, of books that were just loaded with one memo; loading both is beside it.
"""

import re
import sys
from functools import partial

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.plan.planning import plan
from tests.benchmarks.guards import NOW, book_texts, milliseconds
from tests.books import Texts, sound

PRICES = (2_880, 20_000)
TAX = "rules/one_tax.yaml"
BEFORE, AFTER = "rate: 19 %", "rate: {begins: 19 %, 2025-01-02: 20 %}"


def one_tax(texts: Texts) -> Texts:
    """The same book with one tax for all regions, stated in one line."""
    found = {**texts, TAX: f"tax: {{display: inclusive, lines: {{vat: {{{BEFORE}}}}}}}\n"}
    for file, text in texts.items():
        if file.startswith("regions/"):
            found[file] = re.sub(r"\ntax:\n(?: +.*\n)*", "\n", str(text))
    return found


def both(texts: Texts) -> tuple[RuleBook, RuleBook]:
    """The book before the edit and after it, just loaded with one memo."""
    memo = Memo()
    after = {**texts, TAX: str(texts[TAX]).replace(BEFORE, AFTER)}
    return sound(load_texts(texts, memo=memo)), sound(load_texts(after, memo=memo))


def main(sizes: tuple[int, ...]) -> None:
    """Prints the table."""
    print(f"{'book':32}{'loading both, ms':>18}{'plan, ms':>12}{'changes':>12}")
    for size in sizes:
        texts = one_tax(book_texts(size)[0])
        without = {file: text for file, text in texts.items() if "promotions" not in file}
        for name, own in ((f"{size:,} prices", without), (f"{size:,} prices, 3 promotions", texts)):
            loading = milliseconds(partial(partial, both, own))
            planning = milliseconds(lambda own=own: partial(plan, *both(own), NOW))  # type: ignore[misc]
            changes = len(plan(*both(own), NOW).changes)
            print(f"{name:32}{loading:>18,.0f}{planning:>12,.0f}{changes:>12,}")


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or PRICES)
