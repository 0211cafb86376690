"""A book calls its units as it likes, and output follows it; counts agree with their nouns."""

import re
from pathlib import Path

import pytest

from ratecard.quotes.amounts import used_amount
from ratecard.rulefiles.keys.payouts import LIMIT
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.values.limits import CountOf, parse_limit
from ratecard.rulefiles.wrong import Wrong
from tests.books import Texts, shipped_texts, write_texts
from tests.cli.running import run, run_json

UNITS = """
units:
  coin:
    name: {en: {one: token, other: tokens}, de: {one: Marke, other: Marken}}
    price: {rounding: half up, extra_digits: 3}
  diamond:
    name: {en: {one: bean, other: beans}, de: {one: Bohne, other: Bohnen}}
    price: {rounding: half up, extra_digits: 3}
"""
AT = ("--at", "2026-07-01")
PAYOUT = ("quote", "payout", "--region", "DE", "--method", "paypal", *AT)
PURCHASE = ("quote", "purchase", "--region", "DE", "--platform", "ios", "--package", "coins_1000", *AT)
GIFT = ("quote", "gift", "--region", "DE", "--platform", "ios", "--creator-region", "DE", "--gift", "rose", *AT)

VIDEO = ("explain", *GIFT[1:-4], "--gift", "fox", "--count", "2", "--kind", "video", *AT)


def beans() -> Texts:
    """The shipped book of Germany with other names of its units, and limits in diamonds and in payouts."""
    kept = ("regions/de.yaml", "regions/groups/eu.yaml", "regions/groups/euro.yaml")
    texts = {name: text for name, text in shipped_texts().items() if name.startswith("rules/") or name in kept}
    limits = "    monthly: {most: 1 payout, per: calendar month}\n    stock: {most: 30_000 diamonds, per: payout}\n"
    limits += "    yearly: {most: 40_000 diamonds, per: rolling 30 days}\n"
    payouts = re.sub(r"    monthly: .*\n", limits, texts["rules/payouts.yaml"])
    return {**texts, "rules/units.yaml": UNITS, "rules/payouts.yaml": payouts}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """`--book` for that book."""
    folder: Path = write_texts(tmp_path_factory.mktemp("beans"), beans())
    return ("--book", str(folder))


LOT = ("--lot", "20000@2026-01-01")
COMMANDS = [
    ("prices", "--region", "DE", "--platform", "ios", *AT),
    ("gifts", "--region", "DE", "--platform", "ios", *AT),
    PURCHASE,
    GIFT,
    (*PAYOUT, *LOT),
    ("explain", *PURCHASE[1:]),
    ("explain", *GIFT[1:]),
    VIDEO,
    ("explain", *PAYOUT[1:], *LOT),
    (*PAYOUT, "--diamonds", "20000"),
    (*PAYOUT, *LOT, "--want", "1 EUR"),
    (*PAYOUT, *LOT, "--diamonds", "20001"),
    (*PAYOUT, *LOT, "--want", "1000 EUR"),
    (*PAYOUT, "--diamonds", "0"),
    (*PAYOUT, "--lot", "0@2026-01-01"),
    (*PAYOUT, "--lot", "20000@2024-01-01"),
    (*PAYOUT, "--lot", "30001@2026-01-01"),
    (*PAYOUT, *LOT, "--used", "yearly=20001 diamonds"),
    (*PAYOUT, *LOT, "--used", "monthly=1 payout"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("locale", ["en", "de"])
def test_no_output_calls_a_unit_otherwise_than_the_book(
    book: tuple[str, ...], command: tuple[str, ...], locale: str
) -> None:
    result = run(*command, *book, "--locale", locale)
    told = re.sub(r"coins_\d+|https://\S+", "", result.stdout + result.stderr)
    assert told
    assert re.findall(r"\b(?:coin|diamond)s?\b", told) == []
    assert re.findall(r"(?<!lot )\b1 \w+s\b", told) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((*PAYOUT, *LOT), "20,000 beans by PayPal in DE\n"),
        ((*PAYOUT, *LOT), "\nbeans "),
        ((*PAYOUT, *LOT), "open: yearly allows 40,000 beans for each rolling 30 days"),
        ((*PAYOUT, *LOT), "open: monthly allows 1 payout for each calendar month"),
        ((*PAYOUT, *LOT, "--locale", "de"), "20.000 Bohnen by PayPal in DE\n"),
        ((*PAYOUT, *LOT, "--locale", "de"), "open: yearly allows 40.000 Bohnen for each rolling 30 days"),
        ((*PAYOUT, "--diamonds", "20000"), "assumed: the beans were earned at the instant asked about"),
        (PURCHASE, "1,000 tokens (coins_1000) in DE on ios\n"),
        (PURCHASE, "\ntokens "),
        (PURCHASE, "\nprice per token "),
        ((*PURCHASE, "--locale", "de"), "\nprice per Marke "),
        (GIFT, "\ntoken "),
        (GIFT, "\nbeans "),
        (("explain", *PURCHASE[1:]), "\ntokens "),
        (("explain", *PURCHASE[1:]), "\nprice per token "),
        (("explain", *PURCHASE[1:], "--locale", "de"), "\nprice per Marke "),
        (("explain", *GIFT[1:]), "\ntoken  "),
        (("explain", *GIFT[1:]), "\nbeans  "),
        (VIDEO, "\nbeans each  "),
        (("prices", "--region", "DE", "--platform", "ios", *AT), "per token\n"),
    ],
)
def test_tables_and_sentences_name_the_books_units(book: tuple[str, ...], command: tuple[str, ...], said: str) -> None:
    assert said in run(*command, *book).stdout


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ((*PAYOUT, "--lot", "1@2026-01-01", "--diamonds", "2"), "that takes 2 beans, and the lots hold 1 bean"),
        ((*PAYOUT, "--diamonds", "0"), "a payout of 0 beans is not between 1 and 1,000,000,000,000,000 beans"),
        (
            (*PAYOUT, "--lot", "30001@2026-01-01"),
            "the limit stock of 30,000 beans for each payout is exceeded by 30,001 beans",
        ),
        (
            (*PAYOUT, *LOT, "--used", "yearly=20001 diamonds"),
            "the limit yearly of 40,000 beans for each rolling 30 days is exceeded by 20,000 beans after 20,001 beans",
        ),
        (
            (*PAYOUT, *LOT, "--used", "monthly=1 payout"),
            "the limit monthly of 1 payout for each calendar month is exceeded by 1 payout after 1 payout, "
            "and begins anew at 2026-07-31T22:00:00Z",
        ),
    ],
)
def test_refusals_name_the_books_units(book: tuple[str, ...], command: tuple[str, ...], message: str) -> None:
    given = (*command, *book, "--locale", "en")
    assert run(*given).stderr.partition(": ")[2] == f"{message}\n"
    assert run_json(*given, code=1)["refusal"]["message"] == message


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [
        (1, "payouts", "1 payout"),
        (2, "payouts", "2 payouts"),
        (1, "diamonds", "1 diamond"),
        (0, "payouts", "0 payouts"),
    ],
)
def test_an_amount_of_a_limit_agrees_with_its_number(count: int, unit: str, text: str) -> None:
    assert str(CountOf(count, unit)) == text
    assert used_amount(text) == count


def test_an_open_limit_is_written_for_programs_as_what_was_used_of_it(book: tuple[str, ...]) -> None:
    answer = run_json(*PAYOUT, *LOT, "--locale", "de", *book)
    limits = {limit["limitId"]: limit["most"] for limit in answer["openLimits"]}
    assert (limits["monthly"], limits["yearly"]) == ("1 payout", "40000 diamonds")
    used = [argument for name, most in limits.items() for argument in ("--used", f"{name}={most}")]
    refusal = run_json(*PAYOUT, *LOT, *used, *book, code=1)["refusal"]
    assert refusal["code"] == "ABOVE_LIMIT"


@pytest.mark.parametrize("text", ["0" * 900_000, "1." * 400_000, "1'000" * 200_000, "0" * 500_000 + " xx", "1 XQ"])
def test_a_text_of_any_length_is_refused_without_asking_what_it_might_mean(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_: Nearby, code: str) -> tuple[str, ...]:
        asked.append(code)
        return ()

    monkeypatch.setattr(Nearby, "currencies_meant", ask)
    refused = used_amount(text)
    assert isinstance(refused, str)
    assert "is not an amount that was used" in refused
    assert len(refused) < 200
    assert not asked
    # Of a rule file it is asked, and takes no longer than its length.
    assert isinstance(parse_limit(LIMIT.counts, text), Wrong)
