"""The lists of CONTRIBUTING.md for a diagnostic, a refusal and a key are followed, in a copy of the checkout.

No file is touched that the list does not name, and what was added works end to end.
"""

import ast
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cases.smallest import SMALLEST
from tests.contributing.copies import Copy, beyond
from tests.contributing.pages import conditional_files_of, files_of
from tests.test_architecture import CHECKOUT

TOY_KEY = CHECKOUT / "tests" / "keys"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the checkout."""
    return Copy(tmp_path)


def followed(heading: str, names: Mapping[str, str], touched: set[str], *, left_out: tuple[str, ...] = ()) -> None:
    """Asserts that a list of CONTRIBUTING.md was followed: no file beyond it was touched, and one of each item was.

    `left_out` are files of items that a toy has nothing to say in.
    """
    listed = files_of(heading, names)
    assert beyond(touched, [*(path for paths in listed for path in paths), *conditional_files_of(heading)]) == set()
    for number, paths in enumerate(listed, 1):
        needed = any(not beyond({file}, paths) for file in touched)
        assert needed is (paths[0] not in left_out), f"item {number} of {heading}"


THIRTEEN = "thirteen-coins"
PAGE = """# thirteen-coins

The package holds 13 coins. Write another number.

## Fails

```yaml rules/packages.yaml
packages:
  coins_100: {coins: 13}
  coins_1000: {coins: 1000, bonus: 50}
```

## Mended

```yaml rules/packages.yaml
packages:
  coins_100: {coins: 14}
  coins_1000: {coins: 1000, bonus: 50}
```
"""
CHECKED = """
from pathlib import Path
from tests.cases import test_cases
from tests.cli.running import run
from tests.diagnostics import test_pages
from tests.diagnostics.pages import INDEX, index, page_of
from tests.diagnostics.update import update_page
from tests.rulefiles.editors.editing import BEYOND_A_SCHEMA, refused_in

CODE, CASE = "thirteen-coins", test_cases.CASES / "bad" / "thirteen"
INDEX.write_text(index(), "utf-8")  # these two are what `make docs` does for one page
assert update_page(CODE) == ""
test_pages.test_each_code_has_a_page_and_each_page_a_code()
test_pages.test_the_index_is_what_the_list_of_codes_says()
test_pages.test_a_page_says_in_two_to_five_sentences_what_its_code_means(CODE)
test_pages.test_the_failing_example_gives_exactly_its_code(CODE, Path("tried/fails"))
test_pages.test_the_page_shows_what_the_program_says(CODE, Path("tried/shows"))
test_pages.test_the_mended_example_gives_nothing(CODE, Path("tried/mended"))
test_cases.test_a_bad_book_reports_all_that_is_wrong_in_one_run(CASE)
assert bool(refused_in(page_of(CODE).fails.texts)) is (CODE not in BEYOND_A_SCHEMA)
sarif = run("check", "--book", str(CASE), "--format", "sarif")
assert sarif.exit_code == 1
print(sarif.stdout)
"""
"""The tests that each code has to pass, called for the new one; what is printed is its book as SARIF."""

REPORTED = """    if coins == 13:
        sentence = f"{package} holds 13 coins"
        values.problem("thirteen-coins", sentence, coins_stated, "write another number of coins")
        return None
"""


def test_a_diagnostic_is_added_by_its_list(copy: Copy) -> None:
    package = "src/ratecard/terms/packages.py"
    copy.insert("src/ratecard/diagnostics/codes.py", '    "subdivision-without', f'    "{THIRTEEN}": "13 coins",\n')
    copy.insert(package, '    bonus_stated = values.stated_either(Rate, int, *path, "bonus")\n', REPORTED)
    copy.write(f"docs/diagnostics/{THIRTEEN}.md", PAGE)
    copy.insert(
        "tests/rulefiles/editors/editing.py", "    # What is wrong is not", f'    "{THIRTEEN}": "it is a number",\n'
    )
    for path, text in SMALLEST.items():
        copy.write(f"tests/cases/bad/thirteen/{path}", text.replace("{coins: 100}", "{coins: 13}"))
    told = f"rules/packages.yaml:2:22: error[{THIRTEEN}]: coins_100 holds 13 coins; write another number of coins\n"
    copy.write("tests/cases/bad/thirteen/expected.txt", told)
    (run,) = json.loads(copy.run("-c", CHECKED))["runs"]
    assert "^^ write another number of coins" in (copy.folder / f"docs/diagnostics/{THIRTEEN}.md").read_text("utf-8")
    followed("A diagnostic", {"KEY": "packages", "CODE": THIRTEEN}, copy.touched())
    assert [result["ruleId"] for result in run["results"]] == [THIRTEEN]
    rule = run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]
    assert rule["properties"]["page"] == f"docs/diagnostics/{THIRTEEN}.md"
    assert (copy.folder / rule["properties"]["page"]).exists()


REFUSAL = '''class UnluckyQuantity(Refused, frozen=True):
    """Thirteen units were asked for."""

    code: ClassVar[str] = "UNLUCKY_QUANTITY"
    audience: ClassVar[Audience] = Audience.PUBLIC
    quantity: Annotated[int, Told("The quantity asked for.")]

    def _sentence(self, _: Counted) -> str:
        return f"{self.quantity} units bring bad luck"


'''
QUESTION = '    Question("UNLUCKY_QUANTITY", {"quantity": 13}, quantity=13),\n'
ASKED = """
import json
from datetime import UTC, datetime
import ratecard
from ratecard.instants import instant_of
from ratecard.loading import load_book
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from tests.api.servers import serving
from ratecard.api.current import CurrentBook
from tests.cli.running import run_json
from tests.refusing import BOOK

at = datetime(2026, 7, 1, tzinfo=UTC)
rules = load_book(BOOK).book
engine = quote_purchase(rules, PurchaseRequest("DE", "ios", "plain", instant_of(at), 13, {}))
python = ratecard.load(BOOK).purchase(region="DE", platform="ios", package="plain", at=at, quantity=13)
with serving(CurrentBook(rules)) as api:
    asked = '{region: "DE", platform: "ios", packageId: "plain", quantity: 13}'
    wanted = "... on UnluckyQuantity { code message quantity } __typename"
    graphql = api.ask(f"{{ purchaseQuote(input: {asked}) {{ {wanted} }} }}")["purchaseQuote"]
asked = ("--region", "DE", "--platform", "ios", "--package", "plain", "--quantity", "13")
command = run_json("quote", "purchase", "--book", str(BOOK), *asked, code=1)["refusal"]
print(json.dumps([[engine.code, engine.quantity], [python.code, python.message], command, graphql]))
"""


def refuse_thirteen(copy: Copy) -> None:
    """Follows the list of a refusal."""
    refusals, quoting = "src/ratecard/refusals/", "src/ratecard/quotes/purchases/quoting.py"
    copy.insert(f"{refusals}purchases.py", "PurchaseRefusal = (\n", REFUSAL)
    copy.insert(f"{refusals}purchases.py", "    | InvalidInput\n)", "    | UnluckyQuantity\n")
    copy.insert(f"{refusals}__init__.py", ")\nfrom ratecard.refusals.refused", "    UnluckyQuantity,\n")
    copy.insert(f"{refusals}__init__.py", '    "WrongCurrency",\n', '    "UnluckyQuantity",\n')
    given = "    if request.quantity == 13:\n        return UnluckyQuantity(request.quantity)\n"
    copy.insert(quoting, "    if not QUANTITY_LEAST", given)
    copy.insert(quoting, "from ratecard.rulefiles.near", "from ratecard.refusals import UnluckyQuantity\n")
    copy.insert("tests/refusing.py", '    Question("NOT_ELIGIBLE"', QUESTION)
    copy.insert("tests/test_refusals.py", '    *("NOT_ELIGIBLE"', '    "UNLUCKY_QUANTITY",\n')
    fragment = "    ... on UnluckyQuantity { quantity }\n"
    copy.insert("tests/api/types/test_refusals.py", "    ... on NotEligible {", fragment)
    period = "src/ratecard/api/answer_period.py"
    copy.insert(period, "    InvalidInput,\n)", "    UnluckyQuantity,\n")
    copy.insert(period, "    UnknownUnit,\n)\nfrom", "    UnluckyQuantity,\n")
    copy.run("-m", "ratecard.api.types.sdl", "--write")


def test_a_refusal_is_added_by_its_list(copy: Copy) -> None:
    refuse_thirteen(copy)
    followed("A refusal", {}, copy.touched())
    told = "13 units bring bad luck"
    engine, python, command, graphql = json.loads(copy.run("-c", ASKED))
    assert engine == ["UNLUCKY_QUANTITY", 13]
    assert python == ["UNLUCKY_QUANTITY", told]
    shown = {"code": "UNLUCKY_QUANTITY", "message": told, "quantity": 13, "__typename": "UnluckyQuantity"}
    assert graphql == shown
    assert command == {"code": "UNLUCKY_QUANTITY", "message": told, "quantity": 13}
    published = (copy.folder / "schema" / "schema.graphql").read_text("utf-8")
    (union,) = [line for line in published.splitlines() if line.startswith("union PurchaseQuoteResult")]
    assert "UnluckyQuantity" in union
    checks = ("tests/test_refusals.py", "tests/cli/test_refusals.py", "tests/api/types/test_refusals.py")
    copy.test(*checks, "-k", "UNLUCKY or Unlucky or meant or union")


VOUCHERS = """
import pytest
from ratecard.loading import load_texts
from ratecard.terms.facts import choose
from ratecard.terms.vouchers import VoucherTerms
from tests.keys import test_toy_key as toy


@pytest.mark.parametrize("market", [toy.DE, toy.US])
def test_it_is_right_by_its_record_in_the_registry(market):
    book = load_texts(toy.texts()).book
    starts = tuple(map(toy.at, toy.STARTS[market]))
    assert book.history(market).starts == starts
    currency, _, grown, later = toy.WORTHS[market]
    for start, minor in zip(starts, (grown, later, later), strict=True):
        terms = choose(book.terms(market, ("vouchers", "welcome"), start), {"buyer.age": 30}, [])
        assert isinstance(terms, VoucherTerms)
        assert (terms.worth_minor, str(terms.currency), terms.package) == (minor, currency, "coins_100")
"""


def record() -> str:
    """The toy key's record, as tests/keys/test_toy_key.py states it."""
    text = (TOY_KEY / "test_toy_key.py").read_text("utf-8")
    stated = {
        target.id: node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return ast.get_source_segment(text, stated["RECORD"]) or ""


def test_a_key_is_added_by_its_list(copy: Copy) -> None:
    copy.write("src/ratecard/rulefiles/keys/vouchers.py", (TOY_KEY / "voucher_shape.py").read_text("utf-8"))
    copy.write("src/ratecard/terms/vouchers.py", (TOY_KEY / "voucher_terms.py").read_text("utf-8"))
    registry = "src/ratecard/keys/registry.py"
    copy.insert(
        registry, "from ratecard.terms.commission import", "from ratecard.rulefiles.keys.vouchers import VOUCHERS\n"
    )
    imported = "from ratecard.terms.vouchers import endings, voucher_terms\n"
    copy.insert(registry, "from ratecard.terms.tax import", imported)
    copy.insert(registry, "GIVEN = (\n", f"ADDED = {record()}\n\n")
    copy.insert(registry, "*GIVEN, *EARNED))", "ADDED, ")
    copy.run("-m", "ratecard.schemas", "--write")
    copy.write("tests/keys/test_vouchers.py", VOUCHERS)
    touched = copy.touched()
    followed("A key", {"KEY": "vouchers"}, touched, left_out=("docs/rules.md",))
    assert len({name for name in touched if name.startswith("src/")}) == 3
    for name in ("rules", "region"):
        assert "vouchers" in (copy.folder / "schema" / f"{name}.schema.json").read_text("utf-8")
    copy.test("tests/keys/test_vouchers.py", "tests/keys/test_no_key_in_the_book.py")


def test_a_file_beyond_a_list_is_found(tmp_path: Path) -> None:
    assert beyond({"a/b.py", "a/c/d.py", "e.py"}, ["a/c/", "e.py"]) == {"a/b.py"}
    copied = Copy(tmp_path)
    assert copied.touched() == set()
    copied.insert("src/ratecard/money.py", "class Money(", "# changed\n")
    copied.write("docs/new.md", "new\n")
    (tmp_path / "rules" / "fx.yaml").unlink()
    assert copied.touched() == {"src/ratecard/money.py", "docs/new.md", "rules/fx.yaml"}
