"""Computed prices in a book: reloads, trips, audiences, digests, periods, and what is said of what is wrong."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from ratecard.audience import Audience
from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Severity
from ratecard.loading import load_texts
from ratecard.packing import pack, unpack
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.terms.region import Region
from tests.books import folder_texts
from tests.cases.smallest import CASES
from tests.quotes.purchases.worlds import FOR_THE_ENGINE, price, world
from tests.reference.small_worlds import request, texts_of

FOLLOWING = folder_texts(CASES / "good" / "following")
CENTS = "pricing: {rounding: half up}\n"
LEVIED = "{display: inclusive, lines: {vat: {name: VAT, rate: 10 %}}}"
MARKETS = [(region, platform) for region in ("US", "BR", "IN", "TR") for platform in ("ios", "web")]


def book(texts: Mapping[str, str] = FOLLOWING, memo: Memo | None = None) -> RuleBook:
    """A book without errors."""
    loaded = load_texts(texts, memo=memo)
    assert loaded.errors == 0, loaded.diagnostics
    assert loaded.book is not None
    return loaded.book


def prices(whole: RuleBook, day: str = "2026-07-05T00:00+00:00") -> dict[str, int | None]:
    """The regular price of each package in each market, in minor units; None where it is not sold."""
    found = {}
    for region, platform in MARKETS:
        for package in sorted(whole.packages):
            where = f"{region} {platform} {package}"
            answer = quote_purchase(whole, request(where, day))
            found[where] = answer.regular_minor if isinstance(answer, PurchaseQuote) else None
    return found


def edited(file: str, old: str, new: str) -> dict[str, str]:
    """The book with one text of a file replaced."""
    assert old in FOLLOWING[file]
    return {**FOLLOWING, file: FOLLOWING[file].replace(old, new)}


def test_a_book_that_went_to_another_process_has_the_same_prices() -> None:
    whole = book()
    assert prices(unpack(pack(whole, b"secret"), b"secret")) == prices(whole)


def test_the_public_may_not_see_the_rates_and_sees_the_prices_that_they_made() -> None:
    whole = book()
    public = whole.seen_by(Audience.PUBLIC)
    assert prices(public) == prices(whole)
    region = public.region("TR", request("TR ios x").at)
    assert isinstance(region, Region)
    assert region.fx is None


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/book.yaml", "2026-01-01: 41.00", "2026-01-01: 46.00"),  # a rate, which the public does not see
        ("rules/follow.yaml", "TR: 0.4", "TR: 0.5"),
        ("regions/us.yaml", "coins_1000: 9.99", "coins_1000: 10.99"),
        ("regions/tr.yaml", "rate: 20 %", "rate: 10 %"),
    ],
)
def test_a_digest_is_another_one_where_a_price_is_be_it_for_the_public(file: str, old: str, new: str) -> None:
    before, after = book(), book(edited(file, old, new))
    assert prices(before) != prices(after)
    assert before.digest != after.digest
    assert before.seen_by(Audience.PUBLIC).digest != after.seen_by(Audience.PUBLIC).digest


def test_what_changes_no_price_changes_no_digest() -> None:
    assert book(edited("rules/follow.yaml", "factor: 0.75", "factor: 75 %")).digest == book().digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/book.yaml", "2026-01-01: 41.00", "2026-01-01: 46.00"),
        ("rules/follow.yaml", "TR: 0.4", "TR: 0.5"),
        ("rules/follow.yaml", "{BR: 0.5, IN: 0.35, TR: 0.4}", "{IN: 0.5, TR: 0.35, BR: 0.4}"),
        ("rules/follow.yaml", "BR: 0.5, IN: 0.35", "IN: 0.5, BR: 0.35"),
        ("regions/us.yaml", "coins_1000: 9.99", "coins_1000: 10.99"),
        ("regions/us.yaml", "{display: exclusive, depends_on: subdivision}", LEVIED),
        ("rules/price_points.yaml", "least: 9.99, most: 24999.99", "least: 6.99, most: 24996.99"),
    ],
)
def test_a_reload_computes_what_a_first_load_would(file: str, old: str, new: str) -> None:
    memo = Memo()
    first = book(memo=memo)
    for texts in (edited(file, old, new), FOLLOWING):
        assert prices(book(texts, memo)) == prices(book(texts))
    assert prices(first) == prices(book())


def test_a_reload_takes_over_what_follows_nothing_that_has_changed() -> None:
    memo = Memo()
    asked = ("TR", "web"), ("prices", "coins_1000"), request("TR ios coins_1000").at
    first = book(memo=memo).terms(*asked)
    again = book(edited("regions/in.yaml", "coins_100: 49", "coins_100: 59"), memo)
    assert again.terms(*asked) is first


def test_an_error_is_told_at_every_load() -> None:
    memo = Memo()
    wrong = edited("regions/groups/follows_us.yaml", ", tax: swap", "")
    for _ in range(2):
        found = [each.code for each in load_texts(wrong, memo=memo).diagnostics if each.severity is Severity.ERROR]
        assert found == ["cannot-derive"]


def test_a_source_that_changes_its_currency_needs_rates_only_while_it_is_another() -> None:
    ee = "currency: {begins: USD, 2026-07-01: EUR}\ntime_zone: Europe/Tallinn\ntax: {lines: none}\n"
    ee += "prices: {coins_100: {begins: 1.1606, 2026-07-01: 1.39}}\n".replace("1.1606", "1.16")
    fr = "pricing: {derive: {from: EE, fx: 2026-06-01, tax: keep}}\n"
    whole = world(CENTS, ee=ee, fr=fr)
    assert price(whole, "FR ios coins_100", "2026-06-30T20:59+00:00") == "1.00 EUR"  # 1.16 ÷ 1.1606 is 0.9995
    assert price(whole, "FR ios coins_100", "2026-06-30T21:00+00:00") == "1.39 EUR"  # midnight in Tallinn
    assert [each.code for each in world(CENTS, ee=ee, fr=fr.replace("fx: 2026-06-01, ", "")).errors] == [
        "cannot-derive"
    ]


def test_a_subdivisions_derive_beats_its_countrys_price() -> None:
    us = "prices: {coins_100: 1.00, coins_1000: 10.00}\nplatforms: {ios: {tax: none}, web: {tax: none}}\n"
    ny = "time_zone: America/New_York\npricing: {derive: {from: DE, fx: none, tax: keep}}\n"
    whole = world(CENTS, us=us, us_ny=ny, de="prices: {coins_100: 7.00}")
    assert price(whole, "US ios coins_100") == "1.00 USD"
    assert price(whole, "US-NY ios coins_100") == "7.00 USD"
    assert price(whole, "US-NY ios coins_1000") == "not sold: DE ios coins_1000"


def chained(links: int) -> Any:
    """Denmark states 1.00; Estonia follows it, Spain follows Estonia, and so on over so many links."""
    codes = ["dk", "ee", "es", "fi", "gr", "hr", "ie", "it", "lt", "lu"][: links + 1]
    regions = {codes[0]: "currency: EUR\ntime_zone: UTC\ntax: {lines: none}\nprices: {coins_100: 1.00}\n"}
    for before, code in pairwise(codes):
        derive = f"pricing: {{derive: {{from: {before.upper()}, fx: none, tax: keep, factor: 2}}}}\n"
        regions[code] = f"currency: EUR\ntime_zone: UTC\ntax: {{lines: none}}\n{derive}"
    return regions


def test_a_chain_of_eight_is_followed_and_one_of_nine_is_an_error() -> None:
    assert price(world(CENTS, **chained(8)), "LT ios coins_100") == "256.00 EUR"
    (found,) = world(CENTS, **chained(9)).errors
    assert (found.code, found.place.file if found.place else "") == ("chain-too-long", "regions/lu.yaml")


TABLE = "factors: {t: {BR: 1}}\n"
SOURCE = "prices: {coins_100: 1.00, coins_1000: 10.00}\n"


@pytest.mark.parametrize(
    ("rules", "derive", "code", "said"),
    [
        (CENTS, "{from: US, tax: swap}", "cannot-derive", "nothing says by which rates it becomes EUR"),
        (CENTS, "{from: US, fx: none}", "cannot-derive", "nothing says what becomes of the tax of US"),
        (
            CENTS,
            "{from: US, fx: 2025-12-31, tax: keep}",
            "cannot-derive",
            "no rate between USD and EUR is stated",
        ),
        ("", "{from: US, fx: none, tax: keep}", "cannot-derive", "nothing says how it is rounded"),
        (
            f"{CENTS}{TABLE}",
            "{from: US, fx: none, tax: keep, factor: t}",
            "cannot-derive",
            "has no factor",
        ),
        (
            CENTS,
            "{from: US, fx: none, tax: keep, factor: t}",
            "unknown-factors",
            "t is a table of factors that",
        ),
        (CENTS, "{from: XK, fx: none, tax: keep}", "derive-from-nowhere", "the book sells nothing in XK"),
        (CENTS, "{from: {platform: android}}", "unknown-platform", "android is not a platform of this book"),
        (CENTS, "{from: US, packages: [coins_10], fx: none, tax: keep}", "unknown-package", "coins_10 is a package"),
        (CENTS, "{fx: none, tax: keep}", "missing-key", "fx stands here without from"),
        (CENTS, "US", "not-a-mapping", "US stands where the keys of a derive should"),
        (CENTS, "{from: US, fx: none, tax: swop}", "not-one-of", "swop is not swap or keep"),
        (CENTS, "{from: US, items: [tier_1], fx: none, tax: keep}", "unknown-item", "tier_1 is an item"),
        (CENTS, "{by: buyer.member, is: {yes: {from: US}}, other: none}", "not-by-fact", "cannot vary by a fact"),
        (
            f"{CENTS}price_bounds: {{EUR: {{least: 0.29, most: 9.00}}}}\n",
            "{from: US, fx: none, tax: keep}",
            "no-price-point",
            "no price is allowed that 10.00 EUR could become",
        ),
    ],
)
def test_what_is_wrong_is_said_once_at_the_derive(rules: str, derive: str, code: str, said: str) -> None:
    (found,) = world(rules, us=SOURCE, de=f"pricing: {{derive: {derive}}}\n").errors
    assert found.code == code
    assert said in found.sentence
    assert found.place is not None
    assert found.place.file == "regions/de.yaml"


def test_a_price_as_its_own_is_a_circle_and_as_another_that_no_file_states_is_unknown() -> None:
    (circle,) = world(CENTS, us="prices: {coins_100: {as: coins_100}}").errors
    assert (circle.code, "US/ios/coins_100 → US/ios/coins_100" in circle.sentence) == ("price-circle", True)
    (unknown,) = world(CENTS, us="prices: {coins_100: {as: coins_10}}").errors
    assert unknown.code == "unknown-package"


def test_only_the_taxes_that_prices_hold_have_to_be_known() -> None:
    inclusive = f"{SOURCE}platforms: {{ios: {{tax: {{display: inclusive}}}}, web: {{tax: {{display: inclusive}}}}}}\n"
    swap = "pricing: {derive: {from: US, fx: none, tax: swap}}\n"
    (found,) = world(CENTS, us=inclusive, de=swap).errors
    assert found.code == "cannot-derive"
    assert "how much tax the prices of US on ios hold is not known" in found.sentence
    assert [note.place.file for note in found.notes] == ["regions/us.yaml"]


def test_a_market_that_derives_needs_a_tax_as_one_with_prices_of_its_own_does() -> None:
    texts = texts_of(CENTS, us=SOURCE, fi="currency: EUR\ntime_zone: Europe/Helsinki\n")
    texts["regions/fi.yaml"] += "pricing: {derive: {from: US, fx: none, tax: keep}}\n"
    found = load_texts({**texts, "rules/engine.yaml": FOR_THE_ENGINE}).diagnostics
    assert "incomplete-market" in [each.code for each in found]


def test_a_platforms_derive_hides_nothing_and_is_not_hidden() -> None:
    web = "platforms: {web: {pricing: {derive: {from: {platform: ios}, factor: 0.5}}}}\n"
    whole = world(CENTS + web, us=SOURCE, de="pricing: {derive: {from: US, fx: none, tax: keep}}\n")
    assert {each.code for each in whole.loaded.diagnostics} == {"name-lacks-language"}
    assert price(whole, "DE web coins_1000") == "5.00 EUR"


def test_a_shorter_list_of_packages_that_leaves_others_without_a_price_is_told() -> None:
    web = "platforms: {web: {pricing: {derive: {from: {region: US, platform: ios}, MORE fx: none, tax: keep}}}}\n"
    rules, own = CENTS + web.replace("MORE ", ""), web.replace("MORE", "packages: PACKAGES,")
    for packages, codes in (("[coins_100]", ["derive-leaves-out"]), ("[coins_100, coins_1000]", [])):
        found = world(rules, us=SOURCE, de=own.replace("PACKAGES", packages)).loaded.diagnostics
        assert [each.code for each in found if each.code != "name-lacks-language"] == codes


def test_gifts_are_worth_by_the_derived_price_until_the_source_changes() -> None:
    texts = dict(FOLLOWING)
    texts["rules/gifts.yaml"] = "worth_at: {package: coins_9000, rounding: half up}\n"
    assert request("TR ios x", "2026-08-01T04:00+00:00").at in book(texts).history(("TR", "ios")).starts


@pytest.mark.parametrize(
    ("derive", "instead"),
    [
        ("{from: US, fx: none, tax: keep}", "or another price of what it follows"),
        ("{from: US, fx: none, tax: keep, factor: 2}", "or another factor"),
    ],
)
def test_another_factor_is_offered_where_there_is_one(derive: str, instead: str) -> None:
    rules = f"{CENTS}price_bounds: {{EUR: {{least: 0.29, most: 9.00}}}}\n"
    (found,) = world(rules, us=SOURCE, de=f"pricing: {{derive: {derive}}}\n").errors
    assert found.hint == f"add price_points: in EUR that reach it, {instead}"
