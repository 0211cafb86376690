"""What `init` is told, as typed values: by options, and by the answers to its questions."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from ratecard.currency import CURRENCIES, ENDED
from ratecard.money import Money, amount_of
from ratecard.newbooks.plans import LibraryFacts, Payouts
from ratecard.newbooks.reserved import is_reserved
from ratecard.newbooks.writing import country_name
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.values.measures import parse_unit_price
from ratecard.rulefiles.values.numbers import DECIMAL
from ratecard.rulefiles.wrong import Wrong
from ratecard.sheets.countries import region_named
from ratecard.sheets.packages import ID, Package, package_named

COIN_MOST = 60
EVERYWHERE = "all"
_DECIMAL_COMMA = re.compile(r"(?<![\d.])(\d+),(\d{1,2}) ?([A-Z]{3})\b", re.ASCII)
"""A price with a decimal comma, which would be two: "13,99 EUR" is no 13 and 99 EUR."""

_PACKAGE = re.compile(r"\s*(?:(?P<name>[^:=]+):)?(?P<coins>[^:=]+?)\s*(?:=(?P<prices>.*))?", re.DOTALL)


class WrongValue(ValueError):
    """A text that is not what was asked for. The sentence says why, and what to write."""


class PackageTold(msgspec.Struct, frozen=True):
    """One `--package`: a sheet's name for it, and its prices as texts by currency ("" for a bare one)."""

    name: str
    package: Package
    prices: Mapping[str, str]


def coin_of(text: str) -> str:
    """The name of a coin."""
    name = text.strip()
    if not name or len(name) > COIN_MOST or not name.isprintable():
        raise WrongValue(f"{text.strip() or 'nothing'} is not a name; write what one coin is called, such as V-Buck")
    _refuse_reserved(name, "write what one coin is called, such as V-Buck")
    return name


def _refuse_reserved(name: str, advice: str) -> None:
    if is_reserved(name):
        raise WrongValue(f"{name} is a word of the rule language, and not a name; {advice}")


def words_of(text: str) -> list[str]:
    """The words of a list, with commas or spaces between them."""
    return [word for word in re.split(r"[,;\s]+", text) if word]


def regions_of(text: str, library: LibraryFacts) -> tuple[str, ...]:
    """The regions of a list of codes, of a group that has a currency, or of `all` countries; each once."""
    found: list[str] = []
    wrong: list[str] = []
    for word in _places(text):
        if word == EVERYWHERE:
            found += [code for code in sorted(library.currencies) if "-" not in code]
        elif word in library.groups:
            found += sorted(library.groups[word])
        elif word in library.currencies:
            found.append(word)
        else:
            wrong.append(_unknown_region(word, library))
    if wrong:
        raise WrongValue("; ".join(wrong))
    if not found:
        raise WrongValue("name a region at least, such as DE")
    return tuple(dict.fromkeys(found))


def _places(text: str) -> list[str]:
    """The words of a list of regions; a name of several words between commas is one: "United Kingdom"."""
    entries = [entry.strip() for entry in re.split("[,;]", text)]
    return [word for entry in entries for word in ([entry] if region_named(entry) else words_of(entry))]


def _unknown_region(word: str, library: LibraryFacts) -> str:
    meant = region_named(word)
    if meant in library.currencies:
        name = country_name(meant)
        return f"{word} is not a region's code; write {meant}{f' for {name}' if name != meant else ''}"
    if meant:
        return f"the library of the world has no region {meant} ({country_name(meant)}); leave it out"
    names = {code: country_name(code) for code in library.currencies}
    similar = nearest(word, names.values())
    codes = [code for code, name in names.items() if name in similar]
    hint = f"did you mean {codes[0]} for {similar[0]}?" if codes else "write codes such as DE, FR, US, or all"
    return f"{word} is not a region's code; {hint}"


def platforms_of(text: str, library: LibraryFacts) -> tuple[str, ...]:
    """The platforms of a list, each once."""
    words = words_of(text)
    for word in words:
        if word not in library.platforms:
            known = ", ".join(library.platforms)
            meant = nearest(word, library.platforms)
            raise WrongValue(f"{word} is not a platform; {f'did you mean {meant[0]}?' if meant else f'write {known}'}")
    if not words:
        raise WrongValue(f"name a platform at least: {', '.join(library.platforms)}")
    return tuple(dict.fromkeys(words))


def package_of(text: str) -> PackageTold:
    """The package of NAME:COINS=PRICES: "100", "starter:250", "100=1.39 EUR,1.49 USD"."""
    match = _PACKAGE.fullmatch(text)
    coins = match["coins"].replace("_", "") if match else ""
    if match is None or not (coins.isascii() and coins.isdigit() and int(coins[:12]) > 0) or len(coins) > 10:
        raise WrongValue(f"{text} is not a package; write 100, starter:250 or 100=1.39 EUR")
    name = (match["name"] or "").strip()
    package = package_named(name, {name: int(coins)}) if name else Package(int(coins), f"coins_{int(coins)}")
    if package is None or not ID.fullmatch(package.package):
        raise WrongValue(f"{name} is not a package's name; write small letters, such as starter:250")
    _refuse_reserved(package.package, "write another one, such as starter:250")
    return PackageTold(name, package, prices_of_text(match["prices"] or ""))


def prices_of_text(text: str) -> dict[str, str]:
    """Prices by currency: {"EUR": "1.39", "USD": "1.49"} for "1.39 EUR, 1.49 USD", {"": "1.39"} for "1.39"."""
    found: dict[str, str] = {}
    comma = _DECIMAL_COMMA.search(text)
    if comma:
        raise WrongValue(
            f"{comma[0]} has a comma before its decimals; write {comma[1]}.{comma[2]} {comma[3]}, "
            "with commas between prices alone"
        )
    for part in filter(None, map(str.strip, text.split(","))):
        number, _, code = part.partition(" ")
        code = code.strip()
        if not DECIMAL.fullmatch(number):
            raise WrongValue(
                f"{part} is not a price; write 1.39 EUR, with a point for decimals and commas between prices"
            )
        if code and (code not in CURRENCIES or code in ENDED):
            raise WrongValue(f"{code} is not a currency; write a code such as EUR")
        if code in found:
            raise WrongValue(f"{text} has two prices{f' in {code}' if code else ''}; write one for each currency")
        found[code] = number
    if "" in found and len(found) > 1:
        raise WrongValue(f"{text} has a price without a currency; write 1.39 EUR, 1.49 USD, with points for decimals")
    return found


def offered(
    packages: Sequence[PackageTold], regions: Sequence[str], library: LibraryFacts
) -> dict[Package, dict[str, Money]]:
    """The packages with their prices by currency; a bare price is in the one currency of all regions."""
    currencies = sorted({library.currencies[region] for region in regions})
    found: dict[Package, dict[str, Money]] = {}
    for told in packages:
        if told.package.package in {package.package for package in found}:
            raise WrongValue(f"{told.package.package} is told twice; write each package once")
        found[told.package] = {}
        for code, number in told.prices.items():
            price = _price(code or _only(currencies, number), number, currencies)
            found[told.package][price.currency.code] = price
    return found


def _only(currencies: Sequence[str], number: str) -> str:
    if len(currencies) > 1:
        listed = ", ".join(f"{number} {code}" for code in currencies[:3])
        raise WrongValue(f"{number} is in no currency, and the regions have {len(currencies)}; for example {listed}")
    return currencies[0]


def _price(code: str, number: str, currencies: Sequence[str]) -> Money:
    if code not in currencies:
        raise WrongValue(f"{number} {code} is of no region; the regions have {', '.join(currencies)}")
    return price_of(code, number)


def price_of(code: str, number: str) -> Money:
    """The price that a number is in a currency: 1.39 in EUR, 160 in JPY."""
    exponent = CURRENCIES[code].exponent
    if "," in number:
        raise WrongValue(f"{number} has a comma; write a point before decimals, and nothing between thousands")
    price = amount_of(number, CURRENCIES[code]) if DECIMAL.fullmatch(number) else None
    if price is None or price.minor == 0:
        decimals = f"at most {exponent} decimals" if exponent else "no decimals"
        raise WrongValue(f"{number} {code} is not a price; write a number above 0 with {decimals}")
    return price


def payouts_of(method: str, diamond: str | None) -> Payouts:
    """How creators are paid; `diamond` is what one is worth, as rules write it: "0.005 USD each"."""
    name = method.strip()
    identifier = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    if not ID.fullmatch(identifier) or not name.isprintable():
        raise WrongValue(f"{method} is not a way of paying; write its name, such as PayPal")
    for word in (name, identifier):
        _refuse_reserved(word, "write the name of a way of paying, such as PayPal")
    if not diamond:
        raise WrongValue('--payouts needs what a diamond is worth; write --diamond "0.005 USD each"')
    worth = parse_unit_price(diamond)
    if isinstance(worth, Wrong):
        raise WrongValue(f"{worth.sentence}; {worth.advice or 'write 0.005 USD each'}")
    return Payouts(identifier, name, diamond.strip(), diamond.split()[1])
