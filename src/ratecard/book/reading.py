"""What the terms of a bundle's sections read beside its statements: that decides which markets share them."""

from collections.abc import Hashable
from types import MappingProxyType

import msgspec

from ratecard.book.bundles import Bundle
from ratecard.book.keys import Keys
from ratecard.book.memo import Memo
from ratecard.book.own_currencies import OwnCurrencies
from ratecard.book.read_in import ReadIn
from ratecard.book.section_terms import Sections, read_by
from ratecard.book.timeline import Timeline
from ratecard.instants import Instant
from ratecard.terms.resolved import Resolved

NO_SECTIONS: Sections = MappingProxyType({})


class ReadBeside(msgspec.Struct, frozen=True, gc=False):
    """What is read beside the statements of one bundle, from the beginning on.

    `currency` is the statement of the one that the key counts in, over time; `money` the currency itself where it is
    one alone from the beginning on, and else None. `zone_name` is that of the calendar, and `others` are the sections
    of other keys; each None or empty where it is not read. `lasting` says that what has no dates comes to the same
    terms whenever it begins. `zones_known` is as in `ReadIn`.
    """

    begins: Instant
    currency: Timeline[Resolved[object]] | None
    money: object
    zone_name: str | None
    is_part: bool
    zones_known: bool
    others: Sections
    lasting: bool

    @property
    def made_of(self) -> tuple[object, ...]:
        """All of it that is told apart as an object."""
        return (None if self.money is not None else self.currency, *self.others.values())

    @property
    def about(self) -> Hashable:
        """All of it that is compared."""
        return (self.is_part, self.begins, self.zones_known, self.money, self.zone_name, tuple(self.others))


class Readings:
    """What is read beside each bundle."""

    def __init__(self, keys: Keys, memo: Memo) -> None:
        self._keys = keys
        self._own_currencies = OwnCurrencies(memo)
        self._reading: dict[Bundle, bool] = {}

    def beside(
        self, key: str, bundle: Bundle, currency: Timeline[Resolved[object]] | None, where: ReadIn, others: Sections
    ) -> ReadBeside:
        """What the terms of a key read beside a bundle of it.

        A key may count in its own currency, in none where it never has one. Days are those of a zone where terms read
        its calendar. Where no section reads the currency, markets of all currencies share the terms.
        """
        keys, record = self._keys, self._keys.records[key]
        if record.counts_in is not None and bundle.by_section:
            currency = self._own_currencies.own_currency(record.counts_in, bundle.paths.get(record.counts_in.path))
        if currency is not None and not self._reads_currency(key, bundle):
            currency = None
        one = currency is not None and len(currency.starts) == 1 and currency.starts[0] <= where.begins
        others = read_by(record.terms, others) if others else NO_SECTIONS
        lasting = (one or currency is None) and key not in keys.reading_time and key not in keys.reading_others
        return ReadBeside(
            begins=where.begins,
            currency=currency,
            money=currency.values[0].stated.value if one and currency is not None else None,
            zone_name=where.in_zone.key if key in keys.reading_zones and bundle.by_section else None,
            is_part=where.is_subdivision and key in keys.reading_ranks,
            zones_known=where.zones_known,
            others=others,
            lasting=lasting and where.zones_known,
        )

    def _reads_currency(self, key: str, bundle: Bundle) -> bool:
        """Whether the terms of any section read the currency."""
        if bundle not in self._reading:
            self._reading[bundle] = self._keys.read_currency(key, bundle.by_section)
        return self._reading[bundle]
