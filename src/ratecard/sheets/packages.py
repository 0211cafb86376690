"""The package that a sheet means: an id that rules can name, and how many coins it holds.

"coins_1000" and "1,000 coins" say it themselves. "com.example.starter" does not, and has to be told: starter:250. Nor
does a number behind another word, for it may count anything: "VAT 19", "Tier 5", "starter_2024".
"""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.ASCII)
_COUNT = re.compile(r"\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+|\d+", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+|[^\w\s.,'\u2019()\[\]:/|+-]")
_OF_COINS = (
    "coin coins credit credits crystal crystals diamond diamonds gem gems gold jewel jewels point points token tokens",
    "ruby rubies buck bucks pack packs package packages packet packets bundle bundles bag bags box boxes",
    "munze munzen paket pakete piece pieces jeton jetons moneda monedas paquete paquetes moeda moedas pacote pacotes",
    "moneta monete gettone gettoni pacchetto pacchetti munt munten pakket pakketten",
)
_WORDS = frozenset(word for words in _OF_COINS for word in words.split())
"""Words for coins and for packs of them, without accents: beside these, a number says how many coins there are."""

_BESIDE_WORDS = frozenset(("of", "v", "x"))
"""What stands beside such a word: "pack of 100", "100 V-Bucks", "100 x coins"."""

COINS_MOST = 1_000_000_000


class Package(msgspec.Struct, frozen=True, order=True):
    """A package: how many coins it holds, and its id. In this order packages are listed."""

    coins: int
    package: str


Coins = Mapping[str, int]
"""How many coins packages hold that do not say it themselves, by id or by the name that a sheet has for them."""


def package_named(text: str, told: Coins, coin: str = "") -> Package | None:
    """The package of a column, a product id or a file; None where nothing says how many coins it holds.

    `coin` is what a coin is called, where that was told: then "1,000 V-Bucks" says that it holds 1,000.
    """
    package = id_of(text)
    count = told.get(text) or told.get(package)
    if not count and _is_of_coins(text, coin):
        count = _count_in(text)
    return Package(count, package or f"coins_{count}") if count else None


def _is_of_coins(text: str, coin: str) -> bool:
    """Whether a name has no words beside its number but those for coins; of a dotted name the last part that has any.

    The first two parts of a dotted name are somebody's domain: "com.example.100" is 100 coins.
    """
    parts = text.split(".") if _DOTTED.fullmatch(text) else [text]
    domain = 2 if len(parts) > 2 else 0
    worded = [words for words in (_words_of(part) for part in parts[domain:]) if words]
    if not worded:
        return True
    own = _words_of(coin)
    of_coins = _WORDS.union(own, (f"{word}s" for word in own))
    words = set(worded[-1])
    return words <= of_coins | _BESIDE_WORDS and not words.isdisjoint(of_coins)


def _words_of(text: str) -> list[str]:
    """The words and signs of a text in small letters without accents, but for marks of numbers: ["coins"]."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def id_of(text: str) -> str:
    """The id that a name gives: "starter" for "com.example.Starter"; "" where it begins with no letter."""
    last = text.rpartition(".")[2] if _DOTTED.fullmatch(text) else text
    plain = unicodedata.normalize("NFKD", last.casefold())
    name = re.sub(r"[^a-z0-9]+", "_", "".join(filter(str.isascii, plain))).strip("_")
    return name if ID.fullmatch(name) else ""


def _count_in(text: str) -> int:
    """The only number in a name, 1000 for "coins.1000" and for "1,000 coins"; 0 where there is none, or several."""
    numbers = _COUNT.findall(text)
    count = int(re.sub(r"\D", "", numbers[0])) if len(numbers) == 1 else 0
    return count if count <= COINS_MOST else 0
