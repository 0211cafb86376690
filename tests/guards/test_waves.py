"""Many findings with one cause are told once, and each is shown by `ratecard guards`."""

from tests.books import Texts
from tests.guards.test_chain import Small, texts_of
from tests.guards.test_sound_books import dated
from tests.guards.world import REGIONS, RULES, guarded, region_text, world

CREATORS = texts_of(Small())


def test_a_bonus_that_is_taken_away_is_told_once() -> None:
    packages = RULES["rules/packages.yaml"].replace(", bonus: 50", "")
    found = guarded(world({"rules/packages.yaml": packages}))
    bulk = [finding for finding in found.findings if finding.guard == "bulk_is_better"]
    assert {finding.market.region for finding in bulk} == set(REGIONS)
    assert found.findings == tuple(bulk)
    (diagnostic,) = found.diagnostics
    assert diagnostic.code == "dearer-in-bulk"
    assert diagnostic.sentence.endswith(f", and {len(REGIONS) - 1} more like it")


def test_prices_that_all_rise_on_one_day_are_told_once() -> None:
    """Midnight comes at another instant in each zone."""
    regions = {f"regions/{code.lower()}.yaml": dated(code, "2026-09-01", 1.6) for code in REGIONS}
    found = guarded(world(regions))
    assert {finding.guard for finding in found.findings} == {"change"}
    assert len(found.findings) == 4 * len(REGIONS)
    (diagnostic,) = found.diagnostics
    assert diagnostic.code == "price-jump"
    assert diagnostic.sentence.endswith(f", and {4 * len(REGIONS) - 1} more like it")


def test_two_that_jump_on_one_day_are_told_each_in_its_line() -> None:
    texts = {f"regions/{code.lower()}.yaml": dated(code, "2026-09-01", 1.0) for code in ("DE", "GB")}
    jumping = {
        "regions/de.yaml": region_text("DE", ("{begins: 1.39, 2026-09-01: 2.39}", *REGIONS["DE"][2][1:])),
        "regions/gb.yaml": region_text("GB", ("{begins: 1.19, 2026-09-01: 2.19}", *REGIONS["GB"][2][1:])),
    }
    found = guarded(world(texts | jumping))
    files = [diagnostic.place.file for diagnostic in found.diagnostics if diagnostic.place]
    assert files == ["regions/de.yaml", "regions/gb.yaml"]


def _with_chest(*more_platforms: str) -> Texts:
    """A book in which seven of eleven countries have a price of a fifth package."""
    packages = RULES["rules/packages.yaml"] + "  chest: {coins: 2500, bonus: 150}\n"
    price = {"EUR": "33.49", "USD": "31.99", "GBP": "28.99", "JPY": "3900", "SEK": "365", "KRW": "46500"}
    regions = {
        f"regions/{code.lower()}.yaml": f"{region_text(code)}  chest: {price[currency]}\n"
        for code, (currency, _, _) in REGIONS.items()
        if currency in price
    }
    ios = RULES["rules/platforms.yaml"]
    platforms = ios + "".join(ios.partition("\n")[2].replace("ios:", f"{name}:") for name in more_platforms)
    return world({"rules/packages.yaml": packages, "rules/platforms.yaml": platforms, **regions})


WITHOUT_CHEST = ["br", "id", "in", "tr"]


def test_a_package_that_a_few_lists_forgot_is_told_in_each() -> None:
    found = guarded(_with_chest())
    assert {(finding.guard, finding.of) for finding in found.findings} == {("missing_price", "chest")}
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["package-without-price"] * 4
    files = [diagnostic.place.file for diagnostic in found.diagnostics if diagnostic.place]
    assert files == [f"regions/{code}.yaml" for code in WITHOUT_CHEST]


def test_one_that_many_markets_forgot_is_told_once() -> None:
    found = guarded(_with_chest("android"))
    assert len(found.findings) == 2 * len(WITHOUT_CHEST)
    (diagnostic,) = found.diagnostics
    assert diagnostic.sentence.endswith(f", and {2 * len(WITHOUT_CHEST) - 1} more like it")


def test_gifts_and_prices_that_jump_on_one_day_are_two_things() -> None:
    regions = {f"regions/{code.lower()}.yaml": dated(code, "2026-09-01", 1.6) for code in REGIONS}
    costs = "{coins: {begins: 500, 2026-09-01: 50}, kinds: [live], name: {en: Gift}}"
    gifts = "gifts:\n" + "".join(f"  gift_{number}: {costs}\n" for number in range(7))
    creators = {file: CREATORS[file] for file in ("rules/units.yaml", "rules/earnings.yaml", "rules/payouts.yaml")}
    found = guarded(world(regions | creators | {"rules/gifts.yaml": gifts}))
    told = [own.sentence.rpartition(", and ")[2] for own in found.diagnostics if own.code == "price-jump"]
    assert sorted(told) == [f"{4 * len(REGIONS) - 1} more like it", "6 more like it"]
