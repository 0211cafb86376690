"""Books in which nothing is wrong, as they are common, are told nothing, or one thing at most."""

import pytest

from ratecard.diagnostics.text import render_lines
from tests.books import Texts, shipped_texts
from tests.guards.world import PACKAGES, REGIONS, RULES, Prices, rates_text, region_text, told, world

EURO = "regions/de.yaml"


def _scaled(code: str, share: float) -> Prices:
    """The prices of a region by a share, with as many decimals as it has, ending in 9 where there are any."""
    found = []
    for price in REGIONS[code][2]:
        decimals = len(price.partition(".")[2])
        scaled = f"{float(price) * share:.{decimals}f}"
        found.append(f"{scaled[:-1]}9" if decimals else scaled)
    return found[0], found[1], found[2], found[3]


def _cheap_half() -> Texts:
    shares = {"TR": 0.45, "ID": 0.3, "BR": 0.6, "IN": 0.35, "KR": 0.55}
    return world({f"regions/{code.lower()}.yaml": region_text(code, _scaled(code, by)) for code, by in shares.items()})


def dated(code: str, day: str, share: float) -> str:
    """A region whose prices change by a share on a day."""
    later = _scaled(code, share)
    both = [f"{{begins: {now}, {day}: {then}}}" for now, then in zip(REGIONS[code][2], later, strict=True)]
    return region_text(code, (both[0], both[1], both[2], both[3]))


def _lira() -> Texts:
    """Prices rise by 60 % in a year in which the lira loses 35 %."""
    rates = {"TRY": "{begins: 36.7, 2025-12-01: 56.5}"}
    return world({"regions/tr.yaml": dated("TR", "2026-01-15", 1.6), "rules/fx.yaml": rates_text(**rates)})


def _long_numbers() -> Texts:
    vietnam = (
        "region: VN\ncurrency: VND\ntime_zone: Asia/Ho_Chi_Minh\ntax: {lines: {vat: {name: {en: VAT}, rate: 10 %}}}\n"
        "prices: {coins_100: 35000, coins_500: 179000, coins_1000: 349000, coins_5000: 1690000}\n"
    )
    return world({"regions/vn.yaml": vietnam, "rules/fx.yaml": rates_text(VND="30500")})


def _new_currency() -> Texts:
    bulgaria = (
        "region: BG\ncurrency: {begins: BGN, 2026-01-01: EUR}\ntime_zone: Europe/Sofia\n"
        "tax: {lines: {vat: {name: {en: VAT}, rate: 20 %}}}\nprices:\n"
    )
    prices = ((2.69, 1.39), (13.29, 6.79), (25.99, 13.29), (124.99, 63.99))
    for package, (lev, euro) in zip(PACKAGES, prices, strict=True):
        bulgaria += f"  {package}: {{begins: {lev} BGN, 2026-01-01: {euro} EUR}}\n"
    return world({"regions/bg.yaml": bulgaria, "rules/fx.yaml": rates_text(BGN="1.95583")})


def _in_dollars() -> Texts:
    return world({"regions/tr.yaml": region_text("TR", REGIONS["US"][2]).replace("currency: TRY", "currency: USD")})


def _luxury() -> Texts:
    packages = RULES["rules/packages.yaml"] + "  vault: {coins: 100000, bonus: 15000}\n"
    regions = {
        f"regions/{code.lower()}.yaml": f"{region_text(code)}  vault: {round(float(prices[3]) * 17)}\n"
        for code, (_, _, prices) in REGIONS.items()
    }
    return world({"rules/packages.yaml": packages, **regions})


def _flash_sale() -> Texts:
    flash = "  flash: {name: Flash, from: 2026-12-01T18:00Z, before: 2026-12-01T20:00Z, bonus: 50 %}\n"
    return world({"rules/promotions.yaml": RULES["rules/promotions.yaml"] + flash})


def _always_lower_for_some() -> Texts:
    """Lower prices that are always there are right for members, with a code and for the first one."""
    more = (
        "  member: {name: Member, when: {buyer.member: yes}, discount: 5 %}\n"
        "  level: {name: Level, discount: {by: buyer.member, is: {yes: 1 %}, other: none}}\n"
        "  coded: {name: Code, code: TEN, discount: 10 %}\n"
        "  one: {name: One, limits: {one: {most: 1 unit}}, discount: 10 %}\n"
        "  june: {name: June, discount: {begins: none, 2026-06-01: 10 %, 2026-07-01: none}}\n"
        "  since: {name: Since, from: 2026-11-20, discount: 1 %, packages: [coins_1000], last_day: 2026-12-20}\n"
        "pricing: {rounding: half up}\nfacts: {buyer.member: {type: yes or no}}\n"
    )
    return world({"rules/promotions.yaml": RULES["rules/promotions.yaml"] + more})


def _new_market() -> Texts:
    text = region_text("GB").replace("region: GB", "region: GB\nbegins: 2026-10-01")
    return world({"regions/gb.yaml": text})


def _alone() -> Texts:
    return {**RULES, EURO: region_text("DE")}


def _two_in_two_currencies() -> Texts:
    return {**RULES, EURO: region_text("DE"), "regions/jp.yaml": region_text("JP")}


def _only_in_japan() -> Texts:
    packages = RULES["rules/packages.yaml"] + "  lantern: {coins: 300, bonus: 10}\n"
    return world({"rules/packages.yaml": packages, "regions/jp.yaml": region_text("JP") + "  lantern: 480\n"})


def _withdrawn() -> Texts:
    gone = region_text("KR", ("1900", "9500", "19000", "none"))
    ending = region_text("SE", ("15", "75", "149", "{begins: 709, 2026-10-01: none}"))
    return world({"regions/kr.yaml": gone, "regions/se.yaml": ending})


BOOKS = {
    "a package of one country": _only_in_japan,
    "packages that are withdrawn": _withdrawn,
    "as it is": world,
    "half the world at 0.3 to 0.6": _cheap_half,
    "the lira": _lira,
    "dong, rupiah and won": _long_numbers,
    "a change to the euro": _new_currency,
    "Türkiye in dollars": _in_dollars,
    "a luxury package": _luxury,
    "a rise of 30 %": lambda: world({EURO: dated("DE", "2026-07-01", 1.3)}),
    "a flash sale": _flash_sale,
    "a lower price that is always there for some": _always_lower_for_some,
    "a new market": _new_market,
    "one region alone": _alone,
    "two regions without rates": _two_in_two_currencies,
    "the example": shipped_texts,
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_sound_book_is_told_one_thing_at_most(name: str) -> None:
    found = told(BOOKS[name]())
    assert len(found) <= 1, render_lines(found)


def test_most_of_them_are_told_nothing() -> None:
    told_of = {name: [found.code for found in told(make())] for name, make in BOOKS.items() if name != "the example"}
    assert {name: codes for name, codes in told_of.items() if codes} == {}


def test_a_region_that_begins_later_than_its_book_makes_no_date_early() -> None:
    later = world({"regions/de.yaml": region_text("DE").replace("currency:", "begins: 2026-03-01\ncurrency:")})
    assert told({**{file: text for file, text in later.items() if "regions/" not in file or "/de." in file}}) == ()


def test_the_two_equal_taxes_of_india_are_not_taken_for_one_that_is_misspelt() -> None:
    both = "tax: {lines: {gst: none, cgst: {name: CGST, rate: 9 %}, sgst: {name: SGST, rate: 9 %}}}"
    text = "\n".join(both if line.startswith("tax:") else line for line in region_text("IN").splitlines())
    assert [found.sentence for found in told(world({"regions/in.yaml": text + "\n"}))] == []


def test_an_id_beside_one_that_is_ended_is_not_told() -> None:
    line = "{name: {en: VAT}, rate: 20 %}"
    for ended, codes in (("none", []), (line, ["ids-alike"])):
        text = region_text("FR").replace("tax: {lines: {vat:", f"tax: {{lines: {{mvat: {ended}, vat:")
        assert [found.code for found in told(world({"regions/fr.yaml": text}))][:1] == codes
