"""Prices that move because what they follow does: told at what moved them, in a book and against an older one."""

import pytest

from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.world import NOW, REGIONS, guarded, region_text, world

FOLLOWING = """region: TR
currency: EUR
time_zone: Europe/Istanbul
tax: {lines: {vat: {name: {en: VAT}, rate: 20 %}}}
pricing: {derive: {from: DE, factor: level, tax: keep}}
platforms: {web: {pricing: {derive: {from: {platform: ios}, factor: 0.75}}}}
"""
WEB = """platforms:
  web: {name: Web, commission: {rounding: half up, per: unit, lines: {store: {rate: 5 %, base: net}}}}
"""


def following(factor: str, price: str = "1.39") -> Texts:
    """Turkey follows Germany by a table of factors, and its website follows the App Store there."""
    return world(
        {
            "rules/pricing.yaml": "pricing: {rounding: half up}\n",
            "rules/web.yaml": WEB,
            "rules/factors.yaml": f"factors: {{level: {{TR: {factor}, other: 1}}}}\n",
            "regions/tr.yaml": FOLLOWING,
            "regions/de.yaml": region_text("DE", (price, *REGIONS["DE"][2][1:])),
        }
    )


def edited(file: str, old: str, new: str) -> Texts:
    """The same book after an edit."""
    texts = following("0.8")
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new)
    return texts


def test_a_price_that_jumps_with_a_factor_of_a_day_is_told_once_at_the_factor() -> None:
    found = [own for own in guarded(following("{2025-01-01: 0.8, 2027-01-01: 8}")).findings if own.guard == "change"]
    assert {str(own.place) for own in found} == {"rules/factors.yaml:1:53"}
    assert len({own.together for own in found}) == 1
    assert sorted({own.of for own in found}) == ["coins_100", "coins_1000", "coins_500", "coins_5000"]
    assert {own.market.platform for own in found} == {"ios"}
    assert "coins_100 in TR on ios goes from 1.11 EUR to 11.12 EUR on 2027-01-01: 901.8 % more" in found[0].sentence
    assert [own for own in guarded(following("0.8")).findings if own.guard == "change"] == []


def test_a_derive_of_a_day_is_looked_at_in_every_package() -> None:
    dated = "{begins: {from: DE, tax: keep}, 2027-01-01: {from: DE, factor: 5, tax: keep}}"
    texts = edited("regions/tr.yaml", "{from: DE, factor: level, tax: keep}", dated)
    found = [own for own in guarded(texts).findings if own.guard == "change"]
    assert sorted(own.of for own in found) == ["coins_100", "coins_1000", "coins_500", "coins_5000"]
    assert {str(own.place) for own in found} == {"regions/tr.yaml:5:82"}


def test_a_source_that_jumps_is_told_where_it_stands_and_not_in_those_who_follow() -> None:
    jumping = following("0.8", "{begins: 1.39, 2027-01-01: 13.9}")
    found = [own for own in guarded(jumping).findings if own.guard == "change"]
    assert {own.place.file for own in found} == {"regions/de.yaml"}


def told(before: Texts, after: Texts) -> list[str]:
    """What is told of a book against an older one, where it stands and what it says."""
    old, new = (sound(load_texts(texts)) for texts in (before, after))
    found = [own for own in guard(new, NOW, before=old).diagnostics if own.code == "terms-changed-since"]
    return [f"{own.place} {own.sentence}" for own in found]


def test_against_an_older_book_a_factor_says_how_many_prices_move_with_it() -> None:
    (factor,) = told(following("0.8"), following("0.9"))
    begins, _, moved = factor.partition("; ")
    assert begins == "rules/factors.yaml:1:23 factors.level.TR is 90 %, and was 80 %"
    assert moved == "with it 8 prices move, by +12.6 % in the middle: 8 in EUR by +12.6 %, from +12.5 % to +13.3 %"


def test_a_price_that_others_follow_says_what_they_cost_and_in_a_chain_too() -> None:
    (price,) = told(following("0.8"), following("0.8", "1.49"))
    assert price.startswith("regions/de.yaml:6:14 coins_100 in DE on ios and 1 more costs 1.49 EUR")
    assert price.endswith(
        "; coins_100 in TR on ios costs 1.19 EUR from 2026-11-28 on, and cost 1.11 EUR: 7.2 % more; "
        "coins_100 in TR on web costs 0.89 EUR from 2026-11-28 on, and cost 0.83 EUR: 7.2 % more"
    )


def test_a_rounding_that_moves_prices_says_how_many() -> None:
    (found,) = told(following("0.8"), edited("rules/pricing.yaml", "half up", "up"))
    assert found.startswith("rules/pricing.yaml:1:21 pricing.rounding")
    assert "; with it 8 prices move, by +0.2 % in the middle: 8 in EUR" in found


def test_a_tax_that_moves_prices_says_which() -> None:
    swapped = edited("regions/tr.yaml", "tax: keep}}\nplat", "tax: swap}}\nplat")
    dearer = dict(swapped)
    dearer["regions/tr.yaml"] = dearer["regions/tr.yaml"].replace("rate: 20 %", "rate: 22 %")
    (found,) = told(swapped, dearer)
    assert found.startswith("regions/tr.yaml:4:")
    assert "; with it 8 prices move, by +1." in found


def test_a_price_that_is_computed_from_now_on_says_what_it_was() -> None:
    stated = edited("regions/tr.yaml", "platforms:", "prices: {coins_100: 1.29}\nplatforms:")
    found = told(stated, following("0.8"))
    assert any("coins_100 in TR on ios costs 1.11 EUR" in own and "and cost 1.29 EUR" in own for own in found), found


def test_nothing_is_said_of_prices_that_stay() -> None:
    assert told(following("0.8"), following("0.8")) == []


ITEMS = "items: {shout: {name: {en: Shout}}}\n"


def with_item(price: str) -> Texts:
    """The same book, with an item that Turkey follows too."""
    texts = edited("regions/de.yaml", "  coins_100:", f"  shout: {price}\n  coins_100:")
    return texts | {"rules/items.yaml": ITEMS}


def test_what_is_sold_because_it_follows_from_now_on_is_told() -> None:
    (found,) = told(with_item("none"), with_item("1.99"))
    assert "; shout in TR on ios is sold for 1.59 EUR from 2026-11-28 on, and was not" in found


def test_a_price_that_begins_to_vary_is_compared_in_its_cases() -> None:
    facts = {"rules/facts.yaml": "facts: {buyer.member: {type: yes or no}}\n"}
    plain = following("0.8") | facts
    varying = following("0.8", "{by: buyer.member, is: {yes: 1.09}, other: 1.39}") | facts
    (found,) = told(plain, varying)
    assert (
        "; coins_100 in TR on ios where buyer.member is yes costs 0.87 EUR from 2026-11-28 on, and cost 1.11" in found
    )
    assert "where buyer.member is no" not in found
    same = following("0.8", "{by: buyer.member, is: {yes: 1.39}, other: 1.39}") | facts
    assert not any("TR on ios" in own for own in told(plain, same))


AGES = {"rules/facts.yaml": "facts: {buyer.age: {type: count}}\n"}


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("{0: 1.49, 16: 1.49, 18: 1.39}", []),
        (
            "{0: none, 18: 1.39}",
            ["0 is not sold, and cost 1.19 EUR"],
        ),
        (
            "{0: 1.49, 21: 1.39}",
            ["18 costs 1.19 EUR, and cost 1.11 EUR: 7.2 % more"],
        ),
        (
            "{0: 1.48, 18: 1.36}",
            [
                "0 costs 1.18 EUR, and cost 1.19 EUR: 0.8 % less",
                "18 costs 1.09 EUR, and cost 1.11 EUR: 1.8 % less",
            ],
        ),
    ],
)
def test_prices_of_two_books_are_compared_for_the_same_asker(after: str, said: list[str]) -> None:
    varying = "{by: buyer.age, from: {0: 1.49, 18: 1.39}}"
    found = told(following("0.8", varying) | AGES, following("0.8", f"{{by: buyer.age, from: {after}}}") | AGES)
    of = "coins_100 in TR on ios"
    parts = [
        part.removeprefix(f"{of} where buyer.age is ").replace(" from 2026-11-28 on", "")
        for own in found
        for part in own.split("; ")
        if part.startswith(of)
    ]
    assert parts == said


def test_a_price_that_moves_is_told_although_what_the_package_holds_is_told_too() -> None:
    after = following("0.9")
    after["regions/tr.yaml"] += "packages: {coins_100: {coins: 90}}\n"
    assert any("; with it 8 prices move" in own for own in told(following("0.8"), after))


def test_a_price_by_its_coins_moves_with_them_and_so_do_those_who_follow() -> None:
    each = following("0.8", "0.0139 EUR each")
    more = dict(each)
    more["rules/packages.yaml"] = more["rules/packages.yaml"].replace(
        "coins_100: {coins: 100}", "coins_100: {coins: 200}"
    )
    said = " ".join(told(each, more))
    assert "coins_100 in DE on ios costs 2.78 EUR" in said
    assert "coins_100 in TR on web costs 1.67 EUR" in said


def jumps_in(texts: Texts) -> set[tuple[str, str]]:
    """The packages in Turkey that jump on a day, and where that is told."""
    found = (own for own in guarded(texts).findings if own.guard == "change" and own.market.region == "TR")
    return {(own.of, own.place.file) for own in found}


def test_a_price_that_jumps_with_its_points_is_told() -> None:
    texts = following("0.8")
    texts["rules/pricing.yaml"] = (
        "pricing: {rounding: {begins: half up, 2027-01-01: half up to a price point}}\n"
        "price_points: {EUR: [0.99, 9.99, 99.99, 999.99]}\n"
    )
    assert ("coins_5000", "rules/pricing.yaml") in jumps_in(texts)


def test_a_price_that_jumps_with_its_coins_is_told() -> None:
    texts = following("0.8")
    texts["regions/tr.yaml"] += (
        "prices: {coins_500: {as: coins_100}}\npackages: {coins_500: {coins: {begins: 500, 2027-01-01: 5000}}}\n"
    )
    assert ("coins_500", "regions/tr.yaml") in jumps_in(texts)
    texts["regions/tr.yaml"] = texts["regions/tr.yaml"].replace("{as: coins_100}", "0.013 EUR each")
    assert ("coins_500", "regions/tr.yaml") in jumps_in(texts)
