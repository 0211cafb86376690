"""Taxes that the library does not know: of a region, and of one of its platforms alone."""

import pytest

from ratecard.guards.findings import Finding
from ratecard.guards.running import guard
from ratecard.loading import load_texts
from ratecard.loading.known import known_world
from tests.books import sound
from tests.guards.test_missing import OWN, book
from tests.guards.world import NOW, guarded, region_text

RATE = "tax: {lines: {vat: {name: {en: VAT}, rate: %s}}}"
BLOCKS = [
    (RATE % "91 %", "DE on web has taxes of 91 %", "write 19 %"),
    (RATE % "16 %", "DE on web has taxes of 16 %", "write 19 %"),
    ("tax: none", "DE on web has no tax", "take it out, so that the library's 19 % counts"),
    ("tax: {display: exclusive}", "prices in DE on web are exclusive of 19 % tax", "write inclusive"),
]


def odd(platform: str = "", region: str = "19 %") -> list[Finding]:
    """What is found of Germany's taxes, with a rate of its own, and with what its website has otherwise."""
    text = region_text("DE").replace("19 %", region) + OWN + (f"    {platform}\n" if platform else "")
    return [finding for finding in guarded(book(DE=text)).findings if finding.guard == "tax"]


@pytest.mark.parametrize(("block", "sentence", "hint"), BLOCKS)
def test_a_tax_of_one_platform_is_looked_at(block: str, sentence: str, hint: str) -> None:
    (finding,) = odd(block)
    assert finding.sentence.startswith(sentence)
    assert (finding.hint, finding.place.line, finding.market.platform) == (hint, 13, "web")


def test_a_tax_of_all_platforms_is_told_once_and_of_the_region() -> None:
    (finding,) = odd(region="91 %")
    assert finding.sentence.startswith("DE has taxes of 91 %")


def test_a_rate_of_another_time_is_told_with_the_one_of_that_day() -> None:
    (finding,) = odd(region="16 %")
    assert finding.sentence.endswith("knows 19 % then, and 16 % at another time")


def test_a_tax_that_a_platform_no_longer_levies_is_told_once_and_where_it_is_none() -> None:
    before, after = (sound(load_texts(book(DE=region_text("DE") + OWN + end))) for end in ("", "    tax: none\n"))
    found = guard(after, NOW, known_world(), before=before)
    (finding,) = found.findings
    assert (finding.guard, finding.place.line) == ("tax_gone", 13)
    assert finding.sentence == "tax.lines.vat is not levied in DE on web, and was"
    assert [own.guard for own in found.following] == ["tax"]
