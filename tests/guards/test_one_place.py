"""Mistakes that stand in one region or on one platform alone, and those of a day: found there, and told once."""

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.guards.findings import Finding
from ratecard.terms.market import MarketKey
from tests.books import Texts
from tests.guards.test_chain import Small, texts_of
from tests.guards.test_missing import WEB, book
from tests.guards.world import RULES, guarded, region_text, told, world

PLATFORMS = "rules/platforms.yaml"
CREATORS = texts_of(Small())


def of_web(line: str) -> Texts:
    """The world with a website, which says this of its packages."""
    return world({PLATFORMS: RULES[PLATFORMS] + WEB + line})


def only(texts: Texts) -> Diagnostic:
    """The one thing that is told."""
    (diagnostic,) = told(texts)
    return diagnostic


def test_a_content_of_one_platform_is_told_where_it_stands() -> None:
    """Prices are shared, so that all markets are one row: a website with ten times the bonus was none of its own."""
    diagnostic = only(of_web("    packages: {coins_5000: {bonus: 4000}}\n"))
    assert diagnostic.code == "price-out-of-line"
    assert "coins_5000 holds 9,000 coins in BR on web, and 5,400 in most: its price per coin is" in diagnostic.sentence
    assert diagnostic.place is not None
    assert (diagnostic.place.file, diagnostic.place.column) == (PLATFORMS, 36)


def test_what_is_wrong_on_one_platform_hides_nothing_on_another() -> None:
    """A website with ten times the bonus, and a package that is dear per coin in all of one country's markets."""
    texts = of_web("    packages: {coins_5000: {bonus: 4000}}\n")
    texts["rules/guards.yaml"] = "guards: {shape: {beyond: 1.35}, level: off}\n"
    dear = ("1.39", "6.99", "13.49", "74.99")
    found = guarded({**texts, "regions/de.yaml": region_text("DE", dear)})
    assert {(own.market.region, own.market.platform) for own in found.findings if own.guard == "bulk_is_better"} == {
        ("DE", "ios")
    }
    (content,) = (own for own in found.findings if own.guard == "shape")
    assert (content.of_content, content.everywhere) == (True, False)
    (diagnostic,) = (own for own in found.diagnostics if own.code == "price-out-of-line")
    assert "at: platforms web coins_5000, number:" in diagnostic.hint


def test_a_content_that_is_wrong_on_most_platforms_is_told_of_most_and_not_of_all() -> None:
    """The website has the right bonus of its own."""
    packages = RULES["rules/packages.yaml"].replace("bonus: 400", "bonus: 9000")
    quiet = {"rules/packages.yaml": packages, "rules/guards.yaml": "guards: {bonus: off}\n"}
    android = RULES[PLATFORMS].partition("\n")[2].replace("ios:", "android:")
    most = RULES[PLATFORMS] + android + WEB + "    packages: {coins_5000: {bonus: 400}}\n"
    for platforms, where in ((most, "on android and in most markets"), (RULES[PLATFORMS], "on ios and elsewhere")):
        (finding,) = (own for own in guarded(world({**quiet, PLATFORMS: platforms})).findings if own.guard == "shape")
        assert finding.everywhere
        assert finding.sentence.endswith(f"beside the other packages, in BR {where}")


def test_a_price_that_the_envelope_refuses_is_said_to_stop_the_sale() -> None:
    """1349 was meant as 13.49, and 13.90 lies within: nobody would see at serving why nothing is sold."""
    envelope = "envelope: {gross_per_coin: {EUR: {least: 0.001, most: 0.02}}}\n"
    texts = world({"rules/envelope.yaml": envelope, "rules/guards.yaml": "guards: {envelope: warning}\n"})
    lost = told({**texts, "regions/de.yaml": region_text("DE", ("1.39", "6.99", "1349", "64.99"))})
    (diagnostic,) = (own for own in lost if own.code == "price-out-of-line")
    said = "; the envelope refuses it, so that nobody can buy it: gross_per_coin.most is 0.02 EUR for each coin"
    assert said in diagnostic.sentence
    within = told({**texts, "regions/de.yaml": region_text("DE", ("1.39", "6.99", "19.99", "64.99"))})
    (diagnostic,) = (own for own in within if own.code == "price-out-of-line")
    assert "envelope" not in diagnostic.sentence


def test_more_coins_on_a_platform_are_no_mistake() -> None:
    assert told(of_web("    packages: {coins_5000: {bonus: 900}, coins_1000: {bonus: 150}}\n")) == ()


def moved(coins: str) -> Texts:
    """A book with one gift more."""
    rosette = f"gifts:\n  rosette: {{coins: {coins}, kinds: [live], name: {{en: Rosette}}}}\n"
    return {**CREATORS, "rules/more_gifts.yaml": rosette}


def test_a_gift_that_jumps_on_a_day_is_told() -> None:
    diagnostic = only(moved("{begins: 500, 2026-12-20: 50}"))
    assert diagnostic.code == "price-jump"
    assert diagnostic.sentence == "rosette in DE on ios goes from 500 coins to 50 on 2026-12-20: 90 % less"
    assert told(moved("{begins: 500, 2026-12-20: 599}")) == ()


def far(region: str) -> list[Finding]:
    """What is unusual of how creators of one region are paid."""
    file = "regions/us.yaml"
    found = guarded({**CREATORS, file: CREATORS[file] + region}).findings
    return [finding for finding in found if finding.guard == "payout_terms"]


def test_a_diamond_of_one_region_is_compared_with_the_others() -> None:
    (finding,) = far("payouts: {diamond: 0.0005 USD each}\n")
    assert (
        finding.sentence
        == "payouts.diamond in US is 0.0005 USD each, too low by × 10.00 beside 0.005 USD each elsewhere"
    )
    assert far("payouts: {diamond: 0.004 USD each}\n") == []
    dated = {**CREATORS, "rules/guards.yaml": "guards: {share: off}\n"}
    payouts = dated["rules/payouts.yaml"].replace(
        "0.005 USD each", "{begins: 0.0005 USD each, 2026-06-01: 0.005 USD each}"
    )
    found = guarded({**dated, "rules/payouts.yaml": payouts}).findings
    assert [own for own in found if own.sentence.startswith("payouts.diamond")] == []


def test_what_a_coin_earns_in_one_region_is_compared_with_the_others() -> None:
    (finding,) = far("earnings: {live: {diamonds: 1 per 20}}\n")
    assert finding.sentence.endswith("is 1 per 20, too low by × 10.00 beside 1 per 2 elsewhere")


def test_a_market_that_says_none_of_each_package_lacks_nothing() -> None:
    """So does one that is planned: nothing is sold there before its day."""
    later = region_text("DE").replace("1.39", "{begins: none, 2027-02-01: 1.39}")
    for price in ("6.99", "13.49", "64.99"):
        later = later.replace(price, f"{{begins: none, 2027-02-01: {price}}}")
    assert [own for own in guarded(book(DE=later)).findings if own.guard == "missing_price"] == []
    gone = "".join(f"coins_{number}: none, " for number in (100, 500, 1000, 5000))
    on_web = region_text("DE") + f"platforms: {{web: {{prices: {{{gone}}}}}}}\n"
    assert [own for own in guarded(book(DE=on_web)).findings if own.guard == "missing_price"] == []


def test_a_list_that_is_off_is_told_with_a_price_and_what_is_usual() -> None:
    diagnostic = only(world({"regions/de.yaml": region_text("DE", ("13.90", "69.90", "134.90", "649.90"))}))
    assert diagnostic.code == "market-out-of-line"
    assert "(bound × 2.50): coins_100 costs 13.90 EUR, and about 1." in diagnostic.sentence


def test_the_last_day_of_a_sale_is_told_as_it_is_written() -> None:
    """It ends when the day does, at the first instant of the next one."""
    sale = RULES["rules/promotions.yaml"].replace("last_day: 2026-11-30", "last_day: 2062-11-30")
    found = guarded(world({"rules/promotions.yaml": sale}))
    (date,) = {
        own.sentence.rpartition(" has ")[2] for own in (*found.findings, *found.following) if own.guard == "dates"
    }
    assert date.startswith("the date 2062-11-30")


def test_a_promoted_price_above_the_regular_one_is_told_with_both() -> None:
    sale = "promotions: {special: {name: S, from: 2026-12-01, last_day: 2026-12-03, price: {coins_1000: 134.90}}}\n"
    diagnostic = only(world({"regions/de.yaml": region_text("DE") + sale}))
    assert diagnostic.sentence.endswith("coins_1000 costs 134.90 EUR with it, and 13.49 EUR without")
    assert diagnostic.place is not None
    assert diagnostic.place.column == sale.index("134.90") + 1


def test_a_fixed_part_that_takes_all_is_where_the_margin_breaks() -> None:
    """The rate beside it takes less, and was pointed at."""
    file = "regions/de.yaml"
    france = CREATORS[file].replace("DE", "FR").replace("Berlin", "Paris")
    fixed = "platforms: {ios: {commission: {lines: {store: {fixed: 25}}}}}\n"
    found = guarded({**CREATORS, "regions/fr.yaml": france, file: CREATORS[file] + fixed}).findings
    margins = {(own.place.file, own.hint.partition(";")[0]) for own in found if own.guard == "margin"}
    assert margins == {(file, "look for a digit in the wrong place of this part of the commission")}


def test_a_region_of_the_list_alone_is_not_told_twice() -> None:
    """`nothing-sold` tells it; one that has a file without prices is told by the guard."""
    rules = (
        "begins: 2026-01-01\nlibrary: world 2026.11\nsells_in: [DE, FR, IE, FI]\nsells_on: [ios]\n"
        "packages: {coins_100: {coins: 100}, coins_500: {coins: 500}}\n"
    )
    prices = "prices: {coins_100: 1.39, coins_500: 6.49}\n"
    regions = {f"regions/{code.lower()}.yaml": f"region: {code}\n{prices}" for code in ("DE", "FR", "IE")}
    book = {"rules/book.yaml": rules, **regions}
    assert guarded(book).findings == ()
    (finding,) = guarded({**book, "regions/fi.yaml": "region: FI\n"}).findings
    assert finding.guard == "missing_price"


def test_a_list_that_is_accepted_hides_no_other_of_its_region() -> None:
    """The list of the region is ten times too high, and that of its website is a tenth; only the first is meant."""
    both = region_text("DE", ("13.90", "69.90", "134.90", "649.90"))
    both += "platforms: {web: {prices: {coins_100: 0.10, coins_500: 0.50, coins_1000: 0.99, coins_5000: 4.90}}}\n"
    accepted = "{meant: {guard: level, at: DE ios, number: 15, reason: luxury, owner: finance, until: 2027-05-01}}"
    found = guarded({**of_web(""), "regions/de.yaml": both, "rules/guards.yaml": f"guards: {{accepted: {accepted}}}\n"})
    assert [str(own.market) for own in found.findings if own.guard == "level"] == [str(MarketKey("DE", "web"))]


def test_what_one_platform_holds_is_not_told_as_being_everywhere() -> None:
    """A bonus above its bound, and a package that shrinks: of the website alone, and the line to paste says so."""
    for content, guard in (
        ("coins_1000: {bonus: 1500}", "bonus"),
        ("coins_1000: {bonus: {begins: 50, 2026-06-01: 0}}", "shrinks"),
    ):
        found = guarded(of_web(f"    packages: {{{content}}}\n"))
        (finding,) = (own for own in found.findings if own.guard == guard)
        assert (finding.everywhere, finding.of_content, finding.market.platform) == (False, True, "web")
        hints = [own.hint for own in found.diagnostics if f"guard: {guard}," in own.hint]
        assert len(hints) == 1
        assert "web coins_1000" in hints[0]
    packages = RULES["rules/packages.yaml"].replace("bonus: 50}", "bonus: 1500}")
    (finding,) = (own for own in guarded(world({"rules/packages.yaml": packages})).findings if own.guard == "bonus")
    assert finding.everywhere
