"""Every example of docs/rules.md is loaded, and every number that it shows is computed.

The conventions of that page, all of which this module holds:

- A block "yaml PATH" states a file of the book. In a later chapter it replaces only the keys that it shows of the
  file in chapter 1 (or adds a file); the examples of one chapter add up, and the next chapter starts from chapter 1.
- A book must be sound and without warnings wherever something is said of it, and at the end of its chapter. Only where
  a block "text" follows is it not: that block is letter by letter what `ratecard check` prints.
- `<!-- quote: DE ios coins_1000 ×10 at 2026-07-01 buyer.age=30 → gross 139.90, refused NOT_SOLD … -->` asks for a
  quote of the book as it stands there. The day is 2026-07-01 where none is given; `answer_of` says what may be asked.
- `<!-- item: DE ios club ×2 at … → gross 9.98, … -->` asks for an item in the same form.
- `<!-- exchange: DE ios gem 25 → received 250 -->` asks for an exchange of units.
- `<!-- gift: DE ios KR rose ×10 video at … buyer.level=3 → diamonds 5, … -->` asks for gifts from a market to a creator
  in a region, `<!-- payout: DE paypal 20000@2026-06-01/US … want=50.00EUR at … → paid 97.00, … -->` for a payout of
  lots (diamonds, the day on which they were earned, `:earned` for their class, where they come from).
- Below `<!-- a book of its own -->` there are no files but those that follow.
- `<!-- label: DE ios coins_100 pl → 100 monet -->` asks what a reader sees as a package's name.
- What a comment states is shown in **bold** in its chapter (facts and unknown paths as `code`, days as they are,
  refusals in other words), and each bold number is stated by a comment. An amount that is not bold is `code`, and
  stands in one of the chapter's examples.
- Below `<!-- table: values -->`, each `code` in the second column is a value of its type, and none in the third is.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.currency import CURRENCIES
from ratecard.diagnostics.codes import CODES
from ratecard.diagnostics.text import render_text
from ratecard.instants import Instant, first_instant, instant_of, zone
from ratecard.loading import Folder, Loaded, load_texts, source_lines
from ratecard.money import Diamonds, Money, decimal_text
from ratecard.quotes.exchanges.quoting import ExchangeQuote, quote_exchange
from ratecard.quotes.facts import parse_facts
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_item, quote_purchase
from ratecard.quotes.purchases.savings import Saving, rate_shown
from ratecard.quotes.requests import (
    Budget,
    ExchangeRequest,
    GiftRequest,
    ItemRequest,
    Lot,
    PayoutRequest,
    PurchaseRequest,
    UsedBefore,
)
from ratecard.quotes.used_amounts import budget_of, named_use, used_before_of
from ratecard.refusals import AboveLimit, InvalidInput, OverBudget
from ratecard.rulefiles.keys.payouts import LIMIT
from ratecard.rulefiles.values import measures, types
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong
from ratecard.showing import reader_of
from ratecard.terms.facts import FactValue
from tests.books import Texts, sound

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
DAY = date(2026, 7, 1)

STEP = re.compile(
    r"^(?P<alone><!-- a book of its own -->)$|^```yaml (?P<path>\S+)\n(?P<yaml>.*?)^```$|^```text\n(?P<text>.*?)^```$"
    r"|^<!-- (?P<kind>quote|item|exchange|label|gift|payout): (?P<asked>.+?) → (?P<stated>.+?) -->$",
    re.MULTILINE | re.DOTALL,
)
BOLD_NUMBER = re.compile(r"\*\*(-?\d[\d.,]*\d|\d|\d[\d.,]* [A-Za-z-]+|[A-Z]{3})\*\*")
QUESTION = re.compile(
    r"(?P<region>\S+) (?P<platform>\S+) (?P<package>\S+)(?: ×(?P<quantity>\d+))?(?: at (?P<day>\S+))?"
    r"(?P<codes>(?: \+\S+)*)(?P<facts>(?: [\w.]+=(?:\x22[^\x22]*\x22|\S+))*)"
)
GIFT_QUESTION = re.compile(
    r"(?P<region>\S+) (?P<platform>\S+) (?P<creator>\S+) (?P<gift>\S+)(?: ×(?P<count>\d+))?(?: (?P<kind>[a-z]+))??"
    r"(?: at (?P<day>\S+))?(?P<facts>(?: [\w.]+=(?:\x22[^\x22]*\x22|\S+))*)"
)
PAYOUT_QUESTION = re.compile(
    r"(?P<region>\S+) (?P<method>\S+)(?P<lots>(?: \d+(?:@\S+)?)+)(?: want=(?P<want>[\d.]+)(?P<code>[A-Z]{3}))?"
    r"(?: at (?P<day>\S+))?(?P<facts>(?: [\w.]+=(?:\x22[^\x22]*\x22|\S+))*)"
)
TYPES: dict[str, ValueType] = {
    "money": types.MONEY,
    "rate": types.RATE,
    "count": types.COUNT,
    "date or instant": types.INSTANT,
    "rounding": types.ROUNDING,
    "currency": types.CURRENCY,
    "time zone": types.ZONE,
    "region": types.REGION,
    "identifier": types.IDENTIFIER,
    "language": types.LANGUAGE,
    "price of one diamond": measures.UNIT_PRICE,
    "diamonds per coin": measures.PER_COIN,
    "exchange rate": measures.EXCHANGE_RATE,
    "length of time": measures.DURATION,
    "amount with a limit": LIMIT,
}
MINORS = ("regular", "discount", "net", "tax", "gross", "commission", "withheld", "proceeds", "remittance")


class Said(NamedTuple):
    """One comment: the book that it is about, what is asked, and what the page says is the answer."""

    files: Texts
    kind: str
    asked: str
    stated: str


class Shown(NamedTuple):
    """One output of `check`, and the book that it is about."""

    files: Texts
    text: str


class Chapter(NamedTuple):
    """One chapter: its title and text, what it says, and its book at the end where no output of `check` follows."""

    title: str
    text: str
    said: list[Said]
    shown: list[Shown]
    left: Texts


def chapters() -> Iterator[Chapter]:
    """The chapters of the page, each read from the book of the first one."""
    base: Texts = {}
    for part in re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, text = part.partition("\n")
        files, said, shown = dict(base), [], []
        left: Texts = {}
        for step in STEP.finditer(text):
            if step["alone"]:
                files, left = {}, {}
            elif step["path"]:
                files[step["path"]] = with_keys(files.get(step["path"], ""), step["yaml"])
                left = dict(files)
            elif step["kind"]:
                said.append(Said(dict(files), step["kind"], step["asked"], step["stated"]))
            else:
                shown.append(Shown(dict(files), step["text"]))
                files, left = dict(base), {}
        base = base or dict(files)
        yield Chapter(title, text, said, shown, left)


def with_keys(text: str, example: str) -> str:
    """A file's text with the top-level keys of an example put in the place of its own, or at its end."""
    keys = keys_of(text)
    keys.update(keys_of(example))
    return "".join(keys.values())


def keys_of(text: str) -> dict[str, str]:
    """The top-level keys of a file, each with its lines."""
    found = {match[1]: match[0] for match in re.finditer(r"^(\w+):.*\n(?:[ #].*\n|\n)*", text, re.MULTILINE)}
    assert "".join(found.values()) == text, f"not every line belongs to a key, or a key stands twice:\n{text}"
    return found


CHAPTERS = list(chapters())
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.title)
SAID = [said for chapter in CHAPTERS for said in chapter.said]


def loaded_without_a_word(files: Texts) -> RuleBook:
    """The book of these files, of which check says nothing at all."""
    loaded = load_texts(files)
    assert loaded.diagnostics == (), printed(loaded, files)
    return sound(loaded)


def printed(loaded: Loaded, files: Texts) -> str:
    """What `ratecard check` prints of a book."""
    of_library = source_lines(Folder(PAGE.parents[1]))
    return render_text(loaded.diagnostics, lambda file: files[file].split("\n") if file in files else of_library(file))


def answer_of(book: RuleBook, asked: str, figure: str) -> str:
    """One figure of a quote as the page writes it: "gross" as 139.90, "refused", "line vat", "open buyer.age"."""
    question = QUESTION.fullmatch(asked)
    assert question, asked
    quote = quote_purchase(
        book,
        PurchaseRequest(
            question["region"],
            question["platform"],
            question["package"],
            asked_at(book, question["region"], question["day"]),
            int(question["quantity"] or 1),
            facts_of(book, question["facts"]),
            *told_of(question["facts"]),
            codes=tuple(code.removeprefix("+") for code in question["codes"].split()),
        ),
    )
    word, _, name = figure.partition(" ")
    if word == "left" and isinstance(quote, AboveLimit | OverBudget):
        return f"left {str(quote.left).partition(' ')[0]}"
    if not isinstance(quote, PurchaseQuote):
        return f"refused {quote.code}" if word == "refused" else f"refused {quote.code} instead of {figure}"
    return f"{figure.rpartition(' ')[0]} {figure_of(quote, word, name)}"


def item_answer(book: RuleBook, asked: str, figure: str) -> str:
    """One figure of a quote of an item, as `answer_of` writes those of a package."""
    question = QUESTION.fullmatch(asked)
    assert question, asked
    at = asked_at(book, question["region"], question["day"])
    facts, count = facts_of(book, question["facts"]), int(question["quantity"] or 1)
    used, budget = told_of(question["facts"])
    request = ItemRequest(
        question["region"], question["platform"], question["package"], at, count, facts, used=used, budget=budget
    )
    quote = quote_item(book, request)
    word, _, name = figure.partition(" ")
    if not isinstance(quote, PurchaseQuote):
        return f"refused {quote.code}" if word == "refused" else f"refused {quote.code} instead of {figure}"
    return f"{figure.rpartition(' ')[0]} {figure_of(quote, word, name)}"


def exchange_answer(book: RuleBook, asked: str, _: str) -> str:
    """What so many of a unit give, or "refused"."""
    region, platform, unit, count = asked.split()
    request = ExchangeRequest(region, platform, unit, start_of(book, region, DAY), int(count))
    quote = quote_exchange(book, request)
    return f"received {quote.received}" if isinstance(quote, ExchangeQuote) else f"refused {quote.code}"


def facts_of(book: RuleBook, written: str) -> dict[str, FactValue]:
    """The facts of a question, typed."""
    pairs = [pair.partition("=") for pair in shlex.split(written) if not pair.startswith(("used=", "budget="))]
    facts = parse_facts(book, [(name, value) for name, _, value in pairs])
    assert isinstance(facts, dict), facts
    return facts


def told_of(written: str) -> tuple[tuple[UsedBefore, ...], Budget | None]:
    """What was used of limits, and the budget, of a question's `used="daily=1 EUR"` and `budget="20 EUR"`."""
    pairs = [pair.partition("=") for pair in shlex.split(written)]
    uses = [text.partition("=") for name, _, text in pairs if name == "used"]
    used = used_before_of([named_use(limit, amount) for limit, _, amount in uses])
    budgets = [text.partition(", used ") for name, _, text in pairs if name == "budget"]
    budget = next((budget_of(most, spent or None) for most, _, spent in budgets), None)
    assert not isinstance(used, InvalidInput), used
    assert not isinstance(budget, InvalidInput), budget
    return used, budget


def asked_at(book: RuleBook, region: str, day: str | None) -> Instant:
    """The instant of a question, or the first one of its day."""
    if day is not None and "T" in day:
        return instant_of(datetime.fromisoformat(day))
    return start_of(book, region, date.fromisoformat(day) if day else DAY)


def gift_answer(book: RuleBook, asked: str, figure: str) -> str:
    """One figure of a gift: coins, regular, subsidy, worth, diamonds, "amount" before a split, "part owner", "open".

    Or "refused".
    """
    question = GIFT_QUESTION.fullmatch(asked)
    assert question, asked
    request = GiftRequest(
        question["region"],
        question["platform"],
        question["creator"],
        question["gift"],
        asked_at(book, question["region"], question["day"]),
        int(question["count"] or 1),
        question["kind"],
        facts_of(book, question["facts"]),
        told_of(question["facts"])[0],
    )
    quote = quote_gift(book, request)
    word, _, rest = figure.partition(" ")
    if word == "left" and isinstance(quote, AboveLimit):
        return f"left {str(quote.left).partition(' ')[0]}"
    if not isinstance(quote, GiftQuote):
        return f"refused {quote.code}" if word == "refused" else f"refused {quote.code} instead of {figure}"
    worth = quote.worth_minor
    found = {
        "coins": str(int(quote.coins)),
        "regular": str(int(quote.regular_coins)),
        "subsidy": str(int(quote.subsidy)),
        "worth": "unknown" if worth is None else decimal_text(worth, quote.market.currency.exponent),
        "amount": "unknown" if quote.amount is None else str(int(quote.amount)),
        "diamonds": "unknown" if quote.diamonds is None else str(int(quote.diamonds)),
        "needs": " ".join(quote.unknown_values),
        "assumed": " ".join(quote.assumed),
        "open": " ".join(sorted({each.fact for each in quote.open})),
        "openlimits": " ".join(limit.limit_id for limit in quote.open_limits),
    }
    for each, part in zip(quote.earnings.split, quote.parts, strict=True) if quote.earnings.split else ():
        found[f"part {each.id}"] = f"{each.id} {part}"
    return f"{word} {found[f'part {rest.split()[0]}' if word == 'part' else word]}"


def payout_answer(book: RuleBook, asked: str, figure: str) -> str:
    """One figure of a payout: value, withheld, fee, remainder, paid, "cost" of exchange, diamonds, currency, day."""
    question = PAYOUT_QUESTION.fullmatch(asked)
    assert question, asked
    region = question["region"]
    lots = [re.fullmatch(r"(\d+)(?:@([\d-]+)(?::(\w+))?(?:/(\S+))?)?", lot) for lot in question["lots"].split()]
    parts = [(Diamonds(int(lot[1])), lot[2], {"lot.class": lot[3]} if lot[3] else {}, lot[4]) for lot in lots if lot]
    dated = tuple(Lot(many, asked_at(book, region, day), source, own) for many, day, own, source in parts if day)
    want = question["want"]
    request = PayoutRequest(
        region,
        question["method"],
        asked_at(book, region, question["day"]),
        None if dated else parts[0][0],
        dated,
        Money(int(Decimal(want) * 100), CURRENCIES[question["code"]]) if want else None,
        facts=facts_of(book, question["facts"]),
    )
    quote = quote_payout(book, request)
    word = figure.partition(" ")[0]
    if not isinstance(quote, PayoutQuote):
        return f"refused {quote.code}" if word == "refused" else f"refused {quote.code} instead of {figure}"
    figures = quote.figures
    found: dict[str, object] = {
        **{name: quote.in_value(getattr(figures, name)) for name in ("value", "withheld", "fee", "remainder")},
        **{"paid": quote.in_paid(figures.paid), "cost": quote.in_paid(quote.exchange_cost)},
        **{"diamonds": quote.diamonds, "currency": quote.offer.paid_in, "day": quote.paid_on},
        **{"assumed": " ".join(quote.assumed), "needs": " ".join(quote.unknown_values)},
    }
    told = found[word]
    return f"{word} {'unknown' if told is None else told.amount if isinstance(told, Money) else told}"


ANSWERS = {
    "quote": answer_of,
    "item": item_answer,
    "exchange": exchange_answer,
    "gift": gift_answer,
    "payout": payout_answer,
}


def start_of(book: RuleBook, region: str, day: date) -> Instant:
    """The first instant of a day in a region."""
    in_zone = zone(book.time_zones[region])
    assert in_zone is not None
    instant = first_instant(day, in_zone)
    assert instant is not None
    return instant


def _saved(quote: PurchaseQuote, name: str) -> Saving:
    (found,) = [saved for saved in quote.savings if saved.against.name == name]
    return found


def _lowest(quote: PurchaseQuote, _: str) -> str:
    assert quote.lowest is not None
    if quote.lowest.amount is not None:
        return quote.lowest.amount.amount
    assert quote.lowest.reason is not None
    return quote.lowest.reason.value


def _second(quote: PurchaseQuote, _: str) -> str:
    return "none" if quote.second is None else quote.second.listed.amount


BESIDE_A_PRICE: dict[str, Callable[[PurchaseQuote, str], str]] = {
    "saved": lambda quote, name: _saved(quote, name).amount.amount,
    "rate": lambda quote, name: str(rate_shown(_saved(quote, name).rate)).removesuffix(" %"),
    "lowest": _lowest,
    "second": _second,
}
"""Figures of what stands beside a price: "saved coins_100", "rate ios", "lowest", and "second" for what is listed."""


def figure_of(quote: PurchaseQuote, word: str, name: str) -> str:
    """A figure of a quote: coins as they are, money with the decimals of its currency, "unknown" for what is null."""
    if word in ("coins", "bonus", "total"):
        return str(getattr(quote, word))
    if word == "units":
        return str(dict(quote.units)[name.partition(" ")[0]])
    if word == "currency":
        return str(quote.currency.code)
    if word in ("open", "assumed"):
        return " ".join([*quote.assumed] if word == "assumed" else sorted({each.fact for each in quote.open}))
    if word == "openlimits":
        return " ".join(limit.limit_id for limit in quote.open_limits)
    if word == "needs":
        return " ".join(quote.unknown_values)
    if word in BESIDE_A_PRICE:
        return BESIDE_A_PRICE[word](quote, name.partition(" ")[0])
    if word == "line":
        (minor,) = [amount for line, amount in quote.tax_lines if line.id == name.partition(" ")[0]]
        return decimal_text(minor, quote.currency.exponent)
    amount = quote.listed_minor if word == "listed" else getattr(quote, f"{word}_minor") if word in MINORS else 0
    assert word == "listed" or word in MINORS, f"{word} is nothing that can be asked"
    return "unknown" if amount is None else decimal_text(amount, quote.currency.exponent)


@pytest.mark.parametrize("said", [said for said in SAID if said.kind in ANSWERS], ids=lambda said: said.asked)
def test_a_quote_comes_to_what_the_page_says(said: Said) -> None:
    book = loaded_without_a_word(said.files)
    stated = said.stated.split(", ")
    assert [ANSWERS[said.kind](book, said.asked, figure) for figure in stated] == stated


@pytest.mark.parametrize("said", [said for said in SAID if said.kind == "label"], ids=lambda said: said.asked)
def test_a_reader_sees_the_name_that_the_page_says(said: Said) -> None:
    book = loaded_without_a_word(said.files)
    region, platform, package, locale = said.asked.split()
    quote = quote_purchase(book, PurchaseRequest(region, platform, package, start_of(book, region, DAY)))
    assert isinstance(quote, PurchaseQuote)
    assert reader_of(book, locale).package_label(quote.package)[0].replace("\xa0", " ") == said.stated


@every_chapter
def test_the_book_of_a_chapter_is_sound_at_its_end(chapter: Chapter) -> None:
    if chapter.left:
        loaded_without_a_word(chapter.left)


@pytest.mark.parametrize("shown", [shown for chapter in CHAPTERS for shown in chapter.shown])
def test_check_says_what_the_page_shows(shown: Shown) -> None:
    loaded = load_texts(shown.files)
    assert printed(loaded, shown.files) + "\n" == shown.text


@every_chapter
def test_every_bold_number_of_a_chapter_is_computed_and_every_computed_one_is_shown(chapter: Chapter) -> None:
    prose = STEP.sub("", chapter.text)
    bold = {number.rstrip(".,") for number in BOLD_NUMBER.findall(prose)}
    stated = {
        value if said.kind == "label" else value.rpartition(" ")[2]
        for said in chapter.said
        for value in (said.stated.split(", ") if said.kind in ANSWERS else [said.stated])
        if not value.startswith(("refused", "open", "assumed", "needs", "day"))
    }
    assert bold == stated - {"unknown"}
    days = [day for said in chapter.said for day in re.findall(r"\bday (\S+?)(?:,|$)", said.stated)]
    assert [day for day in days if day not in prose] == []
    facts = [fact for said in chapter.said for fact in re.findall(r"(?:open|assumed|needs) ([^\s,]+)", said.stated)]
    assert [fact for fact in facts if f"`{fact}`" not in prose] == []


@every_chapter
def test_no_amount_of_a_chapter_stands_unchecked(chapter: Chapter) -> None:
    prose = re.sub(r"`[^`\n]*`|\*\*[^*]+\*\*", "", STEP.sub("", chapter.text))
    unchecked = re.findall(r"(?<![\d.])\d+\.\d{2,}(?!\.?\d)", prose)
    assert unchecked == []
    amounts = re.findall(r"`(\d+\.\d{2})`", "\n".join(line for line in chapter.text.splitlines() if line[:1] != "|"))
    books = "".join(text for said in chapter.said for text in said.files.values())
    assert [amount for amount in amounts if amount not in books] == []


def test_the_table_of_values_holds_values_of_its_types_and_texts_that_are_none() -> None:
    table = PAGE.read_text("utf-8").partition("<!-- table: values -->\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert [row[0] for row in rows] == list(TYPES)
    for name, right, wrong in rows:
        for text in re.findall(r"`([^`]+)`", right):
            assert not isinstance(parse_value(TYPES[name], text), Wrong), text
        for text in re.findall(r"`([^`]+)`", wrong):
            assert isinstance(parse_value(TYPES[name], text), Wrong), text


def test_every_code_that_the_page_names_exists_and_every_link_leads_somewhere() -> None:
    text = PAGE.read_text("utf-8")
    named = re.findall(r"\[`([a-z0-9-]+)`\]", text)
    assert named
    assert set(named) <= set(CODES)
    anchors = {re.sub(r"[^a-z0-9 -]", "", chapter.title.lower()).replace(" ", "-") for chapter in CHAPTERS}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target[1:] in anchors if target.startswith("#") else (PAGE.parent / target).is_file(), target


def test_a_wrong_number_on_the_page_would_be_seen() -> None:
    book = loaded_without_a_word(CHAPTERS[0].said[0].files)
    assert answer_of(book, "DE ios coins_1000 ×10", "gross 1.00") == "gross 139.90"
    assert answer_of(book, "DE ios coins_100 at 2024-01-01", "gross 1.00").startswith("refused BEFORE_RULES")
