"""A market in which nothing is sold says so, and until when."""

from pathlib import Path

from ratecard.api.current import CurrentBook
from ratecard.loading import load_book
from tests.api.servers import serving
from tests.books import folder_texts, sound, write_texts
from tests.cases.smallest import CASES
from tests.cli.running import run, run_json

SOLD_LATER = "prices: {coins_100: {2025-01-01: none, 2027-01-01: 1.29}, coins_1000: none}\n"
TAX_CHANGES = "platforms: {web: {tax: {collected_by: {2025-01-01: store, 2026-10-01: seller}}}}\n"
"""It begins another period, in which nothing is sold either."""

ASKED = ("prices", "--region", "DE", "--platform", "web", "--at", "2026-07-01")


def book(folder: Path, prices: str, more: str = "") -> str:
    """The smallest book with these prices in Germany."""
    texts = folder_texts(CASES / "good" / "smallest")
    before, _, _ = texts["regions/de.yaml"].partition("prices:")
    return str(write_texts(folder, {**texts, "regions/de.yaml": before + prices, "rules/more.yaml": more or "{}\n"}))


def test_a_market_that_sells_later_says_from_when(tmp_path: Path) -> None:
    folder = book(tmp_path, SOLD_LATER + TAX_CHANGES)
    told = run(*ASKED, "--book", folder, "--locale", "de").stdout.splitlines()
    assert told[0] == "nothing is sold in DE on web until 01.01.2027, 00:00:00 GMT+01:00"
    assert told[1].startswith("valid from 01.01.2025, 00:00:00 GMT+01:00 until 01.10.2026, 00:00:00 GMT+02:00; book ")
    assert len(told) == 2
    answer = run_json(*ASKED, "--book", folder)
    assert (answer["packages"], answer["sellsNothing"], answer["sellsFrom"]) == ([], True, "2026-12-31T23:00:00Z")
    later = run_json(*ASKED[:-1], "2027-01-01", "--book", folder)
    assert (len(later["packages"]), later["sellsNothing"], later["sellsFrom"]) == (1, False, None)


def test_a_market_that_never_sells_says_so(tmp_path: Path) -> None:
    folder = book(tmp_path, "prices: none\n")
    told = run(*ASKED, "--book", folder).stdout.splitlines()
    assert told[0] == "nothing is sold in DE on web, and the rules name no day from which something is"
    answer = run_json(*ASKED, "--book", folder)
    assert (answer["sellsNothing"], answer["sellsFrom"], answer["validUntil"]) == (True, None, None)


def test_what_is_kept_from_one_buyer_is_sold(tmp_path: Path) -> None:
    facts = "facts: {buyer.age: {type: count, name: Age}}\n"
    facts += "packages: {coins_1000: {when: {buyer.age: {at least: 18}}}}\n"
    texts = folder_texts(CASES / "good" / "smallest")
    texts["rules/more.yaml"] = facts
    texts["regions/de.yaml"] = texts["regions/de.yaml"].replace("coins_100: 1.29", "coins_100: none")
    folder = str(write_texts(tmp_path, texts))
    answer = run_json(*ASKED, "--age", "17", "--book", folder)
    assert [each["refusal"]["code"] for each in answer["withheld"]] == ["NOT_ELIGIBLE"]
    assert (answer["packages"], answer["sellsNothing"], answer["sellsFrom"]) == ([], False, None)
    assert "nothing is sold" not in run(*ASKED, "--age", "17", "--book", folder).stdout


def test_a_market_without_gifts_says_so(tmp_path: Path) -> None:
    asked = ("gifts", *ASKED[1:])
    nothing = book(tmp_path / "none", "prices: {coins_100: 1.29}\n")
    assert run(*asked, "--book", nothing).stdout == "there are no gifts in DE on web, and no change is known\n"
    gift = "gifts: {rose: {coins: {2025-01-01: none, 2027-01-01: 1}, kinds: [live], name: Rose}}\n"
    earnings = "earnings: {live: {base: coins, diamonds: 1 per 2, rounding: down, scope: each}}\n"
    units = "  diamond: {name: {en: {one: diamond, other: diamonds}}, price: {rounding: half up, extra_digits: 3}}\n"
    texts = folder_texts(Path(book(tmp_path / "later", "prices: {coins_100: 1.29}\n", gift + earnings)))
    texts["rules/units.yaml"] += units
    later = str(write_texts(tmp_path / "later", texts))
    told = run(*asked, "--book", later, "--locale", "en").stdout
    assert told.replace("\u202f", " ") == (
        "there are no gifts in DE on web before Jan 1, 2027, 12:00:00 AM GMT+01:00\n"
    )


def test_the_api_says_it_too(tmp_path: Path) -> None:
    rules = sound(load_book(Path(book(tmp_path, SOLD_LATER))))
    with serving(CurrentBook(rules)) as api:
        listed = api.ask(
            """{ priceList(region: "DE", platform: "web", locale: "en", at: "2026-07-01T00:00:00Z") {
                ... on PriceList { sellsNothing sellsFrom validUntil packages { coins } } } }"""
        )["priceList"]
    assert listed == {
        "sellsNothing": True,
        "sellsFrom": "2026-12-31T23:00:00Z",
        "validUntil": "2026-12-31T23:00:00Z",
        "packages": [],
    }


FOR_MEMBERS = "{by: buyer.member, is: {yes: 1.29}, other: none}"
MEMBER = "facts: {buyer.member: {type: yes or no, name: Member}}\n"


def test_what_has_a_price_for_others_is_withheld_and_the_market_sells_something(tmp_path: Path) -> None:
    folder = book(tmp_path, f"prices: {{coins_100: {FOR_MEMBERS}, coins_1000: none}}\n", MEMBER)
    for member, assumed in (((), ["buyer.member"]), (("--fact", "buyer.member=no"), [])):
        answer = run_json(*ASKED, *member, "--book", folder)
        assert (answer["packages"], answer["sellsNothing"], answer["sellsFrom"]) == ([], False, None)
        assert [(each["packageId"], each["refusal"]["code"]) for each in answer["withheld"]] == [
            ("coins_100", "NOT_SOLD")
        ]
        assert answer["assumedFacts"] == assumed
        assert "withheld: coins_100: NOT_SOLD" in run(*ASKED, *member, "--book", folder).stdout
    answer = run_json(*ASKED, "--fact", "buyer.member=yes", "--book", folder)
    assert (len(answer["packages"]), answer["withheld"]) == (1, [])


def test_the_instant_of_the_first_sale_is_the_same_for_everybody(tmp_path: Path) -> None:
    later = f"{{2025-01-01: none, 2027-01-01: {FOR_MEMBERS}, 2028-01-01: 1.29}}"
    folder = book(tmp_path, f"prices: {{coins_100: {later}, coins_1000: none}}\n", MEMBER)
    for member in ((), ("--fact", "buyer.member=no"), ("--fact", "buyer.member=yes")):
        answer = run_json(*ASKED, *member, "--book", folder)
        assert (answer["sellsNothing"], answer["sellsFrom"]) == (True, "2026-12-31T23:00:00Z")
        assert (answer["withheld"], answer["assumedFacts"]) == ([], [])
