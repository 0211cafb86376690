"""The limits of buyers in one market: of all purchases and single packages, or of all spending and single gifts."""

from collections.abc import Mapping

import msgspec

from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.terms.facts import VARYING, Varying, possible_terms
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.held import Tables
from ratecard.terms.limits import LimitTerms, kept_in_a_case
from ratecard.terms.packages import PackageTerms
from ratecard.terms.unknown import Unknowns, UnknownValue
from ratecard.terms.values import Values

NamedLimit = tuple[str, Varying[LimitTerms]]
"""A limit with its path: "purchases.limits.daily"."""


OF_THINGS = (PackageTerms, GiftTerms)
"""The terms of what has limits of its own."""


class BuyerLimits(msgspec.Struct, frozen=True, gc=False):
    """The limits of one market: `of_all` purchases, and by the package's or item's id those of one; so of gifts.

    Each of them is in order of path. `unknown` says that it is not known which limits all purchases, or gifts, have,
    and `unknown_of` which ones a single one has.
    """

    of_all: tuple[NamedLimit, ...]
    of_each: Mapping[str, tuple[NamedLimit, ...]]
    unknown: UnknownValue | None
    unknown_of: Mapping[str, UnknownValue]

    def of(self, thing: str) -> tuple[NamedLimit, ...]:
        """The limits of a question about this package or gift: its own in order of path, then those of all."""
        own = self.of_each.get(thing)
        return self.of_all if own is None else (*own, *self.of_all)

    def tables_unknown(self, thing: str) -> Unknowns:
        """That it is not known which limits a question about this package or gift has."""
        return tuple([value for value in (self.unknown, self.unknown_of.get(thing)) if value is not None])

    @property
    def any_unknown(self) -> bool:
        """Whether there may be limits of which nobody knows the names."""
        return self.unknown is not None or bool(self.unknown_of)

    @property
    def all(self) -> tuple[NamedLimit, ...]:
        """Every limit of the market."""
        return tuple(limit for limits in (self.of_all, *self.of_each.values()) for limit in limits)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of every limit of the market."""
        return tuple(path for path, _ in self.all)


def unknown_limits(key: str, values: Values) -> UnknownValue | None:
    """That it is not known which limits `purchases`, or `spending`, has; None where it is."""
    return values.unknown_at(key, LIMITS)


def _unknown_in_a_case(varying: object) -> UnknownValue | None:
    """That it is not known, in some case, which limits a thing has whose terms vary by a fact."""
    leaves = possible_terms(varying) if type(varying) in VARYING else []
    values = [leaf.limits_unknown for leaf in leaves if isinstance(leaf, OF_THINGS)]
    return next((value for value in reversed(values) if value is not None), None)


def buyer_limits(
    tables: Tables, of_all_key: str, of_each_keys: tuple[str, ...], unknown: UnknownValue | None
) -> BuyerLimits | None:
    """The limits among the terms that hold in a period; None where there is none, as in most markets.

    Those of purchases are below "purchases" and each of "packages" and "items". `unknown` says that it is not known
    which limits all of them have.
    """
    of_all: list[NamedLimit] = []
    of_each: dict[str, list[NamedLimit]] = {}
    for section in sorted([section for section in tables.deeper if section[-2] == LIMITS]):
        limit = tables.deeper[section]
        if not kept_in_a_case(limit):
            continue
        if section[0] == of_all_key:
            of_all.append((".".join(section), limit))
        elif section[0] in of_each_keys:
            of_each.setdefault(section[1], []).append((".".join(section), limit))
    unknown_of: dict[str, UnknownValue] = {}
    for thing, varying in (entry for key in of_each_keys for entry in tables.table(key).items()):
        value = varying.limits_unknown if type(varying) in OF_THINGS else _unknown_in_a_case(varying)
        if value is not None and thing not in of_each:
            unknown_of[thing] = value
    if not of_all and not of_each and not unknown_of and unknown is None:
        return None
    own = {thing: tuple(limits) for thing, limits in of_each.items()}
    return BuyerLimits(tuple(of_all), own, None if of_all else unknown, unknown_of)
