"""Limits: the most that may be done in a window of time, in money or by number. Any key may have a table of them."""

from collections.abc import Iterator

import msgspec

from ratecard.money import Money
from ratecard.rulefiles.keys.limits import GIFT, ITEM, PACKAGE, WAY
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import VARYING, FromThreshold, Varying, branches, possible_terms
from ratecard.terms.unknown import Unknowns, together
from ratecard.terms.unknown_entries import entry_unknown
from ratecard.terms.values import Values

MONEY = "money"
"""The unit of a limit on money; the others are what is counted: "diamonds", "payouts"."""


class LimitTerms(msgspec.Struct, frozen=True, gc=False):
    """The most in a window, `per`, or for ever. `unit` is `MONEY`, of which `most` is in minor units, or what counts.

    `path` is where it stands: "purchases.limits.daily". `text` is the most with its unit: "1000.00 USD", "3 payouts".
    `of` are the things of which each is counted for itself, and `everyone`; `counted` are their statements. One of
    which anything is `unknown`, and one that is `lifted`, limits nothing.
    """

    id: str
    most: int
    unit: str
    text: str
    per: str | None
    stated: Stated[object]
    unknown: Unknowns = ()
    lifted: bool = False
    path: str = ""
    of: tuple[str, ...] = ()
    counted: tuple[Stated[object], ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether it is known what it allows."""
        return not self.unknown and not self.lifted

    @property
    def by_package(self) -> bool:
        """Whether each package is counted for itself."""
        return PACKAGE in self.of

    @property
    def by_item(self) -> bool:
        """Whether each item is counted for itself."""
        return ITEM in self.of

    @property
    def by_gift(self) -> bool:
        """Whether each gift is counted for itself."""
        return GIFT in self.of

    @property
    def by_way(self) -> bool:
        """Whether each way of paying is counted for itself."""
        return WAY in self.of


def limit_terms(table: KeyPath, values: Values, *ids: str) -> LimitTerms | None:
    """The limit of the last of these ids in a table of limits, or None where there is none.

    The ids before it stand for each * of the table's path.
    """
    names = iter(ids)
    path = (*(next(names) if part == "*" else part for part in table), next(names))
    at, limit = ".".join(path), path[-1]
    whole = entry_unknown(values, *path)
    if whole is not None:
        return LimitTerms(limit, 0, "", "", None, whole.stated, (whole,), path=at)
    if not values.ids(*path):
        return None
    lifted = values.none_at(*path, "most")
    if lifted is not None:
        return LimitTerms(limit, 0, "", "", None, lifted, lifted=True, path=at)
    unknown = together([values.unknown_at(*path, part) for part in ("most", "per", "of")])
    if unknown:
        return LimitTerms(limit, 0, "", "", None, unknown[0].stated, unknown, path=at)
    most, per = values.needed(*path, "most"), values.get(*path, "per")
    if not values.usable or most is None:
        return None
    window = None if per is None else str(per.value)
    counted = values.stated_as(tuple, *path, "of")
    words = () if counted is None else counted.value
    of = tuple([str(word.value) for word in words])
    if type(most.value) is CountOf:
        number, unit, text = most.value.count, most.value.unit, str(most.value)
    else:
        money = most.value if values.currency is None else None
        if not isinstance(money, Money):
            money = values.money(*path, "most", code="limit-in-other-currency")
        if money is None:
            return None
        number, unit, text = money.minor, MONEY, str(money)
    return LimitTerms(limit, number, unit, text, window, most, path=at, of=of, counted=words)


def kept_in_a_case(limit: object) -> bool:
    """Whether a limit may hold for anybody: one that is `none` in every case is as if it were not stated."""
    return any(isinstance(terms, LimitTerms) and not terms.lifted for terms in possible_terms(limit))


def largest_most(limit: Varying[LimitTerms]) -> LimitTerms | None:
    """The case of a limit that allows the most; None where one allows any number, or cases cannot be compared.

    A limit of 10 EUR below 18 and of 50 EUR from then on: the case of 50 EUR.
    """
    cases = list(_cases(limit))
    known = [terms for terms in cases if isinstance(terms, LimitTerms) and terms.is_kept]
    if len(known) < len(cases) or len({terms.unit for terms in known}) != 1:
        return None
    return max(known, key=lambda terms: terms.most)


def _cases(limit: object) -> Iterator[object]:
    """What a limit comes to in each of its cases; None of one in which nothing is stated."""
    if not isinstance(limit, VARYING):
        yield limit
        return
    for case in branches(limit) if limit.has_other else branches(limit)[:-1]:
        yield from _cases(case)
    if isinstance(limit, FromThreshold) and limit.starts[0] > 0 and not limit.has_other:
        yield None
