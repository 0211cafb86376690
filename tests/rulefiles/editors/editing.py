"""What an editor says of a rule file, by the published schemas, and what no schema can make it say."""

import json
from functools import lru_cache

from jsonschema import Draft7Validator

from ratecard.loading import kind_of
from ratecard.rulefiles.stated import FileKind
from ratecard.rulefiles.values.measures import EXCHANGE_RATE
from ratecard.rulefiles.values.types import COUNT, COUNT_OR_RATE, INSTANT, MONEY
from ratecard.shipped import shipped_book
from tests.books import Texts
from tests.diagnostics.pages import groups
from tests.rulefiles.editors.yaml_1_2 import NotYaml, seen

# The codes that no schema can tell of in the example of their page, each with the reason.
BEYOND_A_SCHEMA: dict[str, str] = {
    # What is wrong is not in the text of one file
    "no-book": "it is of the folder",
    "no-region": "it is of the folder",
    "misplaced-file": "it is of the file's path",
    "file-outside-book": "it is of the file's path",
    "unreadable-file": "there is no text",
    "too-many-files": "it is of the folder",
    "two-files-for-one": "two files",
    "not-a-case": "files of cases state no rules, and the schemas are of rules",
    # YAML hides it before a schema sees anything
    "file-too-large": "a schema counts no bytes",
    "not-utf8": "an editor decodes before",
    "control-character": "the text has a character that YAML forbids; the file is built by the test",
    "anchor-or-alias": "YAML puts the anchor's value in its place",
    "tag": "YAML types the value by its tag",
    "text-cut-by-comment": "comments are gone",
    "grouped-digits": "1.000 is the number 1 to YAML 1.2; in any other grouping it is refused",
    "number-too-long": "YAML 1.2 keeps no digits of a number",
    # Lists of the world that change without us
    "unknown-language": "CLDR's list, which grows",
    "unknown-country": "ISO 3166-1's list, which changes",
    "unknown-time-zone": "the tz database's list, which grows",
    "currency-ended": "a currency may be named for its own time, and dates stand elsewhere",
    # The resolved book: several files, or layers, together
    "missing-key": "a region's currency may come from a group or its country; what a file alone must state is refused",
    "too-many-digits": "the currency in force is stated elsewhere",
    "step-too-fine": "the currency in force is stated elsewhere",
    "money-without-currency": "the currency in force is stated elsewhere",
    "price-in-other-currency": "the currency in force is stated elsewhere",
    "price-of-nothing": "coins and roundings are stated elsewhere",
    "unfitting-price": "what is sold is stated elsewhere",
    "rounds-below": "prices and roundings are stated elsewhere",
    "chosen-is-derived": "what is chosen is stated elsewhere",
    "chosen-is-promoted": "what is chosen is stated elsewhere",
    "points-out-of-order": "a schema compares no two numbers",
    "too-many-points": "it is counted where the list is used",
    "price-out-of-bounds": "a schema compares no two numbers",
    "no-price-point": "points, bounds and prices are stated elsewhere",
    "cannot-derive": "rates, factors and taxes are stated elsewhere",
    "price-circle": "prices of other markets are stated elsewhere",
    "chain-too-long": "prices of other markets are stated elsewhere",
    "derive-from-nowhere": "regions are other files",
    "derive-leaves-out": "the broader derive is stated elsewhere",
    "commission-in-other-currency": "the currency in force is stated elsewhere",
    "same-instant-twice": "two spellings of one instant, by the region's zone",
    "unknown-date": "names of dates are declared elsewhere; a new one may be",
    "bad-date-name": "what the name means already may stand in another file",
    "dates-out-of-order": "the date of a name stands in another file",
    "unused-date": "the name may be used in another file",
    "honoured-too-briefly": "a schema compares no two lengths of time",
    "silent-before": "a broader layer may state what held before",
    "silent-after": "a broader layer may state what holds afterwards",
    "envelope-of-no-market": "currencies of markets are stated in other files",
    "currency-without-envelope": "currencies of markets are stated in other files",
    "unknown-factors": "tables of factors are stated in other files",
    "factor-of-no-region": "regions are other files",
    "region-without-factor": "regions are other files",
    "begins-before-book": "the book's beginning stands in another file",
    "other-edition": "a schema does not know what is installed",
    "line-beside-library": "the library is other files",
    "hides-library": "the library is other files",
    "wakes-nothing": "what is woken is stated in other files",
    "against-nothing": "a list without items is a list, and none is only the better word",
    "second-currency-is-own": "the currency in force is stated elsewhere",
    "rate-in-other-pair": "the currency in force is stated elsewhere",
    "nothing-sold": "prices are stated in other files",
    "no-library": "the library may be named in another file",
    "not-in-library": "a region may have a file of its own",
    "bad-fact": "the fact's type and its values may stand in two files",
    "unknown-fact": "facts are declared elsewhere",
    "unknown-fact-value": "facts are declared elsewhere",
    "choice-without-other": "facts are declared elsewhere",
    "too-many-cases": "a market's choices stand in many places",
    "unfitting-condition": "facts are declared elsewhere",
    "condition-never-holds": "a schema compares no two numbers",
    "stated-twice": "two files",
    "group-conflict": "two files",
    "unknown-group": "groups are other files",
    "group-without-members": "members are other files",
    "unknown-platform": "platforms are declared elsewhere; a new one may be",
    "unknown-package": "packages are stated elsewhere; a new one may be",
    "product-on-two-packages": "the other package may stand in another file",
    "quantity-out-of-range": "a schema sees the text of a count, which may be in quotes",
    "threshold-in-other-currency": "the market's currency is stated elsewhere",
    "perk-of-two-kinds": "a schema compares no two values",
    "package-without-coins": "another layer may state the coins",
    "subdivision-without-country": "two files",
    "unknown-tax-line": "the other line may stand in a broader layer",
    "tax-circle": "the lines may stand in several layers",
    "on-gross-tax": "the lines may stand in several layers",
    "unknown-unit": "units are declared elsewhere; a new one may be",
    "unfitting-unit": "a schema does not compare two keys",
    "id-twice": "the package may stand in another file",
    "unknown-item": "items are stated elsewhere; a new one may be",
    "unknown-gift": "gifts are stated elsewhere; a new one may be",
    "unfitting-promotion": "what a promotion is of may be stated in a broader file",
    "unknown-rarity": "rarities are declared elsewhere; a new one may be",
    "unknown-kind": "earnings are stated elsewhere; a new kind may be",
    "two-shares": "a broader layer may state the other one, and none for one of the two is right",
    "bad-split": "a file may state one recipient of a broader layer's split",
    "diamond-in-two-currencies": "a schema compares no two texts",
    "amount-in-other-currency": "the diamond's value may be stated elsewhere",
    "limit-in-other-currency": "the currency in force is stated elsewhere",
    "too-many-limits": "layers count together, and those that are lifted do not count",
    "rate-above-whole": "a rate is text, of which a schema knows no size",
    "two-orders": "the schema of a list says which words it may hold, and not which of them together",
    "cap-below-floor": "an amount with its currency is text, of which a schema knows no size",
    "rate-of-the-base": "the base may be stated elsewhere",
    "rate-without-source": "the source may stand beside all rates, and which of them are used in other files",
    "rate-too-old": "a schema has no clock",
    "missing-fx-rate": "the two currencies and the rates stand in several files",
    "window-ends-first": "a schema compares no two dates",
    "two-ends": "in two layers the narrower one counts, and none may take one of the two away",
    "discount-and-price": "they may be of two packages, or of two layers",
    "packages-named-twice": "none takes either away, so both keys may stand together",
    "promotion-without-effect": "another layer may state what it gives",
    "too-many-promotions": "which promotions are open at one time, and for which packages, no schema knows",
    "incomplete-terms": "what is missing may be stated in another layer",
    "removes-nothing": "what is removed is stated in a broader layer",
    "incomplete-market": "a market is many files",
    "platform-value-hidden": "two layers",
    "dated-change-hidden": "two layers",
    "never-holds": "what holds in its place stands elsewhere",
    "proceeds-below-zero": "prices and commissions stand in several files",
    **dict.fromkeys(groups()["Guards"], "guards look at the whole book"),
    "country-group-dropped": "two files",
    "name-lacks-language": "the languages are the book's, and other files may add them",
    "plural-form-missing": "CLDR's forms of each language",
}

# What YAML 1.2 does to numbers: forms that the engine refuses and an editor sees as a right number.
BEYOND_BY_OFFSET = {(INSTANT, "1970-01-01T00:00+00:01"), (INSTANT, "2999-12-31T23:59-00:01")}
"""The first and the last day that count in UTC, at an offset which leads out of them: a pattern does not add."""

LOST_IN_NUMBERS = {
    (MONEY, ".99"): "0.99",
    (MONEY, "12."): "12",
    (MONEY, "1e3"): "1000",
    (COUNT, "010"): "10: only 0o10 is octal in YAML 1.2",
    (COUNT, "000"): "0",
    (MONEY, "010"): "10",
    (MONEY, "00"): "0",
    (MONEY, "00.99"): "0.99",
    (MONEY, "0" * 80): "0",
    (EXCHANGE_RATE, "01.1606"): "1.1606",
    (COUNT, "1.000"): "1",
    (COUNT, "0x10"): "16",
    (COUNT_OR_RATE, "010"): "10",
}

# The first and the last day that count in UTC, at an offset which leads out of them: a pattern does not add.
BEYOND_BY_OFFSET = {(INSTANT, "1970-01-01T00:00+00:01"), (INSTANT, "2999-12-31T23:59-00:01")}


@lru_cache(maxsize=1)
def published() -> dict[str, Draft7Validator]:
    """A validator for each published schema, by file name."""
    paths = sorted((shipped_book() / "schema").glob("*.schema.json"))
    return {path.name: Draft7Validator(json.loads(path.read_text(encoding="utf-8"))) for path in paths}


def schema_for(path: str) -> str:
    """The schema that a rule file of this path names in its modeline."""
    kind = kind_of(path)
    assert kind
    rules = "book.schema.json" if path == "rules/book.yaml" else "rules.schema.json"
    return rules if kind is FileKind.RULES else "region.schema.json"


def refusals(path: str, text: str, schema: str = "") -> list[str]:
    """What an editor says of a file: that it is no YAML, or what the schema refuses, with its place."""
    try:
        document = seen(text)
    except NotYaml as error:
        return [str(error)]
    found = published()[schema or schema_for(path)].iter_errors(document)
    return [f"{path}: {'.'.join(map(str, each.absolute_path))}: {each.message}" for each in found]


def refused_in(texts: Texts) -> list[str]:
    """What an editor says of the rule files of a book."""
    return [each for path, text in texts.items() if kind_of(path) for each in refusals(path, text)]
