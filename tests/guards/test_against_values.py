"""What else an older book shows: promotions that were loosened, values that are far off or gone, dates of long ago."""

import pytest

from ratecard.book.memo import Memo
from ratecard.guards.findings import Finding
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import NOW, RULES, region_text, world

PLATFORMS, PROMOTIONS, PAYOUTS, PACKAGES = (
    f"rules/{name}.yaml" for name in ("platforms", "promotions", "payouts", "packages")
)
MEMO = Memo()
OLDER = ("withdrawn", "moved", "commission_moved", "loosened", "payout_moved", "backdated")


def found(before: Texts, after: Texts) -> list[Finding]:
    """What is found against an older book, of that alone."""
    old, new = (sound(load_texts(texts, memo=MEMO)) for texts in (before, after))
    return [own for own in guard(new, NOW, before=old).findings if own.guard in OLDER]


SALE = """promotions:
  friday:
    name: {en: Black Friday}
    from: 2026-11-27
    last_day: 2026-11-30
    code: FRIDAY
    packages: [coins_500]
    when: {buyer.age: {at least: 18}, buyer.level: {any of: [silver, gold]}}
    exclusive: yes
    limits: {each: {most: 1 unit}}
    bonus: 10 %
"""
FACTS = {
    "rules/facts.yaml": (
        "facts:\n  buyer.age: {type: count, name: Age}\n"
        "  buyer.level: {type: one of, of: [bronze, silver, gold], name: Level}\n"
    )
}


def sale(*changes: tuple[str, str]) -> Texts:
    """A book with a sale that asks for much, and less of it after these changes."""
    text = SALE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return world({PROMOTIONS: text, **FACTS})


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("    last_day: 2026-11-30\n", "", "ends never, and ended on 2026-11-30"),
        ("2026-11-30", "2026-12-30", "ends on 2026-12-30, and ended on 2026-11-30"),
        ("    from: 2026-11-27\n", "", "is open since ever, and was from 2026-11-27 on"),
        ("    code: FRIDAY\n", "", "asks for no code any more"),
        ("buyer.age: {at least: 18}, ", "", "does not ask for buyer.age at least 18 any more"),
        ("at least: 18", "at least: 8", "does not ask for buyer.age at least 18 any more"),
        ("[silver, gold]", "[bronze, silver, gold]", "does not ask for buyer.level any of gold, silver any more"),
        ("    packages: [coins_500]\n", "", "is for all packages too"),
        ("[coins_500]", "[coins_500, coins_5000]", "is for coins_5000 too"),
        ("    exclusive: yes\n", "", "goes together with others"),
        ("    limits: {each: {most: 1 unit}}\n", "", "has no limit each of 1 unit any more"),
        ("most: 1 unit", "most: 10 units", "has a limit each of 10 units, and had one of 1 unit"),
        ("{each: {most: 1 unit}}", "{two: {most: 2 units}}", "has no limit each of 1 unit any more"),
        ("1 unit}", "1 unit, of: package}", "has a limit each of 1 unit of each package, and had one of 1 unit"),
        (
            "1 unit}",
            "1 unit, per: calendar month}",
            "has a limit each of 1 unit for each calendar month, and had one of 1 unit",
        ),
        ("bonus: 10 %", "bonus: 20 %", "gives 20 % with coins_500, and gave 10 %"),
    ],
)
def test_a_promotion_that_is_looser_is_told(old: str, new: str, why: str) -> None:
    told = found(sale(), sale((old, new)))
    assert {own.guard for own in told} == {"loosened"}
    assert told[0].sentence.endswith(f" {why}")
    assert {own.place.file for own in told} == {PROMOTIONS}
    assert found(sale((old, new)), sale()) == [], "it is stricter the other way round"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-11-30", "2026-11-29"),
        ("code: FRIDAY", "code: WEEKEND"),
        ("at least: 18", "at least: 21"),
        ("[silver, gold]", "[gold]"),
        ("bonus: 10 %", "bonus: 5 %"),
        ("name: {en: Black Friday}", "name: {en: Friday}"),
        ("{each: {most: 1 unit}}", "{once: {most: 1 unit}}"),
        ("{most: 1 unit}", "{most: 1 unit, of: everyone}"),
        ("{each: {most: 1 unit}}", "{each: {most: 1 unit}, month: {most: 3 units, per: calendar month}}"),
    ],
)
def test_one_that_is_stricter_or_otherwise_is_not(old: str, new: str) -> None:
    assert found(sale(), sale((old, new))) == []


def test_one_that_is_over_may_be_anything() -> None:
    over = (("2026-11-27", "2026-10-27"), ("2026-11-30", "2026-10-30"))
    assert found(sale(*over), sale(*over, ("    code: FRIDAY\n", ""))) == []


def test_several_reasons_are_one_finding_a_market() -> None:
    told = found(sale(), sale(("    code: FRIDAY\n", ""), ("bonus: 10 %", "bonus: 50 %")))
    assert len(told) == 11
    assert "asks for no code any more; it gives 50 % with coins_500" in told[0].sentence
    assert told[0].place.line == 2


def packages(old: str, new: str) -> Texts:
    """The book with other contents."""
    assert old in RULES[PACKAGES]
    return world({PACKAGES: RULES[PACKAGES].replace(old, new)})


@pytest.mark.parametrize(
    ("old", "new", "share"),
    [
        ("bonus: 400", "bonus: 40", "holds 5,040 coins from 2026-11-28 on, and held 5,400: 6.7 % less"),
        ("coins: 100}", "coins: 90}", "holds 90 coins from 2026-11-28 on, and held 100: 10 % less"),
        ("coins: 100}", "coins: 150}", "holds 150 coins from 2026-11-28 on, and held 100: 50 % more"),
        ("coins: 100}", "coins: {begins: 100, 2027-03-01: 50}}", "holds 50 coins from 2027-03-01 on"),
    ],
)
def test_what_a_package_holds_is_compared(old: str, new: str, share: str) -> None:
    told = found(world(), packages(old, new))
    assert {(own.guard, own.place.file) for own in told} == {("moved", PACKAGES)}
    assert share in told[0].sentence


def test_a_few_coins_more_are_nothing() -> None:
    assert found(world(), packages("bonus: 400", "bonus: 600")) == []


CREATORS = texts_of(Small())
OWN = (
    "  minimum: 25 USD\n  hold: 5 days\n  limits: {daily: {most: 1000 USD, per: calendar day}}\n"
    "  methods: {bank: {name: Bank, fee: {fixed: 1.00 USD}}}\n"
)


def paid(*changes: tuple[str, str]) -> Texts:
    """A book that pays creators, after changes of how."""
    text = CREATORS[PAYOUTS].replace("  methods: {bank: {name: Bank, fee: none}}\n", OWN)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {**CREATORS, PAYOUTS: text}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("25 USD", "250 USD", "is 250.00 USD from 2026-11-28 on, and was 25.00 USD: up by × 10.00"),
        ("25 USD", "2.50 USD", "is 2.50 USD from 2026-11-28 on, and was 25.00 USD: down by × 10.00"),
        ("5 days", "50 days", "is 50 days from 2026-11-28 on, and was 5 days: up by × 10.00"),
        ("  hold: 5 days\n", "", "is not stated from 2026-11-28 on, and was 5 days"),
        ("1.00 USD", "10.00 USD", "payouts.methods.bank.fee.fixed in DE is 10.00 USD"),
        ("1000 USD", "100 USD", "is 100.00 USD from 2026-11-28 on, and was 1000.00 USD: down by × 10.00"),
        (
            "  limits: {daily: {most: 1000 USD, per: calendar day}}\n",
            "",
            "limits.daily.most in DE is not stated",
        ),
    ],
)
def test_what_creators_are_paid_by_is_compared(old: str, new: str, sentence: str) -> None:
    (own,) = found(paid(), paid((old, new)))
    assert (own.guard, own.place.file) == ("payout_moved", PAYOUTS)
    assert sentence in own.sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("25 USD", "50 USD"),
        ("  minimum: 25 USD\n", ""),
        ("fee: {fixed: 1.00 USD}", "fee: none"),
        ("5 days", "7 days"),
        ("25 USD", "{begins: 25 USD, 2027-03-01: 30 USD}"),
    ],
)
def test_what_moves_little_or_is_better_for_creators_is_not_told(old: str, new: str) -> None:
    assert found(paid(), paid((old, new))) == []


TWO = "store: {rate: 30 %, base: net}\n        levy: {rate: 2 %, base: net}"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("store: {rate: 30 %, base: net}", "commission.lines.levy.rate in"),
        ("store: {rate: 3 %, base: net}\n        levy: {rate: 2 %, base: net}", "and was 30 %: down by × 10.00"),
        ("store: {rate: 0 %, base: net}\n        levy: {rate: 2 %, base: net}", "and was 30 %: nothing is left"),
        ("store: {rate: 15 %, base: net}\n        levy: {rate: 2 %, base: net}", ""),
    ],
)
def test_what_stores_keep_is_compared(lines: str, sentence: str) -> None:
    one, two = (
        world({PLATFORMS: RULES[PLATFORMS].replace("store: {rate: 30 %, base: net}", own)}) for own in (TWO, lines)
    )
    told = found(one, two)
    assert [own.guard for own in told] == (["commission_moved"] if sentence else [])
    for own in told:
        assert sentence in own.sentence
        assert (own.place.file, own.place.line) == (PLATFORMS, 8 if "levy" in lines else 7)


@pytest.mark.parametrize(
    ("price", "is_told"),
    [
        ("{begins: 6.99, 2026-01-15: 7.29}", True),
        ("{begins: 6.99, 2026-11-15: 7.29}", False),
        ("{begins: 6.99, 2027-01-15: 7.29}", False),
        ("7.29", False),
    ],
)
def test_a_date_of_long_ago_that_is_new_is_told(price: str, is_told: bool) -> None:
    prices = ("1.39", price, "13.49", "64.99")
    told = found(world(), world({"regions/de.yaml": region_text("DE", prices)}))
    assert bool(told) is is_told
    for own in told:
        assert (own.guard, own.place.file, own.place.line) == ("backdated", "regions/de.yaml", 7)
        assert "has the date 2026-01-15, 317 days ago" in own.sentence


def test_what_ends_a_package_or_a_country_is_pointed_at() -> None:
    text = region_text("DE").replace("coins_500: 6.99", "coins_500: {begins: 6.99, 2027-01-01: none}")
    (own,) = found(world(), world({"regions/de.yaml": text}))
    assert (own.guard, own.place.file, own.place.line) == ("withdrawn", "regions/de.yaml", 7)


RULES_OF_BUYERS = """eligibility:
  buyer: {buyer.age: {at least: 18}}
purchases:
  limits:
    minors: {most: {by: buyer.age, from: {0: 50 units, 18: none}}, per: calendar month}
    daily: {most: 20 units, per: calendar day}
"""
AGE, MINORS = "  buyer: {buyer.age: {at least: 18}}\n", "{by: buyer.age, from: {0: 50 units, 18: none}}"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (f"eligibility:\n{AGE}", "", "eligibility.buyer.buyer.age in {} does not ask for buyer.age at least 18 from"),
        ("at least: 18", "at least: 8", "does not ask for buyer.age at least 18 from 2026-11-28 on, and did"),
        (
            "    daily: {most: 20 units, per: calendar day}\n",
            "",
            "daily in {} allows any number from 2026-11-28 on",
        ),
        (
            "most: 20 units",
            "most: 2000 units",
            "2000 units from 2026-11-28 on, and allowed 20 units: up by × 100",
        ),
        (
            "0: 50 units, ",
            "0: none, ",
            "minors in {} allows any number for buyer.age 0 from 2026-11-28 on",
        ),
    ],
)
def test_what_is_asked_of_buyers_no_longer_is_told(old: str, new: str, sentence: str) -> None:
    assert old in RULES_OF_BUYERS
    before, after = (
        world({"rules/buyers.yaml": text, **FACTS})
        for text in (RULES_OF_BUYERS, RULES_OF_BUYERS.replace(old, new) or "units: {coin: Coin}\n")
    )
    told = found(before, after)
    assert {own.guard for own in told} == {"loosened"}
    assert sentence.format(told[0].market.shown) in told[0].sentence
    assert {own.place.file for own in told} == {"rules/buyers.yaml"}


def test_stricter_rules_for_buyers_are_not_told() -> None:
    """More is asked, a limit is lower, and one is raised by less than the factor."""
    stricter = RULES_OF_BUYERS.replace("at least: 18", "at least: 21").replace("most: 20 units", "most: 40 units")
    stricter = stricter.replace("0: 50 units", "0: 5 units")
    assert (
        found(world({"rules/buyers.yaml": RULES_OF_BUYERS, **FACTS}), world({"rules/buyers.yaml": stricter, **FACTS}))
        == []
    )


def test_one_of_two_limits_of_a_promotion_that_is_gone_is_told_and_a_new_name_is_not() -> None:
    one, all_of_them = "{each: {most: 1 unit}}", "{all: {most: 900 units}}"
    both = sale((one, "{each: {most: 1 unit}, all: {most: 900 units}}"))
    told = {own.sentence.partition(" on ios ")[2] for own in found(both, sale((one, all_of_them)))}
    assert told == {"has no limit each of 1 unit any more"}
    assert found(sale(), sale((one, "{once: {most: 1 unit}}"))) == []


def of_buyers(most: str, per: str = "per: calendar month") -> Texts:
    """A book that limits what buyers buy."""
    window = f", {per}" if per else ""
    return world({"rules/buyers.yaml": f"purchases: {{limits: {{some: {{most: {most}{window}}}}}}}\n", **FACTS})


BY_AGE = "{by: buyer.age, from: {0: 10 units, 18: %s}}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (BY_AGE % "50 units", "60 units", ""),
        (BY_AGE % "50 units", "600 units", "allows 600 units from 2026-11-28 on, and allowed 50 units: up by × 12.00"),
        (BY_AGE % "none", "600 units", ""),
        ("50 units", BY_AGE % "60 units", ""),
        ("50 units", BY_AGE % "600 units", "allows 600 units from 2026-11-28 on, and allowed 50 units: up by × 12.00"),
        ("50 units", BY_AGE % "none", "allows any number from 2026-11-28 on, and allowed 50 units"),
    ],
)
def test_a_limit_that_varies_by_facts_is_compared_by_its_loosest_with_one_that_does_not(
    old: str, new: str, told: str
) -> None:
    sentences = [own.sentence.partition(" on ios ")[2] for own in found(of_buyers(old), of_buyers(new))]
    assert set(sentences) == ({told} if told else set())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "per: calendar month",
            "per: calendar day",
            "counts for each calendar day from 2026-11-28 on, and did for each",
        ),
        ("", "per: calendar year", "counts for each calendar year from 2026-11-28 on, and did for ever"),
        ("per: rolling 24 hours", "per: calendar day", "counts for each calendar day"),
        ("per: rolling 30 days", "per: purchase", "counts for each purchase"),
        ("per: calendar day", "per: rolling 24 hours", ""),
        ("per: calendar day", "per: calendar month", ""),
        ("per: calendar day", "", ""),
    ],
)
def test_a_limit_that_counts_anew_more_often_is_told(old: str, new: str, told: str) -> None:
    sentences = {own.sentence for own in found(of_buyers("50 units", old), of_buyers("50 units", new))}
    assert bool(sentences) is bool(told)
    assert all(told in sentence for sentence in sentences)


def test_a_limit_of_nothing_that_allows_something_is_told() -> None:
    def spending(most: str) -> Texts:
        limits = f"purchases: {{limits: {{some: {{most: {most}, per: calendar month}}}}}}\n"
        return world({"regions/de.yaml": region_text("DE") + limits})

    (told,) = found(spending("0.00 EUR"), spending("5.00 EUR"))
    assert told.sentence.endswith("allows 5.00 EUR from 2026-11-28 on, and allowed 0.00 EUR")
    assert found(spending("0.00 EUR"), spending("0.00 EUR")) == []


def test_a_limit_of_less_in_a_shorter_time_is_stricter() -> None:
    month = of_buyers("60 units")
    assert found(month, of_buyers("2 units", "per: calendar day")) == []
    assert {own.seen for own in found(month, of_buyers("3 units", "per: calendar day"))} == {30}


@pytest.mark.parametrize("figure", ["bonus", "discount"])
def test_a_package_that_a_promotion_gives_something_with_and_gave_nothing_is_told(figure: str) -> None:
    sale = "promotions:\n  friday: {name: F, from: 2026-11-27, last_day: 2026-11-30, FIGURE: {coins_100: 5 %MORE}}\n"
    before, after = (
        world(
            {
                PROMOTIONS: sale.replace("FIGURE", figure).replace("MORE", more),
                "rules/pricing.yaml": "pricing: {rounding: half up}\n",
            }
        )
        for more in ("", ", coins_500: 5 %")
    )
    told = found(before, after)
    assert {own.guard for own in told} == {"loosened"}
    assert {own.sentence.partition(" on ios ")[2] for own in told} == {"gives 5 % with coins_500, and gave nothing"}
    assert found(after, before) == []


@pytest.mark.parametrize(
    ("old", "new", "worse", "number"),
    [
        ("bonus: 10 %", "bonus: 20 %", "bonus: 90 %", "2"),
        ("2026-11-30", "2026-12-02", "2026-12-30", "2"),
        ("most: 1 unit", "most: 3 units", "most: 9 units", "3"),
        ("most: 1 unit", "most: 90 units", "most: none", "90"),
    ],
)
def test_what_is_looser_is_accepted_up_to_a_number(old: str, new: str, worse: str, number: str) -> None:
    accepted = "guards: {accepted: {meant: {guard: loosened, at: friday, number: %s, reason: R, owner: o, until: %s}}}"
    settings = {"rules/guards.yaml": accepted % (number, "2027-05-01")}
    assert found(sale(), {**sale((old, new)), **settings}) == []
    told = found(sale(), {**sale((old, worse)), **settings})
    assert {own.guard for own in told} == {"loosened"}
    assert {own.guard for own in found(sale(), sale((old, new)))} == {"loosened"}
