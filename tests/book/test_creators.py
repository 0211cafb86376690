"""What hangs together in the keys of creators: each mistake is one diagnostic, where it is to be mended."""

import pytest

from ratecard.diagnostics.diagnostic import Severity
from tests.book.cashing import CASH, Change, cash, cash_book, found_in_cash, only_in_cash, written_at

GIFTS, CREATORS, PAYOUTS, FX = "rules/gifts.yaml", "rules/creators.yaml", "rules/payouts.yaml", "rules/fx.yaml"
DE, JP, KR, FACTS = "regions/de.yaml", "regions/jp.yaml", "regions/kr.yaml", "rules/facts.yaml"
PACKAGES, PLATFORMS, UNITS = "rules/packages.yaml", "rules/platforms.yaml", "rules/units.yaml"
PAYPAL = "fee: {rate: 2 %, floor: 0.25 USD, cap: 20 USD, rounding: half up}"
RATES = (
    "  rates:\n    USD: {2025-01-01: 1.0389, 2026-01-02: 1.175}\n    JPY: {2025-01-01: 163.06, 2026-01-02: 184.09}\n"
    "    KRW: {2025-01-01: 1532.15, 2026-01-02: 1705.81}\n    source: example\n"
)


def test_nothing_is_wrong_with_the_book_itself() -> None:
    cash_book()


@pytest.mark.parametrize(
    ("change", "code", "at", "sentence", "hint"),
    [
        (
            (GIFTS, "rarity: legendary", "rarity: legendery"),
            "unknown-rarity",
            "legendery",
            "legendery is a rarity that no file declares",
            "did you mean legendary?",
        ),
        (
            (GIFTS, "rarity: legendary", "rarity: mythic"),
            "unknown-rarity",
            "mythic",
            "mythic is a rarity that no file declares",
            "known here: common, legendary; else declare it: rarities: {mythic: {order: 1, name: …}}",
        ),
        (
            (GIFTS, "kinds: [live]", "kinds: [liv]"),
            "unknown-kind",
            "liv",
            "liv is a kind of spending without earnings",
            "did you mean live?",
        ),
        (
            (GIFTS, "kinds: [live]", "kinds: []"),
            "empty-value",
            "[]",
            "castle is for no kind of spending",
            "write [live], with each kind of spending that it is for",
        ),
        (
            (GIFTS, "package: coins_1000", "package: coins_10000"),
            "unknown-package",
            "coins_10000",
            "coins_10000 is a package to which no file gives coins",
            "known here: coins_1000, coins_100; else write the id of a package",
        ),
        (
            (FACTS, "  buyer.level: {type: count, name: Buyer's level}\n", ""),
            "unknown-fact",
            "20",
            "this asks for buyer.level, which no file declares",
            "declare it under rules/: facts: {buyer.level: {type: count}}",
        ),
        (
            (FACTS, "buyer.level: {type: count", "buyer.level: {type: yes or no"),
            "unknown-fact",
            "20",
            "this asks for buyer.level of type count, and it is declared with type yes or no",
            "declare it as facts: {buyer.level: {type: count}}",
        ),
        (
            (FACTS, "  lot.class: {type: one of, of: [promotional, earned], name: Kind of diamonds}\n", ""),
            "unknown-fact",
            "class",
            "this asks for lot.class, which no file declares",
            "declare it under rules/: facts: {lot.class: {type: one of, of: [promotional, earned]}}",
        ),
        (
            (FACTS, "gift.coins: {type: count", "gift.coins: {type: yes or no"),
            "bad-fact",
            "yes or no",
            "gift.coins is stated by the engine as a count, and declared as yes or no",
            "did you mean count?",
        ),
        (
            (CREATORS, "share: 70 %", "share: 170 %"),
            "rate-above-whole",
            "170 %",
            "a share of 170 % is more than there is",
            "write at most 100 %",
        ),
        (
            (PAYOUTS, "order: [class, oldest]", "order: []"),
            "empty-value",
            "[]",
            "order lists nothing",
            "write [oldest], or [class, oldest]",
        ),
        (
            (FX, "spread: 1 %", "spread: 100 %"),
            "rate-above-whole",
            "100 %",
            "an exchange that costs 100 % leaves nothing",
            "write less than 100 %, as 1 %",
        ),
        (
            (PAYOUTS, "currency: JPY", "currency: CHF"),
            "missing-fx-rate",
            "CHF",
            "USD is paid out in CHF, and CHF has no exchange rate",
            "state fx: {rates: {CHF: …}}",
        ),
        (
            (FX, "    USD: {2025-01-01: 1.0389, 2026-01-02: 1.175}\n", ""),
            "missing-fx-rate",
            "0.005 USD each",
            "USD is paid out in EUR, and USD has no exchange rate",
            "state fx: {rates: {USD: …}}",
        ),
        (
            (FX, "    JPY: {2025-01-01: 163.06", "    EUR: {2025-01-01: 163.06"),
            "rate-of-the-base",
            "163.06",
            "EUR is the base of the rates, and one unit of it is one unit of it",
            "delete the rate of EUR, or state another base",
        ),
    ],
)
def test_a_mistake_is_one_diagnostic_at_its_place(change: Change, code: str, at: str, sentence: str, hint: str) -> None:
    found = only_in_cash(change)
    assert (found.code, written_at(found, cash(change)), found.sentence, found.advice) == (code, at, sentence, hint)


@pytest.mark.parametrize(
    ("change", "missing", "at", "hint"),
    [
        ((GIFTS, "kinds: [video], name: Heart", "name: Heart"), "gifts.heart does not state kinds", "heart", ""),
        ((GIFTS, ", rounding: half up}", "}"), "worth_at does not state rounding", "worth_at", ""),
        ((CREATORS, "base: net, share", "share"), "earnings.video does not state base", "video", ""),
        (
            (CREATORS, "base: net, share: 70 %", "base: net"),
            "earnings.video does not state share",
            "video",
            "state earnings.video.share: for example 19 %, or split:, or diamonds: with base: coins; "
            "or earnings.video: none",
        ),
        (
            (CREATORS, "base: net, share: 70 %", "base: coins"),
            "earnings.video does not state diamonds",
            "video",
            "state earnings.video.diamonds: for example 1 per 2, or split:, "
            "or share: with base: net; or earnings.video: none",
        ),
        ((PAYOUTS, "  value_by: earned\n", ""), "payouts does not state value_by", "payouts", ""),
        (
            (PAYOUTS, "pays: {from: request, after", "pays: {after"),
            "payouts.pays does not state from",
            "pays",
            "state payouts.pays.from: “request” or “month end”; or payouts.pays: none",
        ),
        (
            (PAYOUTS, "  pays: {from: request, after: 2 days}\n", ""),
            "payouts does not state pays",
            "payouts",
            "state payouts.pays: {from: request}, or {from: month end}; or payouts: none",
        ),
        ((PAYOUTS, "most: 1000 USD, ", ""), "payouts.limits.daily does not state most", "daily", ""),
        (
            (PAYOUTS, "domestic, domestic: US", "domestic"),
            "payouts.withholding.lines.us does not state domestic",
            "us",
            "",
        ),
        (
            (PAYOUTS, "    rounding: half up\n    lines", "    lines"),
            "payouts.withholding does not state rounding",
            "withholding",
            "",
        ),
        (
            (PAYOUTS, "name: Gift card, fee: none", "name: Gift card"),
            "payouts.methods.gift_card does not state fee",
            "gift_card",
            "state payouts.methods.gift_card.fee: {rate: …, fixed: …, floor: …, rounding: …}, "
            "or none where it costs nothing; or payouts.methods.gift_card: none",
        ),
        (
            (PAYOUTS, PAYPAL, "fee: {cap: 20 USD, rounding: half up}"),
            "payouts.methods.paypal.fee does not state rate",
            "fee",
            "state payouts.methods.paypal.fee.rate: for example 19 %, or fixed: or floor: with an amount; "
            "or payouts.methods.paypal.fee: none",
        ),
        ((FX, "  rounding: down\n", ""), "fx does not state rounding", "fx", ""),
    ],
)
def test_what_is_missing_is_said_once_at_the_key_that_lacks_it(
    change: Change, missing: str, at: str, hint: str
) -> None:
    found = only_in_cash(change)
    assert found.code == "incomplete-terms"
    assert found.sentence.startswith(f"{missing}, and cannot be used without it: ")
    assert found.place is not None
    assert found.place.file == change[0]
    assert not at or written_at(found, cash(change)) == at
    assert not hint or found.advice == hint


def test_what_one_region_alone_lacks_is_said_in_that_region() -> None:
    found = only_in_cash((PAYOUTS, "  currency: USD\n", ""), (JP, "  currency: JPY\n  withholding", "  withholding"))
    assert found.sentence == "payouts does not state currency, and cannot be used without it: JP"
    assert found.place is not None
    assert found.place.file == JP


def test_a_misspelt_name_that_adds_a_thing_gets_the_name_that_was_probably_meant() -> None:
    found = only_in_cash((JP, "paypal: none", "paypl: {after: 1 day}"))
    assert found.sentence == "payouts.methods.paypl does not state fee, and cannot be used without it: JP"
    assert found.advice.startswith("did you mean paypal? If not, ")


def test_a_country_without_any_exchange_rates_is_said_once() -> None:
    changes = [
        (FX, RATES, ""),
        (FX, "fx:\n  base: EUR\n  rounding: down\n  spread: 1 %\n  maximum_age: 5 days\n", "note: x"),
    ]
    found = only_in_cash(*changes)
    assert (found.code, found.sentence) == (
        "missing-fx-rate",
        "USD is paid out in EUR and JPY, and no exchange rates are stated",
    )
    assert "rates: of EUR, JPY, KRW and USD, apart from the base" in found.hint


@pytest.mark.parametrize(
    ("change", "removed", "hint"),
    [
        ((KR, "castle: none", "castel: none"), "gifts.castel", "did you mean castle?"),
        ((KR, "castle: none", "castle: none\n  moon: {coins: none}"), "gifts.moon", "delete it, or write the name"),
        ((JP, "paypal: none", "paypl: none"), "payouts.methods.paypl", "did you mean paypal?"),
        ((JP, "methods:", "limits: {dayly: none}\n  methods:"), "payouts.limits.dayly", "did you mean daily?"),
        ((DE, "", "fx: {rates: {CHF: none}}\n"), "fx.rates.CHF", "delete it"),
        ((DE, "", "earnings: {vidoe: none}\n"), "earnings.vidoe", "did you mean video?"),
        (
            (DE, "", "eligibility: {creator: {creator.folowers: none}}\n"),
            "eligibility.creator.creator.folowers",
            "did you mean creator.followers?",
        ),
    ],
)
def test_none_for_what_nothing_states_is_a_warning_since_it_may_be_misspelt(
    change: Change, removed: str, hint: str
) -> None:
    found = only_in_cash(change)
    assert (found.code, found.severity) == ("removes-nothing", Severity.WARNING)
    assert found.sentence == f"{removed} is removed here, and nothing states it"
    assert found.advice.startswith(hint)
    assert written_at(found, cash(change)) == "none"


@pytest.mark.parametrize(
    "change",
    [
        (KR, "castle: none", "castle: {coins: none}"),
        (KR, "payouts: none", "payouts: none\nearnings: none\nfx: none\nworth_at: none"),
        (JP, "withholding: none", "withholding: {lines: none}"),
        (JP, "withholding: none", "withholding: {lines: {us: {rate: none}, local: none}}"),
        (JP, "withholding: none", "limits: {daily: {most: none}, weekly: none}\n  minimum: none\n  hold: none"),
        (DE, "", "earnings: {item: {split: none, diamonds: 1 per 2}, live: none}\n"),
        (DE, "", "eligibility: {creator: {creator.followers: none}, buyer: none}\n"),
        (DE, "", "worth_at: none\ngifts: {heart: {coins: {2026-01-01: none}}}\n"),
        (FX, "maximum_age: 5 days", "maximum_age: none"),
    ],
)
def test_anything_stated_may_be_removed_in_one_region_without_a_word(change: Change) -> None:
    cash_book(change)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((FACTS, "facts:", "faccts:"), "unknown-key"),
        ((CREATORS, "{buyer.age: {at least: 18}}", "{buyer.age: 1,000}"), "grouped-digits"),
        ((PACKAGES, "packages:", "packaages:"), "unknown-key"),
        ((PLATFORMS, "platforms:", "plattforms:"), "unknown-key"),
        ((UNITS, "coin:", "coinn:"), "not-one-of"),
        ((UNITS, "diamond:", "diamon:"), "not-one-of"),
        ((GIFTS, "rarities:", "raritees:"), "unknown-key"),
        ((GIFTS, "common: {name: Common, order: 1}", "common: {name: Common, order: first}"), "not-a-count"),
        ((GIFTS, "common: {name: Common, order: 1}", "common: {name: Common}"), "missing-key"),
        ((CREATORS, "earnings:", "earning:"), "unknown-key"),
        ((GIFTS, "gifts:", "gift:"), "unknown-key"),
        ((FX, "fx:", "FX:"), "unknown-key"),
        ((FX, "    JPY: {", "    JPYX: {"), "unknown-currency"),
        ((FX, "base: EUR", "base: euro"), "unknown-currency"),
        ((PAYOUTS, "2025-01-01: 0.005 USD each", "2025-01-01: 0.005"), "not-a-unit-price"),
        ((FACTS, "buyer.level: {type: count", "buyer.level: {type: number"), "not-one-of"),
        (
            (
                CREATORS,
                "creator: 30 %, owner: 40 %, platform: rest",
                "creator: {by: creator.grade, is: {partner: 40 %}, other: 30 %}, owner: 40 %",
            ),
            "bad-split",
        ),
    ],
)
def test_what_follows_from_a_mistake_is_not_reported_again(change: Change, code: str) -> None:
    assert only_in_cash(change).code == code


def test_two_ways_to_share_are_shown_at_the_narrower_one() -> None:
    found = only_in_cash((DE, "", "earnings: {live: {share: 30 %}}\n"))
    assert (found.code, found.sentence) == (
        "two-shares",
        "share is stated beside diamonds, and only one of them can hold",
    )
    assert found.place is not None
    assert found.place.file == DE


def test_a_diamond_of_another_currency_leaves_each_amount_to_be_restated_once() -> None:
    found = found_in_cash((PAYOUTS, "2026-01-01: 1 USD per 180", "2026-01-01: 0.005 EUR each"))
    assert {each.code for each in found} == {"amount-in-other-currency", "limit-in-other-currency"}
    texts = cash()
    assert sorted(written_at(each, texts) for each in found) == sorted(
        ["50 USD", "25 USD", "50 USD", "1000 USD", "0.25 USD", "20 USD", "3 USD", "100 USD"]
    )


def test_an_amount_restated_on_the_day_on_which_the_diamond_changes_is_right() -> None:
    cash_book(
        (PAYOUTS, "2026-01-01: 1 USD per 180", "2026-01-01: 0.005 EUR each"),
        (PAYOUTS, "minimum: {by: creator.payouts, from: {0: 50 USD, 1: 25 USD}, other: 50 USD}", "minimum: none"),
        (PAYOUTS, "most: 1000 USD", "most: {2025-01-01: 1000 USD, 2026-01-01: 900 EUR}"),
        (PAYOUTS, PAYPAL, "fee: {fixed: {2025-01-01: 1 USD, 2026-01-01: 1 EUR}, rounding: half up}"),
        (PAYOUTS, "fee: {fixed: 3 USD, rounding: half up}\n      minimum: 100 USD", "fee: none"),
    )


def test_a_withheld_rate_above_the_whole_is_said_on_its_own_line() -> None:
    found = only_in_cash((PAYOUTS, "us: {name: US tax, rate: 24 %", "us: {name: US tax, rate: 240 %"))
    assert (found.code, found.sentence) == ("rate-above-whole", "us keeps back 240 %, which is more than there is")
    assert written_at(found, cash((PAYOUTS, "24 %", "240 %"))) == "240 %"
    both = only_in_cash((PAYOUTS, "rate: 24 %", "rate: 60 %"), (PAYOUTS, "rate: 3 %", "rate: 50 %"))
    assert both.sentence == "the lines keep back 110 %, which is more than there is"


def test_a_unit_that_only_earnings_ask_for_is_missed_at_them() -> None:
    units = CASH["rules/units.yaml"]
    found = found_in_cash(("rules/units.yaml", units[units.index("  diamond:") :], ""))
    assert [each.sentence for each in found] == [
        "no file under rules/ states units.diamond.name",
        "no file under rules/ states units.diamond.price",
    ]
    assert {written_at(each, CASH) for each in found} == {"earnings"}


@pytest.mark.parametrize("unit", ["coin", "diamond"])
def test_a_unit_without_its_name_is_missed_at_the_unit(unit: str) -> None:
    name = f"    name: {{en: {{one: {unit}, other: {unit}s}}}}\n"
    found = only_in_cash(("rules/units.yaml", name, ""))
    assert found.sentence == f"no file under rules/ states units.{unit}.name"
    assert written_at(found, cash(("rules/units.yaml", name, ""))) == unit
