"""The bar of CONTRIBUTING.md: five tasks, and the files that each always takes.

A fresh reader gets README.md, CONTRIBUTING.md and docs/architecture.md, and one of these tasks at a time: "name the
files that you would touch". The answer is right when it has these files, and no others but those that the list makes
conditional ("- "). Where several files may stand for one another, the task settles which it is.
"""

from typing import NamedTuple

RULES_SCHEMAS = tuple(f"schema/{name}.schema.json" for name in ("rules", "region", "book"))
GRAPHQL_SCHEMAS = ("schema/schema.graphql", "schema/introspection.json", "schema/possible-types.json")


class Task(NamedTuple):
    """A task in the words of whoever wants it, the list that it is of, and its files in order.

    `names` are what the capitals of the list stand for; `new` are the files that are not there yet.
    """

    wanted: str
    list_of: str
    names: dict[str, str]
    files: tuple[str, ...]
    new: frozenset[str] = frozenset()


TASKS = (
    Task(
        "Rule files shall state vouchers: money off a package, up to a day.",
        "A key",
        {"KEY": "vouchers"},
        (
            "src/ratecard/rulefiles/keys/vouchers.py",
            "src/ratecard/terms/vouchers.py",
            "src/ratecard/keys/registry.py",
            "tests/keys/test_vouchers.py",
            "docs/rules.md",
            *RULES_SCHEMAS,
        ),
        frozenset(
            (
                "src/ratecard/rulefiles/keys/vouchers.py",
                "src/ratecard/terms/vouchers.py",
                "tests/keys/test_vouchers.py",
            )
        ),
    ),
    Task(
        "A tax line shall have a cap: no more than 5.00 EUR of it on one unit.",
        "A tax rule",
        {},
        (
            "tests/reference/tax.py",
            "src/ratecard/rulefiles/keys/tax.py",
            "src/ratecard/terms/tax.py",
            "src/ratecard/quotes/tracing/taxes.py",
            "tests/strategies/taxes.py",
            "tests/quotes/purchases/test_completed_taxes.py",
            "docs/rules.md",
            *RULES_SCHEMAS,
        ),
    ),
    Task(
        "A purchase of exactly 13 units shall be refused.",
        "A refusal",
        {},
        (
            "src/ratecard/refusals/purchases.py",
            "src/ratecard/refusals/__init__.py",
            "src/ratecard/quotes/purchases/quoting.py",
            "tests/refusing.py",
            "tests/api/types/test_refusals.py",
            "tests/test_refusals.py",
            *GRAPHQL_SCHEMAS,
        ),
    ),
    Task(
        "A package that holds 13 coins shall be reported.",
        "A diagnostic",
        {"KEY": "packages", "CODE": "thirteen-coins"},
        (
            "src/ratecard/diagnostics/codes.py",
            "src/ratecard/terms/packages.py",
            "docs/diagnostics/thirteen-coins.md",
            "docs/diagnostics/README.md",
            "tests/cases/bad/",
            "tests/rulefiles/editors/editing.py",
        ),
        frozenset(("docs/diagnostics/thirteen-coins.md",)),
    ),
    Task(
        "Services shall ask what a refund of a purchase comes to.",
        "A quote",
        {"NAME": "refunds"},
        (
            "src/ratecard/quotes/requests.py",
            "src/ratecard/quotes/refunds/quoting.py",
            "tests/test_architecture.py",
            "docs/architecture.md",
            "src/ratecard/refusals/refunds.py",
            "src/ratecard/refusals/__init__.py",
            "src/ratecard/quotes/tracing/refunds.py",
            "src/ratecard/questions.py",
            "src/ratecard/answers/refunds.py",
            "src/ratecard/python/refunds.py",
            "src/ratecard/python/book.py",
            "src/ratecard/__init__.py",
            "src/ratecard/cli/refunds.py",
            "src/ratecard/cli/main.py",
            "src/ratecard/api/types/refunds.py",
            "src/ratecard/api/types/query.py",
            "src/ratecard/api/documents/costs.py",
            "tests/answers/test_questions.py",
            "tests/answers/test_one_description.py",
            "tests/reference/",
            "tests/strategies/questions.py",
            "tests/quotes/refunds/",
            "tests/python/",
            "tests/cli/",
            "tests/api/types/",
            "docs/rules.md",
            "tests/test_docs_rules.py",
            "docs/for-services.md",
            "docs/for-python.md",
            "CHANGELOG.md",
            *GRAPHQL_SCHEMAS,
        ),
        frozenset(
            (
                "src/ratecard/quotes/refunds/quoting.py",
                "src/ratecard/refusals/refunds.py",
                "src/ratecard/quotes/tracing/refunds.py",
                "src/ratecard/answers/refunds.py",
                "src/ratecard/python/refunds.py",
                "src/ratecard/cli/refunds.py",
                "src/ratecard/api/types/refunds.py",
                "tests/quotes/refunds/",
            )
        ),
    ),
)
