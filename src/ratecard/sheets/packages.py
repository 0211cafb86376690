"""The package that a sheet means: an id that rules can name, and how many coins it holds.

"coins_1000" and "1,000 coins" say it themselves. "com.example.starter" does not, and has to be told: starter:250. Nor
does a number behind another word, for it may count anything: "VAT 19", "Tier 5", "starter_2024", "Pack 2".
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
    "ruby rubies buck bucks munze munzen piece pieces jeton jetons moneda monedas moeda moedas",
    "moneta monete gettone gettoni munt munten",
)
_WORDS = frozenset(word for words in _OF_COINS for word in words.split())
"""Words for coins, without accents: beside these, a number says how many coins there are."""

_OF_PACKS = (
    "pack packs package packages packet packets bundle bundles bag bags box boxes paket pakete paquete paquetes",
    "pacote pacotes pacchetto pacchetti pakket pakketten",
)
_BESIDE_WORDS = frozenset(("of", "v", "x", *(word for words in _OF_PACKS for word in words.split())))
"""What stands beside such a word: "pack of 100 coins", "100 V-Bucks", "100 x coins". "Pack 2" may be the second one."""

COINS_MOST = 1_000_000_000


class Package(msgspec.Struct, frozen=True, order=True):
    """A package: how many coins it holds, and its id. In this order packages are listed."""

    coins: int
    package: str


CoinsByPackage = Mapping[str, int]
"""How many coins packages hold that do not say it themselves, by id or by the name that a sheet has for them."""


def package_named(text: str, told: CoinsByPackage, coin: str = "") -> Package | None:
    """The package of a column, a product id or a file; None where nothing says how many coins it holds.

    `coin` is what a coin is called, where that was told: then "1,000 V-Bucks" says that it holds 1,000.
    """
    package = id_of(text)
    count = told.get(text) or told.get(package)
    if not count:
        count = count_of(_words_of_coins(text, coin))
    return Package(count, package or f"coins_{count}") if count else None


def _words_of_coins(text: str, coin: str) -> str:
    """What of a name says how many coins there are: all of it where it has no words beside those for coins; else "".

    Of a dotted name it is the last part that has words, with those that have none. The first two of several parts are
    somebody's domain: "com.game50.100" is 100 coins, and "com.game50.starter" says nothing of coins.
    """
    parts = text.split(".") if _DOTTED.fullmatch(text) else [text]
    own = parts[2 if len(parts) > 2 else 0 :]
    worded = [part for part in own if _words_of(part)]
    if not worded:
        return ".".join(own)
    called = _words_of(coin)
    of_coins = _WORDS.union(called, (f"{word}s" for word in called))
    words = set(_words_of(worded[-1]))
    if not words <= of_coins | _BESIDE_WORDS or words.isdisjoint(of_coins):
        return ""
    return ".".join(part for part in own if part == worded[-1] or not _words_of(part))


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


def count_of(text: str) -> int:
    """The only number in a name, 1000 for "coins.1000" and for "1,000 coins"; 0 where there is none, or several."""
    numbers = _COUNT.findall(text)
    count = int(re.sub(r"\D", "", numbers[0])) if len(numbers) == 1 else 0
    return count if count <= COINS_MOST else 0
