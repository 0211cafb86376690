"""Where our formats differ from CLDR's, as docs/languages.md says: ours by our own code, CLDR's by Node.js.

Node.js carries ICU, an implementation of CLDR that shares nothing with Babel.
"""

import json
import re
import shutil
import subprocess
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from babel.core import get_global

from ratecard.currency import CURRENCIES
from ratecard.locale.amounts import format_count, format_money, format_rate
from ratecard.money import Money, rate
from tests.locale.shipped import SHIPPED_LOCALES
from tests.programs import missing

PAGE = Path("docs/languages.md")
ROW = re.compile(r"^\| `([\w-]+)` \| ([\d.]+)(?: (%|[A-Z]{3}))? \| `(.+)` \| `(.+)` \|$", re.MULTILINE)
MARKS = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u061c"))
SPACES = str.maketrans({"\xa0": " ", "\u202f": " "})

FORMAT = """
const asked = JSON.parse(require("fs").readFileSync(0));
const write = ([locale, number, unit]) =>
  unit === "%" ? new Intl.NumberFormat(locale, {style: "percent"}).format(number / 100)
  : unit ? new Intl.NumberFormat(locale, {style: "currency", currency: unit}).format(number)
  : new Intl.NumberFormat(locale).format(number);
console.log(JSON.stringify({cldr: process.versions.cldr, texts: asked.map(write)}));
"""


class Row(NamedTuple):
    """One line of the page's table; `unit` is a currency, "%", or empty for a count."""

    locale: str
    number: str
    unit: str
    here: str
    cldr: str


ROWS = [Row(*found) for found in ROW.findall(PAGE.read_text("utf-8"))]


def plain(text: str) -> str:
    """The text as the page writes it: plain spaces, and no marks of direction."""
    return text.translate(MARKS).translate(SPACES).strip()


def ours(locale: str, number: str, unit: str) -> str:
    """What we write."""
    if not unit:
        return format_count(int(number), locale)
    if unit == "%":
        return format_rate(rate(Fraction(number) / 100), locale)
    known = CURRENCIES[unit]
    return format_money(Money(int(Fraction(number) * 10**known.exponent), known), locale)


@lru_cache(maxsize=4)
def of_node(asked: tuple[tuple[str, str, str], ...]) -> list[str]:
    """What Node.js writes, of a CLDR as new as Babel's or newer by one."""
    node = shutil.which("node")
    if node is None:
        missing("Node.js is not installed: CLDR's own formats are not tried")
    assert node is not None
    done = subprocess.run([node, "-e", FORMAT], input=json.dumps(asked), capture_output=True, check=True, text=True)
    answer: Any = json.loads(done.stdout)
    babels = int(get_global("cldr")["version"])
    if int(float(answer["cldr"])) not in (babels, babels + 1):
        pytest.skip(f"Node.js has CLDR {answer['cldr']}, too far from Babel's {babels}")
    return list(answer["texts"])


def test_the_page_names_the_locales_that_are_known_to_differ() -> None:
    assert {row.locale for row in ROWS} == {"es-AR", "es-CO", "es-GQ", "fr-MA", "de-AT", "fa", "ckb"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.locale} {row.number} {row.unit}")
def test_what_the_page_says_is_written_here_is(row: Row) -> None:
    assert plain(ours(row.locale, row.number, row.unit)) == row.here
    assert row.here != row.cldr


def test_what_the_page_says_of_cldr_is_so_in_another_implementation() -> None:
    texts = of_node(tuple((row.locale, row.number, row.unit) for row in ROWS))
    assert [plain(text) for text in texts] == [row.cldr for row in ROWS]


def test_where_babel_has_the_separators_of_the_root_the_page_says_so() -> None:
    (listed,) = re.findall(
        r"\bFor\s((?:`[\w-]+`(?:,|\sand)?\s)+)Babel has", PAGE.read_text("utf-8").replace("wae`,", "wae`")
    )
    tags = re.findall(r"`([\w-]+)`", listed)
    assert len(tags) > 10
    assert {format_count(12345, tag) for tag in tags} == {"12,345"}
    assert "12,345" not in of_node(tuple((tag, "12345", "") for tag in tags))


# What is on the page: the table, the apostrophe that CLDR 48 changed, and digits of another script than the locale's.
DIFFERING = {row.locale for row in ROWS} | {"de-CH", "en-u-nu-arab"}


def test_other_shipped_locales_are_written_as_another_implementation_writes_them() -> None:
    """Without marks of direction, and with spaces alike: counts, rates, and amounts in each locale."""
    tags = [tag for tag in SHIPPED_LOCALES if tag not in DIFFERING]
    kinds = (("1234567", ""), ("1234", ""), ("19", "%"), ("1234.50", "USD"), ("1234567.89", "EUR"), ("12.90", "CHF"))
    asked = tuple((tag, number, unit) for tag in tags for number, unit in kinds)
    differing = {
        (*question, plain(ours(*question)), plain(text))
        for question, text in zip(asked, of_node(asked), strict=True)
        if plain(ours(*question)) != plain(text)
    }
    assert differing == set()
