"""The package that a sheet means: an id that rules can name, and how many coins it holds.

"coins_1000" and "1,000 coins" say it themselves. "com.example.starter" does not, and has to be told: starter:250.
"""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_COUNT = re.compile(r"\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+|\d+", re.ASCII)
COINS_MOST = 1_000_000_000


class Package(msgspec.Struct, frozen=True, order=True):
    """A package: how many coins it holds, and its id. In this order packages are listed."""

    coins: int
    package: str


Coins = Mapping[str, int]
"""How many coins packages hold that do not say it themselves, by id or by the name that a sheet has for them."""


def package_named(text: str, told: Coins) -> Package | None:
    """The package of a column, a product id or a file; None where nothing says how many coins it holds."""
    package = _id_of(text)
    count = told.get(text) or told.get(package) or _count_in(text)
    return Package(count, package or f"coins_{count}") if count else None


def _id_of(text: str) -> str:
    """The id that a name gives: "starter" for "com.example.Starter"; "" where it begins with no letter."""
    last = text.rpartition(".")[2] if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", text, re.ASCII) else text
    plain = unicodedata.normalize("NFKD", last.casefold())
    name = re.sub(r"[^a-z0-9]+", "_", "".join(filter(str.isascii, plain))).strip("_")
    return name if ID.fullmatch(name) else ""


def _count_in(text: str) -> int:
    """The only number in a name, 1000 for "coins.1000" and for "1,000 coins"; 0 where there is none, or several."""
    numbers = _COUNT.findall(text)
    count = int(re.sub(r"\D", "", numbers[0])) if len(numbers) == 1 else 0
    return count if count <= COINS_MOST else 0
