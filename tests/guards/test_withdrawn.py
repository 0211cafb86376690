"""What is not sold any more against an older book: told once, at the line that ended it, be it of another market."""

from collections.abc import Sequence

import pytest

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.test_following import ITEMS, edited
from tests.guards.world import NOW, RULES, region_text, world

DE, TR, GROUP = "regions/de.yaml", "regions/tr.yaml", "regions/groups/followers.yaml"
MEMO = Memo()
DERIVE = "pricing: {derive: {from: DE, factor: level, tax: keep}}\n"
OF_GROUP = (
    "group: followers\nmembers: [TR, SE]\n"
    "pricing: {derive: {from: DE, factor: level, tax: keep, packages: [coins_100, coins_500], items: [shout]}}\n"
)
QUIET = "guards: {missing_price: off}\n"
SE = "region: SE\ncurrency: EUR\ntime_zone: Europe/Stockholm\ntax: {lines: {vat: {name: {en: VAT}, rate: 25 %}}}\n"


def book() -> Texts:
    """Germany sells an item too; Turkey and Sweden follow it by a group, and the website in Turkey its store."""
    texts = edited(DE, "  coins_100:", "  shout: 1.99\n  coins_100:")
    texts[TR] = texts[TR].replace(DERIVE, "")
    return {**texts, "rules/items.yaml": ITEMS, "rules/guards.yaml": QUIET, "regions/se.yaml": SE, GROUP: OF_GROUP}


def changed(file: str, old: str, new: str) -> Texts:
    """The same book after an edit."""
    texts = book()
    assert old in texts[file]
    return {**texts, file: texts[file].replace(old, new)}


def against(before: Texts, after: Texts) -> Sequence[Diagnostic]:
    """All that is told of a book against an older one that is not told of it alone."""
    old, new = (sound(load_texts(texts, memo=MEMO)) for texts in (before, after))
    alone = {own.sentence for own in guard(new, NOW).diagnostics}
    return [own for own in guard(new, NOW, before=old).diagnostics if own.sentence not in alone]


def said(found: Sequence[Diagnostic]) -> list[str]:
    """Code, place and sentence of each."""
    return [f"{own.code} {own.place} {own.sentence}" for own in found]


TO_TR = "prices: {shout: none}\nplatforms:"
ENDED = [
    (TR, "platforms:", TO_TR, f"{TR}:5:17 shout is not sold in TR on ios from 2026-11-28 on, and was, and 1 more"),
    (
        DE,
        "shout: 1.99",
        "shout: none",
        f"{DE}:6:10 shout is not sold in DE on ios from 2026-11-28 on, and was, and 5 more",
    ),
    (DE, "  shout: 1.99\n", "", f"{DE}:5:1 shout is not sold in DE on ios from 2026-11-28 on, and was, and 5 more"),
    (
        DE,
        "shout: 1.99",
        "shout: {begins: 1.99, 2027-01-01: none}",
        f"{DE}:6:37 shout is not sold in DE on ios from 2027-01-01 on, and was, and 5 more",
    ),
    (
        DE,
        "  coins_100: 1.39\n",
        "",
        f"{DE}:5:1 coins_100 is not sold in DE on ios from 2026-11-28 on, and was, and 5 more",
    ),
    (
        GROUP,
        "[coins_100, coins_500]",
        "[coins_500]",
        f"{GROUP}:3:19 coins_100 is not sold in SE on ios from 2026-11-28 on, and was, and 3 more",
    ),
    (
        GROUP,
        "[TR, SE]",
        "[TR]",
        f"{GROUP}:2:10 nothing is sold in SE on ios from 2026-11-28 on, and 2 packages and 1 item were, and 1 more",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), ENDED)
def test_what_ended_is_told_once_at_the_line_that_ended_it(file: str, old: str, new: str, sentence: str) -> None:
    (found,) = said(against(book(), changed(file, old, new)))
    assert found.startswith(f"withdrawn-since {sentence}"), found


def test_a_package_that_ended_is_not_told_as_missing_too() -> None:
    after = world({DE: region_text("DE").replace("  coins_1000: 13.49\n", "")})
    old, new = (sound(load_texts(texts, memo=MEMO)) for texts in (world(), after))
    assert "package-without-price" in {own.code for own in guard(new, NOW).diagnostics}
    assert [own.code for own in guard(new, NOW, before=old).diagnostics] == ["withdrawn-since"]


def test_what_is_sold_because_it_follows_is_told_at_the_list_that_a_region_joined() -> None:
    (found,) = said(against(changed(GROUP, "[TR, SE]", "[TR]"), book()))
    assert found.startswith(
        f"terms-changed-since {GROUP}:2:10 SE is in followers from 2026-11-28 on, and was not: pricing.derive "
    )
    assert found.endswith("6 things that follow are sold that were not, coins_100 in SE on ios first")


def test_a_group_that_a_region_does_not_name_any_more_is_told_at_its_list() -> None:
    named = {**book(), GROUP: OF_GROUP.replace("members: [TR, SE]\n", "")}
    named |= {TR: named[TR] + "groups: [followers]\n", "regions/se.yaml": SE + "groups: [followers]\n"}
    after = {**named, "regions/se.yaml": SE + "groups: []\n"}
    (found,) = said(against(named, after))
    assert found.startswith("withdrawn-since regions/se.yaml:5:9 nothing is sold in SE on ios from 2026-11-28 on")


def test_a_price_that_moved_far_is_told_where_it_moved_and_not_where_others_follow_it() -> None:
    found = against(book(), changed(DE, "shout: 1.99", "shout: 2.99"))
    assert [str(own.place) for own in found] == [f"{DE}:6:10"]
    assert found[0].sentence.startswith("shout in ")
    assert found[0].sentence.endswith("more, and 5 more like it")
    factor = changed("rules/factors.yaml", "0.8", "1.8")
    assert [str(own.place) for own in against(book(), factor) if own.code == "price-moved-since"] == [
        "rules/factors.yaml:1:23"
    ]


def test_lines_above_that_are_new_move_no_finding() -> None:
    after = changed(DE, "shout: 1.99", "shout: 2.99")
    after["rules/factors.yaml"] = "# a line\n" + after["rules/factors.yaml"]
    assert {own.place.file for own in against(book(), after) if own.place} == {DE}


CHOSEN = "packages: {top_up: {coins: %s}}\npricing: {rounding: half up}\n"
TOP_UP = "prices: {top_up: 0.01 EUR each}\n"
RANGE = "{least: 100, most: 50_000, step: 100}"


def chosen(numbers: str = RANGE, price: str = TOP_UP) -> Texts:
    """Germany sells any number of coins of a range."""
    texts = {file: text for file, text in RULES.items() if file != "rules/promotions.yaml"}
    region = region_text("DE").replace("prices:\n", f"prices:\n  {price[9:-2]}\n")
    return {**texts, "rules/chosen.yaml": CHOSEN % numbers, DE: region, "rules/guards.yaml": "guards: {shape: off}\n"}


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("{least: 100, most: 5_000, step: 100}", "sells 100 to 5,000 from 2026-11-28 on, and sold up to 50,000"),
        ("{least: 200, most: 50_000, step: 100}", "sells 200 to 50,000 from 2026-11-28 on, and sold from 100"),
        (
            "{least: 100, most: 49_100, step: 1_000}",
            "sells 100 to 49,100 by steps of 1,000 from 2026-11-28 on, and sold 100 to 50,000 by steps of 100",
        ),
        ("{least: 100, most: 60_000, step: 50}", ""),
    ],
)
def test_numbers_that_cannot_be_chosen_any_more_are_told(numbers: str, sentence: str) -> None:
    found = [own for own in said(against(chosen(), chosen(numbers))) if own.startswith("withdrawn-since")]
    assert found == ([f"withdrawn-since rules/chosen.yaml:1:28 top_up in DE on ios {sentence}"] if sentence else [])
    others = [own for own in said(against(chosen(), chosen(numbers))) if "top_up" in own]
    assert len(others) == 1


def test_what_is_chosen_is_told_when_it_ends() -> None:
    (found,) = said(against(chosen(), chosen(price="prices: {top_up: none}\n")))
    assert found.startswith(f"withdrawn-since {DE}:6:11 top_up is not sold in DE on ios from 2026-11-28 on, and was")


def test_a_unit_that_is_not_exchanged_any_more_is_told_once() -> None:
    rules = "units: {ticket: Ticket}\nexchange: {ticket: {for: coin, at: 3 each}}\n"
    before = {**world(), "rules/exchange.yaml": rules}
    for after, place in (
        ("units: {ticket: Ticket}\n", "1:1"),
        (rules.replace("{for: coin, at: 3 each}", "none"), "2:20"),
    ):
        found = [own for own in said(against(before, {**before, "rules/exchange.yaml": after})) if "ticket" in own]
        assert [own for own in found if own.startswith("withdrawn-since")] == [
            f"withdrawn-since rules/exchange.yaml:{place} ticket is not exchanged in BR on ios from 2026-11-28 on, and "
            "was, and 10 more like it"
        ]
        assert not [own for own in found if own.startswith("terms-changed-since")]
