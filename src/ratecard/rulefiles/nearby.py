"""What lies around a value in its file and its book: from there a person meant something.

A code that is not a currency is first one of the region's own, then one that the book names, and then any other.
"""

from collections.abc import Callable, Iterable

import msgspec

from ratecard.currency import CURRENCIES, CURRENT
from ratecard.rulefiles.near import Slips, slips

OTHER_CODES = {"CNH": "CNY", "NIS": "ILS", "NTD": "TWD", "RMB": "CNY", "SFR": "CHF", "STG": "GBP"}
"""Abbreviations in common use that ISO 4217 does not have: renminbi, new shekel, Swiss francs, sterling."""

_OF_CURRENT = Slips(CURRENT)

NAMED_MOST = 3
"""Currencies of one name or sign that are worth naming all: a dollar could be any of twenty."""


OTHERS = ""
"""Stands for names that are not known."""


def _nothing(*_: str) -> tuple[str, ...]:
    return ()


def _nowhere(_: str) -> frozenset[str]:
    return frozenset()


def _no_name(_: str) -> str:
    return ""


class Geography(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of countries and their money. By itself it knows nothing; the loader brings CLDR's.

    `currencies_of` gives a region's currencies today, the usual one first; `currencies_around` those of its part of the
    world; `currencies_named` all that a word or sign names: JPY for "yen", many for "dollar"; `other_money` what a code
    stands for that is not a currency here: "Gold" for XAU, "" for any other; `signs_of` the signs by which a region
    writes one: "$" for CAD in CA. `country_named` gives DE for "DE", "DEU" and "Germany", and "" for what is not a
    country; `countries_of` those that a retired or reserved code stands for: GB for "UK". `zones_named` gives
    Europe/Berlin for "berlin", of all `zones`; `zones_of` the time zones of a region, the most usual first.
    """

    currencies_of: Callable[[str], tuple[str, ...]] = _nothing
    currencies_named: Callable[[str], tuple[str, ...]] = _nothing
    currencies_around: Callable[[str], frozenset[str]] = _nowhere
    other_money: Callable[[str], str] = _no_name
    signs_of: Callable[[str, str], tuple[str, ...]] = _nothing
    country_named: Callable[[str], str] = _no_name
    countries_of: Callable[[str], tuple[str, ...]] = _nothing
    zones_named: Callable[[str], tuple[str, ...]] = _nothing
    zones: Callable[[], tuple[str, ...]] = _nothing
    zones_of: Callable[[str], tuple[str, ...]] = _nothing


NO_GEOGRAPHY = Geography()


class Nearby(msgspec.Struct, frozen=True):
    """What lies around the values of one file. `own` is the one currency of its bare money, or the empty text.

    `dates` are the names of dates that the book declares; `OTHERS` is among them where a file that may declare more
    cannot be read, which is reported.
    """

    region: str = ""
    own: str = ""
    time_zone: str = ""
    of_book: Callable[[], Iterable[str]] = tuple
    geography: Geography = NO_GEOGRAPHY
    dates: frozenset[str] = frozenset()

    def currencies_meant(self, text: str) -> tuple[str, ...]:
        """The codes that a word, a sign or a misspelt code was probably meant as, at most a few.

        What the text names comes first, then a slip of the region's own code, of one that the book names, and of any
        other, those of its part of the world first. YEN is JPY, CFH is CHF; XYZ is none, and XAU, which is gold, too.
        """
        code = text.upper()
        if code in CURRENCIES:
            return (code,)
        if code not in OTHER_CODES and self.geography.other_money(code):
            return ()
        own = (self.own,) if self.own else self.geography.currencies_of(self.region)
        named = self._named(text, code, own)
        near = slips(code, own, short=True)
        if named or near:
            return tuple(dict.fromkeys((*named, *near)))
        near = slips(code, self.of_book(), short=True) or _OF_CURRENT.of(code)
        return self._nearest(near) if near else ()

    def _nearest(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the codes that are worth naming, where they are few: of the region's part of the world first."""
        around = self.geography.currencies_around(self.region)
        here = tuple(code for code in codes if code in around)
        if len(codes) > NAMED_MOST:
            return here if len(here) <= NAMED_MOST else ()
        return (*here, *(code for code in codes if code not in around))

    def _named(self, text: str, code: str, own: tuple[str, ...]) -> tuple[str, ...]:
        """The currencies that a text names, where they are few; of many, those that the region or the book has."""
        if code in OTHER_CODES:
            return (OTHER_CODES[code],)
        named = self.geography.currencies_named(text)
        if len(named) <= NAMED_MOST:
            return named
        return tuple(code for code in own if code in named)[:NAMED_MOST]


class RegionsMeant:
    """What codes that are none of the known regions were probably meant as."""

    def __init__(self, known: Iterable[str], geography: Geography) -> None:
        self._known = frozenset(known)
        self._slips = Slips(self._known)
        self._geography = geography
        self._parts: dict[str, dict[str, str]] = {}
        for region in self._known:
            country, _, part = region.partition("-")
            self._parts.setdefault(country, {})[part] = region

    def by(self, code: str) -> tuple[str, ...]:
        """The known regions that this code was probably meant as, the likeliest first.

        A code that stands for another country is that one: "UK" is GB, and "UK-SCT" is GB-SCT, else GB. A country is
        not another one, whatever its letters: "US-NYC" is US-NY, else US, and "AT" is nothing. What is left is one slip
        away.
        """
        country, _, part = code.partition("-")
        official = self._geography.countries_of(country)
        if official:
            wanted = [f"{other}-{part}" for other in official] if part else []
            return tuple(region for region in (*wanted, *official) if region in self._known)
        if self._geography.country_named(country) != country:
            return self._slips.of(code)
        own = self._parts.get(country, {})
        return tuple(own[other] for other in (*slips(part, own), "") if other in own)


NOWHERE = Nearby()
"""Stands for a value that lies in no file, as on a command line."""
